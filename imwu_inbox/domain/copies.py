"""One message that comes by two ways: other trace headers, so other bytes, and the very same words and papers.

Source: rules 31, 45 and 50; RFC 5322 3.6.4: a Message-ID names one version of one message.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.domain.verdict import Outcome

MOST_REFERENCES = 20
"""Programs that use one Message-ID for all their mail: so many records of it are looked at."""
_LONGEST_WAY = timedelta(days=10)
"""Servers give a message up after five days or so, and clocks are wrong by a day. Source: RFC 5321 4.5.4.1."""
_GOES_FURTHER = (Outcome.NOT_A_REQUEST, Outcome.REJECTED, Outcome.HELD, Outcome.OFFICER, Outcome.ACCEPTED)
"""From the outcome that leaves least of a request to the one that leaves most."""


def likeness_of(mail: ParsedMail, *, received_at: datetime, is_whole: bool) -> str:
    """What two copies of one message have in common, whatever each server wrote above it; empty when nothing names it.

    A message of another second, from another writer, or with other words or files is another. Where it brings files and
    was read whole, these say more than its Message-ID, which servers give to messages that have none, each its own.
    Else the Message-ID must be the same too, or lacking: there is less to tell two apart by. A date far from that of
    the receipt is that of a machine without a clock, which may send the same once more another day.
    Shape: SHA-256, in hex.
    """
    is_dated = mail.date is not None and abs(received_at - mail.date) <= _LONGEST_WAY
    is_told = is_dated and is_whole and mail.is_wholly_read
    if not (mail.message_id or is_told):
        return ""
    told = [
        None if is_told and mail.attachments else mail.message_id,
        *mail.header_values("Date"),
        [one.address.casefold() for one in mail.from_],
        mail.subject,
        mail.body_text,
        [leaf.sha256 for leaf in mail.attachments],
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """The record that holds the very same message already, how it stands, and whether anybody was written to."""

    reference: str
    outcome: Outcome
    is_answered: bool

    def covers(self, outcome: Outcome, *, may_be_answered: bool) -> bool:
        """Whether the record has all that a copy judged so could add.

        By its way alone one copy may look like a list's: then the other, which goes further or may be answered where
        nobody was, has a record of its own.
        """
        if outcome not in _GOES_FURTHER or _GOES_FURTHER.index(outcome) > _GOES_FURTHER.index(self.outcome):
            return False
        return self.is_answered or not may_be_answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Namesakes:
    """What was known of a Message-ID and of the copies of a message when that was judged.

    `count` is how many such messages had come to their end, `references` are records of theirs, newest first.
    A record is opened only while this is still so: two copies judged at the same moment would else know nothing of
    each other.
    """

    count: int = 0
    references: tuple[str, ...] = ()
    copy: Copy | None = None
