"""What was read from one file: its documents, with the passports, forms and codes on them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from imwu_inbox.domain.documents import Answer, DocumentKind, Fact, Opened, Placed, Source
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.mrz import MrzReading
from imwu_inbox.domain.page_frame import PageFrame


class FormRoute(StrEnum):
    """How a form's values were read, best evidence first."""

    XFA = "xfa"
    ACROFORM = "acroform"
    TEXT = "text"
    OCR = "ocr"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMention(Placed):
    """An exemption code read somewhere. Units: confidence 0..1. `raw` is the text before repair.

    Source: rules 53-56.
    """

    code: str
    raw: str
    source: Source
    confidence: float


ONLY_PLEASE_WAIT = "only the page “Please wait...” was sent: open the form, fill it in and print it"
NOT_FILLED_IN = "no particulars of the worker are filled in"
"""The two ways a form sent counts as missing, as `FormReading.why` says them; the letter names them to the sender."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormReading:
    """What a form IMM 5686 says. Shape: `fields` by the keys of `domain.imm5686.FIELD_KEYS`; empty fields are left out.

    `complete` is NO for a blank form or a "Please wait..." page, with the reason in `why`.
    """

    route: FormRoute
    edition: str | None
    language: str | None
    fields: Mapping[str, Fact]
    codes: tuple[CodeMention, ...] = ()
    complete: Answer = Answer.YES
    why: tuple[str, ...] = ()

    def after(self, pages: int) -> "FormReading":
        """The same where so many pages come before its file."""
        fields = {key: fact.after(pages) for key, fact in self.fields.items()}
        return replace(self, fields=fields, codes=tuple(code.after(pages) for code in self.codes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A run of pages of one file that make one paper.

    Units: pages from 1, confidence 0..1. `passports` are the zones read on them, `codes` the exemption codes the
    paper names, `why` the signs that decided its kind. `kind_is_sure` False: an officer must look.
    """

    pages: tuple[int, ...]
    kind: DocumentKind
    confidence: float
    why: tuple[str, ...] = ()
    kind_is_sure: bool = True
    text: str = ""
    passports: tuple[MrzReading, ...] = ()
    form: FormReading | None = None
    codes: tuple[CodeMention, ...] = ()

    def after(self, pages: int) -> "Document":
        """The same where so many pages come before its file."""
        return replace(
            self,
            pages=tuple(page + pages for page in self.pages),
            passports=tuple(zone.after(pages) for zone in self.passports),
            form=self.form.after(pages) if self.form else None,
            codes=tuple(code.after(pages) for code in self.codes),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading:
    """All that was read from one file: `opened` says how far we came, `why` what kept us from all of it.

    `frames` says of each page that was read how it reads: the boxes of its facts fit it so.
    """

    opened: Opened
    media_type: str
    why: Hindrance | None = None
    documents: tuple[Document, ...] = ()
    page_count: int = 0
    unread_pages: tuple[int, ...] = ()
    has_macros: bool = False
    frames: tuple[PageFrame, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether all that lies in the file was read; else what is absent from it proves nothing."""
        return self.opened is Opened.OK and self.why is None and not self.unread_pages

    def after(self, pages: int) -> "FileReading":
        """The same, its pages numbered on where so many come before it."""
        return replace(
            self,
            documents=tuple(one.after(pages) for one in self.documents),
            unread_pages=tuple(page + pages for page in self.unread_pages),
            frames=tuple(frame.after(pages) for frame in self.frames),
        )

    def holding(self, inner: Iterable["FileReading"]) -> "FileReading":
        """This file with the pages and papers of those that lie in it, numbered on already."""
        parts = (self, *inner)
        return replace(
            self,
            documents=tuple(one for part in parts for one in part.documents),
            page_count=sum(part.page_count for part in parts),
            unread_pages=tuple(page for part in parts for page in part.unread_pages),
            frames=tuple(frame for part in parts for frame in part.frames),
        )
