"""Reading messages as real senders build and break them."""

import base64
import binascii
import struct
import time
import zipfile
from hashlib import sha256
from io import BytesIO

import pytest

from imwu_inbox.adapters.mailparser_mime import MailParserMime
from imwu_inbox.domain.mail import Address, ParsedMail
from imwu_inbox.errors import MailUnparseable

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 3
BASE64_PDF = base64.encodebytes(PDF).decode()


def read(text: str | bytes, line_end: str = "\r\n") -> ParsedMail:
    """Parse a message written with LF line ends in the test."""
    content = text if isinstance(text, bytes) else text.replace("\n", line_end).encode()
    return MailParserMime().parse_mail(content)


def mixed(*parts: str, headers: str = "") -> str:
    """A multipart/mixed message of these parts."""
    body = "".join(f"--b1\n{part}\n" for part in parts)
    return (
        f"From: Jane Doe <jane@maple.example>\nTo: unit@unit.example\nSubject: Request\n{headers}"
        f'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b1"\n\n{body}--b1--\n'
    )


def pdf_part(headers: str = 'Content-Disposition: attachment; filename="passport.pdf"\n') -> str:
    """A part that holds the sample PDF."""
    return f"Content-Type: application/pdf\n{headers}Content-Transfer-Encoding: base64\n\n{BASE64_PDF}"


TEXT = "Content-Type: text/plain; charset=utf-8\n\nPlease find the request."


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


def test_an_attached_message_is_listed_once_and_so_are_its_files() -> None:
    """Its text stays out of the outer body."""
    inner = mixed("Content-Type: text/plain\n\nInner words", pdf_part()).replace("b1", "b2")
    mail = read(mixed(TEXT, f"Content-Type: message/rfc822\n\n{inner}"))
    assert [(file.path, file.media_type) for file in mail.attachments] == [
        ("2", "message/rfc822"),
        ("2.2", "application/pdf"),
    ]
    assert mail.attachments[0].name == "part-2.eml"
    assert mail.attachments[1].content == PDF
    assert "Inner words" not in mail.body_text


def test_an_attached_message_that_was_coded_in_base64_is_read_too() -> None:
    """The standards forbid it; some programs do it."""
    inner = base64.encodebytes(mixed(TEXT, pdf_part()).encode()).decode()
    mail = read(mixed(TEXT, f"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{inner}"))
    assert [file.path for file in mail.attachments] == ["2", "2.2"]


def test_messages_within_messages_are_followed_to_a_bound() -> None:
    """Past eight the rest is left alone and the officer is told."""
    message = "Subject: core\n\nthe innermost text"
    for _ in range(12):
        message = f"From: a@maple.example\nContent-Type: message/rfc822\n\n{message}"
    mail = read(message)
    assert len(mail.attachments) == 9
    assert "nested-too-deep" in mail.problems


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


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("attachment; filename*=UTF-8''Passeport%20%E2%80%93%20C%C3%B4t%C3%A9.pdf", "Passeport – Côté.pdf"),
        ("attachment; filename*0*=iso-8859-1'fr'Pass; filename*1*=eport%20C%F4t%E9.pdf", "Passeport Côté.pdf"),
        ('attachment; filename="=?utf-8?Q?Passeport_C=C3=B4t=C3=A9.pdf?="', "Passeport Côté.pdf"),
        ("attachment; filename==?utf-8?B?UGFzc2Vwb3J0IEPDtHTDqS5wZGY=?=", "Passeport Côté.pdf"),
        ('attachment; filename="=?utf-8?Q?Passeport_C=C3=B4?=\n =?utf-8?Q?t=C3=A9.pdf?="', "Passeport Côté.pdf"),
        ('attachment; filename="Passeport Côté.pdf"', "Passeport Côté.pdf"),
    ],
)
def test_names_are_decoded_in_every_spelling(header: str, name: str) -> None:
    """RFC 2231, RFC 2047 where it does not belong, and raw 8-bit letters."""
    mail = read(mixed(TEXT, pdf_part(headers=f"Content-Disposition: {header}\n")))
    assert mail.attachments[0].name == name


