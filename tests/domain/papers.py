"""Builders of facts for tests of the judgement: one invented worker, with what each test wants changed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from imwu_inbox.domain.admissibility import RuleBook
from imwu_inbox.domain.countries import Country, VisaRule, VisaStatus, register_of
from imwu_inbox.domain.documents import Answer, DocumentKind, Fact, Opened, Source
from imwu_inbox.domain.exemption import CodeRegister, ExemptionCode, ExemptionKind
from imwu_inbox.domain.language import language_of
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.mail import Address, Attachment, MailRef, ParsedMail, RawMail
from imwu_inbox.domain.mrz import MrzFields, MrzFormat, MrzReading
from imwu_inbox.domain.reading import CodeMention, Document, FileReading, FormReading, FormRoute
from imwu_inbox.domain.reply import ReplyPermission
from imwu_inbox.domain.request import Gated, Joined, ReadFile, ReadRequest

ZONE = ZoneInfo("America/Toronto")
RECEIVED = datetime(2026, 11, 2, 19, 3, tzinfo=UTC)

CODES = CodeRegister(
    codes=(
        ExemptionCode(
            code="R186(g)", kind=ExemptionKind.WORK_PERMIT, regulation="R186(g)", title_en="Art", title_fr="Art"
        ),
        ExemptionCode(code="C10", kind=ExemptionKind.LMIA, regulation="R205(a)", title_en="General", title_fr="Gén."),
        ExemptionCode(
            code="C12", kind=ExemptionKind.LMIA, regulation="R205(a)", title_en="ICT", title_fr="Mutations",
            valid_to=date(2022, 12, 14), superseded_by=("C61", "C62", "C63"),
        ),
        ExemptionCode(code="C62", kind=ExemptionKind.LMIA, regulation="R205(a)", title_en="ICT", title_fr="Mutations"),
        ExemptionCode(code="C21", kind=ExemptionKind.LMIA, regulation="R204(d)", title_en="IEC", title_fr="EIC"),
        ExemptionCode(
            code="A70", kind=ExemptionKind.LMIA, regulation="R207", title_en="PR", title_fr="RP",
            fit="unlikely: open permit; in Canada",
        ),
    )
)  # fmt: skip
COUNTRIES = register_of(
    (
        Country(code="FRA", name_en="France", name_fr="France", kind="iso-3166"),
        Country(code="D", name_en="Germany", name_fr="Allemagne", kind="icao-special"),
        Country(code="IND", name_en="India", name_fr="Inde", kind="iso-3166"),
        Country(code="MEX", name_en="Mexico", name_fr="Mexique", kind="iso-3166"),
    ),
    (
        VisaRule(code="FRA", status=VisaStatus.EXEMPT),
        VisaRule(code="D", status=VisaStatus.EXEMPT),
        VisaRule(code="MEX", status=VisaStatus.CONDITIONAL),
    ),
)


def book(*, auto_reject: bool = True, codes_in_body: tuple[CodeMention, ...] = ()) -> RuleBook:
    """The rules as tests use them."""
    return RuleBook(
        codes=CODES,
        countries=COUNTRIES,
        limits=Limits(),
        zone=ZONE,
        auto_reject=auto_reject,
        free_mail_domains=frozenset({"freemail.example"}),
        codes_in_text=lambda _mail: codes_in_body,
        language_of=language_of,
    )


def a_zone(
    *,
    surname: str = "MARTIN",
    given_names: str = "ALICE MARIE",
    number: str = "12AB34567",
    nationality: str = "FRA",
    birth_date: date | None = date(1988, 4, 9),
    sex: str = "F",
    expiry_date: date | None = date(2031, 5, 1),
    checks_valid: bool = True,
    name_cut: bool = False,
) -> MrzReading:
    """A passport's zone as it was read."""
    return MrzReading(
        format=MrzFormat.TD3,
        lines=(),
        raw_lines=(),
        repaired=False,
        checks=(),
        checks_valid=checks_valid,
        fields=MrzFields(
            document_code="P",
            issuing_state=nationality,
            surname=surname,
            given_names=given_names,
            name_cut=name_cut,
            number=number,
            nationality=nationality,
            birth_date=birth_date,
            sex=sex,
            expiry_date=expiry_date,
            optional_data="",
        ),
        box=(0.0, 0.8, 1.0, 1.0),
        confidence=0.99,
        turned_degrees=0,
    )


