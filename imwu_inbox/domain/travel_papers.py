"""Papers that travel beside a passport's data page and fill no passport's place, named by their zone or their words.

One named by its words alone is never sure: a data page that was hardly read may look alike. Source: rules 5 and 64.
"""

from imwu_inbox.domain.anchors import Anchor, Signs, anchors, signs_by_anchors
from imwu_inbox.domain.documents import DocumentKind
from imwu_inbox.domain.mrz import MrzFormat, MrzReading
from imwu_inbox.domain.page_view import PageView

_KIND = DocumentKind.OTHER
_NOTHING = Signs(kind=_KIND, points=0.0)

_BY_FORMAT = {
    MrzFormat.TD1: "zone of an identity card, which is no passport",
    MrzFormat.TD2: "zone of an identity document, which is no passport",
    MrzFormat.MRVA: "zone of a visa, which is no passport",
    MrzFormat.MRVB: "zone of a visa, which is no passport",
}
_RESIDENCE_PERMIT = "zone of a residence permit, which is no passport"
_CREW_CERTIFICATE = "zone of a crew member's certificate, which is no passport"
_CARDS = (MrzFormat.TD1, MrzFormat.TD2)
_UNITED_STATES_RESIDENT = ("C1", "C2")

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
_RESIDENCE = anchors(
    *("residence permit", "permanent resident card", "resident card", "titre de séjour", "carte de résident"),
    *("aufenthaltstitel", "permiso de residencia", "permesso di soggiorno", "título de residência", "verblijfstitel"),
)
_IDENTITY = anchors(
    *("identity card", "carte d’identité", "carte nationale d’identité", "personalausweis", "documento de identidad"),
    *("documento nacional de identidad", "carta d’identità", "cartão de cidadão", "identiteitskaart", "identitetskort"),
    *("dowód osobisty", "henkilökortti", "cédula de identidad"),
)
_VISA_NAME = anchors("visa", "visum", "visado", "visto")
_VISA_WORDS = anchors(
    *("number of entries", "nombre d’entrées", "duration of stay", "durée du séjour", "type of visa", "type de visa"),
    *("valid for", "valable pour", "valid until", "valable jusqu’au", "issued at", "délivré à", "visa no", "visa n"),
)
_CARDS_BY_WORDS: tuple[tuple[str, tuple[Anchor, ...]], ...] = (
    ("residence permit by its words; a passport's data page is not on it", _RESIDENCE),
    ("identity card by its words; a passport's data page is not on it", _IDENTITY),
)
_VISA = "visa by its words; a passport's data page is not on it"
_FEW_WORDS = 70
_NAMED_ONLY, _PLAINLY_NAMED = 4.5, 40.0


def named_by_zones(page: PageView) -> tuple[str, ...]:
    """What the sure zones of a page say that it is, when none of them is a passport's."""
    sure = [one for one in page.mrz.readings if one.checks_valid]
    if any(one.format is MrzFormat.TD3 for one in sure):
        return ()
    return tuple(_named(one) for one in sure)


def _named(zone: MrzReading) -> str:
    """What a paper with such a zone is.

    Source: ICAO Doc 9303-5, 4.2.2 note b (the second letter is the issuer's own: R is usual for residence; AC is a crew
    member's certificate). C1 and C2 are the resident cards of the United States.
    """
    code = zone.fields.document_code
    if zone.format in _CARDS and code == "AC":
        return _CREW_CERTIFICATE
    resident = code in _UNITED_STATES_RESIDENT and zone.fields.issuing_state == "USA"
    if zone.format in _CARDS and (code.endswith("R") or resident):
        return _RESIDENCE_PERMIT
    return _BY_FORMAT[zone.format]


def named_by_words(page: PageView) -> Signs:
    """A passport's cover or inside page, or a card or visa whose zone was not read; never sure."""
    if not page.from_paper or page.mrz.suspected or page.mrz.readings or page.word_count > _FEW_WORDS:
        return _NOTHING
    booklet = signs_by_anchors(_KIND, _BOOKLET, page)
    return _instead(page) if not booklet.points else _of_a_booklet(page, booklet)


def _instead(page: PageView) -> Signs:
    """A card or a visa, on a page that names no passport."""
    for what, words in _CARDS_BY_WORDS:
        if (named := signs_by_anchors(_KIND, words, page)).points:
            return Signs(kind=_KIND, points=_PLAINLY_NAMED, why=(what, *named.why), sure=False)
    visa = signs_by_anchors(_KIND, _VISA_WORDS, page)
    if visa.points and signs_by_anchors(_KIND, _VISA_NAME, page).points:
        return Signs(kind=_KIND, points=_PLAINLY_NAMED, why=(_VISA, *visa.why), sure=False)
    return _of_a_booklet(page, _NOTHING)


def _of_a_booklet(page: PageView, named: Signs) -> Signs:
    """A passport's cover, which says little more than its name, or one of its pages for visas and notes."""
    inside = signs_by_anchors(_KIND, _INSIDE_WORDS, page)
    if inside.points >= _INSIDE_POINTS or (inside.points and named.points):
        return Signs(kind=_KIND, points=_NAMED_ONLY, why=(_INSIDE, *inside.why), sure=False)
    is_cover = named.points and page.word_count <= _COVER_WORDS and page.page.confidence >= _COVER_CONFIDENCE
    return Signs(kind=_KIND, points=_NAMED_ONLY, why=(_COVER,), sure=False) if is_cover else _NOTHING
