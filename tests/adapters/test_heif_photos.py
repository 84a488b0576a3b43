"""Photos as telephones keep them."""

import random

import pytest
from PIL import Image

from fixtures.makers.passport import draw_passport
from fixtures.makers.people import invent_person
from fixtures.makers.picture_files import telephone_photo
from imwu_inbox.adapters.file_types import media_type_of, why_unsupported
from imwu_inbox.adapters.heif_photos import open_heif_too
from imwu_inbox.adapters.image_pages import ImagePages
from imwu_inbox.domain.documents import DocumentKind, Opened
from imwu_inbox.domain.hindrances import Hindrance
from tests.readings import TODAY, reader

PHOTO = telephone_photo(Image.new("L", (320, 240), 120))


def test_a_telephone_photo_has_its_pixels() -> None:
    """Where the extra is installed."""
    pages = ImagePages(pixels=1_000_000, more_types=open_heif_too())
    assert pages.accepts(media_type_of(PHOTO))
    with pages.open(PHOTO) as file:
        image = file.image(1, dpi=200)
    assert image is not None
    assert (image.width_px, image.height_px) == (320, 240)
    assert image.grey[0] == pytest.approx(120, abs=4)


def test_without_the_extra_a_telephone_photo_is_named() -> None:
    """An officer learns what it is and what to ask for."""
    assert open_heif_too(None) == frozenset()
    assert not ImagePages(pixels=1_000_000).accepts("image/heic")
    assert why_unsupported("image/heic", PHOTO) == (Opened.UNSUPPORTED, Hindrance.KIND_NOT_READ)


def test_a_photo_past_the_limit_is_not_decoded() -> None:
    """As with any picture."""
    with ImagePages(pixels=1000, more_types=open_heif_too()).open(PHOTO) as file:
        assert (file.opened, file.page_count) == (Opened.TOO_LARGE, 0)


def test_a_photo_cut_off_is_damaged() -> None:
    """And says so."""
    with ImagePages(pixels=1_000_000, more_types=open_heif_too()).open(PHOTO[: len(PHOTO) // 2]) as file:
        assert (file.opened, bool(file.why)) == (Opened.DAMAGED, True)


def test_a_passport_photographed_by_telephone_is_read() -> None:
    """To its last check digit."""
    chance = random.Random(21)
    person = invent_person(chance, today=TODAY)
    photo = telephone_photo(draw_passport(person, chance, dpi=240))
    reading = reader().read_file(photo, name="IMG_0001.HEIC", today=TODAY)
    (paper,) = reading.documents
    assert paper.kind is DocumentKind.PASSPORT
    assert paper.passports[0].fields.number == person.passport_number
