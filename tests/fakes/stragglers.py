"""The stragglers in memory."""

from collections.abc import Collection, Sequence

from imwu_inbox.domain.mail import MailRef
from imwu_inbox.domain.straggler import Straggler


class FakeStragglers:
    """Kept in a dict."""

    def __init__(self) -> None:
        self.kept: dict[MailRef, Straggler] = {}

    def of(self, account: str, folder: str, uidvalidity: int) -> Sequence[Straggler]:
        """Those of one epoch of a folder, by UID."""
        place = (account, folder, uidvalidity)
        here = (it for it in self.kept.values() if (it.ref.account, it.ref.folder, it.ref.uidvalidity) == place)
        return sorted(here, key=lambda it: it.ref.uid)

    def note(self, stragglers: Collection[Straggler]) -> None:
        """Remember these."""
        self.kept.update((it.ref, it) for it in stragglers)

    def forget(self, refs: Collection[MailRef]) -> None:
        """Forget these."""
        for ref in refs:
            self.kept.pop(ref, None)
