"""The unit's mailbox on its IMAP server, through imapclient. UIDs only, never a position, never the Seen flag.

Source: RFC 9051, RFC 6851 (MOVE), RFC 4315 (UIDPLUS).
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from imwu_inbox.adapters.imap_mailbox.line import ImapLine, hang_up
from imwu_inbox.adapters.imap_mailbox.visit import ImapMailbox
from imwu_inbox.adapters.imap_mailbox.watch import watch
from imwu_inbox.adapters.imap_mailbox.without_epoch import EpochlessMailbox
from imwu_inbox.ports.mailbox import Mailbox, Tray

__all__ = ["ImapMailboxDoor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapMailboxDoor:
    """How to reach one folder of one account.

    `password` is asked at each visit; with xoauth2 it is the token, and `forget` is told when the server refuses it.
    """

    account: str
    host: str
    port: int
    tls: Literal["implicit", "starttls", "none"]
    user: str
    password: Callable[[], str]
    folder: str
    trays: Mapping[Tray, str]
    timeout_seconds: float
    auth: Literal["password", "xoauth2"] = "password"
    ca_file: str | None = None
    forget: Callable[[], None] = lambda: None
    _made: set[str] = field(default_factory=set, repr=False)

    @property
    def name(self) -> str:
        """What lease and log call the mailbox."""
        return f"{self.account}/{self.folder}"

    @contextmanager
    def open(self) -> Iterator[Mailbox]:
        """Log in, select the folder, and log out at the end. Raises: NeighbourDown."""
        line = self._line()
        client = line.connect()
        try:
            line.log_in(client)
            selected = line.select(client, self.folder)
            mailbox = ImapMailbox(
                account=self.account,
                line=line,
                client=client,
                trays=self.trays,
                made=self._made,
                uidvalidity=int(selected.get(b"UIDVALIDITY", 0)),
                next_uid=int(selected.get(b"UIDNEXT", 0)),
            )
            yield mailbox if mailbox.uidvalidity else EpochlessMailbox(mailbox)
        except BaseException:
            hang_up(client)
            raise
        line.log_out(client)

    def watch(self, *, stopping: threading.Event, wake: Callable[[], None]) -> bool:
        """Call `wake` whenever the server tells of mail, until `stopping` is set; False when the server cannot tell.

        Raises: NeighbourDown when the line breaks.
        """
        return watch(self._line(), stopping=stopping, wake=wake)

    def _line(self) -> ImapLine:
        return ImapLine(
            host=self.host,
            port=self.port,
            tls=self.tls,
            auth=self.auth,
            user=self.user,
            password=self.password,
            folder=self.folder,
            timeout_seconds=self.timeout_seconds,
            ca_file=self.ca_file,
            forget=self.forget,
        )
