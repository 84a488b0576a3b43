"""Messages and wrapped files built byte by byte, as real programs build them."""

import base64
import struct
import zipfile
from io import BytesIO

from imwu_inbox.adapters.mailparser_mime import MailParserMime
from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.reader.files_inside import OPENERS

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 3


BASE64_PDF = base64.encodebytes(PDF).decode()


def read(text: str | bytes, line_end: str = "\r\n") -> ParsedMail:
    """Parse a message written with LF line ends in the test."""
    content = text if isinstance(text, bytes) else text.replace("\n", line_end).encode()
    return MailParserMime(openers=OPENERS).parse_mail(content)


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


def tnef_of(title: bytes, long_name: str, content: bytes, *, embedded: bytes = b"") -> bytes:
    """A winmail.dat with one file, or with a message in the same envelope, as Outlook builds it."""
    encoded = long_name.encode("utf-16-le") + b"\x00\x00"
    properties = struct.pack("<IHHII", 1 + bool(embedded), 0x001F, 0x3707, 1, len(encoded))
    properties += encoded.ljust(-(-len(encoded) // 4) * 4, b"\x00")
    if embedded:
        message = bytes(16) + embedded
        properties += struct.pack("<HHII", 0x000D, 0x3701, 1, len(message)) + message
    attributes = [
        (1, 0x00069007, struct.pack("<II", 1252, 0)),
        (2, 0x00069002, b"\x01\x00" + bytes(12)),
        (2, 0x00018010, title + b"\x00"),
        *([(2, 0x0006800F, content)] if content else []),
        (2, 0x00069005, properties),
    ]
    body = b"".join(
        struct.pack("<BII", level, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)
        for level, kind, data in attributes
    )
    return struct.pack("<IH", 0x223E9F78, 1) + body
