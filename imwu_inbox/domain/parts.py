"""Requests that come in parts: "1 of 2", "2 de 2". Source: rule 33."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.domain.reply_limits import skeleton_of

_PART = re.compile(r"(?<![\d/.-])([1-9])\s*(?:of|out of|de|sur)\s*([2-9])(?![\d/.-])", re.IGNORECASE)
_PART_BY_STROKE = re.compile(
    r"(?:[(\[]\s*|\bpart(?:ie)?\s+)([1-9])\s*/\s*([2-9])(?![\d/.-])(?:\s*[)\]])?", re.IGNORECASE
)
"""A stroke between two numbers may be a date: only in brackets, or behind the word, is it a part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a message says of itself: which part it is of how many, and of which set."""

    set_name: str
    number: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPart:
    """A part that no record holds yet. `sha256` tells its message; `is_held` False: it was taken up again."""

    mail_id: int
    sha256: str
    part: Part
    waits_until: datetime
    is_held: bool = True


def part_of(mail: ParsedMail) -> Part | None:
    """Which part of a set the subject says this is; None for a whole message.

    The set is named by its sender, its number of parts and what else the subject says.
    """
    found = _PART.search(mail.subject) or _PART_BY_STROKE.search(mail.subject)
    if found is None or not mail.from_ or int(found[1]) > int(found[2]):
        return None
    rest = skeleton_of(mail.subject[: found.start()] + " " + mail.subject[found.end() :])
    sender = mail.from_[0].address.casefold()
    return Part(set_name=f"{sender} {found[2]} {rest}", number=int(found[1]), total=int(found[2]))


def is_whole(part: Part, others: Iterable[WaitingPart]) -> bool:
    """Whether this part and the others that wait are all there are."""
    return {part.number, *(other.part.number for other in others)} >= set(range(1, part.total + 1))


def is_due(rows: Sequence[WaitingPart], now: datetime) -> bool:
    """Whether a set is to be judged: it is whole or its first part waited long enough, and none is judged already."""
    if not all(row.is_held for row in rows):
        return False
    return is_whole(rows[0].part, rows[1:]) or min(row.waits_until for row in rows) <= now
