"""When: the ticks that poll, post, sweep, adopt and forget. It holds no state of the work and decides nothing."""

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, JobEvent
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from imwu_inbox.errors import ImwuError, reason_of
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.engine import Engine
from imwu_inbox.settings import Settings
from imwu_inbox.steps.fetch import PollReport

LOG = logging.getLogger(__name__)

OUTBOX_SECONDS = 15
ADOPT_SECONDS = 60
SWEEP_SECONDS = 600
FORGET_AT = {"hour": 3, "minute": 30}
"""Outside 01:00 to 03:00, which a change of clocks repeats or leaves out."""
STOP_SECONDS = 60.0
LISTENER_SECONDS = 5.0
UNREAD_INTERVALS = 3


class Ticked(Protocol):
    """What the ticks drive."""

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        ...

    @property
    def clock(self) -> Clock:
        """What time it is."""
        ...

    @property
    def engine(self) -> Engine:
        """What carries the runs."""
        ...

    def poll(self) -> PollReport:
        """Look into the mailbox once. Raises: NeighbourDown, TryAgain."""
        ...

    def watch_mailbox(self, *, stopping: threading.Event, wake: Callable[[], None]) -> bool:
        """Call `wake` whenever the server tells of mail; False when it cannot tell. Raises: NeighbourDown."""
        ...

    def post_due(self) -> int:
        """Send the letters that are due; how many."""
        ...

    def sweep(self) -> None:
        """Put right what an interrupted act left behind."""
        ...

    def close(self) -> None:
        """Let go of database, vault and children."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the daemon fares. `last_breakdown` is the kind of the poll's last failure since it last succeeded."""

    started_at: datetime
    last_read_at: datetime | None
    last_breakdown: str | None
    is_unread_too_long: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tick:
    name: str
    trigger: IntervalTrigger | CronTrigger
    act: Callable[[], None]
    is_first_at_once: bool = False


