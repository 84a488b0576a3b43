"""The part of the house that reads and judges: for `inspect` and `passport`."""

from dataclasses import dataclass, field

from imwu_inbox.adapters.jail import Jail
from imwu_inbox.adapters.system_clock import SystemClock
from imwu_inbox.domain.deadline import local_date
from imwu_inbox.domain.mail import RawMail
from imwu_inbox.domain.reading import FileReading
from imwu_inbox.domain.reply import Letter
from imwu_inbox.domain.reply_plan import plan_reply
from imwu_inbox.domain.request import Assessment, Gated, Joined
from imwu_inbox.domain.seal import Seal
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.letters import Letters
from imwu_inbox.settings import Settings, registers_of
from imwu_inbox.steps.intake import Judgement
from imwu_inbox.wiring import neighbours
from imwu_inbox.wiring.judging import at_once, judgement

DRY_RUN_REFERENCE = "0000-000000"
"""What a letter of a dry run is headed with: no record has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingApp:
    """The part of the house that reads and judges: no database, no network, nothing stored or sent."""

    settings: Settings
    clock: Clock
    jail: Jail
    judgement: Judgement
    letters: Letters
    timings_ms: dict[str, float] = field(default_factory=dict)

    def judge(self, raw: RawMail) -> Assessment:
        """What would be decided of this message. Raises: MailUnparseable, ChildKilled."""
        self.timings_ms.clear()
        return self.judgement(raw)

    def letter_for(self, assessment: Assessment) -> Letter | None:
        """The letter that would go out, under a reference that is no one's."""
        plan = plan_reply(assessment, self.settings.limits.values())
        now = assessment.request.joined.gated.raw.received_at
        return self.letters.write(plan, reference=DRY_RUN_REFERENCE, now=now) if plan else None

    def read_passports(self, content: bytes, *, confirm: bool) -> FileReading:
        """The zones on each page of one file."""
        today = local_date(self.clock.now(), self.settings.clock.zone)
        return self.jail.read_passports(content, today=today, confirm=confirm)

    def close(self) -> None:
        """End the jailed children."""
        self.jail.close()


def reading_app(settings: Settings) -> ReadingApp:
    """Choose and join the parts that read and judge. Raises: BadConfig."""
    registers = registers_of(settings)
    jail = neighbours.jail(settings, registers)
    timings: dict[str, float] = {}
    return ReadingApp(
        settings=settings,
        clock=SystemClock(),
        jail=jail,
        judgement=judgement(
            settings,
            registers,
            parser=jail,
            reader=jail,
            join=_alone,
            spread=at_once(settings.reader.workers),
            timings=timings,
        ),
        letters=neighbours.letters(settings, Seal(key=b"dry run")),
        timings_ms=timings,
    )


def _alone(gated: Gated) -> Joined:
    """A dry run knows no other message."""
    return Joined(gated=gated)
