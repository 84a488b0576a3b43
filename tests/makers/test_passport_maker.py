"""The passport maker prints what ICAO Doc 9303 asks for, and always the same page for the same seed."""

import json
import random
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from fixtures.makers.__main__ import main
from fixtures.makers.countries import countries
from fixtures.makers.damage import DAMAGES, passport_at_level
from fixtures.makers.mrz import mrz_names, name_field, td1_lines, td3_lines, visa_lines
from fixtures.makers.passport import ZONE_HEIGHT_MM, draw_passport
from fixtures.makers.passport_layouts import LAYOUTS
from fixtures.makers.people import Person, invent_person, transliterate
from fixtures.makers.scans import images_to_pdf

TODAY = date(2026, 11, 2)
MARKS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def written_out_digit(field: str) -> int:
    """The check digit as the standard's worked example reaches it: a column of products, their sum, the rest by ten."""
    total = 0
    for position, mark in enumerate(field):
        value = 0 if mark == "<" else MARKS.index(mark)
        total += value * [7, 3, 1][position % 3]
    return total % 10


def named(surname: str, given_names: str) -> Person:
    """Somebody with the given name and nothing else chosen."""
    return invent_person(random.Random(7), today=TODAY, nationality="GBR", surname=surname, given_names=given_names)


def crowd(count: int) -> list[Person]:
    """People of every style of name."""
    rng = random.Random(2026)
    return [invent_person(rng, today=TODAY, name_style="any") for _ in range(count)]


def test_the_checker_agrees_with_the_worked_examples_of_the_standard() -> None:
    """Doc 9303-3, 4.9 works out a date and a short number; the specimen of part 4 gives the other two."""
    assert written_out_digit("520727") == 3
    assert written_out_digit("AB2134<<<") == 5
    assert written_out_digit("L898902C3") == 6
    assert written_out_digit("740812") == 2


def test_every_passport_zone_has_two_lines_of_44_and_right_check_digits() -> None:
    """Two hundred people of many states, checked by a second reckoning of the digits."""
    for person in crowd(200):
        first, second = td3_lines(person)
        assert (len(first), len(second)) == (44, 44)
        assert set(first + second) <= set(MARKS + "<")
        assert int(second[9]) == written_out_digit(second[:9])
        assert int(second[19]) == written_out_digit(second[13:19])
        assert int(second[27]) == written_out_digit(second[21:27])
        assert second[42].replace("<", "0") == str(written_out_digit(second[28:42]))
        assert int(second[43]) == written_out_digit(second[:10] + second[13:20] + second[21:43])


def test_the_zone_carries_the_person() -> None:
    """Number, state, birth, sex and expiry stand where Doc 9303-4 puts them."""
    for person in crowd(200):
        first, second = td3_lines(person)
        assert first[0] == "P"
        assert first[2:5].rstrip("<") == person.issuer
        assert second[:9].rstrip("<") == person.passport_number
        assert second[10:13].rstrip("<") == person.nationality
        assert second[13:19] == person.birth_date.strftime("%y%m%d")
        assert second[20] == {"F": "F", "M": "M", "X": "<"}[person.sex]
        assert second[21:27] == person.expires_on.strftime("%y%m%d")


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Müller", "MUELLER"),
        ("Weiß", "WEISS"),
        ("Þórðarson", "THORDARSON"),
        ("Sørensen", "SOERENSEN"),
        ("Åkesson", "AAKESSON"),
        ("Kjær", "KJAER"),
        ("Œuvrard", "OEUVRARD"),
        ("Đurđević", "DURDEVIC"),
        ("Łukasiewicz", "LUKASIEWICZ"),
        ("Núñez", "NUNEZ"),
        ("Kőszegi", "KOSZEGI"),
        ("Țuțuianu", "TUTUIANU"),
        ("D'Amico", "DAMICO"),
        ("O’Dea", "ODEA"),
        ("Schmidt-Lüders", "SCHMIDT LUEDERS"),
        ("van 't Hoff", "VAN T HOFF"),
        ("St. Clair", "ST CLAIR"),
        ("Mu\u0308ller", "MUELLER"),
    ],
)
def test_names_are_spelled_in_the_letters_of_the_zone(name: str, zone: str) -> None:
    """Doc 9303-3, section 6: recommended transliterations, apostrophes dropped, hyphens made spaces."""
    assert transliterate(name) == zone


