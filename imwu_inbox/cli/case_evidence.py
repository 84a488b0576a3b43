"""What a judgement rests on: which paper lies where, and what it was recognised by. Numbers of passports stay out."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from imwu_inbox.cli.console import say, say_table


class _Part(BaseModel):
    """A part of the kept judgement; what is not shown here is left out."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Paper(_Part):
    """A paper found in a file. Units: pages from 1, confidence 0..1."""

    kind: str
    pages: tuple[int, ...]
    confidence: float
    why: tuple[str, ...] = ()


class EvidenceFile(_Part):
    """A file of the message, how far it was opened, and that in words for an officer."""

    path: str
    name: str
    opened: str
    why: str | None = None
    text_en: str = ""
    text_fr: str = ""
    advice_en: str = ""
    advice_fr: str = ""
    documents: tuple[Paper, ...] = ()


class Place(_Part):
    """Whether a worker's passport or form was found, and in which part of the message."""

    found: str
    path: str | None = None
    page: int | None = None


class Code(_Part):
    """An exemption asked for, as it stood on the day of receipt, and where it was read."""

    code: str
    status: str
    source: str
    became: tuple[str, ...] = ()


class Difference(_Part):
    """A field in which passport and form disagree."""

    field: str
    passport: str
    form: str


class EvidenceWorker(_Part):
    """Where one worker's papers are."""

    passport: Place
    form: Place
    codes: tuple[Code, ...] = ()
    mismatches: tuple[Difference, ...] = ()


class Evidence(_Part):
    """The evidence of one judgement."""

    files: tuple[EvidenceFile, ...] = ()
    workers: tuple[EvidenceWorker, ...] = ()


def evidence_of(assessment: Mapping[str, object]) -> Evidence:
    """The evidence in a judgement as it was kept."""
    return Evidence.model_validate(dict(assessment))


def show_evidence(evidence: Evidence) -> None:
    """Which paper lies where, then each worker's codes and differences."""
    if evidence.files:
        say()
        say_table(("part", "file", "opened", "papers"), (_row(file) for file in evidence.files))
        for file in evidence.files:
            if file.why is not None:
                say(f"  {file.text_en} {file.advice_en}".rstrip())
                say(f"  {file.text_fr} {file.advice_fr}".rstrip())
    for number, worker in enumerate(evidence.workers, start=1):
        say()
        say(f"Worker {number}: passport {_where(worker.passport)}, form {_where(worker.form)}", style="bold")
        for code in worker.codes:
            became = f", now {' or '.join(code.became)}" if code.became else ""
            say(f"  code {code.code}: {code.status}{became}, read in the {code.source}")
        for difference in worker.mismatches:
            say(f"  {difference.field}: passport {difference.passport}, form {difference.form}")


def _row(file: EvidenceFile) -> tuple[str, ...]:
    papers = (f"{p.kind} (p. {','.join(map(str, p.pages))}, {p.confidence:.0%})" for p in file.documents)
    return file.path, file.name or "-", file.opened, "; ".join(papers) or "-"


def _where(place: Place) -> str:
    if place.path is None:
        return {"no": "not found", "cannot-tell": "not certain"}.get(place.found, place.found)
    return f"in part {place.path}" + (f", page {place.page}" if place.page else "")
