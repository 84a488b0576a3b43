"""A store as it stands after years: many records, few of them open, written in bulk; all invented."""

import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text

from imwu_inbox.adapters.sql.connect import POSTGRES, Database
from imwu_inbox.adapters.sql.officer_tables import QueueTraitRow, QueueWordRow
from imwu_inbox.adapters.sql.projection import TRAITS, between_bars, parted
from imwu_inbox.adapters.sql.tables import NO_DUE_DATE, CaseRow, MailRow, QueueRow, Row, WorkerRow
from imwu_inbox.domain.case import CaseStatus
from imwu_inbox.domain.folding import folded
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.verdict import Flag, Outcome, Refusal

CASES = 100_000
OPEN = 5_000
NOW = datetime(2026, 11, 24, 14, 20, tzinfo=UTC)
ROUNDS = 40
GOAL_MS = 50
"""What a page of the officers may take there. Units: milliseconds."""
RARE_FLAG = Flag.PASSPORT_NOT_YET_VALID
_PER_DAY = 270
_ROWS_AT_ONCE = 5_000
_CODES = ("C10", "C11", "T23", "C12", "C41")
_NATIONALITIES = ("UTO", "FRA", "GBR", "JPN", "AUS", "MEX")


def fill(database: Database, *, cases: int = CASES, opened: int = OPEN) -> None:
    """Write the records, the oldest first, every second of the newest open; then let the database know its own size."""
    draw = random.Random(5686)
    for start in range(1, cases + 1, _ROWS_AT_ONCE):
        numbers = range(start, min(start + _ROWS_AT_ONCE, cases + 1))
        rows = [_record(number, cases, opened, draw) for number in numbers]
        with database.write() as session:
            for table in (MailRow, CaseRow, QueueRow, WorkerRow):
                session.connection().execute(insert(table), [row[table] for row in rows])
            words = [word for row in rows for word in _words(row[QueueRow])]
            session.connection().execute(insert(QueueWordRow), words)
            if traits := [trait for row in rows for trait in _traits(row[QueueRow])]:
                session.connection().execute(insert(QueueTraitRow), traits)
    _analyse(database)


def _record(number: int, cases: int, opened: int, draw: random.Random) -> dict[type[Row], dict[str, Any]]:
    is_open = number > cases - 2 * opened and number % 2 == 0
    received = NOW - timedelta(days=(cases - number) / _PER_DAY, seconds=draw.randrange(60))
    outcome = _outcome(draw, is_open=is_open)
    due_on = None if outcome in {Outcome.REJECTED, Outcome.NOT_A_REQUEST} else received.date() + timedelta(days=14)
    reference = f"2026-{number:06d}"
    worker, shown = _worker(number, draw), _shown(number, reference, outcome, received, due_on, draw, is_open=is_open)
    return {
        MailRow: _mail(number, received, reference),
        CaseRow: {"id": number, "reference": reference, "mail_id": number, "assessment": {}},
        QueueRow: {**shown, **_listed(worker, shown["flags"], draw)},
        WorkerRow: worker,
    }


def _listed(worker: dict[str, Any], flags: list[str], draw: random.Random) -> dict[str, Any]:
    """What lists show of the worker, and who holds the record: two of three are held by one of twenty officers."""
    return {
        "surname": worker["surname"], "given_names": worker["given_names"], "worker_count": 1,
        "nationalities": between_bars([worker["nationality"]]), "codes": between_bars(worker["codes"]),
        "marks": between_bars(flags), "number_tail": worker["passport_number"][-3:],
        "holder": draw.choice(("", *(f"officer{n}" for n in range(20) for _ in range(2)), *[""] * 19)),
    }  # fmt: skip


def _traits(shown: dict[str, Any]) -> list[dict[str, Any]]:
    own = {"case_id": shown["case_id"], "waits": shown["closed_at"] is None}
    return [{"kind": kind, "value": value, **own} for kind in TRAITS for value in parted(shown[kind])]


def _words(shown: dict[str, Any]) -> list[dict[str, Any]]:
    texts = f"{shown['surname']} {shown['given_names']} {shown['employer']}"
    found = {*folded(texts).split(), shown["reference"]}
    return [{"case_id": shown["case_id"], "word": word} for word in sorted(found)]


