"""A private PostgreSQL cluster in a temporary folder, reached through a socket there, gone at the end."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg

_VERSIONS = Path("/usr/lib/postgresql")
_NOT_DURABLE = (
    "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c listen_addresses= "
    "-c max_connections=200 -c shared_buffers=32MB -c autovacuum=off"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresServer:
    """A running cluster. `socket_folder` is where its socket lies."""

    socket_folder: Path
    numbers: Iterator[int]

    def url(self, database: str) -> str:
        """The URL of one of its databases, as the settings want it."""
        return f"postgresql+psycopg://postgres@/{database}?host={quote(str(self.socket_folder), safe='')}"

    def create(self, *, template: str = "template1") -> str:
        """A new database copied from the template; its URL."""
        name = f"test_{next(self.numbers)}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, url: str) -> None:
        """Drop a database, cutting whoever is connected."""
        name = re.sub(r".*/|\?.*", "", url)
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Every process of the server stands still: who connects is let in by the kernel, and nobody is answered."""
        postmaster = int((self.socket_folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        stopped = [postmaster]
        os.kill(postmaster, signal.SIGSTOP)
        try:
            children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
            for child in map(int, children):
                os.kill(child, signal.SIGSTOP)
                stopped.append(child)
            yield
        finally:
            for process in stopped:
                os.kill(process, signal.SIGCONT)

    def execute(self, statement: str) -> None:
        """Run one administrative statement."""
        with psycopg.connect(host=str(self.socket_folder), user="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())


def programs() -> Path:
    """The folder of the newest installed server's programs. Raises: FileNotFoundError when there is none."""
    folders = sorted(_VERSIONS.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if folders:
        return folders[-1].parent
    found = shutil.which("initdb")
    if found is None:
        raise FileNotFoundError("no PostgreSQL server is installed: apt-get install postgresql")
    return Path(found).parent


@contextmanager
def running() -> Iterator[PostgresServer]:
    """A cluster for the length of the context. PostgreSQL refuses to run as root, so root hands over to `postgres`."""
    folder = Path(tempfile.mkdtemp(prefix="imwu-pg-"))
    try:
        handover: tuple[str, ...] = ()
        if os.geteuid() == 0:
            handover = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")
            shutil.chown(folder, "postgres", "postgres")
        folder.chmod(0o755)
        data = folder / "data"
        _run(*handover, f"{programs()}/initdb", "-D", f"{data}", "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
        options = f"-k {folder} {_NOT_DURABLE}"
        _run(*handover, f"{programs()}/pg_ctl", "-D", f"{data}", "-w", "-l", f"{folder}/log", "-o", options, "start")
        try:
            yield PostgresServer(socket_folder=folder, numbers=count(1))
        finally:
            _run(*handover, f"{programs()}/pg_ctl", "-D", f"{data}", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", env={"LC_ALL": "C.UTF-8"})
    if done.returncode:
        raise RuntimeError(f"{command[-1]} failed: {done.stdout}{done.stderr}")
