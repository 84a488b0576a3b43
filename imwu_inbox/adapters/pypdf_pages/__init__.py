"""What a PDF holds beside its pages, by pypdf: encryption, fields, XFA data, embedded files."""

import logging
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import TypeVar

from defusedxml import ElementTree
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from imwu_inbox.adapters.pypdf_pages.files_held import files_held
from imwu_inbox.adapters.pypdf_pages.xfa import BROKEN_XML, MOST_FIELDS, local_name, parsed, template_text, xfa_fields
from imwu_inbox.domain.documents import Box, Opened
from imwu_inbox.domain.form_fields import FieldKind, FileStructure, FormField
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.page_frame import turned

logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_Read = TypeVar("_Read")
_PACKET_BYTES = 8_000_000
_MOST_DEPTH = 12
_RADIO_FLAG = 1 << 15
_BROKEN = (
    PyPdfError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    RecursionError,
    OSError,
    AssertionError,
    NotImplementedError,
    *BROKEN_XML,
)


class PypdfFields:
    """Reads fields, XFA datasets and attachments of a PDF; satisfies `ports.form_fields.FormFields`."""

    def __call__(self, content: bytes) -> FileStructure:
        """What the file holds; a file that cannot be opened gives a structure that says why."""
        try:
            reader = PdfReader(BytesIO(content), strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                return FileStructure(opened=Opened.ENCRYPTED, why=Hindrance.LOCKED)
            page_count = len(reader.pages)
        except NotImplementedError:
            return FileStructure(opened=Opened.ENCRYPTED, why=Hindrance.STRANGE_LOCK)
        except _BROKEN:
            return FileStructure(opened=Opened.DAMAGED, why=Hindrance.DAMAGED)
        whole = _Whole()
        template, data = whole.or_else(lambda: _packets(reader), (None, None))
        return FileStructure(
            opened=Opened.OK,
            page_count=page_count,
            title=_title(reader),
            is_xfa=template is not None or data is not None,
            xfa_text=template_text(template),
            xfa_fields=xfa_fields(template, data),
            acroform_fields=whole.or_else(lambda: _acroform_fields(reader, whole), ()),
            attachments=whole.or_else(lambda: files_held(reader), ()),
            why=_why(whole, has_layers_off=whole.or_else(lambda: _has_layers_off(reader), otherwise=False)),
        )


class _Whole:
    """Whether everything was read; what is broken is left out, and nobody takes the rest for all of it."""

    def __init__(self) -> None:
        self.is_whole = True

    def or_else(self, read: Callable[[], _Read], otherwise: _Read) -> _Read:
        """What was read, or something else where it is broken."""
        try:
            return read()
        except _BROKEN:
            self.is_whole = False
            return otherwise


def _why(whole: _Whole, *, has_layers_off: bool) -> Hindrance | None:
    """What keeps the rest of the file from being seen."""
    if not whole.is_whole:
        return Hindrance.DAMAGED
    return Hindrance.LAYERS_OFF if has_layers_off else None


def _title(reader: PdfReader) -> str:
    try:
        return str(reader.metadata.title or "") if reader.metadata else ""
    except _BROKEN:
        return ""


def _inside(holder: object, key: str) -> PdfObject | None:
    """The object under a key, followed through references; None when there is none or it is broken."""
    try:
        return _entry(holder, key)
    except _BROKEN:
        return None


def _entry(holder: object, key: str) -> PdfObject | None:
    """The object under a key, followed through references; None when there is none. Raises: one of _BROKEN."""
    if not isinstance(holder, DictionaryObject) or key not in holder:
        return None
    value = holder[key]
    return value.get_object() if isinstance(value, PdfObject) else None


def _stream_bytes(stream: object) -> bytes:
    """The octets of a stream. Raises: one of _BROKEN."""
    found = stream.get_object() if isinstance(stream, IndirectObject) else stream
    return found.get_data()[:_PACKET_BYTES] if isinstance(found, StreamObject) else b""


def _packets(reader: PdfReader) -> tuple["ElementTree.Element | None", "ElementTree.Element | None"]:
    """The template and the datasets of an XFA form; the stale `form` packet is never read. Raises: one of _BROKEN."""
    xfa = _entry(_entry(_entry(reader.trailer, "/Root"), "/AcroForm"), "/XFA")
    if isinstance(xfa, ArrayObject):
        named = {str(xfa[at]): _stream_bytes(xfa[at + 1]) for at in range(0, len(xfa) - 1, 2)}
        return parsed(named.get("template", b"")), parsed(named.get("datasets", b""))
    if isinstance(xfa, StreamObject):
        whole = parsed(_stream_bytes(xfa))
        parts = {local_name(part.tag): part for part in whole} if whole is not None else {}
        return parts.get("template"), parts.get("datasets")
    return None, None


def _acroform_fields(reader: PdfReader, whole: _Whole) -> tuple[FormField, ...]:
    fields: list[FormField] = []
    for number, page in enumerate(reader.pages, start=1):
        annotations = _inside(page, "/Annots")
        for one in annotations if isinstance(annotations, ArrayObject) else ():
            if len(fields) >= MOST_FIELDS:
                return tuple(fields)
            field = whole.or_else(partial(_field_at, page, number, one), None)
            if field is not None:
                fields.append(field)
    return tuple(fields)


def _field_at(page: DictionaryObject, number: int, annotation: PdfObject) -> FormField | None:
    return _widget_field(page, number, annotation.get_object())


def _inherited(widget: DictionaryObject, key: str) -> PdfObject | None:
    """A field's entry, its own or that of the field it belongs to."""
    holder: PdfObject | None = widget
    for _ in range(_MOST_DEPTH):
        value = _inside(holder, key)
        if value is not None or holder is None:
            return value
        holder = _inside(holder, "/Parent")
    return None


def _widget_field(page: DictionaryObject, number: int, widget: PdfObject | None) -> FormField | None:
    if not isinstance(widget, DictionaryObject) or widget.get("/Subtype") != "/Widget":
        return None
    type_, bits = _inherited(widget, "/FT"), _inherited(widget, "/Ff")
    flags = int(bits) if isinstance(bits, int) else 0
    kind = {"/Tx": FieldKind.TEXT, "/Ch": FieldKind.CHOICE, "/Btn": FieldKind.CHECK}.get(str(type_))
    if kind is None:
        return None
    if kind is FieldKind.CHECK and flags & _RADIO_FLAG:
        kind = FieldKind.RADIO
    value = _button_state(widget) if kind in (FieldKind.CHECK, FieldKind.RADIO) else _said_value(widget)
    return FormField(
        name=str(_inherited(widget, "/T") or ""),
        label=str(_inherited(widget, "/TU") or ""),
        value=value,
        kind=kind,
        page=number,
        box=_box(page, widget),
    )


def _said_value(widget: DictionaryObject) -> str:
    value = _inherited(widget, "/V")
    if isinstance(value, ArrayObject):
        return ", ".join(str(one.get_object()) for one in value)
    if isinstance(value, StreamObject):
        return _stream_bytes(value).decode("latin-1").strip()
    return "" if value is None else str(value).replace("\r", "\n").strip()


def _button_state(widget: DictionaryObject) -> str:
    """The name of a pressed button's state; empty when it is not pressed."""
    state = _inside(widget, "/AS") or _inherited(widget, "/V")
    shown = str(state).removeprefix("/") if isinstance(state, NameObject | str) else ""
    return "" if shown in ("", "Off") else shown


def _box(page: DictionaryObject, widget: DictionaryObject) -> Box | None:
    rect, media = _inside(widget, "/Rect"), _inherited(page, "/CropBox") or _inherited(page, "/MediaBox")
    if not isinstance(rect, ArrayObject) or not isinstance(media, ArrayObject):
        return None
    x0, y0, x1, y1 = (float(one.get_object()) for one in rect)
    left, bottom, right, top = (float(one.get_object()) for one in media)
    wide, high = right - left, top - bottom
    if wide <= 0 or high <= 0:
        return None
    xs, ys = sorted(((x0 - left) / wide, (x1 - left) / wide)), sorted(((top - y0) / high, (top - y1) / high))
    return turned((xs[0], ys[0], xs[1], ys[1]), _turn(page))


def _turn(page: DictionaryObject) -> int:
    """How far viewers turn the page, as its picture is turned. Units: degrees clockwise, by quarters."""
    degrees = _inherited(page, "/Rotate")
    return int(degrees) % 360 if isinstance(degrees, NumberObject) and degrees % 90 == 0 else 0


def _has_layers_off(reader: PdfReader) -> bool:
    """Whether something on its pages is not shown unless a person switches it on. Raises: one of _BROKEN."""
    usual = _entry(_entry(_entry(reader.trailer, "/Root"), "/OCProperties"), "/D")
    off = _entry(usual, "/OFF")
    return (isinstance(off, ArrayObject) and len(off) > 0) or str(_entry(usual, "/BaseState")) == "/OFF"
