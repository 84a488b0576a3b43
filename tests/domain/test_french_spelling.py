"""Circumflexes that a coarse scan lost."""

import pytest

from imwu_inbox.domain.french_spelling import with_circumflex


@pytest.mark.parametrize(
    ("read", "spelled"),
    [
        ("Entraine l’équipe", "Entraîne l’équipe"),
        ("Entraïine et Entraiîne", "Entraîne et Entraîne"),
        ("en musique où cinq ans, là où il joue", "en musique ou cinq ans, là où il joue"),
        ("ENTRAINEUR principal", "ENTRAÎNEUR principal"),
        ("entraïnement de jeunes", "entraînement de jeunes"),
        ("chef contremaitre, maitrise", "chef contremaître, maîtrise"),
        ("avec entrain", "avec entrain"),
        ("traiteur à Trois-Rivières", "traiteur à Trois-Rivières"),
        ("les iles, un ilot", "les îles, un ilot"),
        ("il dine au gite", "il dine au gîte"),
    ],
)
def test_words_are_spelled_as_the_dictionary_has_them(read: str, spelled: str) -> None:
    """Only those that mean nothing else without it."""
    assert with_circumflex(read) == spelled
