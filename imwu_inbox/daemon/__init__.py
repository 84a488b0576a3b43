"""When: the ticks that poll, post, compare, sweep, adopt and forget. It holds no state of the work, decides nothing."""

import logging
import random
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, JobEvent
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from imwu_inbox.daemon.posting import Posting
from imwu_inbox.daemon.tending import Health, Tending
from imwu_inbox.daemon.ticked import Letterbox, Ticked
from imwu_inbox.errors import ImwuError, TryAgain, reason_of

__all__ = ["Daemon", "Health", "Letterbox", "Ticked"]

LOG = logging.getLogger(__name__)

OUTBOX_SECONDS = 15
ERRAND_SECONDS = 15
ADOPT_SECONDS = 60
SWEEP_SECONDS = 600
FORGET_AT = {"hour": 3, "minute": 30}
"""Outside 01:00 to 03:00, which a change of clocks repeats or leaves out."""
RECONCILE_AT = {"hour": 4, "minute": 30}
STAND_BY_SECONDS = 5.0
"""How often a second daemon looks whether the first has ended."""
STOP_SECONDS = 40.0
"""With the ticks under way it stays below the 90 seconds that the service's unit grants a stop."""
LISTENER_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tick:
    name: str
    trigger: IntervalTrigger | CronTrigger
    act: Callable[[], None]
    is_first_at_once: bool = False


class Daemon:
    """One process's ticks, from launch to a clean stop."""

    def __init__(self, house: Ticked, *, stand_by_seconds: float = STAND_BY_SECONDS) -> None:
        self._house = house
        self._stand_by_seconds = stand_by_seconds
        self._stopping = threading.Event()
        self._scheduler: BackgroundScheduler | None = None
        self._posting = Posting(house)
        self._tended = tuple(
            Tending(
                box,
                clock=house.clock,
                interval_seconds=house.settings.mailbox.poll_seconds,
                draw=random.SystemRandom().random,
                come_back=partial(self._come_back, _poll_of(number)),
            )
            for number, box in enumerate(house.letterboxes)
        )

    def run_until_signalled(self) -> int:
        """Work until SIGTERM or SIGINT; how many runs are left to the next start."""
        with _told_by_signals(self.ask_to_stop):
            return self.run()

    def run(self) -> int:
        """Work until asked to stop; how many runs are left to the next start.

        The order of the stop: no new ticks, ticks under way end, then the engine.
        """
        if not self._launch():
            return 0
        left = 0
        self._scheduler = scheduler = self._made_scheduler()
        listeners = [
            threading.Thread(target=tended.listen, args=[self._stopping], name="idle", daemon=True)
            for tended in self._tended
            if self._house.settings.mailbox.idle
        ]
        try:
            scheduler.start()
            LOG.info("started poll_seconds=%d", self._house.settings.mailbox.poll_seconds)
            for listener in listeners:
                listener.start()
            self._stopping.wait()
        finally:
            LOG.info("stopping")
            self._stopping.set()
            for listener in listeners:
                if listener.is_alive():
                    listener.join(LISTENER_SECONDS)
            if scheduler.running:
                scheduler.shutdown(wait=True)
            left = self._house.engine.stop(STOP_SECONDS)
            LOG.info("stopped runs_left=%d", left)
        return left

    def ask_to_stop(self) -> None:
        """Let `run` come to its end; from any thread or signal handler."""
        self._stopping.set()

    def health(self) -> Sequence[Health]:
        """How each mailbox fares now."""
        return [tended.health() for tended in self._tended]

    def poll(self) -> None:
        """The tick of every mailbox, one after the other."""
        for tended in self._tended:
            tended.poll()

    def watch(self) -> None:
        """The tick that says which mailbox was not read for three intervals, and which letters do not arrive."""
        for tended in self._tended:
            tended.watch()
        self._posting.watch()

    def reconcile(self) -> None:
        """The daily tick that compares each mailbox with the ledger; one that fails keeps no other from it."""
        for tended in self._tended:
            try:
                tended.reconcile()
            except ImwuError as error:
                LOG.error("reconcile failed mailbox=%s: %s", tended.name, reason_of(error))  # noqa: TRY400  our words

    def forget(self) -> None:
        """The tick that forgets runs that ended long ago; records are kept."""
        forgotten = self._house.engine.purge(older_than_days=self._house.settings.engine.forget_after_days)
        LOG.info("retention forgotten_runs=%d", forgotten)

    def _launch(self) -> bool:
        """Start the engine, or stand by while another daemon works here; False when asked to stop meanwhile."""
        is_told = False
        while not self._stopping.is_set():
            try:
                self._house.engine.launch()
            except TryAgain as held:
                if not is_told:
                    LOG.warning("waiting for the daemon that is at work here to end: %s", held)
                is_told = True
                self._stopping.wait(self._stand_by_seconds)
            else:
                return True
        return False

    def _come_back(self, poll: str, seconds: float) -> None:
        if self._scheduler is not None:
            with suppress(JobLookupError):  # the ticks are gone once the stop has begun
                next_at = datetime.now(UTC) + timedelta(seconds=seconds)
                self._scheduler.modify_job(poll, next_run_time=next_at)

    def post(self) -> None:
        """The tick that sends what is due."""
        self._posting.post()

    def _adopt(self) -> None:
        if adopted := self._house.engine.adopt_dead():
            LOG.info("adopted runs=%d", adopted)

    def _run_errands(self) -> None:
        if fetched := self._house.run_errands():
            LOG.info("errands fetched=%d", fetched)

    def _ticks(self) -> tuple[_Tick, ...]:
        poll_seconds = self._house.settings.mailbox.poll_seconds
        zone = self._house.settings.clock.zone
        return (
            *(
                _Tick(name=_poll_of(number), trigger=_every(poll_seconds), act=tended.poll, is_first_at_once=True)
                for number, tended in enumerate(self._tended)
            ),
            _Tick(name="outbox", trigger=_every(OUTBOX_SECONDS), act=self.post, is_first_at_once=True),
            _Tick(name="errands", trigger=_every(ERRAND_SECONDS), act=self._run_errands, is_first_at_once=True),
            _Tick(name="sweep", trigger=_every(SWEEP_SECONDS), act=self._house.sweep, is_first_at_once=True),
            _Tick(name="adoption", trigger=_every(ADOPT_SECONDS), act=self._adopt, is_first_at_once=True),
            _Tick(name="watch", trigger=_every(poll_seconds), act=self.watch),
            _Tick(name="retention", trigger=CronTrigger(**FORGET_AT, timezone=zone), act=self.forget),
            _Tick(name="reconcile", trigger=CronTrigger(**RECONCILE_AT, timezone=zone), act=self.reconcile),
        )

    def _made_scheduler(self) -> BackgroundScheduler:
        # The scheduler would log each failure with its message and stack; the listener tells it in our words.
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        # Without None, a tick that waits longer than a second behind another would never be run.
        defaults = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        scheduler = BackgroundScheduler(job_defaults=defaults, timezone=self._house.settings.clock.zone)
        scheduler.add_listener(_tell, EVENT_JOB_ERROR | EVENT_JOB_MAX_INSTANCES)
        for tick in self._ticks():
            # The scheduler lives by the machine's clock, whatever the house's shows.
            first = {"next_run_time": datetime.now(UTC)} if tick.is_first_at_once else {}
            scheduler.add_job(tick.act, tick.trigger, id=tick.name, **first)
        return scheduler


def _poll_of(number: int) -> str:
    return "poll" if number == 0 else f"poll {number + 1}"


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
