"""An outbox in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from imwu_inbox.domain.case import Event, EventKind
from imwu_inbox.domain.reply import (
    Delivery,
    DeliveryReport,
    Letter,
    LetterState,
    OutgoingLetter,
    Undeliverable,
    Undelivered,
    is_undelivered,
)
from imwu_inbox.domain.reply_limits import WrittenLetter
from imwu_inbox.errors import SetAside

EVENT_OF_STATE = {
    LetterState.SENT: EventKind.LETTER_SENT,
    LetterState.FAILED: EventKind.LETTER_FAILED,
    LetterState.UNCERTAIN: EventKind.LETTER_UNCERTAIN,
    LetterState.BOUNCED: EventKind.LETTER_BOUNCED,
}
BACK_OFF_MINUTES = (1, 5, 15, 60, 120, 240, 480)


class FakeOutbox:
    """Letters in a dict; `tell` hears what belongs into a record's history."""

    def __init__(self) -> None:
        self.rows: dict[int, OutgoingLetter] = {}
        self.uncertain_times: dict[int, int] = {}
        self.claimed_at: dict[int, datetime] = {}
        self.came_back: dict[str, Undeliverable] = {}
        self.tell: Callable[[str, Event], None] = lambda _reference, _event: None

    def put(self, letter: Letter, *, reference: str, now: datetime) -> int:
        """What the case store does in its transaction."""
        letter_id = len(self.rows) + 1
        self.rows[letter_id] = OutgoingLetter(
            letter_id=letter_id,
            reference=reference,
            letter=letter,
            state=LetterState.DRY if letter.is_dry else LetterState.WAITING,
            attempts=0,
            created_at=now,
        )
        return letter_id

    def due(self, now: datetime) -> Sequence[int]:
        """Ids of letters that may be sent now, oldest first."""
        return [letter_id for letter_id, row in self.rows.items() if self._may_go(row, now) or self._is_lost(row, now)]

    def claim(self, letter_id: int, now: datetime) -> OutgoingLetter | None:
        """Mark as being sent; None when it must not go out."""
        if self._is_lost(self._row(letter_id), now):
            self._uncertain(letter_id, now, retry_at=now)
        row = self._row(letter_id)
        if not self._may_go(row, now):
            return None
        self.claimed_at[letter_id] = now
        self.rows[letter_id] = replace(row, state=LetterState.SENDING, attempts=row.attempts + 1, retry_at=None)
        return self.rows[letter_id]

    def settle(self, letter_id: int, report: DeliveryReport, now: datetime) -> None:
        """Write down the relay's answer."""
        row = self._row(letter_id)
        if row.state in {LetterState.SENT, LetterState.FAILED, LetterState.BOUNCED}:
            return
        self.rows[letter_id] = row = replace(row, last_answer=report.answer, retry_at=None)
        if report.delivery is Delivery.ACCEPTED:
            self._move(row, LetterState.SENT, now)
        elif report.delivery is Delivery.REFUSED_FOR_GOOD:
            self._move(row, LetterState.FAILED, now)
        elif report.delivery is Delivery.UNCERTAIN:
            self._uncertain(letter_id, now, retry_at=now + timedelta(minutes=2))
        else:
            retry_at = now + timedelta(minutes=BACK_OFF_MINUTES[min(row.attempts, len(BACK_OFF_MINUTES)) - 1])
            in_time = retry_at <= row.created_at + timedelta(hours=24)
            self._move(
                replace(row, retry_at=retry_at if in_time else None),
                LetterState.WAITING if in_time else LetterState.FAILED,
                now,
            )

    def letters(self, *, reference: str | None = None) -> Sequence[OutgoingLetter]:
        """Letters of one record, or all, oldest first."""
        return [row for row in self.rows.values() if reference in {None, row.reference}]

    def written_to(self, address: str, since: datetime) -> Sequence[WrittenLetter]:
        """The letters written to this address since then, oldest first."""
        return [
            WrittenLetter(at=row.created_at, grounds=row.letter.grounds, skeleton=row.letter.skeleton)
            for row in self.rows.values()
            if row.letter.to.casefold() == address.casefold() and row.created_at >= since
        ]

    def begun_since(self, since: datetime) -> int:
        """How many letters' last try was begun after this moment."""
        return sum(at > since for at in self.claimed_at.values())

    def stuck(self) -> int:
        """How many letters still wait after two tries, or one unread answer."""
        return sum(
            (row.state is LetterState.WAITING and row.attempts >= 2)
            or (row.state is LetterState.UNCERTAIN and row.retry_at is not None)
            for row in self.rows.values()
        )

    def undelivered(self) -> Sequence[Undelivered]:
        """What nobody has seen to, oldest first."""
        return [
            Undelivered(
                letter_id=letter_id,
                reference=row.reference,
                kind=row.letter.kind,
                to=row.letter.to,
                state=row.state,
                since=row.undelivered_since,
                answer=row.last_answer,
            )
            for letter_id, row in self.rows.items()
            if row.undelivered_since
        ]

    def see_to(self, reference: str, *, officer: str, now: datetime) -> int:
        """Nobody needs to look any more."""
        letters = [one.letter_id for one in self.undelivered() if one.reference == reference]
        for letter_id in letters:
            self.rows[letter_id] = replace(self.rows[letter_id], undelivered_since=None)
        if letters:
            facts = {"officer": officer, "letters": letters}
            self.tell(reference, Event(kind=EventKind.LETTER_SEEN_TO, at=now, facts=facts))
        return len(letters)

    def bounced(self, message_id: str, now: datetime) -> OutgoingLetter | None:
        """Bounced once; the address is never written to again, and what waits for it is given up."""
        row = next((row for row in self.rows.values() if row.letter.message_id == message_id), None)
        if row is None or row.state is LetterState.BOUNCED:
            return row
        self._move(replace(row, retry_at=None), LetterState.BOUNCED, now)
        self.came_back.setdefault(
            row.letter.to.casefold(),
            Undeliverable(address=row.letter.to.casefold(), since=now, reference=row.reference),
        )
        for other in list(self.rows.values()):
            waits = other.state in {LetterState.WAITING, LetterState.UNCERTAIN}
            if waits and other.letter.to.casefold() == row.letter.to.casefold():
                self._move(replace(other, retry_at=None), LetterState.FAILED, now)
        return self.rows[row.letter_id]

    def undeliverable(self) -> Sequence[Undeliverable]:
        """The addresses whose letter came back, oldest first."""
        return sorted(self.came_back.values(), key=lambda one: (one.since, one.address))

    def reach_again(self, address: str) -> str | None:
        """Forget it; the record of the letter."""
        cleared = self.came_back.pop(address.casefold(), None)
        return cleared.reference if cleared else None

    def is_undeliverable(self, address: str) -> bool:
        """Whether a letter to this address came back."""
        return address.casefold() in self.came_back

    def _row(self, letter_id: int) -> OutgoingLetter:
        if letter_id not in self.rows:
            raise SetAside(f"the outbox has no letter {letter_id}")
        return self.rows[letter_id]

    def _may_go(self, row: OutgoingLetter, now: datetime) -> bool:
        is_due = row.retry_at is not None and row.retry_at <= now
        if row.state is LetterState.WAITING:
            return row.retry_at is None or is_due
        return row.state is LetterState.UNCERTAIN and is_due

    def _is_lost(self, row: OutgoingLetter, now: datetime) -> bool:
        return row.state is LetterState.SENDING and self.claimed_at[row.letter_id] + timedelta(minutes=5) <= now

    def _uncertain(self, letter_id: int, now: datetime, *, retry_at: datetime) -> None:
        times = self.uncertain_times[letter_id] = self.uncertain_times.get(letter_id, 0) + 1
        self._move(replace(self.rows[letter_id], retry_at=retry_at if times < 2 else None), LetterState.UNCERTAIN, now)

    def _move(self, row: OutgoingLetter, state: LetterState, now: datetime) -> None:
        since = (row.undelivered_since or now) if is_undelivered(state, row.retry_at) else None
        self.rows[row.letter_id] = replace(row, state=state, undelivered_since=since)
        if state is LetterState.SENT:
            for one in self.undelivered():
                same = (one.reference, one.to.casefold()) == (row.reference, row.letter.to.casefold())
                if same and one.letter_id < row.letter_id:
                    self.rows[one.letter_id] = replace(self.rows[one.letter_id], undelivered_since=None)
        if state in EVENT_OF_STATE:
            facts = {"letter": row.letter_id, "attempts": row.attempts}
            self.tell(row.reference, Event(kind=EVENT_OF_STATE[state], at=now, facts=facts))
