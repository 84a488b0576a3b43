"""When letters may leave the house: the kill switch and the trial, as configured."""

from pathlib import Path

import pytest

from imwu_inbox.daemon.posting import TURNED, Posting
from imwu_inbox.domain.sending import Sending
from imwu_inbox.settings import Settings, SmtpSection, load
from imwu_inbox.steps.note_sending import last_sending
from imwu_inbox.steps.take_up import COMMAND_LINE
from imwu_inbox.wiring import TokenRing
from imwu_inbox.wiring.sentence import Stores, posting
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.clock import FakeClock
from tests.fakes.house import FakeHouse
from tests.fakes.ledger import FakeLedger
from tests.fakes.log_lines import DAEMON, told_by
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


def test_turning_a_switch_is_told_once_and_written_down_once() -> None:
    """In the log without anybody's data, and in the audit log, by whichever daemon sees it first."""
    house = FakeHouse()
    first, second = Posting(house), Posting(house)
    with told_by(DAEMON) as lines:
        for switches in (Sending.ON, Sending.OFF, Sending.OFF, Sending.UNKNOWN, Sending.ON):
            house.switches = switches
            first.post()
            second.post()
    turned = [Sending.OFF, Sending.UNKNOWN, Sending.ON]
    assert [line for line in lines.said if "sen" in line] == [
        f"WARNING {TURNED[now]}" for now in turned for _daemon in (first, second)
    ]
    assert [entry.detail for entry in house.audit.of_officer(COMMAND_LINE)][::-1] == [now.value for now in turned]


def test_a_daemon_that_starts_says_when_no_letter_goes_out(caplog: pytest.LogCaptureFixture) -> None:
    """And that letters are sent again, if they were not when the last one ended."""
    house = FakeHouse(switches=Sending.TRIAL)
    Posting(house).post()
    Posting(house).post()
    house.switches = Sending.ON
    Posting(house).post()
    Posting(house).post()
    said = [record.message for record in caplog.records]
    assert said == [TURNED[Sending.TRIAL], TURNED[Sending.TRIAL], TURNED[Sending.ON]]
    assert last_sending(house.audit) is Sending.ON


def test_a_trial_ends_with_a_restart_only(tmp_path: Path) -> None:
    """Letters of this process are marked never to go: to send others meanwhile would be half a trial."""
    file = tmp_path / "imwu-inbox.toml"
    file.write_text("[smtp]\ndry = true\n", encoding="utf-8")
    settings = load(file, {})
    file.write_text("[smtp]\ndry = false\n", encoding="utf-8")
    assert not settings.may_send_now()
