"""Read: open every file that may be a paper, text layer first; evidence kept with every fact."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from imwu_inbox.domain.deadline import local_date
from imwu_inbox.domain.mail import Attachment
from imwu_inbox.domain.request import Joined, ReadFile, ReadRequest
from imwu_inbox.domain.request_signs import is_small_pasted_picture, is_worth_reading
from imwu_inbox.ports.paper_reader import PaperReader

_MOST_PASTED_PICTURES = 20
"""A newsletter shows many; nobody pastes more passports than this into a letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Reads the files of a message. A file that cannot be opened is a reading too: a doubt, never an error."""

    reader: PaperReader
    zone: ZoneInfo

    def __call__(self, joined: Joined) -> ReadRequest:
        """The message with its papers read; an over-size message is not opened."""
        gated = joined.gated
        if gated.over_size:
            return ReadRequest(joined=joined, files=())
        today = local_date(gated.raw.received_at, self.zone)
        files = tuple(
            ReadFile(
                attachment=attachment,
                reading=self.reader.read_file(attachment.content, name=attachment.name, today=today),
            )
            for attachment in _to_open(gated.mail.attachments)
        )
        return ReadRequest(joined=joined, files=files)


def _to_open(attachments: Iterable[Attachment]) -> Iterator[Attachment]:
    """Every file that may be a paper, and the first few of the small pictures shown within the text."""
    pasted = 0
    for attachment in filter(is_worth_reading, attachments):
        pasted += is_small_pasted_picture(attachment)
        if pasted <= _MOST_PASTED_PICTURES or not is_small_pasted_picture(attachment):
            yield attachment
