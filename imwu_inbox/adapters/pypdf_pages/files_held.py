"""The files that a PDF holds: in its list, pinned to a page as a paper clip, or associated with it or one of its pages.

Source: ISO 32000-2, 7.11.4 (embedded files), 12.5.6.15 (file attachment annotations), 14.13 (associated files).
"""

from collections.abc import Iterator
from itertools import islice

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject, StreamObject

MOST_FILES = 200
"""So many are named; fewer are opened."""


def files_held(reader: PdfReader) -> tuple[tuple[str, bytes], ...]:
    """Name and content of each file, once. Raises: whatever pypdf raises on a broken one."""
    listed = [(name, content) for name, contents in reader.attachments.items() for content in contents]
    known = {content for _, content in listed}
    for name, content in islice(_elsewhere(reader), MOST_FILES):
        if content not in known:
            known.add(content)
            listed.append((name, content))
    return tuple(listed)


def _elsewhere(reader: PdfReader) -> Iterator[tuple[str, bytes]]:
    """The files that need not be in the list."""
    for holder in (reader.root_object, *reader.pages):
        for specification in _each(holder.get("/AF")):
            yield from _file_of(specification)
        for annotation in _each(holder.get("/Annots")):
            if isinstance(annotation, DictionaryObject) and annotation.get("/Subtype") == "/FileAttachment":
                yield from _file_of(_object(annotation.get("/FS")))


def _each(listed: object) -> list[object]:
    array = _object(listed)
    return [_object(one) for one in array] if isinstance(array, ArrayObject) else []


def _object(value: object) -> object:
    return value.get_object() if isinstance(value, PdfObject) else value


def _file_of(specification: object) -> Iterator[tuple[str, bytes]]:
    if not isinstance(specification, DictionaryObject):
        return
    held = _object(specification.get("/EF"))
    if not isinstance(held, DictionaryObject):
        return
    stream = next((one for key in ("/UF", "/F") if isinstance(one := _object(held.get(key)), StreamObject)), None)
    if stream is not None:
        yield str(_object(specification.get("/UF")) or _object(specification.get("/F")) or ""), stream.get_data()
