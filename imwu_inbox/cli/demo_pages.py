"""The officers' pages of the demo: people of every role, with one password that lives as long as the demo."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from imwu_inbox import web
from imwu_inbox.cli.doors import Doors
from imwu_inbox.domain.officer import Account, Role
from imwu_inbox.settings import Settings

_NAMES = {
    Role.OFFICER: "Maya Roy",
    Role.SUPERVISOR: "Samir Dhaliwal",
    Role.ADMINISTRATOR: "Tuan Nguyen",
    Role.AUDITOR: "Anne Côté",
}


@contextmanager
def demo_pages(doors: Doors, settings: Settings) -> Iterator[str]:
    """Serve the pages until the end of the block; the sentences that say where, and how to sign in."""
    password = secrets.token_urlsafe(9)
    desk = doors.open_desk(settings)
    try:
        secret = desk.passwords.hashed(password)
        for role, display_name in _NAMES.items():
            desk.accounts.add(Account(name=role.value, display_name=display_name, role=role, secret=secret))
        with web.serving(desk) as site:
            names = ", ".join(role.value for role in list(_NAMES)[1:])
            yield f"Officers' pages: {site.url}\nSign in as officer (or {names}), password {password}"
    finally:
        desk.close()
