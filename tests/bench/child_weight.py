"""What a child weighs over all kinds of files and the largest pages: `python -m tests.bench.child_weight`.

Each file is read by a fresh child in a jail as the house has it; the kernel tells the most it ever had in memory.
"""

import io
import random
import sys
from collections.abc import Callable, Iterator
from functools import cache

import pikepdf
from PIL import Image

from fixtures.makers.damage import fax, photograph
from fixtures.makers.employers import invent_plan
from fixtures.makers.form import answers
from fixtures.makers.form_page import form_pages
from fixtures.makers.office_files import word_text
from fixtures.makers.paper_layout import render_pages
from fixtures.makers.papers import make_contract, make_letter
from fixtures.makers.passport import passport_scan_page
from fixtures.makers.people import invent_person
from fixtures.makers.picture_files import fax_pages, telephone_photo
from fixtures.makers.scans import Wear, images_to_pdf, jpeg_bytes, wear
from imwu_inbox.adapters.jail import Jail
from tests.bench.figures import write_section
from tests.disasters.mutant_parents import parents
from tests.disasters.weighing import heaviest_child
from tests.readings import TODAY, form_plan, setup

MOST_BYTES = 600_000_000
SECONDS = 300.0
HEADER = ("file", "kind", "bytes", "how far it was read", "child, MB", "heaviest program it started, MB")
SAID = (
    "A fresh child for each file, as the house starts them; the most it ever had in memory (VmHWM), and the program"
    " tesseract beside it. Allowed: 600 MB."
)
Grey = Image.Image
_HARD = Wear(skew_degrees=2.0, noise=16, jpeg_quality=45, fade=0.3, blur=0.8)


def main() -> None:
    """Weigh, write the table; a child that is too heavy is an error."""
    rows, most = [], 0
    for name, content in files():
        jail = Jail(setup=setup(), seconds_per_file=SECONDS)
        with heaviest_child() as weight:
            reading = jail.read_file(content, name="x", today=TODAY)
        jail.close()
        most = max(most, weight.most_bytes)
        kinds = ", ".join(dict.fromkeys(document.kind.value for document in reading.documents)) or "-"
        figures = (f"{weight.most_bytes / 1e6:.0f}", f"{weight.program_bytes / 1e6:.0f}")
        rows.append((name, kinds, f"{len(content):,}", str(reading.why or reading.opened), *figures))
        sys.stderr.write(" | ".join(rows[-1]) + "\n")
    sys.stdout.write(write_section("What a child weighs", HEADER, rows, said=SAID))
    if most >= MOST_BYTES:
        sys.exit("a child weighs too much")


def files() -> Iterator[tuple[str, bytes]]:
    """The largest pages first, then the small files of all kinds that mutants descend from."""
    for name, make in LARGE.items():
        yield name, make()
    for name, content in parents().items():
        if not name.endswith("unpacked"):
            yield name, content


@cache
def print_of(dpi: int) -> tuple[Grey, ...]:
    """A contract of two pages and more, drawn."""
    chance = random.Random(3)
    return tuple(render_pages(make_contract(invent_plan(chance, "en", today=TODAY), chance), dpi=dpi)[:2])


@cache
def form_print(dpi: int) -> tuple[Grey, ...]:
    """A form, drawn."""
    return tuple(render_pages(form_pages("en", answers(form_plan(3))), dpi=dpi))


def scanned(pages: tuple[Grey, ...], dpi: int, *, grey: bool = True) -> bytes:
    """Pages worn hard by a tired scanner, in a PDF."""
    chance = random.Random(4)
    worn = [wear(page, chance, _HARD, dpi=dpi) for page in pages]
    return images_to_pdf([page.convert("L" if grey else "RGB") for page in worn], dpi=dpi, jpeg_quality=45)


@cache
def shot(mega_pixels: int) -> Image.Image:
    """A page photographed on a table, with as many pixels."""
    photo = photograph(print_of(200)[0], random.Random(5), glare=False, shadow=True).convert("RGB")
    wide = round((mega_pixels * 1e6 * photo.width / photo.height) ** 0.5)
    return photo.resize((wide, round(wide * photo.height / photo.width)), Image.Resampling.BICUBIC)


