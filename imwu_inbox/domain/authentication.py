"""What our own mail server found of a message's sender: DKIM, SPF and DMARC. Source: RFC 8601.

Anybody can write an Authentication-Results header. Our server writes its own above all that came with the message, so
the topmost that bears its name counts, and none below it, whatever it says.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from imwu_inbox.domain.mail import ParsedMail

HEADER = "Authentication-Results"
FAIL, PASS = "fail", "pass"
RESULTS = ("none", PASS, FAIL, "softfail", "policy", "neutral", "temperror", "permerror")
"""Source: RFC 8601 2.7."""
CHECKS = ("dkim", "spf", "dmarc")

_COMMENT = re.compile(r"\((?:[^()\\]|\\.)*\)")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_RESULT = re.compile(r"(dkim|spf|dmarc)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)", re.IGNORECASE)
_NAMED = re.compile(r"[^\s;=]+(\s+\d+)?")
_MOST_NESTED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnServer:
    """How our own mail server signs its findings: by its name, or by none as Microsoft 365 does.

    Without a name the topmost header alone can be our server's; one that bears any name is somebody else's.
    """

    name: str = ""
    is_unnamed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Authentication:
    """What was found, each one of `RESULTS`; empty where it was not looked at, or said in no word of the standard."""

    dkim: str = ""
    spf: str = ""
    dmarc: str = ""

    @property
    def failed(self) -> tuple[str, ...]:
        """The checks that failed: the sender is likely forged, and an answer would reach a stranger."""
        return tuple(name for name in CHECKS if getattr(self, name) == FAIL)


def authentication_in(assessment: Mapping[str, object]) -> Authentication | None:
    """What was kept of it with a judgement; None where nothing was, as with an older release's."""
    kept = assessment.get("authentication")
    if not isinstance(kept, Mapping):
        return None
    return Authentication(**{name: kept[name] for name in CHECKS if kept.get(name) in RESULTS})


def authentication_of(mail: ParsedMail, server: OwnServer) -> Authentication | None:
    """What our own server says of this message; None when it says nothing, or we do not know how it signs."""
    headers = [_bare(value) for value in mail.header_values(HEADER)]
    if server.is_unnamed:
        return _found(headers[0].split(";")) if headers and not _name_of(headers[0]) else None
    wanted = server.name.casefold()
    own = next((value for value in headers if wanted and _name_of(value) == wanted), None)
    return _found(own.split(";")[1:]) if own is not None else None


def _bare(value: str) -> str:
    """The header without comments, which may lie in one another, and quoted words: either can say `dmarc=pass` too."""
    for _ in range(_MOST_NESTED):
        value, taken_out = _COMMENT.subn(" ", _QUOTED.sub(" ", value))
        if not taken_out:
            break
    return value


def _name_of(value: str) -> str:
    """Who signs, without the version; empty when the first words are a finding already."""
    named = _NAMED.fullmatch(value.partition(";")[0].strip())
    return named.group().split()[0].casefold() if named else ""


def _found(parts: list[str]) -> Authentication:
    """Of several findings of one kind the best: a message may bear one good signature beside a broken one."""
    found: dict[str, str] = {}
    for part in parts:
        if match := _RESULT.match(part.strip()):
            method, result = match.group(1).lower(), match.group(2).lower()
            if result in RESULTS and found.get(method) != PASS:
                found[method] = result
    return Authentication(**found)
