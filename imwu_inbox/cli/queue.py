"""`imwu-inbox queue`: the open requests by due date. Passport numbers never stand on a list."""

from datetime import date, tzinfo
from typing import Annotated

import typer

from imwu_inbox.cli.console import JsonOption, say, say_json, say_table
from imwu_inbox.cli.doors import House, open_house
from imwu_inbox.cli.letters import show_undelivered
from imwu_inbox.cli.options import ConfigOption, examples
from imwu_inbox.domain.case import CaseRecord, WorkerSummary
from imwu_inbox.domain.deadline import days_left, local_date
from imwu_inbox.domain.parts import WaitingPart

MOST = 10_000
AllOption = Annotated[bool, typer.Option("--all", help="Rejected and closed records too, newest first.")]
_HELD_COLUMNS = ("message", "part", "waits until")
_COLUMNS = ("reference", "worker", "nationality", "code", "due", "days left", "flags", "outcome")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("imwu-inbox queue", "imwu-inbox queue --all", "imwu-inbox queue --json"))(queue)


def queue(
    context: typer.Context, *, config: ConfigOption = None, every: AllOption = False, json: JsonOption = False
) -> None:
    """List the open requests, the soonest due first, then messages held for their parts and letters not delivered."""
    with open_house(context, config) as house:
        show_queue(house, every=every, as_json=json)


def show_queue(house: House, *, every: bool, as_json: bool) -> None:
    """Print the queue of an open house."""
    today = local_date(house.clock.now(), house.settings.clock.zone)
    records = house.cases.everything(limit=MOST) if every else house.cases.queue(limit=MOST)
    undelivered = house.outbox.undelivered()
    if as_json:
        not_reached = {one.reference for one in undelivered}
        say_json([_facts(record, today, is_reached=record.reference not in not_reached) for record in records])
        return
    if records:
        say_table(_COLUMNS, (_row(record, today) for record in records))
    else:
        say("No request waits.")
    if held := house.waiting.held():
        say("Held until their other parts come:")
        say_table(_HELD_COLUMNS, (_held_row(part, house.settings.clock.zone) for part in held))
    if undelivered:
        say("Letters that did not arrive (imwu-inbox letters):")
        show_undelivered(undelivered)


def _held_row(waiting: WaitingPart, zone: tzinfo) -> list[str]:
    until = waiting.waits_until.astimezone(zone)
    return [str(waiting.mail_id), f"{waiting.part.number} of {waiting.part.total}", f"{until:%Y-%m-%d %H:%M}"]


def worker_name(worker: WorkerSummary) -> str:
    """The name as a list shows it. Shape: `SURNAME, Given`."""
    return ", ".join(part for part in (worker.surname, worker.given_names) if part) or "(no name read)"


def _facts(record: CaseRecord, today: date, *, is_reached: bool) -> dict[str, object]:
    return {
        "reference": record.reference,
        "status": record.status.value,
        "outcome": record.outcome.value,
        "received_at": record.received_at.isoformat(),
        "due_on": record.due_on.isoformat() if record.due_on else None,
        "days_left": days_left(record.due_on, today) if record.due_on else None,
        "employer": record.employer,
        "workers": [
            {"name": worker_name(worker), "nationality": worker.nationality, "codes": list(worker.codes)}
            for worker in record.workers
        ],
        "reasons": [refusal.value for refusal in record.refusals],
        "doubts": [doubt.value for doubt in record.doubts],
        "flags": [flag.value for flag in record.flags],
        "letter_undelivered": not is_reached,
    }


def _row(record: CaseRecord, today: date) -> list[str]:
    workers = record.workers
    more = f" +{len(workers) - 1}" if len(workers) > 1 else ""
    decided = (*record.refusals, *record.doubts)
    return [
        record.reference,
        (worker_name(workers[0]) if workers else "-") + more,
        " ".join(dict.fromkeys(worker.nationality for worker in workers if worker.nationality)) or "-",
        " ".join(dict.fromkeys(code for worker in workers for code in worker.codes)) or "-",
        record.due_on.isoformat() if record.due_on else "-",
        str(days_left(record.due_on, today)) if record.due_on else "-",
        " ".join(flag.value for flag in record.flags) or "-",
        record.outcome.value + (f": {' '.join(reason.value for reason in decided)}" if decided else ""),
    ]
