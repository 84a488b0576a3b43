"""What must agree is read so that it does, where there is one way; nothing is forced."""

import pytest

from imwu_inbox.domain.documents import Fact, Source
from imwu_inbox.domain.form_agreement import agreed_period, size_class


def period(first: str, last: str, days: str) -> dict[str, str]:
    """From, to and duration as they agree."""
    told = {"from": first, "to": last, "total_duration": days}
    return agreed_period({key: Fact(value=value, source=Source.FORM, raw=value) for key, value in told.items()})


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-12-06", "2927-16-04", "393"),
        ("2026-12-06", "2027-10-04", "383"),
        ("2626-12-06", "2027-10-04", "303"),
        ("2026-12-06", "2027-18-04", "303 days"),
    ],
)
def test_noughts_read_as_other_figures_are_told_by_the_rest(first: str, last: str, days: str) -> None:
    """Wherever they stand; a 6 that was a 6 stays one."""
    told = period(first, last, days)
    assert (told["from"], told["to"], told["total_duration"].split()[0]) == ("2026-12-06", "2027-10-04", "303")


def test_a_duration_with_letters_in_it_is_told_by_the_dates() -> None:
    """Where its figures are those of the days between them; `10 months` and a count that differs stay."""
    assert period("2026-12-19", "2027-03-15", "g7") == {"total_duration": "87"}
    assert period("2026-12-19", "2028-05-01", "59@") == {"total_duration": "500"}
    assert period("2026-12-19", "2027-03-15", "07") == {"total_duration": "87"}
    assert period("2026-12-19", "2027-03-15", "g8") == {}
    assert period("2026-12-19", "some day", "g7") == {}


def test_what_agrees_is_left_as_it_was_read() -> None:
    """Whether the last day is counted or not; so is what never agrees."""
    assert period("2026-12-06", "2027-10-04", "303") == {}
    assert period("2026-12-06", "2027-10-04", "302") == {}
    assert period("2026-12-06", "2027-10-04", "17") == {}
    assert period("2026-12-06", "2027-10-04", "10 months") == {}
    assert period("", "2027-10-04", "303") == {}


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ("21-108", "21-100"),
        ("161-566", "101-500"),
        ("1-26", "1-20"),
        ("580+", "500+"),
        ("1-20", "1-20"),
        ("50-99", "50-99"),
        ("26-49", "26-49"),
        ("99+", "99+"),
        ("about 80", "about 80"),
    ],
)
def test_the_bounds_of_a_size_are_round(read: str, said: str) -> None:
    """Where the class is cut at round numbers."""
    assert size_class(read) == said
