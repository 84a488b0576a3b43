"""`imwu-inbox undeliverable`: addresses whose letter came back, and writing to them again."""

from typing import Annotated

import typer

from imwu_inbox.cli.console import JsonOption, say, say_json, say_table
from imwu_inbox.cli.doors import open_house
from imwu_inbox.cli.options import ConfigOption, examples

AddressesArgument = Annotated[list[str], typer.Argument(metavar="ADDRESS", help="Addresses as they are listed.")]


def register(app: typer.Typer) -> None:
    """Add the command and its `clear`."""
    own = typer.Typer(rich_markup_mode=None, help="List the addresses whose letter came back, or write to them again.")
    own.callback(
        invoke_without_command=True,
        epilog=examples("imwu-inbox undeliverable", "imwu-inbox undeliverable clear hr@employer.example"),
    )(undeliverable)
    own.command(epilog=examples("imwu-inbox undeliverable clear hr@employer.example"))(clear)
    app.add_typer(own, name="undeliverable")


def undeliverable(context: typer.Context, *, config: ConfigOption = None, json: JsonOption = False) -> None:
    """List the addresses whose letter came back, oldest first. Nothing is written to them by itself."""
    if context.invoked_subcommand is not None:
        return
    with open_house(context, config) as house:
        found = house.outbox.undeliverable()
    facts = [
        {"address": one.address, "since": one.since.isoformat(timespec="seconds"), "reference": one.reference}
        for one in found
    ]
    if json:
        say_json(facts)
    elif facts:
        say_table(("address", "since", "reference"), (list(fact.values()) for fact in facts))
        say("Write to one again with: imwu-inbox undeliverable clear ADDRESS")
    else:
        say("No letter came back.")


def clear(context: typer.Context, addresses: AddressesArgument, *, config: ConfigOption = None) -> None:
    """Let letters go to these addresses again. Who did it stands in the audit log."""
    with open_house(context, config) as house:
        for address in addresses:
            house.write_again(address)
            say(f"{address} is written to again.")
