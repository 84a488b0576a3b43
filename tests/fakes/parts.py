"""Parts that wait, in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.parts import Part, WaitingPart, is_due
from tests.fakes.ledger import FakeLedger


class FakeParts:
    """Rows in a dict, beside a fake ledger that knows each message's fate."""

    def __init__(self, ledger: FakeLedger) -> None:
        self.ledger = ledger
        self.rows: dict[int, WaitingPart] = {}

    def hold(self, mail_id: int, part: Part, waits_until: datetime) -> None:
        """Hold once; a settled message stays settled."""
        entry = self.ledger.entry(mail_id)
        if entry.fate in {Fate.SETTLED, Fate.DUPLICATE}:
            return
        self.ledger.rows[mail_id] = replace(entry, fate=Fate.HELD)
        row = WaitingPart(mail_id=mail_id, sha256=entry.sha256, part=part, waits_until=waits_until)
        self.rows.setdefault(mail_id, row)

    def of_set(self, set_name: str) -> Sequence[WaitingPart]:
        """The parts of a set that no record holds yet."""
        return [row for row in self._unsettled() if row.part.set_name == set_name]

    def held(self) -> Sequence[WaitingPart]:
        """Those that wait now, set by set."""
        rows = [row for row in self._unsettled() if row.is_held]
        return sorted(rows, key=lambda row: (row.waits_until, row.part.set_name, row.part.number))

    def due(self, now: datetime) -> Sequence[int]:
        """The newest of each set that is whole or has waited long enough."""
        every = sorted(self._unsettled(), key=lambda row: row.part.set_name)
        sets = [list(rows) for _, rows in groupby(every, key=lambda row: row.part.set_name)]
        return sorted(rows[-1].mail_id for rows in sets if is_due(rows, now))

    def _unsettled(self) -> list[WaitingPart]:
        entries = [(self.ledger.entry(mail_id), row) for mail_id, row in self.rows.items()]
        standing = [pair for pair in entries if pair[0].fate not in {Fate.SETTLED, Fate.DUPLICATE}]
        standing.sort(key=lambda pair: (pair[0].received_at, pair[0].mail_id))
        return [replace(row, is_held=entry.fate is Fate.HELD) for entry, row in standing]
