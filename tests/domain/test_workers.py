"""Which papers belong to whom: one set per person, in whatever order the files come."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imwu_inbox.domain.documents import Answer, DocumentKind, Fact, Source
from imwu_inbox.domain.reading import FormRoute
from imwu_inbox.domain.request import FormFacts, PassportFacts, ReadFile
from imwu_inbox.domain.workers import Grouping, forms_of, group, passports_of
from tests.domain.papers import a_document, a_file, a_form, a_zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An invented worker with both papers."""

    surname: str
    given_names: str
    number: str
    born: date
    sex: str = "F"

    def passport(self) -> ReadFile:
        """The file of the passport."""
        zone = a_zone(
            surname=self.surname, given_names=self.given_names, number=self.number, birth_date=self.born, sex=self.sex
        )
        return a_file(a_document(DocumentKind.PASSPORT, passports=(zone,)))

    def form(
        self,
        *,
        swapped: bool = False,
        born: date | None = None,
        codes: tuple[str, ...] = ("C10",),
        lost: tuple[str, ...] = (),
        route: FormRoute = FormRoute.TEXT,
        **written: str,
    ) -> ReadFile:
        """The file of the form: names swapped, another birth date, fields that were not read or say something else."""
        family, given_names = (self.given_names, self.surname) if swapped else (self.surname, self.given_names)
        reading = a_form(
            codes=codes,
            route=route,
            family_name="" if "surname" in lost else family.title(),
            given_names="" if "given_names" in lost else given_names.title(),
            date_of_birth="" if "born" in lost else (born or self.born).isoformat(),
        )
        said = {key: Fact(value=value, source=Source.FORM) for key, value in written.items()}
        reading = replace(reading, fields={**reading.fields, **said})
        return a_file(a_document(DocumentKind.IMM5686, form=reading))


ALICE = Person(surname="MARTIN", given_names="ALICE MARIE", number="12AB34567", born=date(1988, 4, 9))
BAO = Person(surname="NGUYEN", given_names="BAO", number="N7654321", born=date(1990, 1, 1))
CHIARA = Person(surname="DE LUCA", given_names="CHIARA", number="YA1234567", born=date(1979, 12, 31))
PARTY = (ALICE, BAO, CHIARA)


def grouped(*files: ReadFile) -> Grouping:
    """The grouping of these files."""
    return group(passports_of(files), forms_of(files))


def pairs_of(grouping: Grouping) -> set[tuple[str, str]]:
    """Each pair as passport number and the form's birth date; "-" where a paper is missing."""
    return {
        (passport.reading.fields.number if passport.reading else "-", form.value("date_of_birth") or "-")
        for passport, form in grouping.pairs
    }


WHOLE_PARTY = {(person.number, person.born.isoformat()) for person in PARTY}


@given(passports=st.permutations(PARTY), forms=st.permutations(PARTY), swapped=st.sets(st.sampled_from(PARTY)))
def test_three_passports_and_three_forms_are_paired_in_any_order(
    passports: list[Person], forms: list[Person], swapped: set[Person]
) -> None:
    """Employers attach files as they come, and mix up the two name fields."""
    files = [person.passport() for person in passports]
    files += [person.form(swapped=person in swapped) for person in forms]
    grouping = grouped(*files)
    assert (pairs_of(grouping), grouping.is_sure) == (WHOLE_PARTY, True)


@pytest.mark.parametrize("missing", PARTY)
def test_a_missing_passport_leaves_its_form_alone_and_the_others_paired(missing: Person) -> None:
    """Whoever it is, in every order of the files."""
    rest = [person for person in PARTY if person is not missing]
    for passports in permutations(rest):
        for forms in permutations(PARTY):
            grouping = grouped(*(p.passport() for p in passports), *(f.form() for f in forms))
            alone = [form for passport, form in grouping.pairs if passport.found is Answer.NO]
            assert grouping.is_sure
            assert [form.value("date_of_birth") for form in alone] == [missing.born.isoformat()]
            assert len(grouping.pairs) == 3


@pytest.mark.parametrize("missing", PARTY)
def test_a_missing_form_leaves_its_passport_alone_and_the_others_paired(missing: Person) -> None:
    """The passport's worker stands last, without a form."""
    grouping = grouped(*(p.passport() for p in PARTY), *(p.form() for p in PARTY if p is not missing))
    last_passport, last_form = grouping.pairs[-1]
    assert grouping.is_sure
    assert (last_passport.reading and last_passport.reading.fields.number) == missing.number
    assert last_form.found is Answer.NO


def test_workers_stand_in_the_order_of_their_forms() -> None:
    """The employer's own order is kept for the officer."""
    grouping = grouped(*(p.passport() for p in PARTY), CHIARA.form(), ALICE.form(), BAO.form())
    assert [form.value("given_names") for _, form in grouping.pairs] == ["Chiara", "Alice Marie", "Bao"]


def test_a_passport_and_a_form_left_over_among_several_are_not_called_one_worker() -> None:
    """Never a wrong pairing shown as sure: an officer looks."""
    stranger = Person(surname="OKONKWO", given_names="EMEKA", number="A00000001", born=date(1971, 2, 3))
    grouping = grouped(ALICE.passport(), stranger.passport(), ALICE.form(), BAO.form())
    assert not grouping.is_sure
    assert (ALICE.number, ALICE.born.isoformat()) in pairs_of(grouping)
    assert len(grouping.pairs) == 3


