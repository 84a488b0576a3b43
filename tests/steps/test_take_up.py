"""A message of the shelf tried once more."""

import pytest

from imwu_inbox.domain.audit import Act
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.setback import Setback, setback_of
from imwu_inbox.errors import ChildKilled, MailUnparseable, NeighbourDown, SetAside, UsageError, reason_of
from imwu_inbox.steps.take_up import TakeUp
from tests.fakes.audit_log import FakeAuditLog
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import FakeLedger
from tests.plugs.mail_samples import new_mail


def test_the_run_is_queued_anew_and_who_asked_for_it_is_written_down() -> None:
    """From the page under the officer's name, from the command line under none."""
    ledger, audit = FakeLedger(), FakeAuditLog()
    ledger.take_in_all([new_mail()])
    ledger.shelve(1, "ChildKilled: over 120 seconds")
    take_up = TakeUp(ledger=ledger, audit=audit, clock=FakeClock())
    assert take_up(1, by="m.roy").fate is Fate.STORED
    assert ledger.queued[-1] == ("mail:1:1", 1)
    (entry,) = audit.of_officer("m.roy")
    assert (entry.act, entry.detail, entry.reference) == (Act.TAKEN_UP, "1", None)


def test_what_is_not_on_the_shelf_is_refused_and_nothing_is_written() -> None:
    """Two officers may press the button at once: the second is told."""
    ledger, audit = FakeLedger(), FakeAuditLog()
    ledger.take_in_all([new_mail()])
    with pytest.raises(UsageError, match="not on the shelf"):
        TakeUp(ledger=ledger, audit=audit, clock=FakeClock())(1, by="m.roy")
    assert audit.of_officer("m.roy") == []


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (MailUnparseable("no parser could read it"), Setback.UNPARSEABLE),
        (ChildKilled("over 120 seconds", limit="seconds"), Setback.LIMIT),
        (NeighbourDown("the vault does not answer"), Setback.NEIGHBOUR),
        (SetAside("its bytes are gone"), Setback.SET_ASIDE),
        (ValueError("unforeseen"), Setback.FAULT),
    ],
)
def test_the_reason_kept_with_a_message_tells_the_kind_of_its_setback(error: Exception, kind: Setback) -> None:
    """As it is written when the message is set aside."""
    assert setback_of(reason_of(error)) is kind


def test_a_run_that_ended_the_process_is_a_fault_of_the_program() -> None:
    """So is a reason that nobody knows any more."""
    assert setback_of("its run kept ending the process: see the log, then retry it") is Setback.FAULT
    assert setback_of(None) is Setback.FAULT
