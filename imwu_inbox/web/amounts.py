"""Shares as both languages write them."""

_GAP = "\N{NO-BREAK SPACE}"


def percent(share: float) -> str:
    """A share of one in hundredths, never rounded up to certainty. Shape: `93 %`."""
    return f"{int(share * 100)}{_GAP}%"
