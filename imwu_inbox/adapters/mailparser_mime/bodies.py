"""The readable text of a message: plain parts as they are, HTML by html2text where there is no plain twin."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import html2text

HTML_CHARACTERS = 1_000_000
"""An HTML body is read so far: more than this is no letter, and the converter's time grows with it."""

UNCLOSED_TAGS = 100
"""More unclosed tags than this is no letter, and the converter would read the rest again for each of them."""

_DATA_URI = re.compile(r"data:[\w/+.-]*;base64,[A-Za-z0-9+/=%\s]*")
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyPart:
    """One text part of the body, decoded."""

    text: str
    is_html: bool


def chosen_of(alternatives: Sequence[BodyPart]) -> list[BodyPart]:
    """Of a multipart/alternative: its plain parts when they say anything, else its HTML ones."""
    plain = [part for part in alternatives if not part.is_html and part.text.strip()]
    return plain or list(alternatives)


def body_text(parts: Sequence[BodyPart]) -> str:
    """The parts in their order as plain text with LF line ends."""
    texts = [read_html(part.text) if part.is_html else part.text for part in parts]
    joined = "\n".join(text.strip("\r\n") for text in texts if text.strip())
    return joined.replace("\r\n", "\n").replace("\r", "\n").strip()


def read_html(html: str) -> str:
    """HTML as plain text, links written out, no pictures; where the converter fails, the text between the tags."""
    shown = _DATA_URI.sub("", html[:HTML_CHARACTERS])
    if shown.count("<") > 2 * shown.count(">") + UNCLOSED_TAGS:
        return _TAG.sub(" ", shown).strip()
    converter = html2text.HTML2Text(bodywidth=0)
    converter.ignore_images = True
    converter.ignore_emphasis = True
    converter.ignore_mailto_links = True
    converter.unicode_snob = True
    converter.escape_snob = False
    try:
        text = converter.handle(shown)
    except (ValueError, AssertionError, IndexError, TypeError, AttributeError):
        text = _TAG.sub(" ", shown)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.splitlines())).strip()
