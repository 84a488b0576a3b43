"""Tesseract's library kept ready in this process: small pictures are read without the cost of a start of the program.

The program starts in 60 ms and reads the printed zone of a passport in 50; here the first is paid once. What may take
long or much memory stays with the program, which can be ended. The library comes in the package tesserocr, newer and
built for newer processors than the program of most systems: it reads a line in a fifth less time.
"""

import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from imwu_inbox.adapters.tesseract_ocr.latin_model import latin_model, model_folder
from imwu_inbox.adapters.tesseract_ocr.light import Grey
from imwu_inbox.adapters.tesseract_ocr.program import FRENCH, NAMES, words_in
from imwu_inbox.domain.documents import Word

LIBRARY: Any = None
"""The library, or nothing where the package is not installed: it comes built for Linux only."""
try:
    import tesserocr
except ModuleNotFoundError as missing:
    if missing.name != "tesserocr":
        raise
else:
    LIBRARY = tesserocr

_DPI = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyModel:
    """One model in memory."""

    api: Any

    def __call__(self, picture: Grey, cut: int, seconds: float, *, light_print: bool = False) -> tuple[Word, ...]:
        """The words of one picture, those on a dark ground too with `light_print`; none when its time was up.

        Units: boxes in fractions of the picture.
        """
        high, wide = picture.shape
        self.api.SetVariable("tessedit_do_invert", "1" if light_print else "0")
        self.api.SetPageSegMode(cut)
        self.api.SetImageBytes(picture.tobytes(), wide, high, 1, wide)
        self.api.SetSourceResolution(_DPI)
        try:
            if not self.api.Recognize(max(1, round(1000 * seconds))):
                return ()
            return words_in(self.api.GetTSVText(0), [picture])[0]
        finally:
            self.api.Clear()


@cache
def ready_model(languages: str) -> ReadyModel | None:
    """The model of these languages, loaded when first asked for; None where this machine has no such library."""
    names = latin_model() if languages == NAMES else None
    if names is None:
        own = FRENCH if languages == NAMES else languages
        folder = model_folder(f"{own}.traineddata")
        return _loaded(folder, own) if folder is not None else None
    with tempfile.TemporaryDirectory(prefix="imwu-model-") as made:
        Path(made, f"{NAMES}.traineddata").write_bytes(names)
        return _loaded(Path(made), NAMES)


def _loaded(folder: Path, name: str) -> ReadyModel | None:
    if LIBRARY is None:
        return None
    with suppress(RuntimeError):
        return ReadyModel(api=LIBRARY.PyTessBaseAPI(path=f"{folder}/", lang=name))
    return None
