"""Readings remembered by the hash of their bytes, encrypted in the vault: a file is read once to its end."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter, ValidationError

from imwu_inbox.domain.documents import Opened
from imwu_inbox.domain.reading import FileReading
from imwu_inbox.ports.paper_reader import PaperReader
from imwu_inbox.ports.vault import Vault

LOG = logging.getLogger(__name__)
_READING = TypeAdapter(FileReading)


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedReadings:
    """The readings in a vault. `version` changes with all that decides a reading, so old ones lapse."""

    vault: Vault
    version: str

    def recall(self, sha256: str, on: date) -> FileReading | None:
        """The reading of the bytes with this hash, on the day of their receipt; None where none is remembered."""
        remembered = self.vault.recall(self._key(sha256, on))
        if remembered is None:
            return None
        try:
            return _READING.validate_json(remembered)
        except ValidationError:
            LOG.warning("a remembered reading does not fit this version and is read anew")
            return None

    def remember(self, sha256: str, on: date, reading: FileReading) -> None:
        """Keep one."""
        self.vault.remember(self._key(sha256, on), _READING.dump_json(reading))

    def _key(self, sha256: str, on: date) -> str:
        return f"reading/{self.version}/{on.isoformat()}/{sha256}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedReader:
    """A reader that asks the remembered readings first."""

    reader: PaperReader
    vault: Vault
    version: str

    def read_file(self, content: bytes, *, name: str, today: date) -> FileReading:
        """The remembered reading of these bytes on this day, else a new one, remembered."""
        sha256 = hashlib.sha256(content).hexdigest()
        readings = RememberedReadings(vault=self.vault, version=self.version)
        remembered = readings.recall(sha256, today)
        if remembered is not None:
            return remembered
        reading = self.reader.read_file(content, name=name, today=today)
        if not _was_cut_short(reading):
            readings.remember(sha256, today, reading)
        return reading


def _was_cut_short(reading: FileReading) -> bool:
    """Whether a limit ended it: on a busy machine that is no fact about the file, and a retry must read it again."""
    return reading.opened is Opened.TOO_LARGE or bool(reading.unread_pages)
