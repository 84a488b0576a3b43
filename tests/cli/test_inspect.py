"""`inspect`: a dry run that tells everything and stops for no bad file."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from imwu_inbox.cli.inspect_json import FailedInspection, Inspection
from imwu_inbox.domain.admissibility import judge
from imwu_inbox.domain.mail import RawMail
from imwu_inbox.domain.reply import ReplyPermission, Withheld
from imwu_inbox.domain.request import Assessment, ReadFile, ReadRequest
from imwu_inbox.errors import ChildKilled, MailUnparseable
from tests.cli.conftest import Caller
from tests.domain.papers import FORM, PASSPORT, SUPPORT, a_request, book
from tests.fakes.house import FakeReadingHouse, a_letter

ALL = (PASSPORT, FORM, *SUPPORT)


def with_leaves(request: ReadRequest, *files: ReadFile) -> ReadRequest:
    """The request with these files among the leaves of its message."""
    gated = request.joined.gated
    mail = replace(gated.mail, attachments=tuple(file.attachment for file in files))
    return replace(request, joined=replace(request.joined, gated=replace(gated, mail=mail)))


def judged(raw: RawMail) -> Assessment:
    """A complete request, received when the message was."""
    return judge(with_leaves(a_request(*ALL, received_at=raw.received_at), *ALL), book())


@pytest.fixture
def reading(call: Caller) -> FakeReadingHouse:
    """A reading house that finds every message complete."""
    house = FakeReadingHouse(judgement=judged, letter=a_letter())
    call.reading = house
    return house


def a_message(folder: Path, name: str = "request.eml", headers: str = "") -> Path:
    """A file with a small message."""
    path = folder / name
    path.write_bytes(f"{headers}From: rh@atelier.example.org\r\n\r\nHello\r\n".encode())
    return path


def test_the_object_has_the_shape_that_was_promised(call: Caller, tmp_path: Path, reading: FakeReadingHouse) -> None:
    """`imwu-inbox.inspect/1`, checked by its own model and by hand where others rely on it."""
    said = call("inspect", a_message(tmp_path), "--json", "--received", "2026-11-02T14:03:00-05:00")
    told = json.loads(said.out)
    Inspection.model_validate_json(said.out)
    assert said.code == 0
    assert (told["schema"], told["error"]) == ("imwu-inbox.inspect/1", None)
    assert told["from"] == {"name": "", "address": "rh@atelier.example.org"}
    assert told["auto_reply"] == {"allowed": True, "reason": None}
    assert told["security"] == {"signed": False, "encrypted": False}
    assert told["attachments"][0] == {
        "name": "file-1.pdf",
        "media_type": "application/pdf",
        "size": 200_000,
        "sha256": f"{1:064d}",
        "path_in_message": "1.1",
        "opened": "ok",
        "why": None,
        "text_en": "Attachment 1, a PDF of 0.2 MB, was opened and read.",
        "text_fr": "La pièce jointe 1, un PDF de 0,2 Mo, a été ouverte et lue.",
    }
    assert told["documents"][1]["kind"] == "imm5686"
    (worker,) = told["workers"]
    assert worker["passport"]["birth_date"] == "1988-04-09"
    assert worker["passport"]["mrz"]["format"] == "TD3"
    assert (worker["form"]["route"], worker["form"]["fields"]["family_name"]) == ("text", "Martin")
    assert worker["exemptions"][0]["code"] == "R186(g)"
    assert (worker["missing"], worker["mismatches"]) == ([], [])
    assert told["assessment"]["outcome"] == "accepted"
    assert (told["assessment"]["received_on"], told["assessment"]["due_on"]) == ("2026-11-02", "2026-11-16")
    assert told["reply"] == {
        "kind": "acknowledgement",
        "language": "en",
        "subject": "Your request",
        "text": "Dear sender",
    }
    assert told["timings_ms"] == {"parse": 1.2, "read": 20.0}
    assert reading.is_closed


def test_flags_come_with_their_rule_and_both_languages(call: Caller, tmp_path: Path, reading: FakeReadingHouse) -> None:
    """The number on the rules page, and words for either reader."""
    reading.judgement = lambda _raw: judge(a_request(PASSPORT, FORM, sender="a@freemail.example"), book())
    told = json.loads(call("inspect", a_message(tmp_path), "--json").out)
    flags = {flag["id"]: flag for flag in told["assessment"]["flags"]}
    assert flags["free-mail"] == {
        "id": "free-mail",
        "rule": 20,
        "text_en": "The sender writes from a free mail service.",
        "text_fr": "L’expéditeur écrit d’un service de courriel gratuit.",
    }


def test_what_is_missing_is_named_by_paper(call: Caller, tmp_path: Path, reading: FakeReadingHouse) -> None:
    """`passport` and `imm5686`, beside the ids of the refusals."""
    reading.judgement = lambda _raw: judge(a_request(PASSPORT, *SUPPORT), book())
    told = json.loads(call("inspect", a_message(tmp_path), "--json").out)
    assert told["assessment"]["reasons"] == ["missing-imm5686"]
    assert told["workers"][0]["missing"] == ["imm5686"]
    assert told["workers"][0]["form"] == {"found": "no", "route": None, "edition": None, "language": None, "fields": {}}


def test_a_withheld_letter_says_why(call: Caller, tmp_path: Path, reading: FakeReadingHouse) -> None:
    """The sign against an automatic answer stands in the object, and there is no reply."""
    withheld = ReplyPermission(allowed=False, reason=Withheld.LIST)
    reading.judgement = lambda raw: replace(judged(raw), permission=withheld)
    told = json.loads(call("inspect", a_message(tmp_path), "--json").out)
    assert (told["auto_reply"], told["reply"]) == ({"allowed": False, "reason": "list"}, None)


def test_files_of_an_over_size_message_count_as_too_large(
    call: Caller, tmp_path: Path, reading: FakeReadingHouse
) -> None:
    """They are not opened at all."""
    reading.judgement = lambda _raw: judge(with_leaves(a_request(over_size=True), PASSPORT), book())
    told = json.loads(call("inspect", a_message(tmp_path), "--json").out)
    assert told["attachments"][0]["opened"] == "too-large"
    assert told["assessment"]["reasons"][0] == "over-size"


@pytest.mark.parametrize(
    ("arguments", "headers", "expected"),
    [
        (
            ("--received", "2026-11-02T09:30:00-05:00"),
            "Date: Fri, 30 Oct 2026 08:00:00 -0400\r\n",
            datetime(2026, 11, 2, 14, 30, tzinfo=UTC),
        ),
        (
            (),
            "Received: from a by b; Sun, 1 Nov 2026 10:00:00 -0500\r\nDate: Fri, 30 Oct 2026 08:00:00 -0400\r\n",
            datetime(2026, 11, 1, 15, tzinfo=UTC),
        ),
        ((), "Date: Fri, 30 Oct 2026 08:00:00 -0400\r\n", datetime(2026, 10, 30, 12, tzinfo=UTC)),
    ],
)
def test_the_moment_of_receipt_is_the_option_else_received_else_date(
    call: Caller,
    tmp_path: Path,
    reading: FakeReadingHouse,
    arguments: tuple[str, ...],
    headers: str,
    expected: datetime,
) -> None:
    """The clock of a dry run starts where a reader would say the message arrived."""
    call("inspect", a_message(tmp_path, headers=headers), "--json", *arguments)
    assert reading.judged[0].received_at == expected


def test_a_message_without_any_date_was_received_now(call: Caller, tmp_path: Path, reading: FakeReadingHouse) -> None:
    """There is no better guess."""
    before = datetime.now(UTC)
    call("inspect", a_message(tmp_path), "--json")
    assert before <= reading.judged[0].received_at <= datetime.now(UTC)


@pytest.mark.parametrize("text", ["yesterday", "2026-11-02T09:30:00", "2026-13-02T09:30:00Z"])
def test_a_moment_that_is_none_is_wrong_usage(
    call: Caller, tmp_path: Path, reading: FakeReadingHouse, text: str
) -> None:
    """A date without its offset would shift the clock in silence."""
    said = call("inspect", a_message(tmp_path), "--received", text)
    assert said.code == 2
    assert "expected a date and time with offset" in said.err
    assert reading.judged == []


def test_one_bad_file_never_stops_the_others(call: Caller, tmp_path: Path, reading: FakeReadingHouse) -> None:
    """Each has its object, in the order given; the exit code says that not all could be read."""
    first, last = a_message(tmp_path, "1.eml"), a_message(tmp_path, "6.eml")
    answers = {
        "2.eml": MailUnparseable("no parser could read it"),
        "3.eml": ChildKilled("it took longer than 120 s", limit="seconds"),
        "4.eml": ValueError("MARTIN"),
    }
    bad = [a_message(tmp_path, name, headers=f"X-Name: {name}\r\n") for name in answers]

    def judgement(raw: RawMail) -> Assessment:
        for name, breakdown in answers.items():
            if name.encode() in raw.content:
                raise breakdown
        return judged(raw)

    reading.judgement = judgement
    said = call("inspect", "--json-lines", first, *bad, tmp_path / "gone.eml", last)
    told = [json.loads(line) for line in said.out.splitlines()]
    assert [row["error"] and row["error"]["kind"] for row in told] == [
        None,
        "mail-unparseable",
        "child-killed",
        "fault",
        "input-unreadable",
        None,
    ]
    FailedInspection.model_validate(told[1])
    assert told[3]["error"]["message"].startswith("ValueError at tests.cli.test_inspect")
    assert "MARTIN" not in told[3]["error"]["message"]
    assert said.code == 65


def test_several_files_as_json_are_one_array(call: Caller, tmp_path: Path, reading: FakeReadingHouse) -> None:
    """One file is one object, so that both read with one call of a JSON parser."""
    told = json.loads(call("inspect", "--json", a_message(tmp_path, "a.eml"), a_message(tmp_path, "b.eml")).out)
    assert [Path(row["file"]).name for row in told] == ["a.eml", "b.eml"]


def test_people_read_the_decision_first(call: Caller, tmp_path: Path, reading: FakeReadingHouse) -> None:
    """Then what it rests on, then the letter."""
    lines = call("inspect", a_message(tmp_path)).out.splitlines()
    assert lines[1] == "accepted"
    assert any("MARTIN, ALICE MARIE" in line and "yes (digits hold)" in line for line in lines)
    assert "Dear sender" in lines
    reading.judgement = lambda _raw: judge(a_request(PASSPORT, *SUPPORT), book())
    assert "rejected: missing-imm5686" in call("inspect", a_message(tmp_path)).out


def test_a_file_name_that_is_no_text_stops_nothing(call: Caller, tmp_path: Path, reading: FakeReadingHouse) -> None:
    """Old archives hold names in old alphabets; the object is UTF-8 all the same."""
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe9t\xe9.eml"))
    file.write_bytes(b"From: rh@atelier.example.org\r\n\r\nBonjour\r\n")
    for arguments in (("--json",), ()):
        said = call("inspect", *arguments, file)
        assert said.code == 0
        assert "accepted" in said.out
    assert len(reading.judged) == 2
