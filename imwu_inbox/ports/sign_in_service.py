"""The organization's own sign-in, where it has one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Where a browser is sent. `kept` is what the return needs under the name `state`; it stays here."""

    url: str
    state: str
    kept: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Who came back. `subject` names the person for ever: issuer and its own key, never a name or an address."""

    subject: str


class SignInService(Protocol):
    """Sends people away to sign in and proves who came back.

    Raises: NeighbourDown when the service does not answer.
    """

    def depart(self, return_url: str) -> Departure:
        """Begin a sign-in that comes back to this address."""
        ...

    def arrive(self, return_url: str, answer: Mapping[str, str], kept: Mapping[str, str]) -> Arrival | None:
        """Who the answer proves; None when it proves nobody."""
        ...
