"""A 25 MB message is turned away after its head alone was read, counted at the socket."""

from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

import pytest

from imwu_inbox.domain.audit import Act
from imwu_inbox.domain.verdict import Outcome, Refusal
from imwu_inbox.settings import load
from imwu_inbox.steps.errands import AskForWhole
from imwu_inbox.wiring import build, open_desk
from tests.servers.lines import counting
from tests.stories.told import story
from tests.stories.unit import now, running_unit, work_until_idle

pytestmark = pytest.mark.dovecot

PICTURE_BYTES = 18_300_000
MOST_READ_BYTES = 65_536


def huge_letter() -> bytes:
    """A request with a picture that nobody should have sent: about 25 MB once encoded."""
    letter = EmailMessage()
    letter["From"] = "rh@atelier.example"
    letter["To"] = "imwu-umit@example.org"
    letter["Subject"] = "Demande d’opinion"
    letter["Message-ID"] = "<huge@atelier.example>"
    letter.set_content("Bonjour, veuillez trouver ci-joint notre demande et nos documents pour cette personne.")
    letter.add_attachment(bytes(PICTURE_BYTES), maintype="image", subtype="png", filename="affiche.png")
    return letter.as_bytes()


def test_a_25_mb_message_is_rejected_after_64_kb(tmp_path: Path) -> None:
    """The whole visit, log-in to filing away, costs under 64 KB; the sender still gets a letter in their language."""
    content = huge_letter()
    assert len(content) > 24_000_000
    with running_unit(tmp_path, f"sqlite:///{tmp_path}/unit.db") as unit:
        unit.imap.deliver([(content, now())])
        with counting(unit.imap.port) as line:
            settings = load(unit.config, {"IMWU_INBOX__MAILBOX__PORT": str(line.port)})
            app = build(settings)
            try:
                work_until_idle(app)
                (record,) = app.cases.everything()
            finally:
                app.close()
            assert 0 < line.received_bytes < MOST_READ_BYTES
        assert (record.outcome, record.refusals) == (Outcome.REJECTED, (Refusal.OVER_SIZE,))
        (letter,) = unit.letters()
        assert str(letter["Subject"]).index("Nous n’avons pas pu") < str(letter["Subject"]).index("We could not")


def test_an_officer_takes_up_a_complete_request_that_was_too_large(tmp_path: Path) -> None:
    """Asked for on the pages, fetched by the daemon from a real server, acknowledged; its day of receipt stands."""
    told = story("complete-text-en")
    boundary = message_from_bytes(told.message).get_boundary()
    assert boundary
    closing = f"--{boundary}--".encode()
    padding = f"--{boundary}\r\nContent-Type: image/png; name=logo.png\r\n\r\n".encode()
    content = told.message.replace(closing, padding + b"x" * 4_300_000 + b"\r\n" + closing)
    with running_unit(tmp_path, f"sqlite:///{tmp_path}/unit.db") as unit:
        unit.imap.deliver([(content, told.received_at)])
        app = build(unit.settings)
        try:
            work_until_idle(app)
            (rejected,) = app.cases.everything()
            assert (rejected.outcome, rejected.refusals) == (Outcome.REJECTED, (Refusal.OVER_SIZE,))
            desk = open_desk(unit.settings)
            AskForWhole(cases=desk.cases, errands=desk.errands, clock=desk.clock)(rejected.reference, by="m.roy")
            assert (app.run_errands(), app.run_errands()) == (1, 0)
            mail_id = app.undo(rejected.reference)
            assert app.undo(rejected.reference) == mail_id
            work_until_idle(app)
            (record,) = app.cases.everything()
            assert [entry.act for entry in desk.audit.of_officer("m.roy")] == [Act.UNDONE]
            desk.close()
        finally:
            app.close()
        assert (record.reference, record.outcome) == (rejected.reference, Outcome.ACCEPTED)
        assert record.received_at == rejected.received_at == told.received_at
        assert len(unit.letters()) == 2
