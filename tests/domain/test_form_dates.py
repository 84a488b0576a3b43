"""Dates with day and month in either order: settled by what is certain, else shown as unsettled."""

from dataclasses import replace
from datetime import date

import pytest

from imwu_inbox.domain.documents import Answer, Fact, Source
from imwu_inbox.domain.form_dates import date_of, is_unsettled
from imwu_inbox.domain.request import FormFacts
from tests.domain.papers import a_form


def form(**said: str) -> FormFacts:
    """The facts of a form with these dates."""
    written = {"from": "2027-02-05", "to": "2027-08-03", "date_of_birth": "1990-04-01", **said}
    fields = {key: Fact(value=value, source=Source.FORM) for key, value in written.items() if value}
    return FormFacts(found=Answer.YES, reading=replace(a_form(), fields=fields))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ({"from": "2027-02-05"}, date(2027, 2, 5)),
        ({"from": "05/02/2027"}, None),
        ({"from": "05/02/2027", "to": "25/03/2027"}, date(2027, 2, 5)),
        ({"from": "05/02/2027", "to": "03/25/2027"}, date(2027, 5, 2)),
        ({"from": "05/02/2027", "date_of_birth": "25/03/1990", "to": "03/25/2027"}, None),
        ({"from": "05/02/2027", "to": "2027-02-14", "total_duration": "10"}, date(2027, 2, 5)),
        ({"from": "05/02/2027", "to": "2027-02-14", "total_duration": "11"}, None),
        ({"from": "05/05/2027"}, date(2027, 5, 5)),
        ({"from": "next spring"}, None),
        ({"from": ""}, None),
    ],
)
def test_a_date_is_settled_by_its_neighbours_or_not_at_all(said: dict[str, str], day: date | None) -> None:
    """By the order of another date, or by the duration; never by habit."""
    facts = form(**said)
    assert date_of(facts, "from") == day
    assert is_unsettled(facts, "from") == (day is None and bool(said["from"]))
