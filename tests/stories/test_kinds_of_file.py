"""Every kind of file that employers send, with the story that sends one and the sentence that is said of it.

`inspect`, `case show` and the letters say the same sentence; an officer reads it, and so may the employer.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from imwu_inbox.domain.file_kinds import FileKind
from tests.stories.unit import Outcome

ELSEWHERE = {FileKind.WINMAIL, FileKind.OUTLOOK_MESSAGE, FileKind.SEALED_MESSAGE}
"""Envelopes of mail programs: `tests/adapters` takes them apart; no employer sends a paper as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One kind of file: `number` counts the attachments of the story, `en` and `fr` are the sentences in full."""

    kind: FileKind
    what: str
    story: str
    number: int
    en: str
    fr: str
    why: str


def _rows() -> tuple[Row, ...]:
    table = Path(__file__).with_name("kinds_of_file.csv").read_text(encoding="utf-8")
    return tuple(
        Row(
            kind=FileKind(one["kind"]),
            what=one["what"],
            story=one["story"],
            number=int(one["number"]),
            en=f"Attachment {one['number']}, {one['en']}, {one['said_en']}",
            fr=f"La pièce jointe {one['number']}, {one['fr']}, {one['said_fr']}",
            why=one["why"],
        )
        for one in csv.DictReader(table.splitlines(), delimiter=";")
    )


ROWS = _rows()


def test_no_kind_of_file_is_without_a_story() -> None:
    """Whoever teaches the program another kind shows a request that sends one."""
    assert {row.kind for row in ROWS} == set(FileKind) - ELSEWHERE
    assert len({row.what for row in ROWS}) == len(ROWS)


@pytest.mark.dovecot
@pytest.mark.postgres
def test_of_each_kind_of_file_the_officer_is_told_what_became_of_it(told: Mapping[str, Outcome]) -> None:
    """In both languages, by what anybody can see of the file."""
    for row in ROWS:
        outcome = told[row.story]
        assert outcome.file is not None
        files: list[Mapping[str, Any]] = outcome.file.assessment["files"]  # type: ignore[assignment]
        file = files[row.number - 1]
        assert (file["why"] or "", file["text_en"], file["text_fr"]) == (row.why, row.en, row.fr), row.what
