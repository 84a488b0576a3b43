"""The loop lab's figures: how many letters each kind of machine got out of us in a day."""

from tests.bench.figures import write_section
from tests.steps.fake_unit import LIMITS
from tests.steps.test_loop_lab import MACHINES, a_day_with, busiest_hour


def test_the_figures_of_the_loop_lab_are_written_down() -> None:
    """Each answers at once whatever we write, for 24 hours of a fake clock."""
    rows, most = [], 0
    for machine in MACHINES:
        unit, times = a_day_with(machine)
        begun = len(unit.postman.handed)
        most = max(most, begun)
        assert len(times) <= LIMITS.replies_per_sender_per_day
        assert busiest_hour(times) <= LIMITS.replies_per_sender_per_hour
        told = (machine.__doc__ or "").strip().rstrip(".")
        rows.append(
            (told, str(len(unit.ledger.rows)), str(len(unit.cases.records)), str(begun), str(busiest_hour(times)))
        )
    assert most < LIMITS.replies_per_hour
    write_section(
        "Loop lab",
        ("machine", "messages from it", "records", "letters from us in 24 hours", "in the busiest hour"),
        rows,
        said="Six kinds of auto-responder answer every letter of ours at once, for 24 hours. To one sender go at most "
        f"{LIMITS.replies_per_sender_per_hour} letters an hour and {LIMITS.replies_per_sender_per_day} a day; the "
        f"breaker, at {LIMITS.replies_per_hour} an hour, was never needed.",
    )
