"""Is it a request? What files and wording say, in both languages."""

from dataclasses import replace

import pytest

from imwu_inbox.domain.documents import Answer, DocumentKind, Opened
from imwu_inbox.domain.mail import Attachment, ParsedMail
from imwu_inbox.domain.request_signs import could_be_a_paper, is_a_request, is_worded_as_a_request, is_worth_reading
from tests.domain.papers import CV, PASSPORT, a_document, a_file

UNOPENED = a_file(opened=Opened.ENCRYPTED)
HOLIDAY_PHOTO = a_file(a_document(DocumentKind.OTHER))


def an_attachment(media_type: str, *, size_bytes: int = 200_000, inline: bool = False) -> Attachment:
    """A leaf of a message."""
    return Attachment(
        path="2", name="x", media_type=media_type, content=b"", size_bytes=size_bytes, sha256="", inline=inline
    )


@pytest.mark.parametrize(
    ("attachment", "could_be"),
    [
        (an_attachment("application/pdf", size_bytes=900), True),
        (an_attachment("image/jpeg"), True),
        (an_attachment("image/png", size_bytes=9_000), True),
        (an_attachment("image/jpeg", inline=True), True),
        (an_attachment("image/png", size_bytes=9_000, inline=True), True),
        (an_attachment("image/png", size_bytes=353, inline=True), False),
        (an_attachment("image/jpeg", size_bytes=3_000), True),
        (an_attachment("application/pdf", size_bytes=9_000, inline=True), True),
        (an_attachment("application/octet-stream"), True),
        (an_attachment("application/pkcs7-mime"), True),
        (an_attachment("application/x-pkcs7-mime"), True),
        (an_attachment("application/pkcs7-signature"), False),
        (an_attachment("application/x-pkcs7-signature"), False),
        (an_attachment("application/pgp-signature"), False),
        (an_attachment("application/pgp-encrypted"), False),
        (an_attachment("text/calendar", size_bytes=2_000), False),
        (an_attachment("text/vcard", size_bytes=9_000), False),
        (an_attachment("text/calendar"), True),
    ],
    ids=lambda value: f"{value.media_type}-{value.size_bytes}-{value.inline}" if isinstance(value, Attachment) else "",
)
def test_what_mail_programs_add_is_left_aside_and_everything_else_is_read(
    attachment: Attachment, *, could_be: bool
) -> None:
    """Bullets, signatures, invitations and cards are not opened; an envelope that cannot be opened is tried."""
    assert is_worth_reading(attachment) is could_be


@pytest.mark.parametrize(
    ("kind", "could_be"),
    [(DocumentKind.OTHER, False), (DocumentKind.UNREADABLE, False), (DocumentKind.PASSPORT, True)],
)
def test_a_small_picture_in_the_body_counts_only_when_it_shows_a_paper(kind: DocumentKind, *, could_be: bool) -> None:
    """A logo is no reason for doubt; a pasted passport is a passport."""
    pasted = replace(a_file(a_document(kind)), attachment=an_attachment("image/png", size_bytes=9_000, inline=True))
    assert could_be_a_paper(pasted) is could_be


@pytest.mark.parametrize(("opened", "could_be"), [(Opened.OK, False), (Opened.DAMAGED, True)])
def test_a_tiny_attached_picture_is_a_paper_only_when_it_was_cut_off(opened: Opened, *, could_be: bool) -> None:
    """A whole one is a bullet or a line; the rest of a passport's photo proves nothing about what it showed."""
    tiny = an_attachment("image/jpeg", size_bytes=3_000)
    assert could_be_a_paper(replace(a_file(opened=opened), attachment=tiny)) is could_be


@pytest.mark.parametrize(
    ("subject", "body", "answer"),
    [
        ("Request for an opinion", "Please find attached the papers.", Answer.YES),
        ("Demande d’opinion", "Vous trouverez ci-joint les documents.", Answer.YES),
        ("WP Exemption for a quartet at the hall", "Attached: the travelling party.", Answer.YES),
        ("Our violinist", "We are applying for an exemption under R186(g), documents enclosed.", Answer.YES),
        ("", "Nous demandons une opinion sur la dispense; pièces ci-jointes.", Answer.YES),
        ("Request for an opinion", "What do you need from us?", Answer.CANNOT_TELL),
        ("IMM 5686", "Where do I find the form?", Answer.CANNOT_TELL),
        ("Opening hours", "When is your office open?", Answer.NO),
        ("Heures d’ouverture", "Quand êtes-vous ouverts?", Answer.NO),
        ("Invoice", "Please find attached our invoice.", Answer.NO),
        ("", "", Answer.NO),
    ],
)
def test_wording_asks_and_encloses_in_either_language(subject: str, body: str, answer: Answer) -> None:
    """Rule 64: asking alone may be a question."""
    assert is_worded_as_a_request(ParsedMail(subject=subject, body_text=body, own_text=body)) is answer


def test_the_quoted_history_is_not_the_senders_wording() -> None:
    """Thanks above an old request ask for nothing."""
    quoted = "Thank you!\n> Please find attached our request for an opinion."
    assert is_worded_as_a_request(ParsedMail(subject="Re:", body_text=quoted, own_text="Thank you!")) is Answer.NO


ASKING = ParsedMail(subject="Request for an opinion")
SILENT = ParsedMail(subject="Hello")


def test_papers_of_a_request_make_one_whatever_the_words() -> None:
    """Rule 64: a passport or a CV speaks for itself."""
    assert is_a_request(SILENT, (PASSPORT,)) is Answer.YES
    assert is_a_request(SILENT, (CV,)) is Answer.YES


def test_an_unknown_file_makes_a_request_only_with_words() -> None:
    """Without words it cannot be told."""
    for file in (UNOPENED, HOLIDAY_PHOTO):
        assert is_a_request(SILENT, (file,)) is Answer.CANNOT_TELL
        assert is_a_request(ASKING, (file,)) is Answer.YES


def test_without_files_the_wording_decides() -> None:
    """Rule 63."""
    assert is_a_request(SILENT, ()) is Answer.NO
    assert is_a_request(ASKING, ()) is Answer.CANNOT_TELL


def test_a_message_that_was_not_wholly_read_cannot_be_told_from_a_request() -> None:
    """What was cut off may have been the papers."""
    cut = replace(SILENT, problems=("cut-off",))
    assert is_a_request(cut, ()) is Answer.CANNOT_TELL
    assert is_a_request(cut, (PASSPORT,)) is Answer.YES
