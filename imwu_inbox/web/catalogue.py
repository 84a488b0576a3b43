"""Every word the pages say, in both languages, side by side in `locale/`."""

import string
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

from imwu_inbox.domain.mail import Language

FOLDER = Path(__file__).parent / "locale"
LANGUAGES = (Language.ENGLISH, Language.FRENCH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One thing said, in one language. `one` is how it is said of one, where that differs."""

    many: str
    one: str

    def said(self, language: Language, values: Mapping[str, object]) -> Markup:
        """With the values in their places, each escaped: a name from a passport is text and never markup.

        `n` decides the number: one in English is 1, in French 0 and 1.
        """
        n = values.get("n")
        is_one = isinstance(n, int) and (n == 1 or (n == 0 and language is Language.FRENCH))
        shown = {**values, "n": number(n)} if isinstance(n, int) else values
        text = self.one if is_one else self.many
        said = "".join([f"{before}{escape(shown[name])}" if name else before for before, name in _pieces(text)])
        return Markup(said)  # noqa: S704  the catalogue is ours, and each value was escaped


Words = Callable[..., Markup]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The wordings by language and key, such as `queue.title`."""

    wordings: Mapping[Language, Mapping[str, Wording]]

    def words(self, language: Language) -> Words:
        """How the pages of this language say a key. Raises: KeyError for a key nobody wrote down."""
        said = self.wordings[language]
        return lambda key, /, **values: said[key].said(language, values)


@cache
def catalogue() -> Catalogue:
    """The catalogue of this release."""
    wordings: dict[Language, dict[str, Wording]] = {language: {} for language in LANGUAGES}
    for path in sorted(FOLDER.glob("*.toml")):
        for key, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for language in LANGUAGES:
                many = entry[language.value]
                one = entry.get(f"{language.value}_one", many)
                wordings[language][f"{path.stem}.{key}"] = Wording(many=many, one=one)
    return Catalogue(wordings)


def places(text: str) -> frozenset[str]:
    """The values a wording asks for."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


@cache
def _pieces(text: str) -> tuple[tuple[str, str], ...]:
    """The text cut at its places, since a list says hundreds of wordings. Shape: words, and the value after them."""
    return tuple((before, name or "") for before, name, _, _ in string.Formatter().parse(text))


def number(value: int) -> str:
    """A whole number with thin spaces between its thousands, as both languages write it."""
    return f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def decimal(value: float, language: Language) -> str:
    """A number with one place, none where that is a zero. Shape: `98.6`, `98,6`."""
    shown = f"{value:.1f}".removesuffix(".0")
    return shown.replace(".", ",") if language is Language.FRENCH else shown
