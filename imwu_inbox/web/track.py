"""The track of days: a tick for each, filled for those used. Geometry stands in the path, never in a style."""

from functools import lru_cache

PITCH = 6
TICK = 4
HEIGHT = 12


@lru_cache(maxsize=512)
def ticks(first: int, last: int) -> str:
    """The ticks from one to before another as one path. Shape: SVG path data."""
    return "".join(f"M{number * PITCH + 1} 0h{TICK}v{HEIGHT}h-{TICK}z" for number in range(first, last))


def width(days: int) -> int:
    """How wide a track of so many days is. Units: pixels at one to one."""
    return days * PITCH
