"""What broken programs do to a whole message, and what can still be read of it."""

import binascii
from datetime import UTC, datetime

import pytest

from imwu_inbox.domain.mail import Address
from imwu_inbox.errors import MailUnparseable
from tests.adapters.mail_bytes import PDF, TEXT, mixed, pdf_part, read


def test_a_message_whose_line_ends_were_doubled_is_read_whole() -> None:
    """A gateway writes a second CR into each line end."""
    mail = read(mixed(TEXT, pdf_part()), line_end="\r\r\n")
    assert (mail.subject, mail.body_text) == ("Request", "Please find the request.")
    assert [file.content for file in mail.attachments] == [PDF]
    assert mail.problems == ("line-ends-mended",)


@pytest.mark.parametrize("junk", [">From jane@maple.example Fri May 1\n", "(added by the gateway)\n"])
def test_a_line_that_is_no_header_does_not_end_the_headers(junk: str) -> None:
    """It is left out, and said; the files behind it are found."""
    first = read(junk + mixed(TEXT, pdf_part()))
    middle = read(mixed(TEXT, pdf_part()).replace("MIME-Version", junk + "MIME-Version"))
    for mail in (first, middle):
        assert [file.content for file in mail.attachments] == [PDF]
        assert mail.problems == ("header-lines-dropped",)


def test_a_letter_without_headers_keeps_its_words() -> None:
    """Words are only taken for junk when headers follow them."""
    assert read("Dear officers\nplease find\n\nthe request").body_text.endswith("the request")


def test_mixed_line_ends_are_read() -> None:
    """Each line ends as it likes."""
    mixed_ends = mixed(TEXT, pdf_part()).replace("\n", "\r\n").replace("Request\r\n", "Request\n").encode()
    mail = read(mixed_ends.replace(b"--b1\r\n", b"--b1\r", 1))
    assert (mail.subject, mail.body_text) == ("Request", "Please find the request.")
    assert [file.content for file in mail.attachments] == [PDF]


@pytest.mark.parametrize(
    ("sender", "name", "address"),
    [
        ("jane@maple.example (Jane Doe)", "Jane Doe", "jane@maple.example"),
        ("Jane Doe jane@maple.example", "Jane Doe", "jane@maple.example"),
        ('"Jane\\" <jane@maple.example>', "Jane", "jane@maple.example"),
        ("Jane <mailto:jane@maple.example>", None, "jane@maple.example"),
        ("Jane <jane@maple.example", "Jane", "jane@maple.example"),
        ('"ceo@firm.example" <jane@maple.example>', "ceo@firm.example", "jane@maple.example"),
        ("a@firm.example <jane@maple.example> (x <c@firm.example>)", "a@firm.example", "jane@maple.example"),
        ('"a@firm.example, b" <jane@maple.example>', "a@firm.example, b", "jane@maple.example"),
        ("=?utf-8?q?a=40firm.example_=3Ca=40firm.example=3E?= <jane@maple.example>", None, "jane@maple.example"),
        ("=?utf-8?q?Doe=2C_Ren=C3=A9e?= <jane@maple.example>", "Doe, Renée", "jane@maple.example"),
    ],
)
def test_the_sender_is_found_however_it_is_written(sender: str, name: str | None, address: str) -> None:
    """One address, the one a letter would reach, and never the one that stands in a name."""
    people = read(f"From: {sender}\n\nx").from_
    assert [person.address for person in people] == [address]
    assert name is None or people == (Address(name=name, address=address),)


@pytest.mark.parametrize(
    "date", ["Fri, 31 Dec 9999 23:59:59 -1200", "Fri, 1 May 1926 10:00:00 +0000", "Fri, 1 May 2026 10:00:00 +9999"]
)
def test_a_date_of_another_century_is_no_date(date: str) -> None:
    """Nor one that no zone has: nothing could be counted from it."""
    assert read(f"Date: {date}\n\nx").date is None


