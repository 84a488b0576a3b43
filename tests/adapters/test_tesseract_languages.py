"""What doctor learns of the tesseract program."""

import pytest

from imwu_inbox.adapters.tesseract_languages import tesseract_languages
from imwu_inbox.errors import BadConfig


def test_both_official_languages_are_there() -> None:
    """The machine that runs these tests can read French and English."""
    assert {"eng", "fra"} <= tesseract_languages()


def test_a_missing_program_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """In words that name the program."""
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(BadConfig, match="tesseract is not installed"):
        tesseract_languages()
