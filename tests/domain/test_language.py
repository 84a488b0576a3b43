"""Language by small words; text by its letters."""

import pytest

from imwu_inbox.domain.language import is_readable, language_of
from imwu_inbox.domain.mail import Language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We are pleased to offer you the position, and you will work with our team.", Language.ENGLISH),
        ("Nous avons le plaisir de vous offrir le poste, et vous serez avec nous.", Language.FRENCH),
        ("Halifax 2027-01-10", Language.UNDETERMINED),
        ("", Language.UNDETERMINED),
    ],
)
def test_small_words_tell_the_language(text: str, language: Language) -> None:
    """And where there are none, nothing is claimed."""
    assert language_of(text) is language


@pytest.mark.parametrize(
    "text", ["", "Scanned by", "\ufffd" * 60 + "letters here and there", " ".join(["xzqk", "brtf"] * 30)]
)
def test_a_hidden_layer_of_garbage_is_no_text(text: str) -> None:
    """Such a page is read from its pixels."""
    assert not is_readable(text)


def test_an_honest_text_layer_is_believed() -> None:
    """No page with good text is read from its pixels."""
    assert is_readable("This letter confirms that the artist will perform in Halifax for the whole of the season.")
