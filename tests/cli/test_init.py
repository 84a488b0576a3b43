"""`init`: everything one needs to begin, and nothing that stands is touched."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

from imwu_inbox.settings import letters_folder, load, packaged_folder
from tests.cli.conftest import Caller


def test_it_lays_out_a_configuration_that_can_be_used(call: Caller, tmp_path: Path) -> None:
    """Registers, letters, a key of 32 octets for its owner's eyes, and this moment as the first to be answered."""
    before = datetime.now(UTC) - timedelta(seconds=1)
    said = call("init", tmp_path / "etc", "--data", tmp_path / "data")
    assert said.code == 0
    settings = load(tmp_path / "etc" / "imwu-inbox.toml", {})
    assert settings.mailbox.answer_since is not None
    assert before <= settings.mailbox.answer_since <= datetime.now(UTC)
    assert settings.store.url == f"sqlite:///{tmp_path}/data/imwu-inbox.db"
    assert settings.vault.folder == f"{tmp_path}/data/vault"
    assert len(settings.vault.secret()) == 32
    assert stat.S_IMODE((tmp_path / "data" / "vault.key").stat().st_mode) == 0o600
    assert letters_folder(settings) == tmp_path / "etc" / "letters"
    for name in ("exemption_codes.csv", "visa_exempt.csv", "icao_codes.csv"):
        assert (tmp_path / "etc" / name).read_bytes() == (packaged_folder() / name).read_bytes()


def test_two_keys_are_never_the_same(call: Caller, tmp_path: Path) -> None:
    """A key that could be guessed is no key."""
    for name in ("a", "b"):
        call("init", tmp_path / name, "--data", tmp_path / name)
    assert (tmp_path / "a" / "vault.key").read_text() != (tmp_path / "b" / "vault.key").read_text()


def test_what_stands_is_kept(call: Caller, tmp_path: Path) -> None:
    """A second init, or one over a mended file, changes not one octet."""
    folder = tmp_path / "config"
    call("init", folder)
    (folder / "imwu-inbox.toml").write_text("[vault]\nkey_file = 'var/vault.key'\n", encoding="utf-8")
    (folder / "visa_exempt.csv").write_text("mine", encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    said = call("init", folder)
    assert said.code == 0
    assert "made" not in said.out
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_key_that_is_gone_is_not_replaced_while_the_vault_holds_files(call: Caller, tmp_path: Path) -> None:
    """A new key could not open them, and would hide that the old one is missing."""
    call("init")
    (tmp_path / "var" / "vault").mkdir()
    (tmp_path / "var" / "vault" / "ab").write_bytes(b"sealed")
    (tmp_path / "var" / "vault.key").unlink()
    said = call("init")
    assert said.code == 78
    assert "Bring the key back from its backup" in said.err
    assert not (tmp_path / "var" / "vault.key").exists()


def test_a_folder_that_cannot_be_made_ends_with_73(call: Caller, tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "etc").write_bytes(b"")
    said = call("init", tmp_path / "etc")
    assert said.code == 73
    assert "cannot be written" in said.err
