"""One visit to a folder: listing, probing, reading and filing away, by UID only."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from imapclient import DELETED, IMAPClient
from imapclient.exceptions import IMAPClientError

from imwu_inbox.adapters.imap_mailbox.line import ImapLine, is_gone, is_odd_answer
from imwu_inbox.adapters.imap_mailbox.listing import batches_of_small, content_of, listed, search_all
from imwu_inbox.adapters.imap_mailbox.tray_folders import TrayFolders
from imwu_inbox.domain.mail import MailRef, Probe
from imwu_inbox.domain.reconciliation import Standing
from imwu_inbox.errors import NeighbourDown
from imwu_inbox.ports.mailbox import Download, Tray

HEAD_BYTES = 16_384
"""What is read of a message that is too large. Units: octets."""
SHOWN_BYTES = 65_536
"""How much of the headers tells one message from another. Units: octets."""
PIECE_BYTES = 1_048_576
"""How much of a message is asked for at a time. Units: octets."""
INEXACT_BYTES = 1_024
"""So much longer than stated a small message may be and still come down with others. Units: octets."""
PROBE_BATCH = 50
"""How many messages one question about sizes covers."""
SEARCH_SPAN = 50_000
"""How many UIDs one search covers: imaplib refuses an answer of more than a million letters."""


class ImapMailbox:
    """One visit to the folder."""

    def __init__(
        self,
        *,
        account: str,
        line: ImapLine,
        client: IMAPClient,
        trays: Mapping[Tray, str],
        made: set[str],
        uidvalidity: int,
        next_uid: int,
    ) -> None:
        self._account = account
        self._line = line
        self._client = client
        self._trays = TrayFolders(line=line, client=client, names=trays, made=made)
        self._uidvalidity = uidvalidity
        self._next_uid = next_uid

    @property
    def account(self) -> str:
        """The account's name in the ledger."""
        return self._account

    @property
    def folder(self) -> str:
        """The folder's name on the server."""
        return self._line.folder

    @property
    def uidvalidity(self) -> int:
        """The folder's epoch; 0 when the server gives none."""
        return self._uidvalidity

    def uids(self, *, from_uid: int) -> Sequence[int]:
        """The UIDs from this one on, ascending, without those marked deleted."""
        with self._step():
            return search_all(self._client.search, from_uid=from_uid, next_uid=self._next_uid, span=SEARCH_SPAN)

    def probe(self, uids: Sequence[int]) -> Sequence[Probe]:
        """Size and moment of receipt of each message, without its body; vanished ones are left out."""
        probes: list[Probe] = []
        for start in range(0, len(uids), PROBE_BATCH):
            batch = list(uids[start : start + PROBE_BATCH])
            try:
                probes += self._sizes(batch)
            except NeighbourDown as refused:
                if not is_odd_answer(refused):
                    raise
                # One odd message spoils the answer for all: ask for each by itself.
                for uid in batch:
                    probes += self._sizes_of_one(uid)
        return probes

    def _sizes(self, uids: list[int]) -> list[Probe]:
        answers = self._fetch(uids, "RFC822.SIZE", "INTERNALDATE")
        return [self._probe(uid, answers[uid]) for uid in uids if uid in answers]

    def _sizes_of_one(self, uid: int) -> list[Probe]:
        try:
            return self._sizes([uid])
        except NeighbourDown as refused:
            if not is_odd_answer(refused):
                raise
            # The server cannot describe it, yet it is there: the download, which is bounded, tells its size.
            return [self._probe(uid, {})]

    def _probe(self, uid: int, answer: Mapping[bytes, Any]) -> Probe:
        received_at = answer.get(b"INTERNALDATE")
        return Probe(
            ref=MailRef(account=self.account, folder=self.folder, uidvalidity=self._uidvalidity, uid=uid),
            size_bytes=int(answer.get(b"RFC822.SIZE") or 0),
            # A server that breaks the protocol and gives no moment: the mail is at least this old.
            received_at=received_at if isinstance(received_at, datetime) else datetime.now(UTC),
        )

    def shown(self, uids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Each message's UID with what it shows of itself: its headers, its moment and its size as the server says."""
        for start in range(0, len(uids), PROBE_BATCH):
            batch = list(uids[start : start + PROBE_BATCH])
            answers = self._fetch(batch, "RFC822.SIZE", "INTERNALDATE", f"BODY.PEEK[HEADER]<0.{SHOWN_BYTES}>")
            for uid, answer in sorted(answers.items()):
                header = next((value for key, value in answer.items() if key.startswith(b"BODY[HEADER]")), b"")
                moment, size = answer.get(b"INTERNALDATE"), answer.get(b"RFC822.SIZE")
                yield uid, f"{moment} {size}\n".encode() + bytes(header or b"")

    def head(self, uid: int, *, size_bytes: int) -> bytes:
        """The first 16 KiB of a message, or less where it is shorter. Units: size_bytes as the server states it."""
        return self._piece(uid, 0, min(HEAD_BYTES, size_bytes or HEAD_BYTES)) or b""

    def download(self, uid: int, *, limit_bytes: int) -> Download | None:
        """A message in pieces of 1 MiB, stopping one octet past the limit; None when it has vanished."""
        content = bytearray()
        while len(content) <= limit_bytes:
            wanted = min(PIECE_BYTES, limit_bytes + 1 - len(content))
            piece = self._piece(uid, len(content), wanted)
            if piece is None:
                return None
            content += piece
            if len(piece) < wanted:
                return Download(content=bytes(content), whole=True)
        return Download(content=bytes(content), whole=False)

    def _piece(self, uid: int, start: int, length: int) -> bytes | None:
        """Octets of a message without marking it read; None when it has vanished."""
        answer = self._fetch([uid], f"BODY.PEEK[]<{start}.{length}>").get(uid, {})
        piece = content_of(answer)
        if piece is not None:
            return piece
        # Dovecot says NIL of a message expunged since; another server might of octets past the end.
        return b"" if start and self._is_there(uid) else None

    def _is_there(self, uid: int) -> bool:
        with self._step():
            self._client.noop()
        return uid in self._fetch([uid], "RFC822.SIZE")

    def _fetch(self, uids: list[int], *wanted: str) -> dict[int, dict[bytes, Any]]:
        with self._step():
            try:
                answers: dict[int, dict[bytes, Any]] = self._client.fetch(uids, list(wanted))
            except IMAPClientError as refused:
                if is_gone(refused):
                    return {}
                raise
        return answers

    def download_small(self, probes: Sequence[Probe], *, limit_bytes: int) -> Mapping[int, Download]:
        """Those that are small, whole and in few answers, by UID; what could not be had this way is left out."""
        found: dict[int, Download] = {}
        for together in batches_of_small(probes):
            wanted = max(probe.size_bytes for probe in together) + INEXACT_BYTES
            try:
                answers = self._fetch([probe.ref.uid for probe in together], f"BODY.PEEK[]<0.{wanted}>")
            except NeighbourDown as refused:
                if not is_odd_answer(refused):
                    raise
                continue
            for uid, answer in answers.items():
                content = content_of(answer)
                # Shorter than was asked for: that is all there is.
                if content is not None and len(content) < wanted and len(content) <= limit_bytes:
                    found[uid] = Download(content=content, whole=True)
        return found

    @contextmanager
    def _step(self) -> Iterator[None]:
        """One question and its answer, within its deadline."""
        with self._line.step(self._client.socket):
            yield

    def file_away(self, uids: Sequence[int], tray: Tray) -> None:
        """Move messages to a tray; moving one that is gone is not an error."""
        with self._step():
            folder = self._trays.made_for(tray)
            if folder is None:
                return
            try:
                self._move(uids, folder)
            except IMAPClientError as refused:
                if not is_gone(refused):
                    raise
                # Somebody expunged one of them meanwhile: the others are still to be moved.
                for uid in uids if len(uids) > 1 else ():
                    self.file_away([uid], tray)

    def _move(self, uids: Sequence[int], folder: str) -> None:
        """Where the server cannot move: copy, mark deleted, and expunge these messages where it can do that."""
        client = self._client
        if client.has_capability("MOVE"):
            client.move(list(uids), folder)
            return
        client.copy(list(uids), folder)
        client.add_flags(list(uids), [DELETED], silent=True)
        if client.has_capability("UIDPLUS"):
            client.uid_expunge(list(uids))

    def listing(self, tray: Tray | None) -> Sequence[Standing] | None:
        """Every message of a tray or of the folder; None when no such tray is configured, none when it is not made."""
        if tray is None:
            return list(listed(self._fetch, self.uids(from_uid=1)))
        if not self._trays.name(tray):
            return None
        with self._trays.reading(tray) as next_uid:
            if next_uid is None:
                return []
            with self._step():
                uids = search_all(self._client.search, from_uid=1, next_uid=next_uid, span=SEARCH_SPAN)
            return list(listed(self._fetch, uids))

    def download_filed(self, tray: Tray | None, uid: int, *, limit_bytes: int) -> Download | None:
        """A message of a tray or of the folder by its UID there; None when it is gone."""
        if tray is None:
            return self.download(uid, limit_bytes=limit_bytes)
        with self._trays.reading(tray) as next_uid:
            return None if next_uid is None else self.download(uid, limit_bytes=limit_bytes)
