"""An IMAP server that says what it is told, for answers no real server gives on demand."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

HOST = "127.0.0.1"
ANSWERS = {
    "CAPABILITY": "* CAPABILITY IMAP4rev1 UIDPLUS MOVE",
    "LOGIN": "",
    "SELECT": "* 3 EXISTS\r\n* OK [UIDVALIDITY 9] epoch\r\n* OK [UIDNEXT {next_uid}] next",
    "LOGOUT": "* BYE until soon",
    "NOOP": "",
}


@dataclass(slots=True)
class ScriptedImap:
    """A running server that keeps what it heard. `answer` gives the untagged lines of a command, or `NO ...`."""

    port: int
    answer: Callable[[str], str]
    next_uid: int = 4
    heard: list[str] = field(default_factory=list)


@contextmanager
def scripted(answer: Callable[[str], str], *, next_uid: int = 4) -> Iterator[ScriptedImap]:
    """Answer commands after sign-in and selection as told."""
    with socket.create_server((HOST, 0)) as listener:
        server = ScriptedImap(port=listener.getsockname()[1], answer=answer, next_uid=next_uid)
        threading.Thread(target=_serve, args=(listener, server), daemon=True).start()
        yield server


def _serve(listener: socket.socket, server: ScriptedImap) -> None:
    with suppress(OSError):
        while True:
            caller, _ = listener.accept()
            with caller, caller.makefile("rwb") as line:
                line.write(b"* OK ready\r\n")
                line.flush()
                for command in line:
                    tag, _, words = command.decode().strip().partition(" ")
                    line.write(_reply(server, tag, words).encode())
                    line.flush()


def _reply(server: ScriptedImap, tag: str, words: str) -> str:
    server.heard.append(words)
    known = ANSWERS.get(words.split(maxsplit=1)[0].upper())
    lines = server.answer(words) if known is None else known.format(next_uid=server.next_uid)
    if lines.startswith("NO "):
        return f"{tag} {lines}\r\n"
    return (f"{lines}\r\n" if lines else "") + f"{tag} OK done\r\n"
