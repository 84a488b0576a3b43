"""Every vault, real or fake, keeps these promises; and the file vault keeps its own."""

import os
import resource
import secrets
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from imwu_inbox.adapters.file_vault import KEY_BYTES, FileVault
from imwu_inbox.errors import BadConfig, CannotWrite, SetAside
from imwu_inbox.ports.vault import Vault
from tests.fakes.vault import FakeVault

SPECIMEN = b"%PDF-1.7 SPECIMEN " * 1000


@pytest.fixture
def key() -> bytes:
    """A fresh key."""
    return secrets.token_bytes(KEY_BYTES)


@pytest.fixture(params=["fake", "file"])
def vault(request: pytest.FixtureRequest, tmp_path: Path, key: bytes) -> Vault:
    """Each kind of vault in turn."""
    return FakeVault() if request.param == "fake" else FileVault(tmp_path / "vault", key)


def files(folder: Path) -> list[Path]:
    """Every file below a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("content", [b"", b"\x00\xff", SPECIMEN])
def test_what_was_kept_comes_back_byte_for_byte(vault: Vault, content: bytes) -> None:
    """Originals are never altered."""
    assert vault.fetch(vault.keep_all([content])[0]) == content


def test_the_same_bytes_have_one_key_and_others_another(vault: Vault) -> None:
    """Keeping again is harmless."""
    assert vault.keep_all([SPECIMEN])[0] == vault.keep_all([SPECIMEN])[0] != vault.keep_all([SPECIMEN + b"."])[0]


def test_several_originals_are_kept_together_each_under_its_own_key(vault: Vault) -> None:
    """Some of them stand there already, one comes twice."""
    standing = vault.keep_all([SPECIMEN])[0]
    contents = [b"one", SPECIMEN, b"", b"two", b"one"]
    keys = vault.keep_all(contents)
    assert [vault.fetch(key) for key in keys] == contents
    assert (keys[1], keys[0], len(set(keys))) == (standing, keys[4], 4)
    assert list(vault.keep_all([])) == []


def test_bytes_that_are_gone_set_the_mail_aside(vault: Vault) -> None:
    """With what to do about it; a key that looks like a path leads nowhere."""
    for key in ("0" * 64, "../../etc/passwd", "", "x" * 5000):
        with pytest.raises(SetAside, match="restore it from backup"):
            vault.fetch(key)


def test_a_reading_is_recalled_by_its_name_and_replaced_by_a_newer_one(vault: Vault) -> None:
    """None until there is one."""
    assert vault.recall("mail/1/parsed") is None
    vault.remember("mail/1/parsed", b"old")
    vault.remember("mail/1/parsed", b"new")
    vault.remember("mail/2/parsed", b"other")
    assert (vault.recall("mail/1/parsed"), vault.recall("mail/2/parsed")) == (b"new", b"other")


def test_nothing_readable_lies_on_the_disk(tmp_path: Path, key: bytes) -> None:
    """Neither content nor name; and only the owner may look."""
    vault = FileVault(tmp_path / "vault", key)
    name = vault.keep_all([SPECIMEN])[0]
    vault.remember("mail/1/SPECIMEN", SPECIMEN)
    found = files(tmp_path)
    assert len(found) == 2
    assert {path.stat().st_mode & 0o777 for path in found} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "vault").rglob("*") if path.is_dir()} == {0o700}
    assert all(b"SPECIMEN" not in path.read_bytes() and "SPECIMEN" not in str(path) for path in found)
    other = FileVault(tmp_path / "other", secrets.token_bytes(KEY_BYTES))
    assert other.keep_all([SPECIMEN])[0] != name


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "swap"])
def test_altered_bytes_are_never_handed_out_and_are_mended_by_keeping_again(
    tmp_path: Path, key: bytes, damage: str
) -> None:
    """A flipped bit, a torn file, or another original under this name."""
    vault = FileVault(tmp_path / "vault", key)
    name = vault.keep_all([SPECIMEN])[0]
    (file,) = files(tmp_path)
    sealed = file.read_bytes()
    vault.keep_all([b"another"])
    other = next(path for path in files(tmp_path) if path != file).read_bytes()
    damaged = {"flip": sealed[:-1] + bytes([sealed[-1] ^ 1]), "cut": sealed[:20], "empty": b"", "swap": other}
    file.write_bytes(damaged[damage])
    with pytest.raises(SetAside, match="altered"):
        vault.fetch(name)
    assert vault.keep_all([SPECIMEN])[0] == name
    assert vault.fetch(name) == SPECIMEN


def test_after_a_rotation_old_files_open_and_new_ones_use_the_new_key(tmp_path: Path) -> None:
    """Keys are only added; taking the old one away closes what it sealed."""
    first, second = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES)
    before = FileVault(tmp_path, first)
    old_name = before.keep_all([SPECIMEN])[0]
    before.remember("reading", b"old")
    after = FileVault(tmp_path, second, older_keys=[first])
    assert (after.fetch(old_name), after.keep_all([SPECIMEN])[0], after.recall("reading")) == (
        SPECIMEN,
        old_name,
        b"old",
    )
    new_name = after.keep_all([b"new"])[0]
    after.remember("reading", b"new")
    assert after.recall("reading") == b"new"
    only_new = FileVault(tmp_path, second)
    assert only_new.fetch(new_name) == b"new"
    with pytest.raises(SetAside):
        only_new.fetch(old_name)


def test_many_writers_of_the_same_bytes_leave_one_whole_file(tmp_path: Path, key: bytes) -> None:
    """And nothing half written beside it."""
    vault = FileVault(tmp_path, key)
    with ThreadPoolExecutor(max_workers=8) as pool:
        names = {name for kept in pool.map(vault.keep_all, [[SPECIMEN]] * 16) for name in kept}
    assert len(names) == len(files(tmp_path)) == 1
    assert vault.fetch(names.pop()) == SPECIMEN


def test_a_disk_that_refuses_is_told_as_such(tmp_path: Path, key: bytes) -> None:
    """The message is for the operator, and nothing is left half written."""
    (tmp_path / "vault").write_text("a file where a folder should be")
    vault = FileVault(tmp_path / "vault", key)
    with pytest.raises(CannotWrite, match="vault cannot be written"):
        vault.keep_all([SPECIMEN])
    with pytest.raises(CannotWrite, match="vault cannot be written"):
        vault.remember("reading", SPECIMEN)


def test_when_one_of_several_cannot_be_written_none_is_named(tmp_path: Path, key: bytes) -> None:
    """Half a group would be found by nobody; the messages still lie in the mailbox."""
    vault = FileVault(tmp_path, key)
    second = vault.keep_all([b"second"])[0]
    (file,) = files(tmp_path)
    file.unlink()
    file.mkdir()
    with pytest.raises(CannotWrite):
        vault.keep_all([b"first", b"second", b"third"])
    assert files(tmp_path) == []
    file.rmdir()
    assert vault.keep_all([b"first", b"second", b"third"])[1] == second


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, key: bytes) -> None:
    """Played by a limit on the size of files."""
    child = os.fork()
    if child == 0:
        os._exit(_write_past_a_limit(tmp_path, key))
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert files(tmp_path) == []


def _write_past_a_limit(folder: Path, key: bytes) -> int:
    """In a child: 0 when the vault says it cannot write."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        FileVault(folder, key).keep_all([SPECIMEN])
    except CannotWrite:
        return 0
    return 1


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_bad_configuration(tmp_path: Path, length: int) -> None:
    """AES-256 takes 32 bytes; the message does not show the key."""
    with pytest.raises(BadConfig, match=f"32 bytes, this one has {length}"):
        FileVault(tmp_path, b"k" * length)
