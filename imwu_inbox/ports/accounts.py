"""The accounts of the people who work here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from imwu_inbox.domain.officer import Account
from imwu_inbox.domain.sign_in import Tries


class Accounts(Protocol):
    """Accounts by their name, which is compared without regard to case.

    Raises: NeighbourDown, TryAgain.
    """

    def add(self, account: Account) -> None:
        """Enter a new account. Raises: UsageError when the name or the subject is taken."""
        ...

    def by_name(self, name: str) -> Account | None:
        """The account of this name, if any."""
        ...

    def by_subject(self, subject: str) -> Account | None:
        """The account of this person of the sign-in service, if any."""
        ...

    def everyone(self) -> Sequence[Account]:
        """All accounts by name, disabled ones too."""
        ...

    def tries(self, name: str) -> Tries:
        """The failed tries under a name, of an account or not."""
        ...

    def failed(self, name: str, at: datetime) -> Tries:
        """Count a failed try under a name; how many there are then."""
        ...

    def succeeded(self, name: str) -> None:
        """Forget the failed tries under a name."""
        ...

    def reset(self, name: str, secret: str) -> Account:
        """Give a new password's hash, forget failed tries, and enable. Raises: UsageError when there is none."""
        ...

    def disable(self, name: str, at: datetime) -> Account:
        """Let nobody sign in with it any more. Raises: UsageError when there is none."""
        ...
