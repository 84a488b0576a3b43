"""Passing over: messages that break a visit keep no other outside, and are never given up.

A visit tries what it never tried first, then the stragglers of earlier visits, the one that waits longest first. After
some stumbles it goes on from the folder's other end, so that a heap of bad messages hides nothing behind it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from imwu_inbox.domain.mail import MailRef
from imwu_inbox.domain.straggler import Straggler
from imwu_inbox.errors import NeighbourDown

STUMBLES_PER_VISIT = 10
"""So many messages one visit passes over, in reading and in filing each; to try more would keep new mail waiting."""
_TURN_AFTER = 5
"""After so many the visit goes on from the folder's other end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollReport:
    """What one visit to the mailbox did. Units: counts of messages; `elsewhere` of mailboxes another daemon is in.

    `stumbled`: those that are passed over, in this visit or since an earlier one.
    """

    seen: int = 0
    taken_in: int = 0
    duplicates: int = 0
    over_size: int = 0
    filed: int = 0
    stumbled: int = 0
    elsewhere: int = 0

    def plus(self, **counts: int) -> "PollReport":
        """The report with these counts added."""
        return replace(self, **{name: getattr(self, name) + count for name, count in counts.items()})

    @property
    def has_read(self) -> bool:
        """Whether the visit could read any message."""
        return self.taken_in + self.duplicates > 0


class Stumbled(NeighbourDown):
    """One of these messages broke the visit; it goes on over a new line, and goes on counting."""

    def __init__(self, refs: Sequence[MailRef], report: PollReport, cause: NeighbourDown, *, filing: bool) -> None:
        super().__init__(str(cause))
        self.refs = refs
        self.report = report
        self.filing = filing


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """What a visit must beware of: messages it passes over, and messages it takes one by one."""

    began_at: datetime
    met: dict[MailRef, Straggler] = field(default_factory=dict)
    passed_over: set[MailRef] = field(default_factory=set)
    unfiled: set[MailRef] = field(default_factory=set)
    apart: set[MailRef] = field(default_factory=set)

    def meet(self, stragglers: Collection[Straggler]) -> None:
        """What earlier visits say of messages; what this visit itself wrote down meanwhile says nothing new."""
        for one in stragglers:
            self.met.setdefault(one.ref, one)

    def learn(self, stumble: Stumbled) -> None:
        """A message that broke the visit by itself is passed over; of several, each is tried by itself first."""
        if len(stumble.refs) > 1:
            self.apart.update(stumble.refs)
        elif stumble.filing:
            self.unfiled.update(stumble.refs)
        else:
            self.passed_over.update(stumble.refs)
            self.meet([Straggler(ref=ref, again_at=self.began_at) for ref in stumble.refs])

    @property
    def has_enough(self) -> bool:
        """Whether this visit tries no more messages: what is left waits for the next one."""
        return len(self.passed_over) > STUMBLES_PER_VISIT

    @property
    def cannot_file(self) -> bool:
        """Whether the trays rather than some messages are to blame."""
        return len(self.unfiled) > STUMBLES_PER_VISIT

    def in_turn(self, uids: Sequence[int]) -> Sequence[int]:
        """The UIDs in the order in which they are tried now."""
        return uids[::-1] if len(self.passed_over) >= _TURN_AFTER else uids

    def due(self) -> Sequence[MailRef]:
        """The stragglers to be tried again in this visit, the one that waits longest first."""
        due = [one for one in self.met.values() if one.again_at <= self.began_at and one.ref not in self.passed_over]
        return [one.ref for one in sorted(due, key=lambda one: (one.again_at, one.ref.uid))]

    def behind(self) -> set[MailRef]:
        """The messages this visit leaves where they lie: passed over now, or not to be tried yet."""
        return self.passed_over | {one.ref for one in self.met.values() if one.again_at > self.began_at}

    def verdicts(self, report: PollReport) -> Iterator[Straggler]:
        """What is to be remembered of the messages passed over. A visit that could read nothing proves nothing."""
        for ref in self.passed_over:
            one = self.met[ref]
            yield one.broke_again(self.began_at) if report.has_read else one.waits_its_turn(self.began_at)
