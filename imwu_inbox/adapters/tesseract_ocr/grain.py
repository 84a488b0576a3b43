"""Grain: noise all over the paper, as of a scanner in poor light, which drowns thin print in strokes of its own."""

import cv2
import numpy as np

from imwu_inbox.adapters.tesseract_ocr.light import Grey

_GRAINY = 4.0
"""How far tones jump from point to point in the mean: 0.5 to 4 on scans and photos that read well, to 10 with grain."""
_SOFT, _WIDE_PX, _TONES, _NEAR = 0.6, 7, 50, 3


def is_grainy(grey: Grey) -> bool:
    """Whether the tone of the paper jumps from point to point."""
    return float(cv2.absdiff(grey, cv2.medianBlur(grey, 3)).mean()) > _GRAINY


def without_grain(grey: Grey) -> Grey:
    """The page with its noise evened out among points of like tone, so that strokes keep their edges."""
    soft = cv2.GaussianBlur(grey, (0, 0), _SOFT)
    return np.asarray(cv2.bilateralFilter(soft, _WIDE_PX, _TONES, _NEAR), np.uint8)
