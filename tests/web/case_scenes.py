"""Cases of real requests, read by the whole house, for the eyes of axe and for the pictures."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from imwu_inbox.domain.officer import Role
from imwu_inbox.settings import EngineSection, MailboxSection, Settings, StoreSection, VaultSection, WebSection
from imwu_inbox.web import Site, WebServer, make_app
from imwu_inbox.wiring import build, lay_out, open_desk
from tests.web.browser import enter
from tests.web.scenes import DOUBLED, WIDTHS, Scene

STORIES = Path(__file__).parents[2] / "fixtures" / "mail"
DIFFERS, PARTY, REJECTED = "birth-date-differs", "complete-two-workers", "missing-passport-en"
PORTFOLIO = "files-portfolio"
READ = (DIFFERS, PARTY, REJECTED, PORTFOLIO)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseUnit:
    """A unit's pages, served on this machine. Shape: `cases` has a reference by story."""

    url: str
    cases: dict[str, str]

    def case(self, story: str = DIFFERS, question: str = "") -> str:
        """The address of a story's case."""
        return f"{self.url}/case/{self.cases[story]}{question}"


def case_scenes(unit: CaseUnit) -> tuple[Scene, ...]:
    """Every state of a case: contradicted, of several workers, rejected, its email, its words, inside a file."""
    states = {
        "case": (DIFFERS, ""),
        "case-party": (PARTY, "?worker=2&field=job_title"),
        "case-rejected": (REJECTED, ""),
        "case-email": (DIFFERS, "?show=email"),
        "case-words": (DIFFERS, "?show=words"),
        "case-portfolio": (PORTFOLIO, "?field=number"),
    }
    return tuple(
        Scene(
            name=name,
            path=unit.case(story, question).removeprefix(unit.url),
            who="officer",
            widths=(*WIDTHS, *DOUBLED) if name == "case" else tuple(WIDTHS),
        )
        for name, (story, question) in states.items()
    )


@contextmanager
def case_stage(stories: tuple[str, ...] = READ) -> Iterator[CaseUnit]:
    """These requests read by the whole house, and the pages on its database."""
    with TemporaryDirectory() as name:
        settings = _settings(Path(name))
        lay_out(settings)
        cases = _read(settings, stories)
        desk = open_desk(settings)
        try:
            enter(desk, Role.OFFICER)
            web = WebSection(port=18080)
            with WebServer(web.model_copy(update={"port": 0})) as server:
                site = Site.of(web, server.port)
                server.start(make_app(desk, site))
                yield CaseUnit(url=site.url, cases=cases)
        finally:
            desk.close()


def _settings(folder: Path) -> Settings:
    key = folder / "vault.key"
    key.write_text(b64encode(b"0123456789abcdef" * 2).decode(), encoding="ascii")
    return Settings(
        store=StoreSection(url=f"sqlite:///{folder}/inbox.db"),
        vault=VaultSection(url=f"file://{folder}/vault", key_file=str(key)),
        engine=EngineSection(name="inline"),
        mailbox=MailboxSection(answer_since=datetime(2020, 1, 1, tzinfo=UTC)),
    )


def _read(settings: Settings, stories: tuple[str, ...]) -> dict[str, str]:
    house, cases = build(settings), {}
    try:
        for story in stories:
            house.ingest(STORIES / story / "message.eml")
            house.engine.launch()
            assert house.engine.wait_until_idle(120)
            cases[story] = house.cases.everything()[0].reference
    finally:
        house.engine.stop(10)
        house.close()
    return cases
