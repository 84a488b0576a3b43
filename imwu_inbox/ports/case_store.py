"""The records of requests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from imwu_inbox.domain.case import CaseFile, CaseRecord, Event, NewCase
from imwu_inbox.domain.copies import Namesakes
from imwu_inbox.domain.mail import MailRef
from imwu_inbox.domain.reply import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A record that now stands. `letter_id` is the outbox row written with it, if any."""

    record: CaseRecord
    letter_id: int | None
    was_new: bool


class CaseStore(Protocol):
    """Opens and finds records.

    Raises: NeighbourDown, TryAgain.
    """

    def open(self, case: NewCase, *, now: datetime, letter: Callable[[str], Letter | None]) -> Opened:
        """Open a record, its workers, events, outbox row and the ledger's settled row in one transaction.

        `letter` renders the letter for the reference just given. Opening again for the same mail changes nothing and
        returns what stands. A case that `joins_twin` becomes an event of the running record it repeats, without letter.
        Raises: Overtaken when more messages of its Message-ID have come to their end than its judgement knew.
        """
        ...

    def complete(
        self, reference: str, case: NewCase, *, now: datetime, letter: Callable[[str], Letter | None]
    ) -> Opened:
        """Judge a rejected record anew with the mail that completes it, in one transaction, under its own reference.

        Doing it again changes nothing. A record that was taken up meanwhile is joined instead.
        Raises: SetAside when there is no such record or message, Overtaken as `open`.
        """
        ...

    def mails(self, reference: str) -> Sequence[int]:
        """The messages of a record in the order of their receipt."""
        ...

    def join(self, mail_id: int, reference: str, event: Event) -> CaseRecord:
        """Attach a message to a record as an event and settle its ledger row. Joining again changes nothing."""
        ...

    def by_mail(self, mail_id: int) -> Opened | None:
        """The record this message opened, with its letter, if any."""
        ...

    def by_thread(self, message_ids: Sequence[str]) -> CaseRecord | None:
        """The record that one of these Message-IDs belongs to: of its mail or of our letters."""
        ...

    def namesakes(self, message_id: str | None, likeness: str, *, besides: MailRef) -> Namesakes:
        """The other messages of this Message-ID or likeness that have come to their end, and a copy among them."""
        ...

    def queue(self, *, after: str | None = None, limit: int = 50) -> Sequence[CaseRecord]:
        """Records with a running clock by due date, those without one last.

        `after` is the reference of the last record of the page before; an unknown one starts at the beginning.
        """
        ...

    def neighbours(self, reference: str) -> tuple[str | None, str | None]:
        """The records before and after this one by due date, among those with a running clock; None at an end."""
        ...

    def everything(self, *, limit: int = 1000) -> Sequence[CaseRecord]:
        """All records, newest first."""
        ...

    def file(self, reference: str) -> CaseFile | None:
        """One record with its judgement and history."""
        ...
