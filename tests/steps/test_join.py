"""Joining: which message belongs to a record we already have."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from imwu_inbox.domain.case import CaseRecord, CaseStatus
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.mail import Address, ParsedMail
from imwu_inbox.domain.request import Gated, Joined, Parsed
from imwu_inbox.domain.verdict import Outcome
from imwu_inbox.steps.gate import Gate
from imwu_inbox.steps.join import Join
from tests.steps.mail import RECEIVED, SENDER, a_mail, a_raw_mail

GATE = Gate(limits=Limits(), own_addresses=frozenset(), internal_domains=(), authserv_id=None)
RECORD = CaseRecord(
    reference="2026-000123", mail_id=1, status=CaseStatus.OPEN, outcome=Outcome.ACCEPTED, received_at=RECEIVED,
    due_on=None, employer="", sender=SENDER.address, language="en", entry_on=None, workers=(), refusals=(), doubts=(),
    flags=(),
)  # fmt: skip
FIRST = "<1@atelier.example.org>"


def through_gate(mail: ParsedMail) -> Gated:
    """The message as it comes from the gate."""
    return GATE(Parsed(raw=a_raw_mail(), mail=mail))


def register(record: CaseRecord) -> Callable[[Sequence[str]], CaseRecord | None]:
    """A register that knows one Message-ID."""
    return lambda ids: record if FIRST in ids else None


def joined(mail: ParsedMail, record: CaseRecord = RECORD) -> Joined:
    """The message with its record."""
    return Join(by_thread=register(record))(through_gate(mail))


@pytest.mark.parametrize(
    "thread", [{"references": ("<0@x.example>", FIRST)}, {"in_reply_to": FIRST}], ids=["references", "in-reply-to"]
)
def test_an_answer_to_a_running_record_by_its_own_sender_surely_belongs_to_it(thread: dict[str, object]) -> None:
    """Rule 33, by either header; some mail programs send only one."""
    found = joined(replace(a_mail(), **thread))  # type: ignore[arg-type]
    assert (found.thread, found.thread_is_sure) == ("2026-000123", True)


def test_the_senders_address_is_compared_without_case() -> None:
    """Phones capitalise."""
    mail = replace(a_mail(sender=Address(name="", address=SENDER.address.upper())), in_reply_to=FIRST)
    assert joined(mail).thread_is_sure


def test_a_strangers_answer_may_belong_to_the_record() -> None:
    """Message-IDs can be forged or forwarded: an officer says."""
    mail = replace(a_mail(sender=Address(name="", address="other@else.example")), in_reply_to=FIRST)
    found = joined(mail)
    assert (found.thread, found.thread_is_sure) == ("2026-000123", False)


@pytest.mark.parametrize("status", [CaseStatus.REJECTED, CaseStatus.CLOSED, CaseStatus.NOT_A_REQUEST])
def test_an_answer_to_a_record_without_a_clock_never_vanishes_in_it(status: CaseStatus) -> None:
    """The missing passport after a rejection must be seen."""
    found = joined(replace(a_mail(), in_reply_to=FIRST), replace(RECORD, status=status))
    assert (found.thread, found.thread_is_sure) == ("2026-000123", False)


def test_a_record_with_an_officer_still_runs() -> None:
    """Further papers join it."""
    found = joined(replace(a_mail(), in_reply_to=FIRST), replace(RECORD, status=CaseStatus.WITH_OFFICER))
    assert found.thread_is_sure


def test_a_new_message_belongs_to_no_record() -> None:
    """Nor does one whose thread is not ours."""
    for mail in (a_mail(), replace(a_mail(), references=("<stranger@x.example>",))):
        found = joined(mail)
        assert (found.thread, found.thread_is_sure) == (None, False)


def test_a_message_without_references_asks_no_register() -> None:
    """Most mail is new."""
    asked: list[Sequence[str]] = []

    def by_thread(ids: Sequence[str]) -> None:
        asked.append(ids)

    Join(by_thread=by_thread)(through_gate(a_mail()))
    assert asked == []
