"""Every list of stragglers, real or fake, keeps these promises."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from imwu_inbox.adapters.sql.connect import connect
from imwu_inbox.adapters.sql.straggler_store import SqlStragglers
from imwu_inbox.domain.mail import MailRef
from imwu_inbox.domain.straggler import LONGEST_PAUSE, Straggler
from imwu_inbox.ports.stragglers import Stragglers
from tests.fakes.stragglers import FakeStragglers
from tests.plugs.stores import KINDS

NOW = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
PLACE = ("unit", "INBOX", 7)
LARGE = 2**52 - 1


@pytest.fixture(params=KINDS)
def stragglers(request: pytest.FixtureRequest) -> Iterator[Stragglers]:
    """Each kind of list in turn."""
    if request.param == "fake":
        yield FakeStragglers()
        return
    database = connect(request.getfixturevalue(f"{request.param}_url"))
    yield SqlStragglers(database)
    database.close()


def straggler(uid: int, *, folder: str = "INBOX", uidvalidity: int = 7) -> Straggler:
    """One that was never tried again."""
    ref = MailRef(account="unit", folder=folder, uidvalidity=uidvalidity, uid=uid)
    return Straggler(ref=ref, again_at=NOW)


def test_those_of_a_place_are_remembered_by_uid(stragglers: Stragglers) -> None:
    """Another folder and another epoch have their own."""
    here = [straggler(2), straggler(LARGE)]
    stragglers.note([here[1], here[0], straggler(1, folder="Other"), straggler(3, uidvalidity=8)])
    assert stragglers.of(*PLACE) == here


def test_what_is_new_about_one_takes_the_place_of_the_old(stragglers: Stragglers) -> None:
    """One row each."""
    again = straggler(2).broke_again(NOW).broke_again(NOW + timedelta(hours=1))
    stragglers.note([straggler(2)])
    stragglers.note([again])
    assert stragglers.of(*PLACE) == [again]


def test_those_that_are_forgotten_are_gone_and_no_other(stragglers: Stragglers) -> None:
    """To forget one that is not known is no fault."""
    stragglers.note([straggler(1), straggler(2)])
    stragglers.forget({straggler(1).ref, straggler(5).ref})
    assert stragglers.of(*PLACE) == [straggler(2)]


def test_no_pause_is_longer_than_the_longest() -> None:
    """Whatever comes to be readable is read within the day."""
    one = straggler(1)
    for _ in range(50):
        one = one.broke_again(NOW)
    assert one.again_at == NOW + LONGEST_PAUSE
