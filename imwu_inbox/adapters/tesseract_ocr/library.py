"""Tesseract's library kept ready in this process: small pictures are read without the cost of a start of the program.

The program starts in 60 ms and reads the printed zone of a passport in 50; here the first is paid once. What may take
long or much memory stays with the program, which can be ended. Source: tesseract, capi.h.
"""

import atexit
import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from imwu_inbox.adapters.tesseract_ocr.latin_model import latin_model
from imwu_inbox.adapters.tesseract_ocr.light import Grey
from imwu_inbox.adapters.tesseract_ocr.program import FRENCH, NAMES, words_in
from imwu_inbox.domain.documents import Word

_NAMES = ("libtesseract.so.5", "libtesseract.5.dylib")
_THREADS = "OMP_THREAD_LIMIT"
_DPI = 200
_DONE, _USUAL_ENGINE = 0, 3
_Pointer, _Text, _Number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
_FROM_MEMORY = (_Pointer, _Number, _Pointer, _Pointer, ctypes.c_size_t, _Number)
"""Settings that go with a model given as octets; none is set."""
_CALLS: tuple[tuple[str, type | None, tuple[type, ...]], ...] = (
    ("TessBaseAPICreate", _Pointer, ()),
    ("TessBaseAPIInit3", _Number, (_Pointer, _Text, _Text)),
    ("TessBaseAPIInit5", _Number, (_Pointer, _Text, *(_Number, _Text, _Number), *_FROM_MEMORY)),
    ("TessBaseAPISetVariable", _Number, (_Pointer, _Text, _Text)),
    ("TessBaseAPISetPageSegMode", None, (_Pointer, _Number)),
    ("TessBaseAPISetImage", None, (_Pointer, _Text, _Number, _Number, _Number, _Number)),
    ("TessBaseAPISetSourceResolution", None, (_Pointer, _Number)),
    ("TessBaseAPIRecognize", _Number, (_Pointer, _Pointer)),
    ("TessBaseAPIGetTsvText", _Pointer, (_Pointer, _Number)),
    ("TessBaseAPIClear", None, (_Pointer,)),
    ("TessBaseAPIEnd", None, (_Pointer,)),
    ("TessBaseAPIDelete", None, (_Pointer,)),
    ("TessDeleteText", None, (_Pointer,)),
    ("TessMonitorCreate", _Pointer, ()),
    ("TessMonitorSetDeadlineMSecs", None, (_Pointer, _Number)),
    ("TessMonitorDelete", None, (_Pointer,)),
)
"""What is called: name, answer, arguments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyModel:
    """One model in memory."""

    library: ctypes.CDLL
    handle: int

    def __call__(self, picture: Grey, cut: int, seconds: float, *, light_print: bool = False) -> tuple[Word, ...]:
        """The words of one picture, those on a dark ground too with `light_print`; none when its time was up.

        Units: boxes in fractions of the picture.
        """
        high, wide = picture.shape
        call = self.library
        call.TessBaseAPISetVariable(self.handle, b"tessedit_do_invert", b"1" if light_print else b"0")
        call.TessBaseAPISetPageSegMode(self.handle, cut)
        call.TessBaseAPISetImage(self.handle, picture.tobytes(), wide, high, 1, wide)
        call.TessBaseAPISetSourceResolution(self.handle, _DPI)
        monitor = call.TessMonitorCreate()
        try:
            call.TessMonitorSetDeadlineMSecs(monitor, max(1, round(1000 * seconds)))
            if call.TessBaseAPIRecognize(self.handle, monitor) != _DONE:
                return ()
            return words_in(self._table(), [picture])[0]
        finally:
            call.TessMonitorDelete(monitor)
            call.TessBaseAPIClear(self.handle)

    def _table(self) -> str:
        text = self.library.TessBaseAPIGetTsvText(self.handle, 0)
        if not text:
            return ""
        try:
            return ctypes.string_at(text).decode("utf-8", "replace")
        finally:
            self.library.TessDeleteText(text)

    def end(self) -> None:
        """Give its memory back."""
        self.library.TessBaseAPIEnd(self.handle)
        self.library.TessBaseAPIDelete(self.handle)


@cache
def ready_model(languages: str) -> ReadyModel | None:
    """The model of these languages, loaded when first asked for; None where this machine has no such library."""
    library = _library()
    if library is None:
        return None
    model = ReadyModel(library=library, handle=library.TessBaseAPICreate())
    if _init(model, languages) != _DONE:
        library.TessBaseAPIDelete(model.handle)
        return None
    atexit.register(model.end)
    return model


def _init(model: ReadyModel, languages: str) -> int:
    """Load a model by its name, or the one for names from memory."""
    call = model.library
    if languages != NAMES:
        return int(call.TessBaseAPIInit3(model.handle, None, languages.encode()))
    names = latin_model()
    if names is None:
        return int(call.TessBaseAPIInit3(model.handle, None, FRENCH.encode()))
    told = (NAMES.encode(), _USUAL_ENGINE, None, 0, None, None, 0, 0)
    return int(call.TessBaseAPIInit5(model.handle, names, len(names), *told))


@contextmanager
def _on_one_thread() -> Iterator[None]:
    """A library of threads that is loaded meanwhile starts none: they wait by spinning, at more cost than gain."""
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_THREADS]
        else:
            os.environ[_THREADS] = before


def _library() -> ctypes.CDLL | None:
    for name in _NAMES:
        try:
            with _on_one_thread():
                library = ctypes.CDLL(name)
            for call, answer, arguments in _CALLS:
                function = getattr(library, call)
                function.restype, function.argtypes = answer, arguments
        except (OSError, AttributeError):
            continue
        return library
    return None
