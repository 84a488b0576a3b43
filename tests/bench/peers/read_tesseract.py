"""Stock tesseract with the English model on the place where a well-known recipe finds a zone: black-hat and closing."""

import re

import cv2
import numpy as np
import pytesseract
from PIL import Image

from tests.bench.peers.answering import Answer, answer_all

SEARCH_HEIGHT = 600
ONLY = "-c tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"


def read(file: str) -> Answer:
    """The lines of the widest dark band at the foot of the page."""
    page = np.asarray(Image.open(file).convert("L"))
    box = _zone(page)
    if box is None:
        return [], False
    left, top, wide, high = box
    text = pytesseract.image_to_string(page[top : top + high, left : left + wide], lang="eng", config=f"--psm 6 {ONLY}")
    lines = [re.sub("[^A-Z0-9<]", "", line) for line in text.split("\n")]
    return [line for line in lines if len(line) > 20][-2:], False


def _zone(page: np.ndarray) -> tuple[int, int, int, int] | None:
    scale = SEARCH_HEIGHT / page.shape[0]
    small = cv2.GaussianBlur(cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), (3, 3), 0)
    hat = cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, cv2.getStructuringElement(cv2.MORPH_RECT, (13, 5)))
    slope = np.abs(cv2.Sobel(hat, cv2.CV_32F, 1, 0, ksize=-1))
    slope = (255 * (slope - slope.min()) / max(1e-6, float(np.ptp(slope)))).astype(np.uint8)
    closed = cv2.morphologyEx(slope, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (13, 5)))
    _, dark = cv2.threshold(closed, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    dark = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (21, 21)))
    dark = cv2.erode(dark, np.ones((3, 3), np.uint8), iterations=4)
    outlines, _ = cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = [cv2.boundingRect(outline) for outline in outlines]
    wide = [box for box in boxes if box[2] / box[3] > 5 and box[2] > 0.2 * small.shape[1]]
    if not wide:
        return None
    left, top, width, height = max(wide, key=lambda box: box[1])
    room_x, room_y = round((left + width) * 0.03) + 5, round((top + height) * 0.03) + 5
    left, top = max(0, left - room_x), max(0, top - room_y)
    return tuple(round(edge / scale) for edge in (left, top, width + 2 * room_x, height + 2 * room_y))


if __name__ == "__main__":
    answer_all(read)
