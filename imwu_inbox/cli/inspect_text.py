"""An inspection in words, for people."""

from imwu_inbox.cli.console import as_lines, complain, say, say_table
from imwu_inbox.cli.inspect_json import FailedInspection, Inspection, WorkerPart

_STYLES = {"accepted": "bold green", "rejected": "bold red", "officer": "bold yellow", "held": "bold yellow"}


def show_failure(failure: FailedInspection) -> None:
    """Why a file could not be inspected."""
    complain(f"{failure.file}: {failure.error.message}")


def show_inspection(result: Inspection) -> None:
    """The decision first, then what it rests on, then the letter."""
    say(result.file, style="bold")
    decided = result.assessment
    reasons = (*decided.reasons, *decided.doubts)
    say(decided.outcome + (f": {', '.join(reasons)}" if reasons else ""), style=_STYLES.get(decided.outcome, "bold"))
    as_lines(
        {
            "received on": str(decided.received_on),
            "due on": str(decided.due_on or "-"),
            "size": f"{result.size_bytes:,} bytes",
            "language": result.language,
            "automatic letter": "may go out" if result.auto_reply.allowed else f"withheld: {result.auto_reply.reason}",
        }
    )
    for flag in decided.flags:
        say(f"  {flag.id} (rule {flag.rule}): {flag.text_en}")
    _show_files(result)
    if result.workers:
        say()
        say_table(
            ("worker", "nationality", "passport", "form", "codes", "missing"),
            (_worker_row(worker) for worker in result.workers),
        )
    if result.reply:
        say()
        say(f"Letter: {result.reply.subject}", style="bold")
        say(result.reply.text)
    say()


def _show_files(result: Inspection) -> None:
    if not result.attachments:
        return
    papers: dict[str, list[str]] = {}
    for document in result.documents:
        pages = ",".join(str(page) for page in document.pages)
        papers.setdefault(document.path_in_message, []).append(
            f"{document.kind} (p. {pages}, {document.confidence:.0%})"
        )
    say()
    say_table(
        ("part", "file", "opened", "papers"),
        (
            (part.path_in_message, part.name or "-", part.opened, "; ".join(papers.get(part.path_in_message, ["-"])))
            for part in result.attachments
        ),
    )
    for part in result.attachments:
        say(f"  {part.text_en} / {part.text_fr}")


def _worker_row(worker: WorkerPart) -> tuple[str, ...]:
    passport, form = worker.passport, worker.form
    name = ", ".join(part for part in (passport.surname, passport.given_names) if part)
    written = ", ".join(part for part in (form.fields.get("family_name"), form.fields.get("given_names")) if part)
    sureness = " (digits hold)" if passport.mrz and passport.mrz.checks_valid else ""
    return (
        name or written or "-",
        passport.nationality or "-",
        passport.found + sureness,
        form.found + (f" ({form.route})" if form.route else ""),
        " ".join(exemption.code for exemption in worker.exemptions) or "-",
        " ".join(worker.missing) or "-",
    )
