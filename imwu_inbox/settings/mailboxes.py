"""Several mailboxes: what a further one takes over from the first, and what must tell them apart."""

from collections.abc import Sequence

from imwu_inbox.settings.sections import MailboxSection

SHARED = ("poll_seconds", "idle", "authserv_id", "authserv_unnamed")
"""Keys that hold for all mailboxes and are given once, in [mailbox]."""


def inherited(mailbox: dict[str, object]) -> dict[str, object]:
    """The [mailbox] table in which every further one has the first one's keys where it gives none of its own."""
    further = mailbox.get("more")
    if not isinstance(further, list):
        return mailbox
    first = {key: value for key, value in mailbox.items() if key != "more"}
    return {**mailbox, "more": [_with_keys_of(first, table) if isinstance(table, dict) else table for table in further]}


def _with_keys_of(first: dict[str, object], table: dict[str, object]) -> dict[str, object]:
    """One that names a server of its own is no folder of files, though the first one be."""
    keys = {**first, "path": ""} if "host" in table else first
    return {**keys, **table}


def must_differ(mailboxes: Sequence[MailboxSection]) -> None:
    """Each mailbox is known in the ledger by user and folder. Raises: ValueError when two are the same."""
    names = [box.name for box in mailboxes]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"two mailboxes are both {name}: give each [[mailbox.more]] its own user, folder or path")
    for box in mailboxes[1:]:
        if box.more:
            raise ValueError("more stands inside [[mailbox.more]]: give every further mailbox in [mailbox] itself")
        if any(getattr(box, key) != getattr(mailboxes[0], key) for key in SHARED):
            raise ValueError(f"{', '.join(SHARED)} hold for all mailboxes: give them in [mailbox] only")
