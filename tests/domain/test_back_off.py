"""How long to stay away from a server that failed."""

import pytest

from imwu_inbox.domain.back_off import pause_seconds


@pytest.mark.parametrize(("failures", "seconds"), [(0, 2), (1, 2), (2, 4), (5, 32), (9, 300), (100_000, 300)])
def test_the_pause_doubles_up_to_the_longest(failures: int, seconds: float) -> None:
    """Any number of failures has a pause."""
    assert pause_seconds(failures, longest_seconds=300, draw=1.0) == seconds


def test_the_pause_lies_anywhere_in_the_upper_half_of_its_span() -> None:
    """Several daemons do not come back at the same moment, and none comes back at once."""
    assert [pause_seconds(3, longest_seconds=300, draw=draw) for draw in (0.0, 0.5, 1.0)] == [4, 6, 8]
