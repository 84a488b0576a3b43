"""What `doctor` says of tokens."""

from pathlib import Path

import pytest

from imwu_inbox.cli.probes import probes_of
from imwu_inbox.errors import NeighbourDown
from imwu_inbox.settings import Settings, load
from tests.servers import signin
from tests.servers.signin import TENANT, SignIn


def configured(folder: Path, service: SignIn, *, auth: str = "xoauth2") -> Settings:
    """A mailbox that opens with tokens of this service."""
    path = folder / "imwu-inbox.toml"
    path.write_text(
        f"[mailbox]\nhost = 'localhost'\nauth = '{auth}'\nuser = 'unit'\n[oauth]\ntenant = '{TENANT}'\n"
        f"client_id = 'imwu'\nclient_secret = 's3cret'\nauthority = '{service.url}'\nca_file = '{service.authority}'\n",
        encoding="utf-8",
    )
    return load(path, {})


def attempt(settings: Settings) -> str:
    """What the probe finds, or raises."""
    return next(probe for probe in probes_of(settings) if probe.name == "tokens").attempt()


def test_the_end_of_the_token_is_told(tmp_path: Path) -> None:
    """When it ends, and that nobody need do anything about it."""
    with signin.running(tmp_path) as service:
        service.gives("token-1", seconds=3600)
        said = attempt(configured(tmp_path, service))
    assert said.startswith("a token for imwu until 20")
    assert "in 60 minutes; renewed by itself" in said
    assert "token-1" not in said


def test_a_secret_that_ran_out_fails_the_probe(tmp_path: Path) -> None:
    """The commonest end of such an installation, told before mail is missed."""
    with signin.running(tmp_path) as service:
        service.answer = {"error": "invalid_client", "error_description": "AADSTS7000222: the secret has run out"}
        with pytest.raises(NeighbourDown, match="AADSTS7000222"):
            attempt(configured(tmp_path, service))


def test_where_passwords_are_used_no_token_is_asked_for(tmp_path: Path) -> None:
    """The probe says so instead of failing."""
    with signin.running(tmp_path) as service:
        assert attempt(configured(tmp_path, service, auth="password")) == "not needed"
        assert service.asked == []
