"""A way to call a command as the shell does, on a fake house."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from imwu_inbox.cli import main
from imwu_inbox.cli.doors import Doors, House, Probe, ReadingHouse
from imwu_inbox.settings import Settings, load
from imwu_inbox.wiring import Desk
from tests.fakes.desk import fake_desk
from tests.fakes.house import FakeHouse


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


@dataclass(kw_only=True)
class Caller:
    """Calls commands on this house."""

    capsys: pytest.CaptureFixture[str]
    house: FakeHouse = field(default_factory=FakeHouse)
    reading: ReadingHouse | None = None
    probes: Sequence[Probe] = ()
    migrated: list[Path] = field(default_factory=list)
    desk: Desk | None = None

    def __call__(self, *arguments: object) -> Said:
        """Call the command and wait for its end."""
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments], doors=self._doors())
        out, err = self.capsys.readouterr()
        return Said(code=int(ended.value.code or 0), out=out, err=err)

    def _doors(self) -> Doors:
        return Doors(
            load=_load,
            build=self._build,
            reading_app=self._read,
            migrate=lambda settings: self.migrated.append(settings.origin),
            open_desk=self._open_desk,
            probes=lambda _settings: self.probes,
        )

    def _build(self, settings: Settings) -> House:
        if settings.mailbox.host:
            self.house.settings = settings
        return self.house

    def _open_desk(self, settings: Settings) -> Desk:
        self.desk = self.desk or fake_desk(self.house.clock, self.house.cases, settings)
        return self.desk

    def _read(self, _settings: Settings) -> ReadingHouse:
        assert self.reading is not None
        return self.reading


def _load(config: Path | None) -> Settings:
    return load(config, {})


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Caller:
    """Calls a command from an empty folder, without a configuration in sight."""
    monkeypatch.chdir(tmp_path)
    return Caller(capsys=capsys)


@pytest.fixture
def configured(tmp_path: Path) -> Callable[[], Path]:
    """Writes a configuration with mailbox and relay."""

    def write() -> Path:
        path = tmp_path / "imwu-inbox.toml"
        path.write_text(
            "[mailbox]\nhost = 'imap.example.org'\nuser = 'unit'\n"
            "[smtp]\nhost = 'smtp.example.org'\nfrom_address = 'unit@example.org'\n",
            encoding="utf-8",
        )
        return path

    return write


@pytest.fixture
def quiet_logs() -> Iterator[None]:
    """Takes back what a long-running command does to the process's log."""
    root, own = logging.getLogger(), logging.getLogger("imwu_inbox")
    before = (root.level, list(root.handlers), own.level)
    yield
    for handler in [handler for handler in root.handlers if handler not in before[1]]:
        root.removeHandler(handler)
    root.setLevel(before[0])
    own.setLevel(before[2])
