"""Parts: what a subject says of itself, and when a set is judged."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.domain.parts import Part, WaitingPart, is_due, is_whole, part_of
from tests.steps.mail import a_mail

NOW = datetime(2026, 11, 2, 19, 3, tzinfo=UTC)


def saying(subject: str) -> ParsedMail:
    """A message under this subject."""
    return replace(a_mail(), subject=subject)


@pytest.mark.parametrize(
    ("subject", "number", "total"),
    [
        ("Request for an opinion 1 of 2", 1, 2), ("Request (2/3)", 2, 3), ("Demande d’opinion - 2 de 2", 2, 2),
        ("Courriel 1 sur 3 : demande", 1, 3), ("[1/2] Request", 1, 2), ("Fwd: Part 2 of 2, Request", 2, 2),
        ("Request for an opinion, part 1/2", 1, 2), ("Demande, partie 2/2 (formulaires)", 2, 2),
    ],
)  # fmt: skip
def test_a_part_says_which_it_is_of_how_many(subject: str, number: int, total: int) -> None:
    """In either language."""
    part = part_of(saying(subject))
    assert part is not None
    assert (part.number, part.total) == (number, total)


@pytest.mark.parametrize(
    "subject",
    ["Request for an opinion", "Entry on 1/2", "3 of 2", "12 of 24", "Section 2/3", "part 1/2/2027", "1 of 20", "of 2"],
)
def test_other_numbers_are_no_parts(subject: str) -> None:
    """Dates, sections and long counts."""
    assert part_of(saying(subject)) is None


def test_the_parts_of_one_set_share_its_name() -> None:
    """Sender, count and the rest of the subject name it; anything else is another set."""
    names = [
        part.set_name
        for subject in ("Request for Ana 1 of 2", "RE: Request for Ana, 2 of 2", "Request for Bea 2 of 2")
        if (part := part_of(saying(subject)))
    ]
    assert names[0] == names[1] != names[2]


def waiting(number: int, *, minutes: int = 60, is_held: bool = True) -> WaitingPart:
    """A part that waits so long."""
    part = Part(set_name="a set", number=number, total=2)
    until = NOW + timedelta(minutes=minutes)
    return WaitingPart(mail_id=number, sha256=f"{number}", part=part, waits_until=until, is_held=is_held)


def test_a_set_is_whole_with_every_number_once() -> None:
    """The same part twice is still one."""
    assert is_whole(waiting(1).part, [waiting(2)])
    assert not is_whole(waiting(1).part, [waiting(1)])


def test_a_set_is_due_when_it_is_whole_or_its_first_part_waited_long_enough() -> None:
    """Unless one of its parts is being judged already."""
    assert is_due([waiting(1), waiting(2)], NOW)
    assert not is_due([waiting(1)], NOW)
    assert is_due([waiting(1, minutes=0)], NOW)
    assert not is_due([waiting(1, minutes=0, is_held=False)], NOW)