def test_one_passport_and_one_form_are_one_worker_even_when_the_form_is_careless() -> None:
    """A wrong birth date on the form is a mismatch to show, not a second worker."""
    grouping = grouped(ALICE.passport(), ALICE.form(born=date(1988, 9, 4)))
    assert (len(grouping.pairs), grouping.is_sure) == (1, True)


def test_one_passport_and_one_form_with_nothing_in_common_are_not_a_sure_pair() -> None:
    """Two people's papers, one of each: somebody's set is incomplete."""
    assert not grouped(ALICE.passport(), CHIARA.form()).is_sure


@pytest.mark.parametrize("lost", [("born",), ("surname", "given_names")])
def test_birth_date_or_both_names_are_enough_to_pair_among_several(lost: tuple[str, ...]) -> None:
    """A form read badly in one place still finds its passport."""
    grouping = grouped(*(person.form(lost=lost) for person in PARTY), *(person.passport() for person in PARTY))
    assert grouping.is_sure
    assert [passport.reading and passport.reading.fields.number for passport, _ in grouping.pairs] == [
        person.number for person in PARTY
    ]


def test_siblings_born_on_one_day_are_told_apart_by_their_given_names() -> None:
    """The strongest pairs are taken first."""
    twin = replace(ALICE, given_names="BEATRICE", number="99ZZ88776")
    grouping = grouped(twin.passport(), ALICE.passport(), ALICE.form(), twin.form())
    assert grouping.is_sure
    assert [
        (passport.reading and passport.reading.fields.given_names, form.value("given_names"))
        for passport, form in grouping.pairs
    ] == [("ALICE MARIE", "Alice Marie"), ("BEATRICE", "Beatrice")]


def test_the_same_passport_twice_is_one_and_the_better_reading_is_kept() -> None:
    """A scan and a photo of one page are one worker."""
    smudged = replace(a_zone(), checks_valid=False)
    for zones in ((smudged, a_zone()), (a_zone(), smudged)):
        files = tuple(
            a_file(a_document(DocumentKind.PASSPORT, passports=(zone,)), number=n) for n, zone in enumerate(zones)
        )
        (kept,) = passports_of(files)
        assert kept.reading is not None
        assert kept.reading.checks_valid


def test_the_same_persons_second_form_adds_its_code_to_the_first() -> None:
    """One worker who asks for two exemptions, not two workers."""
    (kept,) = forms_of((ALICE.form(codes=("C10",)), ALICE.form(codes=("C10", "C21"))))
    assert kept.reading is not None
    assert [mention.code for mention in kept.reading.codes] == ["C10", "C21"]


@pytest.mark.parametrize("file_number", [1, 2])
def test_what_a_second_form_adds_from_another_file_is_not_placed_on_a_page_of_the_first(file_number: int) -> None:
    """Else the case would show it on the wrong picture."""
    box = (0.1, 0.1, 0.3, 0.2)
    first, second = a_form(codes=("C10",)), a_form(codes=("C21",), noc="21231")
    second = replace(
        second,
        fields={key: replace(fact, page=2, box=box) for key, fact in second.fields.items()},
        codes=tuple(replace(mention, page=2, box=box) for mention in second.codes),
    )
    files = tuple(
        a_file(a_document(DocumentKind.IMM5686, form=form), number=number)
        for form, number in ((first, 1), (second, file_number))
    )
    (kept,) = forms_of(files)
    assert kept.reading is not None
    fact, mention = kept.reading.fields["noc"], kept.reading.codes[-1]
    assert (fact.value, mention.code) == ("21231", "C21")
    placed = (2, box) if file_number == 1 else (None, None)
    assert (fact.page, fact.box) == (mention.page, mention.box) == placed


def test_a_blank_or_doubtful_form_makes_no_worker() -> None:
    """Only a form with a person on it does; the rest is for completeness to judge."""
    files = tuple(
        a_file(a_document(DocumentKind.IMM5686, form=a_form(complete=answer)), number=number)
        for number, answer in enumerate((Answer.NO, Answer.CANNOT_TELL))
    )
    assert forms_of(files) == ()


def test_a_zone_on_a_paper_that_is_no_passport_makes_no_worker() -> None:
    """A visa or a residence card in the file is not the passport's data page."""
    assert passports_of((a_file(a_document(DocumentKind.OTHER, passports=(a_zone(),))),)) == ()


def test_no_papers_are_no_pairs() -> None:
    """An empty request has no worker yet."""
    assert group((), ()) == Grouping(pairs=(), is_sure=True)


def test_papers_say_where_they_lie() -> None:
    """An officer opens the very page."""
    (passport,) = passports_of((ALICE.passport(),))
    (form,) = forms_of((ALICE.form(),))
    assert isinstance(passport, PassportFacts)
    assert isinstance(form, FormFacts)
    assert (passport.path, passport.page, form.path) == ("1.1", 1, "1.1")
