"""An engine without threads or tables: runs wait in memory and are carried in the caller's thread.

For commands that take files in and wait for the end, and for trying things out. A kill loses what waited, so the
daemon uses the durable engine.
"""

from collections import deque
from collections.abc import Callable, Sequence

from sqlalchemy import Connection, event

from imwu_inbox.errors import ImwuError, Remedy, reason_of

TRIES = 3


class InlineEngine:
    """Carries what was committed when it is waited for.

    `run` is the intake sentence (mail id to outbox letter ids), `post` sends one letter, `set_aside` puts a mail on the
    shelf with a reason.
    """

    def __init__(
        self,
        *,
        run: Callable[[int], Sequence[int]],
        post: Callable[[int], None],
        set_aside: Callable[[int, str], None],
    ) -> None:
        self._run = run
        self._post = post
        self._set_aside = set_aside
        self._waiting: deque[int] = deque()
        self._seen: set[str] = set()

    def enqueue(self, connection: Connection, run_id: str, mail_id: int) -> None:
        """Queue a run once the caller's transaction is committed; the same run id again changes nothing."""

        def committed(_connection: Connection) -> None:
            if run_id not in self._seen:
                self._seen.add(run_id)
                self._waiting.append(mail_id)

        event.listen(connection, "commit", committed, once=True)

    def launch(self) -> None:
        """Nothing to start."""

    def adopt_dead(self) -> int:
        """Nobody else has runs of this engine."""
        return 0

    def pending(self) -> int:
        """How many runs wait."""
        return len(self._waiting)

    def wait_until_idle(self, timeout_seconds: float) -> bool:
        """Carry every waiting run to its end, however long it takes."""
        del timeout_seconds
        while self._waiting:
            self._carry(self._waiting.popleft())
        return True

    def purge(self, *, older_than_days: int) -> int:
        """Nothing is remembered."""
        del older_than_days
        return 0

    def stop(self, timeout_seconds: float) -> None:
        """Nothing to stop."""

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
