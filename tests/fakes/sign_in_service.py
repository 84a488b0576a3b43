"""A sign-in service that proves whom the test wants."""

from collections.abc import Mapping

from imwu_inbox.ports.sign_in_service import Arrival, Departure


class FakeSignIn:
    """Proves `subject`, or nobody where it is empty."""

    def __init__(self, subject: str = "https://id.example#7") -> None:
        self.subject = subject
        self.left = 0

    def depart(self, return_url: str) -> Departure:
        """Away."""
        self.left += 1
        state = f"state-{self.left}"
        return Departure(url=f"https://id.example/?back={return_url}", state=state, kept={"nonce": state})

    def arrive(self, return_url: str, answer: Mapping[str, str], kept: Mapping[str, str]) -> Arrival | None:
        """Back."""
        del return_url
        is_same = answer.get("code") == "good" and kept["nonce"] == answer["state"]
        return Arrival(subject=self.subject) if is_same and self.subject else None
