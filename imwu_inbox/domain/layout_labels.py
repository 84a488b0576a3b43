"""Does a page lie as the known edition prints it? The labels found on it tell where every box of that edition is.

A scan is shifted and stretched, a photograph bent as well: the fit is a curve of the second degree through the labels,
thrown away where they do not agree on one. A form laid out otherwise has no fit, and is read by its labels alone.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from statistics import median

from imwu_inbox.domain.imm5686_layout import PAGE_PT, PLACES, PRINT_PLACES
from imwu_inbox.domain.label_boxes import FoundLabel
from imwu_inbox.domain.layout_fit import LayoutFit, Pair, curved, solved, straight

_LEAST_LABELS, _ENOUGH_FOR_CURVES = 7, 16
_LEAST_SHARE = 0.6
_MIDDLE_PT = 4.2
"""From a label's top to the middle of its letters. Units: points."""
_FAR_X, _FAR_Y = 0.2, 0.06
_ROUGH, _NEAR, _CLOSE = 0.03, 0.012, 0.007


def fit_to_layout(labels: Iterable[FoundLabel]) -> LayoutFit | None:
    """The fit of the known edition to the labels of a page; None where too few agree."""
    by_page: dict[int, list[Pair]] = {1: [], 2: []}
    for label in labels:
        place = PLACES.get(label.key)
        at = (place.page, *place.label) if place is not None else PRINT_PLACES.get(label.phrase)
        if at is not None:
            page, x_pt, y_pt = at
            printed = x_pt / PAGE_PT[0], (y_pt + _MIDDLE_PT) / PAGE_PT[1]
            by_page[page].append((printed, (label.box[0], (label.words[0].box[1] + label.words[0].box[3]) / 2)))
    page, pairs = max(by_page.items(), key=lambda item: len(item[1]))
    if len(pairs) < _LEAST_LABELS:
        return None
    rough = _rough(pairs)
    if rough is None:
        return None
    fit, kept = LayoutFit(page=page, terms=straight, across=rough[0], down=rough[1]), pairs
    for terms, reach in ((straight, _ROUGH), (straight, _NEAR), (curved, _NEAR), (curved, _CLOSE)):
        kept = [pair for pair in pairs if _off(fit, pair) < reach]
        if len(kept) < _LEAST_LABELS:
            return None
        if terms is straight or len(kept) >= _ENOUGH_FOR_CURVES:
            factors = solved(kept, terms)
            if factors is None:
                return None
            fit = LayoutFit(page=page, terms=terms, across=factors[0], down=factors[1])
    return fit if len(kept) >= _LEAST_SHARE * len(pairs) else None


def _off(fit: LayoutFit, pair: Pair) -> float:
    (x, y), (seen_x, seen_y) = fit.at(pair[0]), pair[1]
    return max(abs(x - seen_x), abs(y - seen_y))


def _rough(pairs: Sequence[Pair]) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    """Stretch and shift that most pairs of labels agree on."""
    wide = [
        (b[1][0] - a[1][0]) / (b[0][0] - a[0][0]) for a, b in combinations(pairs, 2) if abs(b[0][0] - a[0][0]) > _FAR_X
    ]
    high = [
        (b[1][1] - a[1][1]) / (b[0][1] - a[0][1]) for a, b in combinations(pairs, 2) if abs(b[0][1] - a[0][1]) > _FAR_Y
    ]
    if not wide or not high:
        return None
    x_scale, y_scale = median(wide), median(high)
    if not (0.3 < x_scale < 1.5 and 0.3 < y_scale < 1.5):
        return None
    x_shift = median(seen[0] - x_scale * printed[0] for printed, seen in pairs)
    y_shift = median(seen[1] - y_scale * printed[1] for printed, seen in pairs)
    return (x_shift, x_scale, 0.0), (y_shift, 0.0, y_scale)
