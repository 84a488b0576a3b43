"""The program tesseract, run through pytesseract: pictures of upright pages to words."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytesseract
from PIL import Image

from imwu_inbox.adapters.tesseract_ocr.latin_model import latin_model
from imwu_inbox.adapters.tesseract_ocr.light import Grey
from imwu_inbox.domain.documents import Word

ALONE, BLOCKS, ROWS, SCATTERED = 3, 4, 6, 11
"""Ways to cut a page into lines. Source: tesseract --help-psm."""
FRENCH, ENGLISH, BOTH, NAMES = "fra", "eng", "eng+fra", "latin"
"""What is read: the model of French reads English too; names have letters of all Latin writing."""
SQUEEZE = 0.85
"""As narrow as French bears without more errors: time goes by the length of a line. Units: share of the width."""
_LEAST_SECONDS = 0.5


def read(
    pictures: Sequence[Grey], languages: str, cut: int, seconds: float, *, light_print: bool = True
) -> tuple[tuple[Word, ...], ...] | None:
    """The words of each picture, by one start of the program; None when its time was up or it failed.

    Without `light_print` a line that reads badly is not read once more as light print on a dark ground.
    Units: boxes of words in fractions of their picture.
    """
    if seconds <= 0 or not pictures:
        return None
    with tempfile.TemporaryDirectory(prefix="imwu-ocr-") as folder:
        files = [Path(folder, f"{number}.tif") for number in range(len(pictures))]
        for picture, file in zip(pictures, files, strict=True):
            Image.fromarray(picture).save(file, compression=None)
        everything = Path(folder, "all.txt")
        everything.write_text("".join(f"{file}\n" for file in files), encoding="utf-8")
        model = latin_model() if languages == NAMES else None
        if model is not None:
            Path(folder, f"{NAMES}.traineddata").write_bytes(model)
        try:
            table = pytesseract.image_to_data(
                str(everything if len(files) > 1 else files[0]),
                lang=languages if languages != NAMES or model is not None else FRENCH,
                config=f"--psm {cut} --dpi 200"
                + (f" --tessdata-dir {folder}" if model is not None else "")
                + ("" if light_print else " -c tessedit_do_invert=0"),
                timeout=max(_LEAST_SECONDS, seconds),
            )
        except (RuntimeError, pytesseract.TesseractError, OSError):
            return None
    return words_in(str(table), pictures)


def words_in(table: str, pictures: Sequence[Grey]) -> tuple[tuple[Word, ...], ...]:
    """The rows of tesseract's table that hold a word, by picture. Source: tesseract TSV, level 5."""
    words: list[list[Word]] = [[] for _ in pictures]
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        page = int(cells[1]) - 1
        left, top, width, height = (int(cell) for cell in cells[6:10])
        high, wide = pictures[page].shape
        box = (left / wide, top / high, (left + width) / wide, (top + height) / high)
        words[page].append(Word(text=cells[11].strip(), box=box, confidence=max(0.0, float(cells[10])) / 100))
    return tuple(tuple(found) for found in words)
