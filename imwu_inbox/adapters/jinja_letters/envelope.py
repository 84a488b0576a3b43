"""A letter as a whole message: headers that stop machines from answering, and two bodies with the same facts.

Source: RFC 5322, RFC 3834, RFC 2046 5.1.4. The same letter always gives the same bytes.
"""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from itertools import chain, groupby

from imwu_inbox.domain.machine_signs import LOOP_HEADER

_WELL_FORMED_ID = re.compile(r"<[!-;=?A-~]{1,200}@[!-;=?A-~]{1,200}>")
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+")
_REFERENCES_KEPT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What goes on the outside of a letter. Shape: `languages` in their order, as `en, fr`."""

    from_name: str
    from_address: str
    to_address: str
    subject: str
    message_id: str
    at: datetime
    languages: str
    loop_mark: str
    in_reply_to: str | None
    references: Sequence[str]


def whole_message(envelope: Envelope, *, text: str, html: str, boundary: str) -> bytes:
    """The message with CRLF line ends, 7-bit throughout."""
    message = EmailMessage(policy=SMTP)
    message["To"] = HeaderAddress(addr_spec=envelope.to_address)
    message["Date"] = format_datetime(envelope.at)
    message["Auto-Submitted"] = "auto-replied"
    message["X-Auto-Response-Suppress"] = "All"
    message[LOOP_HEADER] = envelope.loop_mark
    message.set_content(text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
    message.set_boundary(boundary)
    message["Content-Language"] = envelope.languages
    return _lines_by_hand(envelope).encode("ascii") + message.as_bytes()


def is_well_formed_id(identifier: str | None) -> bool:
    """Whether a Message-ID may be written into a header of ours."""
    return bool(identifier and _WELL_FORMED_ID.fullmatch(identifier))


def one_line(text: str) -> str:
    """The text without control letters, so that nothing copied can begin a header of its own."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _lines_by_hand(envelope: Envelope) -> str:
    """The library's newer writer doubles spaces in coded words and codes long identifiers as if they were words."""
    lines = [
        f"Message-ID: {envelope.message_id}",
        f"From: {_phrase(envelope.from_name)}\r\n <{envelope.from_address}>",
        f"Subject: {_coded(envelope.subject)}",
    ]
    if is_well_formed_id(envelope.in_reply_to):
        known = [identifier for identifier in envelope.references if is_well_formed_id(identifier)]
        thread = list(dict.fromkeys([*known, str(envelope.in_reply_to)]))
        kept = thread[:1] + thread[1:][-_REFERENCES_KEPT:]
        lines += [f"In-Reply-To: {envelope.in_reply_to}", "References: " + "\r\n ".join(kept)]
    return "".join(f"{line}\r\n" for line in lines)


def _coded(text: str) -> str:
    """Words for a header, folded; coded as RFC 2047 where they are not ASCII."""
    line = one_line(text)
    charset = "us-ascii" if line.isascii() else "utf-8"
    return Header(line, charset, header_name="Subject", maxlinelen=76).encode(linesep="\r\n")


def _phrase(text: str) -> str:
    """A display name. Only the words that need it are coded, as readers disagree on the space between coded words."""
    runs = groupby(one_line(text).split(), key=lambda word: bool(_ATOM.fullmatch(word)))
    pieces = [list(words) if is_plain else [Header(" ".join(words), "utf-8").encode()] for is_plain, words in runs]
    lines = textwrap.wrap(" ".join(chain.from_iterable(pieces)), 70, break_long_words=False, break_on_hyphens=False)
    return "\r\n ".join(lines)
