"""Pages of the form told by their look, so that of all their print only the answers need be read, and a proof.

Where a page's tick boxes stand and its lines run as the known edition's, it may be that edition; its number, its title
or some of its labels, read in their places, must say so too. Else it is read whole, as any other page.
"""

from collections.abc import Mapping, Sequence

from imwu_inbox.domain.documents import Box, Page, PageImage, Word
from imwu_inbox.domain.form_marks import EMPTY_BOX, TICKED_BOX
from imwu_inbox.domain.form_rooms import rooms_on
from imwu_inbox.domain.imm5686_layout import PROOFS
from imwu_inbox.domain.known_print import KnownPrint
from imwu_inbox.domain.layout_boxes import fit_to_boxes
from imwu_inbox.domain.layout_fit import LayoutFit
from imwu_inbox.domain.layout_lines import borne_out
from imwu_inbox.domain.second_look import BoxesWanted


class FormSight:
    """Knows pages of the form by their look, and keeps how each lies."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self._fits: dict[int, LayoutFit] = {}

    def __call__(self, upright: Page, image: PageImage) -> BoxesWanted | None:
        """What to read of a page that is seen to be the form's, of which only its tick boxes are known; else None."""
        boxes = [word.box for word in upright.words if word.text in (EMPTY_BOX, TICKED_BOX)]
        rough = fit_to_boxes(boxes, image.width_px / image.height_px)
        fit = borne_out(rough, image) if rough is not None else None
        if fit is None:
            return None
        self._fits[upright.number] = fit
        rooms = rooms_on(fit)
        proofs = tuple(fit.box(box) for box in PROOFS[fit.page])
        others, names = (
            tuple(room.box for room in rooms if room.wants_all_letters is named) for named in (False, True)
        )
        return BoxesWanted(image=image, boxes=(*proofs, *others), names=names)

    def known(self, number: int, words: Mapping[Box, Sequence[Word]]) -> KnownPrint:
        """A page that was seen to be the form's, with what its boxes say. Units: number from 1."""
        return KnownPrint(fit=self._fits[number], words=words)
