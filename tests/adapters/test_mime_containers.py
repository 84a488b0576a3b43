"""Papers that come wrapped in something: messages, archives, Outlook's own envelope, the letter's text."""

import base64
import binascii

import pytest

from tests.adapters.mail_bytes import PDF, TEXT, attached, mixed, pdf_part, read, tnef_of, zipped


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
    assert mail.problems == ("container-over-ratio-250",)
    assert not mail.is_wholly_read


def test_a_broken_zip_is_listed_and_said() -> None:
    """The officer sees the file; the reader does not stop."""
    mail = read(mixed(TEXT, attached("papers.zip", zipped({"a.pdf": PDF})[:200])))
    assert [file.name for file in mail.attachments] == ["papers.zip"]
    assert mail.problems == ("container-damaged",)
    assert not mail.is_wholly_read


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


def test_a_message_in_a_winmail_dat_gives_its_files_too() -> None:
    """Outlook wraps a forwarded message into the same envelope."""
    inner = tnef_of(b"form.pdf", "form.pdf", PDF)
    mail = read(mixed(TEXT, attached("winmail.dat", tnef_of(b"Forwarded", "", b"", embedded=inner))))
    assert [file.path for file in mail.attachments] == ["2", "2!Forwarded", "2!Forwarded!form.pdf"]
    assert mail.attachments[2].content == PDF


def test_a_cut_off_winmail_dat_gives_what_it_has_and_says_so() -> None:
    """Any beginning of one can be read."""
    packed = tnef_of(b"a.pdf", "a.pdf", b"x" * 50)
    assert read(mixed(TEXT, attached("winmail.dat", packed))).is_wholly_read
    for length in range(7, len(packed), 3):
        mail = read(mixed(TEXT, attached("winmail.dat", packed[:length])))
        assert mail.attachments[0].name == "winmail.dat"
        if packed.index(b"x" * 50) < length:
            assert not mail.is_wholly_read


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
    assert [(file.path, file.name) for file in mail.attachments] == [
        ("2", "forwarded.eml"),
        ("2!passport.pdf", "passport.pdf"),
    ]
    nameless = read(mixed(TEXT, attached("message", b"Received: from x\r\n" + inner)))
    assert [file.path for file in nameless.attachments] == ["2", "2!passport.pdf"]


def test_two_files_of_one_name_have_two_places() -> None:
    """Evidence points at one of them."""
    files = tnef_of(b"a.pdf", "a.pdf", PDF) + tnef_of(b"a.pdf", "a.pdf", PDF[::-1])[6:]
    mail = read(mixed(TEXT, attached("winmail.dat", files)))
    assert [file.path for file in mail.attachments] == ["2", "2!a.pdf", "2!a.pdf#2"]


def test_a_message_in_an_archive_is_opened() -> None:
    """Its files lie three steps deep, and each step can be read."""
    inner = mixed(TEXT, attached("scans.zip", zipped({"passport.pdf": PDF}))).encode()
    mail = read(mixed(TEXT, attached("papers.zip", zipped({"request.eml": inner}))))
    assert [file.path for file in mail.attachments] == [
        "2",
        "2!request.eml",
        "2!request.eml!scans.zip",
        "2!request.eml!scans.zip!passport.pdf",
    ]


def test_a_third_container_within_containers_stays_shut_and_is_said() -> None:
    """Nobody packs a passport three times; a bomb does."""
    packed = {"passport.pdf": PDF}
    for name in ("first.zip", "second.zip", "third.zip"):
        packed = {name: zipped(packed)}
    mail = read(mixed(TEXT, attached("papers.zip", packed["third.zip"])))
    assert [file.name for file in mail.attachments] == ["papers.zip", "second.zip", "first.zip"]
    assert mail.problems == ("containers-nested-too-deep",)


def test_all_containers_of_a_message_share_one_bound() -> None:
    """Sixty files in each of three archives are more than a hundred."""
    part = attached("papers.zip", zipped({f"{number}.txt": b"x" for number in range(60)}))
    mail = read(mixed(TEXT, part, part, part))
    assert sum("!" in file.path for file in mail.attachments) == 100
    assert mail.problems == ("container-over-100-files",)
