"""The judgement: every fault and doubt of a request, never only the first.

A rejection needs proof; whatever cannot be told goes to an officer. Source: rules 1-7, 30-32, 52, 63-65.
"""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from imwu_inbox.domain import deadline, exemptions_asked, flags, identity, workers
from imwu_inbox.domain.completeness import has_lone_passport, is_complete, missing_of, unsure_in
from imwu_inbox.domain.countries import CountryRegister
from imwu_inbox.domain.documents import Answer
from imwu_inbox.domain.exemption import CodeRegister
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.mail import Language, ParsedMail
from imwu_inbox.domain.reading import CodeMention
from imwu_inbox.domain.reply import ReplyPermission, Withheld
from imwu_inbox.domain.request import Assessment, FormFacts, PassportFacts, ReadRequest, Worker
from imwu_inbox.domain.request_signs import is_a_request
from imwu_inbox.domain.verdict import Doubt, Flag, Outcome, Refusal, Verdict

_MACHINE_SIGNS = frozenset(
    {
        Withheld.AUTO_SUBMITTED,
        Withheld.NULL_SENDER,
        Withheld.REPORT,
        Withheld.LIST,
        Withheld.VENDOR_MARK,
        Withheld.ROLE_ADDRESS,
        Withheld.OWN_ADDRESS,
        Withheld.AUTOMATIC_DOUBT,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """The registers, numbers and switches a judgement is made with.

    `codes_in_text` finds exemption codes in subject and body; `language_of` tells a text's language.
    """

    codes: CodeRegister
    countries: CountryRegister
    limits: Limits
    zone: ZoneInfo
    auto_reject: bool
    free_mail_domains: frozenset[str]
    codes_in_text: Callable[[ParsedMail], tuple[CodeMention, ...]]
    language_of: Callable[[str], Language]


def judge(request: ReadRequest, book: RuleBook) -> Assessment:
    """The whole judgement of one message that was read."""
    gated = request.joined.gated
    calendar = flags.Calendar(
        received_on=deadline.local_date(gated.raw.received_at, book.zone),
        due_on=deadline.due_on(gated.raw.received_at, book.limits.due_days, book.zone),
        limits=book.limits,
    )
    if gated.over_size:
        return _judged_by_size(request, book, calendar)
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
            received_on=calendar.received_on,
            due_on=calendar.due_on if outcome in (Outcome.ACCEPTED, Outcome.OFFICER, Outcome.HELD) else None,
        ),
        language=_language(request, found, book),
        permission=_permission(gated.permission, outcome),
        employer=next((w.form.value("business_name") for w in found if w.form.value("business_name")), ""),
        entry_on=min((day for w in found if (day := flags.date_of(w.form, "from"))), default=None),
        join_to=request.joined.thread if outcome is Outcome.JOINED else None,
    )


def _workers(
    request: ReadRequest, grouping: workers.Grouping, book: RuleBook, calendar: flags.Calendar
) -> tuple[Worker, ...]:
    unsure = unsure_in(request)
    elsewhere = _codes_elsewhere(request, book)
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
        identity_is_verified=identity.is_verified(passport, form),
    )


def _decide(
    request: ReadRequest, found: tuple[Worker, ...], *, is_grouping_sure: bool, book: RuleBook
) -> tuple[Outcome, tuple[Refusal, ...], tuple[Doubt, ...]]:
    gated, joined = request.joined.gated, request.joined
    if all(is_complete(worker) for worker in found):
        return (Outcome.ACCEPTED, (), ()) if is_grouping_sure else (Outcome.OFFICER, (), (Doubt.WORKERS_UNPAIRED,))
    if joined.thread is not None and joined.thread_is_sure and not any(w.form.found is Answer.YES for w in found):
        return Outcome.JOINED, (), ()
    is_request = is_a_request(gated.mail, request.files)
    sent_by_machine = gated.permission.reason in _MACHINE_SIGNS
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
        (Doubt.POSSIBLE_FOLLOW_UP, joined.thread is not None),
        (Doubt.WORKERS_UNPAIRED, not is_grouping_sure or has_lone_passport(found)),
        (Doubt.AUTO_REJECT_OFF, not book.auto_reject),
    )
    doubts += tuple(doubt for doubt, is_raised in raised if is_raised)
    if doubts or gated.is_internal:
        return Outcome.OFFICER, (), doubts
    return Outcome.REJECTED, reasons, ()


