"""Why a message lies on the shelf, as a person reads it: the kind of its setback, told from the reason kept with it."""

from collections.abc import Mapping
from enum import StrEnum


class Setback(StrEnum):
    """What kept a message from its end."""

    UNPARSEABLE = "unparseable"
    """No parser could read it."""
    LIMIT = "limit"
    """A child that opened its files hit a limit."""
    NEIGHBOUR = "neighbour"
    """A server or the disk did not answer, tried again and again."""
    SET_ASIDE = "set-aside"
    """Something it needs is not there."""
    FAULT = "fault"
    """A fault of the program."""


_KIND_OF_BREAKDOWN: Mapping[str, Setback] = {
    "MailUnparseable": Setback.UNPARSEABLE,
    "ChildKilled": Setback.LIMIT,
    "NeighbourDown": Setback.NEIGHBOUR,
    "TryAgain": Setback.NEIGHBOUR,
    "CannotWrite": Setback.NEIGHBOUR,
    "SetAside": Setback.SET_ASIDE,
}


def setback_of(reason: str | None) -> Setback:
    """The kind of a reason such as `ChildKilled: over 120 seconds`; whatever is not known is a fault of the program."""
    kind, _, _ = (reason or "").partition(":")
    return _KIND_OF_BREAKDOWN.get(kind.split(" ")[0], Setback.FAULT)