def test_a_raw_latin_1_name_is_read_too() -> None:
    """An old program sends Windows letters without saying so."""
    message = mixed(TEXT, pdf_part(headers='Content-Disposition: attachment; filename="Côté.pdf"\n')).encode("cp1252")
    assert read(message).attachments[0].name == "Côté.pdf"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_raw_eight_bit_headers_keep_their_letters(encoding: str) -> None:
    """Many programs write headers without RFC 2047."""
    message = "From: Renée Côté <renee@maple.example>\nSubject: Dispense – étude\n\nBonjour\n".encode(encoding)
    mail = read(message)
    assert mail.from_ == (Address(name="Renée Côté", address="renee@maple.example"),)
    assert mail.subject == "Dispense – étude"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(line_end: str) -> None:
    """Bare LF and bare CR occur."""
    mail = read(mixed(TEXT, pdf_part()), line_end=line_end)
    assert mail.body_text == "Please find the request."
    assert [file.content for file in mail.attachments] == [PDF]


def test_empty_lines_or_a_mark_before_the_headers_do_not_hide_them() -> None:
    """Some exports begin with them."""
    assert read(b"\xef\xbb\xbf\r\n\r\nSubject: Request\r\n\r\nHello").subject == "Request"


def test_a_html_only_letter_is_read_as_text() -> None:
    """No tags, no style rules, links written out."""
    html = (
        "<html><head><style>p {color: red}</style></head><body><p>Bonjour,</p><ul><li>Passport</li></ul>"
        '<a href="https://share.example/f">files</a><br>Caf&eacute;</body></html>'
    )
    body = read(f"Subject: x\nContent-Type: text/html; charset=utf-8\n\n{html}").body_text
    assert "Bonjour," in body
    assert "https://share.example/f" in body
    assert "Café" in body
    assert "color" not in body
    assert "<" not in body


def test_of_two_renderings_the_plain_one_is_kept_and_a_footer_does_not_hide_an_html_letter() -> None:
    """A plain alternative wins; a plain footer beside an HTML letter is no alternative."""
    both = (
        'Content-Type: multipart/alternative; boundary="b2"\n\n--b2\nContent-Type: text/plain\n\nPlain words\n'
        "--b2\nContent-Type: text/html\n\n<p>HTML words</p>\n--b2--"
    )
    assert read(mixed(both)).body_text == "Plain words"
    mail = read(
        mixed("Content-Type: text/html\n\n<p>The letter</p>", "Content-Type: text/plain\n\nScanned for viruses")
    )
    assert mail.body_text == "The letter\nScanned for viruses"


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-8", "x-unknown", "us-ascii", "zlib"])
def test_a_wrong_charset_never_loses_the_body(charset: str) -> None:
    """What was declared, else UTF-8, else Windows letters."""
    message = f"Subject: x\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\nl’été"
    assert read(message.encode("cp1252")).body_text == "l’été"


@pytest.mark.parametrize(
    "history",
    [
        "On Fri, 1 May 2026 at 10:00, Unit\n<unit@unit.example> wrote:\n> old words",
        "Le ven. 1 mai 2026 à 10 h, Unité <unit@unit.example> a écrit :\n> old words",
        "-----Original Message-----\nFrom: Unit\nold words",
        "-----Message d'origine-----\nold words",
        "From: Unit <unit@unit.example>\nSent: May 1, 2026\nTo: Jane\nold words",
        "De : Unité <unit@unit.example>\nEnvoyé : 1 mai 2026\nold words",
        "> old words",
    ],
)
def test_quoted_history_is_cut_from_the_senders_own_words(history: str) -> None:
    """The body keeps everything; the own text only what was written now."""
    mail = read(f"Subject: x\n\nHere is the missing page.\nFrom: 1 June To: 1 July\n\n{history}\n")
    assert mail.own_text == "Here is the missing page.\nFrom: 1 June To: 1 July"
    assert "old words" in mail.body_text


