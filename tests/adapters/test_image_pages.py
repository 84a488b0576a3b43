"""Picture files: turned upright, bounded, every frame of a fax."""

import io
import struct
import zlib

import pytest
from PIL import Image

from imwu_inbox.adapters.image_pages import ImagePages
from imwu_inbox.domain.documents import Opened

LIMIT = 40_000_000


def file_of(picture: Image.Image, kind: str, **how: object) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def half_dark(width: int = 300, height: int = 200) -> Image.Image:
    """White with a dark left half."""
    picture = Image.new("L", (width, height), 255)
    picture.paste(0, (0, 0, width // 2, height))
    return picture


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP"])
def test_every_kind_comes_in_grey(kind: str) -> None:
    """With its pixels where they were."""
    with ImagePages(pixels=LIMIT).open(file_of(half_dark(), kind)) as file:
        image = file.image(1, dpi=200)
        assert (file.opened, file.page_count, file.picture_share(1)) == (Opened.OK, 1, 1.0)
    assert image is not None
    assert (image.width_px, image.height_px) == (300, 200)
    assert (image.grey[10] < 40, image.grey[290] > 215) == (True, True)


def test_a_telephone_held_sideways_is_turned_upright() -> None:
    """By the mark that the camera left."""
    exif = Image.Exif()
    exif[0x0112] = 6
    with ImagePages(pixels=LIMIT).open(file_of(half_dark(), "JPEG", exif=exif)) as file:
        image = file.image(1, dpi=200)
    assert image is not None
    assert (image.width_px, image.height_px) == (200, 300)
    assert image.grey[5 * 200 + 100] < 40


def test_every_frame_of_a_fax_is_a_page() -> None:
    """A TIFF holds many."""
    frames = [half_dark(), Image.new("L", (300, 200), 255), half_dark()]
    with ImagePages(pixels=LIMIT).open(file_of(frames[0], "TIFF", save_all=True, append_images=frames[1:])) as file:
        images = [file.image(number, dpi=200) for number in (1, 2, 3)]
        assert file.page_count == 3
    assert [image.grey[10] < 40 if image else None for image in images] == [True, False, True]


def test_what_shows_through_is_paper() -> None:
    """A transparent picture is not black."""
    with ImagePages(pixels=LIMIT).open(file_of(Image.new("RGBA", (30, 30), (0, 0, 0, 0)), "PNG")) as file:
        image = file.image(1, dpi=200)
    assert image is not None
    assert set(image.grey) == {255}


def test_a_big_photo_is_shrunk_to_what_was_asked() -> None:
    """And a small one is never enlarged."""
    with ImagePages(pixels=LIMIT).open(file_of(half_dark(4000, 3000), "JPEG")) as file:
        image = file.image(1, dpi=100)
    assert image is not None
    assert image.width_px == 1320


def bomb() -> bytes:
    """A PNG of few octets that says it is 30,000 by 30,000."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    body = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


@pytest.mark.parametrize(
    ("content", "opened"),
    [
        (bomb(), Opened.TOO_LARGE),
        (file_of(half_dark(9000, 9000), "PNG"), Opened.TOO_LARGE),
        (file_of(half_dark(), "JPEG")[:300], Opened.DAMAGED),
        (b"\x89PNG\r\n\x1a\n", Opened.DAMAGED),
    ],
)
def test_bombs_and_broken_pictures_say_so(content: bytes, opened: Opened) -> None:
    """Before their pixels are laid out."""
    with ImagePages(pixels=LIMIT).open(content) as file:
        assert (file.opened, file.page_count) == (opened, 0)
        assert file.why is not None


def test_a_later_page_of_a_fax_that_is_a_bomb_has_no_pixels() -> None:
    """Each page is measured, not the first alone."""
    out = io.BytesIO()
    first, bomb_page = Image.new("1", (60, 40), 1), Image.new("1", (9000, 9000), 1)
    first.save(out, "TIFF", save_all=True, append_images=[bomb_page], compression="group4")
    with ImagePages(pixels=LIMIT).open(out.getvalue()) as file:
        assert (file.page_count, file.image(1, dpi=72) is None, file.image(2, dpi=72)) == (2, False, None)
        assert file.picture(2, longest_px=400) is None


@pytest.mark.parametrize(
    ("dpi", "size"),
    [((204, 98), (1728, 2244)), ((98, 204), (3597, 1078)), ((204, 196), (1728, 1078)), ((204, 1), (1728, 1078))],
)
def test_a_fax_of_every_second_line_has_its_shape_again(dpi: tuple[int, int], size: tuple[int, int]) -> None:
    """On their standard setting faxes have 204 dots an inch across and 98 down; a ratio that cannot be is a mistake."""
    out = io.BytesIO()
    page = Image.new("1", (1728, 1078), 1)
    page.paste(0, (300, 100, 900, 140))
    page.save(out, "TIFF", compression="group3", dpi=dpi)
    with ImagePages(pixels=10_000_000).open(out.getvalue()) as file:
        image, aspect = file.image(1, dpi=200), file.aspect(1)
    assert image is not None
    assert aspect == pytest.approx(image.width_px / image.height_px, rel=0.001)
    assert aspect == pytest.approx(size[0] / size[1], rel=0.02)
