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


def worker_facts(worker: Mapping[str, Any]) -> dict[str, Any]:
    """One worker of a kept assessment, in the words of expected.toml."""
    passport, form = worker["passport"], worker["form"]
    facts: dict[str, Any] = {"passport": passport["found"], "form": form["found"]}
    if passport["reading"]:
        zone = passport["reading"]["fields"]
        facts |= {
            "surname": zone["surname"],
            "given_names": zone["given_names"],
            "number": zone["number"],
            "nationality": zone["nationality"],
            "birth_date": zone["birth_date"],
            "sex": zone["sex"],
            "expiry_date": zone["expiry_date"],
        }
    if form["reading"]:
        facts["form_route"] = form["reading"]["route"]
    facts["codes"] = [code["code"] for code in worker["codes"]]
    facts["missing"] = [refusal.removeprefix("missing-") for refusal in worker["missing"]]
    facts["mismatches"] = sorted(mismatch["field"] for mismatch in worker["mismatches"])
    return facts


def planned_facts(worker: Mapping[str, Any]) -> dict[str, Any]:
    """One worker of expected.toml, dates as the record writes them."""
    facts = {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in worker.items()}
    return facts | {"mismatches": sorted(worker.get("mismatches", ()))}
