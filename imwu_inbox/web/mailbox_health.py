"""When each mailbox was read, and whether that is an alarm: for who sees cases and who keeps the server."""

from collections.abc import Mapping

from imwu_inbox.domain.mailbox_state import MailboxState, states_of
from imwu_inbox.settings import Settings
from imwu_inbox.web import dates
from imwu_inbox.web.visit import Visit
from imwu_inbox.wiring import Desk


def mailboxes(desk: Desk, visit: Visit) -> list[Mapping[str, object]]:
    """Each mailbox of the configuration, when it was read and whether that is an alarm."""
    states = states_of(configured_mailboxes(desk.settings), desk.logbook.states())
    seconds = desk.settings.mailbox.poll_seconds
    return [
        {
            "state": state,
            "ago": _ago(state, visit),
            "is_alarm": state.is_unread_too_long(visit.now, seconds),
        }
        for state in states
    ]


def configured_mailboxes(settings: Settings) -> tuple[str, ...]:
    """What the logbook calls the mailboxes of the configuration; none where no mail server is named yet."""
    return tuple(box.name for box in settings.mailboxes if box.host or box.path)


def _ago(state: MailboxState, visit: Visit) -> tuple[str, int] | None:
    return dates.ago(visit.now - state.last_read_at) if state.last_read_at else None
