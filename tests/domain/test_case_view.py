"""What an officer sees of a case: each fact with its sources, each check with its rule."""

from dataclasses import replace
from typing import Any

import pytest

from imwu_inbox.domain.case import CaseFile, Event, EventKind
from imwu_inbox.domain.case_view import Banner, CheckKey, Mark, view_of
from imwu_inbox.domain.documents import Answer, DocumentKind, Opened, Source
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.page_frame import PageFrame
from imwu_inbox.domain.verdict import Doubt, Flag, Refusal
from tests.domain.papers import SUPPORT, a_document, a_file, a_request, a_zone
from tests.domain.seen_cases import (
    MOMENT,
    SIZE,
    TODAY,
    a_form,
    case_file,
    framed,
    papers,
    read_zone,
    seen,
    seen_request,
)

FILES = (*papers(read_zone(), a_form()), *SUPPORT)


def answers(*files: Any, **request: Any) -> dict[CheckKey, tuple[Answer, str]]:
    """Every check of the first worker."""
    worker = seen_request(*files, **request).workers[0]
    return {check.key: (check.answer, check.said) for check in (*worker.completeness, *worker.eligibility)}


def test_a_fact_of_identity_has_a_row_for_zone_and_form_with_their_places() -> None:
    """The value is the zone's; the form agrees."""
    born = seen_request(*FILES).workers[0].field("birth_date")
    assert born is not None
    zone, form = born.evidence
    assert (born.value, zone.source, zone.raw, zone.mark) == ("1988-04-09", Source.MRZ, "880409", Mark.AGREES)
    assert (form.source, form.value, form.mark, form.confidence) == (Source.FORM, "1988-04-09", Mark.AGREES, 0.9)
    assert zone.place is not None
    assert form.place is not None
    assert ((zone.place.file, zone.place.page), (form.place.file, form.place.page)) == ((1, 1), (2, 1))
    assert zone.place.box is not None
    assert 0.8 < zone.place.box[1] < zone.place.box[3] < 0.91
    assert born.lowest_confidence == 0.9
    assert born.of(Source.PRINTED) is None


def test_a_form_that_contradicts_is_marked_and_told_with_both_values() -> None:
    """In the field, among the concerns, and in the check of one person."""
    case = seen_request(*papers(read_zone(), a_form(date_of_birth="1988-09-04")), *SUPPORT)
    worker = case.workers[0]
    born = worker.field("birth_date")
    assert born is not None
    assert (born.value, born.differs, worker.verified) == ("1988-04-09", True, False)
    concern = case.concerns[0]
    assert (concern.decision, concern.worker, concern.field) == (Flag.BIRTH_DATE_DIFFERS, 1, "birth_date")
    assert concern.against == (("birth_date", "1988-04-09", "1988-09-04"),)
    same = next(check for check in worker.eligibility if check.key is CheckKey.SAME_PERSON)
    assert (same.answer, same.rule, same.said) == (Answer.NO, 16, "differ")


def test_what_the_passport_prints_is_a_source_of_its_own() -> None:
    """Compared letter by letter with the zone, whatever the accents."""
    case = case_file(a_request(*FILES))
    workers: Any = case.assessment["workers"]
    reading = workers[0]["passport"]["reading"]
    reading["confirmed"] = ["nationality"]
    reading["printed"] = {
        "surname": {"value": "Martîn", "page": 1, "box": [0.1, 0.1, 0.2, 0.12], "confidence": 0.8},
        "birth_date": {"value": "1988-04-08", "page": 1, "box": [0.1, 0.2, 0.2, 0.22], "confidence": 0.7},
        "nationality": {"value": "FRANÇAISE", "page": 1, "box": None, "confidence": 0.9},
    }
    told = {"surname": Mark.AGREES, "birth_date": Mark.DIFFERS, "nationality": Mark.AGREES}
    worker = seen(case).workers[0]
    marks = {key: field.of(Source.PRINTED) for key in told if (field := worker.field(key))}
    assert {key: one.mark for key, one in marks.items() if one} == told


