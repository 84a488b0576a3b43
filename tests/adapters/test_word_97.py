"""Texts of the old Word as pages of words."""

import pytest

from fixtures.makers.ole_files import ole_of
from fixtures.makers.word_97 import PICTURE, word_97
from imwu_inbox.adapters.file_types import media_type_of, why_unsupported
from imwu_inbox.adapters.office_pages import OfficePages
from imwu_inbox.domain.documents import Opened
from imwu_inbox.domain.hindrances import Hindrance

PAGES = OfficePages(text_bytes=20_000)
LETTER = ["Chère Madame,", "Nous engageons l’artiste à Halifax.", "Dana Whitfield"]


def test_its_words_are_read_in_whichever_octets_they_lie() -> None:
    """The first half has one octet a letter, the second two."""
    content = word_97(LETTER)
    assert PAGES.accepts(media_type_of(content))
    with PAGES.open(content) as file:
        assert (file.opened, file.page(1).text.splitlines()) == (Opened.OK, LETTER)


def test_commands_of_fields_are_no_words() -> None:
    """What a link shows is read, where it leads is not."""
    with PAGES.open(word_97(["See \x13 HYPERLINK \x14our page\x15 soon."])) as file:
        assert file.page(1).text == "See our page soon."


def test_a_picture_that_is_not_found_is_a_page_without_pixels() -> None:
    """It may be the passport, so it is told as unread and never as absent."""
    with PAGES.open(word_97(["Passport:", PICTURE])) as file:
        assert (file.page_count, file.picture_share(2), file.image(2, dpi=200)) == (2, 1.0, None)


@pytest.mark.parametrize(
    ("content", "opened", "why"),
    [
        (word_97(LETTER, locked=True), Opened.ENCRYPTED, Hindrance.LOCKED),
        (word_97(LETTER)[:3000], Opened.DAMAGED, Hindrance.DAMAGED),
        (word_97([]), Opened.EMPTY, Hindrance.EMPTY),
        (ole_of({"WordDocument": bytes(5000)}), Opened.DAMAGED, Hindrance.DAMAGED),
    ],
    ids=["locked", "cut off", "empty", "no header"],
)
def test_what_cannot_be_read_says_why(content: bytes, opened: Opened, why: Hindrance) -> None:
    """An officer looks."""
    with PAGES.open(content) as file:
        assert (file.opened, file.why, file.page_count) == (opened, why, 0)


@pytest.mark.parametrize(
    ("stream", "media_type"),
    [
        ("Workbook", "application/vnd.ms-excel"),
        ("PowerPoint Document", "application/vnd.ms-powerpoint"),
        ("__properties_version1.0", "application/vnd.ms-outlook"),
        ("EncryptedPackage", "application/x-ole-storage"),
        ("Contents", "application/x-ole-storage"),
    ],
)
def test_other_files_of_old_programs_are_named_by_their_streams(stream: str, media_type: str) -> None:
    """They are not read, and an officer learns what they are."""
    content = ole_of({stream: bytes(5000)})
    assert media_type_of(content) == media_type
    assert not PAGES.accepts(media_type)
    assert why_unsupported(media_type, content)[0] is (
        Opened.ENCRYPTED if stream == "EncryptedPackage" else Opened.UNSUPPORTED
    )
