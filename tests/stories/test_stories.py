"""Each story end to end: a real mailbox, a real relay, both databases; what came of it is what its maker planned."""

from collections.abc import Mapping
from typing import Any

import pytest

from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.rules import rule_of
from imwu_inbox.domain.verdict import Flag
from tests.stories.told import names, planned_facts, story, worker_facts
from tests.stories.unit import Outcome

pytestmark = [pytest.mark.dovecot, pytest.mark.postgres]


def _joined_or_settled(outcome: Outcome, expected: Mapping[str, Any]) -> bool:
    return expected["outcome"] == "joined" or outcome.entry.fate is Fate.SETTLED


@pytest.mark.parametrize("name", names())
def test_a_story_comes_out_as_planned(name: str, told: Mapping[str, Outcome]) -> None:
    """Outcome, refusals, doubts, flags, rules, language and due date."""
    outcome, expected = told[name], story(name).expected
    assert _joined_or_settled(outcome, expected), outcome.entry.reason
    assert outcome.file is not None
    if expected["outcome"] == "joined":
        assert outcome.entry.fate in (Fate.DUPLICATE, Fate.SETTLED)
        return
    kept = outcome.file.assessment
    flags = [Flag(flag) for flag in kept["flags"]]  # type: ignore[attr-defined]
    found = {
        "outcome": kept["outcome"],
        "reasons": sorted(kept["reasons"]),  # type: ignore[call-overload]
        "doubts": sorted(kept["doubts"]),  # type: ignore[call-overload]
        "flags": sorted(flag.value for flag in flags),
        "rules": sorted({rule_of(flag).number for flag in flags}),
        "language": kept["language"],
        "due_on": kept["due_on"],
    }
    due = expected.get("due_on")
    planned = {
        key: sorted(value) if isinstance(value, list) else value for key, value in expected.items() if key in found
    }
    assert found == planned | {"due_on": due.isoformat() if due else None}


@pytest.mark.parametrize("name", names())
def test_the_workers_of_a_story_are_read_as_planned(name: str, told: Mapping[str, Outcome]) -> None:
    """Identity, form route, codes, what is missing and what differs, worker by worker."""
    outcome, expected = told[name], story(name).expected
    if expected["outcome"] in ("joined", "not-a-request") or "over-size" in expected["reasons"]:
        assert not expected.get("workers")
        return
    assert outcome.file is not None
    found = [worker_facts(worker) for worker in outcome.file.assessment["workers"]]  # type: ignore[attr-defined]
    planned = [planned_facts(worker) for worker in expected.get("workers", ())]
    key = ("number", "surname", "missing")
    assert sorted(found, key=lambda w: [str(w.get(k)) for k in key]) == sorted(
        planned, key=lambda w: [str(w.get(k)) for k in key]
    )


@pytest.mark.parametrize("name", names())
def test_a_story_is_answered_as_planned(name: str, told: Mapping[str, Outcome]) -> None:
    """One letter where one is due, in the sender's language first; none where none may go out, with the reason."""
    outcome, expected = told[name], story(name).expected
    if expected["reply"] == "none":
        assert not outcome.letters
        if expected["outcome"] == "joined":
            return
        assert outcome.file is not None
        withheld = [e.facts["reason"] for e in outcome.file.events if e.kind.value == "reply-withheld"]
        assert withheld == [expected["reply_withheld"]]
        return
    assert len(outcome.letters) == 1
    letter = outcome.letters[0]
    assert letter["Auto-Submitted"] == "auto-replied"
    subject = str(letter["Subject"])
    first = {"acknowledgement": ("Request received", "Demande reçue")}.get(expected["reply"])
    if first:
        english_first = expected["language"] != "fr"
        assert (subject.index(first[0]) < subject.index(first[1])) is english_first


@pytest.mark.parametrize("name", [name for name in names() if "opened" in story(name).expected])
def test_the_files_of_a_story_are_opened_as_planned_and_told_in_both_languages(
    name: str, told: Mapping[str, Outcome]
) -> None:
    """Kinds of file that nobody opens, empty and broken ones included."""
    outcome = told[name]
    assert outcome.file is not None
    files: list[Mapping[str, Any]] = outcome.file.assessment["files"]  # type: ignore[assignment]
    assert [file["opened"] for file in files] == story(name).expected["opened"]
    for number, file in enumerate(files, start=1):
        assert file["text_en"].startswith(f"Attachment {number}{', a' if file['size_bytes'] else ' is empty'}")
        assert file["text_fr"].startswith(f"La pièce jointe {number}{', un' if file['size_bytes'] else ' est vide'}")
        assert file["name"] not in file["text_en"] + file["text_fr"]
