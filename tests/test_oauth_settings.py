"""The section of the sign-in service: what is refused, and where its secrets are read and kept."""

from pathlib import Path

import pytest

from imwu_inbox.errors import BadConfig, CannotWrite
from imwu_inbox.settings import OauthSection, keep_refresh_token, load, refresh_token

WHOLE = "[oauth]\ntenant = 'unit.example'\nclient_id = 'imwu'\n"


def oauth(folder: Path, text: str) -> OauthSection:
    """The section of a configuration with this text."""
    path = folder / "imwu-inbox.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, {}).oauth


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[oauth]\nclient_id = 'imwu'\n", "client_id needs its tenant"),
        (WHOLE, "client_id needs client_secret, client_secret_file or refresh_token_file"),
        ("[oauth]\nauthority = 'http://login.example.org'\n", 'expected an address such as "https://login'),
        ("[oauth]\nscopes = []\n", "[oauth] scopes: expected a list of texts"),
    ],
)
def test_half_a_client_is_refused_with_what_it_lacks(tmp_path: Path, text: str, said: str) -> None:
    """The first visit would otherwise be the one to find out."""
    with pytest.raises(BadConfig) as refused:
        oauth(tmp_path, text)
    assert said in str(refused.value)


def test_the_tenants_own_address_is_made_of_service_and_tenant(tmp_path: Path) -> None:
    """A sovereign cloud has another service."""
    section = oauth(tmp_path, f"{WHOLE}client_secret = 's'\nauthority = 'https://login.example.org/'\n")
    assert (section.url, section.secret()) == ("https://login.example.org/unit.example", "s")


def test_a_renewed_refresh_token_stands_in_the_file_for_its_owner_only(tmp_path: Path) -> None:
    """A token of ninety days would otherwise end with the one that was first given."""
    file = tmp_path / "refresh"
    file.write_text("old\n")
    assert refresh_token(str(file)) == "old"
    keep_refresh_token(str(file), "new")
    assert refresh_token(str(file)) == "new"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["refresh"]


def test_a_token_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    """The old one may be void already: a person has to know."""
    with pytest.raises(CannotWrite, match="Mend its rights"):
        keep_refresh_token(f"{tmp_path}/gone/refresh", "new")


@pytest.mark.parametrize("server", ["[mailbox]\n", "[smtp]\n", "[[mailbox.more]]\nuser = 'other'\n"])
def test_a_person_of_one_server_is_enough_for_the_client(tmp_path: Path, server: str) -> None:
    """Each mailbox may have its own; nothing for all is needed then."""
    section = oauth(tmp_path, f"{server}refresh_token_file = 'own'\n{WHOLE}")
    assert (section.client_id, section.has_secret) == ("imwu", False)
