"""What the next page says of the act before it: kept with the session, in no language, and said once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from imwu_inbox.web.visit import Visit
from imwu_inbox.wiring import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A key of the catalogue with its values."""

    key: str
    values: dict[str, str | int] = field(default_factory=dict)


def leave(visit: Visit, desk: Desk, told: Sequence[Told]) -> None:
    """Keep sentences for the next page."""
    if visit.session:
        kept = [[sentence.key, sentence.values] for sentence in told]
        desk.sessions.keep_told(visit.session.key, json.dumps(kept))


def take(visit: Visit, desk: Desk) -> tuple[Told, ...]:
    """The sentences left for this page, taken away."""
    if visit.session is None or not visit.session.told:
        return ()
    desk.sessions.keep_told(visit.session.key, "")
    return tuple(Told(key=key, values=values) for key, values in json.loads(visit.session.told))
