"""What an officer sees of a whole case: workers, files, papers and letters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from imwu_inbox.domain.authentication import Authentication
from imwu_inbox.domain.case import CaseRecord, Event
from imwu_inbox.domain.case_view.evidence import Check, Concern, Field, Place, Zone
from imwu_inbox.domain.documents import Answer
from imwu_inbox.domain.page_frame import PageFrame
from imwu_inbox.domain.reply import LetterKind, LetterState


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeView:
    """An exemption asked for, as it stood on the day of receipt."""

    code: str
    kind: str
    status: str
    became: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """How a worker's form was read. Shape: `empty` are the keys of answers left out, in the order of the paper."""

    found: Answer
    route: str = ""
    edition: str = ""
    language: str = ""
    empty: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerView:
    """One worker of the request with what is theirs. Units: number from 1."""

    number: int
    surname: str
    given_names: str
    nationality: str
    verified: bool
    passport: Answer
    form: FormView
    zone: Zone | None
    fields: tuple[Field, ...]
    codes: tuple[CodeView, ...]
    completeness: tuple[Check, ...]
    eligibility: tuple[Check, ...]

    @property
    def identity(self) -> tuple[Field, ...]:
        """The facts that say who the worker is."""
        return tuple(one for one in self.fields if one.is_identity)

    @property
    def asked(self) -> tuple[Field, ...]:
        """The facts of the request."""
        return tuple(one for one in self.fields if not one.is_identity)

    def field(self, key: str) -> Field | None:
        """One fact by its key."""
        return next((one for one in self.fields if one.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperView:
    """A run of pages that make one paper. Units: number, file and workers from 1, confidence 0..1."""

    number: int
    file: int
    pages: tuple[int, ...]
    kind: str
    confidence: float
    is_sure: bool
    why: tuple[str, ...]
    workers: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file of the request, how far it was opened, and the papers in it. Units: number from 1, size in octets.

    Shape: `said` is (English, French) and says what was not opened; `frames` holds each page that was read.
    """

    number: int
    path: str
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    opened: str
    said: tuple[str, str]
    advice: tuple[str, str]
    page_count: int
    unread_pages: tuple[int, ...]
    has_macros: bool
    frames: Mapping[int, PageFrame]
    papers: tuple[PaperView, ...]

    def frame(self, page: int) -> PageFrame:
        """How a page reads; as it came where nothing is known of it."""
        return self.frames.get(page) or PageFrame(number=page)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """A letter of ours and what became of it."""

    letter_id: int
    kind: LetterKind
    to: str
    subject: str
    text: str
    state: LetterState
    attempts: int
    written_at: datetime
    last_answer: str


class Banner(StrEnum):
    """What must be said above everything else."""

    REJECTED = "rejected"
    NOT_A_REQUEST = "not-a-request"
    LEFT_TO_OFFICER = "left-to-officer"
    UNREADABLE = "unreadable"
    UNSAFE_FILE = "unsafe-file"
    DUPLICATE = "duplicate"
    JOINED_AGAIN = "joined-again"
    LETTER_UNDELIVERED = "letter-undelivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """The whole case, ready to be drawn. Shape: events oldest first; `duplicate_of` is another record's reference.

    `authentication` None: our mail server said nothing of the sender.
    """

    record: CaseRecord
    subject: str
    received_on: date
    workers: tuple[WorkerView, ...]
    files: tuple[FileView, ...]
    concerns: tuple[Concern, ...]
    banners: tuple[Banner, ...]
    duplicate_of: str
    problems: tuple[str, ...]
    letters: tuple[LetterView, ...]
    events: tuple[Event, ...]
    withheld: str = ""
    authentication: Authentication | None = None

    @property
    def papers(self) -> tuple[PaperView, ...]:
        """Every paper of every file, in their order."""
        return tuple(paper for file in self.files for paper in file.papers)

    def worker(self, number: int) -> WorkerView | None:
        """One worker; the first where there is no such number."""
        found = (one for one in self.workers if one.number == number)
        return next(found, self.workers[0] if self.workers else None)

    def concerns_of(self, worker: int) -> tuple[Concern, ...]:
        """What is to be settled of this worker and of the whole request."""
        return tuple(one for one in self.concerns if one.worker in (None, worker))
