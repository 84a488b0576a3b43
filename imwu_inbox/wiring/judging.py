"""The middle of the sentence with its rules and registers, for the house and for a dry run alike."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from imwu_inbox.domain.admissibility import RuleBook
from imwu_inbox.domain.authentication import OwnServer
from imwu_inbox.domain.codes import find_codes
from imwu_inbox.domain.documents import Source
from imwu_inbox.domain.exemption import CodeRegister
from imwu_inbox.domain.language import language_of
from imwu_inbox.domain.machine_signs import Desk
from imwu_inbox.domain.mail import Attachment, ParsedMail
from imwu_inbox.domain.reading import CodeMention, FileReading
from imwu_inbox.domain.request import Gated, Joined
from imwu_inbox.ports.mime_parser import MimeParser
from imwu_inbox.ports.paper_reader import PaperReader
from imwu_inbox.settings import Registers, Settings
from imwu_inbox.steps.assess import Assess
from imwu_inbox.steps.gate import Gate
from imwu_inbox.steps.intake import Judgement
from imwu_inbox.steps.parse import Parse
from imwu_inbox.steps.read import Read, Spread

In = TypeVar("In")
Out = TypeVar("Out")


def judgement(
    settings: Settings,
    registers: Registers,
    *,
    parser: MimeParser,
    reader: PaperReader,
    join: Callable[[Gated], Joined],
    spread: Spread = map,
    timings: dict[str, float] | None = None,
) -> Judgement:
    """Choose and join the verbs from parse to assess.

    `spread` is `at_once` where children read the files, one after the other where this process does: the libraries of
    pictures and PDFs bear one caller at a time. `timings` is filled with how long each verb took, when it is given.
    Units: milliseconds.
    """
    return Judgement(
        parse=_timed("parse", Parse(parser=parser), timings),
        gate=_timed("gate", gate_of(settings), timings),
        join=_timed("join", join, timings),
        read=_timed("read", Read(reader=reader, zone=settings.clock.zone, spread=spread), timings),
        assess=_timed("assess", Assess(book=rule_book(settings, registers)), timings),
    )


def at_once(most: int) -> Spread:
    """So many files of a request at once, as many as there are children to read them."""

    def spread(read: Callable[[Attachment], FileReading], files: Sequence[Attachment]) -> list[FileReading]:
        if min(most, len(files)) <= 1:
            return list(map(read, files))
        with ThreadPoolExecutor(max_workers=min(most, len(files)), thread_name_prefix="reading") as threads:
            return list(threads.map(read, files))

    return spread


def gate_of(settings: Settings) -> Gate:
    """What envelope and size alone decide."""
    return Gate(
        limits=settings.limits.values(),
        desk=Desk(
            own_addresses=_own_addresses(settings),
            letter_domain=settings.smtp.from_address.rpartition("@")[2],
            internal_domains=settings.gate.internal_domains,
            own_server=OwnServer(name=settings.mailbox.authserv_id, is_unnamed=settings.mailbox.authserv_unnamed),
            trusts_reply_to=settings.gate.answer_reply_to_of_no_reply,
        ),
    )


def rule_book(settings: Settings, registers: Registers) -> RuleBook:
    """The rules with the unit's numbers and registers."""
    return RuleBook(
        codes=registers.codes,
        countries=registers.countries,
        limits=settings.limits.values(),
        zone=settings.clock.zone,
        auto_reject=settings.gate.auto_reject,
        free_mail_domains=frozenset(settings.gate.free_mail_domains),
        codes_in_text=_codes_in_text(registers.codes),
        language_of=language_of,
    )


def _codes_in_text(register: CodeRegister) -> Callable[[ParsedMail], tuple[CodeMention, ...]]:
    def codes_in_text(mail: ParsedMail) -> tuple[CodeMention, ...]:
        body = mail.own_text or mail.body_text
        return (
            *find_codes(mail.subject, register, source=Source.SUBJECT),
            *find_codes(body, register, source=Source.BODY),
        )

    return codes_in_text


def _timed(stage: str, verb: Callable[[In], Out], timings: dict[str, float] | None) -> Callable[[In], Out]:
    """The verb itself, or one that also notes how long it took. Units: milliseconds."""
    if timings is None:
        return verb

    def noted(value: In) -> Out:
        start = time.perf_counter()
        try:
            return verb(value)
        finally:
            timings[stage] = round((time.perf_counter() - start) * 1000, 1)

    return noted


def _own_addresses(settings: Settings) -> frozenset[str]:
    """Whatever one of our mailboxes receives or sends as."""
    received = {address for box in settings.mailboxes for address in box.own_addresses}
    return frozenset(received | {settings.smtp.from_address}) - {""}
