"""The mail lab around the daemon as an operator starts it: one process from the first fault to the last."""

import os
from functools import partial
from pathlib import Path

from imwu_inbox.settings import load
from imwu_inbox.wiring import build, lay_out
from tests.disasters.daemon_process import DaemonProcess, wait_until
from tests.disasters.mail_lab.faults import Act, Fault, cut_at, reset_at, saying, silent_after
from tests.disasters.mail_lab.folders import INBOX
from tests.disasters.mail_lab.imap_lab import GREETING, ImapLab, imap_lab
from tests.disasters.mail_lab.unit import LabUnit, configured
from tests.servers.smtp import running

IN_TURN: tuple[tuple[str, Act, int], ...] = (
    (GREETING, silent_after(0), 3),
    ("LOGIN", saying("{tag} NO [UNAVAILABLE] later\r\n"), 2),
    ("UID FETCH .*BODY", reset_at(2_000), 2),
    ("UID MOVE", cut_at(0), 1),
    (GREETING, saying("* BYE too many connections\r\n"), 3),
)
LONGEST_OUTAGE_SECONDS = 60.0


def is_over(fault: Fault, imap: ImapLab) -> bool:
    """The fault has struck as often as it was to, and everything was taken in."""
    return fault.times == 0 and not imap.contents(INBOX)


def test_one_daemon_lives_through_every_fault_and_tells_of_it(tmp_path: Path) -> None:
    """No restart, nothing lost, nothing doubled, a letter for each message; the log says when mail was not read."""
    log = tmp_path / "daemon.log"
    with imap_lab() as imap, running() as relay:
        config = configured(tmp_path, imap, relay, poll_seconds=1)
        settings = load(config, {"PATH": os.environ["PATH"]})
        lay_out(settings)
        app = build(settings)
        unit = LabUnit(app=app, imap=imap, relay=relay)
        daemon = DaemonProcess(config, log)
        for at, act, times in IN_TURN:
            imap.faults = [fault := Fault(at=at, act=act, times=times)]
            unit.receive(2, told="missing-form-en")
            wait_until(partial(is_over, fault, imap), seconds=LONGEST_OUTAGE_SECONDS)
        wait_until(lambda: len(relay.received) >= len(unit.sent), seconds=LONGEST_OUTAGE_SECONDS)
        relay.rcpt = "550 5.1.1 no such mailbox"
        (refused,) = unit.receive(1, told="missing-form-en")
        wait_until(lambda: "letters did not arrive new=1" in log.read_text(encoding="utf-8"), seconds=30)
        relay.rcpt = "250 OK"
        unit.receive(1, told="missing-form-en")
        wait_until(lambda: len(relay.received) >= len(unit.sent) - 1, seconds=LONGEST_OUTAGE_SECONDS)
        assert daemon.is_alive()
        assert daemon.terminate() == 0, log.read_text(encoding="utf-8")[-2000:]
        unit.judge()
        copies = {message: len(unit.copies_of(message)) for message in unit.sent}
        assert copies == {message: int(message is not refused) for message in unit.sent}
        app.close()
    told = log.read_text(encoding="utf-8")
    assert "mailbox not read in 2 visits" in told
    assert "mailbox read again" in told
