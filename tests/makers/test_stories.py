"""What the stories promise: whole expectations, invented names only, and the same bytes from the same plan."""

import email
import email.policy
import re
import tomllib
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from fixtures.makers.stories import ALL_STORIES, MAIL_FOLDER, stories_by_name, tell, write_stories
from fixtures.makers.story_expected import FLAG_RULES

STORY_NAMES = sorted(story.name for story in ALL_STORIES)
LIMIT_BYTES = 4 * 1024 * 1024
FIXTURES = MAIL_FOLDER.parent
TOP_KEYS = {"story", "what_en", "what_fr", "received", "expected"}
EXPECTED_KEYS = {
    "outcome",
    "reasons",
    "doubts",
    "rules",
    "flags",
    "language",
    "reply",
    "reply_withheld",
    "attachments",
}
WORKER_KEYS = {"passport", "form", "codes", "missing", "mismatches"}
PASSPORT_KEYS = {"surname", "given_names", "number", "nationality", "birth_date", "sex", "expiry_date"}
ADDRESS = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
LINK = re.compile(r"https?://([\w.-]+)")
INVENTED = re.compile(r"(^|\.)(example|example\.(org|com|net|gc\.ca))$")
# Names of file formats look like links and lead nowhere.
NAMESPACES = {"www.xfa.org", "ns.adobe.com", "schemas.openxmlformats.org"}


def expectation(name: str) -> Mapping[str, Any]:
    """Read what must come of a story."""
    return tomllib.loads((MAIL_FOLDER / name / "expected.toml").read_text(encoding="utf-8"))


def message(name: str) -> EmailMessage:
    """Read a story's email."""
    raw = (MAIL_FOLDER / name / "message.eml").read_bytes()
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_every_story_has_a_folder_and_every_folder_a_story() -> None:
    """What is told and what is kept are the same list."""
    assert sorted(place.name for place in MAIL_FOLDER.iterdir() if place.is_dir()) == STORY_NAMES


@pytest.mark.parametrize("name", STORY_NAMES)
def test_an_expectation_is_whole(name: str) -> None:
    """Every key is there, the rules are those of the flags, and the words are in both languages."""
    told = expectation(name)
    expected = told["expected"]
    assert TOP_KEYS <= set(told) <= TOP_KEYS | {"after"}
    assert EXPECTED_KEYS <= set(expected) <= EXPECTED_KEYS | {"due_on", "workers", "opened"}
    assert told["story"] == name
    assert told["what_en"].endswith(".")
    assert told["what_fr"].endswith(".")
    assert expected["flags"] == sorted(expected["flags"])
    assert expected["rules"] == sorted({FLAG_RULES[flag] for flag in expected["flags"]})
    for worker in expected.get("workers", []):
        assert set(worker) >= WORKER_KEYS
        assert (set(worker) >= PASSPORT_KEYS) is (worker["passport"] == "yes")
        assert ("form_route" in worker) is (worker["form"] == "yes")


@pytest.mark.parametrize("name", STORY_NAMES)
def test_an_outcome_and_its_consequences_agree(name: str) -> None:
    """A clock runs only for what an officer must decide; a rejection has a reason; a silence has one too."""
    told = expectation(name)
    expected = told["expected"]
    received: datetime = told["received"]
    missing = {f"missing-{one}" for worker in expected.get("workers", []) for one in worker["missing"]}
    runs = expected["outcome"] in {"accepted", "officer"}
    assert expected.get("due_on") == (received.date() + timedelta(days=14) if runs else None)
    assert bool(expected["reasons"]) is (expected["outcome"] == "rejected")
    assert set(expected["reasons"]) - {"over-size"} == missing
    assert bool(expected["doubts"]) is (expected["outcome"] == "officer")
    assert (expected["reply"] == "none") is bool(expected["reply_withheld"])