def test_without_a_passport_the_form_says_who_it_is() -> None:
    """Nothing is shown as read in a zone."""
    case = seen_request(framed(a_file(a_document(DocumentKind.IMM5686, form=a_form()), number=1)), *SUPPORT)
    worker = case.workers[0]
    assert (worker.surname, worker.nationality, worker.zone, worker.verified) == ("Martin", "France", None, False)
    assert [one.source for one in worker.identity[0].evidence] == [Source.FORM]
    assert worker.completeness[1].answer is Answer.NO
    assert case.record.refusals == (Refusal.MISSING_PASSPORT,)
    assert Banner.REJECTED in case.banners


def test_a_zone_is_shown_with_each_check_digit() -> None:
    """Which cells they stand in, and which hold."""
    zone = seen_request(*FILES).workers[0].zone
    assert zone is not None
    assert [name for name, _ in zone.checks] == ["number", "birth_date", "expiry_date", "optional_data", "composite"]
    assert list(zone.digits) == [(1, 9), (1, 19), (1, 27), (1, 42), (1, 43)]
    assert list(zone.digits.values()) == [held for _, held in zone.checks]
    assert zone.passing == sum(held for _, held in zone.checks)
    line, start, stop = zone.cells["birth_date"]
    assert zone.lines[line][start:stop] == "880409"


def test_a_complete_request_passes_every_check_but_the_officers_own() -> None:
    """Whether a permit is held nobody can read; whether a diploma is needed neither."""
    told = answers(*FILES)
    unsure = {key for key, (answer, _) in told.items() if answer is not Answer.YES}
    assert unsure == {CheckKey.NO_PERMIT, CheckKey.DIPLOMA}
    assert told[CheckKey.NO_PERMIT] == (Answer.CANNOT_TELL, "to-confirm")
    assert told[CheckKey.NOTICE] == (Answer.YES, "enough")


@pytest.mark.parametrize(
    ("files", "key", "answer", "said"),
    [
        (FILES[:2], CheckKey.LETTER, Answer.NO, "absent"),
        ((*FILES[:2], a_file(opened=Opened.DAMAGED, number=3)), CheckKey.CV, Answer.CANNOT_TELL, "not-seen"),
        (papers(read_zone(nationality="IND"), a_form()), CheckKey.NATIONALITY, Answer.NO, "not-exempt"),
        (papers(read_zone(nationality="MEX"), a_form()), CheckKey.NATIONALITY, Answer.CANNOT_TELL, "conditional"),
        (papers(read_zone(), a_form(in_canada="yes")), CheckKey.OUTSIDE_CANADA, Answer.NO, "declared-inside"),
        (papers(read_zone(), a_form(in_canada="")), CheckKey.OUTSIDE_CANADA, Answer.CANNOT_TELL, "not-declared"),
        (papers(read_zone(), a_form(codes=())), CheckKey.ONE_CODE, Answer.CANNOT_TELL, "none"),
        (papers(read_zone(), a_form(codes=("R186(g)", "C10"))), CheckKey.ONE_CODE, Answer.NO, "several"),
        (papers(read_zone(), a_form(from_="2026-11-20")), CheckKey.NOTICE, Answer.NO, "short"),
        (papers(read_zone(), a_form(from_="2026-10-01")), CheckKey.NOTICE, Answer.NO, "past"),
        (papers(read_zone(), a_form(from_="soon")), CheckKey.NOTICE, Answer.CANNOT_TELL, "no-date"),
        (papers(read_zone(expiry_date=a_zone().fields.birth_date), a_form()), CheckKey.PASSPORT_VALID, Answer.NO,
         "expired"),
    ],
)  # fmt: skip
def test_each_check_tells_its_answer_and_why(files: Any, key: CheckKey, answer: Answer, said: str) -> None:
    """Three answers; a check that cannot tell never says no."""
    assert answers(*files)[key] == (answer, said)


