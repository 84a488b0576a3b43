"""Join: does the message belong to a request we already have? Source: rules 33, 34 and 50."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from imwu_inbox.domain.case import CaseRecord, CaseStatus
from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.domain.request import Gated, Joined

_RUNNING = (CaseStatus.OPEN, CaseStatus.WITH_OFFICER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Follows a message's references to the record they belong to.

    `by_thread` finds a record by the Message-IDs of its mail or of our letters. The same bytes again never come
    this far: the ledger entered them as a duplicate.
    """

    by_thread: Callable[[Sequence[str]], CaseRecord | None]

    def __call__(self, gated: Gated) -> Joined:
        """The message with its record; sure only when a known participant writes to a record that still runs."""
        mail = gated.mail
        ids = [*mail.references, *([mail.in_reply_to] if mail.in_reply_to else [])]
        record = self.by_thread(ids) if ids else None
        if record is None:
            return Joined(gated=gated)
        is_sure = record.status in _RUNNING and _is_participant(mail, record)
        return Joined(gated=gated, thread=record.reference, thread_is_sure=is_sure)


def _is_participant(mail: ParsedMail, record: CaseRecord) -> bool:
    return any(sender.address.casefold() == record.sender.casefold() for sender in mail.from_)
