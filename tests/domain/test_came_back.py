"""Letters that come back: which reports are about ours, and what they say."""

from dataclasses import replace

import pytest

from imwu_inbox.domain.came_back import Return, came_back
from imwu_inbox.domain.mail import Address, ParsedMail
from imwu_inbox.domain.seal import Seal
from tests.steps.mail import a_mail, a_raw_mail, an_attachment

SEAL = Seal(key=b"a test")
OURS = SEAL.message_id("2026-000123", "0123456789abcdef", "unit.example")


def report(status: str, *, named: str = OURS, **changes: object) -> ParsedMail:
    """A report about the letter named."""
    mail = a_mail(
        an_attachment("2", status.encode(), media_type="message/delivery-status"),
        an_attachment("3", f"Message-ID: {named}\r\n".encode(), media_type="text/rfc822-headers"),
        headers=(("Content-Type", "multipart/report; report-type=delivery-status"),),
    )
    return replace(replace(mail, content_type="multipart/report"), **changes)  # type: ignore[arg-type]


def said(mail: ParsedMail, content: bytes = b"") -> Return | None:
    """What it says of our letter, if it is about one."""
    back = came_back(a_raw_mail(content or b"nothing"), mail, SEAL)
    return back.said if back else None


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Action: failed\r\nStatus: 5.1.1\r\n", Return.FAILED),
        ("Action: delayed\r\nStatus: 4.4.1\r\n", Return.OTHER),
        ("Action: delivered\r\nStatus: 2.0.0\r\n", Return.OTHER),
        ("Action: relayed\r\n\r\nAction: failed\r\n", Return.FAILED),
        ("550 5.7.1 no such user", Return.FAILED),
        ("we could not deliver yet", Return.OTHER),
    ],
)
def test_only_a_failure_for_good_is_a_bounce(status: str, expected: Return) -> None:
    """A delay or a receipt says nothing against the address."""
    assert said(report(status)) is expected


def test_a_letter_is_known_by_its_envelope_id_too() -> None:
    """Some servers return nothing else."""
    mail = report(f"Original-Envelope-Id: {OURS.strip('<>')}\r\nAction: failed\r\n", named="<x@y.example>")
    back = came_back(a_raw_mail(), mail, SEAL)
    assert back is not None
    assert (back.reference, back.message_id) == ("2026-000123", OURS)


def test_a_report_about_other_mail_or_with_a_forged_id_is_none_of_ours() -> None:
    """Nobody makes an address undeliverable without having held the letter."""
    forged = OURS.replace("000123", "000124")
    assert said(report("Action: failed\r\n", named="<x@elsewhere.example>")) is None
    assert said(report("Action: failed\r\n", named=forged)) is None


def test_a_read_receipt_is_no_bounce() -> None:
    """It is a report, and the letter was read."""
    headers = (("Content-Type", "multipart/report; report-type=disposition-notification"),)
    assert said(report("Disposition: automatic-action; displayed 5.5.0", headers=headers)) is Return.OTHER


def test_an_old_servers_bounce_is_known_by_its_postmaster_or_its_header() -> None:
    """Without a report, with our letter quoted in the body or in the bytes."""
    old = replace(a_mail(), body_text=f"550 unknown user\nMessage-ID: {OURS}")
    postmaster = (Address(name="", address="MAILER-DAEMON@relay.example"),)
    assert said(replace(old, from_=postmaster)) is Return.FAILED
    assert said(replace(old, headers=(("X-Failed-Recipients", "x@y.example"),))) is Return.FAILED
    assert said(replace(a_mail(), from_=postmaster), b"451 later\n" + OURS.encode()) is Return.OTHER


def test_a_person_who_quotes_our_letter_sends_no_bounce() -> None:
    """An answer names our letter as well."""
    assert said(replace(a_mail(), in_reply_to=OURS, body_text=f"{OURS} 5.1.1")) is None