def test_a_name_in_another_script_is_refused() -> None:
    """The makers print Latin names only, so a Greek one is a mistake of the caller."""
    with pytest.raises(ValueError, match="Latin"):
        transliterate("Δούκας")


@pytest.mark.parametrize(
    ("surname", "given_names", "field"),
    [
        ("Papandropoulous", "Jonathon Alec", "PAPANDROPOULOUS<<JONATHON<ALEC<<<<<<<<<"),
        ("Arkfreith", "", "ARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"),
        ("Nilavadhanananda", "Chayapa Dejthamrong Krasuang", "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"),
        ("Nilavadhanananda", "Arnpol Petch Charonguang", "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU"),
        ("Bennelong Wooloomooloo Warrandyte Warnambool", "Dingo", "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WA<<D"),
        ("Abcdefghij", "Klmnopqrst Uvwxyzabcde Fghij", "ABCDEFGHIJ<<KLMNOPQRST<UVWXYZABCDE<FGHI"),
        ("Abcdefghij", "Klmnopqrst Uvwxyzabcdefghi Jkl", "ABCDEFGHIJ<<KLMNOPQRST<UVWXYZABCDEFGH<J"),
    ],
)
def test_a_long_name_is_cut_at_39_so_that_it_ends_in_a_letter(surname: str, given_names: str, field: str) -> None:
    """Doc 9303-4, 4.2.3: a letter in the last position tells that the name was cut."""
    assert name_field(named(surname, given_names), 39) == field


def test_every_cut_name_keeps_a_letter_of_the_given_names() -> None:
    """However long the surname, two fillers and an initial fit behind it."""
    rng = random.Random(39)
    for _ in range(200):
        person = invent_person(rng, today=TODAY, name_style="truncated")
        field = name_field(person, 39)
        assert len(field) == 39
        assert field[-1].isalpha()
        assert "<<<" not in field
        assert all(mrz_names(person))


def test_names_are_reported_as_a_reader_would_report_them() -> None:
    """Fillers become spaces, and a person without given names has none."""
    assert mrz_names(named("Schmidt-Lüders", "Bärbel Anna")) == ("SCHMIDT LUEDERS", "BAERBEL ANNA")
    assert mrz_names(named("Arkfreith", "")) == ("ARKFREITH", "")


def test_a_card_and_a_visa_are_no_passports_but_have_right_digits() -> None:
    """TD1 has three lines of 30 with a composite digit, a visa two of 44 without one."""
    for person in crowd(50):
        upper, middle, lower = td1_lines(person)
        assert (len(upper), len(middle), len(lower)) == (30, 30, 30)
        assert int(middle[29]) == written_out_digit(upper[5:30] + middle[:7] + middle[8:15] + middle[18:29])
        first, second = visa_lines(person)
        assert (first[0], len(first), len(second)) == ("V", 44, 44)
        assert int(second[9]) == written_out_digit(second[:9])


def test_a_long_card_number_runs_on_into_the_optional_data() -> None:
    """Doc 9303-5: the tenth place holds a filler, and the digit stands behind the rest of the number."""
    upper, _, _ = td1_lines(named("Arkfreith", ""), card_number="D23145890734")
    assert upper == "I<GBRD23145890<7349<<<<<<<<<<<"


def test_most_invented_people_need_no_visa_and_come_from_many_states() -> None:
    """The crowd looks like the unit's mail: nine in ten from visa-exempt states, more than thirty of them."""
    people = crowd(600)
    exempt = [one for one in people if countries()[one.nationality].stay == "exempt"]
    assert len(exempt) > 480
    assert len({one.nationality for one in exempt}) > 30


