"""What is decided of a request: closed lists of refusals, doubts and flags, and the outcome."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Outcome(StrEnum):
    """Where a message goes."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    OFFICER = "officer"
    NOT_A_REQUEST = "not-a-request"
    HELD = "held"
    JOINED = "joined"


class Refusal(StrEnum):
    """The only three reasons that reject by themselves. Source: rules 1-3."""

    OVER_SIZE = "over-size"
    MISSING_PASSPORT = "missing-passport"
    MISSING_IMM5686 = "missing-imm5686"


class Doubt(StrEnum):
    """Why a request is left to an officer instead of being decided. Source: rule 5."""

    PASSPORT_UNREADABLE = "passport-unreadable"
    FORM_UNREADABLE = "form-unreadable"
    FILE_NOT_OPENED = "file-not-opened"
    UNSURE_KIND = "unsure-kind"
    REQUEST_OR_NOT = "request-or-not"
    WORKERS_UNPAIRED = "workers-unpaired"
    AUTOMATIC_DOUBT = "automatic-doubt"
    POSSIBLE_FOLLOW_UP = "possible-follow-up"
    AUTO_REJECT_OFF = "auto-reject-off"


class Flag(StrEnum):
    """What an officer should see at once; a flag never rejects. Source: rules 6, 8-22, 32 and 52."""

    NEAR_LIMIT = "near-limit"
    IN_CANADA = "in-canada"
    NATIONALITY_NOT_EXEMPT = "nationality-not-exempt"
    NATIONALITY_CONDITIONAL = "nationality-conditional"
    NATIONALITY_UNKNOWN = "nationality-unknown"
    MORE_THAN_ONE_EXEMPTION = "more-than-one-exemption"
    FLAGPOLING = "flagpoling"
    PERMIT_HELD = "permit-held"
    LATE_NOTICE = "late-notice"
    ENTRY_PAST = "entry-past"
    ENTRY_BEFORE_DUE = "entry-before-due"
    DATE_UNSETTLED = "date-unsettled"
    PASSPORT_NOT_YET_VALID = "passport-not-yet-valid"
    PASSPORT_EXPIRED = "passport-expired"
    PASSPORT_EXPIRES_DURING_STAY = "passport-expires-during-stay"
    SECOND_PASSPORT = "second-passport"
    NAME_DIFFERS = "name-differs"
    BIRTH_DATE_DIFFERS = "birth-date-differs"
    CITIZENSHIP_DIFFERS = "citizenship-differs"
    SEX_DIFFERS = "sex-differs"
    LETTER_ABSENT = "letter-absent"
    OFFER_ABSENT = "offer-absent"
    CV_ABSENT = "cv-absent"
    CODE_SUPERSEDED = "code-superseded"
    CODE_UNKNOWN = "code-unknown"
    CODE_ABSENT = "code-absent"
    CODE_OPEN_PERMIT = "code-open-permit"
    CODE_ONLY_IN_CANADA = "code-only-in-canada"
    CHARGED_OR_CONVICTED = "charged-or-convicted"
    SENDER_NOT_EMPLOYER = "sender-not-employer"
    FREE_MAIL = "free-mail"
    ARCHIVE_FILE = "archive-file"
    PROTECTED_FILE = "protected-file"
    MACRO_FILE = "macro-file"
    CLOUD_LINK = "cloud-link"
    YOUTH_EXCHANGE = "youth-exchange"
    CODES_DIFFER = "codes-differ"
    MESSAGE_ID_SEEN = "message-id-seen"
    INTERNAL_SENDER = "internal-sender"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was decided, with every reason, never only the first.

    `received_on` and `due_on` are dates in the unit's zone; `due_on` is None where no clock runs.
    """

    outcome: Outcome
    reasons: tuple[Refusal, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    flags: tuple[Flag, ...] = ()
    received_on: date
    due_on: date | None = None
