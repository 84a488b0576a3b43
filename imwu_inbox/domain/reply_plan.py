"""Which letter answers an assessment, and with which facts. Source: replies.md 1-5; rules 40-44."""

from imwu_inbox.domain.answer_address import reply_address
from imwu_inbox.domain.documents import Answer, DocumentKind
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.opened_files import openings_of
from imwu_inbox.domain.reading import NOT_FILLED_IN, ONLY_PLEASE_WAIT
from imwu_inbox.domain.reply import LetterKind, ReplyPlan, SizeFacts
from imwu_inbox.domain.request import Assessment
from imwu_inbox.domain.request_signs import could_be_a_paper
from imwu_inbox.domain.verdict import Flag, Outcome, Refusal

_KIND_OF_OUTCOME = {
    Outcome.ACCEPTED: LetterKind.ACKNOWLEDGEMENT,
    Outcome.OFFICER: LetterKind.LEFT_TO_OFFICER,
    Outcome.REJECTED: LetterKind.REJECTION,
}


def plan_reply(assessment: Assessment, limits: Limits) -> ReplyPlan | None:
    """The letter that is due by itself, or None when none may go out."""
    gated = assessment.request.joined.gated
    kind = _KIND_OF_OUTCOME.get(assessment.verdict.outcome)
    to = reply_address(gated.mail)
    if kind is None or to is None or not assessment.permission.allowed:
        return None
    verdict, workers = assessment.verdict, assessment.workers
    papers = [file for file in assessment.request.files if could_be_a_paper(file)]
    documents = [document for file in papers for document in file.reading.documents]
    reasons_form_fails = {reason for document in documents if document.form for reason in document.form.why}
    message_id = gated.mail.message_id
    return ReplyPlan(
        kind=kind,
        to=to,
        language=assessment.language,
        received_at=gated.raw.received_at,
        due_on=verdict.due_on,
        refusals=verdict.reasons,
        size=SizeFacts(size_bytes=gated.raw.size_bytes, limit_bytes=limits.message_bytes)
        if Refusal.OVER_SIZE in verdict.reasons
        else None,
        workers_found=len(workers),
        passports_found=sum(worker.passport.found is Answer.YES for worker in workers),
        forms_found=sum(worker.form.found is Answer.YES for worker in workers),
        other_papers_found=sum(
            document.kind not in (DocumentKind.PASSPORT, DocumentKind.IMM5686) for document in documents
        ),
        attachments=tuple(opening for _, opening in openings_of(assessment.request) if opening.number),
        form_only_please_wait=ONLY_PLEASE_WAIT in reasons_form_fails,
        form_blank=NOT_FILLED_IN in reasons_form_fails,
        late_notice=Flag.LATE_NOTICE in verdict.flags,
        subject=gated.mail.subject,
        in_reply_to=message_id,
        references=(*gated.mail.references, message_id) if message_id else (),
    )
