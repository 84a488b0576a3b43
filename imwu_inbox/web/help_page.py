"""The officers' handbook and the accessibility statement: what each mark means comes from the tables that decide."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from imwu_inbox.domain.figures import SOON_DAYS
from imwu_inbox.domain.hindrances import WORDINGS, Hindrance
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.officer import Right, Role, may
from imwu_inbox.domain.queue import Stage
from imwu_inbox.domain.rules import Rule, rule_of
from imwu_inbox.domain.setback import Setback
from imwu_inbox.domain.verdict import Doubt, Flag, Refusal
from imwu_inbox.web import dates
from imwu_inbox.web.showing import ThePages
from imwu_inbox.web.visit import AnyVisit, TheDesk, Visit, signed_in

router = APIRouter()

PREPARED = date(2026, 11, 27)
"""When the statement was last held against the program."""
OUTCOMES = ("accepted", "officer", "rejected", "not-a-request", "held", "joined")
"""In the order in which the handbook tells of them."""


@router.get("/help")
def handbook(visit: Annotated[Visit, Depends(signed_in)], desk: TheDesk, pages: ThePages) -> Response:
    """How the pages and the queue work, and what each mark means."""
    limits = desk.settings.limits
    return pages.show(
        visit,
        "help.html.j2",
        outcomes=OUTCOMES,
        stages=tuple(Stage),
        refusals=_told(Refusal, visit.language),
        doubts=_told(Doubt, visit.language),
        flags=_told(Flag, visit.language),
        hindrances=[_hindrance(one, visit.language) for one in Hindrance],
        fates=tuple(Fate),
        setbacks=tuple(Setback),
        roles=[(role, [right for right in Right if may(role, right)]) for role in Role],
        due_days=limits.due_days,
        notice_days=limits.entry_notice_days,
        soon=SOON_DAYS,
    )


@router.get("/accessibility")
def accessibility(visit: AnyVisit, pages: ThePages) -> Response:
    """What these pages promise to everybody, also before signing in."""
    return pages.show(
        visit, "accessibility.html.j2", prepared=dates.short_day(PREPARED, visit.language, with_year=True)
    )


def _told(kind: type[Refusal] | type[Doubt] | type[Flag], language: Language) -> Sequence[tuple[Rule, str]]:
    """Each decision of a kind with its rule, in the words of the table that decides."""
    rules = [rule_of(decision) for decision in kind]
    return [(rule, rule.text_fr if language is Language.FRENCH else rule.text_en) for rule in rules]


def _hindrance(one: Hindrance, language: Language) -> tuple[str, str]:
    """What is said of the file, and what to do."""
    said = WORDINGS[one]
    return (said.fr, said.do_fr) if language is Language.FRENCH else (said.en, said.do_en)
