"""Reply: send one letter from the outbox, at most once more after an uncertain try."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from imwu_inbox.domain.reply import DeliveryReport
from imwu_inbox.domain.reply_limits import HOUR
from imwu_inbox.errors import ImwuError
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.outbox import Outbox
from imwu_inbox.ports.postman import Postman


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Hands waiting letters to the relay. `may_send` is the kill switch, asked before each: the outbox is kept.

    `replies_per_hour` is the breaker for all senders together: past it letters wait, and `braked` says how many.
    What the relay said is kept until it is written down: a database that is away meanwhile makes no letter uncertain.
    """

    outbox: Outbox
    postman: Postman
    clock: Clock
    may_send: Callable[[], bool]
    replies_per_hour: int
    _said: dict[int, tuple[DeliveryReport, datetime]] = field(default_factory=dict, repr=False)

    def __call__(self, letter_id: int) -> None:
        """Send one letter if it is still to be sent, and write down the relay's answer."""
        if not self.may_send() or self._breaker_is_open():
            return
        letter = self.outbox.claim(letter_id, self.clock.now())
        if letter is not None:
            self._said[letter_id] = self.postman(letter.letter), self.clock.now()
            self._write_down(letter_id)

    def _write_down(self, letter_id: int) -> None:
        said = self._said.pop(letter_id, None)
        if said is None:
            return
        try:
            self.outbox.settle(letter_id, *said)
        except ImwuError:
            self._said[letter_id] = said
            raise

    def post_due(self) -> int:
        """Send every letter that is due; how many were tried. What the relay said before is written down first."""
        for letter_id in tuple(self._said):
            self._write_down(letter_id)
        due = self.outbox.due(self.clock.now()) if self.may_send() else ()
        for tried, letter_id in enumerate(due):
            if not self.may_send() or self._breaker_is_open():
                return tried
            self(letter_id)
        return len(due)

    def braked(self) -> int:
        """How many letters the breaker makes wait now: an alarm when it is more than none."""
        return len(self.outbox.due(self.clock.now())) if self.may_send() and self._breaker_is_open() else 0

    def _breaker_is_open(self) -> bool:
        return self.outbox.begun_since(self.clock.now() - HOUR) >= self.replies_per_hour
