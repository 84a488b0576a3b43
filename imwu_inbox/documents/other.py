"""Papers that are none of the asked ones, when they say what they are.

A cover or an inside page of a passport is named but never sure: a data page that was hardly read may look alike.
"""

from imwu_inbox.domain.anchors import Signs, anchors, signs_by_anchors
from imwu_inbox.domain.documents import DocumentKind
from imwu_inbox.domain.form_numbers import form_numbers, number_in_title
from imwu_inbox.domain.mrz import MrzFormat, MrzReading
from imwu_inbox.domain.page_view import PageView

KIND = DocumentKind.OTHER

_FORM_WANTED = "5686"
_CARDS = {
    MrzFormat.TD1: "zone of an identity card, which is no passport",
    MrzFormat.TD2: "zone of an identity document, which is no passport",
    MrzFormat.MRVA: "zone of a visa, which is no passport",
    MrzFormat.MRVB: "zone of a visa, which is no passport",
}
_RESIDENCE_PERMIT = "zone of a residence permit, which is no passport"
_BOOKLET = anchors("passport", "passeport", "pasaporte", "reisepass", "passaporto", "passaporte", "paspoort")
_COVER = "cover of a passport; its data page is not on it"
_COVER_WORDS, _COVER_CONFIDENCE = 14, 0.6
_INSIDE = "inside page of a passport; its data page is not on it"
_INSIDE_WORDS = anchors(
    *("visas", "observations", "amendments and endorsements", "modifications et mentions", "this passport contains"),
    *("ce passeport contient", "this page is reserved", "cette page est réservée", "entries departures"),
    *("entrées sorties", "in case of emergency", "en cas d’urgence", "important information", "notes importantes"),
)
_INSIDE_POINTS = 2.0
_BOOKLET_WORDS = 70
_NAMED_ONLY = 4.5
_ANCHORS = (
    *anchors("invoice", "facture", "receipt", "reçu", "bank statement", "relevé bancaire", title=True, weight=2.0),
    *anchors(
        "certificate of incorporation",
        "certificat de constitution",
        "articles of incorporation",
        title=True,
        weight=3.0,
    ),
    *anchors("statuts constitutifs", "business licence", "permis d’exploitation", "pay stub", title=True, weight=3.0),
    *anchors(
        "talon de paie", "relevé d’emploi", "tax return", "déclaration de revenus", "itinerary", title=True, weight=2.5
    ),
    *anchors("itinéraire", "boarding pass", "carte d’embarquement", "insurance", "assurance", title=True, weight=2.0),
    *anchors(
        "driver’s licence", "permis de conduire", "birth certificate", "acte de naissance", title=True, weight=3.0
    ),
    *anchors("use of a representative", "recours aux services d’un représentant", title=True, weight=3.0),
    *anchors("police certificate", "casier judiciaire", "criminal record", title=True, weight=2.5),
)


def judge(page: PageView) -> Signs:
    """What a page surely is instead: another form by its number, a card by its zone, or a paper by its title."""
    sure = [one for one in page.mrz.readings if one.checks_valid]
    zones = tuple(_card(one) for one in sure if one.format in _CARDS)
    if zones and not any(one.format is MrzFormat.TD3 for one in sure):
        return Signs(kind=KIND, points=60.0, why=zones, has_title=True)
    other = _other_form(page)
    if other is not None:
        return Signs(kind=KIND, points=60.0, why=(f"form IMM {other}, not IMM {_FORM_WANTED}",), has_title=True)
    titled = signs_by_anchors(KIND, _ANCHORS, page)
    return titled if titled.points else _of_a_booklet(page)


def _card(zone: MrzReading) -> str:
    """What a paper with such a zone is. Source: ICAO Doc 9303-5, 4.2.2 note b; the second letter R is for residence."""
    cards = (MrzFormat.TD1, MrzFormat.TD2)
    return (
        _RESIDENCE_PERMIT if zone.format in cards and zone.fields.document_code.endswith("R") else _CARDS[zone.format]
    )


def _of_a_booklet(page: PageView) -> Signs:
    """A passport's cover, which says little more than its name, or one of its pages for visas and notes."""
    nothing = Signs(kind=KIND, points=0.0)
    named = signs_by_anchors(KIND, _BOOKLET, page)
    if not page.from_paper or page.mrz.suspected or page.mrz.readings or page.word_count > _BOOKLET_WORDS:
        return nothing
    inside = signs_by_anchors(KIND, _INSIDE_WORDS, page)
    if inside.points >= _INSIDE_POINTS or (inside.points and named.points):
        return Signs(kind=KIND, points=_NAMED_ONLY, why=(_INSIDE, *inside.why), sure=False)
    is_cover = named.points and page.word_count <= _COVER_WORDS and page.page.confidence >= _COVER_CONFIDENCE
    return Signs(kind=KIND, points=_NAMED_ONLY, why=(_COVER,), sure=False) if is_cover else nothing


def _other_form(page: PageView) -> str | None:
    """The number of another form of the department, from its own footer or its file's title."""
    printed = [one for one in form_numbers(page.page.text) if one.edition is not None]
    if printed:
        return None if any(one.number == _FORM_WANTED for one in printed) else printed[0].number
    named = number_in_title(page.title)
    if named is None or named.number == _FORM_WANTED:
        return None
    return named.number
