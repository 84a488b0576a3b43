"""A message's headers, mended and decoded: mail-parser reads the people, the standard library is second reader."""

import email.header
import email.utils
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message

import mailparser

from imwu_inbox.domain.mail import Address

_WITH_PARAMETERS = frozenset({"content-type", "content-disposition"})
ADDRESS_HEADERS = frozenset({"from", "reply-to", "sender", "to", "cc"})
_YEARS = range(1971, 2100)
HEADER_CHARACTERS = 20_000
"""An address or coded header is read so far: no letter has more, and the readers' time grows with it."""

_NO_LETTERS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})
"""Codecs that Python has and mail has not; some of them grow with the square of what they read."""

_UNSEPARATED = re.compile(r"^([\w.+-]+(?:/[\w.+-]+)?)[ \t]+(?=[\w*-]+=)")
_PLAIN_ADDRESS = re.compile(r"[^\s<>\"(),;:\\]+@[^\s<>\"(),;:\\]+")
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_LINK = re.compile(r"<\s*mailto:", re.IGNORECASE)
_FOLD = re.compile(r"[\r\n]+[ \t]*")
_ENCODED_WORD = re.compile(r"=\?[^?\s]+\?[bBqQ]\?")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderBlock:
    """What the headers of one message say. Shape: `values` in their order, decoded; `people` by lower-case header."""

    values: tuple[tuple[str, str], ...]
    people: dict[str, tuple[Address, ...]]
    problems: tuple[str, ...] = ()

    def first(self, name: str) -> str | None:
        """The first value of this header, or None."""
        return next((value for header, value in self.values if header.lower() == name), None)


def mended(value: str) -> str:
    """A header's raw value on one line, its 8-bit octets read as UTF-8, else as Windows-1252."""
    if value.isascii() and value.isprintable():
        return value.strip()
    octets = value.encode("utf-8", "surrogateescape")
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        text = octets.decode("cp1252", "replace")
    return _FOLD.sub(" ", text).replace("\x00", "").strip()


def mended_headers(part: Message) -> Message:
    """The same headers without the body, every value mended, so that parameters can be asked for safely."""
    view = Message()
    view.set_default_type(part.get_default_type())
    for name, value in part.raw_items():
        one_line = mended(str(value))
        view.set_raw(name, _UNSEPARATED.sub(r"\1; ", one_line) if name.lower() in _WITH_PARAMETERS else one_line)
    return view


def decoded(value: str) -> str:
    """The value with its RFC 2047 words read; an unknown charset is read as UTF-8, else as Windows-1252."""
    if not _ENCODED_WORD.search(value):
        return value
    try:
        pieces = email.header.decode_header(value[:HEADER_CHARACTERS])
    except (email.errors.HeaderParseError, ValueError):
        return value
    return "".join(
        piece if isinstance(piece, str) else text_of(piece, charset or "utf-8") for piece, charset in pieces
    ).strip()


def text_of(octets: bytes, charset: str) -> str:
    """Octets as text: the named charset, else UTF-8, else Windows-1252; never an error."""
    if charset.lower().replace("-", "_") in _NO_LETTERS:
        charset = "utf-8"
    wanted = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "utf-8"}.get(charset.lower(), charset)
    for candidate in (wanted, "utf-8"):
        try:
            text = octets.decode(candidate)
            text.encode("utf-8")
        except (LookupError, ValueError):
            continue
        return text.removeprefix("\ufeff")
    return octets.decode("cp1252", "replace")


def read_headers(message: Message) -> HeaderBlock:
    """Every header in its order, and the people named in the address headers."""
    view = mended_headers(message)
    raw = [(name, str(value)) for name, value in view.items()]
    people, problems = _people(raw)
    return HeaderBlock(values=tuple((name, decoded(value)) for name, value in raw), people=people, problems=problems)


def _people(raw: Sequence[tuple[str, str]]) -> tuple[dict[str, tuple[Address, ...]], tuple[str, ...]]:
    """The addresses of each address header; a header that is repeated is read as one, so that no sender hides."""
    joined = {wanted: _joined(raw, wanted) for wanted in ADDRESS_HEADERS}
    text = "".join(f"{name}: {value}\n" for name, value in joined.items() if value) + "\n"
    try:
        reading = mailparser.parse_from_string(text)
        people = {name: _addresses(getattr(reading, name.replace("-", "_"))) for name in ADDRESS_HEADERS - {"from"}}
        people["from"] = _addresses(reading.from_)
    except Exception:  # noqa: BLE001  mail-parser breaks in many ways on broken mail; the second reader never stops
        return {name: _second_reading(value) for name, value in joined.items()}, ("headers-read-by-second-parser",)
    return {name: people[name] or _second_reading(value) for name, value in joined.items()}, ()


def _joined(raw: Sequence[tuple[str, str]], wanted: str) -> str:
    """Every value of one header in a row, an address written as a link as the address it is."""
    values = (_LINK.sub("<", value) for name, value in raw if name.lower() == wanted and value)
    return ", ".join(values)[:HEADER_CHARACTERS]


def _addresses(pairs: Iterable[tuple[str, str]] | str) -> tuple[Address, ...]:
    """mail-parser gives pairs, or an empty text for an absent header."""
    if isinstance(pairs, str):
        return ()
    return tuple(_address(name, address) for name, address in pairs if "@" in address)


def _address(name: str, address: str) -> Address:
    """An address into which quotes or words have slipped is taken out of them: no letter could go to it."""
    if _PLAIN_ADDRESS.fullmatch(address) or not (plain := _PLAIN_ADDRESS.findall(address)):
        return Address(name=decoded(name), address=address)
    words = address.replace(plain[-1], " ")
    return Address(name=decoded(name) or " ".join(words.split()).strip(' <>"\\'), address=plain[-1])


def _second_reading(value: str) -> tuple[Address, ...]:
    try:
        pairs = email.utils.getaddresses([value])
    except RecursionError:
        return ()
    return tuple(
        _address(name, address) for name, address in pairs if address.rpartition("@")[0] and address.rpartition("@")[2]
    )


def message_ids(value: str | None) -> tuple[str, ...]:
    """The identifiers in angle brackets of a Message-ID, In-Reply-To or References header."""
    return tuple(_MESSAGE_ID.findall(value or ""))


def moment_of(value: str | None) -> datetime | None:
    """The moment of a Date header; None without an offset or of another century: no clock can run on it."""
    try:
        moment = email.utils.parsedate_to_datetime(value or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None and (value or "").rstrip().endswith("-0000"):
        moment = moment.replace(tzinfo=UTC)
    return moment if moment.tzinfo is not None and moment.year in _YEARS else None
