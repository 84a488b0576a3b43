"""What a sender wrote now, without the older messages quoted below it."""

import re
from itertools import takewhile

_QUOTE = re.compile(r"^\s*>")
_ATTRIBUTION = re.compile(
    r"^\s*(?:On\b.{5,300}\bwrote\s?:|Le\b.{5,300}\ba\s+écrit\s?:)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_DIVIDER = re.compile(
    r"^\s*(?:-{2,}\s*"
    r"(?:Original Message|Message d['’]origine|Forwarded message|Message transféré|Message transmis)\s*-{2,}"
    r"|Begin forwarded message\s?:|Début du message (?:transféré|réexpédié)\s?:)\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"^\s*\**(?:From|De)\s?:\**\s+\S", re.IGNORECASE)
_SENT = re.compile(r"^\s*\**(?:Sent|Date|To|Envoyé|À|Objet|Subject)\s?:", re.IGNORECASE)


def without_history(text: str) -> str:
    """The text above the first quoted message, and without lines marked `>`. Source: rule 33."""
    lines = text.split("\n")
    own: list[str] = []
    for number, line in enumerate(lines):
        if _starts_history(lines, number):
            break
        if not _QUOTE.match(line):
            own.append(line)
    return "\n".join(own).strip()


def _starts_history(lines: list[str], number: int) -> bool:
    """An attribution may be folded over two lines; a copied header block is known by its second field."""
    line = lines[number]
    if _DIVIDER.match(line):
        return True
    if line.lstrip()[:3].lower() in {"on ", "le "} and (
        _ATTRIBUTION.match(line) or _ATTRIBUTION.match(" ".join(lines[number : number + 2]))
    ):
        return True
    block = takewhile(str.strip, lines[number + 1 : number + 4])
    return bool(_FROM.match(line)) and any(_SENT.match(below) for below in block)
