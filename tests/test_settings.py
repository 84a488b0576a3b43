"""The configuration: where it is found, what is refused, and what a refusal says."""

import base64
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from imwu_inbox.domain.limits import Limits
from imwu_inbox.errors import BadConfig
from imwu_inbox.settings import Settings, find_config, load, packaged_folder
from imwu_inbox.settings.expectations import expected


def written(folder: Path, text: str) -> Path:
    """A configuration file with this text."""
    path = folder / "imwu-inbox.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str, **environment: str) -> str:
    """What is said of a configuration that must be refused."""
    with pytest.raises(BadConfig) as caught:
        load(written(folder, text), environment)
    return str(caught.value)


def test_the_packaged_file_states_the_values_in_force() -> None:
    """What the file shows is what holds when it is left out: the two can never drift apart."""
    assert load(packaged_folder() / "imwu-inbox.toml", {}) == Settings()


def test_the_packaged_file_names_every_key() -> None:
    """Nothing can be configured that the file does not show; only answer_since has no value to show."""
    text = (packaged_folder() / "imwu-inbox.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    missing = [
        f"{section}.{key}"
        for section, field in Settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
        for key in field.annotation.model_fields
        if key not in tables[section]
    ]
    assert missing == ["mailbox.answer_since"]
    assert "# answer_since = " in text


