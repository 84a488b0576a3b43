"""An IMAP server in a hundred lines whose habits a test sets: those of Exchange, or of one that gives no epoch.

It knows MOVE and UIDs, keeps no keywords, states sizes roughly on request, and takes a password or a token.
"""

import base64
import json
import re
import socket
import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

HOST = "127.0.0.1"
AT = '"02-Mar-2026 15:04:05 +0000"'
PASSWORD = "open-sesame"
_ITEM = re.compile(r"BODY\.PEEK\[(?P<section>[^\]]*)\](?:<(?P<start>\d+)\.(?P<length>\d+)>)?")


@dataclass(slots=True)
class PlainImap:
    """A running server. `uidvalidity` None: none is given; `size_off` is added to every size it states.

    With a `token` only that token opens it; without `idles` it hangs up on whoever listens. `heard` keeps the commands.
    """

    port: int = 0
    uidvalidity: int | None = 9
    size_off: int = 0
    token: str | None = None
    idles: bool = True
    folders: dict[str, dict[int, bytes]] = field(default_factory=lambda: {"INBOX": {}})
    heard: list[str] = field(default_factory=list)
    next_uid: int = 1

    def deliver(self, *letters: bytes) -> None:
        """Messages arrive."""
        for content in letters:
            self.folders["INBOX"][self.next_uid] = content
            self.next_uid += 1


@contextmanager
def running() -> Iterator[PlainImap]:
    """Start the server."""
    plain = PlainImap()

    class Talk(socketserver.StreamRequestHandler):
        """One caller."""

        def handle(self) -> None:
            """Answer until the caller takes leave."""
            with suppress(OSError):
                _Visit(plain, self).talk()

    with socketserver.ThreadingTCPServer((HOST, 0), Talk) as server:
        server.daemon_threads = True
        plain.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield plain
        finally:
            server.shutdown()
            thread.join()


class _Visit:
    def __init__(self, server: PlainImap, line: socketserver.StreamRequestHandler) -> None:
        self._server = server
        self._line = line
        self._folder = "INBOX"

    def talk(self) -> None:
        self._say(b"* OK ready")
        while line := self._line.rfile.readline():
            tag, _, words = line.decode().strip().partition(" ")
            self._server.heard.append(words)
            self._say(f"{tag} {self._answered(words)}".encode())
            if words.upper().startswith("LOGOUT"):
                return

    def _say(self, line: bytes) -> None:
        self._line.wfile.write(line + b"\r\n")

    def _answered(self, words: str) -> str:
        verb, _, rest = words.partition(" ")
        if verb == "UID":
            verb, _, rest = rest.partition(" ")
        act = getattr(self, f"_{verb.lower()}", None)
        return str(act(rest)) if act else "OK done"

    def _capability(self, _rest: str) -> str:
        self._say(
            b"* CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 UIDPLUS MOVE IDLE ID UNSELECT CHILDREN NAMESPACE"
        )
        return "OK done"

    def _login(self, rest: str) -> str:
        return "OK done" if self._server.token is None and PASSWORD in rest else "NO LOGIN failed."

    def _authenticate(self, _rest: str) -> str:
        self._say(b"+ ")
        shown = base64.b64decode(self._line.rfile.readline()).decode()
        if shown == f"user=unit\x01auth=Bearer {self._server.token}\x01\x01":
            return "OK done"
        self._say(b"+ " + base64.b64encode(json.dumps({"status": "401", "schemes": "Bearer"}).encode()))
        said = self._line.rfile.readline()
        return "NO AUTHENTICATE failed." if said == b"\r\n" else "BAD the reason is answered with nothing"

    def _select(self, rest: str) -> str:
        self._folder = rest.strip('"')
        lying = self._server.folders.get(self._folder)
        if lying is None:
            return "NO no such folder"
        self._say(f"* {len(lying)} EXISTS".encode())
        if self._server.uidvalidity is not None:
            self._say(f"* OK [UIDVALIDITY {self._server.uidvalidity}] epoch".encode())
        self._say(rb"* OK [PERMANENTFLAGS (\Seen \Answered \Flagged \Deleted \Draft)] no keywords")
        return "OK done"

    _examine = _select

    def _list(self, rest: str) -> str:
        name = rest.rsplit(maxsplit=1)[-1].strip('"')
        if name in self._server.folders:
            self._say(f'* LIST () "/" "{name}"'.encode())
        return "OK done"

    def _idle(self, _rest: str) -> str:
        self._say(b"+ idling")
        if self._server.idles:
            self._server.heard.append(self._line.rfile.readline().decode().strip())
            return "OK done"
        self._line.connection.shutdown(socket.SHUT_RDWR)
        return "OK gone"

    def _create(self, rest: str) -> str:
        self._server.folders[rest.strip('"')] = {}
        return "OK done"

    def _search(self, rest: str) -> str:
        if "KEYWORD" in rest or "CHARSET" in rest:
            return "BAD Command Argument Error. 11"
        start = int(rest.split()[1].partition(":")[0])
        lying = sorted(self._lying())
        found = [uid for uid in lying if uid >= start] or lying[-1:]
        self._say(f"* SEARCH {' '.join(map(str, found))}".strip().encode())
        return "OK done"

    def _move(self, rest: str) -> str:
        uids, _, tray = rest.partition(" ")
        for uid in uids.split(","):
            content = self._lying().pop(int(uid), None)
            if content is not None:
                filed = self._server.folders[tray.strip('"')]
                filed[len(filed) + 1] = content
        return "OK done"

    def _fetch(self, rest: str) -> str:
        if "BODYSTRUCTURE" in rest:
            self._say(b"* 1 FETCH (UID 1 BODYSTRUCTURE ((((")
            return "OK done"
        uids, _, wanted = rest.partition(" ")
        for number, uid in enumerate(sorted(self._lying()), start=1):
            if str(uid) in uids.split(","):
                self._say(_described(number, uid, self._lying()[uid], wanted, self._server.size_off))
        return "OK done"

    def _lying(self) -> dict[int, bytes]:
        return self._server.folders[self._folder]


def _described(number: int, uid: int, content: bytes, wanted: str, size_off: int) -> bytes:
    parts = [f"UID {uid}".encode()]
    if "RFC822.SIZE" in wanted:
        parts.append(f"RFC822.SIZE {len(content) + size_off}".encode())
    if "INTERNALDATE" in wanted:
        parts.append(f"INTERNALDATE {AT}".encode())
    for item in _ITEM.finditer(wanted):
        octets, start = _section(content, item.groupdict()), item["start"]
        origin = f"<{start}>" if start else ""
        parts.append(f"BODY[{item['section']}]{origin} {{{len(octets)}}}\r\n".encode() + octets)
    return f"* {number} FETCH (".encode() + b" ".join(parts) + b")"


def _section(content: bytes, item: Mapping[str, str | None]) -> bytes:
    octets = content
    if "HEADER" in str(item["section"]):
        head = content.partition(b"\r\n\r\n")[0]
        lines = [line for line in head.split(b"\r\n") if "FIELDS" not in str(item["section"]) or _is_id(line)]
        octets = b"\r\n".join(lines) + b"\r\n\r\n"
    if item["start"] is not None:
        return octets[int(item["start"]) :][: int(item["length"] or 0)]
    return octets


def _is_id(line: bytes) -> bool:
    return line.lower().startswith(b"message-id:")
