"""What OCR misread is mended only where it can be one thing, and what was read stays beside it."""

import pytest

from imwu_inbox.domain.codes import find_codes
from imwu_inbox.domain.documents import Fact, Source
from imwu_inbox.domain.form_addresses import address_with_dots, website_mended
from imwu_inbox.domain.form_mending import mended
from imwu_inbox.domain.form_names import name_mended
from imwu_inbox.settings import Settings, registers_of

REGISTER = registers_of(Settings()).codes


def said(**values: str) -> dict[str, str]:
    """What the answers are after mending."""
    facts = {key: Fact(value=value, raw=value, source=Source.FORM) for key, value in values.items()}
    codes = find_codes(values.get("exemption_code", ""), REGISTER, source=Source.FORM)
    return {key: fact.value for key, fact in mended(facts, codes, REGISTER).items()}


@pytest.mark.parametrize(
    ("read", "day"),
    [
        ("2628-66-16", "2028-06-16"),
        ("1962-84-27", "1962-04-27"),
        ("0027-82-64", "2027-02-04"),
        ("2027-12-16", "2027-12-16"),
        ("1986-10-19", "1986-10-19"),
        ("05/02/2027", "05/02/2027"),
        ("2027-42-10", "2027-42-10"),
        ("27-03-09", "27-03-09"),
    ],
)
def test_a_dotted_zero_is_put_right_where_no_day_has_another_digit(read: str, day: str) -> None:
    """A digit that may be right is left, and so is what is no date."""
    assert said(date_of_birth=read) == {"date_of_birth": day}


def test_an_address_is_mended_by_the_firms_own_website() -> None:
    """The at sign was read as a letter."""
    read = said(email="peopleëtinheron.example", website="vvww.tinheron.example")
    assert read == {"email": "people@tinheron.example", "website": "www.tinheron.example"}
    twice = said(email="people@ëtinheron.example", website="www.tinheron.example")
    assert twice["email"] == "people@tinheron.example"
    role = said(email="infofëtinheron.example", website="www.tinheron.example")
    assert role["email"] == "info@tinheron.example"
    assert (
        said(email="people@mytinheron.example", website="www.tinheron.example")["email"] == "people@mytinheron.example"
    )
    assert said(email="peopleëother.example", website="www.tinheron.example")["email"] == "peopleëother.example"


@pytest.mark.parametrize(
    ("read", "entry"),
    [
        (
            "154-PTPGP - Personnes mutées : stagiaires en gestion",
            "T54—PTPGP – Personnes mutées : stagiaires en gestion",
        ),
        ("C10-Sianificant benefit", "C10—Sianificant benefit"),
        ("R186a)—Business visitors", "R186(a)—Business visitors"),
        ("somethina - else", "somethina - else"),
    ],
)
def test_the_entry_of_the_list_is_put_right_where_its_title_was_read(read: str, entry: str) -> None:
    """A title that is not nearly the list's stays as it was read."""
    assert said(exemption_code=read) == {"exemption_code": entry}


@pytest.mark.parametrize(
    ("key", "read", "name"),
    [
        ("business_name", "Club des Tro1is-Grues 1ltée", "Club des Trois-Grues ltée"),
        ("business_name", "Institut du son 1tée", "Institut du son ltée"),
        ("business_address", "91, rue de La Fonderie", "91, rue de la Fonderie"),
        ("business_name", "Institut du son Iltée,", "Institut du son ltée."),
        ("given_names", "Karl -Heinz Ilse", "Karl-Heinz Ilse"),
        ("business_address", "11 lilac Road, 1l2", "11 lilac Road, 1l2"),
        ("family_name", "Wwhitlock", "Whitlock"),
        ("family_name", "Ssemakula Llorente", "Ssemakula Llorente"),
        ("given_names", "OỌrnella Fiọorenza", "Ornella Fiorenza"),
        ("given_names", "Ngọc Hạnh", "Ngọc Hạnh"),
        ("family_name", "NüRBlein", "Nüßlein"),
        ("given_names", "BenoîÎt", "Benoît"),
        ("given_names", "Kåâre BenoÎt", "Kåre Benoît"),
        ("given_names", "Łucja Élodie", "Łucja Élodie"),
        ("family_name", "O'RBrien", "O'RBrien"),
        ("skills", "Carte syndicale; instrument personnel,", "Carte syndicale; instrument personnel."),
    ],
)
def test_a_letter_read_twice_stands_once(key: str, read: str, name: str) -> None:
    """Letters that a name or a number may really have stay."""
    assert said(**{key: read}) == {key: name}


