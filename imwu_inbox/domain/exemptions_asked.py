"""Which exemption is asked for, worker by worker: the form wins, what else was written is held against it.

Source: rules 10, 18, 30 and 32.
"""

from collections.abc import Iterable
from datetime import date

from imwu_inbox.domain.exemption import CodeRegister
from imwu_inbox.domain.reading import CodeMention
from imwu_inbox.domain.request import FormFacts, ReadFile, WorkerCode

_SURE_MENTION = 0.6
"""Below this a code in a letter or body may be a room or paper number. Units: confidence 0..1."""


def codes_of(
    form: FormFacts, elsewhere: Iterable[CodeMention], register: CodeRegister, day: date
) -> tuple[WorkerCode, ...]:
    """The codes of one worker: those of the form, else those that letter, subject or body surely name."""
    mentions: Iterable[CodeMention] = form.reading.codes if form.reading else ()
    if not mentions:
        mentions = [mention for mention in elsewhere if mention.confidence >= _SURE_MENTION]
    seen: dict[str, WorkerCode] = {}
    for mention in mentions:
        row = register.get(mention.code)
        seen.setdefault(
            mention.code,
            WorkerCode(
                code=mention.code,
                kind=row.kind if row else None,
                status=register.status_on(mention.code, day),
                became=row.superseded_by if row else (),
                source=mention.source.value,
            ),
        )
    return tuple(seen.values())


def codes_in_letters(files: tuple[ReadFile, ...]) -> tuple[CodeMention, ...]:
    """The codes that papers other than the form name."""
    return tuple(
        mention
        for file in files
        for document in file.reading.documents
        if document.form is None
        for mention in document.codes
    )


def differ(forms: Iterable[FormFacts], elsewhere: Iterable[CodeMention], register: CodeRegister) -> bool:
    """Whether something else surely names an exemption that no form asks for, nor its predecessor or successor."""
    asked = {mention.code for form in forms if form.reading for mention in form.reading.codes}
    if not asked:
        return False
    related = set(asked)
    for code in asked:
        row = register.get(code)
        related.update(row.superseded_by if row else ())
    for row in register.codes:
        if asked & set(row.superseded_by):
            related.add(row.code)
    others = {mention.code for mention in elsewhere if mention.confidence >= _SURE_MENTION}
    return bool(others - related)
