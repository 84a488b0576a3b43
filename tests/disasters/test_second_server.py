"""Courier, a real server of another make: it cannot move, names no next UID, keeps all folders below the inbox."""

import base64
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from imwu_inbox.adapters.demo_smtp import demo_relay
from imwu_inbox.domain.limits import Limits
from imwu_inbox.ports.mailbox import Tray
from imwu_inbox.settings import load
from imwu_inbox.steps.fetch import Fetch, PollReport
from imwu_inbox.steps.reconcile import Reconcile
from imwu_inbox.wiring import lay_out
from tests.bench.figures import write_section
from tests.fakes.clock import FakeClock
from tests.fakes.lease import FakeLease
from tests.fakes.ledger import FakeLedger
from tests.fakes.stragglers import FakeStragglers
from tests.fakes.vault import FakeVault
from tests.plugs.mailbox_desks import RECEIVED, message
from tests.servers import courier
from tests.servers.courier import TRAYS, Courier
from tests.stories.told import story
from tests.stories.unit import CONFIG, UNIT_ADDRESS, Unit, tell

TOLD = ("complete-text-en", "missing-passport-fr")
LIMIT_BYTES = 100_000


@pytest.fixture(scope="module")
def server() -> Iterator[Courier]:
    """One server for all."""
    with courier.running() as running:
        yield running


def test_the_intake_takes_each_message_once_and_the_comparison_agrees(server: Courier) -> None:
    """Two visits, a message over the limit, and one that somebody removed: ledger and server tell the same."""
    account, ledger, lease = server.account(), FakeLedger(), FakeLease()
    limits = Limits(message_bytes=LIMIT_BYTES, nominal_message_bytes=LIMIT_BYTES)
    since = datetime(2026, 1, 1, tzinfo=UTC)
    # Courier ends a last line that has no end; and each of its commands takes a second or two to look for a daemon.
    letters = [message(1), message(2), message(3, size_bytes=LIMIT_BYTES) + b"\r\n"]
    account.deliver([(letter, RECEIVED) for letter in letters])
    fetch = Fetch(
        door=account.door(),
        vault=FakeVault(),
        ledger=ledger,
        lease=lease,
        stragglers=FakeStragglers(),
        clock=FakeClock(),
        limits=limits,
        answer_since=since,
    )
    assert fetch() == PollReport(seen=3, taken_in=3, over_size=1, filed=3)
    assert fetch() == PollReport()
    assert sorted(account.contents(TRAYS[Tray.PROCESSED])) == sorted(letters[:2])
    assert account.contents(TRAYS[Tray.REJECTED]) == letters[2:]
    found = Reconcile(door=fetch.door, ledger=ledger, stragglers=fetch.stragglers, lease=lease, clock=fetch.clock)()
    assert (found.in_ledger, found.findings) == (3, ())


def test_the_servers_word_brings_the_visit_forward(server: Courier) -> None:
    """IDLE, as Courier speaks it."""
    account, stopping, told = server.account(), threading.Event(), threading.Event()
    listener = threading.Thread(target=lambda: account.door().watch(stopping=stopping, wake=told.set))
    listener.start()
    try:
        account.deliver([(message(1), RECEIVED)])
        assert told.wait(90)
    finally:
        stopping.set()
        listener.join()


def test_stories_end_to_end(server: Courier, tmp_path: Path) -> None:
    """Mailbox to record to letter, as on Dovecot."""
    account = server.account()
    with demo_relay() as relay:
        text = CONFIG.format(
            imap=account,
            smtp=relay,
            store=f"sqlite:///{tmp_path}/unit.db",
            vault=tmp_path / "vault",
            key=base64.b64encode(b"\x07" * 32).decode(),
            address=UNIT_ADDRESS,
        )
        trays = "".join(f'{tray.value}_folder = "{folder}"\n' for tray, folder in TRAYS.items())
        config = tmp_path / "imwu-inbox.toml"
        config.write_text(text.replace("[smtp]", f"{trays}[smtp]"), encoding="utf-8")
        settings = load(config, {})
        lay_out(settings)
        told = [story(name) for name in TOLD]
        became = tell(Unit(settings=settings, config=config, imap=account, relay=relay), told)
    for one in told:
        file = became[one.name].file
        assert file is not None
        assert file.record.outcome == one.expected["outcome"]
        assert len(became[one.name].letters) == (one.expected["reply"] != "none")
    assert account.contents("INBOX") == []
    write_section(
        "A second real server",
        ("story", "outcome", "letters"),
        [(one.name, str(one.expected["outcome"]), str(len(became[one.name].letters))) for one in told],
        said="Courier, which cannot move, names no next UID and keeps all folders below the inbox: mailbox to record "
        "to letter, every message filed by copy and expunge, the comparison of server and ledger without a difference, "
        "and IDLE bringing the visit forward.",
    )
