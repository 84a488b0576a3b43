"""What flows through the sentence: each verb adds its part, nothing is taken away.

Shape: LedgerEntry > RawMail > Parsed > Gated > Joined > ReadRequest > Assessment.
"""

from dataclasses import dataclass
from datetime import date, datetime

from imwu_inbox.domain.authentication import Authentication
from imwu_inbox.domain.came_back import CameBack
from imwu_inbox.domain.copies import Namesakes, likeness_of
from imwu_inbox.domain.documents import Answer
from imwu_inbox.domain.exemption import CodeStatus, ExemptionKind
from imwu_inbox.domain.mail import Attachment, Language, ParsedMail, RawMail
from imwu_inbox.domain.mrz import MrzReading
from imwu_inbox.domain.parts import Part
from imwu_inbox.domain.reading import FileReading, FormReading
from imwu_inbox.domain.reply import ReplyPermission
from imwu_inbox.domain.verdict import Flag, Refusal, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A message with what it says."""

    raw: RawMail
    mail: ParsedMail


@dataclass(frozen=True, slots=True, kw_only=True)
class Gated:
    """A message with what envelope and size alone decide. `authentication` None: our server said nothing of it."""

    raw: RawMail
    mail: ParsedMail
    over_size: bool
    near_limit: bool
    is_internal: bool
    permission: ReplyPermission
    authentication: Authentication | None = None

    @property
    def likeness(self) -> str:
        """What tells it and its copies from any other message; empty when nothing does."""
        return likeness_of(self.mail, received_at=self.raw.received_at, is_whole=not self.over_size)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierMail:
    """A message taken in before, with its row in the ledger."""

    mail_id: int
    gated: Gated


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A message with the record it belongs to. `thread_is_sure` False: an officer must say whether it does.

    `earlier` are messages of the same request, oldest first, judged together with this one: of the rejected record it
    completes (`completes`), or the other parts of its set. `part` with `waits_until`: it waits for those; with
    `lacks_parts` it waited long enough, and what is missing in it may lie in a part that is still on its way.
    `namesakes` are the other messages of its Message-ID, and its copies; None in a dry run, which asks nobody.
    """

    gated: Gated
    thread: str | None = None
    thread_is_sure: bool = False
    earlier: tuple[EarlierMail, ...] = ()
    completes: bool = False
    part: Part | None = None
    waits_until: datetime | None = None
    lacks_parts: bool = False
    came_back: CameBack | None = None
    namesakes: Namesakes | None = None

    @property
    def same_id_as(self) -> str | None:
        """The record of another message of the same Message-ID or content."""
        return next(iter(self.namesakes.references), None) if self.namesakes else None

    @property
    def messages(self) -> tuple[Gated, ...]:
        """Every message that is judged, oldest first."""
        return (*(mail.gated for mail in self.earlier), self.gated)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """An attachment with what was read from it."""

    attachment: Attachment
    reading: FileReading


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRequest:
    """A message with all its files read, in their order. The first `earlier_files` came in earlier messages."""

    joined: Joined
    files: tuple[ReadFile, ...]
    earlier_files: int = 0

    @property
    def own_files(self) -> tuple[ReadFile, ...]:
        """The files of the newest message alone."""
        return self.files[self.earlier_files :]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportFacts:
    """What is known of one worker's passport. `path` and `page` say where it lies.

    `others` are more passports of the very same person, such as the old one sent along with the new.
    """

    found: Answer
    reading: MrzReading | None = None
    path: str | None = None
    page: int | None = None
    others: tuple["PassportFacts", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFacts:
    """What is known of one worker's form."""

    found: Answer
    reading: FormReading | None = None
    path: str | None = None

    def value(self, key: str) -> str:
        """The value of a field, or an empty string."""
        fact = self.reading.fields.get(key) if self.reading else None
        return fact.value if fact else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerCode:
    """An exemption code asked for, as it stands on the day of receipt. `became` are its successors."""

    code: str
    kind: ExemptionKind | None
    status: CodeStatus
    became: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A field in which passport and form disagree, as each of them has it."""

    field: str
    passport: str
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """One worker of a request, with the papers that are theirs.

    `identity_is_verified` is a promise: number, birth date and expiry by check digits, names confirmed by a form
    that contradicts nothing of it.
    """

    passport: PassportFacts
    form: FormFacts
    codes: tuple[WorkerCode, ...] = ()
    missing: tuple[Refusal, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()
    flags: tuple[Flag, ...] = ()
    identity_is_verified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The whole judgement of one message. `entry_on` is the earliest planned entry on its forms."""

    request: ReadRequest
    workers: tuple[Worker, ...]
    verdict: Verdict
    language: Language
    permission: ReplyPermission
    employer: str = ""
    entry_on: date | None = None
    join_to: str | None = None