def _speaks_of_workers(request: ReadRequest, found: tuple[Worker, ...]) -> bool:
    """Whether the message is about anybody: it holds papers or is worded as a request."""
    if any(worker.passport.found is not Answer.NO or worker.form.found is not Answer.NO for worker in found):
        return True
    return is_a_request(request.joined.gated.mail, request.files) is not Answer.NO


def _judged_by_size(request: ReadRequest, book: RuleBook, calendar: flags.Calendar) -> Assessment:
    gated = request.joined.gated
    doubts = []
    if gated.permission.reason in _MACHINE_SIGNS:
        doubts.append(Doubt.AUTOMATIC_DOUBT)
    if not book.auto_reject:
        doubts.append(Doubt.AUTO_REJECT_OFF)
    outcome = Outcome.OFFICER if doubts or gated.is_internal else Outcome.REJECTED
    return Assessment(
        request=request,
        workers=(),
        verdict=Verdict(
            outcome=outcome,
            reasons=(Refusal.OVER_SIZE,) if outcome is Outcome.REJECTED else (),
            doubts=tuple(doubts),
            received_on=calendar.received_on,
            due_on=calendar.due_on if outcome is Outcome.OFFICER else None,
        ),
        language=_language(request, (), book),
        permission=_permission(gated.permission, outcome),
    )


def _codes_elsewhere(request: ReadRequest, book: RuleBook) -> tuple[CodeMention, ...]:
    return (*exemptions_asked.codes_in_letters(request.files), *book.codes_in_text(request.joined.gated.mail))


def _flags(request: ReadRequest, found: tuple[Worker, ...], book: RuleBook) -> tuple[Flag, ...]:
    if not found:
        return ()
    gated = request.joined.gated
    forms = [worker.form for worker in found]
    raised = [flag for worker in found for flag in worker.flags]
    raised += flags.of_papers(request.files)
    raised += flags.of_sender(gated.mail, forms, book.free_mail_domains)
    raised += flags.of_wording(gated.mail)
    raised += [Flag.NEAR_LIMIT] if gated.near_limit else []
    raised += [Flag.INTERNAL_SENDER] if gated.is_internal else []
    if exemptions_asked.differ(forms, _codes_elsewhere(request, book), book.codes):
        raised.append(Flag.CODES_DIFFER)
    return flags.in_order(raised)


def _language(request: ReadRequest, found: tuple[Worker, ...], book: RuleBook) -> Language:
    """The form's edition, else the body, else the subject. Source: replies.md, language of the sender."""
    editions = {w.form.reading.language for w in found if w.form.reading and w.form.reading.language}
    if len(editions) == 1:
        return Language(editions.pop())
    mail = request.joined.gated.mail
    for text in (mail.own_text or mail.body_text, mail.subject):
        language = book.language_of(text)
        if language is not Language.UNDETERMINED:
            return language
    return Language.UNDETERMINED


def _permission(permission: ReplyPermission, outcome: Outcome) -> ReplyPermission:
    """Whether a letter goes out by itself, once the outcome is known."""
    if not permission.allowed:
        return permission
    if outcome is Outcome.NOT_A_REQUEST:
        return ReplyPermission(allowed=False, reason=Withheld.NOT_A_REQUEST)
    if outcome is Outcome.JOINED:
        return ReplyPermission(allowed=False, reason=Withheld.JOINED)
    return permission
