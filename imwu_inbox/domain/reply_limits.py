"""The brakes on automatic letters: even where every header looks well, two machines must not talk for ever.

Source: rule 45; RFC 3834 2; RFC 5230 4.2. A withheld letter is never a dropped request: the reason is kept and shown.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.reply import LetterKind, ReplyPlan, Withheld
from imwu_inbox.domain.verdict import Refusal

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

_TAG = re.compile(r"\[[^\[\]]*\]")
_PREFIX = re.compile(r"^\s*(re|fwd?|tr|aw|wg|sv|rép|réf|ref|antw)\s*:\s*", re.IGNORECASE)
_NO_LETTERS = re.compile(r"[^a-z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLetter:
    """A letter that was written to somebody: when, what for, and under which subject's skeleton they had written."""

    at: datetime
    grounds: str
    skeleton: str


def skeleton_of(subject: str) -> str:
    """What stays of a subject when prefixes, tags in brackets, digits, marks and accents are taken away."""
    text = _TAG.sub(" ", subject)
    while (shorter := _PREFIX.sub("", text, count=1)) != text:
        text = shorter
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode("ascii")
    return _NO_LETTERS.sub(" ", plain).strip()


def grounds_of(kind: LetterKind, refusals: Iterable[Refusal]) -> str:
    """What a letter is written for. Shape: `rejection:missing-imm5686,missing-passport`, `acknowledgement`."""
    named = ",".join(sorted(refusal.value for refusal in refusals))
    return f"{kind.value}:{named}" if named else kind.value


def braked_by(plan: ReplyPlan, written: Sequence[WrittenLetter], limits: Limits, now: datetime) -> Withheld | None:
    """The limit that keeps this letter back, given the last day's letters to its address; None when it may go."""
    last_day = [letter for letter in written if letter.at > now - DAY]
    last_hour = [letter for letter in last_day if letter.at > now - HOUR]
    grounds, skeleton = grounds_of(plan.kind, plan.refusals), skeleton_of(plan.subject)
    same_refusal = [letter for letter in last_day if letter.grounds == grounds]
    same_subject = [letter for letter in last_hour if letter.skeleton == skeleton]
    if len(last_day) >= limits.replies_per_sender_per_day:
        return Withheld.SENDER_LIMIT
    if len(last_hour) >= limits.replies_per_sender_per_hour:
        return Withheld.SENDER_HOUR_LIMIT
    if plan.kind is LetterKind.REJECTION and len(same_refusal) >= limits.rejections_per_reason_per_day:
        return Withheld.SAME_REFUSAL
    if len(same_subject) >= limits.replies_per_subject_per_hour:
        return Withheld.SAME_SUBJECT
    return None
