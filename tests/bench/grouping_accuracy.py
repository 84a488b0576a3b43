"""How well papers are paired into workers: parties drawn by chance, `python -m tests.bench.grouping_accuracy`.

Passports and forms of one to six people, some related, in any order; forms as careless people fill them in and as OCR
misreads them, now and then typed and as a scan too. A party is right when every pair is one person's, and wrongly sure
when a wrong pair is called sure.
"""

import argparse
import dataclasses
import random
import sys
import time
from collections import Counter
from datetime import date

from fixtures.makers.mrz import mrz_names, td3_lines
from fixtures.makers.people import Person, invent_person
from imwu_inbox.domain.documents import DocumentKind, Fact, Source
from imwu_inbox.domain.mrz import MrzFormat, MrzReading, parse_mrz
from imwu_inbox.domain.reading import FormReading, FormRoute
from imwu_inbox.domain.request import ReadFile
from imwu_inbox.domain.workers import Grouping, forms_of, group, passports_of
from tests.bench.figures import write_section
from tests.domain.papers import a_document, a_file

DAY = date(2026, 11, 2)
_MISREAD = {"o": "0", "l": "1", "i": "l", "e": "c", "n": "m", "é": "e", "ö": "o", "a": "s", "u": "v"}


def main() -> None:
    """Draw, pair, count."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seed", type=int, default=int(time.time()))
    words.add_argument("--count", type=int, default=1000, help="parties")
    words.add_argument("--record", action="store_true", help="write the table into RESULTS.md")
    asked = words.parse_args()
    rows = [
        (name, *(str(count) for count in _counted(asked.seed, asked.count, twice=twice)))
        for name, twice in (("each form once", 0.0), ("a fifth typed and as a scan", 0.2))
    ]
    sys.stdout.write("\n".join(" ".join(row) for row in rows) + f", of seed {asked.seed}\n")
    if asked.record:
        header = ("forms", "parties", "right", "sure", "wrong yet sure")
        write_section("Workers paired", header, rows, said=f"Parties drawn from seed {asked.seed}.")


def _counted(seed: int, count: int, *, twice: float) -> tuple[int, int, int, int]:
    """How many parties there were, how many were right, sure, and wrong yet sure."""
    counts: Counter[str] = Counter()
    for number in range(count):
        rng = random.Random(f"party/{seed}/{number}")
        people = _party(rng)
        files = [file for person in people for file in (_passport(person), *_forms(person, rng, twice=twice))]
        rng.shuffle(files)
        grouping = group(passports_of(tuple(files)), forms_of(tuple(files)))
        right = _is_right(grouping, people)
        counts.update(right=right, sure=grouping.is_sure, wrong=grouping.is_sure and not right)
    return count, counts["right"], counts["sure"], counts["wrong"]


def _party(rng: random.Random) -> list[Person]:
    """One to six people; some share a family name, and now and then two were born on one day."""
    people: list[Person] = []
    for _ in range(rng.choices((1, 2, 3, 4, 6), weights=(20, 35, 25, 12, 8))[0]):
        person = invent_person(rng, today=DAY, name_style=rng.choice(("plain", "any")))
        if people and rng.random() < 0.25:
            person = dataclasses.replace(person, surname=people[0].surname, nationality=people[0].nationality)
        if people and rng.random() < 0.08:
            person = dataclasses.replace(person, birth_date=people[0].birth_date)
        people.append(person)
    return people


def _passport(person: Person) -> ReadFile:
    lines = td3_lines(person)
    zone = MrzReading(
        format=MrzFormat.TD3, lines=lines, raw_lines=lines, repaired=False, checks=(), checks_valid=True,
        fields=parse_mrz(lines, DAY), box=(0.0, 0.8, 1.0, 1.0), confidence=0.99, turned_degrees=0,
    )  # fmt: skip
    return a_file(a_document(DocumentKind.PASSPORT, passports=(zone,)))


def _forms(person: Person, rng: random.Random, *, twice: float) -> list[ReadFile]:
    """The form, or the file that was filled in and a scan of it."""
    written = _written(person, rng)
    if rng.random() < twice:
        return [_form(written, by_ocr=False), _form(_as_read(written, rng), by_ocr=True)]
    by_ocr = rng.random() < 0.4
    return [_form(_as_read(written, rng) if by_ocr else written, by_ocr=by_ocr)]


def _written(person: Person, rng: random.Random) -> dict[str, str]:
    """What careless people write; every second one does not give the sex."""
    family, given, born = person.surname, person.given_names, person.birth_date.isoformat()
    how = rng.random()
    if how < 0.1 and given:
        family, given = given, family
    elif how < 0.2:
        given = given.split()[0] if given else ""
    elif how < 0.3:
        family, given = mrz_names(person)
    if rng.random() < 0.1:
        year, month, day = born.split("-")
        born = rng.choice((f"{day}/{month}/{year}", f"{month}/{day}/{year}"))
    values = {"family_name": family, "given_names": given, "date_of_birth": born, "uci": person.passport_number}
    return values | ({"gender": {"F": "Female", "M": "Male"}.get(person.sex, "")} if rng.random() < 0.5 else {})


def _as_read(written: dict[str, str], rng: random.Random) -> dict[str, str]:
    """What OCR makes of it; now and then a name is misread badly."""
    names = {key: _misread(written[key], rng) for key in ("family_name", "given_names")}
    if rng.random() < 0.1:
        names["family_name"] = _misread(written["family_name"], rng, share=0.4)
    return written | names | ({"date_of_birth": ""} if rng.random() < 0.1 else {})


def _form(values: dict[str, str], *, by_ocr: bool) -> ReadFile:
    """A form that says this."""
    form = FormReading(
        route=FormRoute.OCR if by_ocr else FormRoute.TEXT,
        edition="01-2018",
        language="en",
        fields={key: Fact(value=value, source=Source.FORM) for key, value in values.items() if value},
    )
    return a_file(a_document(DocumentKind.IMM5686, form=form))


def _misread(name: str, rng: random.Random, *, share: float = 0.06) -> str:
    return "".join(_MISREAD.get(letter, letter) if rng.random() < share else letter for letter in name)


def _is_right(grouping: Grouping, people: list[Person]) -> bool:
    """Whether there is one pair a person, and both papers of each are that person's."""
    if len(grouping.pairs) != len(people):
        return False
    return all(_is_of_one(person, grouping) for person in people)


def _is_of_one(person: Person, grouping: Grouping) -> bool:
    """Whether the form beside this person's passport is theirs; for this proof its UCI holds the passport's number."""
    forms = [
        form
        for passport, form in grouping.pairs
        if passport.reading is not None and passport.reading.fields.number == person.passport_number
    ]
    return [form.value("uci") for form in forms] == [person.passport_number]


if __name__ == "__main__":
    main()
