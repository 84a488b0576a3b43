"""`imwu-inbox poll-once`: one look into the mailbox, carried to its end."""

from dataclasses import asdict
from typing import Annotated

import typer

from imwu_inbox.cli.console import JsonOption, as_lines, progress_line, say_json
from imwu_inbox.cli.doors import House, open_house
from imwu_inbox.cli.options import ConfigOption, examples
from imwu_inbox.errors import TryAgain
from imwu_inbox.steps.fetch import PollReport

STOP_SECONDS = 30.0
_LOOK_SECONDS = 5.0
WaitOption = Annotated[
    int, typer.Option("--wait", metavar="SECONDS", min=1, help="How long the requests may take before giving up.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("poll-once", epilog=examples("imwu-inbox poll-once", "imwu-inbox poll-once --json"))(poll_once)


def poll_once(
    context: typer.Context, *, config: ConfigOption = None, json: JsonOption = False, wait: WaitOption = 3600
) -> None:
    """Look into the mailbox once. What is new is carried to its case and answered, letters that wait are sent."""
    with open_house(context, config) as house:
        house.settings.require_mailbox()
        house.engine.launch()
        try:
            report = house.poll()
            work_until_idle(house, wait)
            house.post_due()
        finally:
            house.engine.stop(STOP_SECONDS)
        tell(report, as_json=json)


def work_until_idle(house: House, seconds: int) -> None:
    """Carry every queued request to its end. Raises: TryAgain when the time ran out first."""
    waited = 0.0
    while not house.engine.wait_until_idle(min(_LOOK_SECONDS, seconds - waited)):
        waited += _LOOK_SECONDS
        left = house.engine.pending()
        if waited >= seconds:
            raise TryAgain(f"{left} requests are still under way after {seconds} s; they go on with the next run.")
        progress_line(f"{left} requests under way, {waited:.0f} s")


def tell(report: PollReport, *, as_json: bool) -> None:
    """Say what was taken in."""
    counts = asdict(report)
    if as_json:
        say_json(counts)
    else:
        as_lines({name.replace("_", " "): str(count) for name, count in counts.items()})
