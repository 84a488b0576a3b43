"""What comes after a first message, end to end: a real mailbox, a real relay, both databases."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from imwu_inbox.adapters.sql.connect import connect
from imwu_inbox.domain.case import CaseFile, CaseStatus, EventKind
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.reply import LetterState
from imwu_inbox.domain.verdict import Doubt, Flag, Refusal
from imwu_inbox.settings import Settings
from imwu_inbox.wiring import App, build
from tests.servers.postgres import PostgresServer
from tests.stories.told import story
from tests.stories.unit import IDLE_SECONDS, Unit, running_unit

pytestmark = [pytest.mark.dovecot, pytest.mark.postgres]

MONDAY = datetime(2026, 11, 2, 19, 0, tzinfo=UTC)
REQUEST = story("complete-text-en").message
REFERENCE = "2026-000001"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A unit with its house at work."""

    unit: Unit
    app: App

    def receive(self, message: EmailMessage | bytes, *, days: int = 0) -> None:
        """One message arrives, so many days after Monday, and is carried to its end with its letter."""
        content = message if isinstance(message, bytes) else message.as_bytes(policy=policy.SMTP)
        self.unit.imap.deliver([(content, MONDAY + timedelta(days=days))])
        self.app.poll()
        assert self.app.engine.wait_until_idle(IDLE_SECONDS), "runs are still pending"
        self.app.post_due()

    def record(self, reference: str = REFERENCE) -> CaseFile:
        """A record with its history."""
        file = self.app.cases.file(reference)
        assert file is not None
        return file

    def references(self) -> list[str]:
        """All records, oldest first."""
        return [record.reference for record in self.app.cases.everything()][::-1]


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """A fresh unit on each database."""
    if request.param == "sqlite":
        store = f"sqlite:///{tmp_path}/unit.db"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        store = server.create()
    with running_unit(tmp_path, store) as unit:
        yield from at_work(unit, unit.settings)


def at_work(unit: Unit, settings: Settings) -> Iterator[Desk]:
    """The house with its engine running."""
    app = build(settings)
    try:
        app.engine.launch()
        yield Desk(unit=unit, app=app)
        app.engine.stop(30)
    finally:
        app.close()


def request_with(wanted: Callable[[str], bool], *, subject: str | None = None) -> EmailMessage:
    """The request with only the files whose names are wanted, under a Message-ID of its own."""
    whole = message_from_bytes(REQUEST, policy=policy.default)
    some = EmailMessage(policy=policy.default)
    for name in ("From", "To", "Date"):
        some[name] = str(whole[name])
    some["Subject"] = subject or str(whole["Subject"])
    files = [part for part in whole.iter_attachments() if wanted(str(part.get_filename()))]
    some["Message-ID"] = f"<{len(files)}.{abs(hash(str(some['Subject']))) % 10**9}@open-tundra.example>"
    body = whole.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    some.set_content(body.get_content())
    for part in files:
        some.add_attachment(part.get_content(), maintype="application", subtype="pdf", filename=part.get_filename())
    return some


def answering(letter: EmailMessage, message: EmailMessage) -> EmailMessage:
    """The message as an answer to our letter."""
    message["In-Reply-To"] = str(letter["Message-ID"])
    message.replace_header("Subject", f"Re: {letter['Subject']}")
    return message


def is_passport(name: str) -> bool:
    """Whether the file is the passport."""
    return name.startswith("Passport")


def is_other(name: str) -> bool:
    """Whether it is any other."""
    return not is_passport(name)


def test_the_passport_sent_after_a_rejection_opens_the_case_of_the_first_day(desk: Desk) -> None:
    """Answering our letter is enough; the clock starts when all was there."""
    desk.receive(request_with(is_other))
    assert desk.record().record.refusals == (Refusal.MISSING_PASSPORT,)
    (rejection,) = desk.unit.letters()
    desk.receive(answering(rejection, request_with(is_passport)), days=3)
    record = desk.record().record
    assert (desk.references(), record.status, record.refusals) == ([REFERENCE], CaseStatus.OPEN, ())
    assert (record.received_at, record.due_on) == (MONDAY, date(2026, 11, 19))
    assert (record.workers[0].surname, record.workers[0].verified) == ("OMALLEY", True)
    _, acknowledgement = desk.unit.letters()
    assert REFERENCE in str(acknowledgement["Subject"])
    assert "Request received" in str(acknowledgement["Subject"])


def test_a_reference_in_the_subject_alone_is_left_to_an_officer(desk: Desk) -> None:
    """It can be guessed, and other people's papers must not come together."""
    desk.receive(request_with(is_other))
    desk.receive(request_with(is_passport, subject=f"Passport for {REFERENCE}"), days=1)
    second = desk.record("2026-000002").record
    assert (desk.record().record.status, second.status) == (CaseStatus.REJECTED, CaseStatus.WITH_OFFICER)
    assert Doubt.POSSIBLE_FOLLOW_UP in second.doubts


