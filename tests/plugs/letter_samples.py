"""Plans of letters, and ways to read what was written."""

import email
import itertools
import re
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from zoneinfo import ZoneInfo

from imwu_inbox.adapters.jinja_letters import JinjaLetters
from imwu_inbox.domain.file_kinds import FileKind
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.mail import Address, Language
from imwu_inbox.domain.opening import Opening
from imwu_inbox.domain.reply import Letter, LetterKind, ReplyPlan, SizeFacts
from imwu_inbox.domain.seal import Seal
from imwu_inbox.domain.verdict import Refusal
from imwu_inbox.ports.letters import Letters

FOLDER = Path(__file__).parents[2] / "config" / "letters"


NOW = datetime(2026, 11, 22, 19, 31, tzinfo=UTC)


REFERENCE = "2026-000123"


RULE = "-" * 40


NO_BREAK = "\u00a0"


REFUSALS = [combination for count in (1, 2, 3) for combination in itertools.combinations(Refusal, count)]


KINDS = [
    (LetterKind.ACKNOWLEDGEMENT, ()),
    (LetterKind.LEFT_TO_OFFICER, ()),
    *((LetterKind.REJECTION, refusals) for refusals in REFUSALS),
]


def plan_of(kind: LetterKind, refusals: tuple[Refusal, ...] = (), language: Language = Language.ENGLISH) -> ReplyPlan:
    """A plan with numbers that can be told from each other."""
    return ReplyPlan(
        kind=kind,
        to=Address(name="Jane Roe", address="jane.roe@maple.example"),
        language=language,
        received_at=datetime(2026, 11, 22, 19, 5, tzinfo=UTC),
        due_on=None if kind is LetterKind.REJECTION else date(2026, 12, 6),
        refusals=refusals,
        size=SizeFacts(size_bytes=5_400_000, limit_bytes=4_194_304) if Refusal.OVER_SIZE in refusals else None,
        workers_found=31,
        passports_found=32,
        forms_found=33,
        other_papers_found=34,
        attachments=(
            Opening(number=41, kind=FileKind.PDF, size_bytes=1_300_000, why=Hindrance.LOCKED),
            Opening(number=42, kind=FileKind.UNKNOWN, size_bytes=3_000),
        ),
        in_reply_to="<7.abc@maple.example>",
        references=("<6.abc@maple.example>", "<7.abc@maple.example>"),
    )


def real_letters() -> JinjaLetters:
    """The writer the program uses, with the wordings it ships."""
    return JinjaLetters(
        folder=FOLDER,
        from_address="imwu-umit@unit.example",
        brand_en="International Mobility Workers Unit",
        brand_fr="Unité pour la mobilité internationale des travailleurs",
        limits=Limits(),
        zone=ZoneInfo("America/Toronto"),
        seal=Seal(key=b"a test"),
    )


def written(writer: Letters, plan: ReplyPlan) -> Letter:
    """The letter of a plan, at a fixed moment."""
    return writer.write(plan, reference=REFERENCE, now=NOW)


def parsed(letter: Letter) -> EmailMessage:
    """The letter as a mail program reads it."""
    message = email.message_from_bytes(letter.content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def halves(letter: Letter) -> dict[str, str]:
    """The letter's text by language, on one line each, no-break spaces as spaces."""
    first, second = (" ".join(half.replace(NO_BREAK, " ").split()) for half in letter.text.split(RULE))
    return {"en": first, "fr": second} if "Bonjour" in second else {"en": second, "fr": first}


def html_text(letter: Letter) -> str:
    """The HTML body without its tags, on one line."""
    body = parsed(letter).get_body(("html",))
    assert isinstance(body, EmailMessage)
    shown = re.sub(r"<(?!<)[^<>]*>", " ", body.get_content().replace("&lt;", "‹"))
    return " ".join(shown.replace("‹", "<").replace("&#39;", "'").replace(NO_BREAK, " ").split())
