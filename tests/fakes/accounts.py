"""Accounts in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from imwu_inbox.domain.officer import Account
from imwu_inbox.domain.sign_in import FORGET_STRANGERS, Tries
from imwu_inbox.errors import UsageError


class FakeAccounts:
    """Accounts in a dict, by folded name."""

    def __init__(self) -> None:
        self.rows: dict[str, Account] = {}
        self.counted: dict[str, Tries] = {}

    def add(self, account: Account) -> None:
        """Enter a new one."""
        if account.name.casefold() in self.rows:
            raise UsageError(f"there is an account {account.name} already: names are never given twice")
        if account.subject and self.by_subject(account.subject):
            raise UsageError("this person of the sign-in service has an account already")
        self.rows[account.name.casefold()] = account

    def by_name(self, name: str) -> Account | None:
        """The one of this name."""
        return self.rows.get(name.casefold())

    def by_subject(self, subject: str) -> Account | None:
        """The one of this person."""
        return next((row for row in self.rows.values() if subject and row.subject == subject), None)

    def everyone(self) -> Sequence[Account]:
        """All by name."""
        return [self.rows[name] for name in sorted(self.rows)]

    def tries(self, name: str) -> Tries:
        """The failed tries."""
        return self.counted.get(name.casefold(), Tries())

    def failed(self, name: str, at: datetime) -> Tries:
        """One more."""
        self.counted = {
            key: tries
            for key, tries in self.counted.items()
            if key in self.rows or tries.last_at is None or tries.last_at >= at - FORGET_STRANGERS
        }
        self.counted[name.casefold()] = Tries(count=self.tries(name).count + 1, last_at=at)
        return self.tries(name)

    def succeeded(self, name: str) -> None:
        """None any more."""
        self.counted.pop(name.casefold(), None)

    def reset(self, name: str, secret: str) -> Account:
        """A new password."""
        self.succeeded(name)
        return self._change(name, replace(self._must(name), secret=secret, disabled_at=None))

    def disable(self, name: str, at: datetime) -> Account:
        """Nobody signs in with it any more."""
        return self._change(name, replace(self._must(name), disabled_at=self._must(name).disabled_at or at))

    def _must(self, name: str) -> Account:
        account = self.by_name(name)
        if account is None:
            raise UsageError(f"there is no account {name}: `imwu-inbox user list` shows them")
        return account

    def _change(self, name: str, account: Account) -> Account:
        self.rows[name.casefold()] = account
        return account
