"""Mixed requests by the hundred, from the bytes of the message to the verdict: none that is complete is turned away.

IMWU_REQUESTS says how many, IMWU_REQUESTS_FROM the number of the first, IMWU_REQUESTS_SEED their seed, and
IMWU_REQUESTS_TOTALS a JSON file outside the repository to which the batch is added: thousands are run in batches, each
where the last one ended. IMWU_REQUESTS_LACKING=passport or form draws only those whose papers are pictures and of which
this one is lacking or has another paper in its place; one of three is complete.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

import pytest

from fixtures.makers.lacking_request import Lacking, lacking_request
from fixtures.makers.mixed_request import DrawnRequest, drawn_request
from fixtures.makers.mrz import mrz_names
from imwu_inbox.domain.mail import MailRef, RawMail
from imwu_inbox.domain.request import Assessment, Gated, Joined
from imwu_inbox.domain.verdict import Outcome
from imwu_inbox.settings import Settings, registers_of
from imwu_inbox.steps.intake import Judgement
from imwu_inbox.wiring.judging import judgement
from tests.bench.figures import write_section
from tests.disasters.totals import Totals
from tests.readings import patient_reader

BATCH = int(os.environ.get("IMWU_REQUESTS", "12"))
FIRST = int(os.environ.get("IMWU_REQUESTS_FROM", "0"))
SEED = int(os.environ.get("IMWU_REQUESTS_SEED", "20261127"))
_LACKING: dict[str, Lacking] = {"passport": "passport", "form": "form"}
LACKING_PAPER = _LACKING.get(os.environ.get("IMWU_REQUESTS_LACKING", ""))
LEAST_ACCEPTED, LEAST_REJECTED = 0.95, 0.99
ENOUGH = 60 if LACKING_PAPER else 200
"""Shares of fewer requests than this prove nothing. Units: requests."""
COMPLETE, COMPLETE_HARD = "complete and readable", "complete, with a paper hard to read"
LACKING, LACKING_HARD = "surely incomplete", "incomplete, with a paper hard to read"
KINDS = (COMPLETE, COMPLETE_HARD, LACKING, LACKING_HARD)
WRONG_IDENTITY, SECONDS = "identities wrongly called verified", "processor seconds"


def kind_of(drawn: DrawnRequest) -> str:
    """Which of the four kinds a request is."""
    if drawn.missing:
        return LACKING if drawn.is_readable else LACKING_HARD
    return COMPLETE if drawn.is_readable else COMPLETE_HARD


@dataclass(kw_only=True)
class Tally:
    """What became of the requests, and those that need a look."""

    counts: Counter[str] = field(default_factory=Counter)
    complete_rejected: list[str] = field(default_factory=list)
    lacking_accepted: list[str] = field(default_factory=list)
    wrong_reasons: list[str] = field(default_factory=list)
    wrong_identities: list[str] = field(default_factory=list)

    def add(self, number: int, drawn: DrawnRequest, judged: Assessment) -> None:
        """Hold one verdict against the truth."""
        outcome = judged.verdict.outcome
        told = f"{number} ({drawn.story})"
        self.counts[f"{kind_of(drawn)}: {outcome.value}"] += 1
        if outcome is Outcome.REJECTED and not drawn.missing:
            self.complete_rejected.append(told)
        if outcome is Outcome.ACCEPTED and drawn.missing:
            self.lacking_accepted.append(told)
        if outcome is Outcome.REJECTED and drawn.is_readable and set(judged.verdict.reasons) != drawn.missing:
            self.wrong_reasons.append(told)
        if any(is_wrong(drawn, number_and_names) for number_and_names in promised(judged)):
            self.wrong_identities.append(told)


def promised(judged: Assessment) -> Iterator[tuple[str, str, str]]:
    """Number, surname and given names of every identity that is called verified."""
    for worker in judged.workers:
        if worker.identity_is_verified and worker.passport.reading is not None:
            fields = worker.passport.reading.fields
            yield fields.number, fields.surname, fields.given_names


def is_wrong(drawn: DrawnRequest, told: tuple[str, str, str]) -> bool:
    """Whether a promised identity is nobody's of the request; an old passport has another number."""
    surname, given_names = told[1:]
    return all((surname, given_names) != mrz_names(person) for person in drawn.people)


@pytest.fixture
def judge() -> Judgement:
    """Parse, gate, read and assess with the real reader in this process, its wall time wide for busy machines."""
    settings, own = Settings(), patient_reader()
    return judgement(settings, registers_of(settings), parser=own, reader=own, join=_alone)


def _alone(gated: Gated) -> Joined:
    return Joined(gated=gated)


def _as_received(number: int, drawn: DrawnRequest) -> RawMail:
    return RawMail(
        ref=MailRef(account="bench", folder="INBOX", uidvalidity=1, uid=number + 1),
        sha256=sha256(drawn.message).hexdigest(),
        content=drawn.message,
        size_bytes=len(drawn.message),
        received_at=drawn.received,
    )


def test_no_complete_request_is_rejected_and_no_incomplete_one_accepted(
    judge: Judgement, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nearly all of both are settled without an officer."""
    monkeypatch.setenv("OMP_THREAD_LIMIT", "1")
    tally = Tally()
    for number in range(FIRST, FIRST + BATCH):
        drawn = lacking_request(SEED, number, LACKING_PAPER) if LACKING_PAPER else drawn_request(SEED, number)
        began = time.process_time()
        judged = judge(_as_received(number, drawn))
        tally.counts[SECONDS] += round(time.process_time() - began)
        tally.add(number, drawn, judged)
        if os.environ.get("IMWU_REQUESTS_SHOW"):
            sys.stderr.write(_shown(number, drawn, judged))
    report(tally)
    assert not tally.complete_rejected
    assert not tally.lacking_accepted
    assert not tally.wrong_identities
    assert not tally.wrong_reasons


def _shown(number: int, drawn: DrawnRequest, judged: Assessment) -> str:
    verdict = judged.verdict
    why = ", ".join([*verdict.reasons, *verdict.doubts])
    return f"{number}\t{kind_of(drawn)}\t{verdict.outcome.value}\t{why}\t{drawn.story}\t{len(drawn.message)}\n"


def report(tally: Tally) -> None:
    """Add the batch to the totals, write down how things stand, and hold the shares against what was promised."""
    totals = Totals("IMWU_REQUESTS_TOTALS")
    totals.add(tally.counts)
    counts = totals.counts
    outcomes = (Outcome.ACCEPTED, Outcome.REJECTED, Outcome.OFFICER, Outcome.NOT_A_REQUEST)
    rows = [(kind, *(str(counts[f"{kind}: {outcome.value}"]) for outcome in outcomes)) for kind in KINDS]
    judged = sum(int(cell) for row in rows for cell in row[1:])
    write_section(
        f"Scanned requests without a {LACKING_PAPER}" if LACKING_PAPER else "Requests judged end to end",
        ("truth", *(outcome.value for outcome in outcomes)),
        rows,
        said=f"{judged} requests drawn from seed {SEED}, from the bytes of the message to the verdict.",
    )
    for kind, outcome, least in (
        (COMPLETE, Outcome.ACCEPTED, LEAST_ACCEPTED),
        (LACKING, Outcome.REJECTED, LEAST_REJECTED),
    ):
        of_kind = sum(counts[f"{kind}: {one.value}"] for one in outcomes)
        if of_kind >= ENOUGH:
            assert counts[f"{kind}: {outcome.value}"] >= least * of_kind
