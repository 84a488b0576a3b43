"""Files that are made to break whoever opens them: small outside, endless inside."""

import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Mapping

import pikepdf
from PIL import Image

from fixtures.makers.form_xfa import xfa_form
from fixtures.makers.zip_files import zipped

_BILLION = b"".join(
    b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10 if level else b"lol" * 10) for level in range(10)
)
_ENTITIES = b"<!DOCTYPE d [" + _BILLION + b"]><d>&l9;</d>"
_WIDE = 30_000
_PAGE_LEAST, _PAGE_MOST = 612, 200_000


def png_of_pixels(wide: int, high: int) -> bytes:
    """A grey PNG of one shade."""
    line = b"\x00" + bytes(wide)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(line) for _ in range(high)) + packer.flush()
    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def jpeg_of_pixels() -> bytes:
    """A JPEG whose head promises 65,500 by 65,500."""
    out = io.BytesIO()
    Image.new("L", (16, 16)).save(out, "JPEG")
    content = bytearray(out.getvalue())
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = struct.pack(">HH", 65_500, 65_500)
    return bytes(content)


def tiff_of_pages(count: int) -> bytes:
    """A fax of many empty pages."""
    out = io.BytesIO()
    page = Image.new("1", (1728, 2200), 1)
    page.save(out, "TIFF", save_all=True, append_images=[page] * (count - 1), compression="group4")
    return out.getvalue()


def tiff_of_strips() -> bytes:
    """A TIFF whose one strip promises four gigabytes."""
    entries = ((256, 60_000), (257, 60_000), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 60_000),
               (279, 0xFFFFFFF0))  # fmt: skip
    directory = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
    return b"II*\x00" + struct.pack("<I", 8) + struct.pack("<H", len(entries)) + directory + bytes(4)


def flated(content: bytes) -> bytes:
    """The content packed once."""
    return zlib.compress(content, 9)


def page_of(stream: bytes, *, filters: int = 0, side: int = _PAGE_LEAST) -> bytes:
    """A PDF of one page with this content."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(min(side, 14_400), min(side, 14_400)))
        page.obj.MediaBox = pikepdf.Array([0, 0, side, side])
        content = pdf.make_stream(b"")
        if filters:
            content.write(stream, filter=pikepdf.Array([pikepdf.Name.FlateDecode] * filters))
        else:
            content.write(stream)
        page.obj.Contents = content
        return _saved(pdf)


def circle_of_references() -> bytes:
    """A table of contents whose predecessor is itself."""
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer<</Size 3/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF"
    return head + table % (len(head), len(head))


def circle_of_pages() -> bytes:
    """A tree of pages that is its own branch."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pages = pdf.Root.Pages
        pages.Kids.append(pages)
        pages.Count = 2_000_000_000
        return _saved(pdf)


def form_in_itself() -> bytes:
    """A drawing that calls itself four times."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        drawing = pdf.make_stream(b"/A Do /A Do /A Do /A Do")
        drawing.Type, drawing.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        drawing.BBox = pikepdf.Array([0, 0, 600, 600])
        drawing.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=drawing))
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=drawing))
        page.obj.Contents = pdf.make_stream(b"/A Do")
        return _saved(pdf)


def font_in_itself() -> bytes:
    """A font whose one letter is written in itself."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        font = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type3,
                FontBBox=pikepdf.Array([0, 0, 1000, 1000]),
                FontMatrix=pikepdf.Array([0.001, 0, 0, 0.001, 0, 0]),
                FirstChar=65,
                LastChar=65,
                Widths=pikepdf.Array([1000]),
                Encoding=pikepdf.Dictionary(Differences=pikepdf.Array([65, pikepdf.Name.A])),
                CharProcs=pikepdf.Dictionary(A=pdf.make_stream(b"BT /F 900 Tf (AAAAAAAA) Tj ET")),
            )
        )
        font.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.obj.Contents = pdf.make_stream(b"BT /F 12 Tf 50 50 Td (" + b"A" * 5_000 + b") Tj ET")
        return _saved(pdf)


def font_of_nonsense() -> bytes:
    """A TrueType font whose tables point beyond its end."""
    tables = b"".join(struct.pack(">4sIII", name, 0, 0x7FFFFFF0, 0x7FFFFFFF) for name in (b"glyf", b"loca", b"head"))
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        program = pdf.make_stream(struct.pack(">IHHHH", 0x00010000, 3, 0, 0, 0) + tables + bytes(200))
        shape = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name.N, Flags=4, FontFile2=program,
            FontBBox=pikepdf.Array([0, 0, 1, 1]), ItalicAngle=0, Ascent=1, Descent=0, CapHeight=1, StemV=1,
        )  # fmt: skip
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType, BaseFont=pikepdf.Name.N, FontDescriptor=shape
        )
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.obj.Contents = pdf.make_stream(b"BT /F 40 Tf 50 50 Td (Passport) Tj ET")
        return _saved(pdf)


