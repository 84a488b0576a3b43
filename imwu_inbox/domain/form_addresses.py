"""Addresses of mail and of websites as OCR misreads them, put right by what every address is and by one another."""

import re

from rapidfuzz import fuzz

_WORLD_WIDE = re.compile(r"^(?:[vwumn]{1,6}|w(?!eb|iki|ap|in)[a-z]{1,3}|nd)[.,]+(?=\w)", re.IGNORECASE)
_HOST_ALIKE = 85.0
_LOST_DOT = re.compile(r"(?<=\w)(?=(?:example|com|net|org|ca)$)")
_ROLE_READ_ON = re.compile(
    r"^(office|info|bureau|contact|admin|hello|bonjour|jobs|emplois|hr|rh)[fêgq©®](?=@)", re.IGNORECASE
)
"""A sign that was read twice, as a letter and as itself, after a name that is usual by itself."""


def website_mended(text: str) -> str:
    """An address of a website with its three letters and its dots."""
    told = _WORLD_WIDE.sub("www.", text.replace(",", "."))
    told = told if "/" in told else told.lower()
    start = "www." if told.startswith("www.") else ""
    return start + _dotted(told.removeprefix(start))


def address_with_dots(text: str) -> str:
    """An address of mail: a comma in it is a dot, and its host has one."""
    person, at_sign, host = _ROLE_READ_ON.sub(r"\1", text.replace(",", ".")).partition("@")
    return f"{person}@{_dotted(host)}" if at_sign else text


def _dotted(host: str) -> str:
    return host if "." in host else _LOST_DOT.sub(".", host, count=1)


def address_mended(email: str, website: str) -> str:
    """An address whose at sign was misread, or read twice, put right by the firm's own website."""
    host = website.removeprefix("www.").partition("/")[0]
    person, at_sign, own_host = email.partition("@")
    if len(host) >= 6 and person and at_sign and not own_host[:1].isascii() and own_host[1:].lower() == host:
        return f"{person}@{host}"
    if "@" in email or len(host) < 6 or len(email) < len(host) + 2:
        return email
    own, tail = email[: -len(host) - 1], email[-len(host) :]
    if not own or fuzz.ratio(tail.lower(), host) < _HOST_ALIKE:
        return email
    return _ROLE_READ_ON.sub(r"\1", f"{own}@{host}")


def host_agreed(host: str, other: str, firm: str) -> str:
    """Of two readings of one host, the one that spells the firm's name; the first where neither or both do.

    Shape: `firm` folded to letters alone.
    """
    alike = len(host) == len(other) and host != other and fuzz.ratio(host, other) >= _HOST_ALIKE
    own, its = (firm.startswith(one.partition(".")[0]) for one in (host, other))
    return other if alike and its and not own else host
