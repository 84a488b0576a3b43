"""Exemption codes as the programme lists them. Source: rules 10, 18, 22 and 53-56; config/exemption_codes.csv."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class ExemptionKind(StrEnum):
    """Which of the form's two boxes a code belongs to."""

    LMIA = "lmia-exemption"
    WORK_PERMIT = "work-permit-exemption"


class CodeStatus(StrEnum):
    """Whether a code is in force on a day."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionCode:
    """One row of the code list. `fit` says whether this unit sees such requests ("unlikely: in Canada", ...)."""

    code: str
    kind: ExemptionKind
    regulation: str
    title_en: str
    title_fr: str
    valid_from: date | None = None
    valid_to: date | None = None
    superseded_by: tuple[str, ...] = ()
    fit: str = ""
    form_title: str = ""

    @property
    def titles(self) -> tuple[str, ...]:
        """Every wording that may stand beside the code, that of the form's own older list too."""
        return tuple(title for title in (self.title_en, self.title_fr, self.form_title) if title)

    @property
    def is_for_open_permit(self) -> bool:
        """The code belongs to an open work permit, which names no employer."""
        return "open permit" in self.fit

    @property
    def is_only_in_canada(self) -> bool:
        """The code serves people who are already in Canada."""
        return "in Canada" in self.fit

    def status_on(self, day: date) -> CodeStatus:
        """Whether the code is in force on a day."""
        if self.valid_to is not None and day > self.valid_to:
            return CodeStatus.SUPERSEDED
        return CodeStatus.CURRENT


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRegister:
    """The code list in force."""

    codes: tuple[ExemptionCode, ...]
    _by_code: dict[str, ExemptionCode] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the list by code, once."""
        object.__setattr__(self, "_by_code", {c.code: c for c in self.codes})

    def get(self, code: str) -> ExemptionCode | None:
        """The row of this code, or None."""
        return self._by_code.get(code)

    def status_on(self, code: str, day: date) -> CodeStatus:
        """Whether a code is in force on a day; UNKNOWN when the list does not hold it."""
        row = self._by_code.get(code)
        return row.status_on(day) if row else CodeStatus.UNKNOWN
