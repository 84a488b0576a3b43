"""The child's side: confine itself, say that it is ready, then answer one task after another until the pipe closes."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, BinaryIO, Protocol

from imwu_inbox.adapters.jail.confine import Cell, allow_cpu, confine
from imwu_inbox.adapters.jail.hands import ForkedHands, is_want_of_memory
from imwu_inbox.adapters.jail.warden import post_warden
from imwu_inbox.adapters.jail.wire import READING, SETUP, WANTED, Closed, frame, mail_frames, read_frame, shown_frames
from imwu_inbox.domain.reader_setup import ReaderSetup
from imwu_inbox.errors import MailUnparseable
from imwu_inbox.ports.hands import Hands
from imwu_inbox.ports.mime_parser import MimeParser
from imwu_inbox.ports.page_renderer import PageRenderer
from imwu_inbox.ports.paper_reader import PaperReader
from imwu_inbox.ports.passport_reader import PassportReader


class ReadsAll(MimeParser, PaperReader, PassportReader, PageRenderer, Protocol):
    """What a child is given to work with: one that reads messages and files and shows their pages."""

    def media_type_of(self, content: bytes) -> str:
        """What a file is by its content, with nothing of it read."""


def serve(reader_of: Callable[[ReaderSetup, Hands], Any]) -> int:
    """Answer tasks on standard input until it closes; nothing that a library prints can reach the answers."""
    tasks, answers = _private_pipes()
    try:
        post_warden(tasks.fileno())
        order = json.loads(read_frame(tasks))
        cell = Cell(**order["cell"])
        confine(cell, parent=order["parent"])
        hands = ForkedHands()
        reader = reader_of(SETUP.validate_python(order["setup"]), hands)
        _send(answers, [b'{"ready": true}'])
        while True:
            task, content = json.loads(read_frame(tasks)), read_frame(tasks)
            allow_cpu(cell.cpu_seconds)
            hands.allow(int(task.get("hands", 1)))
            _send(answers, _answer(reader, task, content))
    except (Closed, BrokenPipeError):
        return 0


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes under other numbers; what is printed goes nowhere near them."""
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    return tasks, answers


def _send(answers: BinaryIO, frames: Iterator[bytes] | list[bytes]) -> None:
    answers.writelines(frame(one) for one in frames)
    answers.flush()


def _answer(reader: ReadsAll, task: dict[str, Any], content: bytes) -> list[bytes]:
    """The frames of an answer; a breakdown is an answer too."""
    try:
        if task["verb"] == "parse":
            described, *files = mail_frames(reader.parse_mail(content))
            return [b'{"mail": %s, "files": %d}' % (described, len(files)), *files]
        if task["verb"] == "show":
            described, *pictures = shown_frames(reader.show_pages(content, wanted=WANTED.validate_json(task["wanted"])))
            return [b'{"shown": %s, "files": %d}' % (described, len(pictures)), *pictures]
        if task["verb"] == "type":
            return [json.dumps({"type": reader.media_type_of(content)}).encode()]
        if task["verb"] == "passports":
            today = date.fromisoformat(task["today"])
            zones = reader.read_passports(content, today=today, confirm=task["confirm"] == "yes")
            return [b'{"reading": %s}' % READING.dump_json(zones)]
        reading = reader.read_file(content, name=task["name"], today=date.fromisoformat(task["today"]))
        return [b'{"reading": %s}' % READING.dump_json(reading)]
    except MailUnparseable as broken:
        return [json.dumps({"unparseable": str(broken)}).encode()]
    except Exception as broken:  # noqa: BLE001  a hostile file may raise anything, and the child must answer
        limit = "memory" if is_want_of_memory(broken) else "crash"
        return [json.dumps({"limit": limit, "what": type(broken).__name__}).encode()]
