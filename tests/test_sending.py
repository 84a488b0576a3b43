"""When letters may leave the house: the kill switch and the trial, as configured."""

from pathlib import Path

import pytest

from imwu_inbox.settings import Settings, SmtpSection, load
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
    assert reply.may_send() is may_send
    assert reply.replies_per_hour == 100


def test_the_kill_switch_works_without_a_restart(tmp_path: Path) -> None:
    """The file is read anew; while somebody is still writing it nothing goes out; the environment stands above it."""
    file = tmp_path / "imwu-inbox.toml"
    file.write_text("[smtp]\nsend = true\n", encoding="utf-8")
    settings, overruled = load(file, {}), load(file, {"IMWU_INBOX__SMTP__SEND": "true"})
    seen = []
    for text in ("send = true", "send = false", "send = fal", "dry = true", "send = true"):
        file.write_text(f"[smtp]\n{text}\n", encoding="utf-8")
        seen.append((settings.may_send_now(), overruled.may_send_now()))
    assert seen == [(True, True), (False, True), (False, False), (False, False), (True, True)]


def test_a_trial_ends_with_a_restart_only(tmp_path: Path) -> None:
    """Letters of this process are marked never to go: to send others meanwhile would be half a trial."""
    file = tmp_path / "imwu-inbox.toml"
    file.write_text("[smtp]\ndry = true\n", encoding="utf-8")
    settings = load(file, {})
    file.write_text("[smtp]\ndry = false\n", encoding="utf-8")
    assert not settings.may_send_now()
