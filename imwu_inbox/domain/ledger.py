"""The ledger's rows: every message ever seen, and its fate."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from imwu_inbox.domain.mail import MailRef, must_be_aware


class Fate(StrEnum):
    """What became of a message that was taken in."""

    STORED = "stored"
    """Its bytes are safe and its run is queued."""
    SETTLED = "settled"
    """Its run ended: a case, a rejection, a joined message or a message that is no request."""
    DUPLICATE = "duplicate"
    """The same bytes were taken in before; no run."""
    HELD = "held"
    """It says it is one part of several and waits for the others."""
    SHELVED = "shelved"
    """Set aside after bounded tries, to be retried by a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMail:
    """A message about to be entered. Units: size_bytes in octets. `vault_key` opens the bytes in the vault.

    `undoes`: the record that was rejected for this message's size, and for which an officer fetched it whole.
    """

    ref: MailRef
    sha256: str
    vault_key: str
    size_bytes: int
    received_at: datetime
    whole: bool
    answerable: bool
    undoes: str | None = None

    def __post_init__(self) -> None:
        """Refuse a naive moment of receipt."""
        must_be_aware(self.received_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One row. `case_reference` is set when a record was opened or joined; `reason` says why it was shelved."""

    mail_id: int
    ref: MailRef
    sha256: str
    vault_key: str
    size_bytes: int
    received_at: datetime
    whole: bool
    answerable: bool
    fate: Fate
    message_id: str | None = None
    case_reference: str | None = None
    reason: str | None = None
    attempts: int = 0
    filed_in: str | None = None
    undoes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """The answer to entering a message. `is_new` False: another row (or another daemon's) already stood for it."""

    entry: LedgerEntry
    is_new: bool
