"""How a page comes to be: its template with the words of the visitor's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import quote

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from imwu_inbox.domain.deadline import local_date
from imwu_inbox.domain.gravity import DIFFERING, GRAVE
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.officer import Right, initials
from imwu_inbox.domain.queue import MOST_COUNTED
from imwu_inbox.domain.rules import rule_of
from imwu_inbox.domain.session import IDLE, WARN_AFTER
from imwu_inbox.domain.sizes import size_words
from imwu_inbox.settings import Registers, Settings
from imwu_inbox.web import csrf, dates, navigation, queue_view, track
from imwu_inbox.web.amounts import count, percent
from imwu_inbox.web.assets import Assets
from imwu_inbox.web.catalogue import Catalogue, catalogue, number
from imwu_inbox.web.harmless import shown
from imwu_inbox.web.visit import Visit

TEMPLATES = Path(__file__).parent / "templates"
OTHER = {Language.ENGLISH: Language.FRENCH, Language.FRENCH: Language.ENGLISH}


def _environment(assets: Assets, registers: Registers) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(shown=shown, size=size_words, percent=percent)
    environment.globals.update(
        asset=assets.url,
        number=number,
        counted=partial(count, most=MOST_COUNTED),
        initials=initials,
        rule_of=rule_of,
        code_title=partial(queue_view.code_title, registers.codes),
        country=registers.countries.name,
        Grave=GRAVE,
        Differing=DIFFERING,
        ticks=track.ticks,
        track_width=track.width,
        view_address=queue_view.view_address,
        page_address=queue_view.page_address,
        queue_groups=queue_view.GROUPS,
        Right=Right,
        idle_seconds=int(IDLE.total_seconds()),
        warn_seconds=int(WARN_AFTER.total_seconds()),
    )
    return environment


@dataclass(frozen=True, slots=True)
class Pages:
    """Shows templates to visitors."""

    assets: Assets
    settings: Settings
    registers: Registers
    has_elsewhere: bool = False
    words: Catalogue = field(default_factory=catalogue)
    environment: Environment = field(init=False)

    def __post_init__(self) -> None:
        """Make the templates ready."""
        object.__setattr__(self, "environment", _environment(self.assets, self.registers))

    def show(self, visit: Visit, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
        """The page for this visitor."""
        text = self.environment.get_template(template).render(self._context(visit), **values)
        response = HTMLResponse(text, status_code=status)
        response.headers["content-language"] = visit.language.value
        response.headers["vary"] = "cookie, accept-language"
        visit.keep_door(response)
        return response

    def _context(self, visit: Visit) -> Mapping[str, object]:
        zone = self.settings.clock.zone
        today = local_date(visit.now, zone)
        other = OTHER[visit.language]
        return {
            "visit": visit,
            "has_elsewhere": self.has_elsewhere,
            "brand": self.settings.brand.inbox(visit.language),
            "navigation": navigation.entries(visit),
            "account": visit.account,
            "language": visit.language.value,
            "other_language": other.value,
            "switch_url": f"/language/{other.value}?back={quote(visit.place, safe='/')}",
            "t": self.words.words(visit.language),
            "csrf_token": partial(csrf.token, visit.secret) if visit.secret else _no_form,
            "today": today,
            "day": partial(dates.day, language=visit.language, today=today),
            "clock_time": partial(dates.clock_time, language=visit.language, zone=zone),
            "moment": partial(dates.moment, language=visit.language, zone=zone, today=today),
        }


def _no_form() -> str:
    raise RuntimeError("a page with a form needs a secret: show it with visit.with_door()")
