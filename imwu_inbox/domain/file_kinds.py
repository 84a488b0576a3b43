"""The kinds of file that senders attach, told by content, with their names for people."""

from enum import StrEnum

from imwu_inbox.domain.mail import Language


class FileKind(StrEnum):
    """A kind of file, as officers and employers know it."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    WEBP = "webp"
    GIF = "gif"
    BMP = "bmp"
    HEIC = "heic"
    AVIF = "avif"
    WORD = "word"
    WORD_97 = "word-97"
    OPEN_TEXT = "open-text"
    RICH_TEXT = "rich-text"
    EXCEL = "excel"
    EXCEL_97 = "excel-97"
    POWERPOINT = "powerpoint"
    OFFICE_97 = "office-97"
    TEXT = "text"
    WEB_PAGE = "web-page"
    DATA = "data"
    ZIP = "zip"
    RAR = "rar"
    SEVEN_ZIP = "7z"
    GZIP = "gzip"
    WINMAIL = "winmail"
    OUTLOOK_MESSAGE = "outlook-message"
    MESSAGE = "message"
    SEALED_MESSAGE = "sealed-message"
    FILM = "film"
    UNKNOWN = "unknown"


_KIND_OF_TYPE = {
    "application/pdf": FileKind.PDF,
    "image/jpeg": FileKind.JPEG,
    "image/png": FileKind.PNG,
    "image/tiff": FileKind.TIFF,
    "image/webp": FileKind.WEBP,
    "image/gif": FileKind.GIF,
    "image/bmp": FileKind.BMP,
    "image/heic": FileKind.HEIC,
    "image/avif": FileKind.AVIF,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": FileKind.WORD,
    "application/msword": FileKind.WORD_97,
    "application/vnd.oasis.opendocument.text": FileKind.OPEN_TEXT,
    "application/rtf": FileKind.RICH_TEXT,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": FileKind.EXCEL,
    "application/vnd.ms-excel": FileKind.EXCEL_97,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": FileKind.POWERPOINT,
    "application/vnd.ms-powerpoint": FileKind.POWERPOINT,
    "application/x-ole-storage": FileKind.OFFICE_97,
    "text/plain": FileKind.TEXT,
    "text/html": FileKind.WEB_PAGE,
    "application/xml": FileKind.DATA,
    "application/zip": FileKind.ZIP,
    "application/vnd.rar": FileKind.RAR,
    "application/x-7z-compressed": FileKind.SEVEN_ZIP,
    "application/gzip": FileKind.GZIP,
    "application/ms-tnef": FileKind.WINMAIL,
    "application/vnd.ms-outlook": FileKind.OUTLOOK_MESSAGE,
    "message/rfc822": FileKind.MESSAGE,
    "application/pkcs7-mime": FileKind.SEALED_MESSAGE,
    "video/mp4": FileKind.FILM,
}

CONTAINERS = frozenset(
    (FileKind.ZIP, FileKind.WINMAIL, FileKind.OUTLOOK_MESSAGE, FileKind.MESSAGE, FileKind.SEALED_MESSAGE)
)
"""Files that hold files: once those are taken out, nothing is left to read."""

_NAMES: dict[FileKind, tuple[str, str, str]] = {
    FileKind.PDF: ("PDF", "a PDF", "un PDF"),
    FileKind.JPEG: ("JPEG", "a JPEG picture", "une image JPEG"),
    FileKind.PNG: ("PNG", "a PNG picture", "une image PNG"),
    FileKind.TIFF: ("TIFF", "a TIFF picture", "une image TIFF"),
    FileKind.WEBP: ("WebP", "a WebP picture", "une image WebP"),
    FileKind.GIF: ("GIF", "a GIF picture", "une image GIF"),
    FileKind.BMP: ("BMP", "a bitmap picture (BMP)", "une image BMP"),
    FileKind.HEIC: ("HEIC", "a telephone photo (HEIC/HEIF)", "une photo de téléphone (HEIC/HEIF)"),
    FileKind.AVIF: ("AVIF", "an AVIF picture", "une image AVIF"),
    FileKind.WORD: ("Word", "a Word document", "un document Word"),
    FileKind.WORD_97: ("Word", "an old Word document (.doc)", "un ancien document Word (.doc)"),
    FileKind.OPEN_TEXT: ("ODT", "an OpenDocument text (ODT)", "un texte OpenDocument (ODT)"),
    FileKind.RICH_TEXT: ("RTF", "a rich text file (RTF)", "un fichier de texte enrichi (RTF)"),
    FileKind.EXCEL: ("Excel", "an Excel workbook", "un classeur Excel"),
    FileKind.EXCEL_97: ("Excel", "an old Excel workbook (.xls)", "un ancien classeur Excel (.xls)"),
    FileKind.POWERPOINT: ("PowerPoint", "a PowerPoint presentation", "une présentation PowerPoint"),
    FileKind.OFFICE_97: ("Office", "an Office file", "un fichier Office"),
    FileKind.TEXT: ("text|texte", "a plain text file", "un fichier de texte brut"),
    FileKind.WEB_PAGE: ("HTML", "a web page (HTML)", "une page Web (HTML)"),
    FileKind.DATA: ("XML", "a data file (XML)", "un fichier de données (XML)"),
    FileKind.ZIP: ("ZIP", "a ZIP archive", "une archive ZIP"),
    FileKind.RAR: ("RAR", "a RAR archive", "une archive RAR"),
    FileKind.SEVEN_ZIP: ("7z", "a 7z archive", "une archive 7z"),
    FileKind.GZIP: ("gzip", "a gzip archive", "une archive gzip"),
    FileKind.WINMAIL: ("winmail.dat", "a winmail.dat file (Outlook)", "un fichier winmail.dat (Outlook)"),
    FileKind.OUTLOOK_MESSAGE: ("Outlook", "an Outlook message (.msg)", "un message Outlook (.msg)"),
    FileKind.MESSAGE: ("message|courriel", "an email", "un courriel"),
    FileKind.SEALED_MESSAGE: ("message|courriel", "a signed or encrypted email", "un courriel signé ou chiffré"),
    FileKind.FILM: ("MP4", "a video or sound recording", "un enregistrement vidéo ou sonore"),
    FileKind.UNKNOWN: ("file|fichier", "an unrecognized file", "un fichier non reconnu"),
}


def kind_of_type(media_type: str) -> FileKind:
    """The kind behind a media type that was told by content."""
    return _KIND_OF_TYPE.get(media_type, FileKind.UNKNOWN)


def short_name(kind: FileKind, language: Language) -> str:
    """The kind in a word: `PDF`, `Word`, `fichier`."""
    english, _, french = _NAMES[kind][0].partition("|")
    return french if french and language is Language.FRENCH else english


def name_with_article(kind: FileKind, language: Language) -> str:
    """The kind in a sentence: `a PDF`, `une image JPEG`."""
    return _NAMES[kind][2 if language is Language.FRENCH else 1]
