"""What keeps a file from being read, in words for officers and employers. None of it ever rejects a request.

Source: rule 5; the limits are those of the jail and of `domain.reader_setup`.
"""

from dataclasses import dataclass
from enum import StrEnum


class Hindrance(StrEnum):
    """Why a file, or a part of it, could not be read."""

    LOCKED = "locked"
    STRANGE_LOCK = "strange-lock"
    SEALED = "sealed"
    DAMAGED = "damaged"
    MENDED = "mended"
    LAYERS_OFF = "layers-off"
    EMPTY = "empty"
    KIND_NOT_READ = "kind-not-read"
    FILES_LEFT_INSIDE = "files-left-inside"
    FILE_INSIDE = "file-inside"
    PIXELS = "pixel-limit"
    SIZE_INSIDE = "size-limit"
    PAGES = "page-limit"
    TIME = "time-limit"
    CPU = "cpu-limit"
    MEMORY = "memory-limit"
    OUTPUT = "output-limit"
    CRASH = "crash"
    NOT_OPENED = "not-opened"
    NO_PAPER = "no-paper"


READ_IN_PART = frozenset((Hindrance.MENDED, Hindrance.LAYERS_OFF))
"""What of such a file could be read counts; what it may have shown besides proves nothing missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What is said of the file, and what the officer can do, in both languages. Shape: `en` and `fr` are predicates."""

    en: str
    fr: str
    do_en: str = ""
    do_fr: str = ""


_BY_HAND = ("Open it by hand, or ask for a PDF.", "Ouvrez-la vous-même, ou demandez un PDF.")
_AGAIN = ("Ask for it again, as a PDF.", "Demandez-la de nouveau, en PDF.")
_UNLOCKED = ("Ask for it without a password.", "Demandez-la sans mot de passe.")
_AS_FILES = (
    "Open it by hand, or ask for the papers in it as files of their own.",
    "Ouvrez-la vous-même, ou demandez les documents séparément.",
)
_TABLE: tuple[tuple[Hindrance, str, str, tuple[str, str]], ...] = (
    (Hindrance.LOCKED, "is protected by a password", "est protégée par un mot de passe", _UNLOCKED),
    (
        Hindrance.STRANGE_LOCK,
        "is locked in a way that we cannot open",
        "est verrouillée d’une façon que nous ne pouvons pas ouvrir",
        _UNLOCKED,
    ),
    (
        Hindrance.SEALED,
        "is signed or encrypted, and we could not open it",
        "est signée ou chiffrée, et nous n’avons pas pu l’ouvrir",
        ("Ask for it again without encryption.", "Demandez-la de nouveau, sans chiffrement."),
    ),
    (Hindrance.DAMAGED, "is damaged or incomplete", "est endommagée ou incomplète", _AGAIN),
    (
        Hindrance.MENDED,
        "was damaged, and what could be mended was read",
        "était endommagée, et ce qui a pu être réparé a été lu",
        ("Compare it with what its sender meant to send.", "Comparez-la avec ce que l’expéditeur voulait envoyer."),
    ),
    (
        Hindrance.LAYERS_OFF,
        "has layers that are switched off, and they were not read",
        "a des calques masqués, et ils n’ont pas été lus",
        ("Switch its layers on in a PDF viewer and look.", "Affichez ses calques dans un lecteur PDF et regardez."),
    ),
    (Hindrance.EMPTY, "is empty", "est vide", _AGAIN),
    (
        Hindrance.KIND_NOT_READ,
        "is a type of file that our system does not read",
        "est d’un type que notre système ne lit pas",
        _BY_HAND,
    ),
    (
        Hindrance.FILES_LEFT_INSIDE,
        "holds files that we could not take out",
        "contient des fichiers que nous n’avons pas pu extraire",
        _AS_FILES,
    ),
    (
        Hindrance.FILE_INSIDE,
        "holds a file that we could not open",
        "contient un fichier que nous n’avons pas pu ouvrir",
        _AS_FILES,
    ),
    (
        Hindrance.PIXELS,
        "has more pixels than we can open",
        "compte plus de pixels que nous ne pouvons en ouvrir",
        ("Ask for a scan at 200 dpi.", "Demandez une numérisation à 200 ppp."),
    ),
    (
        Hindrance.SIZE_INSIDE,
        "unpacks to more data than we can open",
        "contient, une fois décompressée, plus de données que nous ne pouvons en ouvrir",
        _BY_HAND,
    ),
    (
        Hindrance.PAGES,
        "has more pages than we read in one file",
        "compte plus de pages que nous n’en lisons par fichier",
        ("Read the other pages by hand.", "Lisez les autres pages vous-même."),
    ),
    (
        Hindrance.TIME,
        "takes longer to read than we allow for one file",
        "demande plus de temps de lecture que nous n’en accordons à un fichier",
        _BY_HAND,
    ),
    (
        Hindrance.CPU,
        "takes more computing to read than we allow for one file",
        "demande plus de calcul que nous n’en accordons à un fichier",
        _BY_HAND,
    ),
    (
        Hindrance.MEMORY,
        "takes more memory to read than we allow for one file",
        "demande plus de mémoire que nous n’en accordons à un fichier",
        _BY_HAND,
    ),
    (
        Hindrance.OUTPUT,
        "holds more text than we take from one file",
        "contient plus de texte que nous n’en prenons d’un fichier",
        _BY_HAND,
    ),
    (
        Hindrance.CRASH,
        "could not be read, because our reader failed on it",
        "n’a pas pu être lue, parce que notre lecteur a échoué",
        _BY_HAND,
    ),
    (Hindrance.NOT_OPENED, "was not opened", "n’a pas été ouverte", ("", "")),
    (
        Hindrance.NO_PAPER,
        "is a small picture or note added by a mail program, not a document",
        "est une petite image ou une note ajoutée par un logiciel de courriel, et non un document",
        ("", ""),
    ),
)
WORDINGS = {hindrance: Wording(en=en, fr=fr, do_en=do[0], do_fr=do[1]) for hindrance, en, fr, do in _TABLE}
"""Every hindrance with its words. A file is spoken of as an attachment, in French as « pièce jointe »."""
