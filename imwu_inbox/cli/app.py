"""The commands together, and the one place where a breakdown becomes an exit code."""

import sys
from collections.abc import Callable, Sequence
from typing import Annotated, NoReturn

import typer

from imwu_inbox import __version__
from imwu_inbox.cli import (
    case,
    doctor,
    ingest,
    init,
    inspect,
    ledger,
    letters,
    migrate,
    passport,
    poll_once,
    queue,
    run,
    shelf,
    undeliverable,
    user,
    web,
)
from imwu_inbox.cli.console import complain
from imwu_inbox.cli.doors import Doors
from imwu_inbox.cli.options import examples
from imwu_inbox.cli.real_doors import REAL_DOORS
from imwu_inbox.errors import ImwuError, UsageError

OPTIONAL: tuple[Callable[..., None], ...] = ()
"""Commands that need an extra, as far as it is installed."""
try:
    from imwu_inbox.cli.demo import demo
except ModuleNotFoundError as missing:
    if missing.name != "aiosmtpd":
        raise
else:
    OPTIONAL = (demo,)

COMMANDS = (
    run,
    web,
    init,
    doctor,
    poll_once,
    ingest,
    inspect,
    passport,
    queue,
    case,
    shelf,
    letters,
    undeliverable,
    ledger,
    user,
    migrate,
)
"""The command modules in the order of --help; each has a `register`."""

app = typer.Typer(
    name="imwu-inbox",
    help="From an employer's email to a case an officer can decide.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def _imwu_inbox(
    context: typer.Context, *, version: Annotated[bool, typer.Option("--version", help="Say the version.")] = False
) -> None:
    """From an employer's email to a case an officer can decide."""
    if version:
        typer.echo(f"imwu-inbox {__version__}")
    elif context.invoked_subcommand is None:
        raise UsageError("no command was given. `imwu-inbox --help` lists them.")


for module in COMMANDS:
    module.register(app)
for command in OPTIONAL:
    app.command(epilog=examples(f"imwu-inbox {command.__name__}"))(command)


def main(arguments: Sequence[str] | None = None, *, doors: Doors = REAL_DOORS) -> NoReturn:
    """Run one command and end the program with its exit code."""
    try:
        app(list(arguments) if arguments is not None else None, obj=doors, prog_name="imwu-inbox")
    except ImwuError as breakdown:
        complain(str(breakdown))
        sys.exit(breakdown.exit_code)
    raise AssertionError("the command returned instead of ending")
