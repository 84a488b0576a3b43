"""The cells of a spreadsheet, row by row, read straight from its XML. Source: ECMA-376, part 1, section 18."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from defusedxml import ElementTree

_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml$")
_SHARED = "xl/sharedStrings.xml"
_MOST_ROWS = 2000


def sheet_parts(names: list[str]) -> list[str]:
    """The parts that hold the words of a spreadsheet, its sheets in their order."""
    sheets = sorted((int(found[1]), name) for name in names if (found := _SHEET.match(name)))
    return [name for _, name in sheets] + [_SHARED] * (_SHARED in names)


def sheet_text(archive: zipfile.ZipFile) -> str:
    """Every row that says something as a line, its cells two spaces apart. Raises: ParseError, DefusedXmlException."""
    parts = sheet_parts(archive.namelist())
    shared = list(_shared(archive.read(_SHARED))) if _SHARED in parts else []
    rows: list[str] = []
    for name in parts:
        if name != _SHARED and len(rows) < _MOST_ROWS:
            rows += _rows(archive.read(name), shared)
    return "\n".join(rows[:_MOST_ROWS])


def _shared(part: bytes) -> Iterator[str]:
    """The texts that cells point to by number."""
    for _, element in ElementTree.iterparse(BytesIO(part)):
        if _local(element) == "si":
            yield _said(element)


def _rows(part: bytes, shared: list[str]) -> Iterator[str]:
    for _, element in ElementTree.iterparse(BytesIO(part)):
        if _local(element) == "row":
            cells = (_cell(cell, shared) for cell in element if _local(cell) == "c")
            row = "  ".join(cell for cell in cells if cell)
            element.clear()
            if row:
                yield row


def _cell(cell: "ElementTree.Element", shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _said(cell)
    value = next((str(one.text or "") for one in cell if _local(one) == "v"), "")
    if cell.get("t") == "s":
        return shared[int(value)] if value.isdecimal() and int(value) < len(shared) else ""
    return value.strip()


def _said(element: "ElementTree.Element") -> str:
    words = (one.text or "" for one in element.iter() if _local(one) == "t")
    return " ".join("".join(words).split())


def _local(element: "ElementTree.Element") -> str:
    return str(element.tag).rpartition("}")[2]
