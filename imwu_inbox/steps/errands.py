"""Errands: an officer asks on a page for the whole of a message that was too large; the daemon fetches it."""

from collections.abc import Callable
from dataclasses import dataclass

from imwu_inbox.domain.case import CaseRecord, CaseStatus
from imwu_inbox.domain.errand import Errand
from imwu_inbox.domain.verdict import Refusal
from imwu_inbox.errors import TryAgain, UsageError
from imwu_inbox.ports.case_store import CaseStore
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.errands import Errands


def can_be_undone(record: CaseRecord) -> bool:
    """Whether a record was rejected for its size, so that there is more of it to fetch."""
    return record.status is CaseStatus.REJECTED and Refusal.OVER_SIZE in record.refusals


def rejected_for_its_size(cases: CaseStore, reference: str) -> CaseRecord:
    """The record of which there is more to fetch. Raises: UsageError when there is none."""
    file = cases.file(reference)
    if file is None:
        raise UsageError(f"{reference}: no such record. `imwu-inbox queue --all` lists them.")
    if not can_be_undone(file.record):
        raise UsageError(f"{reference} is not rejected for its size, so there is nothing to fetch.")
    return file.record


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForWhole:
    """The act behind the button; who asked is written down when the message was fetched."""

    cases: CaseStore
    errands: Errands
    clock: Clock

    def __call__(self, reference: str, *, by: str) -> None:
        """Leave the errand. Raises: UsageError when there is nothing to fetch for this record."""
        rejected_for_its_size(self.cases, reference)
        self.errands.ask(Errand(reference=reference, officer=by, asked_at=self.clock.now()))


@dataclass(frozen=True, slots=True, kw_only=True)
class RunErrands:
    """Fetches what officers asked for, each under its officer's name. `fetch_whole` is `Undo`."""

    errands: Errands
    fetch_whole: Callable[..., int]

    def __call__(self) -> int:
        """Run those that wait; how many were. One that meets a visit under way waits for the next round.

        Raises: NeighbourDown, with the errand still waiting.
        """
        done = 0
        for errand in self.errands.waiting():
            try:
                self.fetch_whole(errand.reference, by=errand.officer)
            except TryAgain:
                continue
            except UsageError:
                self.errands.fail(errand.reference)
            else:
                self.errands.forget(errand.reference)
                done += 1
        return done
