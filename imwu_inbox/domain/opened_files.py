"""The attachments of a request, each with its number and how far it was read."""

from collections.abc import Iterator

from imwu_inbox.domain.file_kinds import kind_of_type
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.mail import Attachment
from imwu_inbox.domain.opening import Opening
from imwu_inbox.domain.request import ReadFile, ReadRequest
from imwu_inbox.domain.request_signs import could_be_a_paper


def openings_of(request: ReadRequest) -> Iterator[tuple[ReadFile, Opening]]:
    """Each file that was opened, with its number among the papers as a letter counts them."""
    number = 0
    for file in request.files:
        is_paper = could_be_a_paper(file)
        number += is_paper
        reading = file.reading
        yield (
            file,
            Opening(
                number=number if is_paper else None,
                kind=kind_of_type(reading.media_type),
                size_bytes=file.attachment.size_bytes,
                why=reading.why if is_paper else reading.why or Hindrance.NO_PAPER,
                pages=reading.page_count,
                unread_pages=len(reading.unread_pages),
            ),
        )


def not_opened(attachment: Attachment, why: Hindrance, *, number: int | None = None) -> Opening:
    """An attachment nobody looked into; its kind is what its sender calls it."""
    return Opening(number=number, kind=kind_of_type(attachment.media_type), size_bytes=attachment.size_bytes, why=why)
