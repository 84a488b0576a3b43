"""Reply: send one letter from the outbox, at most once more after an uncertain try."""

from dataclasses import dataclass

from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.outbox import Outbox
from imwu_inbox.ports.postman import Postman


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Hands waiting letters to the relay. `may_send` False is the kill switch: the outbox is kept, nothing goes out."""

    outbox: Outbox
    postman: Postman
    clock: Clock
    may_send: bool

    def __call__(self, letter_id: int) -> None:
        """Send one letter if it is still to be sent, and write down the relay's answer."""
        if not self.may_send:
            return
        letter = self.outbox.claim(letter_id, self.clock.now())
        if letter is not None:
            report = self.postman(letter.letter)
            self.outbox.settle(letter_id, report, self.clock.now())

    def post_due(self) -> int:
        """Send every letter that is due; how many were tried."""
        due = self.outbox.due(self.clock.now()) if self.may_send else ()
        for letter_id in due:
            self(letter_id)
        return len(due)
