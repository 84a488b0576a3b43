"""One person's papers sent twice: scan and file, both languages, old passport and new."""

from dataclasses import replace
from datetime import date

import pytest

from imwu_inbox.domain.documents import Answer, DocumentKind
from imwu_inbox.domain.mrz import MrzReading
from imwu_inbox.domain.reading import FormRoute
from imwu_inbox.domain.request import ReadFile
from imwu_inbox.domain.workers import forms_of
from tests.domain.papers import a_document, a_file, a_zone
from tests.domain.test_workers import ALICE, BAO, Person, grouped

JOERG = Person(surname="MUELLER GOESSMANN", given_names="JOERG ANDRE", number="C01X00T47", born=date(1967, 7, 11))
COPIES = {
    "misread": ALICE.form(route=FormRoute.OCR, given_names="Allce Marie", codes=("C21",)),
    "family name misread": ALICE.form(route=FormRoute.OCR, family_name="Maxtimn", codes=("C21",)),
    "without a birth date": ALICE.form(lost=("born",), codes=("C21",)),
    "without a middle name": ALICE.form(given_names="Alice", codes=("C21",)),
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES)
def test_a_form_sent_twice_is_one_form_however_its_copy_was_read(copy: ReadFile) -> None:
    """A scan beside the file is no second worker whose passport is missing."""
    for files in ((ALICE.form(), copy), (copy, ALICE.form())):
        grouping = grouped(ALICE.passport(), *files)
        ((_, form),) = grouping.pairs
        assert grouping.is_sure
        assert form.reading is not None
        assert {mention.code for mention in form.reading.codes} == {"C10", "C21"}


@pytest.mark.parametrize("sex", ["", "Femme", "Female"], ids=["not asked", "said", "in English"])
@pytest.mark.parametrize("family_name", ["Ngvyen", "NGUYFN", "Nguyen N", "Mguycn"])
def test_a_scan_whose_family_name_was_misread_is_a_copy_beside_the_file_and_beside_the_passport(
    sex: str, family_name: str
) -> None:
    """Given names and birth date agree to the letter; the sex may have been lost, but speaks for no other person."""
    typed, scan = BAO.form(gender="Femme"), BAO.form(route=FormRoute.OCR, gender=sex, family_name=family_name)
    assert len(forms_of((typed, scan))) == len(forms_of((scan, typed))) == 1
    otherwise_written = BAO.form(given_names="Bao Van")
    grouping = grouped(BAO.passport(), otherwise_written, scan)
    assert (len(grouping.pairs), grouping.is_sure) == (1, True)


NOT_ONE = {
    "typed, so not misread": BAO.form(family_name="Ngvyen"),
    "surely another family name": BAO.form(route=FormRoute.OCR, family_name="Okonkwo"),
    "twin sister": BAO.form(route=FormRoute.OCR, given_names="Bac"),
    "twin sister misread": BAO.form(route=FormRoute.OCR, family_name="Nguyem", given_names="Minh"),
    "sister": BAO.form(route=FormRoute.OCR, given_names="Minh", born=date(1992, 5, 7)),
    "spouse": BAO.form(route=FormRoute.OCR, family_name="Nguyem", born=date(1991, 2, 3)),
    "brother of the same name": BAO.form(route=FormRoute.OCR, gender="Homme"),
    "no birth date": BAO.form(route=FormRoute.OCR, family_name="Nguyem", lost=("born",)),
    "no given names": BAO.form(route=FormRoute.OCR, family_name="Nguyem", lost=("given_names",)),
    "in another script": BAO.form(route=FormRoute.OCR, family_name="阮", given_names="保"),
}


@pytest.mark.parametrize("other", NOT_ONE.values(), ids=NOT_ONE)
def test_relatives_and_namesakes_are_never_taken_for_one_person(other: ReadFile) -> None:
    """Beside the other's form and beside the other's passport: somebody looks, or two workers stand there."""
    own = BAO.form(gender="Femme")
    assert len(forms_of((own, other))) == len(forms_of((other, own))) == 2
    assert len(grouped(BAO.passport(), own, other).pairs) == 2


def test_two_people_of_names_in_another_script_are_two() -> None:
    """Their letters are none of a zone's, so that all of them would look alike."""
    one, other = (
        BAO.form(route=FormRoute.OCR, family_name=family, given_names=given)
        for family, given in (("阮", "保"), ("李", "明"))
    )
    assert len(forms_of((one, other))) == 2


def test_brother_and_sister_born_on_one_day_are_two_though_one_letter_parts_their_names() -> None:
    """A misread letter would make one of them the other; their sexes do not."""
    brother = replace(ALICE, surname="MORAVEC", given_names="DANIEL", number="X1")
    sister = replace(brother, given_names="DANIELA", number="X2").form(route=FormRoute.OCR, gender="Female")
    grouping = grouped(replace(brother, number="X1", sex="M").passport(), brother.form(gender="Male"), sister)
    assert len(grouping.pairs) == 2


def test_a_form_in_both_languages_is_one_form_though_its_accents_are_spelled_out_on_one() -> None:
    """Employers who know the zone write as it does on one edition, and as people do on the other."""
    french = JOERG.form(family_name="Müller-Gößmann", given_names="Jörg André")
    grouping = grouped(JOERG.passport(), JOERG.form(), french)
    assert (len(grouping.pairs), grouping.is_sure) == (1, True)


