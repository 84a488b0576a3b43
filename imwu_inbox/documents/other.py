"""Papers that are none of the asked ones, when they say what they are.

A cover or an inside page of a passport is named but never sure: a data page that was hardly read may look alike.
"""

from imwu_inbox.domain.anchors import Signs, anchors, signs_by_anchors
from imwu_inbox.domain.documents import DocumentKind
from imwu_inbox.domain.form_identity import NUMBER, may_be_misread
from imwu_inbox.domain.form_numbers import FormNumber, form_numbers, number_in_title
from imwu_inbox.domain.page_view import PageView
from imwu_inbox.domain.travel_papers import named_by_words, named_by_zones

KIND = DocumentKind.OTHER

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
    zones = named_by_zones(page)
    if zones:
        return Signs(kind=KIND, points=60.0, why=zones, has_title=True)
    other = _other_form(page)
    if other is not None and may_be_misread(other, page):
        # A figure or two may be OCR's: the page is no proof that the form is missing.
        why = (f"form IMM {other.number}, perhaps IMM {NUMBER}",)
        return Signs(kind=KIND, points=6.0, why=why, has_title=True, sure=False)
    if other is not None:
        return Signs(kind=KIND, points=60.0, why=(f"form IMM {other.number}, not IMM {NUMBER}",), has_title=True)
    titled = signs_by_anchors(KIND, _ANCHORS, page)
    return titled if titled.points else named_by_words(page)


def _other_form(page: PageView) -> FormNumber | None:
    """The number of another form of the department, from its own footer or its file's title."""
    printed = [one for one in form_numbers(page.page.text) if one.edition is not None]
    if printed:
        return None if any(one.number == NUMBER for one in printed) else printed[0]
    named = number_in_title(page.title)
    return named if named is not None and named.number != NUMBER else None