def test_the_true_address_is_read_beside_a_false_one() -> None:
    """A name that looks like an address does not become one."""
    mail = read("From: ceo@maple.example <real@other.example>\n\nx")
    assert [person.address for person in mail.from_] == ["real@other.example"]


def test_every_sender_is_seen() -> None:
    """Two From headers are two senders, so that none hides."""
    mail = read("From: a@maple.example\nFrom: b@maple.example\n\nx")
    assert [person.address for person in mail.from_] == ["a@maple.example", "b@maple.example"]


def test_repeated_headers_are_kept_in_their_order() -> None:
    """The gate looks at every occurrence."""
    mail = read("Received: one\nReceived: two\nAuto-Submitted: no\nauto-submitted: auto-replied\n\nx")
    assert list(mail.header_values("Received")) == ["one", "two"]
    assert list(mail.header_values("AUTO-SUBMITTED")) == ["no", "auto-replied"]


@pytest.mark.parametrize("date", ["yesterday", "Fri, 1 May 2026 10:00:00", "", "Fri, 99 May 2026 10:00:00 +0000"])
def test_a_date_without_offset_or_sense_is_no_date(date: str) -> None:
    """The clock then falls back to the server's moment."""
    assert read(f"Date: {date}\nSubject: x\n\nx").date is None


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


def attached(name: str, content: bytes, media_type: str = "application/octet-stream") -> str:
    """A part with this file."""
    return (
        f'Content-Type: {media_type}; name="{name}"\nContent-Transfer-Encoding: base64\n'
        f"Content-Disposition: attachment\n\n{base64.encodebytes(content).decode()}"
    )


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip of these files."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def test_the_files_of_a_zip_are_listed_beside_it() -> None:
    """Also those of a zip within it; the marks of a path say where they lay."""
    inner = zipped({"Formulaire é.pdf": PDF})
    mail = read(mixed(TEXT, attached("papers.zip", zipped({"folder/passport.jpg": b"jpeg", "more.zip": inner}))))
    assert [(file.path, file.name, file.media_type) for file in mail.attachments] == [
        ("2", "papers.zip", "application/octet-stream"),
        ("2!passport.jpg", "passport.jpg", "image/jpeg"),
        ("2!more.zip", "more.zip", "application/zip"),
        ("2!more.zip!Formulaire é.pdf", "Formulaire é.pdf", "application/pdf"),
    ]
    assert mail.attachments[-1].content == PDF


def test_an_office_document_is_one_paper() -> None:
    """It is a zip inside, and nobody asked for its parts."""
    mail = read(mixed(TEXT, attached("cv.docx", zipped({"[Content_Types].xml": b"x", "word/document.xml": b"y"}))))
    assert [file.path for file in mail.attachments] == ["2"]


def test_a_zip_bomb_is_cut_and_said() -> None:
    """What an archive says of its sizes does not count."""
    bomb = zipped({"a.pdf": PDF, "bomb.pdf": bytes(40_000_000)})
    mail = read(mixed(TEXT, attached("bomb.zip", bomb)))
    assert [file.name for file in mail.attachments] == ["bomb.zip", "a.pdf"]
    assert mail.problems == ("container-not-wholly-read",)


def test_a_broken_zip_is_listed_and_said() -> None:
    """The officer sees the file; the reader does not stop."""
    mail = read(mixed(TEXT, attached("papers.zip", zipped({"a.pdf": PDF})[:200])))
    assert [file.name for file in mail.attachments] == ["papers.zip"]
    assert mail.problems == ("container-not-wholly-read",)


