"""When letters may leave the house: the kill switch and the trial, as configured."""

import pytest

from imwu_inbox.settings import Settings, SmtpSection
from imwu_inbox.wiring import TokenRing
from imwu_inbox.wiring.sentence import Stores, posting
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import FakeLedger
from tests.fakes.outbox import FakeOutbox
from tests.fakes.parts import FakeParts


@pytest.mark.parametrize(
    ("smtp", "may_send"),
    [
        (SmtpSection(), True),
        (SmtpSection(send=False), False),
        (SmtpSection(dry=True), False),
        (SmtpSection(dry=True, send=False), False),
    ],
    ids=["usual", "kill-switch", "trial", "both"],
)
def test_letters_go_out_unless_the_switch_is_off_or_a_trial_is_on(smtp: SmtpSection, *, may_send: bool) -> None:
    """In a trial also those that were waiting before it stay."""
    ledger = FakeLedger()
    stores = Stores(cases=FakeCaseStore(ledger), outbox=FakeOutbox(), waiting=FakeParts(ledger))
    settings = Settings(smtp=smtp)
    reply = posting(settings, stores=stores, tokens=TokenRing(settings), clock=FakeClock())
    assert reply.may_send is may_send
    assert reply.replies_per_hour == 100
