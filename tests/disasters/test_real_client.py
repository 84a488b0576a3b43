"""A request sent with a real mail program is acknowledged, and the letter stands under it in the sender's mailbox."""

import imaplib
import os
import re
import shutil
import subprocess
from email import message_from_bytes
from pathlib import Path

from imwu_inbox.adapters.mailparser_mime import MailParserMime
from imwu_inbox.wiring import build
from tests.bench.figures import write_section
from tests.stories.told import Story, story
from tests.stories.unit import UNIT_ADDRESS, Unit, running_unit, work_until_idle

TOLD = "complete-text-en"
SENDER = "rh@atelier.example.org"


def write_and_send(unit: Unit, told: Story, folder: Path) -> bytes:
    """The letter of a story, written anew with s-nail and handed to the relay by it; what the relay was given."""
    letter = MailParserMime().parse_mail(told.message)
    files = []
    for file in letter.attachments:
        path = folder / file.name.replace("'", "")  # the program takes the name for words of a shell
        path.write_bytes(file.content)
        files += ["-a", str(path)]
    program = shutil.which("s-nail")
    assert program, "s-nail is not installed: run .ci/setup disasters"
    variables = {
        "mta": f"smtp://127.0.0.1:{unit.relay.port}",
        "smtp-auth": "none",
        "from": SENDER,
        "hostname": SENDER.partition("@")[2],
        "sendwait": "",
        "ttycharset": "utf-8",
    }
    options = [part for name, value in variables.items() for part in ("-S", f"{name}={value}" if value else name)]
    subprocess.run(
        [program, "-:/", "-S", "v15-compat", *options, *files, "-s", letter.subject, UNIT_ADDRESS],
        input=letter.body_text.encode(),
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"},
        check=True,
    )
    (handed,) = unit.relay.received
    return handed.content


def threads(unit: Unit, letters: list[bytes]) -> str:
    """How the sender's own mailbox, on the real server, threads these letters. Source: RFC 5256."""
    imap = unit.imap
    with imaplib.IMAP4(imap.host, imap.port, timeout=20) as line:
        line.login("sender", imap.password)
        for letter in letters:
            assert line.append("INBOX", "", "", letter)[0] == "OK"
        line.select("INBOX")
        return bytes(line.thread("REFERENCES", "UTF-8", "ALL")[1][0]).decode()


def test_a_request_sent_with_s_nail_is_acknowledged_and_the_letter_threads_under_it(tmp_path: Path) -> None:
    """Written by one real program, carried by a real server, threaded by that server in the sender's mailbox."""
    told = story(TOLD)
    with running_unit(tmp_path, f"sqlite:///{tmp_path}/unit.db") as unit:
        sent = write_and_send(unit, told, tmp_path)
        assert b"s-nail" in re.sub(rb"\r?\n\r?\n.*", b"", sent, flags=re.DOTALL)
        unit.imap.deliver([(sent, told.received_at)])
        app = build(unit.settings)
        try:
            work_until_idle(app)
            (record,) = app.cases.everything(limit=10)
        finally:
            app.close()
        assert record.outcome == told.expected["outcome"] == "accepted"
        (answer,) = unit.relay.received[1:]
        assert answer.recipients == (SENDER,)
        letter, request = message_from_bytes(answer.content), message_from_bytes(sent)
        assert (letter["In-Reply-To"], letter["Auto-Submitted"]) == (request["Message-ID"], "auto-replied")
        assert record.reference in str(letter["Subject"])
        assert threads(unit, [sent, b"Subject: another matter\r\n\r\n", answer.content]) == "(1 3)(2)"
    write_section(
        "A real mail client",
        ("program", "request", "outcome", "octets", "letter threaded under it"),
        [("s-nail", TOLD, record.outcome.value, f"{len(sent):,}", "yes, by Dovecot (THREAD REFERENCES)")],
        said="Written and sent by the program over SMTP, taken in from a real server, answered, and the letter laid "
        "beside it in the sender's own mailbox.",
    )