def _outcome(draw: random.Random, *, is_open: bool) -> Outcome:
    if is_open:
        return draw.choice((Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.OFFICER))
    return draw.choices(
        (Outcome.ACCEPTED, Outcome.OFFICER, Outcome.REJECTED, Outcome.NOT_A_REQUEST), weights=(70, 12, 10, 8)
    )[0]


def _mail(number: int, received: datetime, reference: str) -> dict[str, Any]:
    return {
        "id": number, "account": "unit", "folder": "INBOX", "uidvalidity": 7, "uid": number, "sha256": f"{number:064x}",
        "vault_key": f"{number:064x}", "size_bytes": 900_000 + number, "received_at": received, "whole": True,
        "answerable": True, "fate": Fate.SETTLED.value, "message_id": f"<{number}@maple.example>",
        "case_reference": reference, "filed_in": "processed",
    }  # fmt: skip


def _shown(
    number: int,
    reference: str,
    outcome: Outcome,
    received: datetime,
    due_on: date | None,
    draw: random.Random,
    *,
    is_open: bool,
) -> dict[str, Any]:
    status, closed_at = _standing(outcome, received, draw, is_open=is_open)
    refusals = draw.sample(list(Refusal), draw.choice((1, 1, 2))) if outcome is Outcome.REJECTED else []
    return {
        "case_id": number, "reference": reference, "mail_id": number, "status": status.value, "outcome": outcome.value,
        "received_at": received, "due_on": due_on, "sort_due_on": due_on or NO_DUE_DATE,
        "employer": f"Érablière n° {draw.randrange(2_000)} inc.", "sender": f"rh{number % 999}@erabliere.example",
        "language": draw.choice(("en", "fr")), "entry_on": received.date() + timedelta(days=draw.randrange(10, 90)),
        "refusals": refusals, "doubts": [], "closed_at": closed_at,
        "flags": _flags(number, draw),
    }  # fmt: skip


def _flags(number: int, draw: random.Random) -> list[str]:
    """Up to three, and one that a record in thousands has."""
    found = draw.sample([flag for flag in Flag if flag is not RARE_FLAG], draw.randrange(4))
    return [flag.value for flag in (*found, *[RARE_FLAG] * (number % 2_500 == 7))]


def _standing(
    outcome: Outcome, received: datetime, draw: random.Random, *, is_open: bool
) -> tuple[CaseStatus, datetime | None]:
    if is_open:
        return (CaseStatus.OPEN if outcome is Outcome.ACCEPTED else CaseStatus.WITH_OFFICER), None
    if outcome is Outcome.REJECTED:
        return CaseStatus.REJECTED, received
    if outcome is Outcome.NOT_A_REQUEST:
        return CaseStatus.NOT_A_REQUEST, received
    return CaseStatus.CLOSED, min(NOW, received + timedelta(days=draw.triangular(1, 16, 9)))


def _worker(number: int, draw: random.Random) -> dict[str, Any]:
    return {
        "case_id": number, "position": 0, "surname": f"SPECIMEN{number % 5_000}", "given_names": "Éva Zoë",
        "nationality": draw.choice(_NATIONALITIES), "passport_number": f"S{number:08d}",
        "birth_date": date(1980, 1, 1) + timedelta(days=number % 9_000), "expiry_date": date(2031, 1, 1),
        "codes": [draw.choice(_CODES)], "verified": True,
    }  # fmt: skip


def _analyse(database: Database) -> None:
    """What its own housekeeping does in time: PostgreSQL's visits a table of which a fifth is new."""
    if database.dialect == POSTGRES:
        with database.read() as session:
            session.connection(execution_options={"isolation_level": "AUTOCOMMIT"}).execute(text("VACUUM (ANALYZE)"))
        return
    with database.write() as session:
        session.connection().execute(text("PRAGMA optimize"))


def times_ms(act: Callable[[], object]) -> tuple[float, float]:
    """Middle and 95th percentile of many rounds, the first left out. Units: milliseconds."""
    act()
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
