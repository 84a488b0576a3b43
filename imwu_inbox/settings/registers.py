"""The three registers and the letters: beside the configuration file when they lie there, else the packaged ones."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from imwu_inbox.domain.countries import Country, CountryRegister, VisaRule, VisaStatus, register_of
from imwu_inbox.domain.exemption import CodeRegister, ExemptionCode, ExemptionKind
from imwu_inbox.errors import BadConfig
from imwu_inbox.settings.sources import Settings, packaged_folder

EXEMPTION_CODES = "exemption_codes.csv"
VISA_EXEMPT = "visa_exempt.csv"
ICAO_CODES = "icao_codes.csv"
REGISTER_FILES = (EXEMPTION_CODES, VISA_EXEMPT, ICAO_CODES)
LETTERS = "letters"

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """The lists the rules look things up in."""

    codes: CodeRegister
    countries: CountryRegister


def registers_of(settings: Settings) -> Registers:
    """Read the registers. Raises: BadConfig naming file, line and column."""
    folder = settings.origin.parent
    return Registers(
        codes=CodeRegister(codes=tuple(_rows(_beside(folder, EXEMPTION_CODES), _exemption_code))),
        countries=register_of(
            _rows(_beside(folder, ICAO_CODES), _country),
            _rows(_beside(folder, VISA_EXEMPT), _visa_rule),
        ),
    )


def letters_folder(settings: Settings) -> Path:
    """The folder of the letters. Shape: one folder a language in it."""
    return _beside(settings.origin.parent, LETTERS)


def _beside(folder: Path, name: str) -> Path:
    own = folder / name
    return own if own.exists() else packaged_folder() / name


def _rows(path: Path, build: Callable[[dict[str, str]], Row]) -> list[Row]:
    rows: list[Row] = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                rows.append(_built(path, number, row, build))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadConfig(f"{path}: the register cannot be read: {error}.") from error
    if not rows:
        raise BadConfig(f"{path}: the register is empty. Copy the packaged {path.name} there.")
    return rows


def _built(path: Path, number: int, row: dict[str, str], build: Callable[[dict[str, str]], Row]) -> Row:
    try:
        return build(row)
    except KeyError as error:
        raise BadConfig(f"{path}: line 1: column {error} is missing.") from error
    except (ValueError, TypeError) as error:
        raise BadConfig(f"{path}: line {number}: {error}.") from error


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _exemption_code(row: dict[str, str]) -> ExemptionCode:
    return ExemptionCode(
        code=_filled(row, "code"),
        kind=ExemptionKind(row["kind"]),
        regulation=row["regulation"],
        title_en=row["title_en"],
        title_fr=row["title_fr"],
        form_title=(row.get("form_label_en") or "").partition("—")[2],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        superseded_by=tuple(code for code in row["superseded_by"].split(";") if code),
        fit=row["imwu_fit"],
    )


def _country(row: dict[str, str]) -> Country:
    return Country(code=_filled(row, "code"), name_en=row["name_en"], name_fr=row["name_fr"], kind=row["kind"])


def _visa_rule(row: dict[str, str]) -> VisaRule:
    return VisaRule(
        code=_filled(row, "code"),
        status=VisaStatus(row["status"]),
        condition_en=row["condition_en"],
        condition_fr=row["condition_fr"],
    )


def _filled(row: dict[str, str], column: str) -> str:
    if not row[column]:
        raise ValueError(f"column {column} is empty")
    return row[column]
