"""RapidOCR on the whole page; of its lines those that look like a zone's are picked and brought to 44 characters."""

import re

from rapidocr_onnxruntime import RapidOCR

from tests.bench.peers.answering import Answer, answer_all

WIDTH = 44
engine = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)


def read(file: str) -> Answer:
    """The two zone lines among all lines; pieces of one row are joined from left to right."""
    found, _ = engine(file)
    rows: list[tuple[float, float, str]] = []
    for corners, text, _ in found or []:
        plain = re.sub("[^A-Z0-9<]", "", text.upper().replace("«", "<<"))
        middle = sum(corner[1] for corner in corners) / 4
        height = corners[3][1] - corners[0][1]
        if rows and abs(rows[-1][0] - middle) < height / 2:
            rows[-1] = (rows[-1][0], rows[-1][1], rows[-1][2] + plain)
        else:
            rows.append((middle, height, plain))
    lines = [text for _, _, text in rows if len(text) >= 30 and text.count("<") >= 2]
    starts = [place for place, line in enumerate(lines[:-1]) if line.startswith("P")]
    pair = lines[starts[-1] : starts[-1] + 2] if starts else lines[-2:]
    return [line[:WIDTH].ljust(WIDTH, "<") for line in pair], False


if __name__ == "__main__":
    answer_all(read)
