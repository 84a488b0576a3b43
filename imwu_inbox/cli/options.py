"""Options that many commands share, and how their help shows examples."""

from pathlib import Path
from typing import Annotated

import typer

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Configuration file; else IMWU_INBOX_CONFIG, else config/imwu-inbox.toml, else the packaged defaults.",
    ),
]


def examples(*lines: str) -> str:
    """The examples under a command's help, one a line."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
