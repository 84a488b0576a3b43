"""The paper maker writes what the plan says, in many wordings, and the same bytes for the same seed."""

import json
import random
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from pypdf import PdfReader

from fixtures.makers.__main__ import main
from fixtures.makers.paper_layout import render_pages
from fixtures.makers.paper_words import Employer, PaperPlan, written_date
from fixtures.makers.papers import MAKERS, PaperKind, make_contract, make_letter
from fixtures.makers.people import invent_person

EMPLOYER = Employer(
    name="Lantern Festival Inc.",
    address="12 Quay Street, Halifax NS",
    phone="902 555 0134",
    contact_name="Ruth Ellery",
    email="ruth@lantern.example",
    website="www.lantern.example",
    activity="open-air concerts",
)
LANGUAGES: tuple[Literal["en", "fr"], ...] = ("en", "fr")


def planned(seed: int, language: Literal["en", "fr"], code: str | None = "C16") -> PaperPlan:
    """A plan for somebody with a short name."""
    today = date(2026, 11, 2)
    person = invent_person(random.Random(seed), today=today, nationality="POL")
    return PaperPlan(
        person=person,
        employer=EMPLOYER,
        language=language,
        code=code,
        job_title="Luthier",
        location="Halifax",
        starts_on=date(2027, 1, 4),
        ends_on=date(2027, 6, 1),
        written_on=today,
    )


def words_of(pdf: bytes) -> str:
    """All text of a PDF, its lines joined."""
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(MAKERS))
def test_the_same_seed_writes_the_same_bytes(kind: PaperKind, language: Literal["en", "fr"]) -> None:
    """No date of today, no random identifier."""
    plan = planned(3, language)
    assert MAKERS[kind](plan, random.Random(9)) == MAKERS[kind](plan, random.Random(9))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_names_worker_employer_dates_and_code(language: Literal["en", "fr"]) -> None:
    """Whatever the wording, the facts of the plan are in it."""
    for seed in range(30):
        plan = planned(seed, language)
        said = words_of(make_letter(plan, random.Random(seed)))
        for fact in (plan.person.full_name, EMPLOYER.name, "C16", "Luthier", written_date(plan.starts_on, language)):
            assert fact in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_without_a_code_speaks_of_no_exemption_code(language: Literal["en", "fr"]) -> None:
    """The paragraph falls out whole."""
    for seed in range(30):
        said = words_of(make_letter(planned(seed, language, code=None), random.Random(seed)))
        assert "exemption code" not in said
        assert "code de dispense" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_papers_have_the_length_of_real_ones(language: Literal["en", "fr"]) -> None:
    """A letter and an offer fill one page, a contract two or three, a diploma lies on its side."""
    lengths: dict[PaperKind, set[int]] = {}
    for kind, make in MAKERS.items():
        made = [PdfReader(BytesIO(make(planned(seed, language), random.Random(seed)))) for seed in range(12)]
        lengths[kind] = {len(one.pages) for one in made}
        if kind == "diploma":
            assert all(one.pages[0].mediabox.width > one.pages[0].mediabox.height for one in made)
    assert lengths["letter"] == lengths["offer"] == lengths["diploma"] == {1}
    assert lengths["contract"] <= {2, 3}
    assert lengths["cv"] <= {1, 2}


@pytest.mark.parametrize("kind", list(MAKERS))
def test_no_two_seeds_lean_on_one_template(kind: PaperKind) -> None:
    """Twelve draws for one plan give at least six different openings or texts."""
    plan = planned(1, "en")
    assert len({words_of(MAKERS[kind](plan, random.Random(seed))) for seed in range(12)}) >= 6


def test_a_paper_can_be_printed_and_scanned() -> None:
    """Pages come back as pictures of a Letter sheet."""
    pages = render_pages(make_contract(planned(2, "fr"), random.Random(1)), dpi=100)
    assert {page.size for page in pages} == {(850, 1100)}


def test_a_batch_writes_papers_and_their_truth(tmp_path: Path) -> None:
    """One paper of each kind and language, each naming the worker or the firm its line of truth names."""
    assert main(["papers", "--seed", "2", "--count", "1", "--out", str(tmp_path)]) == 0
    rows = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text("utf-8").splitlines()]
    assert {(row["kind"], row["language"]) for row in rows} == {(kind, one) for kind in MAKERS for one in LANGUAGES}
    for row in rows:
        said = words_of((tmp_path / row["file"]).read_bytes())
        if row["kind"] != "other":
            assert row["worker"] in said
        if row["code"]:
            assert row["code"] in said
