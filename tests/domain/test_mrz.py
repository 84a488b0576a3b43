"""What a machine-readable zone says and how far it may be believed; the lines are the public specimens of ICAO 9303."""

from datetime import date

import pytest

from imwu_inbox.domain.mrz import MrzFormat, check_digit, checks, format_of, lawful, parse_mrz
from imwu_inbox.domain.mrz_layout import LAYOUTS

TODAY = date(2026, 11, 22)
CODES = frozenset({"UTO", "D", "XXX"})
PASSPORT = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
CARD = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
SMALL = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
VISA_A = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
VISA_B = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<")
SPECIMENS = {
    MrzFormat.TD3: PASSPORT,
    MrzFormat.TD1: CARD,
    MrzFormat.TD2: SMALL,
    MrzFormat.MRVA: VISA_A,
    MrzFormat.MRVB: VISA_B,
}


def passport_line_two(number: str, nationality: str, birth: str, sex: str, expiry: str, optional: str = "") -> str:
    """A second line whose digits are all right, with `<` for the digit of empty optional data."""
    body = number.ljust(9, "<") + check_digit(number.ljust(9, "<")) + nationality.ljust(3, "<") + birth
    body += check_digit(birth) + sex + expiry + check_digit(expiry) + optional.ljust(14, "<")
    body += check_digit(optional.ljust(14, "<")) if optional else "<"
    return body + check_digit(body[:10] + body[13:20] + body[21:43])


@pytest.mark.parametrize("kind", list(SPECIMENS))
def test_every_format_is_known_by_its_size_and_first_letter(kind: MrzFormat) -> None:
    """The five specimens are told apart without being told which is which."""
    assert format_of(SPECIMENS[kind]) is kind


@pytest.mark.parametrize("kind", list(SPECIMENS))
def test_all_check_digits_of_the_specimens_hold(kind: MrzFormat) -> None:
    """The published lines satisfy every check digit that their format has."""
    found = checks(SPECIMENS[kind])
    assert found
    assert all(right for _, right in found)


@pytest.mark.parametrize("kind", list(SPECIMENS))
def test_every_cell_of_the_specimens_is_in_its_alphabet(kind: MrzFormat) -> None:
    """The alphabet of each position allows what the published lines print there."""
    for line, cells in zip(SPECIMENS[kind], LAYOUTS[kind].alphabets(), strict=True):
        assert all(character in allowed for character, allowed in zip(line, cells, strict=True))


@pytest.mark.parametrize("kind", list(SPECIMENS))
def test_the_person_is_the_same_in_every_format(kind: MrzFormat) -> None:
    """Names and sex come out alike wherever the format prints them."""
    fields = parse_mrz(SPECIMENS[kind], TODAY)
    assert (fields.surname, fields.given_names, fields.sex) == ("ERIKSSON", "ANNA MARIA", "F")


def test_a_passport_states_its_facts() -> None:
    """Number, nationality and dates of the passport specimen, as a person would write them."""
    fields = parse_mrz(PASSPORT, TODAY)
    assert (fields.document_code, fields.issuing_state, fields.number) == ("P", "UTO", "L898902C3")
    assert (fields.nationality, fields.optional_data, fields.name_cut) == ("UTO", "ZE184226B", False)
    assert (fields.birth_date, fields.expiry_date) == (date(1974, 8, 12), date(2012, 4, 15))


@pytest.mark.parametrize("place", [0, 9, 13, 19, 21, 27, 28, 42, 43])
def test_one_wrong_character_breaks_a_check_digit(place: int) -> None:
    """Each digit of line two guards the cells it says it guards."""
    wrong = "0" if PASSPORT[1][place] != "0" else "1"
    line_two = PASSPORT[1][:place] + wrong + PASSPORT[1][place + 1 :]
    assert not all(right for _, right in checks((PASSPORT[0], line_two)))


def test_a_birth_is_never_in_the_future() -> None:
    """The day after today belongs to the century before; today itself is a birth today."""
    tomorrow = parse_mrz((PASSPORT[0], passport_line_two("X1", "UTO", "261123", "M", "300101")), TODAY)
    newborn = parse_mrz((PASSPORT[0], passport_line_two("X1", "UTO", "261122", "M", "300101")), TODAY)
    assert tomorrow.birth_date == date(1926, 11, 23)
    assert newborn.birth_date == TODAY


def test_a_leap_day_chooses_the_century_that_has_it() -> None:
    """29 February 2000 exists and 29 February 1900 does not."""
    fields = parse_mrz((PASSPORT[0], passport_line_two("X1", "UTO", "000229", "M", "300101")), TODAY)
    assert fields.birth_date == date(2000, 2, 29)


@pytest.mark.parametrize(("digits", "year"), [("360101", 2036), ("980101", 1998), ("740101", 2074), ("780101", 1978)])
def test_an_expiry_is_the_nearest_day_with_its_digits(digits: str, year: int) -> None:
    """Fresh and long expired passports both get the century that lies nearest to today."""
    fields = parse_mrz((PASSPORT[0], passport_line_two("X1", "UTO", "500101", "M", digits)), TODAY)
    assert fields.expiry_date == date(year, 1, 1)