@pytest.mark.parametrize(
    "form",
    [
        ALICE.form(given_names="Beatrice"),
        ALICE.form(route=FormRoute.OCR, given_names="Alicia Maria"),
        ALICE.form(born=date(1988, 9, 4)),
        ALICE.form(lost=("born", "given_names")),
        BAO.form(route=FormRoute.OCR, lost=("born",)),
        ALICE.form(route=FormRoute.OCR, family_name="France Martin", date_of_birth="1988-64-09"),
        ALICE.form(lost=("born",), given_names="Alice"),
    ],
)
def test_a_form_left_over_that_may_be_a_copy_is_left_to_an_officer(form: ReadFile) -> None:
    """A missing passport is proven only by a form that is surely somebody else's."""
    grouping = grouped(ALICE.passport(), ALICE.form(), form)
    assert (len(grouping.pairs), grouping.is_sure) == (2, False)


def test_a_form_read_by_ocr_is_surely_anothers_when_nothing_of_it_agrees() -> None:
    """Scans are no excuse: the passport of the second worker is missing."""
    grouping = grouped(ALICE.passport(), ALICE.form(), BAO.form(route=FormRoute.OCR))
    assert (len(grouping.pairs), grouping.is_sure) == (2, True)


def test_relatives_are_two_though_ocr_read_the_form_and_the_family_name_agrees() -> None:
    """No misread digit changes year, month and day of a birth; one that may be misread stays a doubt."""
    for born, is_sure in ((date(2011, 12, 27), True), (date(1988, 12, 27), False)):
        sister = ALICE.form(route=FormRoute.OCR, given_names="Beatrice", born=born)
        grouping = grouped(ALICE.passport(), ALICE.form(), sister)
        assert (len(grouping.pairs), grouping.is_sure) == (2, is_sure)


def test_a_brother_born_in_the_same_year_or_month_is_another_too() -> None:
    """Two parts of the birth date, the given names and the sex speak against his being his sister."""
    for born, is_sure in ((date(1988, 12, 27), True), (date(1986, 4, 27), True), (date(1988, 4, 27), False)):
        brother = ALICE.form(route=FormRoute.OCR, given_names="Tobias", born=born, gender="Male")
        grouping = grouped(ALICE.passport(), ALICE.form(), brother)
        assert (len(grouping.pairs), grouping.is_sure) == (2, is_sure)
    herself = ALICE.form(route=FormRoute.OCR, born=date(1988, 12, 27), gender="Male")
    assert not grouped(ALICE.passport(), ALICE.form(), herself).is_sure


def test_of_an_old_and_a_new_passport_the_form_goes_with_the_one_valid_longest() -> None:
    """In whichever order they come; the old one stands alone for an officer to see."""
    zones = [a_zone(number="OLD111111", expiry_date=date(2021, 1, 1)), a_zone(number="NEW222222")]
    for pair in (zones, zones[::-1]):
        files = [a_file(a_document(DocumentKind.PASSPORT, passports=(zone,))) for zone in pair]
        passport, form = grouped(*files, ALICE.form()).pairs[0]
        assert (passport.reading and passport.reading.fields.number) == "NEW222222"
        assert form.found is Answer.YES


def passports(*zones: MrzReading) -> list[ReadFile]:
    """A file for each zone."""
    return [a_file(a_document(DocumentKind.PASSPORT, passports=(zone,))) for zone in zones]


def test_an_old_passport_sent_along_is_the_workers_second() -> None:
    """Every field that tells people apart agrees: one worker, the passport valid longest, the other beside it."""
    old, new = a_zone(number="OLD111111", expiry_date=date(2026, 12, 1)), a_zone(number="NEW222222")
    for zones in ((old, new), (new, old)):
        grouping = grouped(*passports(*zones), ALICE.form())
        ((passport, _),) = grouping.pairs
        assert grouping.is_sure
        assert [other.reading and other.reading.fields.number for other in passport.others] == ["OLD111111"]


def test_an_old_passport_is_the_workers_second_however_the_form_was_read() -> None:
    """The form pairs with one of the two by its birth date; the zones tell that both are one person's."""
    old, new = a_zone(number="OLD111111", expiry_date=date(2026, 12, 1)), a_zone(number="NEW222222")
    form = ALICE.form(route=FormRoute.OCR, family_name="Mārtin", given_names="Alce Bjørn Khalil")
    grouping = grouped(*passports(old, new), form)
    assert (len(grouping.pairs), grouping.is_sure) == (1, True)


@pytest.mark.parametrize(
    "other",
    [
        a_zone(number="X11111111", given_names="BEATRICE"),
        a_zone(number="X11111111", birth_date=date(1988, 9, 5)),
        a_zone(number="X11111111", sex="M"),
        a_zone(number="X11111111", given_names="ALICE"),
        a_zone(number="X11111111", checks_valid=False),
    ],
)
def test_a_passport_that_may_be_somebody_elses_is_left_to_an_officer(other: MrzReading) -> None:
    """A twin, a namesake, or digits that do not hold."""
    grouping = grouped(*passports(a_zone(number="NEW222222"), other), ALICE.form())
    assert len(grouping.pairs) == 2


def test_a_form_that_was_typed_is_believed_before_its_scan() -> None:
    """Of two copies the better read one speaks for the worker."""
    scan = ALICE.form(route=FormRoute.OCR, job_title="Vjolinjst")
    ((_, form),) = grouped(ALICE.passport(), scan, ALICE.form(job_title="Violinist")).pairs
    assert form.value("job_title") == "Violinist"
