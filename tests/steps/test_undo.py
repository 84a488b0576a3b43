"""Undo: an officer takes up a request that was rejected for its size."""

from dataclasses import replace
from datetime import timedelta

import pytest

from imwu_inbox.domain.audit import Act
from imwu_inbox.domain.case import CaseStatus
from imwu_inbox.domain.reply import LetterKind
from imwu_inbox.domain.verdict import Doubt, Outcome, Refusal
from imwu_inbox.errors import TryAgain, UsageError
from imwu_inbox.ports.mailbox import Tray
from imwu_inbox.steps.errands import AskForWhole, RunErrands
from imwu_inbox.steps.undo import Undo
from tests.fakes.audit_log import FakeAuditLog
from tests.fakes.errands import FakeErrands
from tests.fakes.lease import FakeLease
from tests.fakes.mailbox import HEAD_BYTES
from tests.steps.fake_unit import COMPLETE, LIMITS, PAPERS, Unit, mail_with

HUGE = b"From: rh@atelier.example.org\r\n\r\n" + b"x" * (LIMITS.message_bytes + 10)
HEAD = HUGE[:HEAD_BYTES]
REFERENCE = "2026-000001"


def undo_of(unit: Unit, *, held: bool = False, limit_bytes: int = LIMITS.message_bytes) -> Undo:
    """The act on this unit's house."""
    lease = FakeLease()
    if held:
        lease.held.add(f"mailbox:{unit.mailbox.name}")
    return Undo(
        doors={unit.mailbox.name: unit.mailbox},
        ledger=unit.ledger,
        cases=unit.cases,
        vault=unit.vault,
        lease=lease,
        audit=FakeAuditLog(),
        clock=unit.clock,
        limit_bytes=limit_bytes,
    )


def rejected(papers: tuple[bytes, ...] = tuple(PAPERS)) -> Unit:
    """A unit that turned away a huge message, of which the head shows no file; the whole one has these papers."""
    unit = Unit({HEAD: mail_with(), HUGE: mail_with(*papers) if papers else mail_with()})
    unit.take_in(HUGE)
    (record,) = unit.cases.records
    assert (record.status, record.refusals) == (CaseStatus.REJECTED, (Refusal.OVER_SIZE,))
    return unit


def carried_on(unit: Unit) -> None:
    """The daemon goes on."""
    assert unit.engine.wait_until_idle(1)


def test_a_complete_request_becomes_a_case_under_its_reference_with_its_day_of_receipt() -> None:
    """Three days later; the sender hears that it is complete, and who undid it stands in the audit log."""
    unit = rejected()
    received_at = unit.cases.records[0].received_at
    unit.clock.go_on(timedelta(days=3))
    undo = undo_of(unit)
    undo(REFERENCE, by="m.roy")
    carried_on(unit)
    (record,) = unit.cases.records
    assert (record.reference, record.outcome, record.status) == (REFERENCE, Outcome.ACCEPTED, CaseStatus.OPEN)
    assert record.received_at == received_at
    assert record.due_on == received_at.date() + timedelta(days=LIMITS.due_days)
    assert [letter.kind for letter in unit.postman.handed] == [LetterKind.REJECTION, LetterKind.ACKNOWLEDGEMENT]
    (entry,) = undo.audit.of_officer("m.roy")
    assert (entry.act, entry.reference) == (Act.UNDONE, REFERENCE)


def test_what_an_officer_took_up_is_never_rejected_by_itself_again() -> None:
    """Something is missing in it: the officer who took it up says so, not a second letter."""
    unit = rejected((b"letter", b"passport"))
    undo_of(unit)(REFERENCE)
    carried_on(unit)
    (record,) = unit.cases.records
    assert (record.outcome, record.status) == (Outcome.OFFICER, CaseStatus.WITH_OFFICER)
    assert Doubt.AUTO_REJECT_OFF in record.doubts


def test_undoing_twice_makes_one_case_and_one_letter() -> None:
    """Two officers press at once, or one again before the daemon came to it."""
    unit = rejected()
    undo = undo_of(unit)
    first = undo(REFERENCE)
    carried_on(unit)
    with pytest.raises(UsageError, match="not rejected for its size"):
        undo(REFERENCE)
    unit.cases.records[0] = replace(unit.cases.records[0], status=CaseStatus.REJECTED, refusals=(Refusal.OVER_SIZE,))
    assert undo(REFERENCE) == first
    carried_on(unit)
    assert (len(unit.cases.records), len(unit.postman.handed)) == (1, 2)
    assert len(undo.audit.of_officer("-")) == 1


