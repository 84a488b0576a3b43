"""The shape of `imwu-inbox.inspect/1`: what a dry run tells machines."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA: Literal["imwu-inbox.inspect/1"] = "imwu-inbox.inspect/1"
Found = Literal["yes", "no", "cannot-tell"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Fault(_Part):
    """Why a file could not be inspected, by kind and in words."""

    kind: str
    message: str


class Person(_Part):
    """One mailbox of a header."""

    name: str
    address: str


class AutoReply(_Part):
    """Whether a letter may go out by itself, and the sign against it."""

    allowed: bool
    reason: str | None


class Security(_Part):
    """Whether the message as a whole is signed or encrypted."""

    signed: bool
    encrypted: bool


class AttachmentPart(_Part):
    """One leaf of the message, what kept it from being read, and that in words. Units: size of the decoded bytes."""

    name: str
    media_type: str
    size: int
    sha256: str
    path_in_message: str
    opened: Literal["ok", "encrypted", "damaged", "unsupported", "too-large", "empty"]
    why: str | None = None
    text_en: str
    text_fr: str


class DocumentPart(_Part):
    """A paper found in a file. Units: pages from 1, confidence 0..1."""

    path_in_message: str
    pages: tuple[int, ...]
    kind: Literal["passport", "imm5686", "letter", "offer", "contract", "cv", "diploma", "other", "unreadable"]
    confidence: float = Field(ge=0, le=1)
    why: tuple[str, ...]


class MrzPart(_Part):
    """The machine-readable zone behind a passport's facts."""

    format: Literal["TD1", "TD2", "TD3", "MRVA", "MRVB"]
    lines: tuple[str, ...]
    checks_valid: bool
    repaired: bool


class PassportPart(_Part):
    """What one worker's passport says; null where nothing was read. `confirmed` are the fields that it prints too."""

    found: Found
    mrz: MrzPart | None = None
    surname: str | None = None
    given_names: str | None = None
    number: str | None = None
    nationality: str | None = None
    birth_date: date | None = None
    sex: str | None = None
    expiry_date: date | None = None
    confirmed: tuple[str, ...] = ()
    printed: dict[str, str] = {}


class FormPart(_Part):
    """What one worker's form says, by the form's own field keys; empty fields are left out."""

    found: Found
    route: Literal["xfa", "acroform", "text", "ocr"] | None = None
    edition: str | None = None
    language: str | None = None
    fields: dict[str, str] = {}


class ExemptionPart(_Part):
    """One exemption asked for, as it stands on the day of receipt."""

    code: str
    kind: str | None
    status: Literal["current", "superseded", "unknown"]
    became: tuple[str, ...]
    source: str


class MismatchPart(_Part):
    """A field in which passport and form disagree."""

    field: str
    passport: str
    form: str


class WorkerPart(_Part):
    """One worker with the papers that are theirs."""

    passport: PassportPart
    form: FormPart
    exemptions: tuple[ExemptionPart, ...]
    missing: tuple[Literal["passport", "imm5686"], ...]
    mismatches: tuple[MismatchPart, ...]


class FlagPart(_Part):
    """A flag with its rule's number and words."""

    id: str
    rule: int
    text_en: str
    text_fr: str


class AssessmentPart(_Part):
    """What would be decided, with every reason."""

    outcome: Literal["accepted", "rejected", "officer", "not-a-request", "held", "joined"]
    reasons: tuple[str, ...]
    doubts: tuple[str, ...]
    flags: tuple[FlagPart, ...]
    received_on: date
    due_on: date | None


class ReplyPart(_Part):
    """The letter that would go out."""

    kind: str
    language: str
    subject: str
    text: str


class Inspection(_Part):
    """The whole object for one file. Units: size in octets as given, timings in milliseconds."""

    schema_: Literal["imwu-inbox.inspect/1"] = Field(default=SCHEMA, alias="schema")
    file: str
    error: None = None
    message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    from_: Person | None = Field(alias="from")
    reply_to: Person | None
    to: tuple[Person, ...]
    subject: str
    date: datetime | None
    size_bytes: int
    language: Literal["en", "fr", "und"]
    body_text: str
    auto_reply: AutoReply
    security: Security
    attachments: tuple[AttachmentPart, ...]
    documents: tuple[DocumentPart, ...]
    workers: tuple[WorkerPart, ...]
    assessment: AssessmentPart
    reply: ReplyPart | None
    timings_ms: dict[str, float]


class FailedInspection(_Part):
    """The object for a file that could not be inspected."""

    schema_: Literal["imwu-inbox.inspect/1"] = Field(default=SCHEMA, alias="schema")
    file: str
    error: Fault
