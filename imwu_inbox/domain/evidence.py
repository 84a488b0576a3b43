"""An assessment as a plain record: what was found, where, by which route, and how sure; ready to be kept as JSON."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum

from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.opened_files import openings_of
from imwu_inbox.domain.opening import Opening
from imwu_inbox.domain.request import Assessment, ReadFile

_KEPT_ELSEWHERE = frozenset({"content", "grey", "text"})
"""Fields that never enter the record: bytes lie in the vault, the text of pages is not kept with the facts."""


def plain(value: object) -> object:
    """A value of the domain as JSON has it: enums and dates as text, dataclasses as mappings.

    Raises: TypeError for a value that has no plain form.
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.name not in _KEPT_ELSEWHERE}
    raise TypeError(f"no plain form for {type(value).__name__}")


def as_record(assessment: Assessment) -> Mapping[str, object]:
    """The whole judgement with its evidence, without the bytes and the text of pages."""
    gated = assessment.request.joined.gated
    return {
        "outcome": assessment.verdict.outcome.value,
        "reasons": plain(assessment.verdict.reasons),
        "doubts": plain(assessment.verdict.doubts),
        "flags": plain(assessment.verdict.flags),
        "received_on": assessment.verdict.received_on.isoformat(),
        "due_on": plain(assessment.verdict.due_on),
        "language": assessment.language.value,
        "permission": plain(assessment.permission),
        "authentication": plain(gated.authentication),
        "thread": assessment.request.joined.thread,
        "same_id_as": assessment.request.joined.same_id_as,
        "subject": gated.mail.subject,
        "problems": plain(gated.mail.problems),
        "workers": plain(assessment.workers),
        "files": [_file(file, opening) for file, opening in openings_of(assessment.request)],
    }


def _file(file: ReadFile, opening: Opening) -> Mapping[str, object]:
    attachment, reading = file.attachment, file.reading
    return {
        "path": attachment.path,
        "name": attachment.name,
        "media_type": attachment.media_type,
        "size_bytes": attachment.size_bytes,
        "sha256": attachment.sha256,
        "opened": reading.opened.value,
        "why": plain(reading.why),
        "text_en": opening.sentence(Language.ENGLISH),
        "text_fr": opening.sentence(Language.FRENCH),
        "advice_en": opening.advice(Language.ENGLISH),
        "advice_fr": opening.advice(Language.FRENCH),
        "page_count": reading.page_count,
        "unread_pages": plain(reading.unread_pages),
        "has_macros": reading.has_macros,
        "frames": plain(reading.frames),
        "documents": plain(reading.documents),
    }
