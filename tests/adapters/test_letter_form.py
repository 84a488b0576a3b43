"""How a letter looks from outside and inside: headers, languages, typography, and nobody's name."""

import re
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from imwu_inbox.adapters.jinja_letters import JinjaLetters
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.reply import LetterKind
from imwu_inbox.domain.seal import Seal
from imwu_inbox.domain.verdict import Refusal
from imwu_inbox.errors import BadConfig
from tests.plugs.letter_samples import (
    KINDS,
    NO_BREAK,
    REFERENCE,
    RULE,
    html_text,
    parsed,
    plan_of,
    real_letters,
    written,
)


@pytest.fixture
def real() -> JinjaLetters:
    """The real writer."""
    return real_letters()


@pytest.mark.parametrize(("kind", "refusals"), KINDS)
@pytest.mark.parametrize("language", list(Language))
def test_the_senders_language_comes_first_and_each_is_announced(
    real: JinjaLetters, kind: LetterKind, refusals: tuple[Refusal, ...], language: Language
) -> None:
    """English first where the language is not known."""
    letter = written(real, plan_of(kind, refusals, language))
    first, second = ("Bonjour", "Hello") if language is Language.FRENCH else ("Hello", "Bonjour")
    assert letter.text.startswith("English follows." if language is Language.FRENCH else "Le français suit.")
    assert letter.text.index(first) < letter.text.index(RULE) < letter.text.index(second)
    english, french = TITLES[kind]
    titles = (french, english) if language is Language.FRENCH else (english, french)
    assert letter.subject == f"[IMWU-UMIT {REFERENCE} {Seal(key=b'a test').tag(REFERENCE)}] {titles[0]} / {titles[1]}"


TITLES = {
    LetterKind.ACKNOWLEDGEMENT: ("Request received", "Demande reçue"),
    LetterKind.LEFT_TO_OFFICER: ("Request received", "Demande reçue"),
    LetterKind.REJECTION: ("We could not process your request", "Nous n’avons pas pu traiter votre demande"),
}


def test_a_letter_is_plain_text_and_html_with_their_languages_marked(real: JinjaLetters) -> None:
    """A screen reader changes its voice where the language changes."""
    letter = written(real, plan_of(LetterKind.ACKNOWLEDGEMENT, language=Language.FRENCH))
    message = parsed(letter)
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["Content-Language"] == "fr, en"
    html = message.get_body(("html",))
    assert isinstance(html, EmailMessage)
    source = html.get_content()
    assert '<html lang="fr">' in source
    assert source.index('<section lang="fr">') < source.index('<section lang="en">')
    assert "<img" not in source
    assert "http" not in source


def test_the_outside_of_a_letter_stops_machines(real: JinjaLetters) -> None:
    """No receipts asked, no bulk mark, our own loop mark, one recipient."""
    message = parsed(written(real, plan_of(LetterKind.ACKNOWLEDGEMENT)))
    assert message["X-IMWU-Loop"] == "imwu-inbox"
    assert message["References"].split() == ["<6.abc@maple.example>", "<7.abc@maple.example>"]
    assert message["From"].addresses[0].addr_spec == "imwu-umit@unit.example"
    assert (
        message["From"].addresses[0].display_name
        == "International Mobility Workers Unit / Unité pour la mobilité internationale des travailleurs"
    )
    for name in ("Cc", "Bcc", "Precedence", "Disposition-Notification-To", "List-Unsubscribe", "Reply-To"):
        assert message[name] is None


@pytest.mark.parametrize(
    "identifier", ["no brackets", "<two words@maple.example>", "<a@b>\r\nBcc: x@y.example", "<é@maple.example>", "<>"]
)
def test_a_malformed_message_id_is_not_copied(real: JinjaLetters, identifier: str) -> None:
    """Nothing of a stranger's begins a header of ours."""
    plan = replace(plan_of(LetterKind.ACKNOWLEDGEMENT), in_reply_to=identifier, references=(identifier,))
    message = parsed(written(real, plan))
    assert message["In-Reply-To"] is None
    assert message["References"] is None
    assert message["Bcc"] is None


def test_a_long_thread_keeps_its_first_and_last_links(real: JinjaLetters) -> None:
    """And no line grows past what a relay takes."""
    chain = tuple(f"<{'x' * 60}.{number}@maple.example>" for number in range(100))
    letter = written(real, replace(plan_of(LetterKind.ACKNOWLEDGEMENT), in_reply_to=chain[-1], references=chain))
    kept = parsed(letter)["References"].split()
    assert (kept[0], kept[-1]) == (chain[0], chain[-1])
    assert len(kept) < 20
    assert max(len(line) for line in letter.content.split(b"\r\n")) <= 998


@pytest.mark.parametrize(("kind", "refusals"), KINDS)
def test_a_letter_is_seven_bit_with_proper_line_ends(
    real: JinjaLetters, kind: LetterKind, refusals: tuple[Refusal, ...]
) -> None:
    """Any relay takes it unchanged."""
    content = written(real, plan_of(kind, refusals, Language.FRENCH)).content
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 78 for line in content.split(b"\r\n"))


@pytest.mark.parametrize(("kind", "refusals"), KINDS)
def test_a_letter_names_nobody(real: JinjaLetters, kind: LetterKind, refusals: tuple[Refusal, ...]) -> None:
    """Not even the sender's own name: the subject of a request often holds the worker's."""
    letter = written(real, plan_of(kind, refusals))
    whole = letter.subject + letter.text + html_text(letter)
    for forbidden in ("Jane", "Roe", "maple", "UCI", "IUC", "nationalit", "birth", "naissance", "passport number"):
        assert forbidden not in whole


@pytest.mark.parametrize(("kind", "refusals"), KINDS)
def test_french_is_set_as_in_canada(real: JinjaLetters, kind: LetterKind, refusals: tuple[Refusal, ...]) -> None:
    """No-break spaces before colons and units and inside guillemets; none before ; ? and !; no straight quotes."""
    text = written(real, plan_of(kind, refusals, Language.FRENCH)).text.split(RULE)[0]
    assert not re.search(r"[^\S" + NO_BREAK + r"]:(?=\s)", text)
    assert not re.search(r"\s[;?!]", text)
    assert not re.search(r"«[^" + NO_BREAK + r"]|[^" + NO_BREAK + r"]»", text)
    assert not re.search(r"\d\s(?<!" + NO_BREAK + r")(?:Mo|Ko|ppp|h)\b", text)
    assert not re.search(r"\d\.\d", text)
    assert "'" not in text
    assert '"' not in text


def test_a_folder_without_letters_stops_the_start(tmp_path: Path) -> None:
    """Better at the start than at the first letter."""
    with pytest.raises(BadConfig, match=r"letter\.html\.j2"):
        JinjaLetters(
            folder=tmp_path,
            from_address="imwu-umit@unit.example",
            brand_en="Unit",
            brand_fr="Unité",
            limits=Limits(),
            zone=ZoneInfo("America/Toronto"),
            seal=Seal(key=b"a test"),
        )
