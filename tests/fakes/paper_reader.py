"""A reader that knows its papers by heart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from imwu_inbox.domain.documents import Opened
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.reading import FileReading

_UNKNOWN = FileReading(opened=Opened.UNSUPPORTED, media_type="application/octet-stream", why=Hindrance.KIND_NOT_READ)


@dataclass(frozen=True, slots=True)
class FakePaperReader:
    """Shape: `known` maps the bytes of a file to what is read from it; `asked` keeps each name and day in order."""

    known: Mapping[bytes, FileReading] = field(default_factory=dict)
    asked: list[tuple[str, date]] = field(default_factory=list)

    def read_file(self, content: bytes, *, name: str, today: date) -> FileReading:
        """What these bytes say; a file it does not know is one that cannot be opened."""
        self.asked.append((name, today))
        return self.known.get(content, _UNKNOWN)
