"""Carries queued mail through its run, alone under its executor id."""

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import TypedDict

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, WorkflowStatus
from sqlalchemy import Connection

from imwu_inbox.adapters.dbos_engine.queue import PARKED, PENDING, RUN, DbosQueue, adoptions, mail_id_of, told_plainly
from imwu_inbox.errors import ImwuError, NeighbourDown, Remedy, TryAgain, reason_of
from imwu_inbox.ports.lease import Lease

APPLICATION_VERSION = "1"
"""Fixed by hand: by default every edit of the code would strand the runs under way."""
MAX_DEATHS = 2
"""How many times a run may kill its process and be tried again before it is set aside."""

_LOOK_AGAIN_SECONDS = 0.05

logger = logging.getLogger(__name__)


class IntakeResult(TypedDict):
    """What the intake step leaves behind: letters to post, or why the mail was set aside."""

    letters: list[int]
    set_aside: str | None


class DbosEngine:
    """Carries queued mail through its run: the intake, then one post per letter.

    `run` is the intake sentence (mail id to outbox letter ids), `post` sends one letter, `set_aside` puts a mail on the
    shelf with a reason. One engine per process. Units: `back_off_seconds` between the tries of an intake.
    """

    def __init__(
        self,
        *,
        name: str,
        system_database_url: str,
        executor_id: str,
        lease: Lease,
        run: Callable[[int], Sequence[int]],
        post: Callable[[int], None],
        set_aside: Callable[[int, str], None],
        worker_concurrency: int = 2,
        back_off_seconds: Sequence[float] = (2.0, 20.0),
        polling_seconds: float = 0.25,
    ) -> None:
        self._name = name
        self._url = system_database_url
        self._executor_id = executor_id
        self._lease = lease
        self._run = run
        self._post = post
        self._set_aside = set_aside
        self._workers = worker_concurrency
        self._back_off_seconds = tuple(back_off_seconds)
        self._polling_seconds = polling_seconds
        self._held: ExitStack | None = None
        self._under_way = 0
        self._counting = threading.Lock()
        self.queue = DbosQueue(name=name, system_database_url=system_database_url)

    def enqueue(self, connection: Connection, run_id: str, mail_id: int) -> None:
        """Queue a run in the caller's transaction; the same run id again changes nothing."""
        self.queue.enqueue(connection, run_id, mail_id)

    def launch(self) -> None:
        """Start working, taking up what an earlier process of this executor left.

        Raises: TryAgain when another process works under this executor id, BadConfig when the tables are not there.
        """
        with ExitStack() as held:
            if not held.enter_context(self._lease.hold(_lease_name(self._executor_id))):
                raise TryAgain(
                    f"another process works as executor {self._executor_id}: stop it, or give this one its own id"
                )
            held.callback(DBOS.destroy, destroy_registry=True)
            self._start()
            self._held = held.pop_all()

    def _start(self) -> None:
        # With a handler of its own the library would write to the console beside our log.
        logging.getLogger("dbos").addHandler(logging.NullHandler())
        config: DBOSConfig = {
            "name": self._name,
            "system_database_url": self._url,
            "application_version": APPLICATION_VERSION,
            "executor_id": self._executor_id,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
            "run_migrations": False,
            "notification_listener_polling_interval_sec": self._polling_seconds,
        }
        with told_plainly():
            self.queue.set_concurrency(self._workers, self._polling_seconds)
            DBOS(config=config)
            DBOS.workflow(name=RUN, max_recovery_attempts=MAX_DEATHS)(self._workflow())
            DBOS.launch()

    def _workflow(self) -> Callable[[int], None]:
        def process_request(mail_id: int) -> None:
            """Intake, then post: each is a durable step."""
            with self._counted():
                result = DBOS.run_step({"name": "intake"}, self._intake, mail_id)
                if result["set_aside"] is not None:
                    DBOS.run_step({"name": "set-aside"}, self._set_aside, mail_id, result["set_aside"])
                for letter_id in result["letters"]:
                    DBOS.run_step({"name": "post"}, self._post_one, letter_id)

        return process_request

    def _intake(self, mail_id: int) -> IntakeResult:
        """Bounded tries: whatever keeps failing goes to the shelf, so that the next mail goes on."""
        waits = iter((*self._back_off_seconds, None))
        while True:
            began = time.monotonic()
            try:
                letters = list(self._run(mail_id))
            except Exception as error:  # noqa: BLE001  any breakdown ends on the shelf, none ends the run
                reason = reason_of(error)
                if isinstance(error, NeighbourDown) and self._outlives_an_outage(mail_id, reason):
                    continue
                wait_seconds = next(waits)
                if wait_seconds is None or (isinstance(error, ImwuError) and error.remedy is Remedy.SET_ASIDE):
                    logger.warning("mail %d is set aside: %s", mail_id, reason)
                    return {"letters": [], "set_aside": reason}
                logger.warning("mail %d is tried again in %.0f s: %s", mail_id, wait_seconds, reason)
                time.sleep(wait_seconds)
            else:
                logger.info("mail %d carried letters=%s ms=%.0f", mail_id, letters, (time.monotonic() - began) * 1000)
                return {"letters": letters, "set_aside": None}

    def _outlives_an_outage(self, mail_id: int, reason: str) -> bool:
        """Wait for a database that is down; False where it is up, so that the message itself may be what breaks.

        An outage costs no message a try: the shelf would fill with what a person must take up again.
        """
        was_down = False
        while True:
            try:
                self.queue.pending()
            except NeighbourDown:
                if not was_down:
                    logger.warning("mail %d waits for the database: %s", mail_id, reason)
                was_down = True
                time.sleep(self._back_off_seconds[0])
            else:
                return was_down

    def _post_one(self, letter_id: int) -> None:
        """A letter that cannot be posted now stays in the outbox, whose own tick sends it later."""
        try:
            self._post(letter_id)
        except Exception as error:  # noqa: BLE001  the outbox keeps the letter whatever happened
            logger.warning("letter %d waits in the outbox: %s", letter_id, reason_of(error))

    def adopt_dead(self) -> int:
        """Take over the runs of executors that died; how many. What kills every process is set aside.

        A name we can hold has no living holder. Raises: NeighbourDown.
        """
        self._sweep_parked()
        adopted = 0
        holders = {run.executor_id for run in self.queue.runs(status=PENDING) if run.executor_id is not None}
        for executor_id in sorted(holders - {self._executor_id}):
            with self._lease.hold(_lease_name(executor_id)) as is_dead:
                if is_dead:
                    adopted += self._adopt(executor_id)
        return adopted

    def _adopt(self, executor_id: str) -> int:
        runs = self.queue.runs(status=PENDING, executor_id=executor_id)
        for run in runs:
            if adoptions(run) >= MAX_DEATHS:
                self._shelve(run, "its run ended the process of every executor that tried it")
            else:
                self.queue.take_over(run)
        return len(runs)

    def _sweep_parked(self) -> None:
        for run in self.queue.runs(status=PARKED):
            reason = "its run kept ending the process" if run.status != "ERROR" else "its run broke down"
            self._shelve(run, reason)

    def _shelve(self, run: WorkflowStatus, reason: str) -> None:
        """On the shelf first, forgotten after: a death in between repeats the first, which is harmless."""
        self._set_aside(mail_id_of(run), f"{reason}: see the log, then retry it from the shelf")
        self.queue.forget([run.workflow_id])

    def pending(self) -> int:
        """How many runs are not at their end. Raises: NeighbourDown."""
        return self.queue.pending()

    def wait_until_idle(self, timeout_seconds: float) -> bool:
        """Wait until no run is pending; False when the time ran out first. Raises: NeighbourDown."""
        deadline = time.monotonic() + timeout_seconds
        while self.pending():
            if time.monotonic() > deadline:
                return False
            time.sleep(_LOOK_AGAIN_SECONDS)
        return True

    def purge(self, *, older_than_days: int) -> int:
        """Forget runs that ended longer ago than this; how many. Runs not yet on the shelf are put there first."""
        self._sweep_parked()
        return self.queue.forget_ended_before(datetime.now(UTC) - timedelta(days=older_than_days))

    def stop(self, timeout_seconds: float) -> int:
        """Finish the steps under way, then stop; how many did not end in time and are left to the next launch.

        Their threads wait for the database and cannot be ended: they hold the process until it leaves for good.
        """
        held, self._held = self._held, None
        if held is None:
            return 0
        with held:
            wait_seconds = math.ceil(timeout_seconds) if self._under_way else 0
            DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=wait_seconds)
        self.queue.close()
        return self._under_way

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._counting:
            self._under_way += 1
        try:
            yield
        finally:
            with self._counting:
                self._under_way -= 1


def _lease_name(executor_id: str) -> str:
    return f"executor:{executor_id}"