def test_an_unknown_zone_is_a_known_moment() -> None:
    """Minus zero says that the sender's own zone is not told."""
    assert read("Date: Fri, 1 May 2026 10:00:00 -0000\n\nx").date == datetime(2026, 5, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("charset", ["idna", "punycode", "unicode_escape", "hex", "utf-7"])
def test_a_charset_that_is_for_no_letters_never_loses_the_body(charset: str) -> None:
    """Python has codecs that mail has not; a sender may name any of them."""
    message = f"Subject: x\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\nl’été"
    assert read(message.encode("cp1252")).body_text == "l’été"
    name = f"Content-Disposition: attachment; filename*={charset}''%C9t%E9.pdf\n"
    assert [file.content for file in read(mixed(TEXT, pdf_part(headers=name))).attachments] == [PDF]


def test_a_missing_semicolon_hides_no_name() -> None:
    """The type and the name are told apart."""
    part = (
        pdf_part().replace("application/pdf\n", "application/pdf name=x.pdf\n").replace("attachment; f", "attachment f")
    )
    (file,) = read(mixed(TEXT, part)).attachments
    assert (file.name, file.media_type, file.content) == ("passport.pdf", "application/pdf", PDF)


def test_a_uuencoded_part_is_decoded() -> None:
    """An old coding of whole parts."""
    lines = "".join(binascii.b2a_uu(PDF[start : start + 45]).decode() for start in range(0, len(PDF), 45))
    coded = f"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 p.pdf\n{lines}`\nend"
    assert [file.content for file in read(mixed(TEXT, f"Content-Type: application/pdf\n{coded}")).attachments] == [PDF]


@pytest.mark.parametrize("kind", ["message/partial; id=1; number=1; total=2", "message/external-body; access-type=URL"])
def test_a_part_whose_rest_lies_elsewhere_leaves_the_message_not_wholly_read(kind: str) -> None:
    """The papers may be in what did not come."""
    mail = read(f"Subject: x\nContent-Type: {kind}\n\nContent-Type: application/pdf\n\nx")
    assert mail.problems == ("parts-not-found",)
    assert not mail.is_wholly_read


def test_the_first_of_two_subjects_counts() -> None:
    """Mail programs show that one; both are kept."""
    mail = read("Subject: one\nSubject: two\nMessage-ID: <1@x.example>\nMessage-ID: <2@x.example>\n\nx")
    assert (mail.subject, mail.message_id) == ("one", "<1@x.example>")
    assert list(mail.header_values("subject")) == ["one", "two"]


def test_a_name_in_pieces_is_put_together_in_their_order() -> None:
    """A letter may even be cut between two pieces."""
    cut = "attachment; filename*1*=%A9port.pdf; filename*0*=UTF-8''Pass%C3"
    assert read(mixed(TEXT, pdf_part(headers=f"Content-Disposition: {cut}\n"))).attachments[0].name == "Passéport.pdf"


def test_a_charset_with_a_nul_in_its_name_loses_neither_body_nor_files() -> None:
    """Python refuses to look such a name up; one such part must not end the reading of the others."""
    text = 'Content-Type: text/plain; charset="utf\x00-8"\nContent-Transfer-Encoding: 8bit\n\nTrainé ici.\n'
    mail = read(mixed(text, pdf_part()))
    assert mail.body_text == "Trainé ici."
    assert [file.content for file in mail.attachments] == [PDF]


CONTRADICTING = "filename*0*=utf-8''a; filename*=utf-8''b.pdf"


def test_a_name_whose_pieces_contradict_each_other_loses_neither_the_file_nor_the_others() -> None:
    """Python cannot put them in an order, and raises; the paper is there all the same."""
    mail = read(mixed(TEXT, pdf_part(f"Content-Disposition: attachment; {CONTRADICTING}\n"), pdf_part()))
    assert [(file.name, file.content) for file in mail.attachments] == [("unreadable name", PDF), ("passport.pdf", PDF)]


def test_a_charset_whose_pieces_contradict_each_other_is_read_as_utf_8() -> None:
    """The words are worth more than what is said of them."""
    kind = "Content-Type: text/plain; charset*0*=utf-8''a; charset*=utf-8''b\n\nTrainé.\n"
    assert read(mixed(kind, pdf_part())).body_text == "Trainé."


def test_a_message_the_library_breaks_on_is_refused_and_ends_nothing() -> None:
    """The boundary itself contradicts itself: an officer opens the original."""
    with pytest.raises(MailUnparseable):
        read("Content-Type: multipart/mixed; boundary*0*=utf-8''a; boundary*=utf-8''b\n\n--b\n\nx\n--b--\n")
