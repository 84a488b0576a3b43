"""An assessment to the parts of `imwu-inbox.inspect/1`."""

from collections.abc import Mapping
from typing import Any

from imwu_inbox.cli.inspect_json import (
    AssessmentPart,
    AttachmentPart,
    AutoReply,
    DocumentPart,
    ExemptionPart,
    FlagPart,
    FormPart,
    Inspection,
    MismatchPart,
    MrzPart,
    PassportPart,
    Person,
    ReplyPart,
    Security,
    WorkerPart,
)
from imwu_inbox.domain.documents import Opened
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.mail import Address, Attachment, Language
from imwu_inbox.domain.opened_files import not_opened, openings_of
from imwu_inbox.domain.opening import Opening
from imwu_inbox.domain.reply import Letter
from imwu_inbox.domain.request import Assessment, FormFacts, PassportFacts, ReadRequest, Worker
from imwu_inbox.domain.rules import rule_of
from imwu_inbox.domain.verdict import Refusal, Verdict

_PAPER = {Refusal.MISSING_PASSPORT: "passport", Refusal.MISSING_IMM5686: "imm5686"}


def inspection_of(
    file: str, assessment: Assessment, letter: Letter | None, timings_ms: Mapping[str, float]
) -> Inspection:
    """Everything a dry run tells of one message."""
    request = assessment.request
    mail, raw = request.joined.gated.mail, request.joined.gated.raw
    # Values come from closed enums; the models check them, so the parts are handed over as plain data.
    parts: dict[str, Any] = {
        "file": file,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": mail.references,
        "from": _first(mail.from_),
        "reply_to": _first(mail.reply_to),
        "to": tuple(_person(address) for address in mail.to),
        "subject": mail.subject,
        "date": mail.date,
        "size_bytes": raw.size_bytes,
        "language": assessment.language.value,
        "body_text": mail.body_text,
        "auto_reply": AutoReply(
            allowed=assessment.permission.allowed,
            reason=assessment.permission.reason.value if assessment.permission.reason else None,
        ),
        "security": Security(signed=mail.signed, encrypted=mail.encrypted),
        "attachments": _attachments(request),
        "documents": _documents(request),
        "workers": tuple(_worker(worker) for worker in assessment.workers),
        "assessment": _verdict(assessment.verdict),
        "reply": _reply(letter),
        "timings_ms": {stage: round(spent, 1) for stage, spent in timings_ms.items()},
    }
    return Inspection.model_validate(parts)


def _person(address: Address) -> Person:
    return Person(name=address.name, address=address.address)


def _first(addresses: tuple[Address, ...]) -> Person | None:
    return _person(addresses[0]) if addresses else None


def _attachments(request: ReadRequest) -> tuple[AttachmentPart, ...]:
    told = {file.attachment.path: (file.reading.opened, opening) for file, opening in openings_of(request)}
    over_size = request.joined.gated.over_size
    unread = Opened.TOO_LARGE if over_size else Opened.UNSUPPORTED
    all_closed = over_size or request.joined.came_back is not None
    why = Hindrance.NOT_OPENED if all_closed else Hindrance.NO_PAPER
    return tuple(
        _attachment(one, *told.get(one.path, (unread, not_opened(one, why, number=place if all_closed else None))))
        for place, one in enumerate(request.joined.gated.mail.attachments, start=1)
    )


def _attachment(attachment: Attachment, opened: Opened, opening: Opening) -> AttachmentPart:
    return AttachmentPart.model_validate(
        {
            "name": attachment.name,
            "media_type": attachment.media_type,
            "size": attachment.size_bytes,
            "sha256": attachment.sha256,
            "path_in_message": attachment.path,
            "opened": opened.value,
            "why": opening.why.value if opening.why else None,
            "text_en": opening.sentence(Language.ENGLISH),
            "text_fr": opening.sentence(Language.FRENCH),
        }
    )


def _documents(request: ReadRequest) -> tuple[DocumentPart, ...]:
    return tuple(
        DocumentPart.model_validate(
            {
                "path_in_message": file.attachment.path,
                "pages": document.pages,
                "kind": document.kind.value,
                "confidence": document.confidence,
                "why": document.why,
            }
        )
        for file in request.files
        for document in file.reading.documents
    )


def _worker(worker: Worker) -> WorkerPart:
    parts: dict[str, Any] = {
        "passport": _passport(worker.passport),
        "form": _form(worker.form),
        "exemptions": tuple(
            ExemptionPart.model_validate(
                {
                    "code": code.code,
                    "kind": code.kind.value if code.kind else None,
                    "status": code.status.value,
                    "became": code.became,
                    "source": code.source,
                }
            )
            for code in worker.codes
        ),
        "missing": tuple(_PAPER[refusal] for refusal in worker.missing if refusal in _PAPER),
        "mismatches": tuple(
            MismatchPart(field=mismatch.field, passport=mismatch.passport, form=mismatch.form)
            for mismatch in worker.mismatches
        ),
    }
    return WorkerPart.model_validate(parts)


def _passport(facts: PassportFacts) -> PassportPart:
    parts: dict[str, Any] = {"found": facts.found.value}
    if (zone := facts.reading) is not None:
        parts |= {
            "mrz": MrzPart.model_validate(
                {
                    "format": zone.format.value,
                    "lines": zone.lines,
                    "checks_valid": zone.checks_valid,
                    "repaired": zone.repaired,
                }
            ),
            "surname": zone.fields.surname,
            "given_names": zone.fields.given_names,
            "number": zone.fields.number,
            "nationality": zone.fields.nationality,
            "birth_date": zone.fields.birth_date,
            "sex": zone.fields.sex,
            "expiry_date": zone.fields.expiry_date,
            "confirmed": zone.confirmed,
            "printed": {key: fact.value for key, fact in zone.printed.items()},
        }
    return PassportPart.model_validate(parts)


def _form(facts: FormFacts) -> FormPart:
    parts: dict[str, Any] = {"found": facts.found.value}
    if (form := facts.reading) is not None:
        parts |= {
            "route": form.route.value,
            "edition": form.edition,
            "language": form.language,
            "fields": {key: fact.value for key, fact in form.fields.items()},
        }
    return FormPart.model_validate(parts)


def _verdict(verdict: Verdict) -> AssessmentPart:
    rules = [rule_of(flag) for flag in verdict.flags]
    parts: dict[str, Any] = {
        "outcome": verdict.outcome.value,
        "reasons": tuple(reason.value for reason in verdict.reasons),
        "doubts": tuple(doubt.value for doubt in verdict.doubts),
        "flags": tuple(
            FlagPart(id=rule.id, rule=rule.number, text_en=rule.text_en, text_fr=rule.text_fr) for rule in rules
        ),
        "received_on": verdict.received_on,
        "due_on": verdict.due_on,
    }
    return AssessmentPart.model_validate(parts)


def _reply(letter: Letter | None) -> ReplyPart | None:
    if letter is None:
        return None
    return ReplyPart(kind=letter.kind.value, language=letter.language.value, subject=letter.subject, text=letter.text)
