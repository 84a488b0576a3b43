"""What two copies of one message have in common, and when the second has nothing to add."""

from dataclasses import replace

import pytest

from imwu_inbox.domain.copies import Copy, likeness_of
from imwu_inbox.domain.verdict import Outcome
from tests.steps.mail import a_mail, an_attachment

MAIL = replace(a_mail(an_attachment("2", b"passport")), headers=(("Date", "Mon, 2 Nov 2026 10:00:00 -0500"),))
ANSWERED = Copy(reference="2026-000001", outcome=Outcome.REJECTED, is_answered=True)


def test_what_servers_write_above_a_message_tells_nothing() -> None:
    """Received, Delivered-To and Return-Path differ by the way it came."""
    traced = replace(MAIL, headers=(("Received", "from old.example"), ("Return-Path", "<x@y.example>"), *MAIL.headers))
    assert likeness_of(traced) == likeness_of(MAIL) != ""


@pytest.mark.parametrize(
    "changes",
    [
        {"message_id": "<other@atelier.example.org>"}, {"subject": "Another"}, {"body_text": "Other words"},
        {"from_": ()}, {"attachments": ()}, {"headers": (("Date", "Mon, 2 Nov 2026 10:00:01 -0500"),)},
    ],
    ids=lambda changes: next(iter(changes)),
)  # fmt: skip
def test_whatever_the_sender_wrote_tells_messages_apart(changes: dict[str, object]) -> None:
    """Programs that use one Message-ID for all their mail still date it."""
    assert likeness_of(replace(MAIL, **changes)) != likeness_of(MAIL)  # type: ignore[arg-type]


def test_without_a_message_id_the_date_names_a_message_and_without_both_nothing_does() -> None:
    """Then nobody can say that it is not another message."""
    assert likeness_of(replace(MAIL, message_id=None)) not in {"", likeness_of(MAIL)}
    assert likeness_of(replace(MAIL, message_id=None, headers=())) == ""


def test_a_copy_that_goes_further_is_no_copy() -> None:
    """Its way made the first look like less than it was."""
    covered = {outcome for outcome in Outcome if ANSWERED.covers(outcome, may_be_answered=True)}
    assert covered == {Outcome.NOT_A_REQUEST, Outcome.REJECTED}


def test_a_copy_that_may_be_answered_stands_beside_a_record_of_which_nobody_was() -> None:
    """One may not be answered either way: then there is nothing to add."""
    silent = replace(ANSWERED, is_answered=False)
    assert [silent.covers(Outcome.REJECTED, may_be_answered=may) for may in (True, False)] == [False, True]
