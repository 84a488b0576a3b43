"""What two copies of one message have in common, and when the second has nothing to add."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from imwu_inbox.domain.copies import Copy, likeness_of
from imwu_inbox.domain.verdict import Outcome
from tests.steps.mail import RECEIVED, a_mail, an_attachment

MAIL = replace(
    a_mail(an_attachment("2", b"passport")),
    date=RECEIVED - timedelta(minutes=5),
    headers=(("Date", "Mon, 2 Nov 2026 10:00:00 -0500"),),
)
ANSWERED = Copy(reference="2026-000001", outcome=Outcome.REJECTED, is_answered=True)


def likeness(**changes: object) -> str:
    """That of a message, changed so."""
    is_whole = bool(changes.pop("is_whole", True))
    return likeness_of(replace(MAIL, **changes), received_at=RECEIVED, is_whole=is_whole)  # type: ignore[arg-type]


def test_what_servers_write_above_a_message_tells_nothing() -> None:
    """Received, Delivered-To and Return-Path differ by the way it came; so does a Message-ID that a server gave it."""
    trace = (("Received", "from old.example"), ("Return-Path", "<x@y.example>"))
    assert likeness(headers=(*trace, *MAIL.headers)) == likeness() != ""
    assert likeness(message_id="<added@old.unit.example.org>") == likeness(message_id=None) == likeness()


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Another"}, {"body_text": "Other words"}, {"from_": ()}, {"attachments": ()},
        {"attachments": (an_attachment("2", b"another passport"),)},
        {"headers": (("Date", "Mon, 2 Nov 2026 10:00:01 -0500"),)},
    ],
    ids=["subject", "words", "writer", "no files", "files", "date"],
)  # fmt: skip
def test_whatever_the_sender_wrote_tells_messages_apart(changes: dict[str, object]) -> None:
    """Programs that use one Message-ID for all their mail still date it."""
    assert likeness(**changes) != likeness()


LITTLE_TO_TELL_BY: dict[str, dict[str, object]] = {
    "no files": {"attachments": ()},
    "too large to be fetched": {"is_whole": False},
    "not wholly read": {"problems": ("cut-off",)},
    "no date": {"date": None, "headers": ()},
    "a clock that stands": {"date": datetime(1970, 1, 1, tzinfo=UTC)},
}


@pytest.mark.parametrize("lacking", LITTLE_TO_TELL_BY.values(), ids=LITTLE_TO_TELL_BY)
def test_where_there_is_little_to_tell_two_requests_apart_by_their_message_id_does(lacking: dict[str, object]) -> None:
    """Two requests that look alike are never made one."""
    assert likeness(**lacking, message_id="<other@atelier.example.org>") != likeness(**lacking) != ""


def test_without_a_message_id_date_and_words_name_a_message_that_was_wholly_seen() -> None:
    """Else nobody can say that it is not another message."""
    named = {what for what, lacking in LITTLE_TO_TELL_BY.items() if likeness(**lacking, message_id=None)}
    assert named == {"no files"}


def test_a_copy_that_goes_further_is_no_copy() -> None:
    """Its way made the first look like less than it was."""
    covered = {outcome for outcome in Outcome if ANSWERED.covers(outcome, may_be_answered=True)}
    assert covered == {Outcome.NOT_A_REQUEST, Outcome.REJECTED}


def test_a_copy_that_may_be_answered_stands_beside_a_record_of_which_nobody_was() -> None:
    """One may not be answered either way: then there is nothing to add."""
    silent = replace(ANSWERED, is_answered=False)
    assert [silent.covers(Outcome.REJECTED, may_be_answered=may) for may in (True, False)] == [False, True]
