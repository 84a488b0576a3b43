"""Visit: look into one mailbox and write down how it went, for whoever watches over the house from another process."""

from contextlib import suppress
from dataclasses import dataclass

from imwu_inbox.domain.reconciliation import Reconciliation
from imwu_inbox.errors import ImwuError
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.logbook import Logbook
from imwu_inbox.steps.fetch import Fetch, PollReport
from imwu_inbox.steps.reconcile import Reconcile


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One mailbox under its name, with what is done there."""

    mailbox: str
    fetch: Fetch
    compare: Reconcile
    logbook: Logbook
    clock: Clock

    def __call__(self) -> PollReport:
        """Take in what is new. A visit left to another daemon is that daemon's to write down. Raises: as `Fetch`."""
        return self._looked(thorough=False)

    def thoroughly(self) -> Reconciliation:
        """Look at every message, also those below the mark, then compare, and keep what was found.

        Raises: NeighbourDown, CannotWrite, TryAgain.
        """
        self._looked(thorough=True)
        found = self.compare(note=True)
        self.logbook.compared(self.mailbox, self.clock.now(), found)
        return found

    def _looked(self, *, thorough: bool) -> PollReport:
        try:
            report = self.fetch(thorough=thorough)
        except Exception as breakdown:
            # A database that is down cannot note it either; the visit's own breakdown is what is told.
            with suppress(ImwuError):
                self.logbook.failed(self.mailbox, self.clock.now(), type(breakdown).__name__)
            raise
        if not report.elsewhere:
            self.logbook.read(self.mailbox, self.clock.now())
        return report
