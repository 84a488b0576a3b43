"""Parts that wait for each other, on a database."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlmodel import Session, col, select

from imwu_inbox.adapters.sql.columns import INDEXED_LENGTH, storable
from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.follow_up_tables import PartRow
from imwu_inbox.adapters.sql.mapping import id_of
from imwu_inbox.adapters.sql.tables import MailRow
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.parts import Part, WaitingPart, is_due
from imwu_inbox.errors import SetAside

_ENDED = (Fate.SETTLED.value, Fate.DUPLICATE.value)


class SqlParts:
    """Rows of messages that say they are one part of several."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def hold(self, mail_id: int, part: Part, waits_until: datetime) -> None:
        """Let a message wait until this moment; its ledger row says so. A settled message stays settled."""
        with self._database.write() as session:
            mail = session.get(MailRow, mail_id, with_for_update=True)
            if mail is None:
                raise SetAside(f"the ledger has no message {mail_id}")
            if mail.fate in _ENDED:
                return
            mail.fate = Fate.HELD.value
            if session.get(PartRow, mail_id) is None:
                row = PartRow(
                    mail_id=mail_id,
                    set_name=part.set_name,
                    number=part.number,
                    total=part.total,
                    waits_until=waits_until,
                )
                session.add(row)

    def of_set(self, set_name: str) -> Sequence[WaitingPart]:
        """The parts of a set that no record holds yet, oldest first."""
        with self._database.read() as session:
            return _unsettled(session, storable(set_name)[:INDEXED_LENGTH])

    def held(self) -> Sequence[WaitingPart]:
        """The messages that wait for other parts now, set by set."""
        with self._database.read() as session:
            rows = [row for row in _unsettled(session, None) if row.is_held]
            return sorted(rows, key=lambda row: (row.waits_until, row.part.set_name, row.part.number))

    def due(self, now: datetime) -> Sequence[int]:
        """One message of each set that is whole or has waited long enough: its newest, to be taken up again."""
        with self._database.read() as session:
            every = sorted(_unsettled(session, None), key=lambda row: row.part.set_name)
            sets = [list(rows) for _, rows in groupby(every, key=lambda row: row.part.set_name)]
            return sorted(rows[-1].mail_id for rows in sets if is_due(rows, now))


def _unsettled(session: Session, set_name: str | None) -> list[WaitingPart]:
    wanted = select(PartRow, MailRow).where(PartRow.mail_id == MailRow.id, col(MailRow.fate).not_in(_ENDED))
    if set_name is not None:
        wanted = wanted.where(PartRow.set_name == set_name)
    return [
        WaitingPart(
            mail_id=id_of(mail),
            sha256=mail.sha256,
            part=Part(set_name=row.set_name, number=row.number, total=row.total),
            waits_until=row.waits_until,
            is_held=mail.fate == Fate.HELD.value,
        )
        for row, mail in session.exec(wanted.order_by(col(MailRow.received_at), col(MailRow.id)))
    ]
