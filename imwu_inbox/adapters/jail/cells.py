"""The cells of a jail: children that wait for work, and cells that stand empty until somebody needs one."""

from threading import Condition

from imwu_inbox.adapters.jail.child import Child


class Cells:
    """So many cells; whoever works takes one, with its child or empty, and puts it back."""

    def __init__(self, count: int, *, patience_seconds: float) -> None:
        """All stand empty. `patience_seconds` is how long a child at work is waited for before another is started."""
        self._count = count
        self._patience_seconds = patience_seconds
        self._idle: list[Child] = []
        self._empty = count
        self._turn = Condition()

    def take(self) -> Child | None:
        """A child, or None with leave to start one.

        A start costs a second of computing, more than most files do: a child that will soon be free is waited for.
        """
        with self._turn:
            if self._empty < self._count:
                self._turn.wait_for(lambda: bool(self._idle), timeout=self._patience_seconds)
            self._turn.wait_for(lambda: bool(self._idle) or self._empty > 0)
            if self._idle:
                return self._idle.pop()
            self._empty -= 1
            return None

    def put(self, child: Child | None) -> None:
        """A cell comes back, with its child or empty."""
        with self._turn:
            if child is None:
                self._empty += 1
            else:
                self._idle.append(child)
            self._turn.notify_all()

    @property
    def fair_share(self) -> int:
        """How many of them whoever works in one may count as their own, as others work too: one or more."""
        with self._turn:
            at_work = self._count - self._empty - len(self._idle)
            return max(1, self._count // max(1, at_work))

    def end(self) -> None:
        """End every child; wait for those at work. Nothing can be taken afterwards."""
        with self._turn:
            self._turn.wait_for(lambda: len(self._idle) + self._empty == self._count)
            self._count = self._empty = 0
        self.end_idle()

    def end_idle(self) -> None:
        """End the children that are not at work."""
        while self._idle:
            self._idle.pop().kill()
