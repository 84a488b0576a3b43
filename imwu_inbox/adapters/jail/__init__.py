"""Senders' bytes are parsed behind this wall: in children that die of a limit, never in the house itself."""

import weakref
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

from imwu_inbox.adapters.jail.cells import Cells
from imwu_inbox.adapters.jail.child import COMMAND, Child, ChildPlan, LimitHit, sweep
from imwu_inbox.adapters.jail.confine import Cell
from imwu_inbox.adapters.jail.serving import serve
from imwu_inbox.adapters.jail.wire import READING, WANTED, mail_of, shown_of
from imwu_inbox.domain.documents import Opened
from imwu_inbox.domain.hindrances import WORDINGS, Hindrance
from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.domain.page_pictures import NotShown, PictureWanted, ShownPage
from imwu_inbox.domain.reader_setup import ReaderSetup
from imwu_inbox.domain.reading import FileReading
from imwu_inbox.errors import ChildKilled, MailUnparseable

__all__ = ["Jail", "serve"]

_WHY = {
    "time": Hindrance.TIME,
    "cpu": Hindrance.CPU,
    "memory": Hindrance.MEMORY,
    "output": Hindrance.OUTPUT,
    "crash": Hindrance.CRASH,
}
_UNTOLD = "application/octet-stream"
_OWN_SHARE, _PAGE_SHARE = 0.6, 0.25


class Jail:
    """A small pool of jailed children; satisfies `ports.mime_parser`, `ports.paper_reader` and `ports.page_renderer`.

    Children are started when first needed, used again, and replaced after `tasks_per_child` tasks or any limit hit.
    Units: seconds of wall time per file, octets.
    """

    def __init__(
        self,
        *,
        setup: ReaderSetup,
        workers: int = 1,
        seconds_per_file: float = 90.0,
        cpu_seconds: int | None = None,
        memory_bytes: int = 448 * 1024**2,
        output_bytes: int = 192 * 1024**2,
        tasks_per_child: int = 200,
        patience_seconds: float = 3.0,
        command: tuple[str, ...] = COMMAND,
    ) -> None:
        """Lay down the limits; no child is started yet. A task may compute for as long as it may take, or less."""
        sweep()
        limits = replace(
            setup.limits,
            seconds_per_file=min(setup.limits.seconds_per_file, _OWN_SHARE * seconds_per_file),
            seconds_per_page=min(setup.limits.seconds_per_page, _PAGE_SHARE * seconds_per_file),
        )
        cell = Cell(memory_bytes=memory_bytes, cpu_seconds=cpu_seconds or max(1, round(seconds_per_file)))
        self._plan = ChildPlan(
            setup=replace(setup, limits=limits), cell=cell, output_bytes=output_bytes, command=command
        )
        self._seconds = seconds_per_file
        self._tasks_per_child = tasks_per_child
        # A child dies with the thread that started it, so one thread that lives as long as the jail starts them all.
        self._keeper = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jail-keeper")
        self._cells = Cells(workers, patience_seconds=patience_seconds)
        # A command that ends without closing its jail leaves no process and no folder behind either.
        self._last_round = weakref.finalize(self, self._cells.end_idle)

    def parse_mail(self, content: bytes) -> ParsedMail:
        """What a message says. Raises: MailUnparseable, ChildKilled, NeighbourDown."""
        try:
            answer, files = self._ask({"verb": "parse"}, content)
        except LimitHit as hit:
            message = f"This message could not be read: it {WORDINGS[_WHY[hit.limit]].en}. Open it by hand."
            raise ChildKilled(message, limit=hit.limit) from hit
        if "unparseable" in answer:
            raise MailUnparseable(str(answer["unparseable"]))
        return mail_of(answer["mail"], files)

    def read_file(self, content: bytes, *, name: str, today: date) -> FileReading:
        """What a file says; a file that hit a limit is a reading that says so. Raises: NeighbourDown."""
        return self._read({"verb": "read", "name": name, "today": today.isoformat()}, content)

    def read_passports(self, content: bytes, *, today: date, confirm: bool) -> FileReading:
        """The zones in a file; a file that hit a limit is a reading that says so. Raises: NeighbourDown."""
        wish = "yes" if confirm else "no"
        return self._read({"verb": "passports", "today": today.isoformat(), "confirm": wish}, content)

    def _read(self, task: dict[str, str], content: bytes) -> FileReading:
        try:
            answer, _ = self._ask(task, content)
        except LimitHit as hit:
            return FileReading(
                opened=Opened.DAMAGED if hit.limit == "crash" else Opened.TOO_LARGE,
                media_type=self._media_type_of(content),
                why=_WHY[hit.limit],
            )
        return READING.validate_python(answer["reading"])

    def _media_type_of(self, content: bytes) -> str:
        """What a file that hit a limit is: officers and employers are told of it by its kind."""
        try:
            answer, _ = self._ask({"verb": "type"}, content)
        except LimitHit:
            return _UNTOLD
        return str(answer["type"])

    def show_pages(self, content: bytes, *, wanted: Sequence[PictureWanted]) -> tuple[ShownPage, ...]:
        """Pictures of a file's pages; a file that hit a limit says so of each. Raises: NeighbourDown."""
        wishes = tuple(wanted)
        try:
            answer, pictures = self._ask({"verb": "show", "wanted": WANTED.dump_json(wishes).decode()}, content)
        except LimitHit:
            return tuple(ShownPage(why=NotShown.BROKE_OFF) for _ in wishes)
        return shown_of(answer["shown"], pictures)

    def close(self) -> None:
        """End every child; wait for those at work."""
        self._cells.end()
        self._last_round.detach()
        self._keeper.shutdown()

    def _ask(self, task: dict[str, str], content: bytes) -> tuple[dict[str, Any], list[bytes]]:
        """Ask a free child; what breaks a used one is asked once more of a fresh one, free of the past.

        A child works with as many hands as there are cells for it: a long file does not wait for one core of many.
        """
        child = self._cells.take()
        task = task | {"hands": str(self._cells.fair_share)}
        try:
            if child is not None and not child.is_alive:
                child.kill()
                child = None
            was_used = child is not None and child.tasks_done > 0
            child = child or self._fresh()
            try:
                answer = child.ask(task, content, seconds=self._seconds)
            except LimitHit as hit:
                child.kill()
                child = None
                if not was_used or hit.limit not in ("memory", "crash"):
                    raise
                child = self._fresh()
                answer = self._ask_once(child, task, content)
            if child.tasks_done >= self._tasks_per_child:
                child.kill()
                child = None
            return answer
        finally:
            self._cells.put(child if child is not None and child.is_alive else None)

    def _ask_once(self, child: Child, task: dict[str, str], content: bytes) -> tuple[dict[str, Any], list[bytes]]:
        try:
            return child.ask(task, content, seconds=self._seconds)
        except LimitHit:
            child.kill()
            raise

    def _fresh(self) -> Child:
        return self._keeper.submit(Child, self._plan).result()
