"""From the signs on a page to its kind, and from pages to papers. Source: rules 5 and 64.

A page is surely not a passport or form only when it says what else it is, or reads well and has no sign of either:
`sure` False leaves it to an officer. Which of the other papers it is matters less, so a close race there stays sure.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from imwu_inbox.domain.anchors import Signs
from imwu_inbox.domain.documents import DocumentKind, TextSource
from imwu_inbox.domain.language import is_readable
from imwu_inbox.domain.page_view import PageView

PLAIN_KINDS = frozenset(
    (DocumentKind.LETTER, DocumentKind.OFFER, DocumentKind.CONTRACT, DocumentKind.CV, DocumentKind.DIPLOMA)
)
"""Supporting papers, told apart by what they say; none of them alone rejects."""

CODED_KINDS = frozenset((DocumentKind.LETTER, DocumentKind.OFFER, DocumentKind.CONTRACT))
"""Papers whose exemption codes count."""

_CERTAIN = 50.0
_LEAST_POINTS = 2.0
_STRONG = 5.0
_WELL_READ = 0.75
_MANY_WORDS = 40
_READS_AS_TEXT = 90
_BLANK_INK = 0.0006
_LEAST_CONFIDENCE = 0.55
_ICON_PX = 160
_MOST_CAPITALS = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKind:
    """What one page is. `continues` is True when nothing on it opens a paper of its own. Units: number from 1."""

    number: int
    kind: DocumentKind
    points: float
    why: tuple[str, ...]
    sure: bool = True
    continues: bool = False
    blank: bool = False

    @property
    def confidence(self) -> float:
        """How clear the kind is, 0..1."""
        return round(1 - 0.6 ** (self.points / 1.5), 2) if self.points else 0.5


def kind_of(page: PageView, signs: Iterable[Signs]) -> PageKind:
    """Settle a page's kind by all the signs on it."""
    by_kind = {one.kind: one for one in signs}
    passport, form = by_kind[DocumentKind.PASSPORT], by_kind[DocumentKind.IMM5686]
    other = by_kind[DocumentKind.OTHER]
    plain = max((by_kind[kind] for kind in sorted(PLAIN_KINDS)), key=lambda one: one.points)
    if passport.points >= _CERTAIN:
        return _as(page, passport)
    if other.points >= _CERTAIN:
        return _as(page, other)
    if form.points:
        return _as(page, form)
    of_a_booklet = other.points > passport.points and not other.sure
    if passport.points and not of_a_booklet and not _reads_as(page, plain):
        return _as(page, passport)
    if _is_blank(page):
        return PageKind(number=page.number, kind=DocumentKind.OTHER, points=0, why=("blank page",), blank=True)
    if _is_icon(page):
        return PageKind(number=page.number, kind=DocumentKind.OTHER, points=1, why=("picture too small for a paper",))
    best = other if other.points > plain.points else plain
    if best.points >= _LEAST_POINTS:
        # A passport may be pasted into a letter: what looks like its zone and could not be read stays a doubt.
        return replace(_as(page, best), sure=best.sure and not page.mrz.suspected)
    return _unknown(page, best)


def _as(page: PageView, signs: Signs) -> PageKind:
    later = (page.printed_number or 1) > 1
    continues = later or (signs.kind in PLAIN_KINDS and not signs.has_title)
    return PageKind(
        number=page.number, kind=signs.kind, points=signs.points, why=signs.why, sure=signs.sure, continues=continues
    )


def _reads_as(page: PageView, plain: Signs) -> bool:
    """Whether a page with a hint of a passport plainly reads as another paper."""
    reads = page.word_count >= _READS_AS_TEXT and is_readable(page.page.text) and page.page.confidence >= _WELL_READ
    return reads and plain.points >= _LEAST_POINTS


def _is_blank(page: PageView) -> bool:
    if page.word_count:
        return False
    if page.page.source is TextSource.NONE and page.ink_share is None:
        return False
    return page.ink_share is not None and page.ink_share < _BLANK_INK


def _is_icon(page: PageView) -> bool:
    return page.image is not None and min(page.image.width_px, page.image.height_px) < _ICON_PX


def _unknown(page: PageView, best: Signs) -> PageKind:
    """A page with no clear sign: other when it reads well, unreadable when it does not."""
    if not page.from_paper and page.word_count:
        return PageKind(
            number=page.number,
            kind=DocumentKind.OTHER,
            points=best.points,
            why=("text without a known sign",),
            continues=True,
        )
    reads = is_readable(page.page.text) and page.page.confidence >= _LEAST_CONFIDENCE
    shown = (reads and page.word_count >= _MANY_WORDS) or _shows_only_words(page)
    if shown and not _is_mostly_capitals(page.page.text):  # as what a lamp leaves of a data page
        return PageKind(
            number=page.number,
            kind=DocumentKind.OTHER,
            points=best.points,
            why=("text without a known sign",),
            continues=True,
        )
    why = "only little of it could be read" if page.word_count else "nothing could be read"
    return PageKind(number=page.number, kind=DocumentKind.UNREADABLE, points=0, why=(why,), sure=False)


def _is_mostly_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > _MOST_CAPITALS * len(letters)


def _shows_only_words(page: PageView) -> bool:
    """Whether a page of few words was read well and bears no other ink."""
    if page.ink_share is None or not page.word_count or page.page.confidence < _WELL_READ:
        return False
    of_words = sum((word.box[2] - word.box[0]) * (word.box[3] - word.box[1]) for word in page.page.words)
    return page.ink_share <= 0.6 * of_words + _BLANK_INK


def runs_of(kinds: Sequence[PageKind], opens_form: Callable[[int], bool]) -> tuple[tuple[PageKind, ...], ...]:
    """The pages of one file gathered into papers, in their order; blank pages between them are left out.

    A form's second page joins its first; a page that opens a form starts a new one; a page without a title goes on with
    the paper before it.
    """
    written = [kind for kind in kinds if not kind.blank] or list(kinds[:1])
    runs: list[list[PageKind]] = []
    for kind in written:
        if runs and _goes_on(runs[-1], kind, opens_form):
            runs[-1].append(kind)
        else:
            runs.append([kind])
    return tuple(tuple(run) for run in runs)


def _goes_on(run: Sequence[PageKind], page: PageKind, opens_form: Callable[[int], bool]) -> bool:
    first = run[0]
    if page.kind is DocumentKind.IMM5686:
        return first.kind is DocumentKind.IMM5686 and not opens_form(page.number) and len(run) < 2
    carries_on = first.kind in PLAIN_KINDS or (first.kind is DocumentKind.OTHER and first.continues)
    same = page.kind is first.kind or page.kind is DocumentKind.OTHER or page.points < _STRONG
    return carries_on and page.continues and same
