"""Values the suites of the plugs start from; all invented."""

from datetime import UTC, datetime
from hashlib import sha256

from imwu_inbox.domain.ledger import NewMail
from imwu_inbox.domain.mail import MailRef

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