@pytest.mark.parametrize("tray", [Tray.REVIEW, Tray.PROCESSED])
def test_a_message_that_an_officer_laid_elsewhere_is_found(tray: Tray) -> None:
    """By hand, in their mail program."""
    unit = rejected()
    unit.mailbox.trays[tray] = unit.mailbox.trays.pop(Tray.REJECTED)
    unit.mailbox.filed[tray] = unit.mailbox.filed.pop(Tray.REJECTED)
    undo_of(unit)(REFERENCE)
    carried_on(unit)
    assert unit.cases.records[0].outcome is Outcome.ACCEPTED


def test_a_message_of_the_same_moment_and_size_is_not_taken_for_it() -> None:
    """Another sender's papers under this record would be a breach of privacy."""
    unit = rejected()
    unit.mailbox.trays[Tray.REJECTED] = [HUGE.replace(b"rh@", b"hr@")]
    with pytest.raises(UsageError, match="lies in no folder of unit/INBOX any more"):
        undo_of(unit)(REFERENCE)
    assert len(unit.ledger.rows) == 1


def test_what_cannot_be_undone_is_said_and_changes_nothing() -> None:
    """No such record, gone from the server, larger than any reader could carry, or a visit under way."""
    unit = rejected()
    with pytest.raises(UsageError, match="no such record"):
        undo_of(unit)("2026-000404")
    with pytest.raises(UsageError, match="larger than 10 times the limit"):
        undo_of(unit, limit_bytes=100)(REFERENCE)
    with pytest.raises(TryAgain, match="another daemon is in the mailbox"):
        undo_of(unit, held=True)(REFERENCE)
    unit.mailbox.trays.clear()
    unit.mailbox.filed.clear()
    with pytest.raises(UsageError, match="Ask its sender to send the papers again"):
        undo_of(unit)(REFERENCE)
    with pytest.raises(UsageError, match="no mailbox of the configuration any more"):
        replace(undo_of(unit), doors={})(REFERENCE)
    other = Unit({b"complete": COMPLETE})
    other.take_in(b"complete")
    with pytest.raises(UsageError, match="not rejected for its size"):
        undo_of(other)(REFERENCE)
    assert len(unit.ledger.rows) == 1


def test_what_an_officer_asks_for_on_a_page_the_daemon_fetches_under_their_name() -> None:
    """While a visit is under way it waits for the next round; asked twice, it is one errand."""
    unit, errands = rejected(), FakeErrands()
    ask = AskForWhole(cases=unit.cases, errands=errands, clock=unit.clock)
    for officer in ("m.roy", "j.roe"):
        ask(REFERENCE, by=officer)
    assert RunErrands(errands=errands, fetch_whole=undo_of(unit, held=True))() == 0
    undo = undo_of(unit)
    run = RunErrands(errands=errands, fetch_whole=undo)
    assert (run(), run()) == (1, 0)
    carried_on(unit)
    assert unit.cases.records[0].status is CaseStatus.OPEN
    assert [entry.act for entry in undo.audit.of_officer("m.roy")] == [Act.UNDONE]


def test_an_errand_for_a_message_that_is_gone_fails_and_keeps_no_other_waiting() -> None:
    """The page says so, as the daemon cannot."""
    unit, errands = rejected(), FakeErrands()
    AskForWhole(cases=unit.cases, errands=errands, clock=unit.clock)(REFERENCE, by="m.roy")
    assert RunErrands(errands=errands, fetch_whole=undo_of(unit, limit_bytes=10))() == 0
    errand = errands.of(REFERENCE)
    assert errand is not None
    assert (errand.has_failed, errands.waiting()) == (True, [])


def test_only_what_was_rejected_for_its_size_can_be_asked_for() -> None:
    """Nor a record that is not there."""
    unit, errands = Unit({b"bare": mail_with(b"form")}), FakeErrands()
    unit.take_in(b"bare")
    ask = AskForWhole(cases=unit.cases, errands=errands, clock=unit.clock)
    for reference, why in ((REFERENCE, "nothing to fetch"), ("2026-000404", "no such record")):
        with pytest.raises(UsageError, match=why):
            ask(reference, by="m.roy")
    assert errands.waiting() == []