def test_a_named_file_wins_over_the_variable_and_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--config, else IMWU_INBOX_CONFIG, else config/imwu-inbox.toml, else the packaged file."""
    monkeypatch.chdir(tmp_path)
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    first.touch()
    second.touch()
    assert find_config(None, {}) == packaged_folder() / "imwu-inbox.toml"
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "imwu-inbox.toml").touch()
    assert find_config(None, {}) == Path("config/imwu-inbox.toml")
    assert find_config(None, {"IMWU_INBOX_CONFIG": str(second)}) == second
    assert find_config(first, {"IMWU_INBOX_CONFIG": str(second)}) == first


def test_a_named_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """Falling back to the defaults in silence would read the wrong mailbox."""
    with pytest.raises(BadConfig, match=r"no such configuration file"):
        load(tmp_path / "gone.toml", {})


def test_an_unknown_key_is_refused_with_a_guess(tmp_path: Path) -> None:
    """A mistyped key would otherwise be ignored in silence."""
    said = refusal(tmp_path, "[mailbox]\nfoldr = 'X'\n")
    assert "imwu-inbox.toml: [mailbox] foldr is not a known key; did you mean folder?" in said


def test_an_unknown_section_is_refused_with_a_guess(tmp_path: Path) -> None:
    """Sections are checked as keys are."""
    assert "[mailbax] is not a known section; did you mean mailbox?" in refusal(tmp_path, "[mailbax]\nport = 1\n")


def test_a_key_outside_any_section_is_refused(tmp_path: Path) -> None:
    """It would belong to nothing."""
    assert "port stands outside any [section]" in refusal(tmp_path, "port = 143\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[mailbox]\nport = 'imap'", "[mailbox] port: expected a whole number from 1 to 65535, found 'imap'"),
        ("[mailbox]\nport = 70000", "[mailbox] port: expected a whole number from 1 to 65535, found 70000"),
        ("[mailbox]\nport = true", "[mailbox] port: expected a whole number from 1 to 65535, found True"),
        ("[mailbox]\nidle = 'yes'", "[mailbox] idle: expected true or false, found 'yes'"),
        ("[mailbox]\ntls = 'ssl'", '[mailbox] tls: expected one of "implicit", "starttls", "none", found \'ssl\''),
        ("[mailbox]\nanswer_since = 'now'", "[mailbox] answer_since: expected a date and time with its offset"),
        ("[mailbox]\nanswer_since = 2026-11-22T09:00:00", "answer_since: expected a date and time with its offset"),
        ("[mailbox]\nown_addresses = ['unit']", "[mailbox] own_addresses: expected one mail address such as"),
        ("[mailbox]\nauthserv_id = 'mx'\nauthserv_unnamed = true", "leave authserv_id empty with it"),
        ("[gate]\nfree_mail_domains = 'x'", "[gate] free_mail_domains: expected a list of texts, found 'x'"),
        ("[clock]\ntimezone = 'Canada/Ottowa'", "[clock] timezone: expected the name of a time zone"),
        ("[store]\nurl = 'mysql://x'", '[store] url: expected "sqlite:///PATH" or "postgresql+psycopg://'),
        ("[vault]\nurl = 's3://bucket'", '[vault] url: expected a folder as "file:///absolute/folder"'),
        ("[limits]\nnominal_message_bytes = 5000000", "[limits]: nominal_message_bytes must not be above"),
        ("[mailbox", "not valid TOML"),
    ],
)
def test_an_ill_typed_key_is_refused_naming_what_is_expected(tmp_path: Path, text: str, said: str) -> None:
    """File, key, expected type or range: all a person needs to mend it."""
    found = refusal(tmp_path, text)
    assert said in found
    assert "imwu-inbox.toml: " in found


def test_every_complaint_is_told_at_once(tmp_path: Path) -> None:
    """Not only the first, so that one edit mends all."""
    said = refusal(tmp_path, "[mailbox]\nport = 0\n[smtp]\nsned = false\n")
    assert "[mailbox] port" in said
    assert "[smtp] sned is not a known key; did you mean send?" in said


@pytest.mark.parametrize("section", ["mailbox", "smtp"])
@pytest.mark.parametrize("host", ["imap.example.org", "", "192.0.2.1"])
def test_an_open_line_to_another_machine_is_refused(tmp_path: Path, section: str, host: str) -> None:
    """Passports would travel in the clear."""
    assert "allowed only when host is a loopback address" in refusal(
        tmp_path, f"[{section}]\nhost = '{host}'\ntls = 'none'\n"
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_an_open_line_on_this_machine_is_allowed(tmp_path: Path, host: str) -> None:
    """A trial server on loopback needs no certificate."""
    path = written(tmp_path, f"[mailbox]\nhost = '{host}'\ntls = 'none'\n")
    assert load(path, {}).mailbox.tls == "none"


def test_the_environment_wins_over_the_file_in_the_keys_own_type(tmp_path: Path) -> None:
    """Text stays text even when it looks like a number; other types are read as TOML would read them."""
    settings = load(
        written(tmp_path, "[mailbox]\nport = 143\nuser = 'a'\n"),
        {
            "IMWU_INBOX__MAILBOX__PORT": "1143",
            "IMWU_INBOX__MAILBOX__USER": "2026",
            "IMWU_INBOX__MAILBOX__PASSWORD": "12e4",
            "IMWU_INBOX__MAILBOX__IDLE": "false",
            "IMWU_INBOX__MAILBOX__OWN_ADDRESSES": '["unit@example.org"]',
            "IMWU_INBOX__MAILBOX__ANSWER_SINCE": "2026-11-22T09:00:00-05:00",
            "IMWU_INBOX__SMTP__TLS": "starttls",
        },
    )
    assert settings.mailbox.port == 1143
    assert settings.mailbox.user == "2026"
    assert settings.mailbox.secret() == "12e4"
    assert settings.mailbox.idle is False
    assert settings.mailbox.own_addresses == ("unit@example.org",)
    assert settings.mailbox.answer_since == datetime(2026, 11, 22, 14, tzinfo=UTC)
    assert settings.smtp.tls == "starttls"


def test_a_wrong_variable_is_named_instead_of_the_file(tmp_path: Path) -> None:
    """The person must look where the value really stands."""
    said = refusal(tmp_path, "", IMWU_INBOX__MAILBOX__PORT="imap")
    assert said.startswith("environment IMWU_INBOX__MAILBOX__PORT: [mailbox] port: expected a whole number from 1")
    assert "IMWU_INBOX__MAILBOX__PROT: [mailbox] prot is not a known key; did you mean port?" in refusal(
        tmp_path, "", IMWU_INBOX__MAILBOX__PROT="1"
    )
    assert "expected the form IMWU_INBOX__SECTION__KEY" in refusal(tmp_path, "", IMWU_INBOX__PORT="1")


def test_a_secret_is_never_shown(tmp_path: Path) -> None:
    """Neither by printing the settings nor in a complaint about it."""
    path = written(tmp_path, "[mailbox]\npassword = 'opensesame'\n")
    assert "opensesame" not in repr(load(path, {}))
    assert "4711" not in refusal(tmp_path, "[smtp]\npassword = 4711\n")


def test_a_secret_is_read_from_its_file_each_time(tmp_path: Path) -> None:
    """A program that renews a token needs no restart."""
    token = tmp_path / "token"
    settings = load(written(tmp_path, f"[mailbox]\npassword_file = '{token}'\n"), {})
    token.write_text("first\n", encoding="utf-8")
    assert settings.mailbox.secret() == "first"
    token.write_text("second\r\nrest", encoding="utf-8")
    assert settings.mailbox.secret() == "second"
    token.unlink()
    with pytest.raises(BadConfig, match=r"mailbox.password_file: cannot read"):
        settings.mailbox.secret()


def test_the_vault_key_must_be_32_octets(tmp_path: Path) -> None:
    """A shorter key would be a weaker lock; the value wins over the file."""
    key = bytes(range(32))
    good = {"IMWU_INBOX__VAULT__KEY": base64.b64encode(key).decode()}
    assert load(written(tmp_path, ""), good).vault.secret() == key
    short = {"IMWU_INBOX__VAULT__KEY": base64.b64encode(key[:16]).decode()}
    with pytest.raises(BadConfig, match=r"expected 32 octets in base64 .* found 16 octets"):
        load(written(tmp_path, ""), short).vault.secret()
    (tmp_path / "vault.key").write_text("not base64!\n", encoding="utf-8")
    with pytest.raises(BadConfig, match=r"vault.key: expected 32 octets in base64"):
        load(written(tmp_path, f"[vault]\nkey_file = '{tmp_path}/vault.key'\n"), {}).vault.secret()


def test_the_vaults_folder_may_be_absolute_or_relative(tmp_path: Path) -> None:
    """A file URL with three slashes is absolute; without a slash it is relative."""
    assert load(written(tmp_path, "[vault]\nurl = 'file:///srv/the%20vault'\n"), {}).vault.folder == "/srv/the vault"
    assert load(written(tmp_path, "[vault]\nurl = 'file:var/vault'\n"), {}).vault.folder == "var/vault"


def test_settings_cannot_be_changed() -> None:
    """One frozen object: nobody below can bend it."""
    with pytest.raises(ValidationError):
        Settings().mailbox.port = 1


def test_a_command_says_which_key_it_misses(tmp_path: Path) -> None:
    """Only commands that speak to the server ask for it."""
    settings = load(written(tmp_path, "[mailbox]\nhost = 'imap.example.org'\n"), {})
    with pytest.raises(BadConfig, match=r"mailbox.user is empty.*IMWU_INBOX__MAILBOX__USER"):
        settings.require_mailbox()
    with pytest.raises(BadConfig, match=r"smtp.host is empty"):
        settings.require_smtp()


def test_the_limits_reach_the_rules_as_configured(tmp_path: Path) -> None:
    """Every number, none forgotten."""
    settings = load(written(tmp_path, "[limits]\ndue_days = 10\nreplies_per_sender_per_day = 3\n"), {})
    assert settings.limits.values() == Limits(due_days=10, replies_per_sender_per_day=3)


def test_every_number_states_its_range() -> None:
    """No number of the configuration is without bounds."""
    for section in Settings.model_fields.values():
        assert isinstance(section.annotation, type)
        for key, field in section.annotation.model_fields.items():
            assert not expected(field).endswith("a whole number"), key
