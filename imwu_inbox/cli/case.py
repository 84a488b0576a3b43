"""`imwu-inbox case show`: one record with its history, and with --why the rules behind it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from imwu_inbox.cli.case_evidence import evidence_of, show_evidence
from imwu_inbox.cli.console import JsonOption, as_lines, say, say_json, say_table
from imwu_inbox.cli.doors import open_house
from imwu_inbox.cli.options import ConfigOption, examples
from imwu_inbox.cli.queue import worker_name
from imwu_inbox.domain.authentication import authentication_in
from imwu_inbox.domain.case import CaseFile, CaseRecord, Event, WorkerSummary
from imwu_inbox.domain.deadline import days_left, last_business_day, local_date
from imwu_inbox.domain.reply import OutgoingLetter
from imwu_inbox.domain.rules import Decision, rule_of
from imwu_inbox.errors import UsageError

ReferenceArgument = Annotated[str, typer.Argument(metavar="REF", help="The reference, such as 2026-000123.")]
WhyOption = Annotated[
    bool, typer.Option("--why", help="The rules behind it, in both languages, and which paper was found where.")
]
_SHOWN = 3


def register(app: typer.Typer) -> None:
    """Add the group and its `show`."""
    case_app = typer.Typer(
        rich_markup_mode=None, no_args_is_help=True, help="Look at one request, or take up one rejected for its size."
    )
    case_app.callback()(_group)
    case_app.command(
        epilog=examples("imwu-inbox case show 2026-000123 --why", "imwu-inbox case show 2026-000123 --json")
    )(show)
    case_app.command(name="open", epilog=examples("imwu-inbox case open 2026-000123"))(open_case)
    app.add_typer(case_app, name="case")


def _group() -> None:
    """Look at one request, or take up one rejected for its size."""


def open_case(context: typer.Context, reference: ReferenceArgument, *, config: ConfigOption = None) -> None:
    """Take up a request that was rejected for its size: fetch the whole message and judge it, with its day of receipt.

    It is not rejected again by itself. The daemon carries it on; who took it up stands in the audit log.
    """
    with open_house(context, config) as house:
        mail_id = house.undo(reference)
        say(f"{reference}: the whole message is safe (number {mail_id} of the ledger) and queued to be judged.")


def show(
    context: typer.Context,
    reference: ReferenceArgument,
    *,
    config: ConfigOption = None,
    why: WhyOption = False,
    json: JsonOption = False,
) -> None:
    """Show one request: where it stands, its workers, its letters and all that happened to it."""
    with open_house(context, config) as house:
        case = house.cases.file(reference)
        if case is None:
            raise UsageError(f"{reference}: no such record. `imwu-inbox queue --all` lists them.")
        letters = house.outbox.letters(reference=reference)
        today = local_date(house.clock.now(), house.settings.clock.zone)
    if json:
        say_json(_facts(case, letters, why=why))
        return
    _show_head(case, today)
    _show_workers(case.record)
    if why:
        _show_reasons(case.record)
        show_evidence(evidence_of(case.assessment))
    _show_history(case.events, letters)


def masked(number: str) -> str:
    """A passport number with only its last three letters shown."""
    return "•" * max(len(number) - _SHOWN, 0) + number[-_SHOWN:] if len(number) > _SHOWN else "•" * len(number)


def _show_head(case: CaseFile, today: date) -> None:
    record, authentication = case.record, authentication_in(case.assessment)
    checks = asdict(authentication) if authentication else {}
    facts = {
        "reference": record.reference,
        "status": record.status.value,
        "outcome": record.outcome.value,
        "received": record.received_at.isoformat(timespec="seconds"),
        "employer": record.employer or "-",
        "language": record.language,
        "planned entry": record.entry_on.isoformat() if record.entry_on else "-",
        "sender check": " ".join(f"{name}={found or '-'}" for name, found in checks.items()) or "-",
    }
    if record.due_on:
        left = days_left(record.due_on, today)
        facts["due"] = f"{record.due_on} ({left} days left; last business day {last_business_day(record.due_on)})"
    as_lines(facts)


def _show_workers(record: CaseRecord) -> None:
    if not record.workers:
        return
    say()
    columns = ("worker", "nationality", "passport", "expires", "codes", "verified")
    say_table(
        columns,
        (
            (
                worker_name(worker),
                worker.nationality or "-",
                masked(worker.passport_number) or "-",
                worker.expiry_date.isoformat() if worker.expiry_date else "-",
                " ".join(worker.codes) or "-",
                "yes" if worker.verified else "no",
            )
            for worker in record.workers
        ),
    )


def _show_reasons(record: CaseRecord) -> None:
    for title, decisions in _decisions(record):
        if decisions:
            say()
            say(title.capitalize(), style="bold")
        for decision in decisions:
            rule = rule_of(decision)
            say(f"  {rule.id} (rule {rule.number})")
            say(f"    {rule.text_en}")
            say(f"    {rule.text_fr}")


def _show_history(events: tuple[Event, ...], letters: Sequence[OutgoingLetter]) -> None:
    say()
    say("History", style="bold")
    for event in events:
        facts = " ".join(f"{name}={_said(value)}" for name, value in event.facts.items() if value not in (None, [], ""))
        say(f"  {event.at.isoformat(timespec='seconds')}  {event.kind.value}  {facts}".rstrip())
    for letter in letters:
        say(f"  letter {letter.letter_id}: {letter.letter.kind.value}, {letter.state.value}, tries {letter.attempts}")


def _said(value: object) -> str:
    return ",".join(str(part) for part in value) if isinstance(value, list | tuple) else str(value)


def _facts(case: CaseFile, letters: Sequence[OutgoingLetter], *, why: bool) -> dict[str, object]:
    record = case.record
    facts: dict[str, object] = {
        "reference": record.reference,
        "status": record.status.value,
        "outcome": record.outcome.value,
        "received_at": record.received_at.isoformat(),
        "due_on": record.due_on.isoformat() if record.due_on else None,
        "employer": record.employer,
        "language": record.language,
        "entry_on": record.entry_on.isoformat() if record.entry_on else None,
        "authentication": asdict(authentication) if (authentication := authentication_in(case.assessment)) else None,
        "workers": [_worker(worker) for worker in record.workers],
        "letters": [
            {"id": row.letter_id, "kind": row.letter.kind.value, "state": row.state.value, "attempts": row.attempts}
            for row in letters
        ],
        "events": [
            {"kind": event.kind.value, "at": event.at.isoformat(), "facts": dict(event.facts)} for event in case.events
        ],
    }
    if why:
        facts["evidence"] = evidence_of(case.assessment).model_dump(mode="json")
    for name, decisions in _decisions(record):
        facts[name] = [asdict(rule_of(decision)) for decision in decisions] if why else [d.value for d in decisions]
    return facts


def _worker(worker: WorkerSummary) -> dict[str, object]:
    return {
        "name": worker_name(worker),
        "nationality": worker.nationality,
        "passport": masked(worker.passport_number),
        "expiry_date": worker.expiry_date.isoformat() if worker.expiry_date else None,
        "codes": list(worker.codes),
        "verified": worker.verified,
    }


def _decisions(record: CaseRecord) -> tuple[tuple[str, tuple[Decision, ...]], ...]:
    return (("reasons", record.refusals), ("doubts", record.doubts), ("flags", record.flags))
