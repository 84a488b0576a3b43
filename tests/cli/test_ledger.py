"""`ledger verify`: what an operator learns of server and ledger."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from imwu_inbox.domain.reconciliation import Difference, Finding, Reconciliation
from imwu_inbox.errors import TryAgain
from tests.cli.conftest import Caller
from tests.fakes.house import AGREED

FINDINGS = (
    Finding(kind=Difference.STRANGER, tray="processed", uid=12),
    Finding(kind=Difference.GONE, mail_id=3),
)


def test_agreement_is_said_in_figures_and_ends_with_0(call: Caller, configured: Callable[[], Path]) -> None:
    """The mailbox is named, and both sides are counted."""
    said = call("ledger", "verify", "--config", configured())
    assert said.code == 0
    assert "unit/INBOX: server and ledger agree" in said.out
    assert "2 messages on the server, 2 in the ledger" in said.out
    assert call.house.asked == ["verify", "close"]


def test_each_difference_is_named_with_what_to_do_and_ends_with_1(call: Caller, configured: Callable[[], Path]) -> None:
    """Where it lies, which row, and what a person does about it."""
    call.house.comparison = lambda: replace(AGREED, on_server=3, findings=FINDINGS)
    said = call("ledger", "verify", "--config", configured())
    assert said.code == 1
    assert "unit/INBOX: 2 differences" in said.out
    assert [line.split() for line in said.out.splitlines() if line.startswith(("stranger ", "gone "))] == [
        ["stranger", "processed", "12"],
        ["gone", "3"],
    ]
    assert "stranger: Move it back into the folder" in said.out
    assert "gone: Nothing is lost" in said.out


def test_in_json_each_mailbox_is_an_object(call: Caller, configured: Callable[[], Path]) -> None:
    """For a machine that watches: the same figures, the same ids, the same exit code."""
    call.house.comparison = lambda: replace(AGREED, findings=FINDINGS[:1])
    said = call("ledger", "verify", "--json", "--config", configured())
    (mailbox,) = json.loads(said.out)
    assert said.code == 1
    assert (mailbox["mailbox"], mailbox["on_server"], mailbox["in_ledger"]) == ("unit/INBOX", 2, 2)
    assert mailbox["findings"] == [{"kind": "stranger", "tray": "processed", "uid": 12, "mail_id": None}]


def test_a_mailbox_that_is_being_visited_is_not_compared(call: Caller, configured: Callable[[], Path]) -> None:
    """Half of a visit would look like a difference; the command says to try again."""

    def held() -> Reconciliation:
        raise TryAgain("another daemon is in the mailbox unit/INBOX just now: try again in a moment.")

    call.house.comparison = held
    said = call("ledger", "verify", "--config", configured())
    assert said.code == 75
    assert "try again in a moment" in said.err
