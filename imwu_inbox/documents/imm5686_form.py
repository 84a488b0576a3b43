"""The form IMM 5686: how it is known, and what it says."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from imwu_inbox.domain.anchors import Signs
from imwu_inbox.domain.codes import find_codes
from imwu_inbox.domain.documents import Answer, DocumentKind, Fact, Source, TextSource, Word
from imwu_inbox.domain.exemption import CodeRegister
from imwu_inbox.domain.folding import folded
from imwu_inbox.domain.form_answers import question_of, tidy
from imwu_inbox.domain.form_completeness import completeness
from imwu_inbox.domain.form_fields import FieldKind, FileStructure, FormField
from imwu_inbox.domain.form_identity import (
    FEW_WORDS,
    NUMBER,
    is_another,
    is_please_wait,
    names_itself,
    own_number,
    title_language,
)
from imwu_inbox.domain.form_laid import LaidPage, laid_out
from imwu_inbox.domain.form_mending import mended
from imwu_inbox.domain.form_numbers import form_numbers, number_in_title
from imwu_inbox.domain.form_page import asked_on, find_on, rows_of
from imwu_inbox.domain.form_rooms import settled
from imwu_inbox.domain.form_written import answers_on
from imwu_inbox.domain.imm5686 import WORKER_KEYS, is_blank
from imwu_inbox.domain.imm5686_layout import PLACES
from imwu_inbox.domain.known_print import KnownPrint
from imwu_inbox.domain.label_boxes import LabelledPage
from imwu_inbox.domain.page_view import PageView
from imwu_inbox.domain.reading import NOT_FILLED_IN, CodeMention, FormReading, FormRoute
from imwu_inbox.domain.second_look import NO_SECOND_LOOK, SecondLook

KIND = DocumentKind.IMM5686
_OWN_QUESTIONS = frozenset((
    "size_canada", "size_abroad", "business_activity", "in_canada", "charged_convicted", "kind_work_permit",
    "kind_lmia", "req_provincial", "req_territorial", "req_licensing", "req_registration", "req_body",
    "doc_letter", "doc_offer", "doc_incorporation", "doc_affiliates", "doc_passport", "doc_paystubs", "doc_detail",
))  # fmt: skip
_NEEDED = frozenset((*WORKER_KEYS, "exemption_code", "from", "to", "in_canada", "charged_convicted"))
_LEAST_QUESTIONS = 5
_LEAST_OWN = 2


def judge(page: PageView) -> Signs:
    """How much a page looks like the form; a mention of its number or title in a letter is no form."""
    if is_please_wait(page):
        return _please_wait_signs(page)
    if page.known is not None:
        return _known_signs(page, page.known)
    if is_another(page):
        return Signs(kind=KIND, points=0.0)
    own = own_number(page)
    mentioned = any(one.number == NUMBER for one in form_numbers(page.page.text))
    titled = title_language(page) is not None
    if own is None and not mentioned and not titled and not _may_ask(page):
        return Signs(kind=KIND, points=0.0)
    asked = asked_on(find_on(page))
    why = [f"{len(asked)} questions of the form"] if asked else []
    why += _marks(numbered=own is not None, titled=titled)
    marks = (own is not None and own.number == NUMBER) + titled
    enough = len(asked) >= _LEAST_QUESTIONS and len(asked & _OWN_QUESTIONS) >= _LEAST_OWN
    if enough or (marks and len(asked) >= 3):
        return Signs(kind=KIND, points=10.0 + marks * 5 + len(asked), why=tuple(why), has_title=titled)
    if marks == 2 or (marks and page.word_count < FEW_WORDS):
        return Signs(kind=KIND, points=6.0, why=tuple(why), has_title=titled, sure=False)
    return Signs(kind=KIND, points=0.0)


def _known_signs(page: PageView, known: KnownPrint) -> Signs:
    titled, numbered = title_language(page) is not None, own_number(page) is not None
    why = ("lies as the form's known edition", *_marks(numbered=numbered, titled=titled))
    questions = sum(place.page == known.fit.page for place in PLACES.values())
    return Signs(kind=KIND, points=10.0 + 5 * (titled + numbered) + questions, why=why, has_title=titled)


def _marks(*, numbered: bool, titled: bool) -> Iterator[str]:
    if numbered:
        yield "IMM 5686 with its edition"
    if titled:
        yield "title of the form"


def _may_ask(page: PageView) -> bool:
    return any(word in page.folded_text for word in _TELLING)


_TELLING = (
    "charged or convicted", "size of business", "foreign worker", "travailleur etranger", "lmia", "eimt",
    "employer documentation", "documents de l employeur", "submitting this application", "soussigne e",
)  # fmt: skip


def _please_wait_signs(page: PageView) -> Signs:
    named = number_in_title(page.title)
    if named is not None and named.number != NUMBER:
        return Signs(kind=KIND, points=0.0)
    why = ("only the page “Please wait...”",)
    return Signs(kind=KIND, points=20.0, why=why, has_title=True)


def asks_page_one(page: PageView) -> bool:
    """Whether the page is the one with the worker's particulars, which opens a form."""
    if page.known is not None:
        return page.known.fit.page == 1
    asked = asked_on(find_on(page))
    return len(asked & {*WORKER_KEYS, "business_name", "contact_name"}) >= 2 or title_language(page) is not None


