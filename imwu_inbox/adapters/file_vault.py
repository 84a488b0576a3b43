"""The vault in a folder: encrypted files, durable before they are named, found again by their content.

A file is one byte of key version, a 96-bit nonce, and the AES-256-GCM cipher text bound to the file's name. Names are
HMAC-SHA256 of the content, so nobody without the key can tell whether a known form lies here.
"""

import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac_digest
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from imwu_inbox.errors import BadConfig, CannotWrite, SetAside

KEY_BYTES = 32
NONCE_BYTES = 12
MAX_VERSION = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultKey:
    """One key of the ring, split in two so that naming never weakens encrypting."""

    version: int
    encrypting: bytes = field(repr=False)
    naming: bytes = field(repr=False)

    def name_of(self, content: bytes) -> str:
        """The name of this content under this key."""
        return hmac_digest(self.naming, content, "sha256").hex()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRing:
    """Every key that was ever used, by version; the highest one encrypts."""

    keys: Mapping[int, VaultKey]

    @property
    def current(self) -> VaultKey:
        """The key that new files get."""
        return self.keys[max(self.keys)]

    @property
    def newest_first(self) -> list[VaultKey]:
        """All keys, the one that encrypts first."""
        return [self.keys[version] for version in sorted(self.keys, reverse=True)]


def new_key_line(version: int = 1) -> str:
    """A line for a key file with a fresh random key; add one with the next version to rotate."""
    return f"{version} {b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n"


def read_key_ring(text: str, *, source: str) -> KeyRing:
    """The ring of a key file: one `VERSION BASE64` a line, # starts a comment.

    Raises: BadConfig naming `source` and the line.
    """
    keys: dict[int, VaultKey] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.partition("#")[0].split()
        if words:
            key = _read_key(words, where=f"{source} line {number}")
            if key.version in keys:
                raise BadConfig(f"{source} line {number}: version {key.version} is there twice, give each key its own")
            keys[key.version] = key
    if not keys:
        raise BadConfig(f"{source} holds no key: make one with `imwu-inbox init`")
    return KeyRing(keys=keys)


def read_key_file(path: Path) -> KeyRing:
    """The ring of this file. Raises: BadConfig when it is missing or unreadable."""
    try:
        return read_key_ring(path.read_text(encoding="ascii"), source=str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfig(f"the vault's key file {path} cannot be read: make one with `imwu-inbox init`") from error


def make_key_file(path: Path) -> None:
    """Make a key file that only its owner may read; an existing one is left as it is. Raises: CannotWrite."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _write_durably(path, new_key_line().encode())
    except OSError as error:
        raise CannotWrite(f"the vault's key file {path} cannot be written: {error.strerror}") from error


def _read_key(words: list[str], *, where: str) -> VaultKey:
    fault = f"{where}: write a version from 1 to {MAX_VERSION}, a space, and {KEY_BYTES} random bytes in base64"
    try:
        version, secret = int(words[0]), b64decode(words[1], validate=True)
    except (IndexError, ValueError) as error:
        raise BadConfig(fault) from error
    if not 1 <= version <= MAX_VERSION or len(secret) != KEY_BYTES or len(words) > 2:
        raise BadConfig(fault)
    derived = HKDF(algorithm=SHA256(), length=2 * KEY_BYTES, salt=None, info=b"imwu-inbox vault").derive(secret)
    return VaultKey(version=version, encrypting=derived[:KEY_BYTES], naming=derived[KEY_BYTES:])


class FileVault:
    """Encrypted files below one folder. Raises: CannotWrite when the disk refuses or is full."""

    def __init__(self, folder: Path, keys: KeyRing) -> None:
        self._originals = folder / "originals"
        self._readings = folder / "readings"
        self._keys = keys

    def keep(self, content: bytes) -> str:
        """Store the bytes durably and return their key; storing the same bytes again is harmless, and mends them."""
        for key in self._keys.newest_first:
            name = key.name_of(content)
            if self._opened(self._originals, name) == content:
                self._settle(self._originals, name)
                return name
        name = self._keys.current.name_of(content)
        self._write(self._originals, name, content)
        return name

    def fetch(self, key: str) -> bytes:
        """The bytes of this key. Raises: SetAside when they are gone or altered."""
        content = self._opened(self._originals, key)
        if content is None or not any(compare_digest(own.name_of(content), key) for own in self._keys.newest_first):
            raise SetAside(f"the original {key[:12]}... is gone from the vault or was altered: restore it from backup")
        return content

    def remember(self, name: str, content: bytes) -> None:
        """Keep a reading under a name, replacing an older one."""
        self._write(self._readings, self._keys.current.name_of(name.encode()), content)

    def recall(self, name: str) -> bytes | None:
        """The reading kept under this name, or None; an altered one counts as none, for it can be read again."""
        for key in self._keys.newest_first:
            content = self._opened(self._readings, key.name_of(name.encode()))
            if content is not None:
                return content
        return None

    def _opened(self, room: Path, name: str) -> bytes | None:
        """The content of a file; None when it is missing, altered, or its key is not on the ring."""
        try:
            sealed = _place(room, name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise CannotWrite(f"the vault cannot be read: {error.strerror}") from error
        key = self._keys.keys.get(sealed[0]) if sealed else None
        if key is None:
            return None
        nonce, cipher_text = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return AESGCM(key.encrypting).decrypt(nonce, cipher_text, _bound_to(room, name))
        except (InvalidTag, ValueError):
            return None

    def _settle(self, room: Path, name: str) -> None:
        """Whoever named the file may have died before the name was durable."""
        try:
            _sync_folder(_place(room, name).parent)
        except OSError as error:
            raise CannotWrite(f"the vault cannot be written: {error.strerror}; mend the disk") from error

    def _write(self, room: Path, name: str, content: bytes) -> None:
        key, nonce = self._keys.current, secrets.token_bytes(NONCE_BYTES)
        cipher_text = AESGCM(key.encrypting).encrypt(nonce, content, _bound_to(room, name))
        try:
            _write_durably(_place(room, name), bytes([key.version]) + nonce + cipher_text)
        except OSError as error:
            raise CannotWrite(f"the vault cannot be written: {error.strerror}; free space or mend the disk") from error


def _place(room: Path, name: str) -> Path:
    """Two levels of folders keep each small. A name that is no hash is hashed, so that none leads elsewhere."""
    safe = name if len(name) == 2 * sha256().digest_size and name.isalnum() else sha256(name.encode()).hexdigest()
    return room / safe[:2] / safe[2:4] / safe


def _bound_to(room: Path, name: str) -> bytes:
    return f"{room.name}/{name}".encode()


def _write_durably(path: Path, content: bytes) -> None:
    """Beside its place first, then renamed: after a power loss the name stands for the whole content, or nothing."""
    _make_folders(path.parent)
    unnamed = path.parent / f".{secrets.token_hex(8)}"
    file = os.open(unnamed, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(file, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        unnamed.replace(path)
    except BaseException:
        unnamed.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _make_folders(folder: Path) -> None:
    """Make what is missing, each new name made durable in the folder above it."""
    if folder.is_dir():
        return
    _make_folders(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
