"""A Dovecot of one's own: on a free loopback port, in a temporary folder, gone with the program that started it.

The demo and the tests speak to it as to any IMAP server; the machine's own Dovecot, if any, is not touched.
Source: the Dovecot 2.3 and 2.4 manuals on running rootless; configurations before 2.4 are another language.
"""

import getpass
import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from imwu_inbox.errors import NeighbourDown

HOST = "127.0.0.1"
START_SECONDS = 20
STOP_SECONDS = 0.5
_PAUSE_SECONDS = 0.02
_LOG_TAIL_LETTERS = 1500

_MASTER = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = {host}
ssl = no
first_valid_uid = 1
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""

_SINCE_2_4 = """
dovecot_config_version = {version}
dovecot_storage_version = {version}
{master}
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = ~/mail
mail_inbox_path = ~/mail
passdb static {{
  password = {password}
}}
userdb static {{
  fields {{
    uid = {owner}
    gid = {owner_group}
    home = {folder}/home/%{{user}}
  }}
}}
"""

_BEFORE_2_4 = """
{master}
disable_plaintext_auth = no
mail_location = maildir:~/mail
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner_group} home={folder}/home/%u
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateDovecot:
    """A running server. Every user name is welcome with the one password and has a mailbox of its own.

    `mail` is where the user's messages lie as Maildir files.
    """

    host: str
    port: int
    user: str
    password: str
    mail: Path

    def deliver(self, letters: Sequence[tuple[bytes, datetime]], *, folder: str = "INBOX") -> None:
        """Put letters into the user's folder, each with its moment of receipt. Raises: NeighbourDown."""
        try:
            with imaplib.IMAP4(self.host, self.port, timeout=START_SECONDS) as line:
                line.login(self.user, self.password)
                for content, received_at in letters:
                    answer, said = line.append(folder, "", imaplib.Time2Internaldate(received_at), content)
                    if answer != "OK":
                        raise NeighbourDown(f"The private Dovecot did not take a letter: {said!r}.")
        except (OSError, imaplib.IMAP4.error) as error:
            raise NeighbourDown(f"The private Dovecot did not take the letters: {error}.") from error


@contextmanager
def private_dovecot(*, user: str, password: str, more_settings: str = "") -> Iterator[PrivateDovecot]:
    """Start a Dovecot with an empty mailbox; at the end stop it and forget its mail.

    `more_settings` is added to its configuration.
    Raises: NeighbourDown when Dovecot is not installed or does not start, with the end of its log.
    """
    program = _program()
    with tempfile.TemporaryDirectory(prefix="imwu-dovecot-") as place:
        folder = Path(place)
        mail = folder / "home" / user / "mail"
        server = PrivateDovecot(host=HOST, port=free_port(), user=user, password=password, mail=mail)
        settings = folder / "dovecot.conf"
        settings.write_text(_configuration(folder, server, _version(program)) + more_settings, encoding="utf-8")
        with (folder / "dovecot.err").open("wb") as complaints:
            process = subprocess.Popen(
                [*_dies_with_us(), program, "-F", "-c", str(settings)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                start_new_session=True,
            )
        try:
            _wait_for_greeting(server, process, folder)
            yield server
        finally:
            _stop(process)


def free_port() -> int:
    """A loopback port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _program() -> str:
    found = shutil.which("dovecot", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin")))
    if found is None:
        raise NeighbourDown("Dovecot is not installed. On Debian or Ubuntu: apt-get install dovecot-imapd")
    return found


def _version(program: str) -> tuple[int, int, int]:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    digits = said.split("-")[0].split()[0].split(".") if said else ["2", "3", "0"]
    major, minor, patch = (int("".join(filter(str.isdigit, part)) or 0) for part in [*digits, "0", "0"][:3])
    return major, minor, patch


def _configuration(folder: Path, server: PrivateDovecot, version: tuple[int, int, int]) -> str:
    """The whole configuration. Root cannot own mail, so a server started by root keeps it as `nobody`."""
    own_group = grp.getgrgid(os.getgid()).gr_name
    internal, internal_group, login, owner = getpass.getuser(), own_group, getpass.getuser(), os.getuid()
    owner_group = os.getgid()
    home = folder / "home"
    home.mkdir(exist_ok=True)
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        internal, internal_group, login = "dovecot", "dovecot", "dovenull"
        owner, owner_group = nobody.pw_uid, nobody.pw_gid
        os.chown(home, owner, owner_group)
        folder.chmod(0o711)
    master = _MASTER.format(
        folder=folder, host=server.host, port=server.port, login=login, internal=internal, internal_group=internal_group
    )
    frame = _SINCE_2_4 if version >= (2, 4, 0) else _BEFORE_2_4
    return frame.format(
        master=master,
        version=".".join(map(str, version)),
        password=server.password,
        owner=owner,
        owner_group=owner_group,
        folder=folder,
    )


def _dies_with_us() -> Sequence[str]:
    """Where setpriv exists, the kernel ends the server when we die, even by kill -9."""
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "TERM", "--") if setpriv else ()


def _wait_for_greeting(server: PrivateDovecot, process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection((server.host, server.port), timeout=START_SECONDS) as line:
                if line.recv(64).startswith(b"* OK"):
                    return
        except OSError:
            time.sleep(_PAUSE_SECONDS)
    said = "".join(
        path.read_text(encoding="utf-8", errors="replace")
        for path in (folder / "dovecot.err", folder / "dovecot.log")
        if path.exists()
    )
    raise NeighbourDown(f"The private Dovecot did not start. Its log ends:\n{said[-_LOG_TAIL_LETTERS:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server and its children. It waits for idle clients, but its mail goes with it: so not for long."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