@pytest.mark.parametrize("story", [story for story in ALL_STORIES if not story.unread], ids=lambda story: story.name)
def test_the_flags_about_dates_follow_from_the_dates(story: Any) -> None:
    """Late, early and past entries and passports that run out are flagged, and nothing else is."""
    due = {"late-notice", "entry-before-due", "entry-past", "passport-expired", "passport-expires-during-stay"}
    received: date = story.received.date()
    fitting: set[str] = set()
    for plan, seen in zip(story.workers, expectation(story.name)["expected"]["workers"], strict=True):
        if plan.has_form == "yes":
            days = plan.enters_after
            fitting |= {"entry-past"} if days < 0 else {"late-notice"} if days < 30 else set()
            fitting |= {"entry-before-due"} if 0 <= days < 14 else set()
        if plan.has_passport == "yes":
            ends = seen["expiry_date"]
            if ends < received:
                fitting.add("passport-expired")
            elif plan.has_form == "yes" and ends < plan.leaving(story.received):
                fitting.add("passport-expires-during-stay")
    assert set(story.flags) & due == fitting


def test_every_flag_is_told_by_some_story() -> None:
    """The handbook shows each mark an officer may meet, but for a state that is in no list."""
    told = {flag for story in ALL_STORIES for flag in story.flags}
    assert set(FLAG_RULES) - told == {"nationality-unknown"}


def test_the_weights_are_what_the_stories_say() -> None:
    """One story is over the limit, one is close below it, no other comes near, and all together stay small."""
    weights = {name: (MAIL_FOLDER / name / "message.eml").stat().st_size for name in STORY_NAMES}
    assert weights.pop("over-size") > LIMIT_BYTES
    assert 4_000_000 < weights.pop("near-limit") < LIMIT_BYTES - 10_000
    assert max(weights.values()) < 1_500_000
    assert sum(weights.values()) < 23_000_000


def test_a_duplicate_is_the_same_bytes() -> None:
    """The second letter differs from the first in nothing."""
    first, second = (MAIL_FOLDER / name / "message.eml" for name in ("complete-text-en", "duplicate"))
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("name", STORY_NAMES)
def test_an_email_has_as_many_attachments_as_expected(name: str) -> None:
    """Files are counted with or without a name; an attached message or archive counts, and so do its files."""
    found = [
        part
        for part in message(name).walk()
        if part.get_filename()
        or part.get_content_disposition() == "attachment"
        or part.get_content_maintype() in {"application", "image"}
    ]
    archives = [part.get_content() for part in found if part.get_content_type() == "application/zip"]
    packed = [entry for content in archives for entry in zipfile.ZipFile(BytesIO(content)).namelist()]
    assert len(found) + len(packed) == expectation(name)["expected"]["attachments"]


def test_no_real_domain_is_named_anywhere() -> None:
    """Addresses and links in emails, expectations and makers lead nowhere."""
    files = [path for path in FIXTURES.rglob("*") if path.suffix in {".eml", ".toml", ".py", ".json", ".md"}]
    found: set[str] = set()
    for path in files:
        text = readable(path)
        found |= {name.lower().rstrip(".") for pattern in (ADDRESS, LINK) for name in pattern.findall(text)}
    assert {name for name in found if not INVENTED.search(name)} <= NAMESPACES


def readable(path: Path) -> str:
    """Take what a person could read of a file: of an email its headers and its text, decoded."""
    if path.suffix != ".eml":
        return path.read_text(encoding="utf-8")
    parts = list(message(path.parent.name).walk())
    heads = "\n".join(f"{name}: {value}" for part in parts for name, value in part.items())
    texts = (part.get_content() for part in parts if part.get_content_maintype() == "text")
    return "\n".join((heads, *(text if isinstance(text, str) else "" for text in texts)))


def test_every_story_is_named_in_the_readme() -> None:
    """A reader of the fixtures finds each story listed."""
    readme = (FIXTURES / "README.md").read_text(encoding="utf-8")
    assert [name for name in STORY_NAMES if f"`{name}`" not in readme] == []


@pytest.mark.parametrize("name", ["complete-xfa-en", "complete-travelling-party"])
def test_a_story_told_again_is_the_same_to_the_byte(name: str) -> None:
    """One story, one email: the bytes of a second telling have the same hash, and its expectations are those kept.

    The kept email may differ where another release of a font or of zlib drew it.
    """
    first, again = (tell(stories_by_name()[name]) for _ in range(2))
    assert sha256(first.message).hexdigest() == sha256(again.message).hexdigest()
    assert again.expected == (MAIL_FOLDER / name / "expected.toml").read_text(encoding="utf-8")


def test_an_unknown_story_is_named(tmp_path: Path) -> None:
    """Asking for a story that nobody wrote says which."""
    with pytest.raises(KeyError, match="the-lost-letter"):
        write_stories(tmp_path, ["the-lost-letter"])
