"""Every refusal, doubt and flag has its rule, its wording in both languages, and a test or a story that names it."""

import pytest

from imwu_inbox.domain.rules import RULES, Effect, rule_of
from imwu_inbox.domain.verdict import Doubt, Flag, Refusal
from tests.house.tree import ROOT, files, told

LAST_RULE = 66
"""The rules page counts this many."""

EVERY_DECISION = (*Refusal, *Doubt, *Flag)


@pytest.mark.parametrize("decision", EVERY_DECISION)
def test_each_decision_has_its_rule_and_both_wordings(decision: Refusal | Doubt | Flag) -> None:
    """An officer reads why in English and in French, with the number of the rule."""
    rule = rule_of(decision)
    assert rule.id == decision.value
    assert 1 <= rule.number <= LAST_RULE
    assert rule.text_en.endswith(".")
    assert rule.text_fr.endswith(".")
    assert rule.text_en != rule.text_fr


def test_the_table_holds_every_decision_and_no_other() -> None:
    """The table of rules is closed, as the lists of decisions are."""
    assert set(RULES) == set(EVERY_DECISION)


def test_only_the_three_refusals_reject() -> None:
    """A doubt goes to an officer and a flag is shown to one: neither turns a request away."""
    assert {decision for decision in EVERY_DECISION if rule_of(decision).effect is Effect.REJECTS} == set(Refusal)


def test_each_decision_is_named_by_a_test_or_a_story() -> None:
    """A decision that nothing exercises is a promise that nobody checked."""
    manual = "".join(
        path.read_text(encoding="utf-8")
        for path in files()
        if (path.name.startswith("test_") and path.suffix == ".py" and path.parent != ROOT / "tests" / "house")
        or path.name == "expected.toml"
    )
    untold = [
        decision.value for decision in EVERY_DECISION if decision.value not in manual and decision.name not in manual
    ]
    assert not (found := told(untold)), found
