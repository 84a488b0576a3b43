"""What a PDF holds beside its pages, by pypdf: encryption, fields, XFA data, embedded files."""

import logging
from collections.abc import Iterator
from io import BytesIO

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject, StreamObject

from imwu_inbox.domain.documents import Box, Opened
from imwu_inbox.domain.form_fields import FieldKind, FileStructure, FormField
from imwu_inbox.domain.hindrances import Hindrance

logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_PACKET_BYTES = 8_000_000
_MOST_FIELDS = 2000
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
)
_LISTS = ("lov", "lovfile", "lists")


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
        template, data = _packets(reader)
        return FileStructure(
            opened=Opened.OK,
            page_count=page_count,
            title=_title(reader),
            is_xfa=template is not None or data is not None,
            xfa_text=_template_text(template),
            xfa_fields=_xfa_fields(template, data),
            acroform_fields=_acroform_fields(reader),
            attachments=_attachments(reader),
        )


def _title(reader: PdfReader) -> str:
    try:
        return str(reader.metadata.title or "") if reader.metadata else ""
    except _BROKEN:
        return ""


def _inside(holder: object, key: str) -> PdfObject | None:
    """The object under a key, followed through references; None when there is none or it is broken."""
    try:
        if not isinstance(holder, DictionaryObject) or key not in holder:
            return None
        value = holder[key]
        return value.get_object() if isinstance(value, PdfObject) else None
    except _BROKEN:
        return None


def _stream_bytes(stream: object) -> bytes:
    found = stream.get_object() if isinstance(stream, IndirectObject) else stream
    try:
        return found.get_data()[:_PACKET_BYTES] if isinstance(found, StreamObject) else b""
    except _BROKEN:
        return b""


def _packets(reader: PdfReader) -> tuple["ElementTree.Element | None", "ElementTree.Element | None"]:
    """The template and the datasets of an XFA form; the stale `form` packet is never read."""
    xfa = _inside(_inside(reader.trailer.get("/Root", DictionaryObject()).get_object(), "/AcroForm"), "/XFA")
    if isinstance(xfa, ArrayObject):
        named = {str(xfa[at]): _stream_bytes(xfa[at + 1]) for at in range(0, len(xfa) - 1, 2)}
        return _parsed(named.get("template", b"")), _parsed(named.get("datasets", b""))
    if isinstance(xfa, StreamObject):
        whole = _parsed(_stream_bytes(xfa))
        parts = {_local(part.tag): part for part in whole} if whole is not None else {}
        return parts.get("template"), parts.get("datasets")
    return None, None


def _parsed(packet: bytes) -> "ElementTree.Element | None":
    if not packet.strip():
        return None
    try:
        return ElementTree.fromstring(packet)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError):
        return None


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _said(element: "ElementTree.Element") -> str:
    return " ".join("".join(element.itertext()).split())


def _template_text(template: "ElementTree.Element | None") -> str:
    if template is None:
        return ""
    return "\n".join(_said(one) for one in template.iter() if _local(one.tag) == "draw" and _said(one))


def _captions(template: "ElementTree.Element | None") -> dict[str, tuple[str, FieldKind]]:
    """Label and kind of each field of the template, by its name."""
    found: dict[str, tuple[str, FieldKind]] = {}
    for one in template.iter() if template is not None else ():
        if _local(one.tag) not in ("field", "exclGroup") or not one.get("name"):
            continue
        caption = next((part for part in one if _local(part.tag) == "caption"), None)
        controls = {_local(part.tag) for part in one.iter()}
        kind = FieldKind.CHECK if "checkButton" in controls else FieldKind.TEXT
        kind = FieldKind.CHOICE if "choiceList" in controls else kind
        kind = FieldKind.RADIO if _local(one.tag) == "exclGroup" else kind
        found[str(one.get("name"))] = (_said(caption) if caption is not None else "", kind)
    return found


def _xfa_fields(template: "ElementTree.Element | None", data: "ElementTree.Element | None") -> tuple[FormField, ...]:
    if data is None:
        return ()
    captions = _captions(template)
    leaves = (leaf for part in data if _local(part.tag) == "data" for leaf in _leaves(part, 0))
    fields = []
    for leaf in leaves:
        label, kind = captions.get(_local(leaf.tag), ("", FieldKind.TEXT))
        fields.append(FormField(name=_local(leaf.tag), label=label, value=(leaf.text or "").strip(), kind=kind))
    return tuple(fields[:_MOST_FIELDS])


def _leaves(element: "ElementTree.Element", depth: int) -> Iterator["ElementTree.Element"]:
    """The filled or empty ends of the data; pick lists that lie beside the answers are no answers."""
    for part in element:
        if _local(part.tag).lower() in _LISTS:
            continue
        if len(part) == 0:
            yield part
        elif depth < _MOST_DEPTH:
            yield from _leaves(part, depth + 1)


def _acroform_fields(reader: PdfReader) -> tuple[FormField, ...]:
    fields: list[FormField] = []
    for number, page in enumerate(reader.pages, start=1):
        annotations = _inside(page, "/Annots")
        for one in annotations if isinstance(annotations, ArrayObject) else ():
            if len(fields) >= _MOST_FIELDS:
                return tuple(fields)
            try:
                field = _widget_field(page, number, one.get_object())
            except _BROKEN:
                continue
            if field is not None:
                fields.append(field)
    return tuple(fields)


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
    return xs[0], ys[0], xs[1], ys[1]


def _attachments(reader: PdfReader) -> tuple[tuple[str, bytes], ...]:
    try:
        return tuple((name, content) for name, contents in reader.attachments.items() for content in contents)
    except _BROKEN:
        return ()
