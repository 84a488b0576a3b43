"""`imwu-inbox passport`: read the passport zones of images and PDFs."""

import os
import time
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from imwu_inbox.cli.console import JsonOption, complain, progress_line, say, say_json
from imwu_inbox.cli.doors import ReadingHouse, open_reading
from imwu_inbox.cli.inspect import read_input
from imwu_inbox.cli.options import ConfigOption, examples
from imwu_inbox.domain.mrz import MrzFormat, MrzReading
from imwu_inbox.domain.reading import FileReading
from imwu_inbox.errors import ExitCode, ImwuError, reason_of

FilesArgument = Annotated[list[Path], typer.Argument(metavar="FILE", help="Images or PDFs.")]
ConfirmOption = Annotated[
    bool, typer.Option("--confirm/--zone-only", help="Compare with what is printed above the zone, which takes longer.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("imwu-inbox passport scan.jpg", "imwu-inbox passport --json --zone-only *.pdf"))(
        passport
    )


def passport(
    context: typer.Context,
    files: FilesArgument,
    *,
    confirm: ConfirmOption = True,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Read the passport zone of each file. With --json: one object a line, in the order of the files."""
    failed = False
    with open_reading(context, config) as house:
        for number, file in enumerate(files, start=1):
            progress_line(f"{number}/{len(files)} {file}")
            facts = passport_facts(house, file, confirm=confirm)
            failed = failed or "error" in facts
            if json:
                say_json(facts, indented=False)
            else:
                _show(facts)
    if failed:
        raise typer.Exit(ExitCode.INPUT_UNREADABLE)


def passport_facts(house: ReadingHouse, file: Path, *, confirm: bool) -> dict[str, object]:
    """What one file's best zone says. Units: ms in milliseconds, box in fractions of the page."""
    started = time.perf_counter()
    fault = ""
    best: tuple[MrzReading, int] | None = None
    try:
        best = best_zone(house.read_passports(read_input(file), confirm=confirm))
    except ImwuError as error:
        fault = str(error)
    except Exception as error:  # noqa: BLE001 - one bad file never stops the others, and a fault of ours is told too
        fault = reason_of(error)
    zone, page = best or (None, None)
    facts: dict[str, object] = {
        "file": os.fsencode(file).decode("utf-8", "replace"),
        "found": zone is not None,
        "format": zone.format.value if zone else None,
        "lines": list(zone.lines) if zone else [],
        "raw_lines": list(zone.raw_lines) if zone else [],
        "checks_valid": zone.checks_valid if zone else False,
        "repaired": zone.repaired if zone else False,
        "page": page,
        "box": [round(edge, 5) for edge in zone.box] if zone else None,
        "fields": _fields(zone) if zone else {},
        "confirmed": list(zone.confirmed) if zone else [],
        "printed": {key: fact.value for key, fact in zone.printed.items()} if zone else {},
        "ms": round((time.perf_counter() - started) * 1000, 1),
    }
    return facts | ({"error": fault} if fault else {})


def best_zone(reading: FileReading) -> tuple[MrzReading, int] | None:
    """The surest zone of a file and the page it lies on; None when none was read."""
    zones = [(zone, document.pages[0]) for document in reading.documents for zone in document.passports]
    return max(zones, key=_worth, default=None)


def _worth(found: tuple[MrzReading, int]) -> tuple[bool, bool, float]:
    """A zone whose digits hold before one whose digits do not, a passport's before a card's."""
    zone, _ = found
    return zone.checks_valid, zone.format is MrzFormat.TD3, zone.confidence


def _fields(zone: MrzReading) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(zone.fields).items()
        if name != "name_cut"
    }


def _show(facts: dict[str, object]) -> None:
    if "error" in facts:
        complain(f"{facts['file']}: {facts['error']}")
        return
    say(str(facts["file"]), style="bold")
    lines, fields = facts["lines"], facts["fields"]
    if not facts["found"] or not isinstance(lines, list) or not isinstance(fields, dict):
        say("  no passport zone was read")
        return
    for line in lines:
        say(f"  {line}")
    confirmed = facts["confirmed"] if isinstance(facts["confirmed"], list) else []
    for name, value in fields.items():
        say(f"  {name.replace('_', ' ')}: {value or '-'}{' (also printed)' if name in confirmed else ''}")
    say("  every key check digit holds" if facts["checks_valid"] else "  not certain: look at the page", style="bold")
