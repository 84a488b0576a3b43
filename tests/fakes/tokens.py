"""A sign-in service in memory."""

from datetime import timedelta

from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.tokens import Token

HOUR = timedelta(hours=1)
EARLY = timedelta(minutes=5)


class FakeTokens:
    """Hands out token-1, token-2 and so on, each good for an hour and kept until shortly before its end."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: Token | None = None
        self.given = 0

    def token(self) -> Token:
        """The token kept, or the next."""
        if self._kept is None or self._clock.now() >= self._kept.expires_at - EARLY:
            self.given += 1
            self._kept = Token(text=f"token-{self.given}", expires_at=self._clock.now() + HOUR)
        return self._kept

    def forget(self) -> None:
        """The next is a new one."""
        self._kept = None