class Daemon:
    """One process's ticks, from launch to a clean stop."""

    def __init__(self, house: Ticked) -> None:
        self._house = house
        self._stopping = threading.Event()
        self._started_at = house.clock.now()
        self._last_read_at: datetime | None = None
        self._last_breakdown: str | None = None

    def run_until_signalled(self) -> None:
        """Work until SIGTERM or SIGINT. Raises: TryAgain when another process holds this executor's name."""
        with _told_by_signals(self.ask_to_stop):
            self.run()

    def run(self) -> None:
        """Work until asked to stop. The order of the stop: no new ticks, ticks under way end, then the engine."""
        self._house.engine.launch()
        scheduler = self._scheduler()
        listener = threading.Thread(target=self._listen, args=[scheduler], name="idle", daemon=True)
        try:
            scheduler.start()
            LOG.info("started poll_seconds=%d", self._house.settings.mailbox.poll_seconds)
            if self._house.settings.mailbox.idle:
                listener.start()
            self._stopping.wait()
        finally:
            LOG.info("stopping")
            self._stopping.set()
            if listener.is_alive():
                listener.join(LISTENER_SECONDS)
            if scheduler.running:
                scheduler.shutdown(wait=True)
            self._house.engine.stop(STOP_SECONDS)
            LOG.info("stopped")

    def ask_to_stop(self) -> None:
        """Let `run` come to its end; from any thread or signal handler."""
        self._stopping.set()

    def health(self) -> Health:
        """How the daemon fares now."""
        interval = timedelta(seconds=self._house.settings.mailbox.poll_seconds)
        unread_for = self._house.clock.now() - (self._last_read_at or self._started_at)
        return Health(
            started_at=self._started_at,
            last_read_at=self._last_read_at,
            last_breakdown=self._last_breakdown,
            is_unread_too_long=unread_for > UNREAD_INTERVALS * interval,
        )

    def poll(self) -> None:
        """The tick that looks into the mailbox."""
        try:
            report = self._house.poll()
        except ImwuError as error:
            self._last_breakdown = type(error).__name__
            raise
        self._last_read_at, self._last_breakdown = self._house.clock.now(), None
        if report.seen:
            LOG.info(
                "poll seen=%d taken_in=%d over_size=%d duplicates=%d filed=%d stumbled=%d",
                report.seen, report.taken_in, report.over_size, report.duplicates, report.filed, report.stumbled,
            )  # fmt: skip

    def watch(self) -> None:
        """The tick that says when the mailbox was not read for three intervals, even if a poll hangs."""
        health = self.health()
        if health.is_unread_too_long:
            last = health.last_read_at.isoformat(timespec="seconds") if health.last_read_at else "never"
            LOG.error(
                "mailbox not read for %d intervals last_read=%s breakdown=%s: run imwu-inbox doctor",
                UNREAD_INTERVALS, last, health.last_breakdown or "none",
            )  # fmt: skip

    def _listen(self, scheduler: BackgroundScheduler) -> None:
        """Let the server's word bring the next poll forward; without it the poll comes at its time all the same."""

        def wake() -> None:
            with suppress(JobLookupError):  # the ticks are gone once the stop has begun
                scheduler.modify_job("poll", next_run_time=self._house.clock.now())

        while not self._stopping.is_set():
            try:
                if not self._house.watch_mailbox(stopping=self._stopping, wake=wake):
                    LOG.info("the mail server cannot tell of new mail: it is found by polling")
                    return
            except ImwuError as error:
                LOG.info("the line that tells of new mail broke, polling goes on: %s", reason_of(error))
                self._stopping.wait(self._house.settings.mailbox.poll_seconds)

    def _post(self) -> None:
        if sent := self._house.post_due():
            LOG.info("outbox sent=%d", sent)

    def _adopt(self) -> None:
        if adopted := self._house.engine.adopt_dead():
            LOG.info("adopted runs=%d", adopted)

    def forget(self) -> None:
        """The tick that forgets runs that ended long ago; records are kept."""
        forgotten = self._house.engine.purge(older_than_days=self._house.settings.engine.forget_after_days)
        LOG.info("retention forgotten_runs=%d", forgotten)

    def _ticks(self) -> tuple[_Tick, ...]:
        poll_seconds = self._house.settings.mailbox.poll_seconds
        zone = self._house.settings.clock.zone
        return (
            _Tick(name="poll", trigger=_every(poll_seconds), act=self.poll, is_first_at_once=True),
            _Tick(name="outbox", trigger=_every(OUTBOX_SECONDS), act=self._post, is_first_at_once=True),
            _Tick(name="sweep", trigger=_every(SWEEP_SECONDS), act=self._house.sweep, is_first_at_once=True),
            _Tick(name="adoption", trigger=_every(ADOPT_SECONDS), act=self._adopt, is_first_at_once=True),
            _Tick(name="watch", trigger=_every(poll_seconds), act=self.watch),
            _Tick(name="retention", trigger=CronTrigger(**FORGET_AT, timezone=zone), act=self.forget),
        )

    def _scheduler(self) -> BackgroundScheduler:
        # The scheduler would log each failure with its message and stack; the listener tells it in our words.
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        # Without None, a tick that waits longer than a second behind another would never be run.
        defaults = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        scheduler = BackgroundScheduler(job_defaults=defaults, timezone=self._house.settings.clock.zone)
        scheduler.add_listener(_tell, EVENT_JOB_ERROR | EVENT_JOB_MAX_INSTANCES)
        for tick in self._ticks():
            first = {"next_run_time": self._house.clock.now()} if tick.is_first_at_once else {}
            scheduler.add_job(tick.act, tick.trigger, id=tick.name, **first)
        return scheduler


def _every(seconds: int) -> IntervalTrigger:
    return IntervalTrigger(seconds=seconds)


def _tell(event: JobEvent) -> None:
    """One line for a tick that failed or was left out."""
    if event.code == EVENT_JOB_MAX_INSTANCES:
        LOG.info("%s left out: the one before is still under way", event.job_id)
    else:
        level = logging.WARNING if isinstance(event.exception, ImwuError) else logging.ERROR
        LOG.log(level, "%s failed: %s", event.job_id, reason_of(event.exception))


@contextmanager
def _told_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    for number in before:
        signal.signal(number, lambda _number, _frame: stop())
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
