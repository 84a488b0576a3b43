"""`imwu-inbox ingest`: take in messages from files, as if they had arrived."""

from pathlib import Path
from typing import Annotated

import typer

from imwu_inbox.cli.console import JsonOption
from imwu_inbox.cli.doors import open_house
from imwu_inbox.cli.options import ConfigOption, examples
from imwu_inbox.cli.poll_once import STOP_SECONDS, WaitOption, tell, work_until_idle
from imwu_inbox.errors import InputUnreadable
from imwu_inbox.steps.fetch import PollReport

PathsArgument = Annotated[list[Path], typer.Argument(metavar="PATH", help="A message (.eml), an mbox or a maildir.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("imwu-inbox ingest request.eml", "imwu-inbox ingest old-mail.mbox Maildir --json"))(
        ingest
    )


def ingest(
    context: typer.Context,
    paths: PathsArgument,
    *,
    config: ConfigOption = None,
    json: JsonOption = False,
    wait: WaitOption = 3600,
) -> None:
    """Take in messages from files. What is new is carried to its case and answered, as if it had just arrived."""
    for path in paths:
        if not path.exists():
            raise InputUnreadable(f"{path}: no such file or folder.")
    with open_house(context, config) as house:
        house.engine.launch()
        try:
            total = PollReport()
            for path in paths:
                total = _sum(total, house.ingest(path))
            work_until_idle(house, wait)
        finally:
            house.engine.stop(STOP_SECONDS)
        tell(total, as_json=json)


def _sum(total: PollReport, report: PollReport) -> PollReport:
    return total.plus(
        seen=report.seen,
        taken_in=report.taken_in,
        duplicates=report.duplicates,
        over_size=report.over_size,
        filed=report.filed,
        stumbled=report.stumbled,
    )
