"""A file is read once, however often it comes."""

from collections.abc import Sequence
from datetime import date

from imwu_inbox.adapters.reading_cache import CachedReader
from imwu_inbox.domain.documents import DocumentKind, Opened
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.reading import FileReading
from tests.domain.papers import a_document, a_form, a_zone
from tests.fakes.paper_reader import FakePaperReader

TODAY = date(2026, 11, 2)


class _Shelf:
    """A vault's memory for readings."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def keep(self, content: bytes) -> str:
        """Unused here."""
        raise AssertionError(content)

    def keep_all(self, contents: Sequence[bytes]) -> Sequence[str]:
        """Unused here."""
        raise AssertionError(contents)

    def fetch(self, key: str) -> bytes:
        """Unused here."""
        raise AssertionError(key)

    def remember(self, name: str, content: bytes) -> None:
        """Keep it."""
        self.kept[name] = content

    def recall(self, name: str) -> bytes | None:
        """Give it back."""
        return self.kept.get(name)


class _Reader:
    """A reader that counts."""

    def __init__(self) -> None:
        self.times = 0

    def read_file(self, content: bytes, *, name: str, today: date) -> FileReading:
        """A passport and a form, with every kind of evidence."""
        self.times += 1
        papers = (
            a_document(DocumentKind.PASSPORT, passports=(a_zone(),)),
            a_document(DocumentKind.IMM5686, form=a_form()),
        )
        return FileReading(opened=Opened.OK, media_type=f"text/{len(content)} {name} {today}", documents=papers)


def test_the_same_bytes_are_read_once_and_remembered_whole() -> None:
    """What comes back from the vault is what was read, field by field."""
    reader = _Reader()
    cached = CachedReader(reader=reader, vault=_Shelf(), version="1")
    first = cached.read_file(b"abc", name="a.pdf", today=TODAY)
    assert cached.read_file(b"abc", name="b.pdf", today=TODAY) == first
    assert reader.times == 1


def test_a_reading_of_another_version_or_day_is_not_used() -> None:
    """The day of receipt settles centuries, the version what a reader can read."""
    reader, shelf = _Reader(), _Shelf()
    CachedReader(reader=reader, vault=shelf, version="1").read_file(b"abc", name="", today=TODAY)
    CachedReader(reader=reader, vault=shelf, version="2").read_file(b"abc", name="", today=TODAY)
    CachedReader(reader=reader, vault=shelf, version="1").read_file(b"abc", name="", today=date(2027, 1, 1))
    assert reader.times == 3


def test_a_damaged_memory_is_read_anew() -> None:
    """A reading that does not parse is never believed."""
    reader, shelf = _Reader(), _Shelf()
    cached = CachedReader(reader=reader, vault=shelf, version="1")
    cached.read_file(b"abc", name="", today=TODAY)
    shelf.kept = dict.fromkeys(shelf.kept, b"{}")
    cached.read_file(b"abc", name="", today=TODAY)
    assert reader.times == 2


def test_a_reading_that_a_limit_cut_short_is_not_remembered() -> None:
    """A busy machine is no fact about the file: a retry from the shelf reads it again."""
    cut = (
        FileReading(opened=Opened.TOO_LARGE, media_type="application/pdf", why=Hindrance.TIME),
        FileReading(opened=Opened.OK, media_type="application/pdf", page_count=2, unread_pages=(2,)),
    )
    for reading in cut:
        shelf, reader = _Shelf(), FakePaperReader(known={b"%PDF": reading})
        cached = CachedReader(reader=reader, vault=shelf, version="1")
        assert cached.read_file(b"%PDF", name="x", today=TODAY) == reading
        assert cached.read_file(b"%PDF", name="x", today=TODAY) == reading
        assert (len(reader.asked), shelf.kept) == (2, {})
