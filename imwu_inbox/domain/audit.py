"""What people did at the officers' pages: each act with who, when and about which record."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Act(StrEnum):
    """What can be done here that is written down."""

    SIGNED_IN = "signed-in"
    SIGN_IN_FAILED = "sign-in-failed"
    LOCKED = "locked"
    SIGNED_OUT = "signed-out"
    ACCOUNT_ADDED = "account-added"
    ACCOUNT_DISABLED = "account-disabled"
    ACCOUNT_RESET = "account-reset"
    KEY_RENEWED = "key-renewed"
    VIEWED = "viewed"
    SOUGHT = "sought"
    CLAIMED = "claimed"
    RELEASED = "released"
    TAKEN_UP = "taken-up"
    ADDRESS_CLEARED = "address-cleared"
    UNDONE = "undone"
    LETTER_SEEN_TO = "letter-seen-to"
    SENDING = "sending"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One act. `officer` is the account's name; `detail` a plain word such as the kind of page."""

    act: Act
    officer: str
    at: datetime
    reference: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuestion:
    """Which acts are asked for; what is empty lets every act through. `until` is the first moment left out."""

    act: Act | None = None
    officer: str = ""
    reference: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """An entry with its place in the log, which only grows."""

    number: int
    entry: AuditEntry
