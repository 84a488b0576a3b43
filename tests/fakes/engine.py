"""An engine in memory."""

from collections.abc import Callable, Sequence

from imwu_inbox.errors import SetAside, reason_of


class FakeEngine:
    """Carries what waits when it is waited for. Its `enqueue` fits the fake ledger."""

    def __init__(
        self,
        *,
        run: Callable[[int], Sequence[int]],
        post: Callable[[int], None] = lambda _letter_id: None,
        set_aside: Callable[[int, str], None] = lambda _mail_id, _reason: None,
    ) -> None:
        self.waiting: dict[str, int] = {}
        self.ended: set[str] = set()
        self.launched = False
        self._run, self._post, self._set_aside = run, post, set_aside

    def enqueue(self, run_id: str, mail_id: int) -> None:
        """Queue a run; the same id again changes nothing."""
        if run_id not in self.ended:
            self.waiting.setdefault(run_id, mail_id)

    def launch(self) -> None:
        """Start."""
        self.launched = True

    def adopt_dead(self) -> int:
        """None died."""
        return 0

    def pending(self) -> int:
        """How many runs wait."""
        return len(self.waiting)

    def wait_until_idle(self, timeout_seconds: float) -> bool:
        """Carry everything, if launched."""
        del timeout_seconds
        while self.launched and self.waiting:
            run_id, mail_id = next(iter(self.waiting.items()))
            self._carry(mail_id)
            del self.waiting[run_id]
            self.ended.add(run_id)
        return not self.waiting

    def purge(self, *, older_than_days: int) -> int:
        """Forget what ended."""
        count = len(self.ended) if older_than_days <= 0 else 0
        self.ended.clear()
        return count

    def stop(self, timeout_seconds: float) -> int:
        """Stop."""
        del timeout_seconds
        self.launched = False
        return 0

    def _carry(self, mail_id: int) -> None:
        letters: Sequence[int] = ()
        for last in (False, False, True):
            try:
                letters = self._run(mail_id)
                break
            except Exception as error:  # noqa: BLE001  any breakdown ends on the shelf
                if last or isinstance(error, SetAside):
                    self._set_aside(mail_id, reason_of(error))
                    return
        for letter_id in letters:
            try:
                self._post(letter_id)
            except Exception:  # noqa: BLE001, S112  the outbox keeps the letter
                continue
