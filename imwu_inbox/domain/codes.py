"""Finds exemption codes in text, bound to the list in force. Source: rules 53-56.

What OCR misread is repaired by one character at most, only to a code that the list holds and only where the text
speaks of codes; what looks like a code by chance (rooms, papers, fees, postal codes) is left alone. Silence beats a
wrong code.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from imwu_inbox.domain.code_titles import believed, by_title, without_those_in_titles
from imwu_inbox.domain.documents import Source
from imwu_inbox.domain.exemption import CodeRegister
from imwu_inbox.domain.reading import CodeMention

_TRUST = {Source.FORM: 0.98, Source.SUBJECT: 0.8, Source.OFFICER: 1.0}
_TRUST_ELSEWHERE = 0.75
_REPAIRED, _WEAK_CUE, _UNLISTED = 0.9, 0.85, 0.7
_LEAST_CONFIDENCE = 0.5
_LONGEST_TEXT = 100_000
_BEFORE, _AFTER = 80, 50

_LOOKALIKES = str.maketrans("АВСЕНОРТХЗаеосрхΑΒΕΗΟΡΤΧ", "ABCEHOPTX3aeocpxABEHOPTX")
_DIGITS_MEANT = {
    "O": "0", "o": "0", "Q": "0", "D": "0", "l": "1", "I": "1", "|": "1", "i": "1", "Z": "2", "z": "2", "E": "3",
    "S": "5", "s": "5", "G": "6", "b": "6", "T": "7", "B": "8", "g": "9", "q": "9",
}  # fmt: skip
_LETTERS_MEANT = {
    "G": "C",
    "(": "C",
    "€": "C",
    "c": "C",
    "t": "T",
    "7": "T",
    "1": "T",
    "I": "T",
    "4": "A",
    "5": "S",
    "f": "F",
    "P": "F",
}
_FEE_CODES = frozenset(("E01", "E02", "E03", "P01", "P03", "B18"))
_PARAGRAPHS_MEANT = {"9": "g", "0": "o", "5": "s", "6": "b", "@": "a"}

_PLAIN = re.compile(r"(?<![A-Za-z0-9.])([A-Z])\s?[-–‑]?\s?(\d)\s?(\d)(?![A-Za-z0-9]|[.,]\d|-\d)")
_SMALL = re.compile(r"(?<![A-Za-z0-9.])([acfhrst])\s?[-–‑]?\s?(\d)(\d)(?![A-Za-z0-9]|[.,]\d|-\d)")
_MISREAD = re.compile(
    r"(?<![A-Za-z0-9.])([A-Za-z€(457])[-–‑ ]?([0-9OoQDlIi|ZzESsGbTBgq])([0-9OoQDlIi|ZzESsGbTBgq])"
    r"(?![A-Za-z0-9]|[.,]\d|-\d)"
)
_SECTION = re.compile(
    r"(?<![A-Za-z0-9])(?P<lead>R|r|[Ss]\.?|§)?\s?(?P<number>[1lI|][8B&S][6Gb])\s?(?P<open>[(\[{]?)\s?"
    r"(?P<paragraph>[A-Xa-x0569@])(?P<sub>\.[12])?\s?[)\]}]"
)
_VISITOR = re.compile(r"(?<![A-Za-z0-9])(?:R\s?|(?:[Ss]ection|[Aa]rticle|[Ss]\.|[Aa]rt\.)\s?)187(?![0-9A-Za-z]|-\d)")
_POLICY = re.compile(r"(?<![A-Za-z0-9])[AL]\s?25[.,]2(?![0-9])")
_POSTAL_TAIL = re.compile(r"^\s?\d[A-Z]\d\b")

_STRONG = re.compile(
    r"exempt|dispens|\blmia\b|\beimt\b|\bcodes?\b|\br\.?\s?20[4-8]\b|\b20[4-8]\s?\(?[a-d]\)", re.IGNORECASE
)
_WEAK = re.compile(
    r"work permit|permis de travail|cusma|aceum|usmca|t-?mec|nafta|alena|\bceta\b|\baecg\b|\bcptpp\b|\bgats\b|irpr|"
    r"ripr|regulations|reglement|règlement|paragraph|alin[ée]a|section|article",
    re.IGNORECASE,
)
_DIRECT = re.compile(
    r"(?:exemption|lmia|eimt|dispense)\s+codes?(?:\s+(?:is|est))?[\s:#=–-]*$|codes?\s+(?:de\s+(?:la\s+)?dispense|d.exemption|"
    r"d.eimt)(?:\s+est)?[\s:#=–-]*$|\br\.?\s?20[4-8]\s?\(?[a-d]\)[\s,:/–—-]*$",
    re.IGNORECASE,
)
_FALSE_FRIEND = re.compile(
    r"(?:suite|ste|unit|unité|room|rm|salle|local|bureau|office|apt|apartment|appartement|app|floor|étage|noc|cnp|iso|"
    r"part|partie|form|fee|frais|paper|building|bâtiment|hall|gate|porte|seat|siège|flight|vol|bus|route|highway|box|"
    r"case postale|section a|line|ligne|page|model|modèle|version|level|niveau|class|track|lot|door|table|row|size)"
    r"\s*(?:no\.?|n[°o]\.?|number|numéro|code|#)?\s*[:#]?\s*$",
    re.IGNORECASE,
)
_FEE_BEFORE = re.compile(r"(?:fees?|frais)[\w\s-]{0,25}$", re.IGNORECASE)


def find_codes(text: str, register: CodeRegister, *, source: Source) -> tuple[CodeMention, ...]:
    """The exemption codes that a text names, in their order, each once. Units: confidence 0..1.

    On the form's own field no further word is needed; elsewhere the text must speak of exemptions near by. A code of
    the right shape that the list does not hold is told only where it is called an exemption code in so many words.
    """
    plain = text[:_LONGEST_TEXT].translate(_LOOKALIKES)
    found: dict[str, tuple[int, CodeMention]] = {}
    written = (*_spelled(plain, register, source), *_sections(plain, register, source))
    for at, mention in (*written, *_lettered(plain, register, source)):
        kept = replace(mention, raw=text[at : at + len(mention.raw)])
        if source is Source.FORM:
            kept = believed(kept, plain, register)
        known = found.get(kept.code)
        if kept.confidence >= _LEAST_CONFIDENCE and (known is None or kept.confidence > known[1].confidence):
            found[kept.code] = (min(at, known[0]) if known else at, kept)
    in_order = [mention for _, mention in sorted(found.values(), key=lambda pair: pair[0])]
    if source is Source.FORM and all(register.get(mention.code) is None for mention in in_order):
        mended = by_title(plain, register, trust=_TRUST[Source.FORM])
        in_order = [mended] if mended is not None else in_order
    return without_those_in_titles(in_order, register)


def _mention(code: str, raw: str, source: Source, *factors: float) -> CodeMention:
    confidence = _TRUST.get(source, _TRUST_ELSEWHERE)
    for factor in factors:
        confidence *= factor
    return CodeMention(code=code, raw=raw, source=source, confidence=round(confidence, 3))


def _cue(text: str, start: int, end: int, source: Source) -> float:
    """How far the words around let a code be believed: 0 where none speaks of codes or a false friend stands before."""
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    if _FALSE_FRIEND.search(before[-24:]) or _FEE_BEFORE.search(before[-40:]) or _POSTAL_TAIL.match(after):
        return 0.0
    if source in (Source.FORM, Source.OFFICER) or _STRONG.search(before) or _STRONG.search(after):
        return 1.0
    return _WEAK_CUE if _WEAK.search(before) or _WEAK.search(after) else 0.0


def _spelled(text: str, register: CodeRegister, source: Source) -> Iterator[tuple[int, CodeMention]]:
    """The codes of the list that have a shape of their own, letter for letter."""
    for row in register.codes:
        if "-" in row.code and (at := text.upper().find(row.code)) >= 0:
            yield at, _mention(row.code, text[at : at + len(row.code)], source)


def _sections(text: str, register: CodeRegister, source: Source) -> Iterator[tuple[int, CodeMention]]:
    """Paragraphs of section 186, which are their own codes; section 187 is about the business visitors of 186(a)."""
    for match in _SECTION.finditer(text):
        paragraph = match["paragraph"].lower()
        repairs = (match["number"] != "186") + (paragraph in _PARAGRAPHS_MEANT)
        code = f"R186({_PARAGRAPHS_MEANT.get(paragraph, paragraph)}{match['sub'] or ''})"
        cue = _cue(text, match.start(), match.end(), source) or (1.0 if match["lead"] in ("R", "r") else 0.0)
        if cue and repairs <= 1 and register.get(code) is not None:
            yield match.start(), _mention(code, match[0], source, cue, _REPAIRED**repairs)
    for match in _VISITOR.finditer(text):
        if register.get("R186(a)") is not None:
            yield match.start(), _mention("R186(a)", match[0], source, _REPAIRED)
    for match in _POLICY.finditer(text):
        if _cue(text, match.start(), match.end(), source):
            yield match.start(), _mention("A25.2", match[0], source, _UNLISTED)


def _lettered(text: str, register: CodeRegister, source: Source) -> Iterator[tuple[int, CodeMention]]:
    """Codes of a letter and two digits: as printed, in small letters after a cue, or misread by one character."""
    for pattern in (_PLAIN, _SMALL):
        for match in pattern.finditer(text):
            code = "".join(match.groups()).upper()
            cue = _cue(text, match.start(), match.end(), source)
            direct = _DIRECT.search(text[max(0, match.start() - 40) : match.start()]) is not None
            if not cue or (pattern is _SMALL and not direct and source is not Source.FORM):
                continue
            if register.get(code) is not None:
                yield match.start(), _mention(code, match[0], source, cue)
            elif pattern is _PLAIN and _could_be_a_code(code) and (direct or source is Source.FORM):
                yield match.start(), _mention(code, match[0], source, _UNLISTED)
    for match in _MISREAD.finditer(text):
        meant = _repaired(match[1], match[2], match[3], register)
        strong = source is Source.FORM or _DIRECT.search(text[max(0, match.start() - 40) : match.start()])
        if meant is not None and strong and _cue(text, match.start(), match.end(), source):
            yield match.start(), _mention(meant, match[0], source, _REPAIRED)


def _could_be_a_code(code: str) -> bool:
    return code not in _FEE_CODES and code[0] in "ACFHRST" and code not in ("A25", "A44")


def _repaired(letter: str, first: str, second: str, register: CodeRegister) -> str | None:
    """The one code of the list that this differs from in exactly one character; None when there is none."""
    meant = (
        (letter if letter in "ACFHRST" else _LETTERS_MEANT.get(letter, "")),
        *(digit if digit.isdecimal() else _DIGITS_MEANT.get(digit, "") for digit in (first, second)),
    )
    edits = sum(one != other for one, other in zip(meant, (letter, first, second), strict=True))
    if edits != 1 or not (first.isdecimal() or second.isdecimal()) or not all(meant):
        return None
    code = "".join(meant)
    return code if register.get(code) is not None else None
