"""How long to stay away from a server that failed: longer each time, and never all at the same moment."""

FIRST_SECONDS = 2.0
"""The pause after the first failure, at most: most breaks are over at once."""
GROWTH = 2.0


def pause_seconds(failures: int, *, longest_seconds: float, draw: float) -> float:
    """The pause after so many failures in a row, between the half and the whole of a span that doubles each time.

    Units: seconds; `draw` from 0 to 1, drawn anew each time, so that several daemons do not come back together.
    """
    doublings = min(max(failures - 1, 0), 30)
    span = min(FIRST_SECONDS * GROWTH**doublings, longest_seconds)
    return float(span * (0.5 + 0.5 * draw))
