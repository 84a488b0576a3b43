"""Reading messages as real senders build and break them."""

import time
from hashlib import sha256

import pytest

from imwu_inbox.domain.mail import Address
from imwu_inbox.errors import MailUnparseable
from tests.adapters.mail_bytes import BASE64_PDF, PDF, TEXT, mixed, pdf_part, read


def test_an_ordinary_request_is_read_whole() -> None:
    """Headers, body and file come out as sent."""
    mail = read(
        mixed(
            TEXT,
            pdf_part(),
            headers="Message-ID: <1@maple.example>\nIn-Reply-To: <0@unit.example>\n"
            "References: <a@unit.example>\n <0@unit.example>\n"
            "Date: Fri, 1 May 2026 10:00:00 -0400\nCc: x@maple.example\n",
        )
    )
    assert mail.from_ == (Address(name="Jane Doe", address="jane@maple.example"),)
    assert (mail.message_id, mail.in_reply_to) == ("<1@maple.example>", "<0@unit.example>")
    assert mail.references == ("<a@unit.example>", "<0@unit.example>")
    assert mail.date is not None
    assert mail.date.isoformat() == "2026-05-01T10:00:00-04:00"
    assert (mail.subject, mail.body_text, mail.content_type) == (
        "Request",
        "Please find the request.",
        "multipart/mixed",
    )
    assert [person.address for person in mail.cc] == ["x@maple.example"]
    (file,) = mail.attachments
    assert (file.path, file.name, file.media_type, file.content) == ("2", "passport.pdf", "application/pdf", PDF)
    assert (file.size_bytes, file.sha256, file.inline) == (len(PDF), sha256(PDF).hexdigest(), False)
    assert mail.problems == ()


def test_a_nameless_scan_is_found_and_named_alike_each_time() -> None:
    """A bare PDF without name or disposition is a paper too."""
    message = mixed(TEXT, pdf_part(headers=""))
    assert [file.name for file in read(message).attachments] == ["part-2.pdf"]
    assert read(message) == read(message)


def test_a_message_that_is_only_a_scan_has_one_leaf() -> None:
    """Office scanners send the PDF as the whole message."""
    mail = read(
        f"From: scan@maple.example\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n{BASE64_PDF}"
    )
    assert [(file.path, file.name, file.content) for file in mail.attachments] == [("1", "part-1.pdf", PDF)]


def test_text_reports_and_signatures_without_a_name_are_no_attachments() -> None:
    """They say something about the message; they are no paper."""
    mail = read(
        mixed(
            TEXT,
            "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x.example\n\nAction: failed",
            "Content-Type: application/pgp-signature\n\nsignature",
            "Content-Type: text/plain\nContent-Disposition: attachment\n\nlist of documents",
        )
    )
    assert [(file.path, file.name) for file in mail.attachments] == [("4", "part-4.txt")]
    assert mail.body_text == "Please find the request."


def test_a_message_of_a_thousand_parts_is_cut_at_five_hundred() -> None:
    """The number of parts is bounded, and said."""
    mail = read(mixed(*[pdf_part() for _ in range(1000)]))
    assert len(mail.attachments) < 500
    assert "more-than-500-parts" in mail.problems


def test_parts_nested_by_the_thousand_set_the_message_aside() -> None:
    """No reader follows them; a person opens the original."""
    message = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(5000))
    with pytest.raises(MailUnparseable, match="Open the original"):
        read(message)


@pytest.mark.parametrize(
    "broken",
    [
        BASE64_PDF.replace("\n", ""),
        BASE64_PDF.rstrip("=\n"),
        BASE64_PDF.replace("\n", " !\n"),
        BASE64_PDF + "A",
    ],
    ids=["one long line", "no padding", "stray characters", "a character too many"],
)
def test_broken_base64_is_read_leniently(broken: str) -> None:
    """The bytes come out whole."""
    part = f"Content-Type: application/pdf; name=p.pdf\nContent-Transfer-Encoding: BASE64\n\n{broken}"
    assert read(mixed(TEXT, part)).attachments[0].content == PDF


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(line_end: str) -> None:
    """Bare LF and bare CR occur."""
    mail = read(mixed(TEXT, pdf_part()), line_end=line_end)
    assert mail.body_text == "Please find the request."
    assert [file.content for file in mail.attachments] == [PDF]


