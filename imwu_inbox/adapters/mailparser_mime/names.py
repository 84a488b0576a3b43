"""What a part is called: its name as sent, decoded, or one that is the same on every run."""

from email.message import Message
from pathlib import PurePosixPath

from imwu_inbox.adapters.mailparser_mime.header_block import decoded

EXTENSIONS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "image/heic": ".heic",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/bmp": ".bmp",
    "application/octet-stream": ".bin",
    "application/ms-tnef": ".dat",
    "application/zip": ".zip",
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "text/plain": ".txt",
    "text/html": ".html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_TYPES = {extension: media_type for media_type, extension in reversed(EXTENSIONS.items())}


def part_name(sent_name: str, path: str, extension: str) -> str:
    """The name as sent; a nameless part is called after its place and type."""
    return decoded(sent_name).replace("\r", " ").replace("\n", " ").strip() or f"part-{path}{extension}"


def file_name(headers: Message) -> str:
    """The name as sent, empty for a nameless part; one in an alphabet that is none is a name all the same.

    So is one whose pieces contradict each other: the library cannot put `filename*` and `filename*0*` in an order.
    """
    try:
        return headers.get_filename() or ""
    except (ValueError, TypeError):
        said = f"{headers.get('Content-Disposition')} {headers.get('Content-Type')}".lower()
        return "unreadable name" if "name" in said else ""


def charset_of(headers: Message) -> str:
    """The charset as sent; UTF-8 where none can be made out."""
    try:
        return headers.get_content_charset("utf-8")
    except (ValueError, TypeError):
        return "utf-8"


def type_of_name(name: str) -> str:
    """The type a name speaks of, for a file whose container states none."""
    return _TYPES.get(PurePosixPath(name.lower()).suffix, "application/octet-stream")
