"""What was typed or stamped on a page of a PDF, as viewers let people do, made part of the page.

Such words are in no text layer, and such a picture, perhaps the passport's, is none of the page's own objects.
"""

from collections.abc import Iterator

import pypdfium2 as pdfium
from pypdfium2 import raw

from imwu_inbox.domain.documents import Box

_PUT_ON = frozenset((raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP))
_NOTHING_TO_SEE = frozenset((raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP))
_MAY_SHOW = frozenset((raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM, raw.FPDF_PAGEOBJ_SHADING))
_MOST_ANNOTATIONS = 1_000
_NO_APPEARANCE_BYTES = 2
"""The length of an empty text in UTF-16 with its end."""


def is_put_on(page: "pdfium.PdfPage") -> bool:
    """Whether things were typed or stamped on the page, and all that lies on it says how it looks: else it would go."""
    seen = [(kind, _is_shown(one)) for kind, one in _annotations(page) if kind not in _NOTHING_TO_SEE]
    return any(kind in _PUT_ON for kind, _ in seen) and all(is_shown for _, is_shown in seen)


def made_part_of(page: "pdfium.PdfPage") -> bool:
    """Whether all that was put on the page is part of it now; it must be loaded anew to be seen."""
    return bool(raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS)


def pictures_put_on(page: "pdfium.PdfPage", *, least_side_pt: float) -> Iterator[Box]:
    """Where an annotation of whatever kind, a button too, shows a picture. Units: points, from the left and bottom."""
    rect = raw.FS_RECTF()
    for kind, one in _annotations(page):
        if kind in _NOTHING_TO_SEE or not raw.FPDFAnnot_GetRect(one, rect):
            continue
        bottom, top = sorted((rect.bottom, rect.top))
        if min(rect.right - rect.left, top - bottom) >= least_side_pt and _shows_picture(one):
            yield rect.left, bottom, rect.right, top


def _shows_picture(annotation: object) -> bool:
    """Whether its appearance holds a picture, or a drawing in which one may lie."""
    count = min(raw.FPDFAnnot_GetObjectCount(annotation), _MOST_ANNOTATIONS)
    parts = (raw.FPDFAnnot_GetObject(annotation, number) for number in range(count))
    return any(part and raw.FPDFPageObj_GetType(part) in _MAY_SHOW for part in parts)


def _annotations(page: "pdfium.PdfPage") -> Iterator[tuple[int, object]]:
    """Each annotation while it is looked at, with its kind."""
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if annotation:
            try:
                yield raw.FPDFAnnot_GetSubtype(annotation), annotation
            finally:
                raw.FPDFPage_CloseAnnot(annotation)


def _is_shown(annotation: object) -> bool:
    length = raw.FPDFAnnot_GetAP(annotation, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0)
    return bool(length > _NO_APPEARANCE_BYTES)
