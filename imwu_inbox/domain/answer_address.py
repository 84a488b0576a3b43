"""Where an answer would go: to one address, or nowhere."""

import re

from imwu_inbox.domain.mail import Address, ParsedMail

_LONGEST = 254
"""Source: RFC 5321 4.5.3.1.3. Units: characters."""


def reply_address(mail: ParsedMail) -> Address | None:
    """The one address an answer would go to: a single valid Reply-To, else a single valid From."""
    for people in (mail.reply_to, mail.from_):
        if len(people) == 1 and is_usable(people[0]):
            return people[0]
    return None


def is_usable(person: Address) -> bool:
    """Whether a letter can be sent there."""
    address = person.address
    return bool(
        re.fullmatch(r"[^@\s<>,;:()\[\]\\\"]+@[^@\s<>,;()]+\.[^@\s<>,;().]+", address)
        and address.isascii()
        and address.isprintable()
        and len(address) <= _LONGEST
    )


def plain_address(address: str) -> str:
    """An address without case and without its plus-tag: two that reach one mailbox look alike."""
    local, at, domain = address.strip().casefold().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"
