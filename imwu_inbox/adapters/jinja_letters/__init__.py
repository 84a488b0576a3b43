"""Writes letters with Jinja: one wording in each official language, the sender's first, as plain text and as HTML."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateError, select_autoescape

from imwu_inbox.adapters.jinja_letters import words
from imwu_inbox.adapters.jinja_letters.blocks import Block, cut, plain
from imwu_inbox.adapters.jinja_letters.envelope import Envelope, whole_message
from imwu_inbox.domain.file_kinds import short_name
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.opening import Opening
from imwu_inbox.domain.reply import Letter, LetterKind, ReplyPlan
from imwu_inbox.domain.seal import Seal
from imwu_inbox.domain.sizes import size_words
from imwu_inbox.domain.verdict import Refusal
from imwu_inbox.errors import BadConfig

__all__ = ["JinjaLetters"]

RULE = "-" * 40
_POINTERS = {Language.ENGLISH: "English follows.", Language.FRENCH: "Le français suit."}
_FRAME = "letter.html.j2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One language's half of a letter. `pointer` says in the other language that it follows."""

    language: str
    pointer: str
    title: str
    blocks: tuple[Block, ...]


class JinjaLetters:
    """Renders the wordings of a folder. Shape: `{en,fr}/<kind>.txt.j2`, and `letter.html.j2` around both."""

    def __init__(
        self,
        *,
        folder: Path,
        from_address: str,
        brand_en: str,
        brand_fr: str,
        limits: Limits,
        zone: ZoneInfo,
        seal: Seal,
        domain: str | None = None,
        instance_id: str = "imwu-inbox",
    ) -> None:
        self._from_address = from_address
        self._brands = {Language.ENGLISH: brand_en, Language.FRENCH: brand_fr}
        self._limits = limits
        self._zone = zone
        self._seal = seal
        self._domain = domain or from_address.rpartition("@")[2]
        self._instance_id = instance_id
        environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        try:
            self._frame = environment.get_template(_FRAME)
            self._wordings: dict[tuple[Language, LetterKind], Template] = {
                (language, kind): environment.get_template(f"{language.value}/{kind.value}.txt.j2")
                for language in self._brands
                for kind in LetterKind
            }
        except TemplateError as broken:
            raise BadConfig(
                f"The letters in {folder} cannot be used: {broken}. The folder needs {_FRAME}, and in en/ and fr/ one "
                "file for each kind of letter; the packaged ones are a model."
            ) from broken

    def write(self, plan: ReplyPlan, *, reference: str, now: datetime) -> Letter:
        """The whole message with fixed Message-ID and Date. The same plan, reference and moment give the same bytes."""
        first = Language.FRENCH if plan.language is Language.FRENCH else Language.ENGLISH
        second = Language.ENGLISH if first is Language.FRENCH else Language.FRENCH
        halves = tuple(self._section(plan, reference, language) for language in (first, second))
        subject = f"[IMWU-UMIT {reference} {self._seal.tag(reference)}] {halves[0].title} / {halves[1].title}"
        text = "\n\n".join((halves[0].pointer, plain(halves[0].blocks), RULE, plain(halves[1].blocks))) + "\n"
        identity = "\n".join((reference, plan.kind, plan.to.address, plan.in_reply_to or "", now.isoformat()))
        digest = sha256(identity.encode()).hexdigest()[:24]
        envelope = Envelope(
            from_name=f"{self._brands[first]} / {self._brands[second]}",
            from_address=self._from_address,
            to_address=plan.to.address,
            subject=subject,
            message_id=self._seal.message_id(reference, digest, self._domain),
            at=now.astimezone(self._zone),
            languages=f"{first.value}, {second.value}",
            loop_mark=self._instance_id,
            in_reply_to=plan.in_reply_to,
            references=plan.references,
        )
        html = self._frame.render(subject=subject, sections=halves)
        return Letter(
            kind=plan.kind,
            to=plan.to.address,
            language=plan.language,
            subject=subject,
            text=text,
            message_id=envelope.message_id,
            content=whole_message(envelope, text=text, html=html, boundary=f"=_{digest}"),
        )

    def _section(self, plan: ReplyPlan, reference: str, language: Language) -> Section:
        rendered = self._wordings[language, plan.kind].render(self._facts(plan, reference, language))
        title, _, body = words.set_spaces(rendered, language).strip().partition("\n")
        other = Language.FRENCH if language is Language.ENGLISH else Language.ENGLISH
        return Section(
            language=language.value,
            pointer=_POINTERS[other],
            title=title.removeprefix("Subject:").strip(),
            blocks=cut(body),
        )

    def _facts(self, plan: ReplyPlan, reference: str, language: Language) -> dict[str, object]:
        """What a wording may say. Nothing here names a person or quotes a paper."""
        limit_bytes = plan.size.limit_bytes if plan.size else self._limits.message_bytes
        size_bytes = plan.size.size_bytes if plan.size else 0
        over_size = Refusal.OVER_SIZE in plan.refusals
        return {
            "plan": plan,
            "reference": reference,
            "brand": self._brands[language],
            "received": words.moment_words(plan.received_at, self._zone, language),
            "due": words.day_words(plan.due_on, language) if plan.due_on else "",
            "due_days": self._limits.due_days,
            "entry_notice_days": self._limits.entry_notice_days,
            "over_size": over_size,
            "no_passport": Refusal.MISSING_PASSPORT in plan.refusals,
            "no_form": Refusal.MISSING_IMM5686 in plan.refusals,
            "shows_found": bool(plan.attachments) or not over_size,
            "limit": size_words(limit_bytes, language),
            "files_limit": size_words(limit_bytes / words.CODING_FACTOR, language),
            "size": size_words(size_bytes, language, up=True),
            "files_size": size_words(size_bytes / words.CODING_FACTOR, language, up=True),
            "attachments": [{"number": file.number, "words": _file_words(file, language)} for file in plan.attachments],
            "not_read": [file.sentence(language) for file in plan.attachments if file.why is not None],
        }


def _file_words(file: Opening, language: Language) -> str:
    """A file by kind and size, never by its name, which may hold a person's: `PDF, 1.2 MB`."""
    return f"{short_name(file.kind, language)}, {size_words(file.size_bytes, language, up=True)}"
