"""One mailbox as the daemon tends it: its visits, the pause after a failure, the server's word, and the alarm."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from imwu_inbox.daemon.ticked import Letterbox
from imwu_inbox.domain.back_off import pause_seconds
from imwu_inbox.domain.mailbox_state import UNREAD_INTERVALS
from imwu_inbox.errors import ImwuError, TryAgain, reason_of
from imwu_inbox.ports.clock import Clock
from imwu_inbox.steps.fetch import PollReport

LOG = logging.getLogger(__name__)

TROUBLED_VISITS = 2
"""So many visits in a row that failed, or passed messages over, are an alarm."""
LONGEST_PAUSE_INTERVALS = 5
"""A server that stays away is asked this seldom: an outage costs at most so many intervals after its end."""
NAMED_FINDINGS = 20
"""How many differences the log names one by one; `imwu-inbox ledger verify` names them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a mailbox fares. `last_breakdown` is the kind of the last failure since a visit last succeeded."""

    mailbox: str
    started_at: datetime
    last_read_at: datetime | None
    last_breakdown: str | None
    failures: int
    is_unread_too_long: bool


class Tending:
    """The state of one mailbox between its ticks. `come_back` brings the next visit to so many seconds from now."""

    def __init__(
        self,
        box: Letterbox,
        *,
        clock: Clock,
        interval_seconds: int,
        draw: Callable[[], float],
        come_back: Callable[[float], None],
    ) -> None:
        self._box = box
        self._clock = clock
        self._interval_seconds = interval_seconds
        self._draw = draw
        self._come_back = come_back
        self._started_at = clock.now()
        self._last_read_at: datetime | None = None
        self._last_breakdown: str | None = None
        self._failures = 0
        self._passing_over = 0
        self._is_alarmed = False
        self._is_elsewhere = False
        self._visiting = threading.Lock()
        self._is_wanted = threading.Event()

    @property
    def name(self) -> str:
        """What the log calls the mailbox."""
        return self._box.name

    def poll(self) -> None:
        """The tick that looks into the mailbox; after a failure it comes back sooner, then later and later."""
        with self._visiting:
            self._is_wanted.clear()
            try:
                report = self._box.poll()
            except Exception as error:
                self._has_failed(error)
                self._come_back(self._pause(self._failures))
                raise
            self._has_been_read()
            self._tell(report)
        if self._is_wanted.is_set():
            self._come_back(0)

    def _has_failed(self, error: Exception) -> None:
        self._failures += 1
        self._last_breakdown = type(error).__name__
        if self._failures == TROUBLED_VISITS:
            self._alarm(f"mailbox not read in {TROUBLED_VISITS} visits")

    def _alarm(self, what: str) -> None:
        """Say it once an outage, whichever sign comes first."""
        if not self._is_alarmed:
            self._is_alarmed = True
            last = self._last_read_at.isoformat(timespec="seconds") if self._last_read_at else "never"
            LOG.error(
                "%s mailbox=%s last_read=%s breakdown=%s: run imwu-inbox doctor",
                what, self.name, last, self._last_breakdown or "none",
            )  # fmt: skip

    def wake(self) -> None:
        """Visit now; during a visit, which may have looked already, once more after it."""
        self._is_wanted.set()
        if not self._visiting.locked():
            self._come_back(0)

    def listen(self, stopping: threading.Event) -> None:
        """Let the server's word bring the next visit forward; without it the visit comes at its time all the same."""
        breaks = 0
        while not stopping.is_set():
            began = self._clock.now()
            try:
                if not self._box.watch(stopping=stopping, wake=self.wake):
                    LOG.info("the mail server cannot tell of new mail: it is found by polling mailbox=%s", self.name)
                    return
            except ImwuError as error:
                LOG.info("the line that tells of new mail broke, polling goes on: %s", reason_of(error))
                held = self._clock.now() - began > timedelta(seconds=self._interval_seconds)
                breaks = 1 if held else breaks + 1
                stopping.wait(self._pause(breaks))

    def watch(self) -> None:
        """The tick that says, once an outage, that no visit came to its end for three intervals, even if one hangs."""
        if self.health().is_unread_too_long:
            self._alarm(f"mailbox not read for {UNREAD_INTERVALS} intervals")

    def reconcile(self) -> None:
        """The daily tick that compares server and ledger and names every difference."""
        try:
            found = self._box.reconcile()
        except TryAgain as held:
            LOG.info("reconcile left to another daemon mailbox=%s: %s", self.name, held)
            return
        for finding in found.findings[:NAMED_FINDINGS]:
            LOG.warning(
                "difference %s mailbox=%s tray=%s uid=%s mail=%s",
                finding.kind, self.name, finding.tray or "none", finding.uid or "none", finding.mail_id or "none",
            )  # fmt: skip
        level = logging.ERROR if found.findings else logging.INFO
        LOG.log(
            level, "reconcile mailbox=%s on_server=%d in_ledger=%d waiting=%d taken_out=%d differences=%d",
            self.name, found.on_server, found.in_ledger, found.waiting, found.taken_out, len(found.findings),
        )  # fmt: skip

    def health(self) -> Health:
        """How the mailbox fares now."""
        unread_for = self._clock.now() - (self._last_read_at or self._started_at)
        return Health(
            mailbox=self.name,
            started_at=self._started_at,
            last_read_at=self._last_read_at,
            last_breakdown=self._last_breakdown,
            failures=self._failures,
            is_unread_too_long=unread_for > UNREAD_INTERVALS * timedelta(seconds=self._interval_seconds),
        )

    def _has_been_read(self) -> None:
        self._last_read_at, self._last_breakdown, self._failures = self._clock.now(), None, 0
        if self._is_alarmed:
            self._is_alarmed = False
            LOG.warning("mailbox read again mailbox=%s", self.name)

    def _tell(self, report: PollReport) -> None:
        self._tell_of_messages_passed_over(report.stumbled)
        if bool(report.elsewhere) is not self._is_elsewhere:
            self._is_elsewhere = bool(report.elsewhere)
            say = (
                "another daemon visits the mailbox, this one waits"
                if report.elsewhere
                else "visiting the mailbox again"
            )
            LOG.info("%s mailbox=%s", say, self.name)
        if report.seen:
            LOG.info(
                "poll seen=%d taken_in=%d over_size=%d duplicates=%d filed=%d stumbled=%d",
                report.seen, report.taken_in, report.over_size, report.duplicates, report.filed, report.stumbled,
            )  # fmt: skip

    def _tell_of_messages_passed_over(self, stumbled: int) -> None:
        """A message that breaks visit after visit keeps no other outside, and lies there unread itself."""
        before, self._passing_over = self._passing_over, self._passing_over + 1 if stumbled else 0
        if self._passing_over == TROUBLED_VISITS:
            LOG.error(
                "messages passed over in %d visits mailbox=%s messages=%d: run imwu-inbox ledger verify",
                TROUBLED_VISITS, self.name, stumbled,
            )  # fmt: skip
        elif before >= TROUBLED_VISITS and not stumbled:
            LOG.warning("no message is passed over any more mailbox=%s", self.name)

    def _pause(self, failures: int) -> float:
        longest = LONGEST_PAUSE_INTERVALS * self._interval_seconds
        return pause_seconds(failures, longest_seconds=longest, draw=self._draw())
