"""Every renderer of pages, real or fake, in this process or behind the wall, keeps these promises."""

import io
from collections.abc import Iterator

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw

from fixtures.makers.form_page import form_pages
from fixtures.makers.scans import images_to_pdf
from imwu_inbox.adapters.jail import Jail
from imwu_inbox.domain.documents import Box
from imwu_inbox.domain.page_frame import PageFrame
from imwu_inbox.domain.page_pictures import (
    CROP_HEIGHT_PX,
    CROP_WIDTH_PX,
    PAGE_BYTES,
    PAGE_WIDTH_PX,
    THUMBNAIL_BYTES,
    THUMBNAIL_WIDTH_PX,
    NotShown,
    crop_wanted,
    crop_window,
    page_wanted,
    thumbnail_wanted,
)
from imwu_inbox.ports.page_renderer import PageRenderer
from tests.fakes.page_renderer import FakePageRenderer
from tests.readings import TODAY, reader, setup

FORM = form_pages("en", {"family_name": "Martin"})
WORDS = b"Dear Officer,\nplease find our request.\n" * 10
LETTER = 8.5 / 11


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    """One jail for the module."""
    walled = Jail(setup=setup(), seconds_per_file=60)
    yield walled
    walled.close()


@pytest.fixture(params=["fake", "reader", "jail"])
def renderer(request: pytest.FixtureRequest) -> PageRenderer:
    """Each kind of renderer in turn."""
    if request.param == "jail":
        walled: Jail = request.getfixturevalue("jail")
        return walled
    return FakePageRenderer({FORM: ("", ""), WORDS: (WORDS.decode(),)}) if request.param == "fake" else reader()


def frame(number: int = 1, **how: float) -> PageFrame:
    """A letter-size page."""
    return PageFrame(number=number, aspect=LETTER, **how)  # type: ignore[arg-type]


def picture(webp: bytes) -> Image.Image:
    """A WebP opened."""
    return Image.open(io.BytesIO(webp), formats=["WEBP"]).convert("RGB")


def marked(mark: Box, *, wide: int = 850, high: int = 1100, colour: str = "red") -> Image.Image:
    """White paper with one coloured mark. Units: fractions."""
    paper = Image.new("RGB", (wide, high), "white")
    ImageDraw.Draw(paper).rectangle((mark[0] * wide, mark[1] * high, mark[2] * wide, mark[3] * high), fill=colour)
    return paper


def png(paper: Image.Image) -> bytes:
    """The paper as a file."""
    out = io.BytesIO()
    paper.save(out, "PNG")
    return out.getvalue()


def redness(shown: Image.Image, box: Box) -> float:
    """How much of a part of a picture is red. Units: fractions."""
    wide, high = shown.size
    part = shown.crop((round(box[0] * wide), round(box[1] * high), round(box[2] * wide), round(box[3] * high)))
    pixels = np.asarray(part)
    return float(((pixels[..., 0] > 150) & (pixels[..., 1] < 110)).mean())


def test_each_wish_is_answered_in_its_order(renderer: PageRenderer) -> None:
    """A page, a thumbnail and a crop of another page, at their sizes."""
    wishes = [page_wanted(frame(2)), thumbnail_wanted(frame()), crop_wanted(frame(), (0.2, 0.3, 0.4, 0.32))]
    shown = renderer.show_pages(FORM, wanted=wishes)
    assert [one.width_px for one in shown] == [PAGE_WIDTH_PX, THUMBNAIL_WIDTH_PX, CROP_WIDTH_PX]
    assert [one.height_px for one in shown] == pytest.approx([PAGE_WIDTH_PX / LETTER, 145, CROP_HEIGHT_PX], abs=1)
    assert all(one.webp.startswith(b"RIFF") and one.why is None for one in shown)


def test_a_page_of_words_is_shown_as_words(renderer: PageRenderer) -> None:
    """It has no pixels."""
    (shown,) = renderer.show_pages(WORDS, wanted=[page_wanted(PageFrame(number=1))])
    assert "please find our request" in shown.text
    assert shown.webp == b""


def test_what_cannot_be_shown_says_why(renderer: PageRenderer) -> None:
    """No such page, no such kind of file; never an error."""
    (beyond,) = renderer.show_pages(FORM, wanted=[page_wanted(frame(3))])
    assert (beyond.webp, beyond.text, beyond.why) == (b"", "", NotShown.NO_SUCH_PAGE)
    for content in (b"", b"\x00\x01\x02", b"%PDF-1.7 nothing"):
        (nothing,) = renderer.show_pages(content, wanted=[page_wanted(frame())])
        assert (nothing.webp, nothing.why) == (b"", NotShown.NOT_OPENED)
    assert list(renderer.show_pages(FORM, wanted=[])) == []


