"""RapidOCR on every page at 200 dpi, its boxes put together into rows."""

import numpy as np
from rapidocr import RapidOCR

from tests.bench.peers.answering import Answer, answer_all
from tests.bench.peers.page_files import pictures_of

engine = RapidOCR(
    params={"EngineConfig.onnxruntime.intra_op_num_threads": 1, "EngineConfig.onnxruntime.inter_op_num_threads": 1}
)


def read(file: str) -> Answer:
    """The rows of all pages from the top down, each from left to right."""
    return [row for page in pictures_of(file, dpi=200) for row in _rows(np.asarray(page.convert("RGB")))], True


def _rows(page: np.ndarray) -> list[str]:
    found = engine(page)
    if found.boxes is None:
        return []
    rows: list[tuple[float, float, list[tuple[float, str]]]] = []
    boxes = sorted(zip(found.boxes, found.txts, strict=True), key=lambda one: float(np.mean(one[0][:, 1])))
    for corners, text in boxes:
        middle, height = float(np.mean(corners[:, 1])), float(np.ptp(corners[:, 1]))
        if rows and abs(rows[-1][0] - middle) < 0.5 * min(height, rows[-1][1]):
            rows[-1][2].append((float(corners[0][0]), text))
        else:
            rows.append((middle, height, [(float(corners[0][0]), text)]))
    return [" ".join(text for _, text in sorted(row)) for _, _, row in rows]


if __name__ == "__main__":
    answer_all(read)
