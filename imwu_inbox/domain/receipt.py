"""When a message was received, as its own headers tell it; used where no server's word is at hand.

Source: RFC 5322 3.6.7 (the topmost Received is the latest), rule 36.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime

_YEARS = range(1990, 2100)
"""No clock can run on a date outside of these; the header was made up or broken."""
_HEADER_BYTES = 262_144
"""Headers longer than this are not searched. Units: octets."""


def received_at_of(content: bytes) -> datetime | None:
    """The moment in the topmost Received header, else in Date; None when neither tells one of this age."""
    headers = BytesHeaderParser().parsebytes(content[:_HEADER_BYTES])
    received = (str(value).rpartition(";")[2] for value in headers.get_all("Received", [])[:1])
    dates = (str(value) for value in headers.get_all("Date", [])[:1])
    return _first_moment([*received, *dates])


def message_id_of(content: bytes) -> str | None:
    """The Message-ID that these headers tell, without white space around it."""
    value = BytesHeaderParser().parsebytes(content[:_HEADER_BYTES]).get("Message-ID")
    return " ".join(str(value).split()) or None if value is not None else None


def _first_moment(texts: Iterable[str]) -> datetime | None:
    for text in texts:
        try:
            moment = parsedate_to_datetime(text.strip())
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        if moment.year in _YEARS:
            # A date that says it knows no zone (-0000) counts as UTC.
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
