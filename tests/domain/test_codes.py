"""Exemption codes in text: found as people write them, mended only to codes that exist, never guessed."""

import random
from itertools import product

import pytest

from imwu_inbox.domain.codes import find_codes
from imwu_inbox.domain.documents import Source
from imwu_inbox.domain.exemption import CodeRegister
from imwu_inbox.settings import Settings, registers_of

REGISTER = registers_of(Settings()).codes
SURE = 0.6


def found(text: str, source: Source = Source.LETTER, register: CodeRegister = REGISTER) -> list[str]:
    """The codes of a text, in their order."""
    return [mention.code for mention in find_codes(text, register, source=source)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("LMIA exemption code C16", "C16"),
        ("the exemption code C-16.", "C16"),
        ("LMIA exemption code c 16 applies", "C16"),
        ("exempt under R205(a) - C10", "C10"),
        ("R204(a) – T36", "T36"),
        ("no work permit is required under R186(g)", "R186(g)"),
        ("exempt under R186 g)", "R186(g)"),
        ("exempt as per paragraph 186(g)", "R186(g)"),
        ("dispense de permis de travail, alinéa 186g) du Règlement", "R186(g)"),
        ("R187—business visitor", "R186(a)"),
        ("code de dispense C23", "C23"),
        ("exempt under R186(e.1)", "R186(e.1)"),
    ],
)
def test_a_code_is_found_however_people_write_it(text: str, code: str) -> None:
    """In both languages, with and without brackets, blanks and hyphens."""
    assert found(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "exemption code CIO",
        "LMIA exempt; the office is at Suite C12",
        "we are exempt; meet us in room T23",
        "K1A 0A6 exemption",
        "NOC 21301, exempt",
        "187 Main Street",
        "call 186-5550 about the exemption",
        "fee exemption code E01",
        "programmed in C11 and C17",
        "offer of employment A1234567, exempt",
        "T4 slip and T2200, exempt",
        "the exemption of R205(a)",
        "Part A75 of the paper is exempt",
    ],
)
def test_what_looks_like_a_code_by_chance_is_left_alone(text: str) -> None:
    """Rooms, fees, postal codes, standards and provisions are no exemption codes."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("C1O", "C10"), ("Cl2", "C12"), ("T2З", "T23"), ("R1B6(g)", "R186(g)"), ("R186(9)—Performing artists", "R186(g)")],
)
def test_a_misread_character_is_mended_on_the_form(text: str, code: str) -> None:
    """To the one code that exists, with the misread text kept beside it."""
    (mention,) = find_codes(text, REGISTER, source=Source.FORM)
    assert (mention.code, mention.raw) == (code, text.split("—", maxsplit=1)[0])


def test_a_title_beside_the_code_corrects_a_misread_letter() -> None:
    """`R186(a)` beside "Performing artists" is a g whose tail an underline hid."""
    assert found("R186(a)—Performina artists", Source.FORM) == ["R186(g)"]


def test_a_title_of_quite_another_code_makes_the_form_doubtful() -> None:
    """Neither of two contradicting statements is believed."""
    assert found("C88—Significant benefit – General", Source.FORM) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("RA86(u)-Implied status", "R186(u)"),
        ("C96-Careaivers (HCCPP or HSWP) occunation-restricted open work", "C90"),
        ("ES52-Peru FTA Professionals and technicians", "F52"),
    ],
)
def test_a_title_read_well_mends_a_code_read_badly(text: str, code: str) -> None:
    """The form's list ties each code to its title."""
    assert found(text, Source.FORM) == [code]


def test_codes_that_only_a_title_names_are_not_asked_for() -> None:
    """The list describes spouses by the codes of those they follow."""
    entry = "F64—ACC Canada–Royaume-Uni – Époux de personnes mutées (F61, F62 ou F63)"
    assert found(entry, Source.FORM) == ["F64"]


def test_a_code_beside_a_title_that_no_list_knows_is_not_sure() -> None:
    """Its digit may be misread, and nothing tells."""
    (mention,) = find_codes("C16—Siaiftcunt bonofl", REGISTER, source=Source.FORM)
    assert mention.confidence < SURE


@pytest.mark.parametrize("code", ["PP-RES120", "PP-STHS"])
def test_a_code_of_a_shape_of_its_own_is_found(code: str) -> None:
    """Public policies have names, not numbers."""
    assert found(f"exempt under {code}") == [code]


def test_a_code_no_list_holds_is_told_only_where_it_is_called_one() -> None:
    """So that an officer sees it as unknown."""
    assert found("C99", Source.FORM) == ["C99"]
    assert found("exemption code C99") == ["C99"]
    assert found("we enclose C99 with our request for an exemption") == []


def test_a_form_may_name_two_codes() -> None:
    """Both are told, in their order."""
    assert found("C10 / R186(g)", Source.FORM) == ["C10", "R186(g)"]


def test_a_title_that_only_opens_like_anothers_moves_no_code() -> None:
    """Off-campus work is R186(v), and R186(w) where its transition follows; a worse title settles no unread code."""
    assert found("R186(w)—Off-campus work (transition to post-graduation status)", Source.FORM) == ["R186(w)"]
    assert found("ETG-ALECU (Ukraine) - Investisseurs", Source.FORM) == []


def test_a_misread_code_beside_its_own_title_is_never_another_surely() -> None:
    """Whatever character was misread into another code of the list: two trade agreements differ in one word."""
    chance = random.Random(31)
    sure: list[tuple[str, str, str]] = []
    for row in chance.sample(REGISTER.codes, 60):
        near = [one.code for one in REGISTER.codes if _misread_once(one.code, row.code)]
        for code, title in product(chance.sample(near, min(3, len(near))), (row.title_en, row.title_fr)):
            said = find_codes(f"{code}—{title}", REGISTER, source=Source.FORM)
            sure += [(row.code, code, one.code) for one in said if one.code != row.code and one.confidence >= SURE]
    assert sure == []
    assert found("F51—Korea FTA – Investors", Source.FORM) == ["F31"]


def test_a_title_that_was_cut_off_may_be_eithers() -> None:
    """What was read of C17's title is the whole of C15's: the code stands, and an officer looks."""
    (only,) = find_codes("C17—Rural and Northern Immigration Pilot", REGISTER, source=Source.FORM)
    assert only.code == "C17"
    assert only.confidence < SURE


def _misread_once(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def test_noise_never_becomes_a_sure_code() -> None:
    """Of ten thousand random words in letters that speak of exemptions, none is taken for another code."""
    chance = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    words = ["".join(chance.choices(letters, k=chance.choice((4, 5, 6, 7)))) for _ in range(10_000)]
    text = " exemption ".join(words)
    assert [one for one in find_codes(text, REGISTER, source=Source.LETTER) if one.confidence >= SURE] == []


def test_the_wording_of_the_forms_own_list_is_a_title_too() -> None:
    """The list of 2018 shortens what the regulation says; a misread paragraph is mended by it."""
    (right,) = find_codes("R186(p)—Health care students", REGISTER, source=Source.FORM)
    assert (right.code, right.confidence > 0.9) == ("R186(p)", True)
    assert found("R186(d)—Health care students", Source.FORM) == ["R186(p)"]
    assert found("R186(d)—Military personnel", Source.FORM) == ["R186(d)"]
