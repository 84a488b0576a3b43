"""Where each fact stands in a machine-readable zone, and which characters may stand there.

Source: ICAO Doc 9303, 8th edition, parts 3 (characters, check digits), 4 (TD3), 5 (TD1), 6 (TD2) and 7 (visas).
"""

from dataclasses import dataclass
from enum import StrEnum

FILLER = "<"
DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALPHABET = DIGITS + LETTERS + FILLER
"""The 37 characters of a zone, in the order of their check-digit values (the filler counts as zero)."""

_WEIGHTS = (7, 3, 1)
_VALUES = {character: value for value, character in enumerate(DIGITS + LETTERS)} | {FILLER: 0}


class MrzFormat(StrEnum):
    """The five printed zones of ICAO 9303: cards, small documents, passports and the two visas."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"
    MRVA = "MRVA"
    MRVB = "MRVB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of cells on one line.

    Units: line and cells counted from 0; `stop` is one past the last cell.
    """

    line: int
    start: int
    stop: int

    def of(self, lines: tuple[str, ...]) -> str:
        """The characters of these lines that stand in the span."""
        return lines[self.line][self.start : self.stop]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRule:
    """One check digit: its name, the cell that holds it and the spans it covers, in order."""

    name: str
    digit: Span
    covers: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The map of one format: its size, where each fact stands, and its check digits."""

    format: MrzFormat
    line_count: int
    width: int
    first_letters: str
    code: Span
    state: Span
    name: Span
    number: Span
    nationality: Span
    birth: Span
    sex: Span
    expiry: Span
    optional: tuple[Span, ...]
    rules: tuple[CheckRule, ...]
    code_letters: str = LETTERS + FILLER

    def alphabets(self) -> tuple[tuple[str, ...], ...]:
        """The characters allowed in each cell.

        Shape: one tuple per line, one string of allowed characters per cell.
        """
        cells = [[ALPHABET] * self.width for _ in range(self.line_count)]

        def allow(span: Span, characters: str) -> None:
            cells[span.line][span.start : span.stop] = [characters] * (span.stop - span.start)

        allow(self.code, self.code_letters)
        for span in (self.state, self.name, self.nationality):
            allow(span, LETTERS + FILLER)
        for span in (self.birth, self.expiry):
            allow(span, DIGITS + FILLER)
        for rule in self.rules:
            allow(rule.digit, DIGITS + FILLER if rule.name in ("number", "optional_data") else DIGITS)
        allow(self.sex, "MF" + FILLER)
        cells[0][0] = self.first_letters
        return tuple(tuple(line) for line in cells)


def check_digit(characters: str) -> str:
    """The check digit of some characters: weights 7, 3, 1 over their values, modulo ten.

    Raises: ValueError for a character that no zone may hold.
    Source: ICAO Doc 9303-3, 4.9.
    """
    try:
        values = [_VALUES[character] for character in characters]
    except KeyError as unknown:
        raise ValueError(f"{unknown.args[0]!r} is not a character of a machine-readable zone (0-9, A-Z, <).") from None
    return str(sum(value * _WEIGHTS[place % 3] for place, value in enumerate(values)) % 10)


def _span(line: int, start: int, stop: int) -> Span:
    return Span(line=line, start=start, stop=stop)


def _rule(name: str, cell: Span, *covers: Span) -> CheckRule:
    return CheckRule(name=name, digit=cell, covers=covers)


def _two_lines(kind: MrzFormat, width: int, first_letters: str, optional: Span, tail: tuple[CheckRule, ...]) -> Layout:
    """The layout shared by passports, TD2 documents and visas; only the end of line two differs."""
    number, birth, expiry = _span(1, 0, 9), _span(1, 13, 19), _span(1, 21, 27)
    return Layout(
        format=kind,
        line_count=2,
        width=width,
        first_letters=first_letters,
        code=_span(0, 0, 2),
        state=_span(0, 2, 5),
        name=_span(0, 5, width),
        number=number,
        nationality=_span(1, 10, 13),
        birth=birth,
        sex=_span(1, 20, 21),
        expiry=expiry,
        optional=(optional,),
        rules=(
            _rule("number", _span(1, 9, 10), number),
            _rule("birth_date", _span(1, 19, 20), birth),
            _rule("expiry_date", _span(1, 27, 28), expiry),
            *tail,
        ),
    )


def _card() -> Layout:
    """The layout of the three-line card, TD1."""
    number, birth, expiry = _span(0, 5, 14), _span(1, 0, 6), _span(1, 8, 14)
    return Layout(
        format=MrzFormat.TD1,
        line_count=3,
        width=30,
        first_letters="ACI",
        code=_span(0, 0, 2),
        state=_span(0, 2, 5),
        name=_span(2, 0, 30),
        number=number,
        nationality=_span(1, 15, 18),
        birth=birth,
        sex=_span(1, 7, 8),
        expiry=expiry,
        optional=(_span(0, 15, 30), _span(1, 18, 29)),
        rules=(
            _rule("number", _span(0, 14, 15), number),
            _rule("birth_date", _span(1, 6, 7), birth),
            _rule("expiry_date", _span(1, 14, 15), expiry),
            _rule("composite", _span(1, 29, 30), _span(0, 5, 30), _span(1, 0, 7), _span(1, 8, 15), _span(1, 18, 29)),
        ),
        code_letters=LETTERS + FILLER + "12",  # C1 and C2 are the resident cards of the United States
    )


_COMPOSITE_HEAD = (_span(1, 0, 10), _span(1, 13, 20))

LAYOUTS: dict[MrzFormat, Layout] = {
    MrzFormat.TD1: _card(),
    MrzFormat.TD2: _two_lines(
        MrzFormat.TD2,
        36,
        "ACI",
        _span(1, 28, 35),
        (_rule("composite", _span(1, 35, 36), *_COMPOSITE_HEAD, _span(1, 21, 35)),),
    ),
    MrzFormat.TD3: _two_lines(
        MrzFormat.TD3,
        44,
        "P",
        _span(1, 28, 42),
        (
            _rule("optional_data", _span(1, 42, 43), _span(1, 28, 42)),
            _rule("composite", _span(1, 43, 44), *_COMPOSITE_HEAD, _span(1, 21, 43)),
        ),
    ),
    MrzFormat.MRVA: _two_lines(MrzFormat.MRVA, 44, "V", _span(1, 28, 44), ()),
    MrzFormat.MRVB: _two_lines(MrzFormat.MRVB, 36, "V", _span(1, 28, 36), ()),
}
"""Every format and its map."""
