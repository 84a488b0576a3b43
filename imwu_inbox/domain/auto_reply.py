"""May an automatic answer go out? One table of signs, read on the top headers only, never on the body.

Source: RFC 3834, RFC 5230, RFC 3464, RFC 8098, RFC 5965, RFC 2919, RFC 2369, RFC 2142; the vendors' own marks.
A withheld reply is never a dropped request: the sign that decided is kept and shown to the officer.
"""

from dataclasses import dataclass
from enum import StrEnum

from imwu_inbox.domain import machine_signs as signs
from imwu_inbox.domain.machine_signs import LIST_HEADERS, VENDOR_HEADERS, Desk, SignOf
from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.domain.reply import ReplyPermission, Withheld


class Certainty(StrEnum):
    """Whether one sign alone settles it. A doubt withholds the answer too, and an officer looks."""

    CERTAIN = "certain"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One line of the table: what to look for, whether it settles the matter, why, and the reason it gives."""

    sign: str
    certainty: Certainty
    why: str
    reason: Withheld
    shown_by: SignOf


def may_answer(mail: ParsedMail, desk: Desk) -> ReplyPermission:
    """The first sign of the table that this message shows decides; none means an answer may go out."""
    for sign in SIGNS:
        words = sign.shown_by(mail, desk)
        if words is not None:
            is_certain = sign.certainty is Certainty.CERTAIN
            return ReplyPermission(allowed=False, reason=sign.reason, sign=words[:200], is_certain=is_certain)
    return ReplyPermission(allowed=True)


CERTAIN, DOUBT = Certainty.CERTAIN, Certainty.DOUBT

SIGNS: tuple[Sign, ...] = (
    Sign(
        sign="Return-Path: <>", certainty=CERTAIN,
        why="The null envelope sender of a bounce or another responder. RFC 3834 2.",
        reason=Withheld.NULL_SENDER, shown_by=signs.null_sender,
    ),
    Sign(
        sign="Auto-Submitted, any word but no", certainty=CERTAIN,
        why="A machine says so itself. RFC 3834 5.",
        reason=Withheld.AUTO_SUBMITTED, shown_by=signs.auto_submitted,
    ),
    Sign(
        sign="Content-Type of a report", certainty=CERTAIN,
        why="Bounces, read receipts, abuse and TLS reports. RFC 3464, 8098, 5965.",
        reason=Withheld.REPORT, shown_by=signs.is_report,
    ),
    Sign(
        sign="Precedence: bulk, list, junk, auto_reply", certainty=CERTAIN,
        why="Old, yet every list and responder knows it.",
        reason=Withheld.LIST, shown_by=signs.bulk_precedence,
    ),
    Sign(
        sign="A header of a list", certainty=CERTAIN,
        why="An answer would go to all its readers. RFC 2919, 2369.",
        reason=Withheld.LIST, shown_by=signs.carries(*LIST_HEADERS),
    ),
    Sign(
        sign="A vendor's mark", certainty=CERTAIN,
        why="Responders and servers that do not know RFC 3834 mark their mail so.",
        reason=Withheld.VENDOR_MARK, shown_by=signs.carries(*VENDOR_HEADERS),
    ),
    Sign(
        sign="X-Auto-Response-Suppress: All", certainty=CERTAIN,
        why="Exchange puts it on what it sends itself; other words of this header stand on mail that people type.",
        reason=Withheld.VENDOR_MARK, shown_by=signs.suppresses_all,
    ),
    Sign(
        sign="Our own address or mark", certainty=CERTAIN,
        why="We would answer ourselves.",
        reason=Withheld.OWN_ADDRESS, shown_by=signs.own_address,
    ),
    Sign(
        sign="The address of a role", certainty=CERTAIN,
        why="Behind mailer-daemon, *-request, no-reply and ne-pas-repondre sits nobody. RFC 2142.",
        reason=Withheld.ROLE_ADDRESS, shown_by=signs.role_address,
    ),
    Sign(
        sign="No usable address, or several in From", certainty=CERTAIN,
        why="There is nobody to write to, or more than one.",
        reason=Withheld.NO_ADDRESS, shown_by=signs.no_address,
    ),
    Sign(
        sign="A sender inside the government", certainty=CERTAIN,
        why="It may be a border officer's question, which a person answers. Rule 52.",
        reason=Withheld.INTERNAL_SENDER, shown_by=signs.internal_sender,
    ),
    Sign(
        sign="A Message-ID of our own domain", certainty=CERTAIN,
        why="One of our letters came back as it went out. Below the line before: a colleague's has it too.",
        reason=Withheld.OWN_ADDRESS, shown_by=signs.own_message_id,
    ),
    Sign(
        sign="DKIM, SPF or DMARC failed", certainty=DOUBT,
        why="The sender is likely forged, and our answer would reach a stranger. RFC 8601.",
        reason=Withheld.AUTOMATIC_DOUBT, shown_by=signs.failed_authentication,
    ),
    Sign(
        sign="A subject that begins as machines' do", certainty=DOUBT,
        why="Some responders and 2 to 3 % of bounces show nothing else; people write such words too.",
        reason=Withheld.AUTOMATIC_DOUBT, shown_by=signs.machine_subject,
    ),
    Sign(
        sign="X-Auto-Response-Suppress: OOF, AutoReply alone", certainty=DOUBT,
        why="Either a responder, or a tenant that stamps it on everything.",
        reason=Withheld.AUTOMATIC_DOUBT, shown_by=signs.suppresses_out_of_office_only,
    ),
    Sign(
        sign="X-Loop", certainty=DOUBT,
        why="Some lists add it to what people send.",
        reason=Withheld.AUTOMATIC_DOUBT, shown_by=signs.carries("X-Loop"),
    ),
    Sign(
        sign="Several addresses in Reply-To", certainty=DOUBT,
        why="An answer goes to one address, and which is meant is not ours to guess.",
        reason=Withheld.AUTOMATIC_DOUBT, shown_by=signs.several_reply_to,
    ),
)  # fmt: skip
"""The table. The certain signs come first; among the doubts an officer decides."""
