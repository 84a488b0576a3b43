"""The shape in which a line of a zone is shown to the net: the trainer and the reader share it, so they see alike."""

import cv2
import numpy as np
from numpy.typing import NDArray

STRIP_HEIGHT_PX = 24
PITCH_PX = 16
COLUMN_PX = 4
LABELS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ< "
"""What the net can say of a column: one of the 37 characters, or blank."""
BLANK = LABELS.index(" ")

_PAPER_SHARE = 0.77
_NEIGHBOURHOOD_PX = 4 * PITCH_PX + 1
_LEAST_CONTRAST = 10.0

Pixels = NDArray[np.float32]


def even_ink(strip: Pixels) -> Pixels:
    """The ink of a strip with paper at 0 and full ink near 1, whatever the light on it was.

    Shape: STRIP_HEIGHT_PX rows in and out.
    """
    rank = int(_PAPER_SHARE * len(strip))
    paper = np.partition(strip, rank, axis=0)[rank]
    paper = cv2.blur(paper.reshape(1, -1), (_NEIGHBOURHOOD_PX, 1), borderType=cv2.BORDER_REPLICATE).astype(np.float32)
    ink = paper - strip
    strength = cv2.blur(ink.max(axis=0).reshape(1, -1), (_NEIGHBOURHOOD_PX, 1), borderType=cv2.BORDER_REPLICATE).astype(
        np.float32
    )
    floor = max(_LEAST_CONTRAST, 0.3 * float(strength.max()))
    return np.asarray(np.clip(ink / np.maximum(strength, floor), -0.5, 1.5), dtype=np.float32)
