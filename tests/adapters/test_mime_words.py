"""Headers, names and bodies in every spelling that real senders use."""

import pytest

from imwu_inbox.domain.mail import Address
from tests.adapters.mail_bytes import TEXT, mixed, pdf_part, read


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
