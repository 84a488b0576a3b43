"""`imwu-inbox shelf`: the messages set aside after bounded tries, and taking them up again."""

from typing import Annotated

import typer

from imwu_inbox.cli.console import JsonOption, say, say_json, say_table
from imwu_inbox.cli.doors import open_house
from imwu_inbox.cli.options import ConfigOption, examples
from imwu_inbox.domain.ledger import LedgerEntry

IdsArgument = Annotated[list[int], typer.Argument(metavar="ID", help="Ids as `imwu-inbox shelf` lists them.")]


def register(app: typer.Typer) -> None:
    """Add the command and its `retry`."""
    shelf_app = typer.Typer(rich_markup_mode=None, help="List the messages set aside, or take them up again.")
    shelf_app.callback(
        invoke_without_command=True,
        epilog=examples("imwu-inbox shelf", "imwu-inbox shelf --json", "imwu-inbox shelf retry 12 15"),
    )(shelf)
    shelf_app.command(epilog=examples("imwu-inbox shelf retry 12 15"))(retry)
    app.add_typer(shelf_app, name="shelf")


def shelf(context: typer.Context, *, config: ConfigOption = None, json: JsonOption = False) -> None:
    """List the messages set aside, oldest first, each with the reason."""
    if context.invoked_subcommand is not None:
        return
    with open_house(context, config) as house:
        entries = house.ledger.shelf()
    if json:
        say_json([_facts(entry) for entry in entries])
    elif not entries:
        say("The shelf is empty.")
    else:
        columns = ("id", "received", "size", "tries", "reason")
        say_table(columns, ([str(fact or "") for fact in _facts(entry).values()] for entry in entries))
        say("Take one up again with: imwu-inbox shelf retry ID")


def retry(context: typer.Context, ids: IdsArgument, *, config: ConfigOption = None) -> None:
    """Take shelved messages up again. Their runs are queued anew and worked by the daemon."""
    with open_house(context, config) as house:
        for mail_id in ids:
            house.take_up(mail_id)
            say(f"{mail_id} is queued again.")


def _facts(entry: LedgerEntry) -> dict[str, int | str | None]:
    return {
        "id": entry.mail_id,
        "received_at": entry.received_at.isoformat(timespec="seconds"),
        "size_bytes": entry.size_bytes,
        "attempts": entry.attempts,
        "reason": entry.reason,
    }
