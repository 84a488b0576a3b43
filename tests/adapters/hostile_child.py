"""A child that does what it is asked, however harmful."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from imwu_inbox.adapters.jail import serve
from imwu_inbox.domain.documents import Opened
from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.domain.page_pictures import PictureWanted, ShownPage
from imwu_inbox.domain.reading import FileReading
from imwu_inbox.errors import MailUnparseable


class Hostile:
    """Reads orders instead of papers."""

    def parse_mail(self, content: bytes) -> ParsedMail:
        """Refuse, or obey."""
        if content == b"unparseable":
            raise MailUnparseable("parts nested too deep")
        self.obey(content.decode())
        return ParsedMail()

    def media_type_of(self, content: bytes) -> str:
        """Tell one kind of file only, and die of another."""
        if content == b"die":
            os.kill(os.getpid(), signal.SIGSEGV)
        return "application/pdf"

    def read_file(self, content: bytes, *, name: str, today: date) -> FileReading:
        """Obey, and tell."""
        del name, today
        return FileReading(opened=Opened.OK, media_type=self.obey(content.decode()))

    def show_pages(self, content: bytes, *, wanted: Sequence[PictureWanted]) -> tuple[ShownPage, ...]:
        """Obey, and tell."""
        said = self.obey(content.decode())
        return tuple(ShownPage(text=said) for _ in wanted)

    def obey(self, order: str) -> str:
        """Do harm of the ordered kind."""
        if order in ("sleep", "leave a program"):
            if order != "sleep":
                subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()  # imwu-left-behind"])
            signal.pause()
        while order == "spin":
            pass
        if order == "eat":
            return str(len(bytearray(10**10)))
        if order == "die":
            os.kill(os.getpid(), signal.SIGSEGV)
        if order == "abort":
            os.abort()
        if order == "raise":
            raise ZeroDivisionError
        if order == "print":
            os.write(1, b"nonsense")
        return {
            "swell": "x" * (1 << 22),
            "environment": repr(dict(os.environ)),
            "network": network(),
            "folder and process": f"{Path.cwd()}|{os.getpid()}",
        }.get(order, "fine")


def network() -> str:
    """Whether other network devices than the loopback are within reach."""
    devices = Path("/proc/self/net/dev").read_text(encoding="ascii").splitlines()[2:]
    names = {line.partition(":")[0].strip() for line in devices}
    return "alone" if names <= {"lo"} else f"shared by uid {os.getuid()}"


if __name__ == "__main__":
    sys.exit(serve(lambda _, __: Hostile()))
