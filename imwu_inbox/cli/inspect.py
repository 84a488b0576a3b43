"""`imwu-inbox inspect`: a dry run on files, which stores and sends nothing."""

import hashlib
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from imwu_inbox.cli.console import JsonOption, progress_line, say_json
from imwu_inbox.cli.doors import ReadingHouse, open_reading
from imwu_inbox.cli.inspect_json import FailedInspection, Fault, Inspection
from imwu_inbox.cli.inspect_text import show_failure, show_inspection
from imwu_inbox.cli.inspection import inspection_of
from imwu_inbox.cli.options import ConfigOption, examples
from imwu_inbox.domain.mail import MailRef, RawMail
from imwu_inbox.domain.receipt import received_at_of
from imwu_inbox.errors import ExitCode, ImwuError, InputUnreadable, UsageError, reason_of

FilesArgument = Annotated[list[Path], typer.Argument(metavar="FILE", help="Messages as received (.eml).")]
LinesOption = Annotated[bool, typer.Option("--json-lines", help="One JSON object a line, one line a file.")]
ReceivedOption = Annotated[
    str, typer.Option("--received", metavar="ISO", help="Moment of receipt, else the top Received header, Date, now.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "imwu-inbox inspect request.eml",
            "imwu-inbox inspect --json --received 2026-11-02T09:30:00-05:00 request.eml",
            "imwu-inbox inspect --json-lines *.eml",
        )
    )(inspect)


def inspect(
    context: typer.Context,
    files: FilesArgument,
    *,
    config: ConfigOption = None,
    json: JsonOption = False,
    json_lines: LinesOption = False,
    received: ReceivedOption = "",
) -> None:
    """Say what would be decided of a message. Shows the letter that would go out; stores and sends nothing."""
    moment = moment_of(received)
    told: list[dict[str, object]] = []
    failed = False
    with open_reading(context, config) as house:
        for number, file in enumerate(files, start=1):
            progress_line(f"{number}/{len(files)} {file}")
            result = inspect_file(house, file, moment)
            failed = failed or isinstance(result, FailedInspection)
            if json_lines:
                say_json(_plain(result), indented=False)
            elif json:
                told.append(_plain(result))
            elif isinstance(result, Inspection):
                show_inspection(result)
            else:
                show_failure(result)
    if told:
        say_json(told[0] if len(files) == 1 else told)
    if failed:
        raise typer.Exit(ExitCode.INPUT_UNREADABLE)


def inspect_file(house: ReadingHouse, file: Path, received: datetime | None) -> Inspection | FailedInspection:
    """One file's inspection; whatever goes wrong with it is told, so that the next file is still read."""
    name = os.fsencode(file).decode("utf-8", "replace")
    try:
        raw = raw_mail(file, received)
        assessment = house.judge(raw)
        return inspection_of(name, assessment, house.letter_for(assessment), house.timings_ms)
    except ImwuError as error:
        return FailedInspection(file=name, error=Fault(kind=_kind(error), message=str(error)))
    except Exception as fault:  # noqa: BLE001 - one bad file never stops the others, and a fault of ours is told too
        return FailedInspection(file=name, error=Fault(kind="fault", message=reason_of(fault)))


def raw_mail(file: Path, received: datetime | None) -> RawMail:
    """A file as a message just received. Raises: InputUnreadable."""
    content = read_input(file)
    return RawMail(
        ref=MailRef(account="file", folder="", uidvalidity=0, uid=0),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        size_bytes=len(content),
        received_at=received or received_at_of(content) or datetime.now(UTC),
    )


def read_input(file: Path) -> bytes:
    """The bytes of a file the operator named. Raises: InputUnreadable."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputUnreadable(f"{file}: cannot be read: {error.strerror or error}.") from error


def moment_of(text: str) -> datetime | None:
    """The moment that --received gives. Raises: UsageError when it is none, or has no offset."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise UsageError(f"--received {text}: expected a date and time with offset, e.g. 2026-11-02T09:30:00-05:00.")
    return moment


def _kind(error: ImwuError) -> str:
    """The breakdown's name as machines read it. Shape: `mail-unparseable`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()


def _plain(result: Inspection | FailedInspection) -> dict[str, object]:
    return result.model_dump(mode="json", by_alias=True)
