"""Passwords whose hash costs nothing."""


class FakePasswords:
    """A hash is the password behind a word."""

    def hashed(self, password: str) -> str:
        """The password behind a word."""
        return f"hashed:{password}"

    def holds(self, secret: str, password: str) -> bool:
        """Whether it is the one."""
        return bool(secret) and secret == self.hashed(password)
