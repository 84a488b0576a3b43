"""What became of one attachment, in a sentence that an officer and an employer understand. No file name is told."""

from dataclasses import dataclass

from imwu_inbox.domain.file_kinds import CONTAINERS, FileKind, name_with_article
from imwu_inbox.domain.hindrances import WORDINGS, Hindrance
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.sizes import size_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An attachment by its number, kind and size, and how far it was read.

    Units: size_bytes decoded, pages as counts. `number` is None for what is no paper; `why` is None when all was read.
    """

    number: int | None
    kind: FileKind
    size_bytes: int
    why: Hindrance | None = None
    pages: int = 0
    unread_pages: int = 0

    def sentence(self, language: Language) -> str:
        """Its number, kind, size and fate: `Attachment 2, a PDF of 1.2 MB, is protected by a password.`."""
        what, size = name_with_article(self.kind, language), size_words(self.size_bytes, language, up=True)
        if language is Language.FRENCH:
            subject = f"La pièce jointe {self.number}" if self.number else "Cette pièce jointe"
            described = f", {what} de {size}," if self.size_bytes else ""
            return f"{subject}{described} {self._predicate_fr()}."
        subject = f"Attachment {self.number}" if self.number else "This attachment"
        described = f", {what} of {size}," if self.size_bytes else ""
        return f"{subject}{described} {self._predicate_en()}."

    def advice(self, language: Language) -> str:
        """What the officer can do about it; empty where nothing needs doing."""
        if self.why is None:
            return ""
        wording = WORDINGS[self.why]
        return wording.do_fr if language is Language.FRENCH else wording.do_en

    def _predicate_en(self) -> str:
        if self.why is None:
            return "was opened, and its files were taken out" if self.kind in CONTAINERS else "was opened and read"
        said = WORDINGS[self.why].en
        if not self.unread_pages or self.pages == 1:
            return said
        were = "was" if self.unread_pages == 1 else "were"
        return f"{said}; {self.unread_pages} of its {self.pages} pages {were} not read"

    def _predicate_fr(self) -> str:
        if self.why is None:
            return (
                "a été ouverte, et ses fichiers en ont été extraits"
                if self.kind in CONTAINERS
                else "a été ouverte et lue"
            )
        said = WORDINGS[self.why].fr
        if not self.unread_pages or self.pages == 1:
            return said
        were = "n’a pas été lue" if self.unread_pages == 1 else "n’ont pas été lues"
        return f"{said}; {self.unread_pages} de ses {self.pages} pages {were}"
