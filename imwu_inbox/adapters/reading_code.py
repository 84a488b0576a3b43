"""A fingerprint of all that decides what is read from a file: the code, its models, its libraries, its registers."""

import hashlib
import platform
import shutil
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import TypeAdapter

import imwu_inbox
from imwu_inbox.domain.reader_setup import ReaderSetup

_PACKAGE = Path(imwu_inbox.__file__).parent
_ROOMS = ("adapters", "documents", "domain", "reader")
_LIBRARIES = (
    "defusedxml", "numpy", "olefile", "onnxruntime", "opencv-python-headless", "pikepdf", "pillow", "pillow-heif",
    "pypdf", "pypdfium2", "pytesseract", "rapidfuzz", "rapidocr", "striprtf",
)  # fmt: skip
_PROGRAM = "tesseract"
_SETUP = TypeAdapter(ReaderSetup)
_SHOWN_DIGITS = 24


def fingerprint_of_reading(setup: ReaderSetup, *, package: Path = _PACKAGE) -> str:
    """Hexadecimal digits that change with anything that may change a reading."""
    whole = hashlib.sha256()
    for line in (*_files(package), *_libraries(), _program(), platform.python_version(), _registers(setup)):
        whole.update(line.encode() + b"\n")
    return whole.hexdigest()[:_SHOWN_DIGITS]


def _files(package: Path) -> Iterator[str]:
    """Every file of the rooms that read, code and models, with the hash of its bytes."""
    for room in _ROOMS:
        for path in sorted((package / room).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                yield f"{path.relative_to(package)} {hashlib.sha256(path.read_bytes()).hexdigest()}"


def _libraries() -> Iterator[str]:
    for name in _LIBRARIES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} absent"


def _program() -> str:
    """The program that reads pixels and its models, by their sizes and moments: asking it costs a process."""
    found = shutil.which(_PROGRAM)
    if found is None:
        return f"{_PROGRAM} absent"
    share = Path(found).resolve().parent.parent / "share"
    files = (Path(found), *sorted(share.glob(f"{_PROGRAM}-ocr/*/tessdata/*.traineddata")))
    return " ".join(f"{file.name} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in files)


def _registers(setup: ReaderSetup) -> str:
    """The setup in one order: a set has none of its own."""
    codes = ",".join(sorted(setup.country_codes))
    return f"{_SETUP.dump_json(setup, exclude={'country_codes'}).decode()} {codes}"
