"""What an officer should see at once: each flag with the facts that raise it. Nothing here rejects.

Source: rules 6, 8-22, 32 and 52.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from imwu_inbox.domain.countries import CountryRegister, VisaStatus
from imwu_inbox.domain.documents import Answer, DocumentKind, Opened
from imwu_inbox.domain.exemption import CodeRegister, CodeStatus
from imwu_inbox.domain.form_dates import date_of, is_unsettled
from imwu_inbox.domain.imm5686 import YES
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.domain.mrz import MrzReading
from imwu_inbox.domain.printed_zone import printed_days
from imwu_inbox.domain.request import FormFacts, Mismatch, PassportFacts, ReadFile, WorkerCode
from imwu_inbox.domain.verdict import Flag

_MISMATCH_FLAGS = {
    "surname": Flag.NAME_DIFFERS,
    "given_names": Flag.NAME_DIFFERS,
    "birth_date": Flag.BIRTH_DATE_DIFFERS,
    "citizenship": Flag.CITIZENSHIP_DIFFERS,
    "sex": Flag.SEX_DIFFERS,
}
_YOUTH_EXCHANGE_CODE = "C21"
_ARCHIVES = ("application/zip", "application/x-7z", "application/vnd.rar", "application/x-rar", "application/gzip")
_CLOUD_LINK = re.compile(
    r"https?://([^\s<>\"'/]*\.)?"
    r"((drive|docs|share|files?|cloud|transfer|box)\.[^\s<>\"'/]+|[^\s<>\"'/]*(dropbox|onedrive|1drv|sharepoint|wetransfer"
    r"|icloud|mega)\.[a-z]+|we\.tl|[^\s<>\"'/]+/(s|share|shared|file/d)/[A-Za-z0-9])",
    re.IGNORECASE,
)
_FLAGPOLING = re.compile(r"\bflag[- ]?pol(e|ing)\b|\btour du poteau\b", re.IGNORECASE)
_PERMIT_HELD = re.compile(
    r"(currently|already|presently) (holds?|has|have) an? (valid |open )?(Canadian )?work permit"
    r"|has (already )?applied for a work permit|work permit application (is )?(pending|in process)"
    r"|(détient|a) (déjà|actuellement) un permis de travail|(déjà|actuellement) titulaire d’un permis de travail"
    r"|a (déjà )?(demandé un|présenté une demande de) permis de travail",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The dates a request is held against, in the unit's zone."""

    received_on: date
    due_on: date
    limits: Limits


def of_passport(
    passport: PassportFacts, form: FormFacts, calendar: Calendar, countries: CountryRegister
) -> Iterator[Flag]:
    """Rules 9 and 15: nationality and validity, and whether there is a second passport."""
    if passport.reading is None:
        return
    match countries.visa_status(passport.reading.fields.nationality):
        case VisaStatus.NOT_EXEMPT:
            yield Flag.NATIONALITY_NOT_EXEMPT
        case VisaStatus.CONDITIONAL:
            yield Flag.NATIONALITY_CONDITIONAL
        case VisaStatus.UNKNOWN:
            yield Flag.NATIONALITY_UNKNOWN
        case VisaStatus.EXEMPT | VisaStatus.US_CITIZEN:
            pass
    if passport.others:
        yield Flag.SECOND_PASSPORT
    expires_on, ends_on = passport.reading.fields.expiry_date, date_of(form, "to")
    if (issued_on := _issued_on(passport.reading)) and issued_on > calendar.received_on:
        yield Flag.PASSPORT_NOT_YET_VALID
    if expires_on and expires_on < calendar.received_on:
        yield Flag.PASSPORT_EXPIRED
    elif expires_on and ends_on and expires_on < ends_on:
        yield Flag.PASSPORT_EXPIRES_DURING_STAY


def _issued_on(reading: MrzReading) -> date | None:
    """The printed date of issue, the earliest where it can be read two ways; none that the zone makes impossible."""
    printed = reading.printed.get("issued_on")
    born_on, expires_on = reading.fields.birth_date, reading.fields.expiry_date
    days = printed_days(printed.value) if printed else frozenset()
    return min(
        (day for day in days if (not born_on or born_on <= day) and (not expires_on or day < expires_on)), default=None
    )


