"""Every list of errands, real or fake, keeps these promises."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from imwu_inbox.adapters.sql.connect import connect
from imwu_inbox.adapters.sql.errand_store import SqlErrands
from imwu_inbox.domain.errand import Errand
from imwu_inbox.ports.errands import Errands
from tests.fakes.errands import FakeErrands
from tests.plugs.stores import KINDS

NOW = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
FIRST = Errand(reference="2026-000002", officer="m.roy", asked_at=NOW)
SECOND = Errand(reference="2026-000001", officer="j.roe", asked_at=NOW + timedelta(minutes=1))


@pytest.fixture(params=KINDS)
def errands(request: pytest.FixtureRequest) -> Iterator[Errands]:
    """Each kind of list in turn."""
    if request.param == "fake":
        yield FakeErrands()
        return
    database = connect(request.getfixturevalue(f"{request.param}_url"))
    yield SqlErrands(database)
    database.close()


def test_errands_wait_in_the_order_they_were_asked_until_they_were_run(errands: Errands) -> None:
    """One for each record, under the name of who asked first."""
    for errand in (SECOND, FIRST, replace(FIRST, officer="somebody.else", asked_at=NOW + timedelta(hours=1))):
        errands.ask(errand)
    assert errands.waiting() == [FIRST, SECOND]
    errands.forget(FIRST.reference)
    errands.forget("2026-000404")
    assert (errands.waiting(), errands.of(FIRST.reference)) == ([SECOND], None)


def test_an_errand_that_failed_waits_no_more_until_it_is_asked_anew(errands: Errands) -> None:
    """The page says what happened, and gives the button again."""
    errands.ask(FIRST)
    errands.fail(FIRST.reference)
    errands.fail("2026-000404")
    assert (errands.waiting(), errands.of(FIRST.reference)) == ([], replace(FIRST, has_failed=True))
    again = replace(FIRST, officer="j.roe")
    errands.ask(again)
    assert errands.waiting() == [again]
