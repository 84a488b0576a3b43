"""Fakes that write down what was asked of them, in one common list, and break where a test wants it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from imwu_inbox.domain.ledger import LedgerEntry, NewMail, TakenIn
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.mail import Probe
from imwu_inbox.errors import CannotWrite, NeighbourDown
from imwu_inbox.ports.mailbox import Download, Tray
from imwu_inbox.steps.fetch import Fetch
from tests.fakes.clock import FakeClock
from tests.fakes.lease import FakeLease
from tests.fakes.ledger import FakeLedger
from tests.fakes.mailbox import FakeMailbox
from tests.fakes.stragglers import FakeStragglers
from tests.fakes.vault import FakeVault

AT = datetime(2026, 11, 2, 19, 3, tzinfo=UTC)
LIMIT = 40_000


class WatchedMailbox(FakeMailbox):
    """A mailbox that notes each act on a message.

    `refused` holds the acts that break, such as "download 2"; `vanishing` the messages gone right after the probe.
    `asked` has the acts that were asked for, whether they broke or not.
    """

    def __init__(self, seen: list[str]) -> None:
        super().__init__()
        self.seen = seen
        self.refused: set[str] = set()
        self.asked: list[str] = []
        self.vanishing: set[int] = set()

    def probe(self, uids: Sequence[int]) -> Sequence[Probe]:
        """Sizes and moments of what is there, and for some still was."""
        probes = super().probe(uids)
        for uid in self.vanishing:
            self.letters.pop(uid, None)
        return probes

    def head(self, uid: int, *, size_bytes: int) -> bytes:
        """The beginning of a message."""
        self._note(f"head {uid}")
        return super().head(uid, size_bytes=size_bytes)

    def download(self, uid: int, *, limit_bytes: int) -> Download | None:
        """A message up to one octet past the limit."""
        self._note(f"download {uid}")
        return super().download(uid, limit_bytes=limit_bytes)

    def file_away(self, uids: Sequence[int], tray: Tray) -> None:
        """Move messages to a tray, and stop at one that is refused."""
        for uid in uids:
            self._note(f"move {uid} to {tray}")
            super().file_away([uid], tray)

    def _note(self, act: str) -> None:
        self.asked.append(act)
        if act in self.refused:
            raise NeighbourDown("The mail server broke off. The next poll tries again.")
        self.seen.append(act)


class WatchedVault(FakeVault):
    """A vault that notes what it keeps; `is_full` is a full disk."""

    def __init__(self, seen: list[str]) -> None:
        super().__init__()
        self.seen = seen
        self.is_full = False

    def keep_all(self, contents: Sequence[bytes]) -> Sequence[str]:
        """Store the bytes and return their keys. Raises: CannotWrite when the disk is full."""
        if self.is_full:
            raise CannotWrite("The disk of the vault is full. Make room; nothing is lost.")
        self.seen.append("vault")
        return super().keep_all(contents)


class WatchedLedger(FakeLedger):
    """A ledger that notes its commits.

    `is_down` is a database that does not answer; `asked_too_early` one asked just before another daemon committed.
    """

    def __init__(self, seen: list[str]) -> None:
        super().__init__()
        self.seen = seen
        self.is_down = False
        self.asked_too_early = False

    def known(self, account: str, folder: str, uidvalidity: int, uids: Collection[int]) -> Sequence[LedgerEntry]:
        """The rows that already stand for these UIDs."""
        if self.asked_too_early:
            self.asked_too_early = False
            return ()
        return super().known(account, folder, uidvalidity, uids)

    def take_in_all(self, mails: Sequence[NewMail]) -> Sequence[TakenIn]:
        """Enter the rows. Raises: NeighbourDown when the database is down."""
        if self.is_down:
            raise NeighbourDown("The database does not answer.")
        self.seen.append("commit")
        return super().take_in_all(mails)

    def filed_all(self, mail_ids: Collection[int], tray: str) -> None:
        """Note that the messages were moved."""
        self.seen.append("filed " + " ".join(map(str, mail_ids)))
        super().filed_all(mail_ids, tray)


@dataclass(kw_only=True)
class WatchedDesk:
    """A mailbox, a vault and a ledger, with everything that was asked of them in `seen`."""

    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Give all three the same list."""
        self.mailbox = WatchedMailbox(self.seen)
        self.vault = WatchedVault(self.seen)
        self.ledger = WatchedLedger(self.seen)
        self.lease = FakeLease()
        self.stragglers = FakeStragglers()
        self.clock = FakeClock(AT)
        self.fetch = Fetch(
            door=self.mailbox,
            vault=self.vault,
            ledger=self.ledger,
            lease=self.lease,
            stragglers=self.stragglers,
            clock=self.clock,
            limits=Limits(message_bytes=LIMIT),
            answer_since=AT,
        )

    def deliver(self, *letters: bytes) -> None:
        """These messages arrive, one after the other."""
        for letter in letters:
            self.mailbox.deliver(letter, AT)
