"""The fillable fields and the inner build of a file, before anybody says what they mean."""

from dataclasses import dataclass, field
from enum import StrEnum

from imwu_inbox.domain.documents import Box, Opened
from imwu_inbox.domain.hindrances import Hindrance


class FieldKind(StrEnum):
    """What a field lets a person do."""

    TEXT = "text"
    CHOICE = "choice"
    CHECK = "check"
    RADIO = "radio"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One fillable field: `label` is the caption or tooltip shown to the person, `value` empty when nothing was given.

    Units: page from 1, box in fractions of the page. XFA fields have neither.
    """

    name: str
    label: str
    value: str
    kind: FieldKind = FieldKind.TEXT
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStructure:
    """What a PDF holds beside its pages.

    `is_xfa` is True for a form drawn by its viewer: then its pages show only "Please wait...", `xfa_text` is what
    the form prints and `xfa_fields` what was filled in. `attachments` are (name, bytes) of embedded files.
    `why` of an open file: not all of this could be read, so what is absent proves nothing.
    """

    opened: Opened
    why: Hindrance | None = None
    page_count: int = 0
    title: str = ""
    is_xfa: bool = False
    xfa_text: str = ""
    xfa_fields: tuple[FormField, ...] = ()
    acroform_fields: tuple[FormField, ...] = ()
    attachments: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
