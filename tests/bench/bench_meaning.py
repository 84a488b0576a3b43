"""What telling kinds, form, codes and language costs a page, beyond the reading of its words."""

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from fixtures.makers.form import Language
from fixtures.makers.form_page import form_pages
from fixtures.makers.invented_form import invent_form
from fixtures.makers.request_pages import scanned
from imwu_inbox.adapters.pdfium_raster import PdfiumPages
from imwu_inbox.documents import imm5686_form
from imwu_inbox.domain.codes import find_codes
from imwu_inbox.domain.documents import Box, Source, Word
from imwu_inbox.domain.form_page import _found_among
from imwu_inbox.domain.language import language_of
from imwu_inbox.domain.page_kinds import kind_of
from imwu_inbox.domain.page_view import PageView
from imwu_inbox.domain.second_look import BoxesWanted, SecondLook
from imwu_inbox.reader.judges import JUDGES
from tests.bench.figures import write_section
from tests.readings import TODAY, reader

ROUNDS = 5
MOST_MS = 60.0


def test_telling_what_a_page_says_costs_less_than_60_ms() -> None:
    """Over both pages of scanned forms in both languages; the least of the rounds, words being known."""
    rows = []
    languages: tuple[Language, ...] = ("en", "fr")
    for language in languages:
        views = _read(language)
        spent = min(_once(views) for _ in range(ROUNDS)) * 1000 / len(views)
        rows.append((language, f"{spent:.1f}"))
        assert spent < MOST_MS
    write_section(
        "Kinds, form, codes and language beyond OCR",
        ("language", "CPU ms a page"),
        rows,
        said=f"Scanned forms of two pages at 200 dpi, least of {ROUNDS} rounds, all judges asked of every page.",
    )


def _read(language: Language) -> list[PageView]:
    """The pages of a scanned form with their words."""
    form = invent_form(random.Random(1), language, today=TODAY)
    content = scanned(form_pages(language, form.answers), random.Random(2), level="easy", dpi=200)
    views = []
    with PdfiumPages().open(content) as file:
        for number in range(1, file.page_count + 1):
            image = file.image(number, dpi=200)
            assert image is not None
            read = reader().tools.ocr({number: image}, seconds=60)[number]
            views.append(PageView(page=read.page, image=read.image, ink_share=read.ink_share, picture_share=1.0))
    return views


def _once(views: list[PageView]) -> float:
    """Processor time of everything that is told of these pages. Units: seconds."""

    def boxes(wanted: Sequence[BoxesWanted]) -> list[Mapping[Box, Sequence[Word]]]:
        word = Word(text="2027-01-10", box=(0.1, 0.1, 0.2, 0.11))
        return [dict.fromkeys(one.all, (word,)) for one in wanted]

    codes = reader().tools.codes
    began = time.process_time()
    _found_among.cache_clear()  # what a former round found is not remembered
    fresh = [PageView(**{key: getattr(view, key) for key in _GIVEN}) for view in views]
    for view in fresh:
        kind_of(view, [judge(view) for judge in JUDGES])
        find_codes(view.page.text, codes, source=Source.LETTER)
        language_of(view.page.text)
    imm5686_form.read_form(fresh, (), codes, replace(SecondLook(), boxes=boxes))
    return time.process_time() - began


_GIVEN = ("page", "image", "ink_share", "picture_share")
