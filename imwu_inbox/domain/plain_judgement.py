"""The judgements that need no papers, by size or by what the message belongs to; and what every judgement adds."""

from dataclasses import replace

from imwu_inbox.domain import exemptions_asked, flags
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.reading import CodeMention
from imwu_inbox.domain.reply import SENT_BY_MACHINE, ReplyPermission, Withheld
from imwu_inbox.domain.request import Assessment, ReadRequest, Worker
from imwu_inbox.domain.rule_book import RuleBook
from imwu_inbox.domain.verdict import Doubt, Outcome, Refusal, Verdict


def judged_by_place(request: ReadRequest, book: RuleBook, calendar: flags.Calendar) -> Assessment | None:
    """A report about our letter joins its record, a part that waits is held; None for anything else."""
    joined = request.joined
    if joined.came_back is None and joined.waits_until is None:
        return None
    outcome = Outcome.HELD if joined.came_back is None else Outcome.JOINED
    return Assessment(
        request=request,
        workers=(),
        verdict=Verdict(outcome=outcome, received_on=calendar.received_on),
        language=language(request, (), book),
        permission=permission_of(joined.gated.permission, outcome),
        join_to=joined.thread if outcome is Outcome.JOINED else None,
    )


def judged_by_size(request: ReadRequest, book: RuleBook, calendar: flags.Calendar) -> Assessment:
    """The judgement of a message over the limit, whose papers were not opened."""
    gated = request.joined.gated
    doubts = []
    if gated.permission.reason in SENT_BY_MACHINE:
        doubts.append(Doubt.AUTOMATIC_DOUBT)
    if not book.auto_reject:
        doubts.append(Doubt.AUTO_REJECT_OFF)
    outcome = Outcome.OFFICER if doubts or gated.is_internal else Outcome.REJECTED
    return Assessment(
        request=request,
        workers=(),
        verdict=Verdict(
            outcome=outcome,
            reasons=(Refusal.OVER_SIZE,) if outcome is Outcome.REJECTED else (),
            doubts=tuple(doubts),
            received_on=calendar.received_on,
            due_on=calendar.due_on if outcome is Outcome.OFFICER else None,
        ),
        language=language(request, (), book),
        permission=permission_of(gated.permission, outcome),
    )


def judged_as_copy(judged: Assessment) -> Assessment:
    """The judgement of a message that came by another way before joins the record that has it, if that has all of it.

    A part that misses the rest of its set adds nothing either: its copy was judged with the whole set.
    """
    joined = judged.request.joined
    copy = joined.namesakes.copy if joined.namesakes else None
    if copy is None or joined.gated.raw.undoes is not None:
        return judged
    outcome, may_be_answered = judged.verdict.outcome, judged.permission.allowed
    if not (joined.lacks_parts or copy.covers(outcome, may_be_answered=may_be_answered)):
        return judged
    return replace(
        judged,
        workers=(),
        verdict=Verdict(outcome=Outcome.JOINED, received_on=judged.verdict.received_on),
        permission=permission_of(joined.gated.permission, Outcome.JOINED),
        join_to=copy.reference,
    )


def codes_elsewhere(request: ReadRequest, book: RuleBook) -> tuple[CodeMention, ...]:
    """The codes that letters, subjects and bodies name, in all messages of the request."""
    in_texts = (mention for gated in request.joined.messages for mention in book.codes_in_text(gated.mail))
    return (*exemptions_asked.codes_in_letters(request.files), *in_texts)


def language(request: ReadRequest, found: tuple[Worker, ...], book: RuleBook) -> Language:
    """The form's edition, else the body, else the subject. Source: replies.md, language of the sender."""
    editions = {w.form.reading.language for w in found if w.form.reading and w.form.reading.language}
    if len(editions) == 1:
        return Language(editions.pop())
    mail = request.joined.gated.mail
    for text in (mail.own_text or mail.body_text, mail.subject):
        language = book.language_of(text)
        if language is not Language.UNDETERMINED:
            return language
    return Language.UNDETERMINED


def permission_of(permission: ReplyPermission, outcome: Outcome) -> ReplyPermission:
    """Whether a letter goes out by itself, once the outcome is known."""
    if not permission.allowed:
        return permission
    if outcome is Outcome.NOT_A_REQUEST:
        return ReplyPermission(allowed=False, reason=Withheld.NOT_A_REQUEST)
    if outcome is Outcome.JOINED:
        return ReplyPermission(allowed=False, reason=Withheld.JOINED)
    return permission
