"""Read: open every file that may be a paper, text layer first; evidence kept with every fact."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from imwu_inbox.domain.deadline import local_date
from imwu_inbox.domain.mail import Attachment
from imwu_inbox.domain.reading import FileReading
from imwu_inbox.domain.request import Gated, Joined, ReadFile, ReadRequest
from imwu_inbox.domain.request_signs import is_small_pasted_picture, is_worth_reading
from imwu_inbox.ports.paper_reader import PaperReader

_MOST_PASTED_PICTURES = 20
"""A newsletter shows many; nobody pastes more passports than this into a letter."""

Spread = Callable[[Callable[[Attachment], FileReading], Sequence[Attachment]], Iterable[FileReading]]
"""How a verb is applied to each of several files: one after another, or several at once; answers in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Reads the files of a message. A file that cannot be opened is a reading too: a doubt, never an error."""

    reader: PaperReader
    zone: ZoneInfo
    spread: Spread = map

    def __call__(self, joined: Joined) -> ReadRequest:
        """The message with its papers read, after those of the earlier messages of its request.

        What is over-size, waits for its other parts, or reports about a letter of ours is not opened.
        """
        if joined.came_back is not None or joined.waits_until is not None:
            return ReadRequest(joined=joined, files=())
        earlier = tuple(
            replace(file, attachment=replace(file.attachment, path=f"earlier-{number}/{file.attachment.path}"))
            for number, mail in enumerate(joined.earlier, start=1)
            for file in self._files(mail.gated)
        )
        own = self._files(joined.gated)
        return ReadRequest(joined=joined, files=(*earlier, *own), earlier_files=len(earlier))

    def _files(self, gated: Gated) -> tuple[ReadFile, ...]:
        """A file that was read on its day before is remembered, not read again."""
        if gated.over_size:
            return ()
        today = local_date(gated.raw.received_at, self.zone)

        def read(attachment: Attachment) -> FileReading:
            return self.reader.read_file(attachment.content, name=attachment.name, today=today)

        # Nothing is decided before all files are read, so only the end counts: what takes longest is begun first.
        files = tuple(_to_open(gated.mail.attachments))
        longest_first = sorted(range(len(files)), key=lambda at: -files[at].size_bytes)
        readings = dict(zip(longest_first, self.spread(read, [files[at] for at in longest_first]), strict=True))
        return tuple(ReadFile(attachment=file, reading=readings[at]) for at, file in enumerate(files))


def _to_open(attachments: Iterable[Attachment]) -> Iterator[Attachment]:
    """Every file that may be a paper, and the first few of the small pictures shown within the text."""
    pasted = 0
    for attachment in filter(is_worth_reading, attachments):
        pasted += is_small_pasted_picture(attachment)
        if pasted <= _MOST_PASTED_PICTURES or not is_small_pasted_picture(attachment):
            yield attachment
