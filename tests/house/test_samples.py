"""Every sample is in its book, is whole, and names nobody who exists."""

import re
import tomllib
from email import policy
from email.parser import BytesParser
from email.utils import getaddresses
from pathlib import Path

import pytest

from tests.house.tree import ROOT, told

STORIES = ROOT / "fixtures" / "mail"
RESERVED = re.compile(r"(?:^|\.)(?:example|invalid|test|localhost|example\.(?:org|com|net))$")
"""Domains that can belong to nobody. Source: RFC 2606."""

ADDRESS_HEADERS = ("from", "to", "cc", "reply-to", "sender", "return-path", "resent-from", "resent-to")


def stories() -> list[Path]:
    """The folders of the stories, sorted."""
    return sorted(path for path in STORIES.iterdir() if path.is_dir())


def outside_domains(content: bytes) -> list[str]:
    """The addresses in a letter's headers that could belong to somebody."""
    headers = BytesParser(policy=policy.compat32).parsebytes(content, headersonly=True)
    named = [str(value) for name in ADDRESS_HEADERS for value in headers.get_all(name, [])]
    addresses = [address for _, address in getaddresses(named) if "@" in address]
    return [address for address in addresses if not allowed(address.rpartition("@")[2].lower())]


def allowed(domain: str) -> bool:
    """A reserved domain, or the department's own, which the rules on internal mail need by name."""
    return bool(RESERVED.search(domain)) or domain.endswith("gc.ca")


def test_there_are_stories() -> None:
    """The other claims of this file are about something."""
    assert len(stories()) >= 20


def test_every_story_is_in_the_book() -> None:
    """The book of samples names each story, so that an officer can find what happens to such a letter."""
    book = (ROOT / "fixtures" / "README.md").read_text(encoding="utf-8")
    assert not (
        found := told(path.name for path in stories() if f"`{path.name}`" not in book and path.name not in book)
    ), found


def test_every_story_has_its_letter_and_its_outcome() -> None:
    """A story is a letter and what is expected of it, told in both languages."""
    lacking = [path.name for path in stories() if not (path / "message.eml").is_file()]
    for path in stories():
        expected = tomllib.loads((path / "expected.toml").read_text(encoding="utf-8"))
        if expected["story"] != path.name or not expected["what_en"] or not expected["what_fr"]:
            lacking.append(path.name)
    assert not (found := told(lacking)), found


def test_no_letter_names_an_address_that_could_exist() -> None:
    """Everybody in the samples is invented, and so is where they write from."""
    strangers = [
        f"{path.name}: {who}" for path in stories() for who in outside_domains((path / "message.eml").read_bytes())
    ]
    assert not (found := told(strangers)), found


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (b"From: A <a@example.org>\n\n", []),
        (b"From: A <a@studio.example>\n\n", []),
        (b"Cc: a@example.org, b@firm" + b".ca\n\n", ["b@firm" + ".ca"]),
    ],
)
def test_an_address_that_could_exist_is_found(header: bytes, found: list[str]) -> None:
    """The search tells reserved domains from others."""
    assert outside_domains(header) == found
