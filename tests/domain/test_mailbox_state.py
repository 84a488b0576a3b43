"""When a mailbox was not read for too long."""

from datetime import UTC, datetime, timedelta

import pytest

from imwu_inbox.domain.mailbox_state import MailboxState, states_of

NOW = datetime(2026, 11, 24, 14, 20, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "is_alarm"), [(0, False), (180, False), (181, True), (86_400, True)])
def test_three_intervals_without_a_visit_are_an_alarm(seconds: int, is_alarm: bool) -> None:  # noqa: FBT001  a table
    """At the third interval a visit may still be under way."""
    state = MailboxState(mailbox="unit/INBOX", last_read_at=NOW - timedelta(seconds=seconds))
    assert state.is_unread_too_long(NOW, 60) is is_alarm


def test_a_mailbox_that_was_never_read_is_an_alarm() -> None:
    """Whether its daemon never started or never came through."""
    assert MailboxState(mailbox="unit/INBOX").is_unread_too_long(NOW, 60)


def test_every_configured_mailbox_is_shown_and_no_other() -> None:
    """One that was taken out of the configuration is nobody's alarm any more."""
    read = MailboxState(mailbox="second/INBOX", last_read_at=NOW)
    old = MailboxState(mailbox="old/INBOX", last_read_at=NOW)
    shown = states_of(["unit/INBOX", "second/INBOX"], [old, read])
    assert shown == (MailboxState(mailbox="unit/INBOX"), read)
