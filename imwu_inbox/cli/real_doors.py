"""The real parts behind the doors.

`wiring` opens a room when a part in it is first named, so each is named only once a command asks for it: naming them
all at the start would load the engine, the pages and both databases, and `--help` would wait for them.
"""

from imwu_inbox import wiring
from imwu_inbox.cli.doors import Doors, House, ReadingHouse
from imwu_inbox.cli.probes import probes_of
from imwu_inbox.settings import Settings, load


def _whole_house(settings: Settings) -> House:
    return wiring.build(settings)


def _reading_house(settings: Settings) -> ReadingHouse:
    return wiring.reading_app(settings)


def _lay_out(settings: Settings) -> None:
    wiring.lay_out(settings)


def _desk(settings: Settings) -> "wiring.Desk":
    return wiring.open_desk(settings)


REAL_DOORS = Doors(
    load=load, build=_whole_house, reading_app=_reading_house, migrate=_lay_out, open_desk=_desk, probes=probes_of
)
