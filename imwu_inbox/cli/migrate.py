"""`imwu-inbox migrate`: lay out the database, or bring it to this release."""

import typer

from imwu_inbox.cli.console import say
from imwu_inbox.cli.doors import doors_of
from imwu_inbox.cli.options import ConfigOption, examples


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("imwu-inbox migrate", "imwu-inbox migrate --config config/imwu-inbox.toml"))(migrate)


def migrate(context: typer.Context, *, config: ConfigOption = None) -> None:
    """Make or migrate the database. Doing it again changes nothing."""
    doors = doors_of(context)
    doors.migrate(doors.load(config))
    say("The database is ready.")
