"""`imwu-inbox letters`: the letters that did not arrive, until somebody has seen to each."""

from collections.abc import Sequence
from typing import Annotated

import typer

from imwu_inbox.cli.console import JsonOption, say, say_json, say_table
from imwu_inbox.cli.doors import open_house
from imwu_inbox.cli.options import ConfigOption, examples
from imwu_inbox.domain.reply import Undelivered
from imwu_inbox.errors import UsageError

ReferencesArgument = Annotated[list[str], typer.Argument(metavar="REF", help="References as they are listed.")]
_COLUMNS = ("reference", "letter", "state", "since", "the relay said")


def register(app: typer.Typer) -> None:
    """Add the command and its `done`."""
    own = typer.Typer(rich_markup_mode=None, help="List the letters that did not arrive, or say they were seen to.")
    own.callback(
        invoke_without_command=True, epilog=examples("imwu-inbox letters", "imwu-inbox letters done 2026-000123")
    )(letters)
    own.command(epilog=examples("imwu-inbox letters done 2026-000123"))(done)
    app.add_typer(own, name="letters")


def letters(context: typer.Context, *, config: ConfigOption = None, json: JsonOption = False) -> None:
    """List the letters that failed, came back, or may not have gone out, oldest first."""
    if context.invoked_subcommand is not None:
        return
    with open_house(context, config) as house:
        found = house.outbox.undelivered()
    if json:
        say_json([_facts(one) for one in found])
    elif found:
        show_undelivered(found)
        say("Reach the sender in another way, then: imwu-inbox letters done REF")
    else:
        say("Every letter arrived, as far as the relay knows.")


def done(context: typer.Context, references: ReferencesArgument, *, config: ConfigOption = None) -> None:
    """Say that the senders of these records were reached in another way. Who said it stands in the audit log."""
    with open_house(context, config) as house:
        for reference in references:
            if not house.see_to(reference):
                raise UsageError(f"{reference}: no letter of it waits to be seen to: `imwu-inbox letters` lists them")
            say(f"{reference} was seen to.")


def show_undelivered(found: Sequence[Undelivered]) -> None:
    """Print them as a table."""
    say_table(_COLUMNS, (list(_facts(one).values())[:5] for one in found))


def _facts(one: Undelivered) -> dict[str, str]:
    return {
        "reference": one.reference,
        "letter": one.kind.value,
        "state": one.state.value,
        "since": one.since.isoformat(timespec="seconds"),
        "answer": one.answer or "-",
        "to": one.to,
    }
