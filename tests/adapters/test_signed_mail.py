"""Letters signed so that they can only be read through their signature (smime.p7m)."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder
from cryptography.x509.oid import NameOID

from imwu_inbox.adapters.signed_mail import open_signed
from imwu_inbox.domain.containers import Allowance, LeftInside
from tests.adapters.mail_bytes import PDF, TEXT, attached, mixed, pdf_part, read

_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Maple Example")])
_BORN = datetime(2026, 1, 1, tzinfo=UTC)


def signed(content: bytes, encoding: Encoding = Encoding.DER, *options: PKCS7Options) -> bytes:
    """The content in an opaque signature by a certificate nobody has to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = x509.CertificateBuilder().subject_name(_NAME).issuer_name(_NAME).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(_BORN).not_valid_after(_BORN + timedelta(days=365))
    builder = PKCS7SignatureBuilder().set_data(content).add_signer(made.sign(key, SHA256()), key, SHA256())
    return builder.sign(encoding, [PKCS7Options.Binary, *options])


def streamed(content: bytes) -> bytes:
    """The same as some programs write it: without lengths, the content cut into pieces. Source: X.690 8.1.3.6."""

    def without_length(tag: int, *within: bytes) -> bytes:
        return bytes([tag, 0x80]) + b"".join(within) + b"\x00\x00"

    pieces = [content[start : start + 100] for start in range(0, len(content), 100)]
    octets = without_length(0x24, *(b"\x04" + bytes([len(piece)]) + piece for piece in pieces))
    data = bytes.fromhex("06092a864886f70d010701")
    inner = without_length(0x30, data, without_length(0xA0, octets))
    body = without_length(0x30, b"\x02\x01\x01", b"\x31\x00", inner, b"\x31\x00")
    return without_length(0x30, bytes.fromhex("06092a864886f70d010702"), without_length(0xA0, body))


LETTER = mixed(TEXT, pdf_part()).partition("MIME-Version")[2].join(["MIME-Version", ""]).replace("\n", "\r\n").encode()


def whole_message(p7m: bytes) -> str:
    """A message that is nothing but its signature."""
    return (
        "From: Jane Doe <jane@maple.example>\nSubject: Request\nMIME-Version: 1.0\n"
        "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n"
        f"Content-Transfer-Encoding: base64\n\n{base64.encodebytes(p7m).decode()}"
    )


@pytest.mark.parametrize("p7m", [signed(LETTER), streamed(LETTER)], ids=["with lengths", "streamed"])
def test_the_letter_and_its_files_are_found_in_the_signature(p7m: bytes) -> None:
    """The words are the letter's own; the envelope is listed, too."""
    mail = read(whole_message(p7m))
    assert mail.body_text == "Please find the request."
    assert [(file.path, file.name) for file in mail.attachments] == [
        ("1", "smime.p7m"),
        ("1!passport.pdf", "passport.pdf"),
    ]
    assert mail.attachments[1].content == PDF
    assert (mail.signed, mail.encrypted, mail.is_wholly_read) == (True, False, True)


def test_a_signed_paper_is_taken_out_as_a_file() -> None:
    """Some offices sign the PDF itself."""
    mail = read(mixed(TEXT, attached("passport.pdf.p7m", signed(PDF))))
    assert [(file.path, file.content) for file in mail.attachments[1:]] == [("2!signed-content", PDF)]


def test_a_signature_written_as_letters_is_opened() -> None:
    """Text armour is another spelling of the same."""
    unpacked = open_signed(signed(PDF, Encoding.PEM), most=Allowance())
    assert unpacked is not None
    assert [file.content for file in unpacked.files] == [PDF]


def test_a_signature_beside_its_letter_holds_nothing() -> None:
    """Then the letter lies open."""
    assert open_signed(signed(PDF, Encoding.DER, PKCS7Options.DetachedSignature), most=Allowance()) is None


def test_a_broken_signature_is_said() -> None:
    """A cut-off or rewritten one hides the letter: the message is not wholly read."""
    p7m = signed(LETTER)
    for length in range(40, len(p7m), 97):
        unpacked = open_signed(p7m[:length], most=Allowance())
        assert unpacked is not None
        assert unpacked.left_inside == (LeftInside.DAMAGED,)
    assert not read(whole_message(p7m[:400])).is_wholly_read


def test_a_letter_signed_again_and_again_is_followed_to_a_bound() -> None:
    """A gateway may sign what was signed; nobody signs ten times."""
    inner = LETTER
    for _ in range(10):
        inner = whole_message(signed(inner)).replace("\n", "\r\n").encode()
    mail = read(inner)
    assert "nested-too-deep" in mail.problems
    assert not mail.is_wholly_read
