"""Who works here: accounts, their roles, and what each role may do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

NAME_PATTERN = r"[A-Za-z0-9][A-Za-z0-9._-]{1,39}"
"""What a user name is made of."""


class Role(StrEnum):
    """What a person is in the unit."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Right(StrEnum):
    """What a page asks of whoever opens it."""

    SEE_CASES = "see-cases"
    WORK_CASES = "work-cases"
    TAKE_OVER = "take-over"
    SEE_LEDGER = "see-ledger"
    SEE_AUDIT = "see-audit"
    MANAGE_USERS = "manage-users"


_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OFFICER: frozenset({Right.SEE_CASES, Right.WORK_CASES, Right.SEE_LEDGER}),
    Role.SUPERVISOR: frozenset({Right.SEE_CASES, Right.WORK_CASES, Right.TAKE_OVER, Right.SEE_LEDGER}),
    Role.ADMINISTRATOR: frozenset({Right.MANAGE_USERS}),
    Role.AUDITOR: frozenset({Right.SEE_CASES, Right.SEE_LEDGER, Right.SEE_AUDIT}),
}
"""The administrator keeps accounts and sees no case; the auditor reads and changes nothing."""


def may(role: Role, right: Right) -> bool:
    """Whether the role has the right."""
    return right in _RIGHTS[role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person's account. `secret` is the password's hash, empty for one who signs in elsewhere.

    `subject` is the person's key at the sign-in service, empty for a password. `name` is what
    the person signs in with and histories name; it never changes and is never given twice.
    """

    name: str
    display_name: str
    role: Role
    secret: str = ""
    subject: str = ""
    disabled_at: datetime | None = None

    @property
    def is_disabled(self) -> bool:
        """Whether nobody can sign in with it."""
        return self.disabled_at is not None

    def may(self, right: Right) -> bool:
        """Whether this person has the right."""
        return may(self.role, right)


def initials(display_name: str) -> str:
    """The letters of a person's mark, from the first and the last name. Shape: one or two capitals."""
    words = [word for word in display_name.replace(".", " ").split() if word[0].isalpha()]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0].upper() for word in ends) or "?"