def is_xfa_form(structure: FileStructure) -> bool:
    """Whether a file drawn by its viewer is this form."""
    named = number_in_title(structure.title) or next(iter(form_numbers(structure.xfa_text)), None)
    if named is not None:
        return named.number == NUMBER
    if names_itself(folded(structure.xfa_text)):
        return True
    asked = {question.key for field in structure.xfa_fields if (question := question_of(field)) is not None}
    return len(asked) >= _LEAST_QUESTIONS and len(asked & _OWN_QUESTIONS) >= _LEAST_OWN


def read_xfa(structure: FileStructure, register: CodeRegister) -> FormReading:
    """The form from its XFA datasets; a form without any, or with nothing in them, is blank."""
    fields = _field_answers(structure.xfa_fields)
    number = number_in_title(structure.title)
    printed = next((one for one in form_numbers(structure.xfa_text) if one.edition is not None), None)
    language = (printed.language if printed else None) or (number.language if number else None)
    why: tuple[str, ...] = ()
    if is_blank(fields):
        why = (NOT_FILLED_IN,) if structure.xfa_fields else ("the file holds no answers of the form",)
    return FormReading(
        route=FormRoute.XFA,
        edition=printed.edition if printed else None,
        language=language,
        fields=fields,
        codes=_codes(fields, register),
        complete=Answer.NO if why else Answer.YES,
        why=why,
    )


def read_form(
    pages: Sequence[PageView],
    fields: Sequence[FormField],
    register: CodeRegister,
    look: SecondLook = NO_SECOND_LOOK,
) -> FormReading:
    """The form from its pages and the fields that lie over them; a filled field is believed before print.

    A page read from pixels is looked at again: box by box where it lies as the known edition does, else in the rows
    where an answer that matters was not found.
    """
    numbers = {page.number for page in pages}
    on_pages = [field for field in fields if field.page in numbers]
    answers = _field_answers(on_pages)
    by_fields = bool(answers)
    found = {page.number: find_on(page, _unnamed(on_pages, page.number)) for page in pages}
    laid = laid_out(pages, found, look)
    for page in pages:
        answers = _answers_of(page, found[page.number], laid.get(page.number), look, answers.keys(), register) | answers
    complete, why = completeness(pages, found, answers, please_wait=any(is_please_wait(page) for page in pages))
    codes = _codes(answers, register)
    if any(page.page.source is TextSource.OCR for page in pages) and not by_fields:
        answers = mended(answers, codes, register)
    own = next((number for page in pages if (number := own_number(page)) is not None), None)
    titled = next((language for page in pages if (language := title_language(page)) is not None), None)
    return FormReading(
        route=_route(pages, by_fields=by_fields),
        edition=own.edition if own else None,
        language=(own.language if own else None) or titled,
        fields=answers,
        codes=codes,
        complete=complete,
        why=why,
    )


def _answers_of(
    page: PageView,
    found: LabelledPage,
    laid: LaidPage | None,
    look: SecondLook,
    known: Collection[str],
    register: CodeRegister,
) -> dict[str, Fact]:
    """The answers of one page; those that are `known` from elsewhere need no second look."""
    by_label = answers_on(page, found) if page.known is None else {}
    if page.page.source is not TextSource.OCR or page.image is None:
        return by_label
    if laid is not None:
        return settled(by_label, laid.written(page.number), laid.ticked(page.image, page.number))
    # A code that is none was misread: "136" for "T36".
    misread = {"exemption_code"} & by_label.keys() if not _codes(by_label, register) else set()
    missing = _NEEDED - (by_label.keys() - misread) - set(known)
    closer = look.rows(page, rows_of(missing, found)) if missing and len(asked_on(found) & _NEEDED) >= 2 else None
    if closer is None:
        return by_label
    again = answers_on(closer, find_on(closer))
    if not _codes(again, register):
        misread = set()
    return again | {key: fact for key, fact in by_label.items() if key not in misread}


def _route(pages: Sequence[PageView], *, by_fields: bool) -> FormRoute:
    if by_fields:
        return FormRoute.ACROFORM
    return FormRoute.OCR if any(page.page.source is TextSource.OCR for page in pages) else FormRoute.TEXT


def _field_answers(fields: Iterable[FormField]) -> dict[str, Fact]:
    answers: dict[str, Fact] = {}
    for field in fields:
        question = question_of(field) if field.value else None
        value = tidy(question, field.value) if question is not None else None
        if question is not None and value is not None:
            fact = Fact(value=value, source=Source.FORM, raw=field.value, page=field.page, box=field.box)
            answers.setdefault(question.key, fact)
    return answers


def _unnamed(fields: Iterable[FormField], page: int) -> tuple[Word, ...]:
    """What was typed into fields that neither label nor name explains, as words in their places."""
    typed = []
    for field in fields:
        if field.page == page and field.value and field.box is not None and question_of(field) is None:
            is_button = field.kind in (FieldKind.CHECK, FieldKind.RADIO)
            typed.append(Word(text="✔" if is_button else field.value, box=field.box))
    return tuple(typed)


def _codes(fields: Mapping[str, Fact], register: CodeRegister) -> tuple[CodeMention, ...]:
    fact = fields.get("exemption_code")
    if fact is None:
        return ()
    mentions = find_codes(fact.raw, register, source=Source.FORM)
    return tuple(
        replace(one, page=fact.page, box=fact.box, confidence=round(one.confidence * fact.confidence, 3))
        for one in mentions
    )
