"""A judgement as a plain record: everything found, with its place, and no bytes."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from imwu_inbox.domain.admissibility import judge
from imwu_inbox.domain.documents import DocumentKind, PageImage
from imwu_inbox.domain.evidence import as_record, plain
from imwu_inbox.domain.mail import Language
from tests.domain.papers import FORM, LETTER, PASSPORT, RECEIVED, SUPPORT, a_document, a_file, a_request, book


def values_of(record: object) -> Iterator[tuple[str, object]]:
    """Every key with its value, at any depth."""
    if isinstance(record, Mapping):
        for key, value in record.items():
            yield str(key), value
            yield from values_of(value)
    elif isinstance(record, list):
        for value in record:
            yield from values_of(value)


def record_of_all() -> dict[str, Any]:
    """The record of a complete request, as it comes back from its JSON."""
    told: dict[str, Any] = json.loads(json.dumps(as_record(judge(a_request(PASSPORT, FORM, *SUPPORT), book()))))
    return told


def test_a_record_survives_json_unchanged() -> None:
    """Nothing in it needs a codec of its own."""
    assessment = judge(a_request(PASSPORT, FORM, *SUPPORT), book())
    assert record_of_all() == as_record(assessment)


def test_a_record_holds_no_bytes_and_no_text_of_pages() -> None:
    """Bytes lie in the vault; the words of a letter are not kept with the facts."""
    wordy = a_file(replace(a_document(DocumentKind.LETTER), text="Dear officer, a secret"), number=3)
    heavy = replace(wordy, attachment=replace(wordy.attachment, content=b"%PDF-"))
    record = as_record(judge(a_request(PASSPORT, FORM, heavy), book()))
    assert not {"content", "grey", "text"} & {key for key, _ in values_of(record)}
    assert "secret" not in repr(record)
    assert "%PDF" not in repr(record)


def test_a_fact_keeps_its_source_place_and_certainty() -> None:
    """The officer sees where each value was read."""
    fact = record_of_all()["workers"][0]["form"]["reading"]["fields"]["family_name"]
    assert fact == {"value": "Martin", "source": "form", "raw": "", "page": None, "box": None, "confidence": 1.0}
    zone = record_of_all()["workers"][0]["passport"]
    assert (zone["path"], zone["page"], zone["reading"]["box"]) == ("1.1", 1, [0.0, 0.8, 1.0, 1.0])
    assert zone["reading"]["fields"]["birth_date"] == "1988-04-09"


def test_a_record_tells_the_decision_and_the_files_in_their_order() -> None:
    """Outcome, dates and language, and each file by its own hash."""
    record = record_of_all()
    assert (record["outcome"], record["received_on"], record["due_on"]) == ("accepted", "2026-11-02", "2026-11-16")
    assert record["language"] == Language.ENGLISH.value
    assert [file["path"] for file in record["files"]] == ["1.1", "1.2", "1.3", "1.4", "1.5"]
    assert record["files"][2]["sha256"] == LETTER.attachment.sha256


def test_pixels_never_enter_a_record() -> None:
    """A page's picture is bytes by another name."""
    assert plain(PageImage(width_px=1, height_px=1, dpi=200, grey=b"\x00")) == {
        "width_px": 1, "height_px": 1, "dpi": 200, "lacks": None
    }  # fmt: skip


@pytest.mark.parametrize("value", [b"bytes", object(), {1: b"deep"}], ids=["bytes", "object", "deep"])
def test_what_has_no_plain_form_is_refused(value: object) -> None:
    """Better a breakdown in a test than a passport in a log."""
    with pytest.raises(TypeError, match="no plain form"):
        plain(value)


def test_moments_and_days_are_written_as_iso() -> None:
    """With their offset."""
    assert plain({"at": RECEIVED, "on": RECEIVED.date()}) == {"at": "2026-11-02T19:03:00+00:00", "on": "2026-11-02"}
