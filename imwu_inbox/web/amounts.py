"""Shares and counts as both languages write them."""

from imwu_inbox.web.catalogue import number

_GAP = "\N{NO-BREAK SPACE}"


def percent(share: float) -> str:
    """A share of one in hundredths, never rounded up to certainty. Shape: `93 %`."""
    return f"{int(share * 100)}{_GAP}%"


def count(found: int, most: int) -> str:
    """How many were found; with a plus where the counting ended at `most`. Shape: `9 622`, `10 000+`."""
    return number(found) if found <= most else f"{number(most)}+"