def tnef_of(title: bytes, long_name: str, content: bytes) -> bytes:
    """A winmail.dat with one file, as Outlook builds it."""
    encoded = long_name.encode("utf-16-le") + b"\x00\x00"
    properties = struct.pack("<IHHII", 1, 0x001F, 0x3707, 1, len(encoded)) + encoded.ljust(
        -(-len(encoded) // 4) * 4, b"\x00"
    )
    attributes = [
        (1, 0x00069007, struct.pack("<II", 1252, 0)),
        (2, 0x00069002, b"\x01\x00" + bytes(12)),
        (2, 0x00018010, title + b"\x00"),
        (2, 0x0006800F, content),
        (2, 0x00069005, properties),
    ]
    body = b"".join(
        struct.pack("<BII", level, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)
        for level, kind, data in attributes
    )
    return struct.pack("<IH", 0x223E9F78, 1) + body


@pytest.mark.parametrize(
    ("title", "long_name", "name"),
    [(b"PASSEP~1.PDF", "Passeport Côté.pdf", "Passeport Côté.pdf"), ("Côté.pdf".encode("cp1252"), "", "Côté.pdf")],
)
def test_the_files_of_a_winmail_dat_are_listed_beside_it(title: bytes, long_name: str, name: str) -> None:
    """Outlook hides every paper in one; French letters survive."""
    packed = tnef_of(title, long_name, PDF)
    mail = read(mixed(TEXT, attached("winmail.dat", packed, "application/ms-tnef")))
    assert [(file.path, file.name) for file in mail.attachments] == [("2", "winmail.dat"), (f"2!{name}", name)]
    assert mail.attachments[1].content == PDF
    assert mail.attachments[1].media_type == "application/pdf"


def test_a_cut_off_winmail_dat_stops_nothing() -> None:
    """Any beginning of one can be read."""
    packed = tnef_of(b"a.pdf", "a.pdf", b"x" * 50)
    for length in range(0, len(packed), 3):
        assert read(mixed(TEXT, attached("winmail.dat", packed[:length]))).attachments[0].name == "winmail.dat"


def test_a_uuencoded_file_is_taken_out_of_the_text() -> None:
    """An old program writes its files into the letter."""
    lines = "".join(binascii.b2a_uu(PDF[start : start + 45]).decode() for start in range(0, len(PDF), 45))
    mail = read(f"Subject: x\n\nBefore\n\nbegin 644 passport.pdf\n{lines}`\nend\n\nAfter\n")
    assert [(file.path, file.name, file.content) for file in mail.attachments] == [
        ("1!passport.pdf", "passport.pdf", PDF)
    ]
    assert mail.body_text.split() == ["Before", "After"]


def test_a_picture_pasted_into_the_letter_is_found() -> None:
    """Some programs write it into the HTML itself."""
    html = f'<p>My passport:</p><img src="data:image/png;base64,{base64.b64encode(b"picture").decode()}">'
    mail = read(f"Subject: x\nContent-Type: text/html\n\n{html}")
    (file,) = mail.attachments
    assert (file.path, file.media_type, file.content, file.inline) == ("1!picture-1.png", "image/png", b"picture", True)
    assert mail.body_text == "My passport:"


def test_a_message_attached_as_a_plain_file_is_opened_too() -> None:
    """Web mail sends .eml files as octets."""
    inner = mixed(TEXT, pdf_part()).encode()
    mail = read(mixed(TEXT, attached("forwarded.eml", inner)))
    assert [(file.path, file.name) for file in mail.attachments] == [("2", "forwarded.eml"), ("2.2", "passport.pdf")]


def test_two_files_of_one_name_have_two_places() -> None:
    """Evidence points at one of them."""
    files = tnef_of(b"a.pdf", "a.pdf", PDF) + tnef_of(b"a.pdf", "a.pdf", PDF[::-1])[6:]
    mail = read(mixed(TEXT, attached("winmail.dat", files)))
    assert [file.path for file in mail.attachments] == ["2", "2!a.pdf", "2!a.pdf#2"]
