"""`imwu-inbox doctor`: try everything the program needs, and say how to mend what fails."""

from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from imwu_inbox.cli.console import JsonOption, progress_line, say, say_json, say_table
from imwu_inbox.cli.doors import Doors, Probe, doors_of
from imwu_inbox.cli.options import ConfigOption, examples
from imwu_inbox.errors import ExitCode, ImwuError
from imwu_inbox.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the report. `cure` is empty when nothing is wrong."""

    check: str
    ok: bool
    found: str
    cure: str = ""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("imwu-inbox doctor", "imwu-inbox doctor --json"))(doctor)


def doctor(context: typer.Context, *, config: ConfigOption = None, json: JsonOption = False) -> None:
    """Try everything the program needs. Each line that fails says how to mend it."""
    findings = examine(doors_of(context), config)
    if json:
        say_json([asdict(finding) for finding in findings])
    else:
        say_table(("check", "", "found"), ((f.check, "ok" if f.ok else "FAILED", f.found) for f in findings))
        for finding in findings:
            if not finding.ok:
                say()
                say(f"{finding.check}: {finding.cure}", style="bold")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(ExitCode.PROBLEMS_FOUND)


def examine(doors: Doors, config: Path | None) -> list[Finding]:
    """Every finding; without a usable configuration there is nothing further to try."""
    loaded: list[Settings] = []

    def read() -> str:
        loaded.append(doors.load(config))
        return f"{loaded[0].origin}"

    findings = [_tried(Probe(name="configuration", cure="Mend the file as the message says.", attempt=read))]
    for settings in loaded:
        for probe in doors.probes(settings):
            progress_line(f"trying {probe.name}")
            findings.append(_tried(probe))
    return findings


def _tried(probe: Probe) -> Finding:
    try:
        return Finding(check=probe.name, ok=True, found=probe.attempt())
    except ImwuError as error:
        return Finding(check=probe.name, ok=False, found=str(error), cure=probe.cure)
