"""A unit at work: invented records at every urgency, with every kind of row, and those who work on them."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from imwu_inbox.domain.case import Event, EventKind, NewCase, WorkerSummary
from imwu_inbox.domain.deadline import local_date
from imwu_inbox.domain.ledger import NewMail
from imwu_inbox.domain.mail import MailRef
from imwu_inbox.domain.officer import Role
from imwu_inbox.domain.verdict import Doubt, Flag, Outcome, Refusal
from imwu_inbox.ports.ledger import Ledger
from imwu_inbox.wiring import Desk
from tests.web.browser import enter

ZONE = ZoneInfo("America/Toronto")
OFFICERS = {"mroy": "Maya Roy", "sdhaliwal": "S. Dhaliwal", "tnguyen": "T. Nguyen", "acote": "A. Côté"}

_PEOPLE = (
    ("MOREAU", "Julien", "SWE", "C41", "Université Specimen"),
    ("OKAFOR-HILL", "Grace", "KOR", "C63", "Maple Ridge Optics"),
    ("TANAKA", "Haruto", "DEU", "C61", "Université Specimen"),
    ("BRANDT", "Mats", "ITA", "C63", "Sample Aerospace"),
    ("CASTELLAN", "Lucia", "FRA", "C10", "Harbour Quantum Corp."),
    ("DE VRIES", "Pieter", "ESP", "C10", "Harbour Quantum Corp."),
    ("PARK", "Ji-woo", "SWE", "C20", "Westmere Games Inc."),
    ("BYRNE", "Niamh", "DEU", "C20", "Sample Aerospace"),
    ("HADDON", "Oliver", "AUS", "C62", "Specimen Robotics Canada Limited"),
    ("MOREAU", "Niamh", "DEU", "T23", "Maple Ridge Optics"),
    ("ERIKSSON", "Anna Maria", "UTO", "C63", "Specimen Robotics Canada Inc."),
    ("SOREL", "Claire", "AUS", "C62", "Fictional Mines Ltd."),
    ("SATO", "Pieter", "ESP", "C10", "Specimen Robotics Canada Inc."),
    ("AUBERT", "Aino", "FIN", "C61", "Université Specimen"),
    ("QUINN", "Anja", "IRL", "C41", "Érablière du Nord inc."),
)
_LEFT = (-3, -2, -1, 0, 0, 0, 0, 1, 2, 2, 3, 3, 3, 5, 9)
_HOLDERS = {
    0: "sdhaliwal", 2: "tnguyen", 3: "mroy", 4: "tnguyen", 5: "mroy", 8: "mroy", 9: "acote", 10: "mroy",
    11: "sdhaliwal",
    13: "acote",
}  # fmt: skip
_MARKS: dict[int, tuple[tuple[Doubt, ...], tuple[Flag, ...]]] = {
    0: ((Doubt.PASSPORT_UNREADABLE,), ()),
    4: ((), (Flag.IN_CANADA,)),
    8: ((), (Flag.MORE_THAN_ONE_EXEMPTION,)),
    9: ((), (Flag.NATIONALITY_NOT_EXEMPT, Flag.MESSAGE_ID_SEEN)),
    10: ((), (Flag.BIRTH_DATE_DIFFERS, Flag.LATE_NOTICE)),
    11: ((), (Flag.BIRTH_DATE_DIFFERS,)),
    12: ((Doubt.UNSURE_KIND,), (Flag.NATIONALITY_NOT_EXEMPT, Flag.LATE_NOTICE, Flag.FREE_MAIL, Flag.CV_ABSENT)),
    14: ((), (Flag.LATE_NOTICE, Flag.CV_ABSENT)),
}


class Showroom:
    """Puts people and records into a house."""

    def __init__(self, desk: Desk, ledger: Ledger) -> None:
        self._desk = desk
        self._ledger = ledger
        self._uid = 0

    def furnish(self, *, more: int = 0) -> None:
        """The officers, fifteen records with a clock, and some without; `more` further ones."""
        for name, display_name in OFFICERS.items():
            enter(self._desk, Role.OFFICER, name=name, display_name=display_name)
        today = local_date(self._desk.clock.now(), ZONE)
        for number, (surname, given_names, nationality, code, employer) in enumerate(_PEOPLE):
            doubts, flags = _MARKS.get(number, ((), ()))
            workers = [someone(surname, given_names, nationality, code, number)]
            if number == 3:
                workers += [someone("BRANDT", f"Colleague {_WORDS[n]}", "ITA", "C63", 50 + n) for n in range(5)]
            reference = self.open(
                workers, employer=employer, due_on=today + timedelta(days=_LEFT[number]), doubts=doubts, flags=flags
            )
            if number in _HOLDERS:
                self._desk.claims.claim(reference, _HOLDERS[number], self._desk.clock.now())
        for number in range(more):
            person = _PEOPLE[number % len(_PEOPLE)]
            self.open(
                [someone(*person[:4], 100 + number)], employer=person[4], due_on=today + timedelta(days=10 + number % 4)
            )
        self.open([], outcome=Outcome.REJECTED, refusals=(Refusal.MISSING_PASSPORT, Refusal.MISSING_IMM5686))
        self.open([someone("LUND", "Ida", "NOR", "C10", 90)], outcome=Outcome.REJECTED, refusals=(Refusal.OVER_SIZE,))
        self.open([], outcome=Outcome.NOT_A_REQUEST, employer="", sender="sales@catalogue.example")

    def open(
        self,
        workers: Sequence[WorkerSummary],
        *,
        outcome: Outcome = Outcome.ACCEPTED,
        employer: str = "Specimen Robotics Canada Inc.",
        sender: str = "hr@robotics.example",
        due_on: date | None = None,
        refusals: tuple[Refusal, ...] = (),
        doubts: tuple[Doubt, ...] = (),
        flags: tuple[Flag, ...] = (),
        received_at: datetime | None = None,
    ) -> str:
        """One record; its reference."""
        now = self._desk.clock.now()
        at = received_at or (now - timedelta(days=14) + timedelta(days=(due_on - now.date()).days) if due_on else now)
        self._uid += 1
        case = NewCase(
            mail_id=self._mail(at),
            outcome=Outcome.OFFICER if doubts and outcome is Outcome.ACCEPTED else outcome,
            received_at=at,
            due_on=due_on,
            employer=employer,
            sender=sender,
            language="en",
            entry_on=None,
            workers=tuple(workers),
            refusals=refusals,
            doubts=doubts,
            flags=flags,
            message_id=f"<{self._uid}@showroom.example>",
            assessment={"outcome": outcome.value},
            events=(Event(kind=EventKind.RECEIVED, at=at, facts={"mail": self._uid}),),
        )
        return self._desk.cases.open(case, now=at, letter=lambda _reference: None).record.reference

    def _mail(self, at: datetime) -> int:
        mail = NewMail(
            ref=MailRef(account="unit", folder="INBOX", uidvalidity=1, uid=self._uid),
            sha256=hashlib.sha256(str(self._uid).encode()).hexdigest(),
            vault_key=str(self._uid),
            size_bytes=2_100_000,
            received_at=at,
            whole=True,
            answerable=True,
        )
        return self._ledger.take_in_all([mail])[0].entry.mail_id


_WORDS = ("Ada", "Bo", "Cy", "Di", "Ed")


def someone(
    surname: str, given_names: str, nationality: str = "UTO", code: str = "C10", number: int = 99
) -> WorkerSummary:
    """An invented worker; the number makes the passport's and the birth date."""
    return WorkerSummary(
        surname=surname,
        given_names=given_names,
        nationality=nationality,
        passport_number=f"XS{number:05d}{number % 10}",
        birth_date=date(1980, 1, 1) + timedelta(days=211 * number),
        expiry_date=date(2031, 4, 15),
        codes=(code,),
        verified=True,
    )
