"""The rules as one table: every decision has its number, its words in both languages, and its effect."""

from itertools import chain

import pytest

from imwu_inbox.domain.rules import RULES, Decision, Effect, rule_of
from imwu_inbox.domain.verdict import Doubt, Flag, Refusal

DECISIONS: tuple[Decision, ...] = tuple(chain(Refusal, Doubt, Flag))


@pytest.mark.parametrize("decision", DECISIONS)
def test_every_decision_has_a_number_and_a_sentence_in_each_language(decision: Decision) -> None:
    """An officer reads it, in the language they chose."""
    rule = rule_of(decision)
    assert rule.id == decision.value
    assert 1 <= rule.number <= 66
    for text in (rule.text_en, rule.text_fr):
        assert text == text.strip()
        assert text.endswith(".")
        assert text[0].isupper()
    assert rule.text_en != rule.text_fr


def test_the_table_holds_every_decision_and_no_other() -> None:
    """Nothing can be decided that has no rule, and no rule is dead."""
    assert set(RULES) == set(DECISIONS)
    assert len({decision.value for decision in DECISIONS}) == len(DECISIONS)


def test_no_two_rules_say_the_same() -> None:
    """A sentence names one thing."""
    for texts in ([rule.text_en for rule in RULES.values()], [rule.text_fr for rule in RULES.values()]):
        assert len(set(texts)) == len(texts)


def test_only_the_three_refusals_reject() -> None:
    """Rules 1 to 3; a doubt leaves it to an officer and a flag only shows."""
    effects = {decision: rule.effect for decision, rule in RULES.items()}
    assert {decision for decision, effect in effects.items() if effect is Effect.REJECTS} == set(Refusal)
    assert {decision for decision, effect in effects.items() if effect is Effect.LEAVES_TO_OFFICER} == set(Doubt)
    assert {decision for decision, effect in effects.items() if effect is Effect.FLAGS} == set(Flag)


@pytest.mark.parametrize(
    ("refusal", "number"),
    [(Refusal.OVER_SIZE, 1), (Refusal.MISSING_PASSPORT, 2), (Refusal.MISSING_IMM5686, 3)],
)
def test_the_refusals_are_rules_one_to_three(refusal: Refusal, number: int) -> None:
    """The numbers stand in letters and on the officers' page."""
    assert rule_of(refusal).number == number


@pytest.mark.parametrize("decision", DECISIONS)
def test_french_is_set_as_french_is(decision: Decision) -> None:
    """Typographic apostrophes, and guillemets with their spaces."""
    text = rule_of(decision).text_fr
    assert "'" not in text
    assert '"' not in text
    assert "«" not in text or "« " in text or "«\u00a0" in text
