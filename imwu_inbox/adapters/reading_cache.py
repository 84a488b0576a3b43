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
class CachedReader:
    """A reader that asks the vault first. `version` changes with all that decides a reading, so old ones lapse."""

    reader: PaperReader
    vault: Vault
    version: str

    def read_file(self, content: bytes, *, name: str, today: date) -> FileReading:
        """The remembered reading of these bytes on this day, else a new one, remembered."""
        key = f"reading/{self.version}/{today.isoformat()}/{hashlib.sha256(content).hexdigest()}"
        remembered = self.vault.recall(key)
        if remembered is not None:
            try:
                return _READING.validate_json(remembered)
            except ValidationError:
                LOG.warning("a remembered reading does not fit this version and is read anew")
        reading = self.reader.read_file(content, name=name, today=today)
        if not _was_cut_short(reading):
            self.vault.remember(key, _READING.dump_json(reading))
        return reading


def _was_cut_short(reading: FileReading) -> bool:
    """Whether a limit ended it: on a busy machine that is no fact about the file, and a retry must read it again."""
    return reading.opened is Opened.TOO_LARGE or bool(reading.unread_pages)
