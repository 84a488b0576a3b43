"""Queues runs and looks at them; needs no engine at work in this process."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer, WorkflowStatus
from dbos import error as dbos_error
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from imwu_inbox.errors import BadConfig, NeighbourDown

QUEUE = "mail"
RUN = "process_request"
PENDING = ("PENDING",)
PARKED = ("MAX_RECOVERY_ATTEMPTS_EXCEEDED", "ERROR")

_UNDER_WAY = ("PENDING", "ENQUEUED", "DELAYED")
_ADOPTIONS = "adoptions"
_FORGET_AT_ONCE = 500
_MIGRATE = "the engine's tables are missing or of another release: run `imwu-inbox migrate`"
_MISSING = ("no such table", "no such column", "UndefinedTable", "UndefinedColumn", 'relation "dbos.')


def prepare(system_database_url: str) -> None:
    """Make or migrate the engine's own tables; doing it again changes nothing. Raises: NeighbourDown."""
    with told_plainly():
        DBOS.migrate(system_database_url)


class DbosQueue:
    """Queues runs and looks at them; for processes that run none, such as the officers' pages."""

    def __init__(self, *, name: str, system_database_url: str) -> None:
        self._client = DBOSClient(
            system_database_url=system_database_url,
            serializer=DBOSPortableJSONSerializer(),
            application_name=name,
            lazy=True,
            retry_connection_errors=False,
        )

    def enqueue(self, connection: Connection, run_id: str, mail_id: int) -> None:
        """Queue a run in the caller's transaction; the same run id again changes nothing."""
        self._client.enqueue_in_transaction(
            connection, {"queue_name": QUEUE, "workflow_name": RUN, "workflow_id": run_id}, mail_id
        )

    def set_concurrency(self, workers: int, polling_seconds: float) -> None:
        """How many runs one process carries at a time. Raises: NeighbourDown."""
        with told_plainly():
            self._client.register_queue(QUEUE, worker_concurrency=workers, polling_interval_sec=polling_seconds)

    def runs(self, *, status: Sequence[str], executor_id: str | None = None) -> list[WorkflowStatus]:
        """The runs in these states. Raises: NeighbourDown."""
        with told_plainly():
            return self._client.list_workflows(
                name=RUN, status=list(status), executor_id=executor_id, load_output=False, load_input=True
            )

    def waiting(self) -> list[tuple[str, int]]:
        """Run id and mail id of every run that is not at its end, oldest first. Raises: NeighbourDown."""
        return [(run.workflow_id, mail_id_of(run)) for run in self.runs(status=_UNDER_WAY)]

    def pending(self) -> int:
        """How many runs are not at their end. Raises: NeighbourDown."""
        with told_plainly():
            return len(
                self._client.list_workflows(name=RUN, status=list(_UNDER_WAY), load_output=False, load_input=False)
            )

    def take_over(self, run: WorkflowStatus) -> None:
        """Queue a dead executor's run again, counting the adoption. Raises: NeighbourDown."""
        with told_plainly():
            self._client.update_workflow_attributes(run.workflow_id, {_ADOPTIONS: adoptions(run) + 1}, merge=True)
            self._client.resume_workflow(run.workflow_id, queue_name=QUEUE)

    def forget(self, run_ids: Sequence[str]) -> None:
        """Delete runs with all they stored. Raises: NeighbourDown."""
        with told_plainly():
            self._client.delete_workflows(list(run_ids))

    def forget_ended_before(self, moment: datetime) -> int:
        """Delete the runs that ended before this moment; how many. Raises: NeighbourDown."""
        forgotten = 0
        while True:
            with told_plainly():
                runs = self._client.list_workflows(
                    completed_before=moment.isoformat(), limit=_FORGET_AT_ONCE, load_input=False, load_output=False
                )
            if not runs:
                return forgotten
            self.forget([run.workflow_id for run in runs])
            forgotten += len(runs)

    def close(self) -> None:
        """Close the connections."""
        self._client.destroy()


def adoptions(run: WorkflowStatus) -> int:
    """How many executors died with this run under way."""
    return int((run.attributes or {}).get(_ADOPTIONS, 0))


def mail_id_of(run: WorkflowStatus) -> int:
    """The mail this run carries."""
    inputs: dict[str, Any] = dict(run.input or {})
    return int(inputs["args"][0])


@contextmanager
def told_plainly() -> Iterator[None]:
    """The library's breakdowns in the house's words. Raises: BadConfig, NeighbourDown."""
    try:
        yield
    except dbos_error.DBOSInitializationError as error:
        raise BadConfig(_MIGRATE) from error
    except DBAPIError as error:
        if any(words in str(error.orig) for words in _MISSING):
            raise BadConfig(_MIGRATE) from error
        raise NeighbourDown("the engine's database does not answer: see that it runs and is migrated") from error
