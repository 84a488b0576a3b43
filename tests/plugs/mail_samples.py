"""Values the suites of the plugs start from; all invented."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from imwu_inbox.domain.case import Event, EventKind, NewCase, WorkerSummary
from imwu_inbox.domain.ledger import NewMail
from imwu_inbox.domain.mail import Language, MailRef
from imwu_inbox.domain.reply import Delivery, DeliveryReport, Letter, LetterKind
from imwu_inbox.domain.verdict import Doubt, Flag, Outcome
from imwu_inbox.ports.outbox import Outbox

RECEIVED = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)


def new_mail(uid: int = 1, *, content: str | None = None, whole: bool = True, at: datetime = RECEIVED) -> NewMail:
    """A message at this UID, with bytes of its own unless said otherwise."""
    return NewMail(
        ref=MailRef(account="inbox@unit.example", folder="INBOX", uidvalidity=7, uid=uid),
        sha256=sha256((content or f"mail {uid}").encode()).hexdigest(),
        vault_key=f"key-{uid}",
        size_bytes=1234,
        received_at=at,
        whole=whole,
        answerable=True,
    )


def new_case(mail_id: int, *, outcome: Outcome = Outcome.ACCEPTED, at: datetime = RECEIVED, **other: Any) -> NewCase:
    """A record about one invented worker; `other` replaces any of its fields."""
    values: dict[str, Any] = {
        "mail_id": mail_id,
        "outcome": outcome,
        "received_at": at,
        "due_on": date(2026, 3, 16),
        "employer": "Érablière du Nord inc.",
        "sender": "rh@erabliere.example",
        "language": "fr",
        "entry_on": date(2026, 5, 1),
        "workers": (worker("SPECIMEN"), worker("BEISPIEL")),
        "refusals": (),
        "doubts": (Doubt.UNSURE_KIND,),
        "flags": (Flag.FREE_MAIL, Flag.NEAR_LIMIT),
        "message_id": f"<request-{mail_id}@erabliere.example>",
        "assessment": {"outcome": outcome.value, "workers": [{"ratio": 1.5, "codes": ["C10"]}]},
        "events": (
            Event(kind=EventKind.RECEIVED, at=at, facts={"mail": mail_id}),
            Event(kind=EventKind.OPENED, at=at + timedelta(seconds=2), facts={"rules": [1, 2], "ratio": 1e2}),
        ),
    }
    return NewCase(**{**values, **other})


def worker(surname: str) -> WorkerSummary:
    """One invented worker."""
    return WorkerSummary(
        surname=surname,
        given_names="Éva Zoë",
        nationality="UTO",
        passport_number="L898902C3",
        birth_date=date(1974, 8, 12),
        expiry_date=None,
        codes=("C10", "T23"),
        verified=True,
    )


def new_letter(reference: str, *, to: str = "Rh@Erabliere.example") -> Letter:
    """A letter about this record, with bytes of its own."""
    return Letter(
        kind=LetterKind.ACKNOWLEDGEMENT,
        to=to,
        language=Language.FRENCH,
        subject=f"Dossier {reference}",
        text="Bonjour à vous,\n",
        message_id=f"<{reference}@unit.example>",
        content=f"Subject: Dossier {reference}\r\n\r\nBonjour \x00\r\n".encode(),
    )


def refuse(outbox: Outbox, letter_id: int, now: datetime) -> None:
    """The relay does not take this letter, for good."""
    outbox.claim(letter_id, now)
    outbox.settle(letter_id, DeliveryReport(delivery=Delivery.REFUSED_FOR_GOOD, answer="550 no such mailbox"), now)
