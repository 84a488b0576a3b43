"""What arrived: a message's place, its bytes, and what they say once parsed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from imwu_inbox.domain.containers import LeftInside


def must_be_aware(moment: datetime) -> datetime:
    """Return the moment, or refuse it when it has no zone.

    Raises: ValueError when the moment is naive: a 14-day clock cannot run on it.
    """
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError("a moment needs a time zone: give an aware datetime")
    return moment


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRef:
    """Where a message lies on its server. Source: RFC 9051 2.3.1.1 (UID, UIDVALIDITY)."""

    account: str
    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What the server says of a message before it is downloaded.

    Units: size_bytes in octets as the server states it, which may be inexact.
    """

    ref: MailRef
    size_bytes: int
    received_at: datetime

    def __post_init__(self) -> None:
        """Refuse a naive moment of receipt."""
        must_be_aware(self.received_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMail:
    """A message as it was received, byte for byte.

    `whole` is False when the message was over the size limit: then `content` is only its beginning and
    `size_bytes` is what the server states (or the proof that the limit was passed).
    `answerable` is False for mail received before the system was switched on (rule 65).
    `undoes`: the record that was rejected for this message's size, and for which an officer fetched it whole.
    """

    ref: MailRef
    sha256: str
    content: bytes
    size_bytes: int
    received_at: datetime
    whole: bool = True
    answerable: bool = True
    undoes: str | None = None

    def __post_init__(self) -> None:
        """Refuse a naive moment of receipt."""
        must_be_aware(self.received_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One mailbox of a header. Source: RFC 5322 3.4."""

    name: str
    address: str

    @property
    def local_part(self) -> str:
        """The part before the last @, in lower case."""
        return self.address.rpartition("@")[0].lower()

    @property
    def domain(self) -> str:
        """The part after the last @, in lower case; empty when there is none."""
        return self.address.rpartition("@")[2].lower() if "@" in self.address else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One leaf of a message that may be a paper.

    Units: size_bytes of the decoded bytes. `path` is the MIME part number (`1.2`), with `!name` for a file
    taken out of a container. `inline` is True for a body part shown in place (a signature's small picture).
    """

    path: str
    name: str
    media_type: str
    content: bytes
    size_bytes: int
    sha256: str
    inline: bool = False


class Language(StrEnum):
    """The official language of a request, or undetermined."""

    ENGLISH = "en"
    FRENCH = "fr"
    UNDETERMINED = "und"


LEFT_OUT = frozenset({"cut-off", "parts-not-found", "nested-too-deep", "more-than-500-parts"}).union(
    reason.value for reason in LeftInside
)
"""The problems of a message of which some part was not read: a paper may lie there. Source: rule 5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedMail:
    """A message's headers, bodies and leaves.

    Shape: `headers` keeps every header in its order with its decoded value; names as sent.
    `body_text` is the plain body (or the readable text of an HTML-only one), `own_text` the same with quoted
    history cut off. `problems` names what the parser had to mend or leave out.
    """

    message_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    from_: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    sender: Address | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    date: datetime | None = None
    content_type: str = "text/plain"
    headers: tuple[tuple[str, str], ...] = ()
    body_text: str = ""
    own_text: str = ""
    attachments: tuple[Attachment, ...] = ()
    signed: bool = False
    encrypted: bool = False
    problems: tuple[str, ...] = ()

    @property
    def is_wholly_read(self) -> bool:
        """Whether every part was reached: none cut off, lost, or beyond the bounds."""
        return not LEFT_OUT.intersection(self.problems)

    def header_values(self, *names: str) -> Iterator[str]:
        """Every value of the headers with these names, in their order, names compared without case."""
        wanted = {name.lower() for name in names}
        return (value for name, value in self.headers if name.lower() in wanted)
