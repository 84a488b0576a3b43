"""The folders on the server that stand for the trays: made when first needed, and looked into to read only."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from imwu_inbox.adapters.imap_mailbox.line import ImapLine
from imwu_inbox.ports.mailbox import Tray


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayFolders:
    """Of one visit. `made` is kept from visit to visit: what stands on the server already."""

    line: ImapLine
    client: IMAPClient
    names: Mapping[Tray, str]
    made: set[str]

    def name(self, tray: Tray) -> str:
        """The folder of a tray; empty when none is configured, so that its messages stay where they are."""
        name = self.names.get(tray, "")
        return "" if name == self.line.folder else name

    def made_for(self, tray: Tray) -> str | None:
        """The folder of a tray, made on the server when it is not there yet; None when none is configured."""
        name = self.name(tray)
        if not name:
            return None
        if name not in self.made:
            if not self.client.folder_exists(name):
                # Two visits may make it at once; the second refusal is no fault, and the move tells if it is.
                with suppress(IMAPClientError):
                    self.client.create_folder(name)
                    self.client.subscribe_folder(name)
            self.made.add(name)
        return name

    @contextmanager
    def reading(self, tray: Tray) -> Iterator[int | None]:
        """In the tray, to read only: its next UID, or None when it is not made. Afterwards in the folder again."""
        name = self.name(tray)
        with self.line.step(self.client.socket):
            is_made = bool(name) and self.client.folder_exists(name)
        if not is_made:
            yield None
            return
        try:
            yield int(self.line.select(self.client, name, readonly=True).get(b"UIDNEXT", 0))
        finally:
            # The visit is to the folder: whatever comes next must not be done to the tray.
            self.line.select(self.client, self.line.folder)
