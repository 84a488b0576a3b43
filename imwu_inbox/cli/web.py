"""`imwu-inbox web`: the officers' pages alone, beside a daemon on another machine."""

import logging
import signal
import threading

import typer

from imwu_inbox import web as pages
from imwu_inbox.cli.console import say
from imwu_inbox.cli.doors import open_desk
from imwu_inbox.cli.options import ConfigOption, examples

LOG = logging.getLogger(__name__)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("imwu-inbox web", "imwu-inbox web --config /etc/imwu-inbox/imwu-inbox.toml"))(web)


def web(context: typer.Context, *, config: ConfigOption = None) -> None:
    """Serve the officers' pages alone until stopped by SIGTERM or Ctrl-C; `run` serves them too."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopping.set())
    with open_desk(context, config) as desk, pages.serving(desk) as site:
        if not desk.accounts.everyone():
            LOG.warning("nobody can sign in yet: imwu-inbox user add NAME --role administrator")
        say(f"The officers' pages are at {site.url}")
        stopping.wait()
