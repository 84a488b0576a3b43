"""Join: does the message belong to a request we already have? Source: rules 33, 34, 45 and 50."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from imwu_inbox.domain.came_back import came_back
from imwu_inbox.domain.case import CaseRecord, CaseStatus
from imwu_inbox.domain.copies import Namesakes
from imwu_inbox.domain.mail import Address, ParsedMail
from imwu_inbox.domain.parts import is_whole, part_of
from imwu_inbox.domain.reply import SENT_BY_MACHINE
from imwu_inbox.domain.request import EarlierMail, Gated, Joined
from imwu_inbox.domain.request_signs import is_small_pasted_picture, is_worth_reading
from imwu_inbox.domain.seal import Seal, references_in
from imwu_inbox.ports.case_store import CaseStore
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.outbox import Outbox
from imwu_inbox.ports.parts import Parts

_RUNNING = (CaseStatus.OPEN, CaseStatus.WITH_OFFICER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Finds the record a message belongs to. The same bytes again never come this far: the ledger knows them.

    `original` gives an earlier message as the gate left it. A follow-up is sure only when it shows the seal of one of
    our letters and comes from a known participant; anything less is an officer's to say.
    """

    seal: Seal
    cases: CaseStore
    outbox: Outbox
    parts: Parts
    original: Callable[[int], Gated]
    clock: Clock
    free_mail_domains: frozenset[str]
    parts_wait: timedelta

    def __call__(self, gated: Gated) -> Joined:
        """The message with its record, with the earlier messages it completes, or with the parts it waits for."""
        namesakes = self._namesakes(gated)
        return replace(self._placed(gated, is_copy=namesakes.copy is not None), namesakes=namesakes)

    def _placed(self, gated: Gated, *, is_copy: bool) -> Joined:
        if gated.raw.undoes is not None:
            # The head of the same message is all the record has: nothing of it is judged beside the whole.
            return Joined(gated=gated, thread=gated.raw.undoes, thread_is_sure=True, completes=True)
        back = came_back(gated.raw, gated.mail, self.seal)
        if back is not None and self._record(back.reference):
            return Joined(gated=gated, thread=back.reference, thread_is_sure=True, came_back=back)
        joined = self._threaded(gated)
        return self._among_parts(joined, is_copy=is_copy) if joined.thread is None else joined

    def _threaded(self, gated: Gated) -> Joined:
        mail = gated.mail
        ids = [*mail.references, *([mail.in_reply_to] if mail.in_reply_to else [])]
        shown = self.seal.reference_shown(ids, mail.subject)
        proven = self._record(shown) if shown else None
        record = proven or self._perhaps(ids, mail.subject)
        if record is None:
            return Joined(gated=gated)
        is_sure = proven is not None and self._is_participant(mail, record)
        belongs = is_sure and (record.status in _RUNNING or _is_a_machines_word(gated))
        joined = Joined(gated=gated, thread=record.reference, thread_is_sure=belongs)
        if is_sure and record.status is CaseStatus.REJECTED and _brings_files(gated):
            return replace(joined, thread_is_sure=True, completes=True, earlier=self._earlier(record, gated))
        return joined

    def _perhaps(self, ids: list[str], subject: str) -> CaseRecord | None:
        """The record of a message's thread, or whose reference its subject names: neither proves anything."""
        threaded = self.cases.by_thread(ids) if ids else None
        named = (self._record(reference) for reference in references_in(subject))
        return threaded or next((record for record in named if record), None)

    def _record(self, reference: str) -> CaseRecord | None:
        file = self.cases.file(reference)
        return file.record if file else None

    def _is_participant(self, mail: ParsedMail, record: CaseRecord) -> bool:
        """Who wrote before, whom we wrote to, or a colleague of theirs: the same domain, if it is no free mail's."""
        written_to = (row.letter.to for row in self.outbox.letters(reference=record.reference))
        known = {address.casefold() for address in (record.sender, *written_to) if address}
        domains = {Address(name="", address=address).domain for address in known} - self.free_mail_domains - {""}
        return any(sender.address.casefold() in known or sender.domain in domains for sender in mail.from_)

    def _earlier(self, record: CaseRecord, gated: Gated) -> tuple[EarlierMail, ...]:
        """The messages of people that the record holds, each once, without this one, should it be carried again."""
        mails = (EarlierMail(mail_id=found, gated=self.original(found)) for found in self.cases.mails(record.reference))
        earlier: list[EarlierMail] = []
        seen = _marks(gated)
        for mail in mails:
            if mail.gated.permission.reason not in SENT_BY_MACHINE and not seen & _marks(mail.gated):
                earlier.append(mail)
            seen |= _marks(mail.gated)
        return tuple(earlier)

    def _among_parts(self, joined: Joined, *, is_copy: bool) -> Joined:
        """A part waits until its set is whole or the time is over, then all that came are judged together.

        The copy of a part whose set was judged has nothing to wait for.
        """
        gated = joined.gated
        part = None if gated.over_size or gated.permission.reason in SENT_BY_MACHINE else part_of(gated.mail)
        if part is None:
            return joined
        now, rows = self.clock.now(), self.parts.of_set(part.set_name)
        others = [row for row in rows if row.is_held and row.sha256 != gated.raw.sha256]
        waits_until = min((row.waits_until for row in rows), default=now + self.parts_wait)
        lacks_parts = not is_whole(part, others)
        if lacks_parts and now < waits_until and not is_copy:
            return replace(joined, part=part, waits_until=waits_until)
        earlier = tuple(EarlierMail(mail_id=row.mail_id, gated=self.original(row.mail_id)) for row in others)
        return replace(joined, part=part, earlier=earlier, lacks_parts=lacks_parts)

    def _namesakes(self, gated: Gated) -> Namesakes:
        """The other messages of its Message-ID, and its copies under another one."""
        return self.cases.namesakes(gated.mail.message_id, gated.likeness, besides=gated.raw.ref)


def _marks(gated: Gated) -> set[str]:
    """What tells a message: its bytes, and what it has in common with its copies."""
    return {gated.raw.sha256, gated.likeness} - {""}


def _is_a_machines_word(gated: Gated) -> bool:
    """An absence notice and its like, without a file: it belongs to the letter it answers."""
    by_machine = gated.permission.reason in SENT_BY_MACHINE and gated.permission.is_certain
    return by_machine and not any(is_worth_reading(file) for file in gated.mail.attachments)


def _brings_files(gated: Gated) -> bool:
    """Whether a person attached something that may be a paper."""
    if gated.over_size or gated.permission.reason in SENT_BY_MACHINE:
        return False
    files = gated.mail.attachments
    return any(is_worth_reading(file) and not is_small_pasted_picture(file) for file in files)