def test_the_data_page_is_true_to_size() -> None:
    """125 x 88 millimetres at 300 dots an inch, whatever the layout."""
    person = crowd(1)[0]
    for layout in LAYOUTS:
        assert draw_passport(person, random.Random(1), layout=layout).size == (1476, 1039)


def test_the_zone_is_printed_ten_characters_an_inch() -> None:
    """The dark columns of the zone repeat every 30 pixels at 300 dots an inch, over 44 characters."""
    page = draw_passport(named("A" * 39, ""), random.Random(3), layout="typed", specimen=False)
    rows = np.asarray(page.convert("L"), np.float64)[-round(ZONE_HEIGHT_MM / 25.4 * 300) :]
    ink = (rows < 110).sum(axis=0)
    dark = np.flatnonzero(ink)
    assert abs((dark[-1] - dark[0]) - 43.7 * 30) < 25
    middle = ink[dark[0] : dark[-1]] - ink[dark[0] : dark[-1]].mean()
    spectrum = np.abs(np.fft.rfft(middle, 6000))
    assert abs(6000 / (np.argmax(spectrum[100:300]) + 100) - 30) < 0.5


def test_the_specimen_mark_leaves_the_zone_alone() -> None:
    """The same page with and without the overprint differs above the zone only."""
    person = crowd(1)[0]
    marked = np.asarray(draw_passport(person, random.Random(8), layout="classic"))
    plain = np.asarray(draw_passport(person, random.Random(8), layout="classic", specimen=False))
    zone = round(ZONE_HEIGHT_MM / 25.4 * 300)
    assert (marked[:-zone] != plain[:-zone]).any()
    # The zone's place on the page is drawn after the mark, so only its paper is compared.
    assert (marked[-zone : -zone + 20] == plain[-zone : -zone + 20]).all()


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_same_seed_gives_the_same_damaged_page(damage: str) -> None:
    """Every hard case is drawn twice and compared pixel by pixel."""
    case = next(one for one in DAMAGES if one == damage)
    person = crowd(1)[0]
    first, _ = passport_at_level(person, random.Random(11), "hard", damage=case)
    second, _ = passport_at_level(person, random.Random(11), "hard", damage=case)
    assert (np.asarray(first) == np.asarray(second)).all()


def test_a_scan_in_a_pdf_is_the_same_bytes_every_time() -> None:
    """No date and no random identifier goes into the file."""
    page, _ = passport_at_level(crowd(1)[0], random.Random(4), "medium")
    assert images_to_pdf([page], dpi=150) == images_to_pdf([page], dpi=150)


def test_a_batch_writes_pages_and_their_truth(tmp_path: Path) -> None:
    """The command's truth.jsonl names each page it wrote, and a rerun gives the same."""
    arguments = ["passports", "--seed", "5", "--count", "3", "--level", "hard", "--out"]
    assert main([*arguments, str(tmp_path / "one")]) == 0
    assert main([*arguments, str(tmp_path / "two")]) == 0
    rows = [json.loads(line) for line in (tmp_path / "one" / "truth.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) == 3
    for row in rows:
        assert row["lines"][1].startswith(row["fields"]["number"])
        page = row["file"]
        assert (tmp_path / "one" / page).read_bytes() == (tmp_path / "two" / page).read_bytes()


@pytest.mark.parametrize(("kind", "form"), [("card", "TD1"), ("visa", "MRVA")])
def test_cards_and_visas_can_be_drawn_in_batches_too(tmp_path: Path, kind: str, form: str) -> None:
    """They test that a reader does not take every zone for a passport."""
    assert main(["passports", "--kind", kind, "--count", "2", "--level", "hard", "--out", str(tmp_path)]) == 0
    rows = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text("utf-8").splitlines()]
    assert [row["format"] for row in rows] == [form, form]
    assert not any(row["lines"][0].startswith("P") for row in rows)
    assert all((tmp_path / row["file"]).stat().st_size > 10_000 for row in rows)
