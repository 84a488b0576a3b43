"""The outbox on a database: which letter may go out when, and what the relay said."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from imwu_inbox.adapters.sql.columns import INDEXED_LENGTH, storable
from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.follow_up_tables import UndeliverableRow
from imwu_inbox.adapters.sql.history import append
from imwu_inbox.adapters.sql.mapping import id_of, outgoing_of
from imwu_inbox.adapters.sql.tables import CaseRow, LetterRow
from imwu_inbox.adapters.sql.undelivered import mark_delivery, see_to, undelivered_in
from imwu_inbox.domain.case import Event, EventKind
from imwu_inbox.domain.reply import Delivery, DeliveryReport, LetterState, OutgoingLetter, Undeliverable, Undelivered
from imwu_inbox.domain.reply_limits import WrittenLetter
from imwu_inbox.errors import SetAside

BACK_OFF_MINUTES = (1, 5, 15, 60, 120, 240, 480)
"""Waits after each refusal for now; the last one is repeated."""
GIVE_UP_AFTER = timedelta(hours=24)
HOLD = timedelta(minutes=2)
"""After an answer that was never read, the relay gets this long before the one repeat."""
DEAD_AFTER = timedelta(minutes=5)
"""A letter being sent for longer than this has lost its sender: the relay's own timeouts are shorter."""
MAX_UNCERTAIN = 2
MANY_TRIES = 2
"""A letter the relay did not take so often is worth a word to the operator."""

_ENDED = frozenset({LetterState.SENT.value, LetterState.FAILED.value, LetterState.BOUNCED.value})
_EVENT_OF_STATE = {
    LetterState.SENT: EventKind.LETTER_SENT,
    LetterState.FAILED: EventKind.LETTER_FAILED,
    LetterState.UNCERTAIN: EventKind.LETTER_UNCERTAIN,
    LetterState.BOUNCED: EventKind.LETTER_BOUNCED,
}


class SqlOutbox:
    """Rows of letters. A letter is sent at most once more after an uncertain attempt, never a third time."""

    def __init__(self, database: Database, *, hold: timedelta = HOLD, dead_after: timedelta = DEAD_AFTER) -> None:
        self._database = database
        self._hold = hold
        self._dead_after = dead_after

    def due(self, now: datetime) -> Sequence[int]:
        """Ids of letters that may be sent now, oldest first."""
        waiting = and_(
            col(LetterRow.state) == LetterState.WAITING.value,
            or_(col(LetterRow.retry_at).is_(None), col(LetterRow.retry_at) <= now),
        )
        held = and_(col(LetterRow.state) == LetterState.UNCERTAIN.value, col(LetterRow.retry_at) <= now)
        lost = and_(
            col(LetterRow.state) == LetterState.SENDING.value, col(LetterRow.claimed_at) <= now - self._dead_after
        )
        with self._database.read() as session:
            ids = session.exec(select(LetterRow.id).where(or_(waiting, held, lost)).order_by(col(LetterRow.id)))
            return [letter_id for letter_id in ids if letter_id is not None]

    def claim(self, letter_id: int, now: datetime) -> OutgoingLetter | None:
        """Mark a letter as being sent and return it; None when another process has it, or it must not go out.

        A letter found in SENDING when its holder died becomes UNCERTAIN first: its identical bytes may go once more.
        """
        with self._database.write() as session:
            row = _held(session, letter_id)
            if row.state == LetterState.SENDING.value and self._is_lost(row, now):
                row.uncertain_times += 1
                row.retry_at = now if row.uncertain_times < MAX_UNCERTAIN else None
                _move(session, row, LetterState.UNCERTAIN, now)
            if not _may_go(row, now):
                return None
            row.state = LetterState.SENDING.value
            row.attempts += 1
            row.claimed_at = now
            row.retry_at = None
            return outgoing_of(row)

    def _is_lost(self, row: LetterRow, now: datetime) -> bool:
        return row.claimed_at is None or row.claimed_at + self._dead_after <= now

    def settle(self, letter_id: int, report: DeliveryReport, now: datetime) -> None:
        """Write down the relay's answer, and when to try again if it refused for now; an ended letter stays ended."""
        with self._database.write() as session:
            row = _held(session, letter_id)
            if row.state in _ENDED:
                return
            row.last_answer = report.answer
            match report.delivery:
                case Delivery.ACCEPTED:
                    row.retry_at = None
                    _move(session, row, LetterState.SENT, now)
                case Delivery.REFUSED_FOR_GOOD:
                    row.retry_at = None
                    _move(session, row, LetterState.FAILED, now)
                case Delivery.REFUSED_FOR_NOW:
                    row.retry_at = _next_try(row, now)
                    _move(session, row, LetterState.WAITING if row.retry_at else LetterState.FAILED, now)
                case Delivery.UNCERTAIN:
                    row.uncertain_times += 1
                    row.retry_at = now + self._hold if row.uncertain_times < MAX_UNCERTAIN else None
                    _move(session, row, LetterState.UNCERTAIN, now)

    def letters(self, *, reference: str | None = None) -> Sequence[OutgoingLetter]:
        """Letters of one record, or all, oldest first."""
        wanted = select(LetterRow).order_by(col(LetterRow.id))
        if reference is not None:
            # By the record's own index: a search by reference would walk through every letter ever written.
            of_record = select(CaseRow.id).where(CaseRow.reference == reference).scalar_subquery()
            wanted = wanted.where(LetterRow.case_id == of_record)
        with self._database.read() as session:
            return [outgoing_of(row) for row in session.exec(wanted)]

    def written_to(self, address: str, since: datetime) -> Sequence[WrittenLetter]:
        """The letters written to this address since then (case folded), oldest first."""
        wanted = (
            select(LetterRow.created_at, LetterRow.grounds, LetterRow.skeleton)
            .where(col(LetterRow.to_folded) == _folded(address), col(LetterRow.created_at) >= since)
            .order_by(col(LetterRow.id))
        )
        with self._database.read() as session:
            return [WrittenLetter(at=at, grounds=grounds, skeleton=like) for at, grounds, like in session.exec(wanted)]

    def begun_since(self, since: datetime) -> int:
        """How many letters' last try was begun after this moment: what the breaker counts."""
        with self._database.read() as session:
            return session.exec(select(func.count()).where(col(LetterRow.claimed_at) > since)).one()

    def stuck(self) -> int:
        """How many letters still wait though two tries were made, or one whose answer was never read."""
        refused = and_(col(LetterRow.state) == LetterState.WAITING.value, col(LetterRow.attempts) >= MANY_TRIES)
        silent = and_(col(LetterRow.state) == LetterState.UNCERTAIN.value, col(LetterRow.retry_at).is_not(None))
        with self._database.read() as session:
            return session.exec(select(func.count()).select_from(LetterRow).where(or_(refused, silent))).one()

    def undelivered(self) -> Sequence[Undelivered]:
        """The letters that did not arrive and that nobody has seen to, oldest first.

        A later letter to the same address in the same record that the relay took sees to those before it.
        """
        with self._database.read() as session:
            return undelivered_in(session)

    def see_to(self, reference: str, *, officer: str, now: datetime) -> int:
        """An officer has reached the reader otherwise: the record's letters are no longer undelivered; how many.

        Told in the record's history when there was any.
        """
        with self._database.write() as session:
            return see_to(session, reference, officer=officer, now=now)

    def bounced(self, message_id: str, now: datetime) -> OutgoingLetter | None:
        """Mark our letter of this Message-ID as bounced and its address as undeliverable, with an event on its record.

        What still waits for that address is given up. Doing it again changes nothing; None when no letter has this id.
        """
        with self._database.write() as session:
            by_id = select(LetterRow).where(LetterRow.message_id == storable(message_id)[:INDEXED_LENGTH])
            row = session.exec(by_id.with_for_update()).first()
            if row is None:
                return None
            if row.state != LetterState.BOUNCED.value:
                row.retry_at = None
                _move(session, row, LetterState.BOUNCED, now)
                if session.get(UndeliverableRow, row.to_folded) is None:
                    session.add(UndeliverableRow(address_folded=row.to_folded, letter_id=id_of(row), at=now))
                _give_up(session, row.to_folded, now)
            return outgoing_of(row)

    def undeliverable(self) -> Sequence[Undeliverable]:
        """The addresses whose letter came back, oldest first."""
        wanted = (
            select(UndeliverableRow, LetterRow.reference)
            .where(UndeliverableRow.letter_id == LetterRow.id)
            .order_by(col(UndeliverableRow.at), col(UndeliverableRow.address_folded))
        )
        with self._database.read() as session:
            return [
                Undeliverable(address=row.address_folded, since=row.at, reference=reference)
                for row, reference in session.exec(wanted)
            ]

    def reach_again(self, address: str) -> str | None:
        """Forget that a letter to this address came back; the record of that letter, None when there is none."""
        with self._database.write() as session:
            row = session.get(UndeliverableRow, _folded(address), with_for_update=True)
            if row is None:
                return None
            session.delete(row)
            return _held(session, row.letter_id).reference

    def is_undeliverable(self, address: str) -> bool:
        """Whether a letter to this address came back (case folded)."""
        with self._database.read() as session:
            return session.get(UndeliverableRow, _folded(address)) is not None


