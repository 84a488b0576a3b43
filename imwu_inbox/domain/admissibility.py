"""The judgement: every fault and doubt of a request, never only the first.

A rejection needs proof; whatever cannot be told goes to an officer. Source: rules 1-7, 30-32, 52, 63-65.
"""

from imwu_inbox.domain import deadline, exemptions_asked, flags, identity, workers
from imwu_inbox.domain.completeness import has_lone_passport, is_complete, missing_of, unsure_in
from imwu_inbox.domain.documents import Answer, DocumentKind
from imwu_inbox.domain.form_dates import date_of
from imwu_inbox.domain.plain_judgement import (
    codes_elsewhere,
    judged_as_copy,
    judged_by_place,
    judged_by_size,
    language,
    permission_of,
)
from imwu_inbox.domain.reading import CodeMention
from imwu_inbox.domain.reply import SENT_BY_MACHINE
from imwu_inbox.domain.request import Assessment, FormFacts, PassportFacts, ReadRequest, Worker
from imwu_inbox.domain.request_signs import is_a_request
from imwu_inbox.domain.rule_book import RuleBook
from imwu_inbox.domain.verdict import Doubt, Flag, Outcome, Refusal, Verdict

__all__ = ["RuleBook", "judge"]


def judge(request: ReadRequest, book: RuleBook) -> Assessment:
    """The whole judgement of a message that was read, with the earlier ones of its request.

    The record keeps the first day of receipt; the clock starts with the message that came last.
    """
    return judged_as_copy(_judged(request, book))


def _judged(request: ReadRequest, book: RuleBook) -> Assessment:
    gated = request.joined.gated
    moments = [message.raw.received_at for message in request.joined.messages]
    calendar = flags.Calendar(
        received_on=deadline.local_date(max(moments), book.zone),
        due_on=deadline.due_on(max(moments), book.limits.due_days, book.zone),
        limits=book.limits,
    )
    placed = judged_by_place(request, book, calendar)
    if placed is not None:
        return placed
    if gated.over_size:
        return judged_by_size(request, book, calendar)
    grouping = workers.group(workers.passports_of(request.files), workers.forms_of(request.files))
    found = _workers(request, grouping, book, calendar)
    outcome, reasons, doubts = _decide(request, found, is_grouping_sure=grouping.is_sure, book=book)
    if outcome in (Outcome.NOT_A_REQUEST, Outcome.JOINED) or not _speaks_of_workers(request, found):
        found = ()
    return Assessment(
        request=request,
        workers=found,
        verdict=Verdict(
            outcome=outcome,
            reasons=reasons,
            doubts=doubts,
            flags=_flags(request, found, book),
            received_on=deadline.local_date(min(moments), book.zone),
            due_on=calendar.due_on if outcome in (Outcome.ACCEPTED, Outcome.OFFICER, Outcome.HELD) else None,
        ),
        language=language(request, found, book),
        permission=permission_of(gated.permission, outcome),
        employer=next((w.form.value("business_name") for w in found if w.form.value("business_name")), ""),
        entry_on=min((day for w in found if (day := date_of(w.form, "from"))), default=None),
        join_to=request.joined.thread if outcome is Outcome.JOINED else None,
    )


def _workers(
    request: ReadRequest, grouping: workers.Grouping, book: RuleBook, calendar: flags.Calendar
) -> tuple[Worker, ...]:
    unsure = unsure_in(request)
    elsewhere = codes_elsewhere(request, book)
    pairs = grouping.pairs or ((PassportFacts(found=Answer.NO), FormFacts(found=Answer.NO)),)
    return tuple(_worker(unsure.hide(passport, form), elsewhere, book, calendar) for passport, form in pairs)


def _worker(
    papers: tuple[PassportFacts, FormFacts],
    elsewhere: tuple[CodeMention, ...],
    book: RuleBook,
    calendar: flags.Calendar,
) -> Worker:
    passport, form = papers
    codes = exemptions_asked.codes_of(form, elsewhere, book.codes, calendar.received_on)
    mismatches = identity.compare(passport.reading.fields, form, book.countries) if passport.reading else ()
    raised = [
        *flags.of_passport(passport, form, calendar, book.countries),
        *flags.of_form(form, calendar),
        *flags.of_codes(form, codes, book.codes),
        *flags.of_mismatches(mismatches),
    ]
    return Worker(
        passport=passport,
        form=form,
        codes=codes,
        missing=missing_of(passport, form),
        mismatches=mismatches,
        flags=flags.in_order(raised),
        identity_is_verified=identity.is_verified(passport, form, mismatches),
    )


