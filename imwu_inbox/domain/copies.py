"""One message that comes by two ways: other trace headers, so other bytes, and the very same words and papers.

Source: rules 31, 45 and 50; RFC 5322 3.6.4: a Message-ID names one version of one message.
"""

import hashlib
import json
from dataclasses import dataclass

from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.domain.verdict import Outcome

MOST_REFERENCES = 20
"""Programs that use one Message-ID for all their mail: so many records of it are looked at."""
_GOES_FURTHER = (Outcome.NOT_A_REQUEST, Outcome.REJECTED, Outcome.HELD, Outcome.OFFICER, Outcome.ACCEPTED)
"""From the outcome that leaves least of a request to the one that leaves most."""


def likeness_of(mail: ParsedMail) -> str:
    """What two copies of one message have in common, whatever each server wrote above it; empty when nothing names it.

    Programs that use one Message-ID for all their mail, or none, still date it, and send other words.
    Shape: SHA-256, in hex.
    """
    dates = [*mail.header_values("Date")]
    if not (mail.message_id or dates):
        return ""
    told = [
        mail.message_id,
        *dates,
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
    """What was known of a Message-ID when a message that bears it was judged; of one without, of its copies.

    `count` is how many messages that bore it had come to their end, `references` are records of theirs, newest first.
    A record is opened only while this is still so: two copies judged at the same moment would else know nothing of
    each other.
    """

    count: int = 0
    references: tuple[str, ...] = ()
    copy: Copy | None = None
