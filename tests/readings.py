"""Materials of the reading tests: the registers in force, readers, and papers drawn for the occasion."""

import random
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Literal

from fixtures.makers.employers import invent_plan
from fixtures.makers.form import FormPlan
from fixtures.makers.people import invent_person
from imwu_inbox.domain.documents import Page, PageImage, TextSource, Word
from imwu_inbox.domain.mrz import MrzFinding
from imwu_inbox.domain.page_view import PageView
from imwu_inbox.domain.reader_setup import ReaderSetup
from imwu_inbox.reader import Reader, reader_of
from imwu_inbox.settings import Settings, registers_of

TODAY = date(2026, 11, 2)


@cache
def setup() -> ReaderSetup:
    """What a reader is told, from the packaged registers."""
    registers = registers_of(Settings())
    return ReaderSetup(
        exemption_codes=registers.codes.codes,
        country_codes=registers.countries.codes,
        country_names=registers.countries.codes_by_name,
    )


@cache
def reader() -> Reader:
    """One reader in this process, for all tests."""
    return reader_of(setup())


@cache
def patient_reader() -> Reader:
    """A reader with ten times the wall time: on a busy machine its readings are those of an idle one."""
    usual = setup().limits
    limits = replace(usual, seconds_per_file=10 * usual.seconds_per_file, seconds_per_page=10 * usual.seconds_per_page)
    return reader_of(replace(setup(), limits=limits))


def form_plan(seed: int, language: str = "en", **changes: object) -> FormPlan:
    """What one form says, for somebody invented."""
    spoken: Literal["en", "fr"] = "fr" if language == "fr" else "en"
    employer = invent_plan(random.Random(seed), spoken, today=TODAY).employer
    facts: dict[str, object] = {
        "person": invent_person(random.Random(seed), today=TODAY),
        "employer": employer,
        "exemption_text": "R186(g)—Performing artists",
        "job_title": "Lead guitarist",
        "location": "Halifax, Nova Scotia",
        "from_": date(2027, 1, 10),
        "to": date(2027, 2, 20),
        "language": spoken,
        "noc": "51122",
        "duties": "Plays every evening of the festival and gives two workshops.",
    }
    return FormPlan(**(facts | changes))  # type: ignore[arg-type]


def answered(answers: dict[str, str]) -> dict[str, str]:
    """The answers of a form as they are read: a tick is a yes, an empty box is nothing."""
    return {key: "yes" if value == "X" else value for key, value in answers.items() if value}


def page_of(text: str, *, source: TextSource = TextSource.TEXT_LAYER, confidence: float = 1.0) -> PageView:
    """A page with this text, its lines one under the other from the top."""
    words = [
        Word(text=word, box=(0.1 + 0.05 * at, 0.05 + 0.02 * row, 0.14 + 0.05 * at, 0.065 + 0.02 * row))
        for row, line in enumerate(text.splitlines())
        for at, word in enumerate(line.split())
    ]
    return PageView(page=Page(number=1, source=source, words=tuple(words), text=text, confidence=confidence))


def no_zone(image: PageImage, *, today: date) -> MrzFinding:
    """A zone reader that never finds one."""
    del image, today
    return MrzFinding(readings=(), suspected=False)