def test_empty_lines_or_a_mark_before_the_headers_do_not_hide_them() -> None:
    """Some exports begin with them."""
    assert read(b"\xef\xbb\xbf\r\n\r\nSubject: Request\r\n\r\nHello").subject == "Request"


@pytest.mark.parametrize(
    ("content_type", "signed", "encrypted"),
    [
        ("application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", False, True),
        ("application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", True, False),
    ],
)
def test_protected_mail_is_recognised(content_type: str, *, signed: bool, encrypted: bool) -> None:
    """S/MIME of both kinds; the envelope stays listed for the officer."""
    mail = read(f"From: a@maple.example\nContent-Type: {content_type}\nContent-Transfer-Encoding: base64\n\nAAAA")
    assert (mail.signed, mail.encrypted) == (signed, encrypted)
    assert [file.name for file in mail.attachments] == ["smime.p7m"]


def test_a_pgp_signed_letter_is_read_through_its_signature() -> None:
    """The files beside the signature are found."""
    message = mixed(TEXT, pdf_part(), "Content-Type: application/pgp-signature\n\nx").replace("mixed", "signed")
    mail = read(message)
    assert mail.signed
    assert [file.path for file in mail.attachments] == ["2"]


def test_a_cut_off_message_gives_what_it_has_and_says_so() -> None:
    """A missing end is told to the officer."""
    mail = read(mixed(TEXT, pdf_part()).removesuffix("--b1--\n"))
    assert [file.content for file in mail.attachments] == [PDF]
    assert mail.problems == ("cut-off",)


def test_a_wrong_boundary_is_mended_from_the_body() -> None:
    """The parts are found although the header names another boundary."""
    mail = read(mixed(TEXT, pdf_part()).replace('boundary="b1"', 'boundary="other"'))
    assert [file.content for file in mail.attachments] == [PDF]
    assert mail.problems == ("boundary-mended",)


def test_a_picture_shown_in_the_letter_is_marked_inline() -> None:
    """A signature's logo is told from an attached scan."""
    picture = "Content-Type: image/png\nContent-ID: <logo>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo="
    scan = "Content-Type: image/jpeg\nContent-Disposition: attachment; filename=p.jpg\nContent-ID: <2>\n\nx"
    assert [file.inline for file in read(mixed(TEXT, picture, scan)).attachments] == [True, False]


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 50, b"no headers at all", b"\xff\xfe\xfa", b"Subject: =?utf-8?B?!!!?=\n\n"]
)
def test_no_bytes_stop_the_reader(content: bytes) -> None:
    """Even rubbish is a message with nothing in it."""
    assert read(content).attachments == ()


@pytest.mark.parametrize(
    "hostile",
    [
        "From: " + "(" * 1_000_000 + "\n\nx",
        "From: " + "a@maple.example, " * 100_000 + "\n\nx",
        "Subject: " + "=?utf-8?q?" * 100_000 + "\n\nx",
        "Content-Type: text/html\n\n" + "<head " * 150_000,
        "Content-Type: text/html\n\n" + "<!--" * 200_000,
        "Subject: x\n\n" + "begin 644 a\nendless\n" * 50_000,
    ],
    ids=[
        "open brackets",
        "a hundred thousand senders",
        "encoded words",
        "unclosed tags",
        "unclosed comments",
        "files without end",
    ],
)
def test_a_hostile_megabyte_is_read_in_seconds(hostile: str) -> None:
    """Each of these once took minutes or broke a reader."""
    began = time.process_time()
    read(hostile)
    assert time.process_time() - began < 5
