"""Every vault, real or fake, keeps these promises; and the file vault keeps its own."""

import os
import resource
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from imwu_inbox.adapters.file_vault import (
    FileVault,
    KeyRing,
    make_key_file,
    new_key_line,
    read_key_file,
    read_key_ring,
)
from imwu_inbox.errors import BadConfig, CannotWrite, SetAside
from imwu_inbox.ports.vault import Vault
from tests.fakes.vault import FakeVault

SPECIMEN = b"%PDF-1.7 SPECIMEN " * 1000


@pytest.fixture
def keys() -> KeyRing:
    """A ring of one fresh key."""
    return read_key_ring(new_key_line(), source="test")


@pytest.fixture(params=["fake", "file"])
def vault(request: pytest.FixtureRequest, tmp_path: Path, keys: KeyRing) -> Vault:
    """Each kind of vault in turn."""
    return FakeVault() if request.param == "fake" else FileVault(tmp_path / "vault", keys)


def files(folder: Path) -> list[Path]:
    """Every file below a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("content", [b"", b"\x00\xff", SPECIMEN])
def test_what_was_kept_comes_back_byte_for_byte(vault: Vault, content: bytes) -> None:
    """Originals are never altered."""
    assert vault.fetch(vault.keep(content)) == content


def test_the_same_bytes_have_one_key_and_others_another(vault: Vault) -> None:
    """Keeping again is harmless."""
    assert vault.keep(SPECIMEN) == vault.keep(SPECIMEN) != vault.keep(SPECIMEN + b".")


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


def test_nothing_readable_lies_on_the_disk(tmp_path: Path, keys: KeyRing) -> None:
    """Neither content nor name; and only the owner may look."""
    vault = FileVault(tmp_path / "vault", keys)
    key = vault.keep(SPECIMEN)
    vault.remember("mail/1/SPECIMEN", SPECIMEN)
    found = files(tmp_path)
    assert len(found) == 2
    assert {path.stat().st_mode & 0o777 for path in found} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "vault").rglob("*") if path.is_dir()} == {0o700}
    assert all(b"SPECIMEN" not in path.read_bytes() and "SPECIMEN" not in str(path) for path in found)
    other = FileVault(tmp_path / "other", read_key_ring(new_key_line(), source="test"))
    assert other.keep(SPECIMEN) != key


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "swap"])
def test_altered_bytes_are_never_handed_out_and_are_mended_by_keeping_again(
    tmp_path: Path, keys: KeyRing, damage: str
) -> None:
    """A flipped bit, a torn file, or another original under this name."""
    vault = FileVault(tmp_path / "vault", keys)
    key = vault.keep(SPECIMEN)
    (file,) = files(tmp_path)
    sealed = file.read_bytes()
    vault.keep(b"another")
    other = next(path for path in files(tmp_path) if path != file).read_bytes()
    damaged = {"flip": sealed[:-1] + bytes([sealed[-1] ^ 1]), "cut": sealed[:20], "empty": b"", "swap": other}
    file.write_bytes(damaged[damage])
    with pytest.raises(SetAside, match="altered"):
        vault.fetch(key)
    assert vault.keep(SPECIMEN) == key
    assert vault.fetch(key) == SPECIMEN


def test_after_a_rotation_old_files_open_and_new_ones_use_the_new_key(tmp_path: Path) -> None:
    """Keys are only added; taking the old one away closes what it sealed."""
    first, second = new_key_line(1), new_key_line(2)
    before = FileVault(tmp_path, read_key_ring(first, source="test"))
    old_key = before.keep(SPECIMEN)
    before.remember("reading", b"old")
    after = FileVault(tmp_path, read_key_ring(f"# rotated\n{second}{first}", source="test"))
    assert (after.fetch(old_key), after.keep(SPECIMEN), after.recall("reading")) == (SPECIMEN, old_key, b"old")
    new_key = after.keep(b"new")
    after.remember("reading", b"new")
    assert after.recall("reading") == b"new"
    only_new = FileVault(tmp_path, read_key_ring(second, source="test"))
    assert only_new.fetch(new_key) == b"new"
    with pytest.raises(SetAside):
        only_new.fetch(old_key)


def test_many_writers_of_the_same_bytes_leave_one_whole_file(tmp_path: Path, keys: KeyRing) -> None:
    """And nothing half written beside it."""
    vault = FileVault(tmp_path, keys)
    with ThreadPoolExecutor(max_workers=8) as pool:
        names = set(pool.map(vault.keep, [SPECIMEN] * 16))
    assert len(names) == len(files(tmp_path)) == 1
    assert vault.fetch(names.pop()) == SPECIMEN


def test_a_disk_that_refuses_is_told_as_such(tmp_path: Path, keys: KeyRing) -> None:
    """The message is for the operator, and nothing is left half written."""
    (tmp_path / "vault").write_text("a file where a folder should be")
    vault = FileVault(tmp_path / "vault", keys)
    with pytest.raises(CannotWrite, match="vault cannot be written"):
        vault.keep(SPECIMEN)
    with pytest.raises(CannotWrite, match="vault cannot be written"):
        vault.remember("reading", SPECIMEN)


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, keys: KeyRing) -> None:
    """Played by a limit on the size of files."""
    child = os.fork()
    if child == 0:
        os._exit(_write_past_a_limit(tmp_path, keys))
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert files(tmp_path) == []


def _write_past_a_limit(folder: Path, keys: KeyRing) -> int:
    """In a child: 0 when the vault says it cannot write."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        FileVault(folder, keys).keep(SPECIMEN)
    except CannotWrite:
        return 0
    return 1


def test_a_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    """Making it again would close every file ever sealed, so it is left as it is."""
    path = tmp_path / "keys" / "vault.key"
    make_key_file(path)
    first = path.read_text()
    make_key_file(path)
    assert path.read_text() == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key_file(path).current.version == 1


@pytest.mark.parametrize(
    "text",
    ["", "# nothing", "1", "1 short", "0 " + "A" * 43 + "=", "256 " + "A" * 43 + "=", "x " + "A" * 43 + "=", "1 A B"],
)
def test_a_key_file_that_cannot_be_used_says_what_to_write(text: str) -> None:
    """File and line are named; the key is not."""
    with pytest.raises(BadConfig, match=r"vault\.key") as refused:
        read_key_ring(text, source="vault.key")
    assert "AAAA" not in str(refused.value)


def test_two_keys_of_one_version_are_refused() -> None:
    """Nobody could tell which sealed a file."""
    with pytest.raises(BadConfig, match="line 2: version 1 is there twice"):
        read_key_ring(new_key_line(1) + new_key_line(1), source="vault.key")


def test_a_missing_key_file_is_bad_configuration(tmp_path: Path) -> None:
    """With the command that makes one."""
    with pytest.raises(BadConfig, match="imwu-inbox init"):
        read_key_file(tmp_path / "vault.key")


def test_keys_are_never_printed(keys: KeyRing) -> None:
    """Logs and tracebacks show the version only."""
    assert repr(keys.current) == "VaultKey(version=1)"
