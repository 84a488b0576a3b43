"""The limits a child puts on itself before it sees a sender's first octet.

Source: prctl(2), setrlimit(2), unshare(2).
"""

import ctypes
import os
import resource
import signal
from dataclasses import dataclass
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_LIBRARIES_BYTES = 1024**3
"""Room for libraries and their reserves among the addresses; what is written to counts as memory. Units: octets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How much a child may take: `memory_bytes` of its own writing, libraries apart.

    Units: octets, processor seconds per task, count of open files.
    """

    memory_bytes: int
    cpu_seconds: int
    written_bytes: int = 256 * 1024 * 1024
    open_files: int = 256


def confine(cell: Cell, *, parent: int) -> None:
    """Die with the parent, gain no rights, reach no network, and stay within memory, files and sizes."""
    die_with(parent)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _leave_the_network(libc)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, cell.written_bytes)
    _lower(resource.RLIMIT_NOFILE, cell.open_files)
    _lower(resource.RLIMIT_DATA, cell.memory_bytes)
    _lower(resource.RLIMIT_AS, cell.memory_bytes + _LIBRARIES_BYTES)


def die_with(parent: int) -> None:
    """Be ended by the kernel when the parent ends, or at once where it has ended already."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def allow_cpu(seconds: int) -> None:
    """Grant the next task its processor time; past it the kernel ends the child. Units: seconds."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, hard))


def _lower(limit: int, to: int) -> None:
    _, hard = resource.getrlimit(limit)
    bound = to if hard == resource.RLIM_INFINITY else min(to, hard)
    resource.setrlimit(limit, (bound, bound))


def _leave_the_network(libc: ctypes.CDLL) -> None:
    """Move into an empty network, as root or in a user namespace of one's own; where neither is allowed, stay."""
    uid, gid = os.getuid(), os.getgid()
    if libc.unshare(_CLONE_NEWNET) == 0 or libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return
    try:
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1", encoding="ascii")
    except OSError:
        return
