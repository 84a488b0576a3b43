"""Fields, locks and inner files of a PDF."""

import io

import pikepdf
import pytest

from fixtures.makers.form import answers
from fixtures.makers.form_acroform import acroform
from fixtures.makers.form_page import form_pages
from fixtures.makers.form_xfa import xfa_form
from fixtures.makers.pdf_files import saved_with_password
from imwu_inbox.adapters.pikepdf_repair import mended
from imwu_inbox.adapters.pypdf_pages import PypdfFields
from imwu_inbox.domain.documents import Box, Opened
from imwu_inbox.domain.form_fields import FieldKind
from imwu_inbox.domain.page_frame import turned
from tests.readings import form_plan

SAID = answers(form_plan(1))


def with_xfa(packet: bytes) -> bytes:
    """A one-page PDF whose XFA datasets are these."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        packets = pikepdf.Array([pikepdf.String("datasets"), pdf.make_stream(packet)])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=packets)
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encrypted", [True, False])
def test_xfa_answers_are_read_with_their_captions(*, encrypted: bool) -> None:
    """Also from a file locked with the empty password; pick lists are no answers."""
    structure = PypdfFields()(xfa_form("en", SAID, encrypted=encrypted))
    values = {field.name: field.value for field in structure.xfa_fields}
    captions = {field.name: field.label for field in structure.xfa_fields}
    assert structure.is_xfa
    assert values["FamilyName"] == SAID["family_name"]
    assert captions["FamilyName"] == "Family Name:"
    assert "entry" not in values


def test_fillable_fields_come_with_label_place_and_kind() -> None:
    """What a person sees beside them is their label."""
    fields = {field.name: field for field in PypdfFields()(acroform("en", SAID)).acroform_fields if field.value}
    name = fields["FamilyName"]
    assert (name.label, name.value, name.page) == ("Family Name:", SAID["family_name"], 1)
    assert name.box is not None
    assert 0.36 < name.box[1] < 0.42
    assert fields["WPExemptionCB"].kind is FieldKind.CHECK


def test_places_of_fields_are_those_of_the_page_as_viewers_turn_it() -> None:
    """A form saved lying on its side has its boxes where its picture shows them."""

    def box_of(turn: int) -> Box | None:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(acroform("en", SAID))) as pdf:
            pdf.pages[0].Rotate = turn
            pdf.save(out)
        return next(f.box for f in PypdfFields()(out.getvalue()).acroform_fields if f.name == "FamilyName")

    upright = box_of(0)
    assert upright is not None
    for turn in (90, 180, 270, -90):
        assert box_of(turn) == pytest.approx(turned(upright, turn % 360))


def test_a_real_password_is_told() -> None:
    """The file is not tried any further."""
    assert PypdfFields()(saved_with_password(form_pages("en", SAID), "secret")).opened is Opened.ENCRYPTED


def test_a_file_with_broken_tables_is_mended() -> None:
    """And one with nothing left is not."""
    broken = form_pages("en", SAID).replace(b"startxref", b"startxxxx").replace(b"trailer", b"trxxxxx")
    whole = mended(broken)
    assert whole is not None
    assert PypdfFields()(whole).page_count == 2
    assert mended(b"%PDF-1.4 and nothing else") is None


def test_files_inside_a_pdf_come_out_byte_for_byte() -> None:
    """A portfolio is a PDF with files in it."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["letter.txt"] = b"Dear Officer"
        pdf.save(out)
    assert PypdfFields()(out.getvalue()).attachments == (("letter.txt", b"Dear Officer"),)


def test_xml_that_swells_or_reaches_out_is_not_followed() -> None:
    """Entities are refused, and the form reads as one without answers."""
    bomb = b'<!DOCTYPE d [<!ENTITY a "SPECIMEN">]><d><data><form1><FamilyName>&a;</FamilyName></form1></data></d>'
    assert PypdfFields()(with_xfa(bomb)).xfa_fields == ()
