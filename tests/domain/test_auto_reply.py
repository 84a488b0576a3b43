"""May an automatic answer go out? The page of signs, line by line."""

import pytest

from imwu_inbox.domain.authentication import OwnServer
from imwu_inbox.domain.auto_reply import SIGNS, Certainty, may_answer
from imwu_inbox.domain.machine_signs import BULK, LIST_HEADERS, REPORT_TYPES, VENDOR_HEADERS, Desk
from imwu_inbox.domain.mail import Address, ParsedMail
from imwu_inbox.domain.reply import Withheld

OWN = Desk(
    own_addresses=frozenset({"imwu-umit@unit.example"}),
    letter_domain="unit.example",
    internal_domains=("gc.ca",),
    own_server=OwnServer(name="mx.unit.example"),
)


def person(address: str, name: str = "") -> Address:
    """A mailbox of a header."""
    return Address(name=name, address=address)


def letter(
    *headers: tuple[str, str],
    sender: str = "hr@maple.example",
    subject: str = "Request for an opinion",
    content_type: str = "multipart/mixed",
    reply_to: tuple[Address, ...] = (),
) -> ParsedMail:
    """An employer's ordinary letter with a few headers more."""
    return ParsedMail(
        from_=(person(sender),), reply_to=reply_to, subject=subject, content_type=content_type, headers=headers
    )


def test_an_ordinary_letter_may_be_answered() -> None:
    """No sign, no obstacle."""
    assert may_answer(letter(), OWN).allowed


@pytest.mark.parametrize(
    ("header", "value", "reason"),
    [
        ("Return-Path", "<>", Withheld.NULL_SENDER),
        ("Return-Path", " < > ", Withheld.NULL_SENDER),
        ("Auto-Submitted", "auto-replied", Withheld.AUTO_SUBMITTED),
        ("auto-submitted", "Auto-Generated; owner-email=a@b.example", Withheld.AUTO_SUBMITTED),
        ("Auto-Submitted", "(a comment) auto-notified", Withheld.AUTO_SUBMITTED),
        ("Auto-Submitted", "something-new", Withheld.AUTO_SUBMITTED),
        *((name, word.capitalize(), Withheld.LIST) for word in BULK for name in ("Precedence", "X-Precedence")),
        *((name, "<news.maple.example>", Withheld.LIST) for name in LIST_HEADERS),
        *((name.upper(), "x", Withheld.LIST) for name in LIST_HEADERS),
        *((name, "yes", Withheld.VENDOR_MARK) for name in VENDOR_HEADERS),
        *((name.lower(), "", Withheld.VENDOR_MARK) for name in VENDOR_HEADERS),
        ("X-Auto-Response-Suppress", "All", Withheld.VENDOR_MARK),
        ("X-Auto-Response-Suppress", "DR, all", Withheld.VENDOR_MARK),
        ("X-IMWU-Loop", "imwu-1", Withheld.OWN_ADDRESS),
        ("X-Loop", "IMWU-UMIT@unit.example", Withheld.OWN_ADDRESS),
    ],
)
def test_a_certain_header_withholds_the_answer(header: str, value: str, reason: Withheld) -> None:
    """Each certain header alone is enough, and the officer sees it."""
    permission = may_answer(letter((header, value)), OWN)
    assert (permission.allowed, permission.reason, permission.is_certain) == (False, reason, True)
    assert permission.sign


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Return-Path", "<hr@maple.example>"),
        ("Auto-Submitted", "no"),
        ("Auto-Submitted", "No (typed by hand)"),
        ("Precedence", "normal"),
        ("Precedence", "first-class"),
        ("X-Auto-Response-Suppress", "DR, RN, NRN, OOF, AutoReply"),
        ("X-Auto-Response-Suppress", "DR, RN"),
        ("Feedback-ID", "campaign"),
        ("DKIM-Signature", "v=1; d=mailservice.example"),
    ],
)
def test_a_header_that_people_send_too_lets_the_answer_out(header: str, value: str) -> None:
    """Whole tenants stamp these on mail that people type."""
    assert may_answer(letter((header, value)), OWN).allowed


def test_every_occurrence_of_auto_submitted_counts() -> None:
    """A harmless first header does not hide a second one."""
    mail = letter(("Auto-Submitted", "no"), ("Auto-Submitted", "auto-replied"))
    assert may_answer(mail, OWN).reason is Withheld.AUTO_SUBMITTED


@pytest.mark.parametrize("content_type", [*REPORT_TYPES, *(kind.title() for kind in REPORT_TYPES)])
def test_a_report_is_never_answered(content_type: str) -> None:
    """Bounces, read receipts and abuse reports are machines."""
    assert may_answer(letter(content_type=content_type), OWN).reason is Withheld.REPORT


@pytest.mark.parametrize(
    "subject",
    ["Automatic reply: away", "Out of Office", "Out of office until Monday", "Réponse automatique : absent",
     "Absence du bureau", "Returned mail: see transcript", "Mail delivery failed: returning message",
     "failure notice", "Échec de la remise : demande", "Undelivered Mail Returned to Sender",
     "Undeliverable: your request", "Non remis : demande", "Read: your message", "Lu : message"],
)  # fmt: skip
def test_a_machine_subject_is_a_doubt_for_an_officer(subject: str) -> None:
    """It withholds the answer, but settles nothing."""
    permission = may_answer(letter(subject=subject), OWN)
    assert (permission.reason, permission.is_certain) == (Withheld.AUTOMATIC_DOUBT, False)


@pytest.mark.parametrize(
    "subject",
    ["Absence d'EIMT", "Vacation camp counsellors", "Failure analyst", "Reading week teacher", "Read and sign",
     "Luc Tremblay : demande", "RE: Out of Office"],
)  # fmt: skip
def test_a_real_subject_with_such_words_is_answered(subject: str) -> None:
    """These are subjects of real requests."""
    assert may_answer(letter(subject=subject), OWN).allowed


@pytest.mark.parametrize(
    ("header", "value"), [("X-Auto-Response-Suppress", "OOF, AutoReply"), ("X-Loop", "list@maple.example")]
)
def test_a_doubtful_header_is_left_to_an_officer(header: str, value: str) -> None:
    """Some people's mail carries these, so they prove nothing."""
    permission = may_answer(letter((header, value)), OWN)
    assert (permission.reason, permission.is_certain) == (Withheld.AUTOMATIC_DOUBT, False)


def test_a_likely_forged_sender_gets_no_backscatter() -> None:
    """A doubt, and by our own server's verdict only."""
    permission = may_answer(letter(("Authentication-Results", "mx.unit.example; dmarc=fail; dkim=none")), OWN)
    assert (permission.reason, permission.is_certain) == (Withheld.AUTOMATIC_DOUBT, False)
    assert permission.sign == "Authentication-Results: dmarc=fail"
    assert may_answer(letter(("Authentication-Results", "mx.other.example; dmarc=fail")), OWN).allowed


def test_a_certain_sign_outweighs_a_doubt() -> None:
    """When both show, the certain one is reported."""
    mail = letter(("Auto-Submitted", "auto-replied"), subject="Automatic reply: away")
    assert may_answer(mail, OWN).is_certain
    certainties = [sign.certainty for sign in SIGNS]
    assert certainties == sorted(certainties)
    assert set(certainties) == set(Certainty)


def test_the_table_says_of_each_sign_what_it_is_and_why() -> None:
    """It reads as a page does: no two lines alike, none without its reason."""
    assert len({sign.sign for sign in SIGNS}) == len(SIGNS)
    assert all(sign.why.endswith(".") for sign in SIGNS)
