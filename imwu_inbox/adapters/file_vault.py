"""The vault in a folder: encrypted files, durable before they are named, found again by their content.

A file is one byte of format, eight that tell its key, a 96-bit nonce, and the AES-256-GCM cipher text bound to the
file's name. Names are HMAC-SHA256 of the content, so nobody without the key can tell whether a known form lies here.
"""

import os
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from hmac import digest as hmac_digest
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from imwu_inbox.errors import BadConfig, CannotWrite, SetAside

KEY_BYTES = 32

_FORMAT = b"\x01"
_MARK_BYTES = 8
_NONCE_BYTES = 12
_NONCE_AT = len(_FORMAT) + _MARK_BYTES
_CIPHER_TEXT_AT = _NONCE_AT + _NONCE_BYTES
_AT_ONCE = 8
"""So many files are written, or folders synced, at once."""
_FOLDER_LEVELS = 3
"""A file's folder, the one above, and the room: whose entries must all be durable for the file to be found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    """One secret, split so that naming never weakens encrypting. `mark` tells which key sealed a file."""

    mark: bytes
    encrypting: bytes = field(repr=False)
    naming: bytes = field(repr=False)

    def name_of(self, content: bytes) -> str:
        """The name of this content under this key."""
        return hmac_digest(self.naming, content, "sha256").hex()


def _split(secret: bytes) -> _Key:
    if len(secret) != KEY_BYTES:
        raise BadConfig(f"a key of the vault must have {KEY_BYTES} bytes, this one has {len(secret)}")
    info, length = b"imwu-inbox vault", _MARK_BYTES + 2 * KEY_BYTES
    derived = HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(secret)
    split_at = _MARK_BYTES + KEY_BYTES
    return _Key(mark=derived[:_MARK_BYTES], encrypting=derived[_MARK_BYTES:split_at], naming=derived[split_at:])


class FileVault:
    """Encrypted files below one folder.

    `key` seals and opens, `older_keys` only open: to rotate, give the new key and keep the one before as an older one.
    Units: keys of 32 random bytes. Raises: BadConfig when a key has another length.
    """

    def __init__(self, folder: Path, key: bytes, *, older_keys: Sequence[bytes] = ()) -> None:
        self._originals = folder / "originals"
        self._readings = folder / "readings"
        self._keys = tuple(_split(secret) for secret in (key, *older_keys))

    def keep_all(self, contents: Sequence[bytes]) -> Sequence[str]:
        """Store originals durably and return their keys; the folders are synced once for all.

        Storing the same bytes again is harmless, and mends them.
        """
        kept: list[str] = []
        fresh: dict[str, bytes] = {}
        for content in contents:
            names = [key.name_of(content) for key in self._keys]
            standing = next((name for name in names if self._opened(self._originals, name) == content), None)
            kept.append(standing or names[0])
            if standing is None:
                fresh[names[0]] = content
        self._write(self._originals, fresh)
        # Whoever named a standing file may have died before the name was durable.
        self._settle(self._originals, kept)
        return kept

    def fetch(self, key: str) -> bytes:
        """The bytes of this key. Raises: SetAside when they are gone or altered."""
        # The cipher text is bound to its name: what opens under this name was sealed under it.
        content = self._opened(self._originals, key)
        if content is None:
            raise SetAside(f"the original {key[:12]}... is gone from the vault or was altered: restore it from backup")
        return content

    def remember(self, name: str, content: bytes) -> None:
        """Keep a reading under a name, replacing an older one."""
        hidden = self._keys[0].name_of(name.encode())
        self._write(self._readings, {hidden: content})
        self._settle(self._readings, [hidden])

    def recall(self, name: str) -> bytes | None:
        """The reading kept under this name, or None; an altered one counts as none, for it can be read again."""
        for key in self._keys:
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
        key = next((key for key in self._keys if sealed.startswith(_FORMAT + key.mark)), None)
        if key is None:
            return None
        nonce, cipher_text = sealed[_NONCE_AT:_CIPHER_TEXT_AT], sealed[_CIPHER_TEXT_AT:]
        try:
            return AESGCM(key.encrypting).decrypt(nonce, cipher_text, _bound_to(room, name))
        except (InvalidTag, ValueError):
            return None

    def _settle(self, room: Path, names: Sequence[str]) -> None:
        """Make these names durable, and those of the folders they stand in."""
        try:
            _several_at_once(
                _sync_folder, {folder for name in names for folder in _place(room, name).parents[:_FOLDER_LEVELS]}
            )
        except OSError as error:
            raise CannotWrite(f"the vault cannot be written: {error.strerror}; mend the disk") from error

    def _write(self, room: Path, contents: Mapping[str, bytes]) -> None:
        """Files whose bytes are durable under names that are not yet."""
        try:
            _write_all({_place(room, name): partial(self._sealed, room, name, it) for name, it in contents.items()})
        except OSError as error:
            raise CannotWrite(f"the vault cannot be written: {error.strerror}; free space or mend the disk") from error

    def _sealed(self, room: Path, name: str, content: bytes) -> bytes:
        key, nonce = self._keys[0], secrets.token_bytes(_NONCE_BYTES)
        return _FORMAT + key.mark + nonce + AESGCM(key.encrypting).encrypt(nonce, content, _bound_to(room, name))


def _place(room: Path, name: str) -> Path:
    """Two levels of folders keep each small. A name that is no hash is hashed, so that none leads elsewhere."""
    safe = name if len(name) == 2 * sha256().digest_size and name.isalnum() else sha256(name.encode()).hexdigest()
    return room / safe[:2] / safe[2:4] / safe


def _bound_to(room: Path, name: str) -> bytes:
    return f"{room.name}/{name}".encode()


def _write_all(files: Mapping[Path, Callable[[], bytes]]) -> None:
    """Beside its place first, then renamed: after a power loss a name stands for the whole content, or nothing."""
    unnamed = {path: path.parent / f".{secrets.token_hex(8)}" for path in files}
    try:
        for path in files:
            _make_place(path)
        _several_at_once(lambda path: _write_file(unnamed[path], files[path]()), files)
        for path, written in unnamed.items():
            written.replace(path)
    except BaseException:
        for written in unnamed.values():
            written.unlink(missing_ok=True)
        raise


def _several_at_once(act: Callable[[Path], None], paths: Collection[Path]) -> None:
    """A disk that is asked to sync several files at once does so for all with one pause."""
    if len(paths) == 1:
        act(*paths)
        return

    def each(share: Sequence[Path]) -> None:
        for path in share:
            act(path)

    shares = [share for start in range(_AT_ONCE) if (share := [*paths][start::_AT_ONCE])]
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        for _ in pool.map(each, shares):
            pass


def _write_file(path: Path, content: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(file, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _make_place(path: Path) -> None:
    """The folders of a file; those in the room are made durable when the file is settled."""
    folder, above, room = path.parents[:_FOLDER_LEVELS]
    if not folder.is_dir():
        _make_durably(room)
        above.mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)


def _make_durably(folder: Path) -> None:
    """Make what is missing, each new name made durable in the folder above it."""
    if folder.is_dir():
        return
    _make_durably(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
