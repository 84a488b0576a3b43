"""`imwu-inbox ledger verify`: server and ledger side by side, every difference named."""

from dataclasses import asdict

import typer

from imwu_inbox.cli.console import JsonOption, say, say_json, say_table
from imwu_inbox.cli.doors import open_house
from imwu_inbox.cli.options import ConfigOption, examples
from imwu_inbox.domain.reconciliation import WHAT_TO_DO, Reconciliation
from imwu_inbox.errors import ExitCode


def register(app: typer.Typer) -> None:
    """Add the command with its `verify`."""
    ledger_app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Ask the ledger of every message.")
    ledger_app.command(epilog=examples("imwu-inbox ledger verify", "imwu-inbox ledger verify --json"))(verify)
    ledger_app.callback(epilog=examples("imwu-inbox ledger verify"))(_ledger)
    app.add_typer(ledger_app, name="ledger")


def _ledger() -> None:
    """Ask the ledger of every message."""


def verify(context: typer.Context, *, config: ConfigOption = None, json: JsonOption = False) -> None:
    """Compare the mailbox with the ledger and change nothing. Ends with 1 when they differ."""
    with open_house(context, config) as house:
        house.settings.require_mailbox()
        found = {letterbox.name: letterbox.verify() for letterbox in house.letterboxes}
    if json:
        say_json([{"mailbox": name, **asdict(compared)} for name, compared in found.items()])
    else:
        for name, compared in found.items():
            _tell(name, compared)
    if any(compared.findings for compared in found.values()):
        raise typer.Exit(ExitCode.PROBLEMS_FOUND)


def _tell(name: str, compared: Reconciliation) -> None:
    verdict = f"{len(compared.findings)} differences" if compared.findings else "server and ledger agree"
    say(f"{name}: {verdict}", style="bold")
    say(
        f"{compared.on_server} messages on the server, {compared.in_ledger} in the ledger; {compared.waiting} wait for "
        f"the next visit, {compared.taken_out} were taken out of a tray, {compared.gone_before} are noted as gone."
    )
    if compared.findings:
        columns = ("difference", "tray", "uid", "id")
        say_table(columns, ((f.kind, f.tray, str(f.uid or ""), str(f.mail_id or "")) for f in compared.findings))
        for kind in sorted({finding.kind for finding in compared.findings}):
            say(f"{kind}: {WHAT_TO_DO[kind]}")
