"""One case, one screen: its papers, every fact with its evidence, what needs judgement, and its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from imwu_inbox.domain.audit import Act, AuditEntry
from imwu_inbox.domain.case import CaseRecord, Event
from imwu_inbox.domain.case_view import CaseView, Check, CodeView, Concern
from imwu_inbox.domain.case_view import Field as Fact
from imwu_inbox.domain.deadline import local_date
from imwu_inbox.domain.documents import Source
from imwu_inbox.domain.errand import Errand
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.officer import Right
from imwu_inbox.domain.rules import rule_of
from imwu_inbox.domain.sizes import size_words
from imwu_inbox.errors import UsageError
from imwu_inbox.settings import Registers
from imwu_inbox.steps.errands import AskForWhole, can_be_undone
from imwu_inbox.web import queue_view, told
from imwu_inbox.web import visit as visits
from imwu_inbox.web.case_choice import Choice, Pane, Question, choice_of
from imwu_inbox.web.case_drawing import Drawing, place_of, zone_lines
from imwu_inbox.web.refusals import NotThere
from imwu_inbox.web.showing import ThePages
from imwu_inbox.web.visit import TheDesk, Visit
from imwu_inbox.wiring import Desk

router = APIRouter()
TheOfficer = Annotated[Visit, Depends(visits.allowed(Right.SEE_CASES))]
Worker = Annotated[Visit, Depends(visits.allowed(Right.WORK_CASES))]
CHECK_BELOW = 0.85
"""A value read with less confidence asks to be checked. Units: 0..1."""
SOURCES = (Source.MRZ, Source.PRINTED, Source.FORM)
_SHOWN_FACTS = (
    "size_bytes",
    "kind",
    "reason",
    "outcome",
    "officer",
    "sign",
    "attempts",
    "due_on",
    "mail_id",
    "is_copy",
)


class Asked(BaseModel):
    """What of a case to look at. Anything else in the address is left aside."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    worker: Annotated[int, Field(ge=0, le=10_000)] = 1
    field: Annotated[str, Field(max_length=40)] = ""
    at: Annotated[str, Field(max_length=20)] = ""
    show: Annotated[str, Field(max_length=10)] = ""
    turn: Annotated[int, Field(ge=0, le=360)] = 0
    zoom: Annotated[int, Field(ge=1, le=9)] = 1
    marks: Annotated[str, Field(max_length=5)] = ""

    def question(self) -> Question:
        """The same as a plain value."""
        return Question(**self.model_dump())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordings:
    """How a case's values are said in the visitor's language."""

    language: Language
    registers: Registers
    today: date

    def country(self, code: str) -> str:
        """A country's name; nothing where its code says as much."""
        name = self.registers.countries.name(code, self.language.value)
        return "" if name == code else name

    def code_title(self, code: CodeView) -> str:
        """What an exemption is called."""
        row = self.registers.codes.get(code.code)
        if row is None:
            return ""
        return row.title_fr if self.language is Language.FRENCH else row.title_en

    def rule(self, concern: Concern) -> str:
        """What a decision means."""
        rule = rule_of(concern.decision)
        return rule.text_fr if self.language is Language.FRENCH else rule.text_en

    def rule_number(self, concern: Concern) -> int:
        """The number of its rule."""
        return rule_of(concern.decision).number

    def figures(self, check: Check) -> dict[str, object]:
        """The figures that a check's sentence may name, each ready to be read; those it lacks are empty."""
        facts = check.facts
        counted = next((facts[name] for name in ("pages", "empty", "held") if name in facts), 0)
        sizes = {name: size_words(_whole(facts.get(f"{name}_bytes")), self.language) for name in ("size", "limit")}
        country = self.registers.countries.name(str(facts.get("country", "")), self.language.value)
        others = {name: facts.get(name, "") for name in ("all", "codes", "became", "expires", "days", "wanted")}
        return {**others, **sizes, "n": counted, "country": country}

    def days_until(self, field: Fact) -> int | None:
        """How far off the planned entry is; None for any other fact. Units: days."""
        try:
            return (date.fromisoformat(field.value) - self.today).days if field.key == "from" else None
        except ValueError:
            return None

    def of_two(self, said: tuple[str, str]) -> str:
        """The half of a bilingual text that is the visitor's, else the other."""
        english, french = said
        return (french or english) if self.language is Language.FRENCH else (english or french)