def test_a_name_begins_as_the_other_does() -> None:
    """Where its letter looks alike large and small; `van`, two words and other letters stay."""
    assert said(family_name="weiß", given_names="Anna") == {"family_name": "Weiß", "given_names": "Anna"}
    assert said(family_name="van Dijk", given_names="Anna")["family_name"] == "van Dijk"
    assert said(family_name="weiß", given_names="anna")["family_name"] == "weiß"


def test_one_person_is_spelled_one_way() -> None:
    """With the accents of the surer reading; another person's name is nobody's business."""
    contact = Fact(value="Loic D'Hauteville", raw="Loic D'Hauteville", source=Source.FORM, confidence=0.8)
    declarant = Fact(value="Loïc D'Hauteville", raw="Loïc D'Hauteville", source=Source.FORM, confidence=0.9)
    facts = mended({"contact_name": contact, "declarant_name": declarant}, (), REGISTER)
    assert {fact.value for fact in facts.values()} == {"Loïc D'Hauteville"}
    assert said(contact_name="Marie Roy", declarant_name="Mario Roy") == {
        "contact_name": "Marie Roy",
        "declarant_name": "Mario Roy",
    }


def test_what_was_read_stays_beside_what_it_was_mended_to() -> None:
    """And the answer counts as less sure."""
    fact = Fact(value="homse", raw="homse", source=Source.FORM, confidence=0.9)
    mend = mended({"gender": fact}, (), REGISTER)["gender"]
    assert (mend.value, mend.raw, mend.confidence) == ("Homme", "homse", 0.81)


def test_an_entry_keeps_its_words_where_they_are_nearer_another_title() -> None:
    """A title is put right, never turned into another agreement's."""
    codes = find_codes("F51", REGISTER, source=Source.FORM)
    read = Fact(value="F51—Korea FTA – Investors", raw="", source=Source.FORM)
    assert mended({"exemption_code": read}, codes, REGISTER)["exemption_code"].value == read.value
    assert said(exemption_code="F31—Korea FTA - lnvestors")["exemption_code"] == "F31—Korea FTA – Investors"


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ("Neo wWee", "Neo Wee"),
        ("Akihħiko Genta", "Akihiko Genta"),
        ("Jördisş Ulrike", "Jördis Ulrike"),
        ("Rupert Callum whitlock", "Rupert Callum Whitlock"),
        ("väinö Sampo", "Väinö Sampo"),
        ("Benedıct Greaves", "Benedict Greaves"),
        ("Mary-Jane 0'Malley", "Mary-Jane O'Malley"),
        ("Isla 0O'Malley", "Isla O'Malley"),
        ("0’'Dea", "O’Dea"),
        ("A1 Dhaheri", "Al Dhaheri"),
        ("-EI Fassi", "El Fassi"),
        ("Anna von Berg", "Anna von Berg"),
        ("anna weiss", "anna weiss"),
        ("Yıldız Işık Doğan", "Yıldız Işık Doğan"),
        ("AI WEIWEI", "AI WEIWEI"),
        ("Borġ Ħal", "Borġ Ħal"),
    ],
)
def test_a_name_misread_in_one_way_is_put_right(read: str, said: str) -> None:
    """And a name that may be so stays."""
    assert name_mended(read) == said


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ("wa.seventhkilnrepairsexample", "www.seventhkilnrepairs.example"),
        ("www,hron.example", "www.hron.example"),
        ("web.firm.example", "web.firm.example"),
        ("firm.example/Work", "firm.example/Work"),
    ],
)
def test_a_website_has_its_letters_and_dots(read: str, said: str) -> None:
    """A place of another name keeps it."""
    assert website_mended(read) == said


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ("officef@firm,example", "office@firm.example"),
        ("info@firmexample", "info@firm.example"),
        ("officer@firm.example", "officer@firm.example"),
        ("staff@firm.example", "staff@firm.example"),
        ("nobody", "nobody"),
    ],
)
def test_an_address_of_mail_has_its_dots(read: str, said: str) -> None:
    """And no letter that its sign was read as."""
    assert address_with_dots(read) == said


def test_a_scrap_after_the_declarants_name_goes_where_the_contact_is_the_same_person() -> None:
    """And stays where it may be a name."""
    assert (
        said(contact_name="Jérôme Maréchal", declarant_name="Jéróme Maréchal an")["declarant_name"] == "Jérôme Maréchal"
    )
    assert said(contact_name="Anna Berg", declarant_name="Jun Li")["declarant_name"] == "Jun Li"