@pytest.mark.parametrize("birth", ["990230", "99<<<<", "991300"])
def test_a_day_that_does_not_exist_is_no_date(birth: str) -> None:
    """Impossible and partly unknown births stay empty and are never called lawful."""
    lines = (PASSPORT[0], passport_line_two("X1", "UTO", birth, "M", "300101"))
    assert parse_mrz(lines, TODAY).birth_date is None
    assert not lawful(lines, codes=CODES, today=TODAY)


def test_germany_is_a_single_letter() -> None:
    """`D<<` is the code of Germany, as state and as nationality."""
    lines = (
        "P<D<<MUSTERFRAU<<ERIKA<<<<<<<<<<<<<<<<<<<<<<",
        passport_line_two("C01X00T47", "D", "640812", "F", "270228"),
    )
    fields = parse_mrz(lines, TODAY)
    assert (fields.issuing_state, fields.nationality) == ("D", "D")
    assert lawful(lines, codes=CODES, today=TODAY)


@pytest.mark.parametrize("digit", ["<", "0"])
def test_empty_optional_data_may_carry_a_filler_or_a_zero(digit: str) -> None:
    """States print either; both are right, and nothing else is."""
    line_two = passport_line_two("X1", "UTO", "800101", "M", "300101")
    found = dict(checks((PASSPORT[0], line_two[:42] + digit + line_two[43:])))
    assert found["optional_data"]
    assert found["composite"]


def test_an_empty_optional_field_with_another_digit_is_wrong() -> None:
    """A seven beside fourteen fillers holds for nobody."""
    line_two = passport_line_two("X1", "UTO", "800101", "M", "300101")
    assert not dict(checks((PASSPORT[0], line_two[:42] + "7" + line_two[43:])))["optional_data"]


def test_a_long_card_number_runs_on_into_the_optional_data() -> None:
    """The filler in the check cell says that the number and its digit end before the next filler."""
    head = "I<UTOD23145890<7349<<<<<<<<<<<"
    body = ("7408122F1204159UTO", "<<<<<<<<<<<")
    lines = (head, body[0] + body[1] + check_digit(head[5:] + "7408122" + "1204159" + body[1]), CARD[2])
    fields = parse_mrz(lines, TODAY)
    assert (fields.number, fields.optional_data) == ("D23145890734", "")
    assert all(right for _, right in checks(lines))


def test_a_name_of_one_part_has_no_given_names() -> None:
    """People with a single name have a surname and nothing else."""
    fields = parse_mrz(("P<UTOARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", PASSPORT[1]), TODAY)
    assert (fields.surname, fields.given_names) == ("ARKFREITH", "")


def test_a_name_that_fills_its_field_is_marked_as_cut() -> None:
    """Thirty-nine characters without a filler at the end may have lost their tail."""
    lines = ("P<UTONILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K", PASSPORT[1])
    assert parse_mrz(lines, TODAY).name_cut


def test_an_unspecified_sex_is_x() -> None:
    """A filler in the place of the sex means that the State does not say."""
    lines = (PASSPORT[0], passport_line_two("X1", "UTO", "800101", "<", "300101"))
    assert parse_mrz(lines, TODAY).sex == "X"
    assert lawful(lines, codes=CODES, today=TODAY)


@pytest.mark.parametrize("kind", list(SPECIMENS))
def test_the_specimens_are_lawful(kind: MrzFormat) -> None:
    """Every published zone passes the guard that noise must not pass."""
    assert lawful(SPECIMENS[kind], codes=CODES, today=TODAY)


@pytest.mark.parametrize(
    "lines",
    [
        ("P<QQQERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", PASSPORT[1]),
        (PASSPORT[0], PASSPORT[1].replace("UTO", "QQQ")),
        ("P<UTO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", PASSPORT[1]),
        ("P<UTOERIKSSON<<ANNA<<<MARIA<<<<<<<<<<<<<<<<<", PASSPORT[1]),
        ("P<UTOERIKS5ON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", PASSPORT[1]),
        (PASSPORT[0], PASSPORT[1].replace("F12", "K12")),
    ],
    ids=["state", "nationality", "empty name", "name gap", "digit in name", "sex"],
)
def test_right_digits_do_not_excuse_an_unlawful_zone(lines: tuple[str, ...]) -> None:
    """An unknown state, an impossible name or sex is refused although every check digit holds."""
    assert not lawful(lines, codes=CODES, today=TODAY)


@pytest.mark.parametrize("lines", [(), ("P<UTO",), ("X" * 44, "Y" * 44), (PASSPORT[0].lower(), PASSPORT[1])])
def test_lines_that_are_no_zone_are_refused_with_their_sizes(lines: tuple[str, ...]) -> None:
    """Whatever is not a zone by size, letters or first letter is refused in words."""
    assert format_of(lines) is None
    with pytest.raises(ValueError, match="not a zone of ICAO 9303"):
        checks(lines)


def test_a_character_outside_the_alphabet_has_no_check_digit() -> None:
    """Lower case and spaces are refused by name."""
    with pytest.raises(ValueError, match="'a' is not a character"):
        check_digit("1a")
