"""The ledger's pages over a fake ledger."""

from collections.abc import Sequence

from imwu_inbox.domain.ledger import LedgerEntry
from imwu_inbox.domain.ledger_page import PAGE_ROWS, Wanted
from tests.fakes.ledger import FakeLedger


class FakeLedgerPages:
    """Reads the rows of the fake ledger."""

    def __init__(self, ledger: FakeLedger) -> None:
        self.ledger = ledger

    def page(self, wanted: Wanted, *, below: int | None = None, rows: int = PAGE_ROWS) -> Sequence[LedgerEntry]:
        """Newest first."""
        found = [entry for entry in self.ledger.rows.values() if _is_wanted(entry, wanted)]
        found.sort(key=lambda entry: -entry.mail_id)
        return [entry for entry in found if below is None or entry.mail_id < below][:rows]

    def places(self) -> Sequence[tuple[str, str]]:
        """Of the folders that were read."""
        return sorted({(account, folder) for account, folder, _ in self.ledger.low})


def _is_wanted(entry: LedgerEntry, wanted: Wanted) -> bool:
    return (
        (wanted.fate is None or entry.fate is wanted.fate)
        and (wanted.place is None or (entry.ref.account, entry.ref.folder) == wanted.place)
        and (wanted.since is None or entry.received_at >= wanted.since)
        and (wanted.until is None or entry.received_at < wanted.until)
        and (not wanted.reference or entry.case_reference == wanted.reference)
    )