def _folded(address: str) -> str:
    return storable(address.casefold())[:INDEXED_LENGTH]


def _give_up(session: Session, to_folded: str, now: datetime) -> None:
    """What waits for an address that does not exist fails now instead of after a day of tries."""
    waits = [LetterState.WAITING.value, LetterState.UNCERTAIN.value]
    wanted = select(LetterRow).where(col(LetterRow.to_folded) == to_folded, col(LetterRow.state).in_(waits))
    for row in session.exec(wanted.with_for_update()).all():
        row.retry_at = None
        row.last_answer = "An earlier letter to this address came back: write to another one."
        _move(session, row, LetterState.FAILED, now)


def _held(session: Session, letter_id: int) -> LetterRow:
    row = session.get(LetterRow, letter_id, with_for_update=True)
    if row is None:
        raise SetAside(f"the outbox has no letter {letter_id}")
    return row


def _may_go(row: LetterRow, now: datetime) -> bool:
    is_due = row.retry_at is not None and row.retry_at <= now
    if row.state == LetterState.WAITING.value:
        return row.retry_at is None or is_due
    return row.state == LetterState.UNCERTAIN.value and is_due


def _next_try(row: LetterRow, now: datetime) -> datetime | None:
    """When to try again; None when a day went by since the letter was written."""
    minutes = BACK_OFF_MINUTES[min(row.attempts, len(BACK_OFF_MINUTES)) - 1]
    at = now + timedelta(minutes=minutes)
    return at if at <= row.created_at + GIVE_UP_AFTER else None


def _move(session: Session, row: LetterRow, state: LetterState, now: datetime) -> None:
    """To a new state, told in the record's history where an officer should know."""
    row.state = state.value
    mark_delivery(session, row, now)
    kind = _EVENT_OF_STATE.get(state)
    if kind is None:
        return
    case = session.get(CaseRow, row.case_id, with_for_update=True)
    if case is not None:
        facts = {"letter": id_of(row), "attempts": row.attempts}
        append(session, case, [Event(kind=kind, at=now, facts=facts)])
