"""Which letter, to whom, in which language, with which facts. No wording lives here."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from imwu_inbox.domain.mail import Address, Language
from imwu_inbox.domain.opening import Opening
from imwu_inbox.domain.verdict import Refusal


class LetterKind(StrEnum):
    """The letters that may go out by themselves. Source: replies.md 1-5."""

    ACKNOWLEDGEMENT = "acknowledgement"
    LEFT_TO_OFFICER = "left-to-officer"
    REJECTION = "rejection"


class Withheld(StrEnum):
    """Why no letter goes out by itself. Withheld never means dropped."""

    AUTO_SUBMITTED = "auto-submitted"
    NULL_SENDER = "null-sender"
    REPORT = "report"
    LIST = "list"
    VENDOR_MARK = "vendor-mark"
    ROLE_ADDRESS = "role-address"
    OWN_ADDRESS = "own-address"
    NO_ADDRESS = "no-address"
    INTERNAL_SENDER = "internal-sender"
    AUTOMATIC_DOUBT = "automatic-doubt"
    NOT_A_REQUEST = "not-a-request"
    DUPLICATE = "duplicate"
    JOINED = "joined"
    BEFORE_ANSWER_SINCE = "before-answer-since"
    SENDER_LIMIT = "sender-limit"
    SENDER_HOUR_LIMIT = "sender-hour-limit"
    SAME_REFUSAL = "same-refusal"
    SAME_SUBJECT = "same-subject"
    UNDELIVERABLE = "undeliverable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undeliverable:
    """An address whose letter came back, case folded, and the record that letter belongs to."""

    address: str
    since: datetime
    reference: str


SENT_BY_MACHINE = frozenset(
    {
        Withheld.AUTO_SUBMITTED,
        Withheld.NULL_SENDER,
        Withheld.REPORT,
        Withheld.LIST,
        Withheld.VENDOR_MARK,
        Withheld.ROLE_ADDRESS,
        Withheld.OWN_ADDRESS,
        Withheld.AUTOMATIC_DOUBT,
    }
)
"""The reasons that tell of a machine behind the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPermission:
    """May we answer at all: the sign that decided is kept for the officer.

    `is_certain` False with a reason: the sign alone does not prove automatic mail; an officer decides.
    """

    allowed: bool
    reason: Withheld | None = None
    sign: str = ""
    is_certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeFacts:
    """The figures of an over-size letter. Units: octets."""

    size_bytes: int
    limit_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPlan:
    """Everything a letter says. Units: dates in the unit's zone. `language` UNDETERMINED puts English first.

    `subject` is that of the message it answers.
    """

    kind: LetterKind
    to: Address
    language: Language
    received_at: datetime
    due_on: date | None
    refusals: tuple[Refusal, ...] = ()
    size: SizeFacts | None = None
    workers_found: int = 0
    passports_found: int = 0
    forms_found: int = 0
    other_papers_found: int = 0
    attachments: tuple[Opening, ...] = ()
    form_only_please_wait: bool = False
    form_blank: bool = False
    late_notice: bool = False
    subject: str = ""
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter rendered once. Shape: `content` is the whole RFC 5322 message, with its fixed Message-ID and Date.

    `grounds` says what it is written for, `skeleton` what stays of the subject it answers: the brakes count by them.
    `is_dry`: written to be looked at and never sent.
    """

    kind: LetterKind
    to: str
    language: Language
    subject: str
    text: str
    message_id: str
    content: bytes
    grounds: str = ""
    skeleton: str = ""
    is_dry: bool = False


class LetterState(StrEnum):
    """Where an outgoing letter stands. DRY letters were written in a trial and never go out."""

    WAITING = "waiting"
    DRY = "dry"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingLetter:
    """A row of the outbox. `attempts` counts the times DATA was begun; `retry_at` is None when it is due now.

    `undelivered_since` stands as long as the letter did not arrive and nobody has seen to it.
    """

    letter_id: int
    reference: str
    letter: Letter
    state: LetterState
    attempts: int
    created_at: datetime
    retry_at: datetime | None = None
    last_answer: str = ""
    undelivered_since: datetime | None = None


def is_undelivered(state: LetterState, retry_at: datetime | None) -> bool:
    """Whether a letter did not arrive and no try is left; an uncertain one may have arrived, and nobody knows."""
    ended = state in {LetterState.FAILED, LetterState.BOUNCED}
    return ended or (state is LetterState.UNCERTAIN and retry_at is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """A letter that did not arrive, or of which nobody knows, until an officer has reached its reader otherwise.

    `answer` is the last word of the relay.
    """

    letter_id: int
    reference: str
    kind: LetterKind
    to: str
    state: LetterState
    since: datetime
    answer: str


class Delivery(StrEnum):
    """What the mail relay said of one letter."""

    ACCEPTED = "accepted"
    REFUSED_FOR_NOW = "refused-for-now"
    REFUSED_FOR_GOOD = "refused-for-good"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """The relay's answer, with its own words for the officer."""

    delivery: Delivery
    answer: str
