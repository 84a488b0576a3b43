"""The brakes on letters: each stops at its number, lets go after its time, and names itself."""

from datetime import UTC, datetime, timedelta

import pytest

from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.mail import Address, Language
from imwu_inbox.domain.reply import LetterKind, ReplyPlan, Withheld
from imwu_inbox.domain.reply_limits import WrittenLetter, braked_by, grounds_of, skeleton_of
from imwu_inbox.domain.verdict import Refusal

NOW = datetime(2026, 11, 2, 19, 3, tzinfo=UTC)


def a_plan(
    *refusals: Refusal, kind: LetterKind = LetterKind.ACKNOWLEDGEMENT, subject: str = "Request for an opinion"
) -> ReplyPlan:
    """A letter that is due."""
    return ReplyPlan(
        kind=LetterKind.REJECTION if refusals else kind,
        to=Address(name="", address="rh@atelier.example.org"),
        language=Language.ENGLISH,
        received_at=NOW,
        due_on=None,
        refusals=refusals,
        subject=subject,
    )


def a_letter(minutes_ago: int, *, grounds: str = "acknowledgement", skeleton: str = "another subject") -> WrittenLetter:
    """One that was written before."""
    return WrittenLetter(at=NOW - timedelta(minutes=minutes_ago), grounds=grounds, skeleton=skeleton)


def test_a_first_letter_is_not_braked() -> None:
    """Nothing was written yet."""
    assert braked_by(a_plan(), [], Limits(), NOW) is None


@pytest.mark.parametrize(
    ("minutes_ago", "reason"),
    [
        ((50, 40), None),
        ((50, 40, 30), Withheld.SENDER_HOUR_LIMIT),
        ((61, 40, 30), None),
        (range(100, 1000, 100), None),
        (range(100, 1100, 100), Withheld.SENDER_LIMIT),
        (range(1440, 2440, 100), None),
    ],
    ids=["two-in-an-hour", "three-in-an-hour", "one-longer-ago", "nine-in-a-day", "ten-in-a-day", "the-day-before"],
)
def test_three_letters_an_hour_and_ten_a_day_go_to_one_sender(
    minutes_ago: tuple[int, ...], reason: Withheld | None
) -> None:
    """And not one more."""
    assert braked_by(a_plan(), [a_letter(minutes) for minutes in minutes_ago], Limits(), NOW) is reason


def test_a_third_rejection_for_the_same_reason_in_a_day_is_kept_back() -> None:
    """Another reason is news; an acknowledgement always is."""
    grounds = grounds_of(LetterKind.REJECTION, (Refusal.MISSING_PASSPORT,))
    written = [a_letter(minutes, grounds=grounds) for minutes in (300, 200)]
    assert braked_by(a_plan(Refusal.MISSING_PASSPORT), written, Limits(), NOW) is Withheld.SAME_REFUSAL
    assert braked_by(a_plan(Refusal.MISSING_PASSPORT), written[1:], Limits(), NOW) is None
    assert braked_by(a_plan(Refusal.MISSING_IMM5686), written, Limits(), NOW) is None
    assert braked_by(a_plan(), written, Limits(), NOW) is None


def test_two_letters_an_hour_go_out_about_one_subject() -> None:
    """Machines that answer each other keep their subject and count their tickets."""
    written = [a_letter(minutes, skeleton=skeleton_of("Ticket 4711: noted")) for minutes in (50, 40)]
    assert braked_by(a_plan(subject="RE: Ticket 4713: noted"), written, Limits(), NOW) is Withheld.SAME_SUBJECT
    assert braked_by(a_plan(subject="Request for Ana"), written, Limits(), NOW) is None
    assert braked_by(a_plan(subject="Ticket 4713: noted"), written, Limits(), NOW + timedelta(minutes=15)) is None


def test_grounds_name_every_refusal_in_one_order() -> None:
    """The same refusals are the same reason."""
    both = (Refusal.MISSING_PASSPORT, Refusal.MISSING_IMM5686)
    assert grounds_of(LetterKind.REJECTION, both) == grounds_of(LetterKind.REJECTION, both[::-1])
    assert grounds_of(LetterKind.ACKNOWLEDGEMENT, ()) == "acknowledgement"


@pytest.mark.parametrize(
    "subject",
    [
        "Request for an opinion", "RE: Request for an opinion", "TR : Re: Request for an opinion!",
        "Fwd: [IMWU-UMIT 2026-000123 K7Q2M9XZ] Request for an opinion", "Request  for an Opinion (2)",
        "[EXTERNAL] Réquest for an opinion 2026-11-02",
    ],
)  # fmt: skip
def test_a_skeleton_is_what_stays_of_a_subject(subject: str) -> None:
    """Whatever a mail program or a counter adds."""
    assert skeleton_of(subject) == "request for an opinion"
