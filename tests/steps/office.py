"""An office on fakes: records, outbox and letters, with a mail in the ledger for each request."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from imwu_inbox.domain.admissibility import judge
from imwu_inbox.domain.case import Event
from imwu_inbox.domain.ledger import NewMail
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.mail import MailRef
from imwu_inbox.domain.request import Assessment, ReadRequest
from imwu_inbox.steps.open_case import OpenCase
from tests.domain.papers import RECEIVED, book
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import FakeLedger
from tests.fakes.letters import FakeLetters
from tests.fakes.outbox import FakeOutbox
from tests.fakes.parts import FakeParts


class Office:
    """Records, outbox and letters, with a mail in the ledger for each request."""

    def __init__(self, *, dry: bool = False, **limits: int) -> None:
        self.clock = FakeClock(RECEIVED + timedelta(minutes=2))
        self.ledger, self.outbox, self.letters = FakeLedger(), FakeOutbox(), FakeLetters()
        self.cases = FakeCaseStore(self.ledger, self.outbox)
        self.open_case = OpenCase(
            cases=self.cases,
            outbox=self.outbox,
            parts=FakeParts(self.ledger),
            letters=self.letters,
            clock=self.clock,
            limits=Limits(**limits),
            dry=dry,
        )

    def mail(self) -> int:
        """One more message in the ledger; its id."""
        number = len(self.ledger.rows) + 1
        ref = MailRef(account="unit", folder="INBOX", uidvalidity=1, uid=number)
        hashed = sha256(str(number).encode()).hexdigest()
        row = NewMail(
            ref=ref, sha256=hashed, vault_key=hashed, size_bytes=1000, received_at=RECEIVED, whole=True, answerable=True
        )
        return self.ledger.take_in_all([row])[0].entry.mail_id

    def take(self, request: ReadRequest) -> tuple[int, tuple[int, ...]]:
        """A new message judged and opened: its mail id and its letters."""
        mail_id = self.mail()
        return mail_id, self.open_case(mail_id, assessed(request))

    def history(self, mail_id: int) -> Sequence[Event]:
        """What happened to the record of this mail."""
        opened = self.cases.by_mail(mail_id)
        assert opened is not None
        return self.cases.histories[opened.record.reference]


def assessed(request: ReadRequest) -> Assessment:
    """The request, judged."""
    return judge(request, book())
