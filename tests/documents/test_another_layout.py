"""Nothing of the form is read by its absolute place: an edition laid out otherwise reads as well."""

import io
from typing import Literal, TypeAlias

import pytest
from reportlab.pdfgen.canvas import Canvas

from fixtures.makers.form_page import BOLD_FONT, LABEL_FONT, load_fonts
from imwu_inbox.domain.documents import Answer
from imwu_inbox.domain.imm5686_labels import QUESTIONS, AnswerType, Question
from tests.readings import TODAY, reader

SAID = {
    "business_name": "Tin Heron Robotics Ltd.",
    "contact_name": "Eleanor Example",
    "size_canada": "21-100",
    "size_abroad": "1-20",
    "family_name": "Trnková",
    "given_names": "Dagmar Ludmila",
    "date_of_birth": "1993-03-09",
    "gender": "Female",
    "citizenship": "Czechia",
    "country_of_birth": "Czechia",
    "country_of_residence": "Portugal",
    "exemption_code": "T36",
    "job_title": "Controls engineer",
    "employment_location": "Halifax",
    "from": "2027-01-10",
    "to": "2027-02-20",
}


Wording: TypeAlias = Literal["english", "english-variant", "french", "french-variant", "bilingual"]
TITLES: dict[Wording, str] = {
    "english": "Request for an opinion on Work Permit or LMIA Exemption",
    "english-variant": "Request for an Opinion on Work Permit or LMIA Exemption",
    "french": "Demande d’opinion sur une dispense de permis de travail ou d’EIMT",
    "french-variant": "Demande d’avis sur une dispense de permis de travail ou d’EIMT",
    "bilingual": "Opinion",
}
FOOTERS: dict[Wording, str] = {"french": "F", "french-variant": "F", "bilingual": ""}
ENGLISH: dict[str, tuple[str, str]] = {
    "gender": ("Gender", "Sex"),
    "exemption_code": ("Exemption code", "Work Permit Exemption"),
}
FRENCH: dict[str, tuple[str, str]] = {
    "gender": ("Genre", "Sexe"),
    "exemption_code": ("Code de dispense", "Dispense de l’EIMT"),
}
"""Labels that are worded in two ways."""


def labels_of(question: Question, wording: Wording) -> tuple[str, ...]:
    """What a question is labelled with: in English, in French, or in both."""
    english = ENGLISH.get(question.key, (question.labels[0],) * 2)
    french = FRENCH.get(question.key, (question.labels[-1],) * 2)
    in_one = {"english": english[0], "english-variant": english[1], "french": french[0], "french-variant": french[1]}
    return (in_one[wording],) if wording in in_one else (english[0], french[0])


def numbered_form(*, wording: Wording, beside: bool = False) -> bytes:
    """Numbered boxes in two columns, the answer under its label or to its right."""
    load_fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792), invariant=1)
    canvas.setFont(BOLD_FONT, 12)
    canvas.drawString(60, 750, TITLES[wording])
    canvas.setFont(LABEL_FONT, 8)
    canvas.drawString(450, 20, f"IMM 5686 (05-2027) {FOOTERS.get(wording, 'E')}")
    canvas.drawString(60, 735, "STAND-IN FOR TESTS / SUBSTITUT POUR ESSAIS")
    asked = [question for question in QUESTIONS if question.key in SAID and question.type is not AnswerType.TICK]
    for place, question in enumerate(asked):
        left, top = (40, 320)[place % 2], 700 - 44 * (place // 2)
        canvas.rect(left - 4, top - 28, 276, 40)
        label = f"{place + 1}. {' / '.join(labels_of(question, wording))}"
        canvas.drawString(left, top, label)
        x, y = (left + canvas.stringWidth(label) + 12, top) if beside else (left + 14, top - 18)
        canvas.drawString(x, y, SAID[question.key])
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("wording", "beside"),
    [("english", False), ("english", True), ("french", True), ("french-variant", False), ("bilingual", False)],
)
def test_a_future_edition_is_known_and_read(wording: Wording, *, beside: bool) -> None:
    """From its title, number and labels alone."""
    content = numbered_form(wording=wording, beside=beside)
    (document,) = reader().read_file(content, name="x", today=TODAY).documents
    form = document.form
    assert form is not None
    language = {"english": "en", "bilingual": None}.get(wording, "fr")
    assert (form.edition, form.language, form.complete) == ("05-2027", language, Answer.YES)
    assert {key: fact.value for key, fact in form.fields.items()} == SAID
    assert [mention.code for mention in form.codes] == ["T36"]
