"""The XML packets of an XFA form: what it prints, and what was filled in."""

from collections.abc import Iterator

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from imwu_inbox.domain.form_fields import FieldKind, FormField

BROKEN_XML = (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError)
"""What a packet raises that is no XML, or that reaches out."""

MOST_FIELDS = 2000
_MOST_DEPTH = 12
_LISTS = ("lov", "lovfile", "lists")


def parsed(packet: bytes) -> "ElementTree.Element | None":
    """A packet as a tree; None of an empty one. Raises: one of BROKEN_XML."""
    return ElementTree.fromstring(packet) if packet.strip() else None


def local_name(tag: object) -> str:
    """A tag without its namespace."""
    return str(tag).rpartition("}")[2]


def _said(element: "ElementTree.Element") -> str:
    return " ".join("".join(element.itertext()).split())


def template_text(template: "ElementTree.Element | None") -> str:
    """What the form prints beside its fields."""
    if template is None:
        return ""
    return "\n".join(_said(one) for one in template.iter() if local_name(one.tag) == "draw" and _said(one))


def _captions(template: "ElementTree.Element | None") -> dict[str, tuple[str, FieldKind]]:
    """Label and kind of each field of the template, by its name."""
    found: dict[str, tuple[str, FieldKind]] = {}
    for one in template.iter() if template is not None else ():
        if local_name(one.tag) not in ("field", "exclGroup") or not one.get("name"):
            continue
        caption = next((part for part in one if local_name(part.tag) == "caption"), None)
        controls = {local_name(part.tag) for part in one.iter()}
        kind = FieldKind.CHECK if "checkButton" in controls else FieldKind.TEXT
        kind = FieldKind.CHOICE if "choiceList" in controls else kind
        kind = FieldKind.RADIO if local_name(one.tag) == "exclGroup" else kind
        found[str(one.get("name"))] = (_said(caption) if caption is not None else "", kind)
    return found


def xfa_fields(template: "ElementTree.Element | None", data: "ElementTree.Element | None") -> tuple[FormField, ...]:
    """The filled and empty fields of the data, with the labels that the template gives them."""
    if data is None:
        return ()
    captions = _captions(template)
    leaves = (leaf for part in data if local_name(part.tag) == "data" for leaf in _leaves(part, 0))
    fields = []
    for leaf in leaves:
        label, kind = captions.get(local_name(leaf.tag), ("", FieldKind.TEXT))
        fields.append(FormField(name=local_name(leaf.tag), label=label, value=(leaf.text or "").strip(), kind=kind))
    return tuple(fields[:MOST_FIELDS])


def _leaves(element: "ElementTree.Element", depth: int) -> Iterator["ElementTree.Element"]:
    """The filled or empty ends of the data; pick lists that lie beside the answers are no answers."""
    for part in element:
        if local_name(part.tag).lower() in _LISTS:
            continue
        if len(part) == 0:
            yield part
        elif depth < _MOST_DEPTH:
            yield from _leaves(part, depth + 1)
