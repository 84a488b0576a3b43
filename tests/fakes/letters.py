"""A writer of letters that says the least."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from imwu_inbox.domain.reply import Letter, ReplyPlan
from imwu_inbox.domain.seal import Seal

SEAL = Seal(key=b"fake letters")
"""The seal the fake writer uses."""


@dataclass(slots=True)
class FakeLetters:
    """Writes one line in each language; keeps the plans it was given."""

    plans: list[ReplyPlan] = field(default_factory=list)

    def write(self, plan: ReplyPlan, *, reference: str, now: datetime) -> Letter:
        """A letter of the same facts for the same plan, reference and moment."""
        self.plans.append(plan)
        french_first = plan.language == "fr"
        halves = (
            (f"Dossier {reference}", f"File {reference}")
            if french_first
            else (f"File {reference}", f"Dossier {reference}")
        )
        digest = sha256(f"{plan.kind} {plan.to.address} {plan.in_reply_to} {now:%Y%m%dT%H%M%S}".encode()).hexdigest()
        message_id = SEAL.message_id(reference, digest, "unit.example")
        subject = f"[IMWU-UMIT {reference} {SEAL.tag(reference)}] {plan.kind}"
        text = "\n\n".join(halves) + "\n"
        head = (
            f"Message-ID: {message_id}\r\nFrom: imwu-umit@unit.example\r\nTo: {plan.to.address}\r\n"
            f"Subject: {subject}\r\nDate: {now:%a, %d %b %Y %H:%M:%S %z}\r\nAuto-Submitted: auto-replied\r\n"
            "X-Auto-Response-Suppress: All\r\n"
        )
        if plan.in_reply_to:
            head += f"In-Reply-To: {plan.in_reply_to}\r\nReferences: {plan.in_reply_to}\r\n"
        content = f"{head}\r\n{text}".replace("\r\n", "\n").replace("\n", "\r\n").encode()
        return Letter(
            kind=plan.kind,
            to=plan.to.address,
            language=plan.language,
            subject=subject,
            text=text,
            message_id=message_id,
            content=content,
        )
