"""Assess: pure judgement over the facts; gathers them and asks the domain."""

from dataclasses import dataclass

from imwu_inbox.domain.admissibility import RuleBook, judge
from imwu_inbox.domain.request import Assessment, ReadRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Assess:
    """Judges a request by the rules in force."""

    book: RuleBook

    def __call__(self, request: ReadRequest) -> Assessment:
        """Every fault and doubt, per worker, with the outcome."""
        return judge(request, self.book)
