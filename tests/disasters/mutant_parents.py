"""The files that mutants descend from: small ones of every kind, by the makers of the fixtures."""

import io
import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache

import pikepdf
from PIL import Image

from fixtures.makers.form import answers
from fixtures.makers.form_acroform import acroform
from fixtures.makers.form_page import form_pages
from fixtures.makers.form_xfa import xfa_form
from fixtures.makers.office_files import open_text, plain_text, rich_text, spreadsheet, web_page, word_text
from fixtures.makers.ole_files import ole_of
from fixtures.makers.paper_words import PaperPlan
from fixtures.makers.papers import make_cv, make_letter
from fixtures.makers.passport import draw_passport
from fixtures.makers.pdf_files import lean
from fixtures.makers.pdf_shapes import cropped, outlined, portfolio, turned, with_broken_tables
from fixtures.makers.picture_files import PictureKind, fax_pages, held_upright, picture_file, telephone_photo
from fixtures.makers.scans import images_to_pdf
from fixtures.makers.word_97 import word_97
from fixtures.makers.zip_files import zipped
from tests.adapters.outlook_bytes import file_of, message_of
from tests.readings import TODAY, form_plan

_DPI = 100
_WORDS = (
    "Job offer",
    "Dear Ms. Belo,",
    "We are pleased to offer you the position of violinist at our festival in Winnipeg.",
    "Your employment begins on January 10, 2027 and ends on February 20, 2027.",
)
_PICTURES: tuple[PictureKind, ...] = ("png", "webp", "gif", "bmp", "avif", "jpeg")


@cache
def parents() -> Mapping[str, bytes]:
    """Every parent by its name."""
    return {**_pdfs(), **_pictures(), **_texts()}


def _pdfs() -> dict[str, bytes]:
    plan = form_plan(7)
    said = answers(plan)
    form, letter = form_pages("en", said, pages=(1,)), lean(make_letter(_paper(), random.Random(7)))
    whole = {
        "form printed": form,
        "form of fields": acroform("en", said),
        "form of XFA": xfa_form("en", said, encrypted=False),
        "form of XFA, locked": xfa_form("fr", said),
        "letter": letter,
        "cv": lean(make_cv(_paper(), random.Random(8))),
        "portfolio": portfolio(["Request"], [("letter.pdf", letter)]),
        "letter turned": turned(letter),
        "letter cropped": cropped(letter),
        "letter with broken tables": with_broken_tables(letter),
        "letter outlined": outlined(_WORDS[:2]),
        "passport scanned": images_to_pdf([_passport()], dpi=_DPI, jpeg_quality=40),
    }
    open_ones = ("form printed", "form of fields", "form of XFA", "letter", "portfolio", "passport scanned")
    return whole | {f"{name}, unpacked": _unpacked(whole[name]) for name in open_ones}


def _pictures() -> dict[str, bytes]:
    page = _passport()
    made = {f"passport as {kind}": picture_file(page, kind) for kind in _PICTURES}
    faxes = {f"passport as {code} fax": fax_pages([page, page], code, dpi=_DPI) for code in ("group3", "group4")}
    return (
        made | faxes | {"passport of a telephone": telephone_photo(page), "passport held upright": held_upright(page)}
    )


def _texts() -> dict[str, bytes]:
    jpeg = picture_file(_passport(), "jpeg")
    writers: dict[str, Callable[[tuple[str, ...]], bytes]] = {
        "docx": word_text, "odt": open_text, "rtf": rich_text, "html": web_page, "txt": plain_text, "doc": word_97,
    }  # fmt: skip
    made = {f"offer as {name}": write(_WORDS) for name, write in writers.items()}
    return made | {
        "offer as docx with a picture": word_text(_WORDS, [jpeg]),
        "offer as rtf with a picture": rich_text(_WORDS, [jpeg]),
        "sheet": spreadsheet([["Worker", "Days"], ["Ana Belo", "12"]], [jpeg]),
        "archive": zipped([("offer.txt", plain_text(_WORDS))]),
        "Outlook message": ole_of(message_of(file_of("offer.txt", plain_text(_WORDS)))),
    }


def _paper() -> PaperPlan:
    plan = form_plan(7)
    return PaperPlan(
        person=plan.person,
        employer=plan.employer,
        language="en",
        code="R186(g)",
        job_title=plan.job_title,
        location=plan.location,
        starts_on=plan.from_,
        ends_on=plan.to,
        written_on=TODAY - timedelta(days=4),
    )


def _passport() -> Image.Image:
    return draw_passport(form_plan(7).person, random.Random(7), dpi=_DPI).convert("L")


def _unpacked(content: bytes) -> bytes:
    """The same PDF with its streams as they are meant, so that damage meets words and not packing."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(out, static_id=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return out.getvalue()