def jbig2_of_pixels() -> bytes:
    """A scan in JBIG2 whose head promises two thousand million dots a side."""
    head = struct.pack(">IBBI", 0, 48, 1, 19) + struct.pack(">IIIIBH", 0x7FFFFFFF, 0x7FFFFFFF, 0, 0, 0, 0)
    region = struct.pack(">IBBI", 1, 38, 1, 40) + struct.pack(">IIIIB", 0x7FFFFFFF, 0x7FFFFFFF, 0, 0, 0) + bytes(23)
    return picture_in_page(head + region, pikepdf.Name.JBIG2Decode, side=100_000)


def picture_in_page(
    content: bytes = b"", packing: pikepdf.Name = pikepdf.Name.FlateDecode, *, side: int = 40_000
) -> bytes:
    """A page that shows one picture of billions of dots."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        picture = pdf.make_stream(b"")
        picture.write(content or flated(bytes(50_000_000)), filter=packing)
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        picture.Width, picture.Height, picture.BitsPerComponent = side, side, 1 if content else 8
        picture.ColorSpace = pikepdf.Name.DeviceGray if content else pikepdf.Name.DeviceRGB
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture))
        page.obj.Contents = pdf.make_stream(b"612 0 0 792 0 0 cm /I Do")
        return _saved(pdf)


def deep_outline(depth: int) -> bytes:
    """Bookmarks each within the one before."""
    objects = [b"<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"]
    objects += [b"<</Title(x)/First %d 0 R/Last %d 0 R/Count 1>>" % (at + 1, at + 1) for at in range(4, 4 + depth)]
    objects += [b"<</Title(x)>>"]
    body, places = b"%PDF-1.4\n", []
    parts = []
    at = len(body)
    for number, content in enumerate(objects, start=1):
        places.append(at)
        parts.append(b"%d 0 obj%s endobj\n" % (number, content))
        at += len(parts[-1])
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, at)
    return body + b"".join(parts) + table + end


def xfa_with(packet: bytes) -> bytes:
    """A dynamic form whose answers are this."""
    with pikepdf.open(io.BytesIO(xfa_form("en", {}, encrypted=False))) as pdf:
        packets = pdf.Root.AcroForm.XFA
        at = next(at for at in range(0, len(packets), 2) if str(packets[at]) == "datasets")
        packets[at + 1].write(packet)
        return _saved(pdf)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, compress_streams=True)
    return out.getvalue()


BOMBS: Mapping[str, Callable[[], bytes]] = {
    "pixels of a PNG": lambda: png_of_pixels(_WIDE, _WIDE),
    "pixels of a JPEG": jpeg_of_pixels,
    "pages of a TIFF": lambda: tiff_of_pages(3_000),
    "strips of a TIFF": tiff_of_strips,
    "Flate in Flate": lambda: page_of(flated(flated(bytes(400_000_000))), filters=2),
    "a page of kilometres": lambda: page_of(b"0 0 m 100 100 l S", side=_PAGE_MOST),
    "strokes without end": lambda: page_of(b"0 0 m 9 9 l S 5 w [1 1] 0 d " * 400_000),
    "references in a circle": circle_of_references,
    "pages in a circle": circle_of_pages,
    "a drawing that draws itself": form_in_itself,
    "a font that draws itself": font_in_itself,
    "a font of nonsense": font_of_nonsense,
    "JBIG2 of a wall": jbig2_of_pixels,
    "an outline of a mile": lambda: deep_outline(50_000),
    "brackets of a mile": lambda: page_of(b"[" * 2_000_000),
    "a picture of many colours": picture_in_page,
    "entities in a DOCX": lambda: zipped([("word/document.xml", _ENTITIES)]),
    "entities in XFA": lambda: xfa_with(_ENTITIES),
    "a DOCX of spaces": lambda: zipped([("word/document.xml", b"<w>" + b" " * 300_000_000 + b"</w>")]),
    "pictures in a DOCX": lambda: zipped(
        [("word/document.xml", b"<w/>"), ("word/media/a.png", png_of_pixels(_WIDE, _WIDE))]
    ),
    "an archive of zeros": lambda: zipped([(f"{number}.bin", bytes(60_000_000)) for number in range(4)]),
    "tags of a mile": lambda: b"<html>" + b"<div>" * 300_000,
    "brackets of an RTF": lambda: b"{\\rtf1" + b"{" * 500_000,
    "a sheet of rows": lambda: zipped([("xl/worksheets/sheet1.xml", b"<a>" + b"<row><c/></row>" * 900_000 + b"</a>")]),
}
"""Every bomb by what it swells, made when it is asked for."""


def made_apart(name: str) -> bytes:
    """A bomb made by another process: what it weighs in the making is not counted as the weight of who opens it."""
    return subprocess.run([sys.executable, "-m", "tests.disasters.bombs", name], capture_output=True, check=True).stdout


if __name__ == "__main__":
    sys.stdout.buffer.write(BOMBS[sys.argv[1]]())
