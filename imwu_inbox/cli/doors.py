"""What the commands need of the house; the real parts are put in by `cli.app`, others by tests."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import typer

from imwu_inbox.daemon import Ticked
from imwu_inbox.domain.mail import RawMail
from imwu_inbox.domain.reading import FileReading
from imwu_inbox.domain.reply import Letter
from imwu_inbox.domain.request import Assessment
from imwu_inbox.ports.case_store import CaseStore
from imwu_inbox.ports.ledger import Ledger
from imwu_inbox.ports.outbox import Outbox
from imwu_inbox.ports.parts import Parts
from imwu_inbox.settings import Settings
from imwu_inbox.steps.fetch import PollReport
from imwu_inbox.steps.see_to import SeeTo
from imwu_inbox.steps.take_up import TakeUp
from imwu_inbox.steps.undo import Undo
from imwu_inbox.steps.write_again import WriteAgain

if TYPE_CHECKING:
    from imwu_inbox.wiring import Desk


class House(Ticked, Protocol):
    """The whole program on one database, as a command uses it."""

    @property
    def ledger(self) -> Ledger:
        """Every message ever seen."""
        ...

    @property
    def write_again(self) -> WriteAgain:
        """What lets letters go to an address again."""
        ...

    @property
    def undo(self) -> Undo:
        """What takes up a request that was rejected for its size."""
        ...

    @property
    def see_to(self) -> SeeTo:
        """What ends the search for a reader whom a letter did not reach."""
        ...

    @property
    def take_up(self) -> TakeUp:
        """What tries a message of the shelf once more."""
        ...

    @property
    def cases(self) -> CaseStore:
        """The records."""
        ...

    @property
    def waiting(self) -> Parts:
        """The messages that wait for other parts of their request."""
        ...

    @property
    def outbox(self) -> Outbox:
        """The letters."""
        ...

    def poll(self) -> PollReport:
        """Look into each mailbox once. Raises: NeighbourDown, TryAgain."""
        ...

    def ingest(self, path: Path) -> PollReport:
        """Take in the messages of a file or folder."""
        ...


class ReadingHouse(Protocol):
    """The part that reads and judges: no database, no network."""

    @property
    def timings_ms(self) -> Mapping[str, float]:
        """How long each stage of the last judgement took. Units: milliseconds."""
        ...

    def judge(self, raw: RawMail) -> Assessment:
        """Read a message and judge it. Raises: MailUnparseable, ChildKilled."""
        ...

    def letter_for(self, assessment: Assessment) -> Letter | None:
        """The letter that would go out, if any."""
        ...

    def read_passports(self, content: bytes, *, confirm: bool) -> FileReading:
        """Read the zones of one file, compared with what is printed above them where `confirm` says so."""
        ...

    def close(self) -> None:
        """End the jailed children."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One thing `doctor` tries. `attempt` says what it found, or raises; `cure` is what to do then."""

    name: str
    cure: str
    attempt: Callable[[], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """The ways into the house."""

    load: Callable[[Path | None], Settings]
    build: Callable[[Settings], House]
    reading_app: Callable[[Settings], ReadingHouse]
    migrate: Callable[[Settings], None]
    open_desk: "Callable[[Settings], Desk]"
    probes: Callable[[Settings], Sequence[Probe]]


def doors_of(context: typer.Context) -> Doors:
    """The doors this run was started with."""
    doors = context.find_object(Doors)
    if doors is None:
        raise RuntimeError("a command was started without its doors: start it through cli.main")
    return doors


@contextmanager
def open_house(context: typer.Context, config: Path | None) -> Iterator[House]:
    """The house on its database, closed at the end. Raises: BadConfig, NeighbourDown, TryAgain."""
    doors = doors_of(context)
    house = doors.build(doors.load(config))
    try:
        yield house
    finally:
        house.close()


@contextmanager
def open_desk(context: typer.Context, config: Path | None) -> "Iterator[Desk]":
    """What stands behind the officers' pages, closed at the end. Raises: BadConfig, NeighbourDown, TryAgain."""
    doors = doors_of(context)
    desk = doors.open_desk(doors.load(config))
    try:
        yield desk
    finally:
        desk.close()


@contextmanager
def open_reading(context: typer.Context, config: Path | None) -> Iterator[ReadingHouse]:
    """The reading part alone, its children ended at the end. Raises: BadConfig."""
    doors = doors_of(context)
    house = doors.reading_app(doors.load(config))
    try:
        yield house
    finally:
        house.close()
