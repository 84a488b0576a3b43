"""Assessing: the rules of the book, and nothing else."""

from imwu_inbox.domain.admissibility import judge
from imwu_inbox.domain.verdict import Doubt, Outcome
from imwu_inbox.steps.assess import Assess
from tests.domain.papers import FORM, PASSPORT, SUPPORT, a_request, book


def test_a_request_is_judged_by_the_book_in_force() -> None:
    """The step adds nothing to the judgement."""
    request = a_request(PASSPORT, FORM, *SUPPORT)
    rules = book()
    assert Assess(book=rules)(request) == judge(request, rules)


def test_another_book_gives_another_answer() -> None:
    """With rejection switched off the same papers go to an officer."""
    request = a_request(*SUPPORT)
    careful = Assess(book=book(auto_reject=False))(request).verdict
    assert Assess(book=book())(request).verdict.outcome is Outcome.REJECTED
    assert (careful.outcome, careful.doubts) == (Outcome.OFFICER, (Doubt.AUTO_REJECT_OFF,))
