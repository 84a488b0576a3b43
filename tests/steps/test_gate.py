"""The gate: what envelope and size alone decide."""

from dataclasses import replace

import pytest

from imwu_inbox.domain.authentication import Authentication, OwnServer
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.machine_signs import Desk
from imwu_inbox.domain.mail import Address, ParsedMail, RawMail
from imwu_inbox.domain.reply import Withheld
from imwu_inbox.domain.request import Gated, Parsed
from imwu_inbox.steps.gate import Gate
from tests.steps.mail import a_mail, a_raw_mail

LIMITS = Limits()
GATE = Gate(
    limits=LIMITS,
    desk=Desk(
        own_addresses=frozenset({"imwu-umit@example.org"}),
        letter_domain="unit.example.org",
        internal_domains=("gc.example",),
        own_server=OwnServer(name="mx.example.org"),
    ),
)


def gated(raw: RawMail | None = None, mail: ParsedMail | None = None) -> Gated:
    """A message through the gate."""
    return GATE(Parsed(raw=raw or a_raw_mail(), mail=mail or a_mail()))


@pytest.mark.parametrize(
    ("size_bytes", "over_size", "near_limit"),
    [
        (LIMITS.nominal_message_bytes, False, False),
        (LIMITS.nominal_message_bytes + 1, False, True),
        (LIMITS.message_bytes, False, True),
        (LIMITS.message_bytes + 1, True, False),
    ],
)
def test_size_is_judged_to_the_octet(size_bytes: int, *, over_size: bool, near_limit: bool) -> None:
    """Rules 1 and 6: between the two readings of "4 MB" a message passes with a flag."""
    found = gated(a_raw_mail(size_bytes=size_bytes))
    assert (found.over_size, found.near_limit) == (over_size, near_limit)


def test_a_message_of_which_only_the_head_was_taken_is_over_size() -> None:
    """Whatever its stated size says."""
    found = gated(a_raw_mail(size_bytes=10, whole=False))
    assert (found.over_size, found.near_limit) == (True, False)


def test_an_employers_message_may_be_answered() -> None:
    """No sign against it."""
    assert gated().permission.allowed


@pytest.mark.parametrize(
    ("mail", "reason"),
    [
        (a_mail(headers=(("Auto-Submitted", "auto-replied"),)), Withheld.AUTO_SUBMITTED),
        (a_mail(sender=Address(name="", address="imwu-umit@example.org")), Withheld.OWN_ADDRESS),
        (a_mail(sender=Address(name="", address="officer@cbsa.gc.example")), Withheld.INTERNAL_SENDER),
        (
            a_mail(headers=(("Authentication-Results", "mx.example.org; dmarc=fail"),)),
            Withheld.AUTOMATIC_DOUBT,
        ),
        (replace(a_mail(), message_id="<1@unit.example.org>"), Withheld.OWN_ADDRESS),
    ],
)
def test_the_gate_hands_the_desks_own_facts_to_the_table_of_signs(mail: ParsedMail, reason: Withheld) -> None:
    """Our addresses, our domains and our server's name reach the judgement of who may be answered."""
    permission = gated(mail=mail).permission
    assert (permission.allowed, permission.reason) == (False, reason)


def test_mail_from_before_the_unit_answered_is_not_answered() -> None:
    """Rule 65."""
    permission = gated(a_raw_mail(answerable=False)).permission
    assert (permission.allowed, permission.reason) == (False, Withheld.BEFORE_ANSWER_SINCE)


def test_an_automatic_message_stays_automatic_however_old_it_is() -> None:
    """Its sign matters more to the officer than its age."""
    machine = a_mail(headers=(("Auto-Submitted", "auto-replied"),))
    assert gated(a_raw_mail(answerable=False), machine).permission.reason is Withheld.AUTO_SUBMITTED


@pytest.mark.parametrize(
    ("domain", "is_internal"),
    [("gc.example", True), ("cbsa.gc.example", True), ("notgc.example", False), ("gc.example.org", False)],
)
def test_only_the_governments_own_domains_are_internal(domain: str, *, is_internal: bool) -> None:
    """Rule 52: a look-alike is not."""
    assert gated(mail=a_mail(sender=Address(name="", address=f"a@{domain}"))).is_internal is is_internal


def test_what_our_own_server_found_of_the_sender_goes_with_the_message() -> None:
    """For the officer, whether it failed or not; nothing where it said nothing."""
    mail = a_mail(headers=(("Authentication-Results", "mx.example.org; dkim=pass; spf=none"),))
    assert gated(mail=mail).authentication == Authentication(dkim="pass", spf="none")
    assert gated().authentication is None
