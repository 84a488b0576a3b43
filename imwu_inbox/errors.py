"""The tree of breakdowns. A refusal is a value (domain.verdict); a breakdown is one of these.

ImwuError
|- BadConfig          stop: a person must mend the configuration           exit 78
|- UsageError         stop: the command was called wrongly                 exit 2
|- InputUnreadable    stop: a file given by the operator cannot be read    exit 65
|- CannotWrite        stop: the disk or folder refuses                     exit 73
|- NeighbourDown      try again: a server does not answer                  exit 69
|- TryAgain           try again: something passing (a lock, a full disk)   exit 75
|  `- Overtaken          judge anew: another message came to its end meanwhile
`- SetAside           set aside: this message cannot be handled, go on     exit 65
   |- MailUnparseable    no parser could read the message
   `- ChildKilled        a jailed child hit one of its limits
"""

from enum import IntEnum, StrEnum


class ExitCode(IntEnum):
    """What a command says to the shell. Source: sysexits.h and the project's contract."""

    DONE = 0
    PROBLEMS_FOUND = 1
    USAGE = 2
    INPUT_UNREADABLE = 65
    NEIGHBOUR_DOWN = 69
    CANNOT_WRITE = 73
    TRY_AGAIN = 75
    BAD_CONFIG = 78


class Remedy(StrEnum):
    """What to do after a breakdown."""

    TRY_AGAIN = "try-again"
    SET_ASIDE = "set-aside"
    STOP = "stop"


class ImwuError(Exception):
    """A breakdown with a message for the person who must act: what happened, what to do."""

    exit_code: ExitCode = ExitCode.PROBLEMS_FOUND
    remedy: Remedy = Remedy.STOP


class BadConfig(ImwuError):
    """The configuration cannot be used; the message names file, key, expected type or range."""

    exit_code = ExitCode.BAD_CONFIG


class UsageError(ImwuError):
    """A command was called wrongly."""

    exit_code = ExitCode.USAGE


class InputUnreadable(ImwuError):
    """A file the operator named cannot be read."""

    exit_code = ExitCode.INPUT_UNREADABLE


class CannotWrite(ImwuError):
    """A file or folder cannot be written."""

    exit_code = ExitCode.CANNOT_WRITE
    remedy = Remedy.TRY_AGAIN


class NeighbourDown(ImwuError):
    """A mail server or database does not answer, or refuses."""

    exit_code = ExitCode.NEIGHBOUR_DOWN
    remedy = Remedy.TRY_AGAIN


class TryAgain(ImwuError):
    """Something passing stood in the way: the same act may work later."""

    exit_code = ExitCode.TRY_AGAIN
    remedy = Remedy.TRY_AGAIN


class Overtaken(TryAgain):
    """What a message was judged by is so no more: another of its Message-ID came to its end meanwhile."""


class SetAside(ImwuError):
    """This message cannot be handled by itself: it goes to the shelf, and the next one goes on."""

    exit_code = ExitCode.INPUT_UNREADABLE
    remedy = Remedy.SET_ASIDE


class MailUnparseable(SetAside):
    """No parser could read the message."""


class ChildKilled(SetAside):
    """A jailed child hit one of its limits; `limit` names it."""

    def __init__(self, message: str, *, limit: str) -> None:
        """Keep the name of the limit beside the message."""
        super().__init__(message)
        self.limit = limit


def reason_of(error: BaseException) -> str:
    """Why a message was set aside, for the shelf: our own words, or for a fault of the program its kind and place.

    The words of foreign exceptions are left out: they may quote the message.
    """
    if isinstance(error, ImwuError):
        return f"{type(error).__name__}: {error}"
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f" at {place.tb_frame.f_globals.get('__name__', '?')}:{place.tb_lineno}" if place else ""
    return f"{type(error).__name__}{where}"