def test_a_request_in_two_parts_is_one_case(desk: Desk) -> None:
    """The first waits for the second, and neither is rejected."""
    desk.receive(request_with(is_other, subject="Request for O'Malley (1 of 2)"))
    assert (desk.references(), desk.app.ledger.entry(1).fate) == ([], Fate.HELD)
    desk.receive(request_with(is_passport, subject="Request for O'Malley (2 of 2)"), days=1)
    record = desk.record().record
    assert (desk.references(), record.status) == ([REFERENCE], CaseStatus.OPEN)
    assert (record.received_at, record.due_on) == (MONDAY, date(2026, 11, 17))
    assert len(desk.unit.letters()) == 1
    assert [desk.app.ledger.entry(mail_id).case_reference for mail_id in (1, 2)] == [REFERENCE] * 2


def test_a_part_whose_other_never_comes_is_left_to_an_officer_when_its_time_is_over(desk: Desk) -> None:
    """The daemon's sweep takes it up; nothing is proven missing as long as a part is."""
    desk.receive(request_with(is_other, subject="Request for O'Malley (1 of 2)"))
    desk.app.sweep()
    assert (desk.app.engine.pending(), desk.references()) == (0, [])
    database = connect(desk.unit.settings.store.url)
    with database.write() as session:
        session.connection().exec_driver_sql("UPDATE parts SET waits_until = '2026-11-02 23:00:00+00:00'")
    database.close()
    desk.app.sweep()
    assert desk.app.engine.wait_until_idle(IDLE_SECONDS), "runs are still pending"
    desk.app.sweep()
    assert desk.record().record.doubts == (Doubt.POSSIBLE_FOLLOW_UP,)
    assert (desk.app.ledger.entry(1).fate, len(desk.unit.letters())) == (Fate.SETTLED, 1)


def test_the_same_request_sent_again_under_a_new_message_joins_the_open_case(desk: Desk) -> None:
    """One clock, one letter."""
    desk.receive(REQUEST)
    desk.receive(request_with(lambda _name: True, subject="Sent again, please confirm"), days=2)
    assert (desk.references(), len(desk.unit.letters())) == ([REFERENCE], 1)
    joined = desk.record().events[-1]
    assert (joined.kind, joined.facts["is_same_request"]) == (EventKind.MAIL_JOINED, True)


def test_one_message_that_comes_by_two_addresses_is_one_record(desk: Desk) -> None:
    """The old address hands on to the new one; each server writes its own lines above the same words and papers."""
    desk.receive(request_with(is_other))
    copy = request_with(is_other)
    copy["Delivered-To"] = "former-address@unit.example.org"
    desk.receive(copy)
    assert (desk.references(), len(desk.unit.letters())) == ([REFERENCE], 1)
    joined = desk.record().events[-1]
    assert (joined.kind, joined.facts["is_copy"]) == (EventKind.MAIL_JOINED, True)
    assert [desk.app.ledger.entry(mail_id).case_reference for mail_id in (1, 2)] == [REFERENCE] * 2


def test_one_message_id_for_two_messages_makes_two_records_and_a_flag(desk: Desk) -> None:
    """Neither hides the other."""
    first, second = request_with(is_other), request_with(is_passport)
    second.replace_header("Message-ID", str(first["Message-ID"]))
    desk.receive(first)
    desk.receive(second, days=1)
    file = desk.record("2026-000002")
    assert Flag.MESSAGE_ID_SEEN in file.record.flags
    assert file.events[0].facts["same_id_as"] == REFERENCE


def bounce_of(letter: EmailMessage) -> EmailMessage:
    """What the sender's server says of our letter."""
    report = message_from_bytes(story("bounce").message, policy=policy.default)
    assert isinstance(report, EmailMessage)
    *_, returned = report.iter_parts()
    returned.set_payload(f"Message-ID: {letter['Message-ID']}\r\nSubject: ours\r\n")
    return report


def test_a_letter_that_comes_back_is_told_in_its_case_and_no_other_is_written(desk: Desk) -> None:
    """The address is known to be dead; the officer must find another way."""
    desk.receive(request_with(is_other))
    (letter,) = desk.unit.letters()
    desk.receive(bounce_of(letter), days=1)
    assert desk.references() == [REFERENCE]
    assert [event.kind for event in desk.record().events][-2:] == [EventKind.LETTER_BOUNCED, EventKind.MAIL_JOINED]
    assert [row.state for row in desk.app.outbox.letters()] == [LetterState.BOUNCED]
    desk.receive(REQUEST, days=2)
    withheld = desk.record("2026-000002").events[-1]
    assert (withheld.kind, withheld.facts["reason"]) == (EventKind.REPLY_WITHHELD, "undeliverable")
    assert len(desk.unit.letters()) == 1


def test_in_a_trial_everything_is_decided_and_nobody_is_written_to(tmp_path: Path) -> None:
    """Not during the trial, and not when it is over."""
    with running_unit(tmp_path, f"sqlite:///{tmp_path}/unit.db") as unit:
        dry = unit.settings.model_copy(update={"smtp": unit.settings.smtp.model_copy(update={"dry": True})})
        for settings in (dry, unit.settings):
            for desk in at_work(unit, settings):
                if settings is dry:
                    desk.receive(REQUEST)
                desk.app.post_due()
                assert desk.record().record.status is CaseStatus.OPEN
                assert [row.state for row in desk.app.outbox.letters()] == [LetterState.DRY]
        assert unit.letters() == []
