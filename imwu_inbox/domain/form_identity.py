"""How the IMM 5686 names itself: by its number with an edition, its title, or where it could not be drawn."""

from itertools import pairwise

from imwu_inbox.domain.anchors import Anchor
from imwu_inbox.domain.documents import TextSource
from imwu_inbox.domain.form_numbers import FormNumber, form_numbers
from imwu_inbox.domain.form_page import asked_on, find_on
from imwu_inbox.domain.page_view import PageView

NUMBER = "5686"
"""The form's own number."""

FEW_WORDS = 120
"""A page of fewer words says little else."""
_LEAST_PROOFS = 2
_MOST_MISREAD = 2
_OTHERS_LIKE_IT = frozenset(("5406", "5476", "5604", "5645", "5669"))
"""Forms that travel with such requests, about the family, a representative or the past, two figures from this one."""

_TITLES = (
    Anchor(phrase="Request for an opinion on Work Permit or LMIA Exemption"),
    Anchor(phrase="Demande d’opinion sur une dispense de permis de travail ou d’EIMT"),
    Anchor(phrase="Demande d’avis sur une dispense de permis de travail ou d’EIMT"),
)
_TITLE_LANGUAGES = ("en", "fr", "fr")
_PLEASE_WAIT = (
    Anchor(phrase="If this message is not eventually replaced with the proper contents of the document"),
    Anchor(phrase="Si ce message n’est pas remplacé par le contenu approprié du document"),
)


def is_please_wait(page: PageView) -> bool:
    """Whether the page only says that its viewer could not draw the form."""
    return page.word_count < FEW_WORDS and any(anchor.is_in(page.folded_text) for anchor in _PLEASE_WAIT)


def title_language(page: PageView) -> str | None:
    """The language of the form's title, where it stands at the head of the page."""
    pairs = (f"{one} {other}" for one, other in pairwise(page.title_lines))
    for line in (*page.title_lines, *pairs):
        for anchor, language in zip(_TITLES, _TITLE_LANGUAGES, strict=True):
            if anchor.is_in(line) and anchor.fills(line):
                return language
    return None


def own_number(page: PageView) -> FormNumber | None:
    """The page's own form number: the one printed with its edition, never a mere mention."""
    return next((one for one in form_numbers(page.page.text) if one.edition is not None), None)


def language_named(page: PageView) -> str | None:
    """The language that a page's own number names, else its title's."""
    own = own_number(page)
    return (own.language if own is not None else None) or title_language(page)


def is_proved(page: PageView) -> bool:
    """Whether a page that lies as the form's pages do also says that it is one."""
    if is_another(page):
        return False
    own = own_number(page)
    named = title_language(page) is not None or (own is not None and own.number == NUMBER)
    return named or len(asked_on(find_on(page))) >= _LEAST_PROOFS


def is_another(page: PageView) -> bool:
    """Whether a page bears the number of another form; what OCR may have misread of it tells nothing."""
    own = own_number(page)
    return own is not None and own.number != NUMBER and not may_be_misread(own, page)


def may_be_misread(number: FormNumber, page: PageView) -> bool:
    """Whether the form's own number may have been read so: two figures wrong at most, or under the form's own title.

    A number with two figures of its own that another form really has is that form's.
    """
    if page.page.source is not TextSource.OCR:
        return False
    wrong = sum(one != other for one, other in zip(number.number, NUMBER, strict=True))
    nearly = wrong <= _MOST_MISREAD and number.number not in _OTHERS_LIKE_IT
    return nearly or title_language(page) is not None


def names_itself(folded_text: str) -> bool:
    """Whether a folded text holds the form's title."""
    return any(anchor.is_in(folded_text) for anchor in _TITLES)