def test_pictures_weigh_what_they_may() -> None:
    """A filled form, in all sizes."""
    page, small = reader().show_pages(FORM, wanted=[page_wanted(frame()), thumbnail_wanted(frame())])
    assert len(page.webp) < 1.4 * PAGE_BYTES
    assert len(small.webp) < 1.4 * THUMBNAIL_BYTES


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_is_turned_and_straightened_so_that_boxes_of_the_frame_fit(turn: int) -> None:
    """A mark put where the frame says is found there, whatever way the paper lay."""
    box, straightened = (0.6, 0.2, 0.8, 0.25), 3.0
    upright = marked(box)
    lay = upright.rotate(-straightened, Image.Resampling.BICUBIC, fillcolor="white").rotate(turn, expand=True)
    asked = frame(turned_degrees=turn, straightened_degrees=straightened)
    page, crop = reader().show_pages(png(lay), wanted=[page_wanted(asked), crop_wanted(asked, box)])
    assert redness(picture(page.webp), box) > 0.85
    window = crop_window(box, LETTER)
    wide, high = window[2] - window[0], window[3] - window[1]
    x0, y0, x1, y1 = box
    inside = ((x0 - window[0]) / wide, (y0 - window[1]) / high, (x1 - window[0]) / wide, (y1 - window[1]) / high)
    assert redness(picture(crop.webp), inside) > 0.85
    assert redness(picture(crop.webp), (0, 0, max(0.05, inside[0] - 0.05), 1)) < 0.05


def test_a_crop_at_the_edge_stays_on_the_page_and_keeps_its_shape() -> None:
    """The window is moved, never bent."""
    x0, y0, x1, y1 = crop_window((0.0, 0.0, 0.1, 0.02), LETTER)
    assert (x0, y0) == (0.0, 0.0)
    assert (x1 - x0) * LETTER / (y1 - y0) == pytest.approx(CROP_WIDTH_PX / CROP_HEIGHT_PX)


def test_a_file_that_breaks_its_child_is_told_page_by_page() -> None:
    """Behind the wall; the house goes on."""
    with_little = Jail(setup=setup(), seconds_per_file=60, output_bytes=2000)
    try:
        shown = with_little.show_pages(FORM, wanted=[page_wanted(frame()), page_wanted(frame(2))])
    finally:
        with_little.close()
    assert [one.why for one in shown] == [NotShown.BROKE_OFF] * 2


def holding(outer: bytes, inside: dict[str, bytes]) -> bytes:
    """The PDF with files embedded in it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(outer)) as pdf:
        for name, content in inside.items():
            pdf.attachments[name] = content
        pdf.save(out)
    return out.getvalue()


def test_a_page_of_a_file_inside_is_shown_under_the_number_it_was_read_by() -> None:
    """Cover, a letter in it, a photo in it, a PDF in it, and a picture in that one: each is its own page."""
    marks: list[Box] = [(0.1, 0.1, 0.2, 0.2), (0.5, 0.5, 0.6, 0.6), (0.8, 0.3, 0.9, 0.4)]
    photo, page, deep = map(marked, marks)
    inner = holding(images_to_pdf([page], dpi=100), {"deep.png": png(deep)})
    files = {"a-letter.txt": WORDS, "b-photo.png": png(photo), "c-inner.pdf": inner}
    content = holding(images_to_pdf([marked((0, 0, 0, 0))], dpi=100), files)
    wanted = [page_wanted(frame(number)) for number in (5, 3, 4, 1, 2, 6)]
    reading = reader().read_file(content, name="portfolio.pdf", today=TODAY)
    assert (reading.page_count, [one.number for one in reading.frames]) == (5, [1, 2, 3, 4, 5])
    fifth, third, fourth, cover, second, beyond = reader().show_pages(content, wanted=wanted)
    for shown, mark in zip((third, fourth, fifth), marks, strict=True):
        assert redness(picture(shown.webp), mark) > 0.85
        assert sum(redness(picture(shown.webp), other) for other in marks) < 1.1
    assert redness(picture(cover.webp), (0, 0, 1, 1)) < 0.001
    assert "please find our request" in second.text
    assert beyond.why is NotShown.NO_SUCH_PAGE
