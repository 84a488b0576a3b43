"""May an automatic answer go out? The page of signs, line by line."""

import pytest

from imwu_inbox.domain.auto_reply import SIGNS, may_answer, reply_address
from imwu_inbox.domain.mail import Address, ParsedMail
from imwu_inbox.domain.reply import Withheld

OWN = frozenset({"imwu-umit@unit.example"})


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
        ("Precedence", "Bulk", Withheld.LIST),
        ("X-Precedence", "auto_reply", Withheld.LIST),
        ("Precedence", "junk", Withheld.LIST),
        ("List-Id", "<news.maple.example>", Withheld.LIST),
        ("List-Unsubscribe", "<mailto:off@maple.example>", Withheld.LIST),
        ("X-BeenThere", "list@maple.example", Withheld.LIST),
        ("X-Autoreply", "yes", Withheld.VENDOR_MARK),
        ("X-Failed-Recipients", "a@b.example", Withheld.VENDOR_MARK),
        ("X-MS-Exchange-Message-Is-Ndr", "", Withheld.VENDOR_MARK),
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


@pytest.mark.parametrize("content_type", ["multipart/report", "message/delivery-status"])
def test_a_report_is_never_answered(content_type: str) -> None:
    """Bounces, read receipts and abuse reports are machines."""
    assert may_answer(letter(content_type=content_type), OWN).reason is Withheld.REPORT


@pytest.mark.parametrize(
    "local",
    ["MAILER-DAEMON", "postmaster", "listserv", "majordomo", "owner-news", "news-owner", "news-request",
     "x-bounces", "bounces+1234", "noreply", "no-reply", "No_Reply", "do-not-reply", "donotreply",
     "ne-pas-repondre", "nepasrepondre", "ne_pas_repondre", "no.reply", "noreply+77", "calendar-noreply"],
)  # fmt: skip
def test_a_role_address_is_never_answered(local: str) -> None:
    """Behind these names sits no person."""
    assert may_answer(letter(sender=f"{local}@maple.example"), OWN).reason is Withheld.ROLE_ADDRESS


@pytest.mark.parametrize(
    "address",
    ["daemon.smith@maple.example", "hr-requests@maple.example", "hr@noreply-networks.example",
     "owner.jones@maple.example", "arno.replyk@maple.example", "requests@maple.example", "lu.read@maple.example"],
)  # fmt: skip
def test_a_person_whose_name_holds_such_a_word_is_answered(address: str) -> None:
    """Words match whole and at the right place only."""
    assert may_answer(letter(sender=address), OWN).allowed


@pytest.mark.parametrize("address", ["IMWU-UMIT@unit.example", "imwu-umit+case@unit.example"])
def test_we_never_answer_ourselves(address: str) -> None:
    """Case and plus-tags do not hide us."""
    assert may_answer(letter(sender=address), OWN).reason is Withheld.OWN_ADDRESS


def test_a_reply_to_ourselves_is_never_answered() -> None:
    """A Reply-To that points back at us would loop."""
    mail = letter(reply_to=(person("imwu-umit@unit.example"),))
    assert may_answer(mail, OWN).reason is Withheld.OWN_ADDRESS


@pytest.mark.parametrize("address", ["", "Jane", "@maple.example", "jane@", "ja ne@maple.example", "jane@a@b.example"])
def test_an_unusable_address_gets_no_answer(address: str) -> None:
    """There is nobody to write to."""
    assert may_answer(letter(sender=address), OWN).reason is Withheld.NO_ADDRESS


def test_two_senders_get_no_answer() -> None:
    """An automatic answer goes to one address, never to several."""
    mail = ParsedMail(from_=(person("a@maple.example"), person("b@maple.example")))
    assert may_answer(mail, OWN).reason is Withheld.NO_ADDRESS


@pytest.mark.parametrize("address", ["officer@cbsa.gc.ca", "someone@gc.ca"])
def test_government_mail_is_left_to_a_person(address: str) -> None:
    """It may be a border officer's question."""
    assert may_answer(letter(sender=address), OWN).reason is Withheld.INTERNAL_SENDER


def test_a_domain_that_only_ends_alike_is_not_internal() -> None:
    """`notgc.ca` is somebody else."""
    assert may_answer(letter(sender="jane@notgc.ca"), OWN).allowed


@pytest.mark.parametrize(
    "subject",
    ["Automatic reply: away", "Out of Office", "Out of office until Monday", "Réponse automatique : absent",
     "Absence du bureau", "Undeliverable: your request", "Non remis : demande", "Read: your message", "Lu : message"],
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
    """Only our own server's verdict counts."""
    header = ("Authentication-Results", "mx.unit.example; spf=fail smtp.mailfrom=maple.example; dkim=none")
    assert not may_answer(letter(header), OWN, authserv_id="mx.unit.example").allowed
    assert may_answer(letter(header), OWN, authserv_id="mx.other.example").allowed


def test_a_certain_sign_outweighs_a_doubt() -> None:
    """When both show, the certain one is reported."""
    mail = letter(("Auto-Submitted", "auto-replied"), subject="Automatic reply: away")
    assert may_answer(mail, OWN).is_certain
    certainties = [sign.is_certain for sign in SIGNS]
    assert certainties == sorted(certainties, reverse=True)


def test_the_answer_goes_to_a_single_reply_to_else_to_from() -> None:
    """Several or broken Reply-To addresses are not trusted."""
    assert reply_address(letter(reply_to=(person("a@maple.example"),))) == person("a@maple.example")
    assert reply_address(letter()) == person("hr@maple.example")
    assert reply_address(letter(reply_to=(person("a@x.example"), person("b@x.example")))) == person("hr@maple.example")
    assert reply_address(letter(reply_to=(person("nobody"),))) == person("hr@maple.example")
    assert reply_address(letter(sender="nobody")) is None
