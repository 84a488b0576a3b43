"""What an officer should see at once: one fact, one flag, and nothing rejected."""

from dataclasses import replace
from datetime import date

import pytest

from imwu_inbox.domain.admissibility import judge
from imwu_inbox.domain.documents import DocumentKind, Fact, Source
from imwu_inbox.domain.request import ReadFile
from imwu_inbox.domain.verdict import Flag, Outcome
from tests.domain.papers import (
    CONTRACT,
    CV,
    FORM,
    LETTER,
    PASSPORT,
    SUPPORT,
    a_document,
    a_file,
    a_form,
    a_request,
    a_zone,
    book,
)


@pytest.mark.parametrize(
    ("passport", "form", "flag"),
    [
        ({"nationality": "IND"}, {"citizenship": "India"}, Flag.NATIONALITY_NOT_EXEMPT),
        ({"nationality": "MEX"}, {"citizenship": "Mexico"}, Flag.NATIONALITY_CONDITIONAL),
        ({"nationality": "QQQ"}, {"citizenship": ""}, Flag.NATIONALITY_UNKNOWN),
        ({"expiry_date": date(2026, 11, 1)}, {}, Flag.PASSPORT_EXPIRED),
        ({"expiry_date": date(2027, 4, 1)}, {}, Flag.PASSPORT_EXPIRES_DURING_STAY),
        ({}, {"in_canada": "yes"}, Flag.IN_CANADA),
        ({}, {"charged_convicted": "yes"}, Flag.CHARGED_OR_CONVICTED),
        ({}, {"from_": "2026-11-20"}, Flag.LATE_NOTICE),
        ({}, {"from_": "2026-10-20"}, Flag.ENTRY_PAST),
        ({}, {"date_of_birth": "1988-09-04"}, Flag.BIRTH_DATE_DIFFERS),
        ({}, {"family_name": "Bernard"}, Flag.NAME_DIFFERS),
        ({}, {"citizenship": "Germany"}, Flag.CITIZENSHIP_DIFFERS),
        ({}, {"gender": "Male"}, Flag.SEX_DIFFERS),
        ({}, {"codes": ("R186(g)", "C10")}, Flag.MORE_THAN_ONE_EXEMPTION),
        ({}, {"codes": ("C12",)}, Flag.CODE_SUPERSEDED),
        ({}, {"codes": ("C21",)}, Flag.YOUTH_EXCHANGE),
        ({}, {"codes": ()}, Flag.CODE_UNKNOWN),
        ({}, {"codes": (), "exemption_code": ""}, Flag.CODE_ABSENT),
        ({}, {"email": "rh@other.example"}, Flag.SENDER_NOT_EMPLOYER),
    ],
)
def test_a_fact_raises_its_flag_and_rejects_nothing(
    passport: dict[str, object], form: dict[str, object], flag: Flag
) -> None:
    """Rules 8 to 22: one fact, one flag, and the request is accepted."""
    files = (
        a_file(a_document(DocumentKind.PASSPORT, passports=(a_zone(**passport),)), number=1),  # type: ignore[arg-type]
        a_file(a_document(DocumentKind.IMM5686, form=a_form(**form)), number=2),  # type: ignore[arg-type]
    )
    verdict = judge(a_request(*files, *SUPPORT), book()).verdict
    assert (verdict.outcome, verdict.flags) == (Outcome.ACCEPTED, (flag,))


@pytest.mark.parametrize(
    ("printed", "flagged"),
    [
        ("12 NOV/NOV 2026", True),
        ("01.11.2026", False),
        ("03/11/2026", False),
        ("03/12/2026", False),
        ("2026-12-13", True),
        ("12 NOV 2036", False),
        ("12 NOV 26", False),
        ("31.02.2027", False),
        ("M0NTRÉAL", False),
    ],
)
def test_a_date_of_issue_to_come_is_flagged_where_it_can_be_read_one_way(printed: str, *, flagged: bool) -> None:
    """Rule 15: day and month that may be either, a short year, or a day that the zone rules out prove nothing."""
    issued = Fact(value=printed, raw=printed, source=Source.PRINTED, page=1, box=None, confidence=0.9)
    passport = a_document(DocumentKind.PASSPORT, passports=(replace(a_zone(), printed={"issued_on": issued}),))
    flags = judge(a_request(a_file(passport, number=1), FORM, *SUPPORT), book()).verdict.flags
    assert (Flag.PASSPORT_NOT_YET_VALID in flags) is flagged


def test_entry_in_ten_days_is_late_and_before_the_due_date() -> None:
    """Rules 13 and 14 together."""
    soon = a_file(a_document(DocumentKind.IMM5686, form=a_form(from_="2026-11-12")), number=2)
    verdict = judge(a_request(PASSPORT, soon, *SUPPORT), book()).verdict
    assert verdict.flags == (Flag.LATE_NOTICE, Flag.ENTRY_BEFORE_DUE)


@pytest.mark.parametrize(
    ("support", "flag"),
    [((CONTRACT, CV), Flag.LETTER_ABSENT), ((LETTER, CV), Flag.OFFER_ABSENT), ((LETTER, CONTRACT), Flag.CV_ABSENT)],
)
def test_an_absent_supporting_paper_is_flagged(support: tuple[ReadFile, ...], flag: Flag) -> None:
    """Rule 17: none of them alone rejects."""
    assert judge(a_request(PASSPORT, FORM, *support), book()).verdict.flags == (flag,)