def test_a_hint_in_the_letter_is_a_hint() -> None:
    """The officer ticks; the wording only points."""
    told = answers(*FILES, body="She currently holds a work permit. We plan flagpoling.")
    assert told[CheckKey.NO_PERMIT] == (Answer.NO, "hinted")
    assert told[CheckKey.NO_FLAGPOLING] == (Answer.NO, "hinted")


def test_answers_left_empty_are_named() -> None:
    """And a tick that is not there is not missed."""
    form = seen_request(*FILES).workers[0].form
    assert (form.found, form.route, form.edition) == (Answer.YES, "text", "01-2018")
    assert "job_title" in form.empty
    assert not {"family_name", "doc_cv", "req_federal", "website"} & set(form.empty)


def test_files_and_papers_belong_to_their_workers() -> None:
    """Shared papers to nobody in particular."""
    case = seen_request(*FILES)
    assert [(paper.number, paper.kind, paper.workers) for paper in case.papers[:3]] == [
        (1, "passport", {1}), (2, "imm5686", {1}), (3, "letter", frozenset())
    ]  # fmt: skip
    assert case.files[0].frame(1) == PageFrame(number=1, aspect=0.77)
    assert case.files[4].frame(7) == PageFrame(number=7)


def test_what_was_not_opened_is_told_and_raised_above_all() -> None:
    """A file with macros, and a passport nobody could read."""
    macros = a_file(number=1)
    macros = replace(macros, reading=replace(macros.reading, has_macros=True, why=Hindrance.DAMAGED))
    case = seen_request(macros, a_file(a_document(DocumentKind.PASSPORT, is_sure=False), number=2), *FILES[1:2])
    assert {Banner.UNSAFE_FILE, Banner.UNREADABLE} <= set(case.banners)
    assert Doubt.PASSPORT_UNREADABLE in [concern.decision for concern in case.concerns]
    assert case.files[0].has_macros
    assert [said.rpartition(", ")[2] for said in case.files[0].said] == [
        "is damaged or incomplete.", "est endommagée ou incomplète."
    ]  # fmt: skip
    assert answers(macros, *FILES[1:2])[CheckKey.SIZE] == (Answer.YES, "within-limit")


def test_a_request_sent_again_and_a_letter_kept_back_are_told() -> None:
    """From the history alone."""
    again = Event(kind=EventKind.MAIL_JOINED, at=MOMENT, facts={"mail_id": 2, "is_same_request": True})
    kept_back = Event(kind=EventKind.REPLY_WITHHELD, at=MOMENT, facts={"reason": "sender-limit"})
    case = seen(case_file(a_request(*FILES), events=(SIZE, again, kept_back)))
    assert (case.banners, case.withheld) == ((Banner.JOINED_AGAIN,), "sender-limit")


@pytest.mark.parametrize(
    "assessment",
    [
        {},
        {"workers": "none", "files": None, "received_on": "some day"},
        {"workers": [{}, {"passport": {"reading": {"lines": [1], "format": "TD9"}}, "form": {"reading": []}}]},
        {"files": [{"documents": [{"pages": "x"}], "frames": [{}]}], "workers": [{"mismatches": [{}], "flags": ["x"]}]},
        {"workers": [{"passport": {"path": "1", "reading": {"lines": ["P<", "<<"], "format": "TD3", "box": [1, 2]}}}],
         "files": [{"path": "1"}]},
    ],
)  # fmt: skip
def test_a_record_of_another_release_never_breaks_the_page(assessment: dict[str, object]) -> None:
    """What it lacks is empty, and says cannot tell."""
    record = case_file(a_request(*FILES)).record
    case = view_of(CaseFile(record=record, assessment=assessment, events=()), (), limits=Limits(), zone_today=TODAY)
    assert case.received_on == TODAY
    assert case.worker(9) == (case.workers[0] if case.workers else None)
    for worker in case.workers:
        assert {worker.passport, worker.form.found} == {Answer.CANNOT_TELL}
        assert worker.verified is False
