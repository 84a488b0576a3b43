"""The stories of fixtures/mail: each a message and what must come of it, in an order that respects `after`."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "fixtures" / "mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story. Shape: `expected` as its TOML table."""

    name: str
    message: bytes
    received_at: datetime
    after: tuple[str, ...]
    expected: Mapping[str, Any]


def story(name: str) -> Story:
    """One story by its folder's name."""
    told = tomllib.loads((FOLDER / name / "expected.toml").read_text(encoding="utf-8"))
    return Story(
        name=name,
        message=(FOLDER / name / "message.eml").read_bytes(),
        received_at=told["received"],
        after=tuple(told.get("after", ())),
        expected=told["expected"],
    )


def names() -> list[str]:
    """Every story's name, each after those it follows."""
    ordered: dict[str, None] = {}
    told = {path.parent.name: story(path.parent.name).after for path in sorted(FOLDER.glob("*/expected.toml"))}

    def place(name: str) -> None:
        for before in told[name]:
            place(before)
        ordered[name] = None

    for name in told:
        place(name)
    return list(ordered)


def all_stories() -> Iterator[Story]:
    """Every story, each after those it follows."""
    return (story(name) for name in names())
