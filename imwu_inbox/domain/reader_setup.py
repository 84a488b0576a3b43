"""What a jailed reader must be told before its first file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from imwu_inbox.domain.exemption import ExemptionCode


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLimits:
    """How much of one file is read. Units: counts of pages and pixels, octets, seconds."""

    pages: int = 200
    ocr_pages: int = 60
    seconds_per_file: float = 90.0
    seconds_per_page: float = 20.0
    pixels: int = 60_000_000
    text_bytes: int = 2_000_000
    nested_depth: int = 2
    nested_files: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderSetup:
    """The registers and limits a reader works with: exemption codes, and the states a passport may name.

    Shape: `country_names` to codes, by folded name.
    """

    exemption_codes: tuple[ExemptionCode, ...]
    country_codes: frozenset[str]
    country_names: Mapping[str, str] = field(default_factory=dict)
    limits: ReadingLimits = ReadingLimits()
