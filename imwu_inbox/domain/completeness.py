"""Is every worker's set of papers there? Yes, no, or hidden in something that could not be read.

Source: rules 2, 3, 5 and 31.
"""

from dataclasses import dataclass, replace

from imwu_inbox.domain.documents import Answer, DocumentKind
from imwu_inbox.domain.request import FormFacts, PassportFacts, ReadRequest, Worker
from imwu_inbox.domain.request_signs import could_be_a_paper
from imwu_inbox.domain.verdict import Doubt, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """What pages and files that could not be told may hide.

    `passport` and `form`: a page that looks like one. `unopened` and `unknown`: something that may be any paper.
    """

    passport: bool
    form: bool
    unopened: bool
    unknown: bool

    def hide(self, passport: PassportFacts, form: FormFacts) -> tuple[PassportFacts, FormFacts]:
        """The same facts, with "no" turned into "cannot tell" where the paper may be hidden."""
        anything = self.unopened or self.unknown
        if passport.found is Answer.NO and (self.passport or anything):
            passport = replace(passport, found=Answer.CANNOT_TELL)
        if form.found is Answer.NO and (self.form or anything):
            form = replace(form, found=Answer.CANNOT_TELL)
        return passport, form

    def doubts(self, found: tuple[Worker, ...]) -> tuple[Doubt, ...]:
        """The doubts that stand between these workers and a complete request."""
        passport = any(worker.passport.found is Answer.CANNOT_TELL for worker in found)
        form = any(worker.form.found is Answer.CANNOT_TELL for worker in found)
        raised = (
            (Doubt.PASSPORT_UNREADABLE, self.passport and passport),
            (Doubt.FORM_UNREADABLE, self.form and form),
            (Doubt.FILE_NOT_OPENED, self.unopened and (passport or form)),
            (Doubt.UNSURE_KIND, self.unknown and (passport or form)),
        )
        return tuple(doubt for doubt, is_raised in raised if is_raised)


def unsure_in(request: ReadRequest) -> Unsure:
    """Gather the doubts of all files that may be papers, and of parts of the messages that were not reached."""
    papers = [file for file in request.files if could_be_a_paper(file)]
    messages = request.joined.messages
    is_wholly_read = all(message.mail.is_wholly_read and not message.over_size for message in messages)
    documents = [document for file in papers for document in file.reading.documents]
    return Unsure(
        passport=any(d.kind is DocumentKind.PASSPORT and (not d.kind_is_sure or not d.passports) for d in documents),
        form=any(
            d.kind is DocumentKind.IMM5686
            and (d.form is None or not d.kind_is_sure or d.form.complete is Answer.CANNOT_TELL)
            for d in documents
        ),
        unopened=not is_wholly_read or any(not file.reading.is_whole for file in papers),
        unknown=any(
            d.kind is DocumentKind.UNREADABLE
            or (not d.kind_is_sure and d.kind not in (DocumentKind.PASSPORT, DocumentKind.IMM5686))
            for d in documents
        ),
    )


def missing_of(passport: PassportFacts, form: FormFacts) -> tuple[Refusal, ...]:
    """What is proven to be missing of one worker's set."""
    answers = ((Refusal.MISSING_PASSPORT, passport.found), (Refusal.MISSING_IMM5686, form.found))
    return tuple(refusal for refusal, answer in answers if answer is Answer.NO)


def is_complete(worker: Worker) -> bool:
    """Passport page and form are both there."""
    return worker.passport.found is Answer.YES and worker.form.found is Answer.YES


def has_lone_passport(found: tuple[Worker, ...]) -> bool:
    """A passport without a form beside a complete worker.

    It may be a family member's or an old one: no proof that a form is missing.
    """
    return any(map(is_complete, found)) and any(
        worker.passport.found is Answer.YES and worker.form.found is Answer.NO for worker in found
    )