@router.get("/case/{reference}")
def case_page(
    visit: TheOfficer, desk: TheDesk, pages: ThePages, reference: str, asked: Annotated[Asked, Depends()]
) -> Response:
    """The case as this officer asked to see it; that it was seen is written down."""
    case = desk.show.case(reference)
    if case is None:
        raise NotThere
    choice = choice_of(case, asked.question())
    drawing = Drawing(show=desk.show, case=case)
    words = desk.show.page(case, choice.file, choice.page) if _needs_words(choice) and choice.file else None
    sheet = drawing.sheet(choice, words)
    _note(visit, desk, reference, choice)
    today = local_date(visit.now, desk.settings.clock.zone)
    line = desk.queue.line(reference)
    names = {account.name: account.display_name for account in desk.accounts.everyone()} if line else {}
    due_days = desk.settings.limits.due_days
    return pages.show(
        visit,
        "case.html.j2",
        case=case,
        choice=choice,
        worker=choice.worker,
        drawing=drawing,
        sheet=sheet,
        words=words,
        mails=desk.show.mails(reference) if choice.pane is Pane.EMAIL else (),
        read=_words_read(desk, case, choice),
        said=Wordings(language=visit.language, registers=desk.registers, today=today),
        concerns=case.concerns_of(choice.worker.number if choice.worker else 0),
        zone_lines=zone_lines,
        place_of=place_of,
        told=event_facts,
        row=queue_view.row(line, today=today, due_days=due_days, names=names, me=visit.officer) if line else None,
        neighbours=desk.cases.neighbours(reference),
        may_work=visit.officer.may(Right.WORK_CASES),
        said_before=told.take(visit, desk),
        taking_up=_taking_up(desk, case.record),
        sources=SOURCES,
        check_below=CHECK_BELOW,
        due_days=due_days,
    )


@router.post("/case/{reference}/seen-to")
def seen_to(visit: Worker, desk: TheDesk, reference: str) -> Response:
    """The sender was reached though a letter did not arrive; said twice, it stays said."""
    if desk.queue.line(reference) is None:
        raise NotThere
    desk.see_to(reference, by=visit.officer.name)
    told.leave(visit, desk, [told.Told(key="banner.seen-to-done")])
    return RedirectResponse(f"/case/{reference}", 303)


@router.post("/case/{reference}/whole")
def whole(visit: Worker, desk: TheDesk, reference: str) -> Response:
    """Ask the daemon for the whole message of a record that was rejected for its size; asked twice, it is once."""
    try:
        AskForWhole(cases=desk.cases, errands=desk.errands, clock=desk.clock)(reference, by=visit.officer.name)
    except UsageError as nothing:
        raise NotThere from nothing
    return RedirectResponse(f"/case/{reference}", 303)


def _taking_up(desk: Desk, record: CaseRecord) -> Mapping[str, Errand | None] | None:
    """That the whole message can be asked for, with what was asked; None where there is no more of it."""
    return {"errand": desk.errands.of(record.reference)} if can_be_undone(record) else None


def event_facts(event: Event) -> dict[str, object]:
    """What a line of the history says of an event, each value in its place or empty."""
    return {name: event.facts.get(name) or "" for name in _SHOWN_FACTS}


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _words_read(desk: Desk, case: CaseView, choice: Choice) -> str:
    """What was read on the chosen paper, where its words are asked for."""
    if choice.pane is not Pane.WORDS or choice.file is None or choice.paper is None:
        return ""
    return desk.show.words(case, choice.file, choice.paper)


def _needs_words(choice: Choice) -> bool:
    return choice.pane is Pane.PAGE and choice.frame.aspect is None


def _note(visit: Visit, desk: Desk, reference: str, choice: Choice) -> None:
    """Write down that the case was seen, and which page of it."""
    page = f"page {choice.file.number}.{choice.page}" if choice.file else ""
    detail = {Pane.EMAIL: "email", Pane.WORDS: f"words of {page}"}.get(choice.pane, page)
    desk.audit.write(
        AuditEntry(act=Act.VIEWED, officer=visit.officer.name, at=visit.now, reference=reference, detail=detail)
    )