def photographed(mega_pixels: int, kind: str, **how: int) -> bytes:
    """The photo as a file of a kind."""
    out = io.BytesIO()
    shot(mega_pixels).save(out, kind, **how)
    return out.getvalue()


def passport_in_colour(dpi: int) -> bytes:
    """A passport on its sheet, scanned in colour."""
    chance = random.Random(6)
    page = passport_scan_page(invent_person(chance, today=TODAY), chance, dpi=dpi)
    return images_to_pdf([page], dpi=dpi, jpeg_quality=75)


def of_twenty(pages: tuple[Grey, ...], dpi: int) -> bytes:
    """A file of twenty scanned pages."""
    return scanned(pages * (20 // len(pages)), dpi)


def digital_of_twenty() -> bytes:
    """A long letter that was never printed."""
    chance = random.Random(7)
    return make_letter(invent_plan(chance, "en", today=TODAY), chance)


def faxed(count: int) -> bytes:
    """A long fax."""
    chance = random.Random(8)
    page = fax(print_of(200)[0].convert("L"), chance)
    return fax_pages([page] * count, "group4", dpi=200)


LARGE: dict[str, Callable[[], bytes]] = {
    "contract, hard scan, 300 dpi, grey": lambda: scanned(print_of(300), 300),
    "contract, hard scan, 300 dpi, colour": lambda: scanned(print_of(300), 300, grey=False),
    "contract, hard scan, 600 dpi, grey": lambda: scanned(print_of(600)[:1], 600),
    "contract, hard scan, 600 dpi, colour": lambda: scanned(print_of(600)[:1], 600, grey=False),
    "form, hard scan, 300 dpi": lambda: scanned(form_print(300), 300),
    "form, hard scan, 600 dpi, colour": lambda: scanned(form_print(600), 600, grey=False),
    "passport on its sheet, 600 dpi, colour": lambda: passport_in_colour(600),
    "twenty scanned pages, 300 dpi": lambda: of_twenty(print_of(300), 300),
    "sixty pages of forms, 150 dpi": lambda: scanned(form_print(150) * 30, 150),
    "twenty pages of forms, 200 dpi": lambda: of_twenty(form_print(200), 200),
    "fax of twenty pages": lambda: faxed(20),
    "photo of 12 megapixels, JPEG": lambda: photographed(12, "JPEG", quality=80),
    "photo of 24 megapixels, JPEG": lambda: photographed(24, "JPEG", quality=80),
    "photo of 48 megapixels, JPEG": lambda: photographed(48, "JPEG", quality=70),
    "photo of 48 megapixels in a PDF": lambda: images_to_pdf([shot(48)], dpi=600, jpeg_quality=70),
    "photo of 48 megapixels, progressive JPEG": lambda: photographed(48, "JPEG", quality=70, progressive=1),
    "photo of 48 megapixels, PNG": lambda: photographed(48, "PNG", compress_level=1),
    "photo of 12 megapixels, HEIC": lambda: telephone_photo(shot(12)),
    "photo of 24 megapixels, HEIC": lambda: telephone_photo(shot(24)),
    "photo of 12 megapixels, WebP": lambda: photographed(12, "WEBP", quality=70),
    "photo of 24 megapixels, AVIF": lambda: photographed(24, "AVIF", quality=60, speed=10),
    "photo of 12 megapixels, TIFF": lambda: photographed(12, "TIFF"),
    "photo of 48 megapixels in a Word text": lambda: word_text(("Photo",), (jpeg_bytes(shot(48), 70, 72),)),
    "photo of 24 megapixels, JPEG 2000 in a PDF": lambda: jpeg_2000_page(24),
    "a letter never printed": digital_of_twenty,
}


def jpeg_2000_page(mega_pixels: int) -> bytes:
    """A page of one picture in JPEG 2000, as some archives scan."""
    with pikepdf.new() as pdf:
        page, picture = pdf.add_blank_page(page_size=(612, 792)), pdf.make_stream(b"")
        picture.write(photographed(mega_pixels, "JPEG2000"), filter=pikepdf.Name.JPXDecode)
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        picture.Width, picture.Height = shot(mega_pixels).size
        picture.BitsPerComponent, picture.ColorSpace = 8, pikepdf.Name.DeviceRGB
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture))
        page.obj.Contents = pdf.make_stream(b"612 0 0 792 0 0 cm /I Do")
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


if __name__ == "__main__":
    main()
