"""The colours of the pages against each other, computed: what axe cannot judge in drawings it need not."""

import re

import pytest

from imwu_inbox.web.assets import FOLDER

TOKENS = dict(
    re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", (FOLDER / "app.css" / "10-tokens.css").read_text(encoding="utf-8"))
)
TEXT = 4.5
SHAPE = 3.0
"""Source: WCAG 2.1, success criteria 1.4.3 and 1.4.11."""


def luminance(colour: str) -> float:
    """How bright a colour is. Units: 0 to 1. Source: WCAG 2.1, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of two tokens. Units: to 1."""
    brighter, darker = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("surface", ["card", "page", "tint"])
@pytest.mark.parametrize("word", ["navy", "blue", "ink", "ink2", "red", "amber", "green", "purple"])
def test_words_are_read_on_every_surface(word: str, surface: str) -> None:
    """At least 4.5 to 1."""
    assert contrast(word, surface) >= TEXT


@pytest.mark.parametrize("word", ["red", "amber", "green"])
def test_words_are_read_on_their_own_tint(word: str) -> None:
    """Notices and chips."""
    assert contrast(word, f"{word}-tint") >= TEXT
    assert contrast("ink", f"{word}-tint") >= TEXT


@pytest.mark.parametrize(
    "shape", ["focus", "control", "button-line", "track-ok", "track-near", "track-today", "amber", "red"]
)
def test_edges_ticks_and_bars_are_seen_on_a_card(shape: str) -> None:
    """At least 3 to 1."""
    assert contrast(shape, "card") >= SHAPE


@pytest.mark.parametrize(
    ("stated", "word"), [(12.2, "navy"), (9.2, "blue"), (14.8, "ink"), (7.2, "ink2"), (6.8, "red")]
)
def test_the_computation_agrees_with_what_was_measured_before(stated: float, word: str) -> None:
    """The ratios of the design, on white."""
    assert contrast(word, "card") == pytest.approx(stated, abs=0.06)
