"""What belongs to a written answer."""

import pytest

from imwu_inbox.domain.documents import Word
from imwu_inbox.domain.form_written import bared


@pytest.mark.parametrize(
    ("read", "answer"),
    [
        ("— C10 Avantage .", "C10 Avantage"),
        ("A77 « démarrage d’entreprise »", "A77 « démarrage d’entreprise »"),
        ("démarrage »", "démarrage"),
        ("– ·", ""),
    ],
)
def test_an_answer_is_without_marks_around_it_and_closes_what_it_opened(read: str, answer: str) -> None:
    """A dash or dot beside it is left of lines; a quotation's end is its own."""
    words = [Word(text=word, box=(0.1 * at, 0.1, 0.1 * at + 0.05, 0.12)) for at, word in enumerate(read.split())]
    assert " ".join(word.text for word in bared(words)) == answer
