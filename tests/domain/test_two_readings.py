"""Two models read one answer: where they differ, what each of them knows better counts, and the rest is doubted."""

from collections.abc import Sequence

import pytest

from imwu_inbox.domain.documents import Word
from imwu_inbox.domain.two_readings import (
    beginning_agreed,
    english_agreed,
    entry_agreed,
    figures_agreed,
    name_agreed,
    number_agreed,
)

SURE_ENOUGH = 0.85
"""A value of less confidence is shown to the officer as one to be checked."""


def words(text: str, confidence: float = 0.9) -> Sequence[Word]:
    """The words of a line."""
    return [
        Word(text=word, box=(0.1 * at, 0.1, 0.1 * at + 0.09, 0.12), confidence=confidence)
        for at, word in enumerate(text.split())
    ]


def said(told: Sequence[Word]) -> str:
    """A line of words."""
    return " ".join(word.text for word in told)


@pytest.mark.parametrize(
    ("first", "closer", "meant"),
    [
        ("204 555-6191", "204 555-0191", "204 555-0191"),
        ("982 555-6190", "902 555-0190", "902 555-0190"),
        ("08440", "06448", "00440"),
        ("508+", "5900+", "500+"),
        ("284", "2904", "204"),
        ("66Q", "660", "660"),
        ("1964-04-17", "1994-04-17", "1994-04-17"),
        ("3644-8090", "3644-80990", "3644-8090"),
        ("55g", "559", "559"),
        ("24", "21", "21"),
        ("Du (AAAA-MM-33) 2827-63-16", "Ou (AAAAMM-JJ) 2027-03-16", "Du (AAAA-MM-33) 2027-03-16"),
    ],
)
def test_noughts_of_any_shape_are_told_by_two_readings(first: str, closer: str, meant: str) -> None:
    """Whichever of the two knew them, or where each took them for another figure; what differed is not sure."""
    told = figures_agreed(words(first), words(closer))
    assert said(told) == meant
    assert told[-1].confidence < SURE_ENOUGH


def test_figures_read_alike_are_sure_and_others_are_doubted() -> None:
    """A 7 is no 1, and no nought: nobody can tell which was meant. What only one of the two saw is doubted too."""
    assert figures_agreed(words("51", 0.7), words("51", 0.95))[0].confidence == 0.95
    assert figures_agreed(words("69", 0.9), words("69", 0.95))[0].confidence < SURE_ENOUGH
    assert figures_agreed(words("51", 0.7), words("57", 0.9))[0].confidence < 0.3
    assert figures_agreed(words("51"), ())[0].confidence == figures_agreed((), words("51"))[0].confidence == 0.5
    assert figures_agreed((), ()) == ()
    assert said(figures_agreed(words("gg"), words("g0"))) == "g0"
    assert said(figures_agreed(words("5800 -9554"), words("5800-9554"))) == "5800-9554"


@pytest.mark.parametrize(
    ("read", "closer", "meant", "is_doubted"),
    [
        ("693,", "603,", "603,", True),
        ("818,", "819", "810,", True),
        ("A76-Demandeurs", "A70—-Demandeurs", "A70-Demandeurs", True),
        ("PP-RES128-Politique", "PP-RES126-Politinue", "PP-RES120-Politique", True),
        ("146,", "746,", "146,", True),
        ("British", "8ritish", "British", False),
        ("646,", "646", "646,", False),
        ("646,", "", "646,", False),
    ],
)
def test_a_number_before_other_words_is_held_against_a_closer_look(
    read: str, closer: str, meant: str, *, is_doubted: bool
) -> None:
    """A house's number, a code's; what follows it stays."""
    (word,) = words(read)
    told = number_agreed(word, words(closer))
    assert told.text == meant
    assert (told.confidence < SURE_ENOUGH) is is_doubted


@pytest.mark.parametrize(
    ("read", "english", "meant"),
    [
        ("RiSôu)i-Décision en attente", "R186u)-Décision en attente", "R186u)-Décision en attente"),
        ("T45—AECG en attente", "T47—AECG en attente", "T45—AECG en attente"),
        ("C26—Emploi", "C20-Emploi", "C20—Emploi"),
        ("RiSôu)i-Décision", "RiBu)-Decision", "RiSôu)i-Décision"),
        ("RiSôu)i-Décision", "", "RiSôu)i-Décision"),
    ],
)
def test_a_code_is_taken_from_whichever_model_read_one(read: str, english: str, meant: str) -> None:
    """And the first model's title with it."""
    assert said(entry_agreed(words(read), words(english))) == meant


@pytest.mark.parametrize(
    ("latin", "french", "meant"),
    [
        (("Éėluard", 0.4), ("Éluard", 0.95), "Éluard"),
        (("Êluard-Morin", 0.7), ("Éluard-Morin", 0.91), "Éluard-Morin"),
        (("Thérėse", 0.4), ("Thérèse", 0.95), "Thérèse"),
        (("Benoit", 0.73), ("Benoît", 0.93), "Benoît"),
        (("Benoit", 0.92), ("Benoît", 0.95), "Benoît"),
        (("Ordóñez", 0.92), ("Ordôñez", 0.95), "Ordóñez"),
        (("Lucíia", 0.42), ("Lucia", 0.96), "Lucía"),
        (("Žžagar", 0.47), ("Zagar", 0.91), "Žagar"),
        (("Domínguez", 0.68), ("Dominguez", 0.91), "Domínguez"),
        (("Faírweather", 0.46), ("Fairweather", 0.9), "Fairweather"),
        (("teiataua", 0.69), ("Leiataua", 0.91), "Leiataua"),
        (("Jurišić", 0.92), ("Jurisic", 0.95), "Jurišić"),
        (("Eglė", 0.91), ("Eglé", 0.92), "Eglė"),
        (("O’Malley", 0.5), ("0'Malley", 0.9), "O’Malley"),
        (("Dårziņš", 0.12), ("Därzins", 0.38), "Dårziņš"),
    ],
)
def test_names_take_from_each_model_what_it_knows(
    latin: tuple[str, float], french: tuple[str, float], meant: str
) -> None:
    """French letters are the French model's, all others the one's that has them; a sure reading is left alone."""
    assert said(name_agreed(words(*latin), words(*french))) == meant


def test_names_of_other_counts_of_words_are_left_alone() -> None:
    """Nobody knows which belongs to which."""
    assert said(name_agreed(words("Mac Gregor", 0.4), words("MacGregor", 0.95))) == "Mac Gregor"


def test_english_is_read_by_its_own_model_but_for_figures_in_words() -> None:
    """No letter turns into a figure by a second look."""
    assert said(english_agreed(words("the tean of Britain"), words("the team of 8ritain"))) == "the team of Britain"
    assert said(english_agreed(words("986 College"), words("906 College"))) == "906 College"
    assert said(english_agreed(words("611 Quay"), words("612 Quay"))) == "611 Quay"
    assert said(english_agreed(words("a tean"), words("a team of"))) == "a team of"
    assert said(english_agreed(words("a tean"), ())) == "a tean"


def test_a_sentence_begins_large_where_the_other_model_saw_it() -> None:
    """And only where the rest of its first word is the same."""
    assert said(beginning_agreed(words("het en service"), words("Met"))) == "Met en service"
    assert said(beginning_agreed(words("het en service"), words("Mot"))) == "het en service"
    assert said(beginning_agreed(words("het en service"), ())) == "het en service"
    assert beginning_agreed((), words("Met")) == ()
