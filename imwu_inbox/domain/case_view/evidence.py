"""What an officer sees of one fact, one check, one concern: each with where it was read and the rule behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from imwu_inbox.domain.documents import Answer, Box, Source
from imwu_inbox.domain.verdict import Doubt, Flag, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands. Units: file and page from 1, box in fractions of the page as it reads."""

    file: int
    page: int
    box: Box | None = None


class Mark(StrEnum):
    """How one source of a field stands to the value that is shown."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_FOUND = "not-found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One source of a field: what it says, what was read before any repair, how sure, and where. Units: 0..1."""

    source: Source
    value: str
    mark: Mark
    raw: str = ""
    confidence: float | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One fact of a worker or the request, with every source that gives it, the most trusted first."""

    key: str
    value: str
    evidence: tuple[Evidence, ...] = ()
    is_identity: bool = False

    @property
    def differs(self) -> bool:
        """Whether a source contradicts the value shown."""
        return any(one.mark is Mark.DIFFERS for one in self.evidence)

    @property
    def lowest_confidence(self) -> float | None:
        """That of the least sure source that was found. Units: 0..1."""
        return min((one.confidence for one in self.evidence if one.confidence is not None), default=None)

    def of(self, source: Source) -> Evidence | None:
        """What one source says, if it says anything."""
        return next((one for one in self.evidence if one.source is source), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A passport's machine-readable zone.

    Shape: `cells` is line, first cell and the one past the last, by field; `digits` says of each check digit's line
    and cell whether it holds.
    """

    lines: tuple[str, ...]
    raw_lines: tuple[str, ...]
    repaired: bool
    checks: tuple[tuple[str, bool], ...]
    digits: Mapping[tuple[int, int], bool]
    cells: Mapping[str, tuple[int, int, int]]
    place: Place

    @property
    def passing(self) -> int:
        """How many check digits hold."""
        return sum(held for _, held in self.checks)


class CheckKey(StrEnum):
    """What is looked at: is the set complete, and may the unit be used."""

    SIZE = "size"
    PASSPORT = "passport"
    FORM = "form"
    LETTER = "letter"
    OFFER = "offer"
    CV = "cv"
    DIPLOMA = "diploma"
    NATIONALITY = "nationality"
    OUTSIDE_CANADA = "outside-canada"
    NO_PERMIT = "no-permit"
    NO_FLAGPOLING = "no-flagpoling"
    ONE_CODE = "one-code"
    CODE_IN_USE = "code-in-use"
    PASSPORT_VALID = "passport-valid"
    SAME_PERSON = "same-person"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of the lists: YES passes, NO fails, CANNOT_TELL is for the officer.

    `is_asked` False: the paper is not needed here. `said` names the sentence that tells why, `facts` its figures.
    """

    key: CheckKey
    rule: int
    answer: Answer
    said: str
    facts: Mapping[str, object] = field(default_factory=dict)
    is_asked: bool = True
    rejects: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """Something a person must settle: the decision with its rule, whose it is, and what stands against what.

    Units: `worker` from 1, None for the whole request. Shape: `against` is (field, passport, form).
    """

    decision: Refusal | Doubt | Flag
    worker: int | None = None
    against: tuple[tuple[str, str, str], ...] = ()
    field: str = ""

    @property
    def is_contradiction(self) -> bool:
        """Whether sources contradict each other, the one thing beside lateness that is shown in red."""
        return bool(self.against)
