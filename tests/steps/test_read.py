"""Reading: every file that may be a paper, once, in its order."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from imwu_inbox.domain.documents import Opened
from imwu_inbox.domain.mail import Attachment, RawMail
from imwu_inbox.domain.reading import FileReading
from imwu_inbox.domain.reply import ReplyPermission
from imwu_inbox.domain.request import Gated, Joined
from imwu_inbox.errors import NeighbourDown
from imwu_inbox.steps.read import Read
from imwu_inbox.wiring.judging import at_once
from tests.domain.papers import FORM, PASSPORT, ZONE
from tests.fakes.paper_reader import FakePaperReader
from tests.steps.mail import RECEIVED, a_mail, a_raw_mail, an_attachment

READER = {b"passport": PASSPORT.reading, b"form": FORM.reading}


def with_files(*attachments: Attachment, raw: RawMail | None = None, over_size: bool = False) -> Joined:
    """A message that carries these."""
    gated = Gated(
        raw=raw or a_raw_mail(),
        mail=a_mail(*attachments),
        over_size=over_size,
        near_limit=False,
        is_internal=False,
        permission=ReplyPermission(allowed=True),
    )
    return Joined(gated=gated)


def test_every_file_is_read_in_its_order_and_kept_beside_its_attachment() -> None:
    """The officer sees which file said what."""
    files = (an_attachment("1.2", b"form"), an_attachment("1.3", b"passport"))
    joined = with_files(*files)
    request = Read(reader=FakePaperReader(READER), zone=ZONE)(joined)
    assert [(file.attachment, file.reading) for file in request.files] == [
        (files[0], FORM.reading),
        (files[1], PASSPORT.reading),
    ]
    assert request.joined == joined


def test_files_are_read_at_once_the_longest_first_and_kept_in_their_order() -> None:
    """Each of the first two waits for the other one: read one after another they would wait for ever."""
    small, large, last = (an_attachment(f"1.{size}", bytes(size)) for size in (20, 90, 10))
    begun: list[int] = []
    both = threading.Barrier(2)

    class Patient:
        def read_file(self, content: bytes, *, name: str, today: date) -> FileReading:
            del name, today
            begun.append(len(content))
            if len(content) > 10:
                both.wait(timeout=60)
            return FileReading(opened=Opened.OK, media_type=f"{len(content)} octets")

    request = Read(reader=Patient(), zone=ZONE, spread=at_once(2))(with_files(small, large, last))
    assert [file.reading.media_type for file in request.files] == ["20 octets", "90 octets", "10 octets"]
    assert (set(begun[:2]), begun[2]) == ({90, 20}, 10)


def test_a_reader_that_is_down_ends_the_reading_of_all() -> None:
    """The run is tried again; nothing is judged by half of the files."""

    class Down:
        def read_file(self, content: bytes, *, name: str, today: date) -> FileReading:
            raise NeighbourDown(f"{len(content)} {name} {today}")

    with pytest.raises(NeighbourDown):
        Read(reader=Down(), zone=ZONE, spread=at_once(2))(with_files(*(an_attachment(f"1.{n}", b"x") for n in (1, 2))))


def test_a_file_that_cannot_be_opened_is_a_reading_too() -> None:
    """A doubt for the judgement, never an error of the run."""
    request = Read(reader=FakePaperReader(), zone=ZONE)(with_files(an_attachment("1.2", b"?")))
    assert [file.reading.opened for file in request.files] == [Opened.UNSUPPORTED]


def test_what_mail_programs_add_is_not_opened() -> None:
    """A bullet's picture and a calendar entry cost no reading; an envelope is looked into."""
    reader = FakePaperReader(READER)
    logo = an_attachment("1.2", b"logo", media_type="image/png", inline=True)
    entry = an_attachment("1.3", b"entry", media_type="text/calendar")
    envelope = an_attachment("1.4", b"sealed", media_type="application/pkcs7-mime")
    request = Read(reader=reader, zone=ZONE)(with_files(logo, entry, envelope))
    assert [file.attachment.path for file in request.files] == ["1.4"]
    assert [name for name, _ in reader.asked] == ["1.4.pdf"]


def a_pasted_picture(path: str, content: bytes) -> Attachment:
    """A picture of 60 kB shown within the text."""
    picture = an_attachment(path, content, media_type="image/jpeg", inline=True)
    return replace(picture, size_bytes=60_000)


def test_pictures_pasted_into_the_text_are_looked_into() -> None:
    """Phones shrink photos far below the size of a scan: one of them may be the passport."""
    logo, passport = a_pasted_picture("1.2", b"logo"), a_pasted_picture("1.3", b"passport")
    reader = FakePaperReader({b"logo": FileReading(opened=Opened.OK, media_type="image/jpeg"), **READER})
    request = Read(reader=reader, zone=ZONE)(with_files(logo, passport))
    assert [file.attachment.path for file in request.files] == ["1.2", "1.3"]


def test_a_newsletters_many_pictures_are_not_all_looked_into() -> None:
    """The papers among them still are."""
    reader = FakePaperReader(READER)
    pictures = [a_pasted_picture(f"1.{number}", b"picture") for number in range(2, 200)]
    request = Read(reader=reader, zone=ZONE)(with_files(*pictures, an_attachment("1.300", b"form")))
    assert (len(request.files), request.files[-1].attachment.path) == (21, "1.300")


def test_an_empty_photo_is_a_reading_too() -> None:
    """It may have been the passport: somebody must look or ask."""
    photo = an_attachment("1.2", b"", media_type="image/jpeg")
    (file,) = Read(reader=FakePaperReader(), zone=ZONE)(with_files(photo)).files
    assert file.attachment == photo


def test_an_over_size_message_is_not_opened() -> None:
    """Only its beginning is here."""
    reader = FakePaperReader(READER)
    request = Read(reader=reader, zone=ZONE)(with_files(an_attachment("1.2", b"form"), over_size=True))
    assert (request.files, reader.asked) == ((), [])


def test_dates_on_papers_are_read_as_of_the_day_of_receipt_in_ottawa() -> None:
    """Not of the day the run happens to be carried: a replay reads the same."""
    reader = FakePaperReader(READER)
    late = replace(a_raw_mail(), received_at=datetime(2026, 11, 3, 3, 30, tzinfo=UTC))
    for raw in (a_raw_mail(), late):
        Read(reader=reader, zone=ZONE)(with_files(an_attachment("1.2", b"form"), raw=raw))
    assert RECEIVED.date() == date(2026, 11, 2)
    assert [day for _, day in reader.asked] == [date(2026, 11, 2), date(2026, 11, 2)]