FIELDS = {
    "business_name": "Atelier Boréal",
    "email": "rh@atelier.example.org",
    "family_name": "Martin",
    "given_names": "Alice Marie",
    "date_of_birth": "1988-04-09",
    "gender": "Female",
    "citizenship": "France",
    "in_canada": "no",
    "exemption_code": "R186(g)—Performing artists",
    "from": "2027-03-01",
    "to": "2027-06-30",
}


def a_form(
    *,
    codes: tuple[str, ...] = ("R186(g)",),
    complete: Answer = Answer.YES,
    route: FormRoute = FormRoute.TEXT,
    language: str | None = "en",
    why: tuple[str, ...] = (),
    **changes: str,
) -> FormReading:
    """A form as it was read; a field set to "" is empty. `from_` stands for the field `from`."""
    values = {**FIELDS, **{key.rstrip("_"): value for key, value in changes.items()}}
    return FormReading(
        route=route,
        edition="01-2018",
        language=language,
        fields={key: Fact(value=value, source=Source.FORM) for key, value in values.items() if value},
        codes=tuple(CodeMention(code=code, raw=code, source=Source.FORM, confidence=0.99) for code in codes),
        complete=complete,
        why=why,
    )


def a_document(
    kind: DocumentKind,
    *,
    passports: tuple[MrzReading, ...] = (),
    form: FormReading | None = None,
    is_sure: bool = True,
    codes: tuple[CodeMention, ...] = (),
) -> Document:
    """One paper of a file."""
    return Document(
        pages=(1,), kind=kind, confidence=0.9, kind_is_sure=is_sure, passports=passports, form=form, codes=codes
    )


def a_file(*documents: Document, opened: Opened = Opened.OK, number: int = 1, size_bytes: int = 200_000) -> ReadFile:
    """A file with these papers in it."""
    return ReadFile(
        attachment=Attachment(
            path=f"1.{number}",
            name=f"file-{number}.pdf",
            media_type="application/pdf",
            content=b"",
            size_bytes=size_bytes,
            sha256=f"{number:064d}",
        ),
        reading=FileReading(
            opened=opened, media_type="application/pdf", documents=documents, page_count=len(documents)
        ),
    )


PASSPORT = a_file(a_document(DocumentKind.PASSPORT, passports=(a_zone(),)), number=1)
FORM = a_file(a_document(DocumentKind.IMM5686, form=a_form()), number=2)
LETTER = a_file(a_document(DocumentKind.LETTER), number=3)
CONTRACT = a_file(a_document(DocumentKind.CONTRACT), number=4)
CV = a_file(a_document(DocumentKind.CV), number=5)
SUPPORT = (LETTER, CONTRACT, CV)


def a_request(
    *files: ReadFile,
    subject: str = "Request for an opinion",
    body: str = "Please find attached our request for an opinion.",
    sender: str = "rh@atelier.example.org",
    permission: ReplyPermission | None = None,
    thread: str | None = None,
    thread_is_sure: bool = False,
    over_size: bool = False,
    near_limit: bool = False,
    is_internal: bool = False,
    received_at: datetime = RECEIVED,
) -> ReadRequest:
    """A message with these files, read."""
    ref = MailRef(account="unit", folder="INBOX", uidvalidity=1, uid=7)
    raw = RawMail(ref=ref, sha256="0" * 64, content=b"", size_bytes=1000, received_at=received_at)
    mail = ParsedMail(from_=(Address(name="", address=sender),), subject=subject, body_text=body, own_text=body)
    gated = Gated(
        raw=raw,
        mail=mail,
        over_size=over_size,
        near_limit=near_limit,
        is_internal=is_internal,
        permission=permission or ReplyPermission(allowed=True),
    )
    return ReadRequest(joined=Joined(gated=gated, thread=thread, thread_is_sure=thread_is_sure), files=files)


def with_mail(request: ReadRequest, **changes: object) -> ReadRequest:
    """The same request, its message saying something else."""
    gated = request.joined.gated
    gated = replace(gated, mail=replace(gated.mail, **changes))  # type: ignore[arg-type]
    return replace(request, joined=replace(request.joined, gated=gated))