def of_form(form: FormFacts, calendar: Calendar) -> Iterator[Flag]:
    """Rules 8, 13, 14 and 19: what the form says of place, dates and the criminal-record question."""
    if form.value("in_canada") == YES:
        yield Flag.IN_CANADA
    if form.value("charged_convicted") == YES:
        yield Flag.CHARGED_OR_CONVICTED
    if is_unsettled(form, "from") or is_unsettled(form, "to"):
        yield Flag.DATE_UNSETTLED
    entry = date_of(form, "from")
    if entry is None:
        return
    if entry < calendar.received_on:
        yield Flag.ENTRY_PAST
        return
    if entry < calendar.received_on + timedelta(days=calendar.limits.entry_notice_days):
        yield Flag.LATE_NOTICE
    if entry < calendar.due_on:
        yield Flag.ENTRY_BEFORE_DUE


def of_codes(form: FormFacts, codes: tuple[WorkerCode, ...], register: CodeRegister) -> Iterator[Flag]:
    """Rules 10, 18 and 22: the exemption asked for."""
    if form.found is not Answer.YES:
        return
    if not codes:
        yield Flag.CODE_UNKNOWN if form.value("exemption_code") else Flag.CODE_ABSENT
    if len({code.code for code in codes}) > 1:
        yield Flag.MORE_THAN_ONE_EXEMPTION
    for code in codes:
        row = register.get(code.code)
        if code.status is CodeStatus.SUPERSEDED:
            yield Flag.CODE_SUPERSEDED
        if code.status is CodeStatus.UNKNOWN:
            yield Flag.CODE_UNKNOWN
        if row is not None and row.is_for_open_permit:
            yield Flag.CODE_OPEN_PERMIT
        if row is not None and row.is_only_in_canada:
            yield Flag.CODE_ONLY_IN_CANADA
        if code.code == _YOUTH_EXCHANGE_CODE:
            yield Flag.YOUTH_EXCHANGE


def of_mismatches(mismatches: Iterable[Mismatch]) -> Iterator[Flag]:
    """Rule 16: where passport and form disagree."""
    return (_MISMATCH_FLAGS[mismatch.field] for mismatch in mismatches)


def of_papers(files: tuple[ReadFile, ...]) -> Iterator[Flag]:
    """Rules 17 and 21: supporting papers that are absent, and files that need care."""
    kinds = {document.kind for file in files for document in file.reading.documents}
    if DocumentKind.LETTER not in kinds:
        yield Flag.LETTER_ABSENT
    if not kinds & {DocumentKind.OFFER, DocumentKind.CONTRACT}:
        yield Flag.OFFER_ABSENT
    if DocumentKind.CV not in kinds:
        yield Flag.CV_ABSENT
    if any(file.reading.media_type.startswith(_ARCHIVES) for file in files):
        yield Flag.ARCHIVE_FILE
    if any(file.reading.opened is Opened.ENCRYPTED for file in files):
        yield Flag.PROTECTED_FILE
    if any(file.reading.has_macros for file in files):
        yield Flag.MACRO_FILE


def of_sender(mail: ParsedMail, forms: Iterable[FormFacts], free_mail_domains: frozenset[str]) -> Iterator[Flag]:
    """Rule 20: a sender who is not the employer of the form, or who writes from a free mail service."""
    sender = mail.from_[0].domain if mail.from_ else ""
    if sender in free_mail_domains:
        yield Flag.FREE_MAIL
    employers = {form.value("email").rpartition("@")[2].strip().lower() for form in forms} - {""}
    if sender and employers and not any(_is_same_firm(sender, employer) for employer in employers):
        yield Flag.SENDER_NOT_EMPLOYER


def _is_same_firm(sender: str, employer: str) -> bool:
    return sender == employer or sender.endswith("." + employer) or employer.endswith("." + sender)


def of_wording(mail: ParsedMail) -> Iterator[Flag]:
    """Rules 11, 12 and 21: what the sender writes."""
    text = f"{mail.subject}\n{mail.own_text or mail.body_text}"
    if _FLAGPOLING.search(text):
        yield Flag.FLAGPOLING
    if _PERMIT_HELD.search(text):
        yield Flag.PERMIT_HELD
    if _CLOUD_LINK.search(text):
        yield Flag.CLOUD_LINK


def in_order(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """Each flag once, in the order of the rules table."""
    raised = set(flags)
    return tuple(flag for flag in Flag if flag in raised)
