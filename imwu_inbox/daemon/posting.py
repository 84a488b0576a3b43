"""The letters as the daemon tends them: what is due goes out, and whoever runs the relay hears of what does not."""

import logging
import threading

from imwu_inbox.daemon.ticked import Ticked
from imwu_inbox.domain.sending import Sending

LOG = logging.getLogger(__name__)

TURNED = {
    Sending.ON: "letters are sent",
    Sending.OFF: "sending is switched off (smtp.send = false): letters wait in the outbox",
    Sending.TRIAL: "a trial (smtp.dry = true): letters are written and never sent",
    Sending.UNKNOWN: "the configuration cannot be used: no letter is sent until it is mended, run imwu-inbox doctor",
}


class Posting:
    """The state of the outbox between two ticks."""

    def __init__(self, house: Ticked) -> None:
        self._house = house
        self._watching = threading.Lock()
        self._sending: Sending | None = None
        self._stuck = 0
        self._undelivered: frozenset[int] = frozenset()

    def post(self) -> None:
        """The tick that sends what is due, and says when the relay or the breaker makes letters wait."""
        self._look_at_the_switches()
        if sent := self._house.post_due():
            LOG.info("outbox sent=%d", sent)
        self.watch()
        if waiting := self._house.braked():
            LOG.error("too many letters in an hour, %d wait: run imwu-inbox doctor", waiting)

    def _look_at_the_switches(self) -> None:
        """Said when they are turned, and at the start unless letters are sent as they were before."""
        now = self._house.sending()
        if now is self._sending:
            return
        if self._house.note_sending(now) or self._sending or now is not Sending.ON:
            LOG.warning(TURNED[now])
        self._sending = now

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