def _decide(
    request: ReadRequest, found: tuple[Worker, ...], *, is_grouping_sure: bool, book: RuleBook
) -> tuple[Outcome, tuple[Refusal, ...], tuple[Doubt, ...]]:
    gated, joined = request.joined.gated, request.joined
    if all(is_complete(worker) for worker in found):
        return (Outcome.ACCEPTED, (), ()) if is_grouping_sure else (Outcome.OFFICER, (), (Doubt.WORKERS_UNPAIRED,))
    joins = joined.thread is not None and joined.thread_is_sure and not joined.completes
    if joins and not any(worker.form.found is Answer.YES for worker in found):
        return Outcome.JOINED, (), ()
    is_request = is_a_request(gated.mail, request.files)
    sent_by_machine = gated.permission.reason in SENT_BY_MACHINE
    if is_request is Answer.NO and not joined.thread:
        held = sent_by_machine and not gated.permission.is_certain
        return (Outcome.OFFICER, (), (Doubt.AUTOMATIC_DOUBT,)) if held else (Outcome.NOT_A_REQUEST, (), ())
    if sent_by_machine and is_request is not Answer.YES and gated.permission.is_certain:
        return Outcome.NOT_A_REQUEST, (), ()
    reasons = tuple(refusal for refusal in Refusal if any(refusal in worker.missing for worker in found))
    doubts = unsure_in(request).doubts(found)
    raised = (
        (Doubt.REQUEST_OR_NOT, is_request is not Answer.YES),
        (Doubt.AUTOMATIC_DOUBT, sent_by_machine),
        (Doubt.POSSIBLE_FOLLOW_UP, joined.lacks_parts or (joined.thread is not None and not _goes_on(request))),
        (Doubt.WORKERS_UNPAIRED, not is_grouping_sure or has_lone_passport(found)),
        (Doubt.AUTO_REJECT_OFF, not book.auto_reject or gated.raw.undoes is not None),
    )
    doubts += tuple(doubt for doubt, is_raised in raised if is_raised)
    if doubts or gated.is_internal:
        return Outcome.OFFICER, (), doubts
    return Outcome.REJECTED, reasons, ()


def _goes_on(request: ReadRequest) -> bool:
    """Whether it surely completes a rejected request and brings one of the papers that decide."""
    deciding = (DocumentKind.PASSPORT, DocumentKind.IMM5686)
    brought = (document.kind for file in request.own_files for document in file.reading.documents)
    return request.joined.completes and any(kind in deciding for kind in brought)


def _speaks_of_workers(request: ReadRequest, found: tuple[Worker, ...]) -> bool:
    """Whether the message is about anybody: it holds papers or is worded as a request."""
    if any(worker.passport.found is not Answer.NO or worker.form.found is not Answer.NO for worker in found):
        return True
    return is_a_request(request.joined.gated.mail, request.files) is not Answer.NO


def _flags(request: ReadRequest, found: tuple[Worker, ...], book: RuleBook) -> tuple[Flag, ...]:
    gated = request.joined.gated
    seen = [Flag.MESSAGE_ID_SEEN] if request.joined.same_id_as else []
    if not found:
        return tuple(seen)
    forms = [worker.form for worker in found]
    raised = [*seen, *(flag for worker in found for flag in worker.flags)]
    raised += flags.of_papers(request.files)
    raised += flags.of_sender(gated.mail, forms, book.free_mail_domains)
    raised += [flag for message in request.joined.messages for flag in flags.of_wording(message.mail)]
    raised += [Flag.NEAR_LIMIT] if any(message.near_limit for message in request.joined.messages) else []
    raised += [Flag.INTERNAL_SENDER] if gated.is_internal else []
    if exemptions_asked.differ(forms, codes_elsewhere(request, book), book.codes):
        raised.append(Flag.CODES_DIFFER)
    return flags.in_order(raised)
