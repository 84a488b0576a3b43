"""Nothing of the form is read by its absolute place: an edition laid out otherwise reads as well."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from imwu_inbox.domain.documents import Answer
from imwu_inbox.domain.imm5686_labels import QUESTIONS, AnswerType
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


def numbered_form(*, bilingual: bool, beside: bool) -> bytes:
    """Numbered boxes in two columns, the answer under its label or to its right."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792), invariant=1)
    canvas.setFont("Helvetica-Bold", 12)
    canvas.drawString(60, 750, "Request for an opinion on Work Permit or LMIA Exemption")
    canvas.setFont("Helvetica", 8)
    canvas.drawString(450, 20, "IMM 5686 (05-2027) E")
    canvas.drawString(60, 735, "STAND-IN FOR TESTS / SUBSTITUT POUR ESSAIS")
    asked = [question for question in QUESTIONS if question.key in SAID and question.type is not AnswerType.TICK]
    for place, question in enumerate(asked):
        left, top = (40, 320)[place % 2], 700 - 44 * (place // 2)
        canvas.rect(left - 4, top - 28, 276, 40)
        labels = (question.labels[0], question.labels[-1]) if bilingual else (question.labels[0],)
        if question.key == "exemption_code":
            labels = ("Exemption code", "Code de dispense") if bilingual else ("Exemption code",)
        label = f"{place + 1}. {' / '.join(labels)}"
        canvas.drawString(left, top, label)
        x, y = (left + canvas.stringWidth(label) + 12, top) if beside else (left + 14, top - 18)
        canvas.drawString(x, y, SAID[question.key])
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(("bilingual", "beside"), [(False, False), (False, True), (True, False)])
def test_a_future_edition_is_known_and_read(*, bilingual: bool, beside: bool) -> None:
    """From its title, number and labels alone."""
    content = numbered_form(bilingual=bilingual, beside=beside)
    (document,) = reader().read_file(content, name="x", today=TODAY).documents
    form = document.form
    assert form is not None
    assert (form.edition, form.language, form.complete) == ("05-2027", "en", Answer.YES)
    assert {key: fact.value for key, fact in form.fields.items()} == SAID
    assert [mention.code for mention in form.codes] == ["T36"]
