"""The catalogue is whole in both languages, and what is loaded lies here, pinned and under names of its own."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from imwu_inbox.domain.mail import Language
from imwu_inbox.web.assets import FOLDER, Assets
from imwu_inbox.web.catalogue import LANGUAGES, catalogue, places
from imwu_inbox.web.pages import TEMPLATES
from tests.web.browser import Browser

WEB = TEMPLATES.parent
VENDORED = {
    "htmx-4.0.1.min.js": "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130",
    "noto-sans-400.woff2": "c9aeb94207bb94a3d752d49e8d3d110de407b296677ca70547ebe705c45c688b",
    "noto-sans-600.woff2": "94471162a770beb0c81e620c47212ab907cc3e05de8b12ad2279dcfe3b4d8e3a",
    "noto-sans-mono.woff2": "a12c4d838cbc3da0be06ebeb9720d3f1b5caf07ec404c96fa2f9ffff99ee0a4d",
}
"""What was taken from its makers, the fonts with less in them (see their README): name and SHA-256."""

_KEY = re.compile(r"""\bt\(\s*["']([\w.-]+)["']\s*([~)+,])""")
_TAG = re.compile(r"<(?!/?(?:b|kbd)>)|&(?!\w+;)|[\"]")


def used_keys() -> set[str]:
    """Every key that a template or a page names as a whole."""
    texts = [path.read_text(encoding="utf-8") for path in (*TEMPLATES.glob("*.j2"), *WEB.glob("*.py"))]
    return {key for text in texts for key, after in _KEY.findall(text) if after in "),"}


def used_prefixes() -> set[str]:
    """The beginnings of keys whose end is a value, such as a role."""
    texts = [path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.j2")]
    return {key for text in texts for key, after in _KEY.findall(text) if after == "~"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_page_stands_in_the_catalogue(language: Language) -> None:
    """A page never falls over a word that nobody wrote down."""
    known = catalogue().wordings[language]
    assert sorted(used_keys() - set(known)) == []
    assert [prefix for prefix in used_prefixes() if not any(key.startswith(prefix) for key in known)] == []


def test_no_word_is_kept_that_no_page_says() -> None:
    """A wording nobody reads is never mended."""
    prefixes = tuple(used_prefixes())
    text = "".join(path.read_text(encoding="utf-8") for path in (*TEMPLATES.glob("*.j2"), *WEB.glob("*.py")))
    unsaid = [
        key
        for key in sorted(catalogue().wordings[Language.ENGLISH])
        if key not in text and not key.startswith(prefixes)
    ]
    assert unsaid == []


def test_both_languages_ask_for_the_same_values_and_hold_no_markup() -> None:
    """A name stands in both sentences; only bold and keys are marked."""
    english, french = (catalogue().wordings[language] for language in LANGUAGES)
    for key, wording in english.items():
        asked = {places(text) | {"n"} for text in (wording.many, wording.one, french[key].many, french[key].one)}
        assert len(asked) == 1, key
        for text in (wording.many, wording.one, french[key].many, french[key].one):
            assert text.strip() == text != "", key
            assert not _TAG.search(text), key


def test_french_is_set_as_french() -> None:
    """A space before high punctuation, curved apostrophes, and no English left behind."""
    wrong = [
        (key, wording.many)
        for key, wording in catalogue().wordings[Language.FRENCH].items()
        if re.search(r"\w:(?:\s|$)|'|\s;|\s\?|\s!", wording.many)
    ]
    assert wrong == []


def test_one_is_said_as_each_language_says_it() -> None:
    """English counts none as many, French as one."""
    said = {
        (language, n): catalogue().words(language)("signin.wrong", n=n) for language in LANGUAGES for n in (0, 1, 2)
    }
    assert "0 tries" in said[Language.ENGLISH, 0]
    assert "1 try" in said[Language.ENGLISH, 1]
    assert "1 essai." in said[Language.FRENCH, 1]
    assert "2 essais" in said[Language.FRENCH, 2]


def test_a_value_is_text_and_never_markup() -> None:
    """Whatever a sender writes into a name."""
    said = catalogue().words(Language.ENGLISH)("accounts.taken", name="<script>{n}")
    assert "&lt;script&gt;{n}" in said


def test_what_was_taken_from_others_is_what_was_looked_at() -> None:
    """Each file has its hash here and its licence beside it."""
    assert {name: sha256((FOLDER / name).read_bytes()).hexdigest() for name in VENDORED} == VENDORED
    for licence, words in (
        ("htmx-LICENSE.txt", "Zero-Clause BSD"),
        ("noto-sans-LICENSE.txt", "SIL Open Font License"),
        ("noto-sans-mono-LICENSE.txt", "SIL Open Font License"),
    ):
        assert words in (FOLDER / licence).read_text(encoding="utf-8")


def test_a_file_is_kept_for_ever_under_a_name_of_its_content(browser: Browser) -> None:
    """Packed where that helps, and with the right kind; the style's fonts are named by their hashes too."""
    assets = Assets()
    for name, media_type in (("app.css", "text/css"), ("app.js", "text/javascript"), ("noto-sans-400.woff2", "font/")):
        reply = browser.client.get(assets.url(name))
        assert reply.status_code == 200
        assert reply.headers["content-type"].startswith(media_type)
        assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert reply.headers["x-content-type-options"] == "nosniff"
    style = browser.client.get(assets.url("app.css")).text
    assert assets.url("noto-sans-400.woff2") in style
    assert browser.client.get("/static/app.css").status_code == 404
    assert browser.client.get("/static/../app.py").status_code in (404, 303)


def test_the_own_script_stays_small_and_nothing_of_it_is_evaluated() -> None:
    """At most 6 kB packed."""
    asset = Assets().find(Assets().url("app.js"))
    assert asset is not None
    assert asset.packed is not None
    assert len(asset.packed) <= 6 * 1024
    assert not re.search(rb"\beval\(|new Function|innerHTML|localStorage\.setItem\((?!\"shortcuts\")", asset.content)


def test_no_template_holds_words_of_its_own() -> None:
    """What is read stands in the catalogue: between tags there are only values."""
    for path in TEMPLATES.glob("*.j2"):
        assert _words_between_tags(path) == [], path.name


def _words_between_tags(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    bare = re.sub(r"<kbd[^>]*>[^<]*</kbd>|\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", " ", text, flags=re.DOTALL)
    return [words for words in re.findall(r">([^<>]*)<", bare) if re.search(r"[A-Za-zÀ-ÿ]{2,}", words)]
