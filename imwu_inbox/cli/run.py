"""`imwu-inbox run`: everything in one process until it is stopped."""

import logging
import os
import sys
from contextlib import ExitStack
from typing import Annotated

import typer

from imwu_inbox import web
from imwu_inbox.cli.doors import open_desk, open_house
from imwu_inbox.cli.options import ConfigOption, examples
from imwu_inbox.daemon import Daemon
from imwu_inbox.errors import BadConfig, ExitCode

LOG = logging.getLogger(__name__)

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("imwu-inbox run", "imwu-inbox run --config /etc/imwu-inbox/imwu-inbox.toml"))(run)


def run(
    context: typer.Context,
    *,
    config: ConfigOption = None,
    no_web: Annotated[bool, typer.Option("--no-web", help="Leave the officers' pages to `imwu-inbox web`.")] = False,
) -> None:
    """Work until stopped by SIGTERM or Ctrl-C.

    It reads the mailbox, carries each request to its case, sends the letters, and serves the officers' pages.
    """
    logging.basicConfig(level=logging.WARNING, format=_FORMAT)
    logging.getLogger("imwu_inbox").setLevel(logging.INFO)
    with open_house(context, config) as house:
        if house.settings.engine.name == "inline":
            raise BadConfig('engine.name = "inline" forgets what waits when it is stopped: run needs "dbos".')
        house.settings.require_mailbox()
        house.settings.require_smtp()
        with ExitStack() as pages:
            if not no_web:
                desk = pages.enter_context(open_desk(context, config))
                LOG.info("the officers' pages are at %s", pages.enter_context(web.serving(desk)).url)
            left = Daemon(house).run_until_signalled()
    if left:
        _leave_runs_behind()


def _leave_runs_behind() -> None:
    """End the process under runs that wait for a database that does not answer: the next start takes them up."""
    logging.shutdown()
    sys.stdout.flush()
    os._exit(ExitCode.DONE)
