"""Show: an officer looks at a case; its messages are opened from the vault, its pages drawn behind the wall."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hmac import digest as hmac_digest
from threading import Lock
from zoneinfo import ZoneInfo

from imwu_inbox.domain.case_view import CaseView, FileView, PaperView, view_of
from imwu_inbox.domain.case_view.pictures import Picture, page_picture, pictures_of
from imwu_inbox.domain.deadline import local_date
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.mail import ParsedMail, RawMail
from imwu_inbox.domain.page_pictures import NotShown, ShownPage
from imwu_inbox.errors import ImwuError
from imwu_inbox.ports.case_store import CaseStore
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.mime_parser import MimeParser
from imwu_inbox.ports.outbox import Outbox
from imwu_inbox.ports.page_renderer import PageRenderer
from imwu_inbox.ports.pictures import Pictures
from imwu_inbox.ports.readings import Readings

_ID_OCTETS = 18
_GONE = ShownPage(why=NotShown.GONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenMail:
    """A message of a case, opened again; `mail` is None when it can no longer be read."""

    mail_id: int
    raw: RawMail | None
    mail: ParsedMail | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """Shows cases. `original` gives a message of the ledger from the vault; `key` makes names nobody can guess."""

    cases: CaseStore
    outbox: Outbox
    original: Callable[[int], RawMail]
    parser: MimeParser
    renderer: PageRenderer
    readings: Readings
    pictures: Pictures
    clock: Clock
    limits: Limits
    zone: ZoneInfo
    key: bytes = field(repr=False)
    drawing: Lock = field(default_factory=Lock, repr=False)

    def case(self, reference: str) -> CaseView | None:
        """The whole case but its messages' words; None when there is none of this reference."""
        case = self.cases.file(reference)
        if case is None:
            return None
        today = local_date(self.clock.now(), self.zone)
        letters = self.outbox.letters(reference=reference)
        return view_of(case, letters, limits=self.limits, zone_today=today)

    def name(self, case: CaseView, picture: Picture) -> str:
        """The name under which a picture is fetched: without meaning, and without the key found by nobody."""
        told = f"{case.record.reference}/{picture.file}/{self._of_file(case, picture)}"
        return urlsafe_b64encode(hmac_digest(self.key, told.encode(), "sha256")[:_ID_OCTETS]).decode()

    def picture(self, case: CaseView, name: str) -> ShownPage | None:
        """The picture of this name; None when the case has none."""
        wanted = next((one for one in pictures_of(case) if self.name(case, one) == name), None)
        return self._shown(case, wanted) if wanted is not None else None

    def page(self, case: CaseView, file: FileView, page: int) -> ShownPage:
        """A page of which it is not known whether it has pixels: its picture or its words."""
        return self._shown(case, page_picture(file, page))

    def words(self, case: CaseView, file: FileView, paper: PaperView) -> str:
        """What was read on a paper, for whoever does not see its picture; empty where no words are remembered."""
        for mail_id in reversed(self.cases.mails(case.record.reference)):
            seen = self._opened(mail_id)
            if seen.raw is None or seen.mail is None or file.sha256 not in {a.sha256 for a in seen.mail.attachments}:
                continue
            reading = self.readings.recall(file.sha256, local_date(seen.raw.received_at, self.zone))
            found = reading.documents if reading else ()
            place = file.papers.index(paper)
            if place < len(found) and found[place].pages == paper.pages:
                return found[place].text
        return ""

    def mails(self, reference: str) -> tuple[SeenMail, ...]:
        """The messages of a case in the order of their receipt."""
        return tuple(self._opened(mail_id) for mail_id in self.cases.mails(reference))

    def _shown(self, case: CaseView, wanted: Picture) -> ShownPage:
        kept = self.pictures.recall(self._of_file(case, wanted))
        if kept is not None:
            return kept
        # Whoever waited for the same batch finds it drawn.
        with self.drawing:
            return self.pictures.recall(self._of_file(case, wanted)) or self._drawn(case, wanted)

    def _drawn(self, case: CaseView, wanted: Picture) -> ShownPage:
        """The picture with those of its batch, each kept."""
        content = self._content(case.record.reference, case.files[wanted.file - 1].sha256)
        if content is None:
            return _GONE
        others = {self._of_file(case, one): one for one in pictures_of(case) if one.batch == wanted.batch}
        batch = {self._of_file(case, wanted): wanted, **others}
        shown: Sequence[ShownPage] = self.renderer.show_pages(content, wanted=[one.wanted for one in batch.values()])
        for name, one in zip(batch, shown, strict=True):
            if one.why is None:
                self.pictures.remember(name, one)
        return shown[0]

    def _of_file(self, case: CaseView, picture: Picture) -> str:
        return f"{case.files[picture.file - 1].sha256}/{picture.name}"

    def _content(self, reference: str, sha256: str) -> bytes | None:
        """A file of one of the case's messages, the newest first; None when it is gone."""
        for mail_id in reversed(self.cases.mails(reference)):
            mail = self._opened(mail_id).mail
            for attachment in mail.attachments if mail is not None else ():
                if attachment.sha256 == sha256:
                    return attachment.content
        return None

    def _opened(self, mail_id: int) -> SeenMail:
        raw = None
        try:
            raw = self.original(mail_id)
            return SeenMail(mail_id=mail_id, raw=raw, mail=self.parser.parse_mail(raw.content))
        except ImwuError:
            return SeenMail(mail_id=mail_id, raw=raw, mail=None)
