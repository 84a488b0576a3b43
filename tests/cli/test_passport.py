"""`passport`: the surest zone of each file, one object a line."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from imwu_inbox.domain.admissibility import judge
from imwu_inbox.domain.documents import DocumentKind, Fact, Opened, Source
from imwu_inbox.domain.mrz import MrzFormat, MrzReading
from imwu_inbox.domain.reading import FileReading
from tests.cli.conftest import Caller
from tests.domain.papers import a_document, a_request, a_zone, book
from tests.fakes.house import FakeReadingHouse


@pytest.fixture
def reading(call: Caller) -> FakeReadingHouse:
    """A reading house that judges nothing here."""
    house = FakeReadingHouse(judgement=lambda _raw: judge(a_request(), book()))
    call.reading = house
    return house


def passports(*zones: MrzReading) -> FileReading:
    """What a file with these zones reads as."""
    return FileReading(
        opened=Opened.OK,
        media_type="image/png",
        documents=(a_document(DocumentKind.PASSPORT, passports=zones),) if zones else (),
    )


def test_the_surest_zone_of_a_file_is_told(call: Caller, tmp_path: Path, reading: FakeReadingHouse) -> None:
    """One object a line, in the order of the files, with every key that was promised."""
    files = [tmp_path / name for name in ("a.png", "b.png")]
    for file in files:
        file.write_bytes(file.name.encode())
    unsure = replace(a_zone(number="00000000X", checks_valid=False), confidence=1.0)
    reading.reading = lambda content, _confirm: passports(unsure, a_zone()) if content == b"a.png" else passports()
    said = call("passport", "--json", *files)
    first, second = (json.loads(line) for line in said.out.splitlines())
    assert (said.code, first["file"], first["found"], first["page"]) == (0, str(files[0]), True, 1)
    assert (first["checks_valid"], first["fields"]["number"]) == (True, "12AB34567")
    assert (first["fields"]["birth_date"], first["box"]) == ("1988-04-09", [0.0, 0.8, 1.0, 1.0])
    assert (second["found"], second["format"], second["lines"], second["fields"]) == (False, None, [], {})
    assert set(first) == set(second)


def test_a_picture_that_cannot_be_read_is_told_and_the_next_one_read(
    call: Caller, tmp_path: Path, reading: FakeReadingHouse
) -> None:
    """As with messages."""
    good = tmp_path / "b.png"
    good.write_bytes(b"picture")
    reading.reading = lambda _content, _confirm: passports(a_zone())
    said = call("passport", "--json", tmp_path / "gone.png", good)
    first, second = (json.loads(line) for line in said.out.splitlines())
    assert "cannot be read" in first["error"]
    assert (second["found"], said.code) == (True, 65)
    assert "every key check digit holds" in call("passport", good).out


def test_an_expiry_that_is_no_day_stays_empty(call: Caller, tmp_path: Path, reading: FakeReadingHouse) -> None:
    """Nothing is made up."""
    file = tmp_path / "a.png"
    file.write_bytes(b"picture")
    reading.reading = lambda _content, _confirm: passports(a_zone(expiry_date=None, birth_date=date(1990, 1, 2)))
    told = json.loads(call("passport", "--json", file).out)
    assert (told["fields"]["expiry_date"], told["fields"]["birth_date"]) == (None, "1990-01-02")


def test_what_the_page_prints_too_is_told_and_may_be_left_out(
    call: Caller, tmp_path: Path, reading: FakeReadingHouse
) -> None:
    """The fields that a second source agrees on, each as it is printed; with `--zone-only` nobody looks."""
    file = tmp_path / "a.png"
    file.write_bytes(b"picture")
    printed = Fact(value="MÜLLER", source=Source.PRINTED, page=1)
    agreed = replace(a_zone(), confirmed=("surname",), printed={"surname": printed})
    reading.reading = lambda _content, confirm: passports(agreed if confirm else a_zone())
    told = json.loads(call("passport", "--json", file).out)
    assert (told["confirmed"], told["printed"]) == (["surname"], {"surname": "MÜLLER"})
    assert "(also printed)" in call("passport", file).out
    assert json.loads(call("passport", "--json", "--zone-only", file).out)["confirmed"] == []


def test_a_card_is_told_as_what_it_is(call: Caller, tmp_path: Path, reading: FakeReadingHouse) -> None:
    """A zone of three lines is found, and its format says that it is no passport."""
    file = tmp_path / "a.png"
    file.write_bytes(b"picture")
    reading.reading = lambda _content, _confirm: passports(replace(a_zone(), format=MrzFormat.TD1))
    assert json.loads(call("passport", "--json", file).out)["format"] == "TD1"
