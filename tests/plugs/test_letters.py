"""Every writer of letters, real or fake, keeps these promises."""

import pytest

from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.reply import LetterKind
from imwu_inbox.domain.verdict import Refusal
from imwu_inbox.ports.letters import Letters
from tests.fakes.letters import FakeLetters
from tests.plugs.letter_samples import KINDS, NOW, REFERENCE, parsed, plan_of, real_letters, written


@pytest.fixture(params=["fake", "jinja"])
def letters(request: pytest.FixtureRequest) -> Letters:
    """Each writer in turn."""
    return FakeLetters() if request.param == "fake" else real_letters()


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("kind", "refusals"), KINDS)
def test_every_letter_can_be_written_and_read_back(
    letters: Letters, kind: LetterKind, refusals: tuple[Refusal, ...], language: Language
) -> None:
    """Each kind, each combination of refusals, each order of languages."""
    letter = written(letters, plan_of(kind, refusals, language))
    message = parsed(letter)
    assert not message.defects
    assert message["Message-ID"] == letter.message_id
    assert message["To"] == letter.to == "jane.roe@maple.example"
    assert message["Subject"] == letter.subject
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["In-Reply-To"] == "<7.abc@maple.example>"
    assert message["Date"].datetime == NOW
    assert REFERENCE in letter.subject
    assert REFERENCE in letter.text
    assert (letter.kind, letter.language) == (kind, language)


def test_the_same_plan_reference_and_moment_give_the_same_bytes(letters: Letters) -> None:
    """A resent letter must be the identical one."""
    plan = plan_of(LetterKind.REJECTION, tuple(Refusal))
    assert written(letters, plan) == written(letters, plan)


def test_another_record_gives_another_message_id(letters: Letters) -> None:
    """Two letters are never taken for one."""
    plan = plan_of(LetterKind.ACKNOWLEDGEMENT)
    other = letters.write(plan, reference="2026-000124", now=NOW)
    assert written(letters, plan).message_id != other.message_id
