"""An engine without threads: runs wait in the durable queue and are carried in the caller's thread.

For commands that take files in and wait for the end. A run is forgotten only after its end, so a kill repeats it; its
steps change nothing when repeated.
"""

import time
from collections.abc import Callable, Sequence
from typing import Protocol

from imwu_inbox.errors import ImwuError, Remedy, reason_of

TRIES = 3


class RunQueue(Protocol):
    """Where runs wait."""

    def waiting(self) -> Sequence[tuple[str, int]]:
        """Run id and mail id of every run that is not at its end, oldest first."""
        ...

    def forget(self, run_ids: Sequence[str]) -> None:
        """Delete runs."""
        ...


class InlineEngine:
    """Carries what waits when it is waited for.

    `run` is the intake sentence (mail id to outbox letter ids), `post` sends one letter, `set_aside` puts a mail on the
    shelf with a reason.
    """

    def __init__(
        self,
        *,
        queue: RunQueue,
        run: Callable[[int], Sequence[int]],
        post: Callable[[int], None],
        set_aside: Callable[[int, str], None],
    ) -> None:
        self._queue = queue
        self._run = run
        self._post = post
        self._set_aside = set_aside

    def launch(self) -> None:
        """Nothing to start."""

    def adopt_dead(self) -> int:
        """What the dead left waits in the same queue."""
        return 0

    def pending(self) -> int:
        """How many runs wait. Raises: NeighbourDown."""
        return len(self._queue.waiting())

    def wait_until_idle(self, timeout_seconds: float) -> bool:
        """Carry every waiting run to its end; False when the time ran out between two. Raises: NeighbourDown."""
        deadline = time.monotonic() + timeout_seconds
        while waiting := self._queue.waiting():
            for run_id, mail_id in waiting:
                self._carry(mail_id)
                self._queue.forget([run_id])
                if time.monotonic() > deadline:
                    return not self._queue.waiting()
        return True

    def purge(self, *, older_than_days: int) -> int:
        """Runs are forgotten at their end."""
        del older_than_days
        return 0

    def stop(self, timeout_seconds: float) -> int:
        """Nothing to stop: a run ends within its call."""
        del timeout_seconds
        return 0

    def _carry(self, mail_id: int) -> None:
        for letter_id in self._intake(mail_id):
            try:
                self._post(letter_id)
            except Exception:  # noqa: BLE001, S112  the outbox keeps the letter, whose own tick sends it later
                continue

    def _intake(self, mail_id: int) -> Sequence[int]:
        """Bounded tries at once: whatever keeps failing goes to the shelf."""
        reason = ""
        for _ in range(TRIES):
            try:
                return self._run(mail_id)
            except Exception as error:  # noqa: BLE001  any breakdown ends on the shelf, none ends the run
                reason = reason_of(error)
                if isinstance(error, ImwuError) and error.remedy is Remedy.SET_ASIDE:
                    break
        self._set_aside(mail_id, reason)
        return ()
