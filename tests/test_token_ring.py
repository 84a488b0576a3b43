"""Whose token opens which server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from imwu_inbox.settings import Settings, load
from imwu_inbox.wiring import TokenRing
from tests.servers import signin
from tests.servers.signin import TENANT, SignIn


@pytest.fixture
def service(tmp_path: Path) -> Iterator[SignIn]:
    """A sign-in service."""
    with signin.running(tmp_path) as running:
        yield running


def configured(folder: Path, service: SignIn) -> Settings:
    """Two mailboxes, the second with a person of its own; the relay takes the first one's tokens."""
    for name in ("first", "second"):
        (folder / name).write_text(f"refresh-of-{name}\n", encoding="utf-8")
    path = folder / "imwu-inbox.toml"
    path.write_text(
        f"[mailbox]\nhost = 'localhost'\nauth = 'xoauth2'\nuser = 'first'\n[[mailbox.more]]\nuser = 'second'\n"
        f"refresh_token_file = '{folder}/second'\n[smtp]\nhost = 'localhost'\nauth = 'xoauth2'\nuser = 'first'\n"
        f"[oauth]\ntenant = '{TENANT}'\nclient_id = 'imwu'\nauthority = '{service.url}'\n"
        f"ca_file = '{service.authority}'\nrefresh_token_file = '{folder}/first'\n",
        encoding="utf-8",
    )
    return load(path, {})


def test_each_mailbox_has_its_own_persons_tokens_and_each_renewal_stays_with_its_person(
    tmp_path: Path, service: SignIn
) -> None:
    """One person's renewed token never lands in another one's file; who shares a token asks once."""
    settings = configured(tmp_path, service)
    ring = TokenRing(settings)
    first, second = (ring.of(box) for box in settings.mailboxes)
    assert first is not None
    assert second is not None
    assert ring.of(settings.smtp) is first
    assert ring.of(settings.mailboxes[1]) is second
    for tokens, name in ((first, "first"), (second, "second")):
        service.gives(f"token-of-{name}", refresh_token=f"renewed-of-{name}")
        assert tokens.token().text == f"token-of-{name}"
        assert (tmp_path / name).read_text(encoding="utf-8") == f"renewed-of-{name}\n"
    assert [asked["refresh_token"] for asked in service.asked] == ["refresh-of-first", "refresh-of-second"]
    assert first.token().text == "token-of-first"


def test_a_server_that_asks_for_a_password_has_no_tokens(tmp_path: Path, service: SignIn) -> None:
    """Whatever [oauth] says."""
    settings = configured(tmp_path, service)
    plain = settings.mailbox.model_copy(update={"auth": "password"})
    assert TokenRing(settings).of(plain) is None
