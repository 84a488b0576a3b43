"""The data page of a passport: known by its zone; suspected by its printed labels."""

import re

from imwu_inbox.domain.anchors import Signs, anchors, signs_by_anchors
from imwu_inbox.domain.documents import DocumentKind
from imwu_inbox.domain.mrz import MrzFormat, MrzReading
from imwu_inbox.domain.page_view import PageView

KIND = DocumentKind.PASSPORT

_NAMES = anchors(
    *("passport", "passeport", "pasaporte", "reisepass", "passaporto", "passaporte", "paspoort", "paszport"), weight=1.5
)
_LABELS = (
    *anchors("surname", "given names", "nationality", "date of birth", "place of birth", "date of issue"),
    *anchors(
        "date of expiry", "date of expiration", "authority", "passport no", "country code", "code of issuing state"
    ),
    *anchors("nom", "prenoms", "nationalite", "date de naissance", "lieu de naissance", "date de delivrance"),
    *anchors("date d expiration", "autorite", "passeport no", "code du pays", "personal no", "issuing authority"),
    *anchors("apellidos", "nacionalidad", "fecha de nacimiento", "lugar de nacimiento", "fecha de expedicion"),
    *anchors("fecha de caducidad", "fecha de vencimiento", "pasaporte n", "vornamen", "staatsangehorigkeit"),
    *anchors("geburtsdatum", "geburtsort", "ausstellungsdatum", "gultig bis", "cognome", "cittadinanza"),
    *anchors("data di nascita", "luogo di nascita", "data di rilascio", "data di scadenza", "apelidos"),
    *anchors("nacionalidade", "data de nascimento", "local de nascimento", "data de emissao", "valido ate"),
    *anchors("voornamen", "nationaliteit", "geboortedatum", "geboorteplaats", "geldig tot", "imiona", "obywatelstwo"),
)
_LEAST_LABELS = 4.0
_MOST_WORDS, _FEW_WORDS = 220, 80
_POORLY_READ = 0.75
_HEADING = re.compile(r"\b(PASSPORT|PASSEPORT|PASAPORTE|REISEPASS|PASSAPORTO|PASSAPORTE|PASPOORT|PASZPORT)\b")
_PIECE_OF_A_ZONE = re.compile(r"[A-Z0-9]<[A-Z0-9<]{2,}")


def passports_of(page: PageView) -> tuple[MrzReading, ...]:
    """The zones of passports on a page, the only ones that fill the passport's place."""
    return tuple(one for one in page.mrz.readings if one.format is MrzFormat.TD3)


def judge(page: PageView) -> Signs:
    """How much a page looks like a passport's data page; without a readable zone it is never sure."""
    passports = passports_of(page)
    if any(one.checks_valid for one in passports):
        return Signs(kind=KIND, points=100.0, why=("zone of a passport",), has_title=True)
    if passports:
        doubt = "zone of a passport whose check digits do not hold"
        return Signs(kind=KIND, points=8.0, why=(doubt,), has_title=True, sure=False)
    if any(one.checks_valid for one in page.mrz.readings):
        return Signs(kind=KIND, points=0.0)
    printed = looks_printed_like_one(page)
    suspected = page.mrz.suspected or bool(page.mrz.readings)
    if suspected or printed.points:
        why = ("something like a passport's zone that could not be read",) * suspected
        return Signs(kind=KIND, points=3.0 + printed.points, why=(*why, *printed.why), sure=False)
    return Signs(kind=KIND, points=0.0)


def looks_printed_like_one(page: PageView) -> Signs:
    """Whether a page of paper prints a passport's name and several of its labels, and few other words."""
    nothing = Signs(kind=KIND, points=0.0)
    if not page.from_paper or page.word_count > _MOST_WORDS:
        return nothing
    named = signs_by_anchors(KIND, _NAMES, page)
    labels = signs_by_anchors(KIND, _LABELS, page)
    # However well the rest was read: a lamp leaves a heading, a name and half a zone of a data page, and no label.
    headed = _HEADING.search(page.page.text) is not None or page.page.confidence < _POORLY_READ
    piece = _PIECE_OF_A_ZONE.search(page.page.text) is not None
    if (named.points and headed and page.word_count <= _FEW_WORDS) or piece:
        return Signs(kind=KIND, points=1.0 + labels.points, why=(*named.why, *labels.why), sure=False)
    if labels.points >= _LEAST_LABELS and (named.points or labels.points >= 2 * _LEAST_LABELS):
        return Signs(kind=KIND, points=labels.points, why=(*named.why, *labels.why), sure=False)
    return nothing
