"""Records, messages and judgements as the commands meet them."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime

from imwu_inbox.domain.case import Event, EventKind, NewCase, WorkerSummary
from imwu_inbox.domain.ledger import NewMail
from imwu_inbox.domain.mail import MailRef
from imwu_inbox.domain.verdict import Doubt, Flag, Outcome, Refusal
from tests.cli.conftest import Caller
from tests.fakes.house import a_letter

NUMBER = "12AB34567"
ALICE = WorkerSummary(
    surname="MARTIN",
    given_names="ALICE MARIE",
    nationality="FRA",
    passport_number=NUMBER,
    birth_date=date(1988, 4, 9),
    expiry_date=date(2031, 5, 1),
    codes=("R186(g)",),
    verified=True,
)


def take_in(call: Caller, number: int, *, received_at: datetime | None = None) -> int:
    """Enter a message in the fake ledger; its id."""
    taken = call.house.ledger.take_in_all(
        [
            NewMail(
                ref=MailRef(account="unit", folder="INBOX", uidvalidity=1, uid=number),
                sha256=hashlib.sha256(str(number).encode()).hexdigest(),
                vault_key=str(number),
                size_bytes=1000 + number,
                received_at=received_at or datetime(2026, 11, 10, 14, tzinfo=UTC),
                whole=True,
                answerable=True,
            )
        ]
    )[0]
    return taken.entry.mail_id


def open_record(
    call: Caller,
    number: int = 1,
    *,
    outcome: Outcome = Outcome.ACCEPTED,
    due_on: date | None = date(2026, 11, 24),
    workers: tuple[WorkerSummary, ...] = (ALICE,),
    refusals: tuple[Refusal, ...] = (),
    doubts: tuple[Doubt, ...] = (),
    flags: tuple[Flag, ...] = (),
    assessment: Mapping[str, object] | None = None,
) -> str:
    """Open a record with a letter in the fake house; its reference."""
    received_at = datetime(2026, 11, 10, 14, tzinfo=UTC)
    case = NewCase(
        mail_id=take_in(call, number, received_at=received_at),
        outcome=outcome,
        received_at=received_at,
        due_on=due_on,
        employer="Atelier Boréal",
        sender="rh@atelier.example.org",
        language="fr",
        entry_on=date(2027, 3, 1),
        workers=workers,
        refusals=refusals,
        doubts=doubts,
        flags=flags,
        message_id=f"<{number}@atelier.example.org>",
        assessment=assessment or {},
        events=(Event(kind=EventKind.RECEIVED, at=received_at, facts={"size_bytes": 1234}),),
    )
    opened = call.house.cases.open(case, now=call.house.clock.now(), letter=lambda _reference: a_letter())
    return opened.record.reference
