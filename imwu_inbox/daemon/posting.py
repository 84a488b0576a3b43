"""The letters as the daemon tends them: what is due goes out, and whoever runs the relay hears of what does not."""

import logging
import threading

from imwu_inbox.daemon.ticked import Ticked

LOG = logging.getLogger(__name__)


class Posting:
    """The state of the outbox between two ticks."""

    def __init__(self, house: Ticked) -> None:
        self._house = house
        self._watching = threading.Lock()
        self._stuck = 0
        self._undelivered: frozenset[int] = frozenset()

    def post(self) -> None:
        """The tick that sends what is due, and says when the relay or the breaker makes letters wait."""
        if sent := self._house.post_due():
            LOG.info("outbox sent=%d", sent)
        self.watch()
        if waiting := self._house.braked():
            LOG.error("too many letters in an hour, %d wait: run imwu-inbox doctor", waiting)

    def watch(self) -> None:
        """The tick that looks at the letters alone: a relay that hangs holds up the one that sends."""
        with self._watching:
            self._look_for_stuck()
            self._look_for_undelivered()

    def _look_for_stuck(self) -> None:
        stuck = self._house.stuck()
        if stuck > self._stuck:
            LOG.error("the relay refuses letters or does not answer, %d wait: run imwu-inbox doctor", stuck)
        elif self._stuck and not stuck:
            LOG.warning("no letter waits for the relay any more")
        self._stuck = stuck

    def _look_for_undelivered(self) -> None:
        """By letter: one that is seen to while another fails would hide in a number."""
        found = self._house.undelivered()
        if new := found - self._undelivered:
            LOG.error("letters did not arrive new=%d in_all=%d: run imwu-inbox letters", len(new), len(found))
        elif self._undelivered and not found:
            LOG.warning("every letter that did not arrive has been seen to")
        self._undelivered = found
