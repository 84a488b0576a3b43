"""Words to people on a terminal, JSON to machines, complaints on the other stream."""

import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

_WIDEST = 4000
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON for machines instead of text for people.")]


def tame(text: str) -> str:
    """The text without letters that command a terminal or turn its line about: names and subjects come from senders."""
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf") else "\ufffd" for c in text)


def say(line: str = "", *, style: str = "") -> None:
    """One line for a person; its style shows on a terminal only."""
    Console(highlight=False).print(Text(tame(line), style=style), soft_wrap=True)


def complain(message: str) -> None:
    """What went wrong and what to do, on the error stream."""
    Console(stderr=True, highlight=False).print(Text(f"imwu-inbox: {tame(message)}", style="red"), soft_wrap=True)


def say_json(value: object, *, indented: bool = True) -> None:
    """A value as JSON, UTF-8, on one line or indented."""
    line = json.dumps(value, ensure_ascii=False, indent=2 if indented else None) + "\n"
    # As octets: a machine reads UTF-8 whatever the locale, and a file name that is no text must not stop the line.
    sys.stdout.flush()
    sys.stdout.buffer.write(line.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def say_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table for people: as wide as the terminal, or as wide as it needs when it goes to a file or pipe."""
    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(Text(tame(cell)) for cell in row))
    console = Console(highlight=False)
    if console.is_terminal:
        console.print(table)
        return
    unbounded = Console(highlight=False, width=_WIDEST)
    with unbounded.capture() as captured:
        unbounded.print(table)
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def progress_line(text: str) -> None:
    """A passing word about long work, on a terminal's error stream only."""
    console = Console(stderr=True, highlight=False)
    if console.is_terminal:
        console.print(Text(tame(text), style="dim"), soft_wrap=True)


def as_lines(facts: Mapping[str, str]) -> None:
    """Named facts, one a line, their names aligned."""
    width = max((len(name) for name in facts), default=0)
    for name, value in facts.items():
        say(f"{name.ljust(width)}  {value}")
