"""Pictures of pages in a folder, encrypted, bounded, and gone without loss: the oldest make room for the newest.

A file is a 96-bit nonce and the AES-256-GCM cipher text bound to its name. It is not synced to the disk: after a power
loss a torn one counts as none and is drawn again.
"""

import json
import logging
import os
import secrets
import threading
from contextlib import suppress
from hmac import digest as hmac_digest
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from imwu_inbox.domain.page_pictures import ShownPage

LOG = logging.getLogger(__name__)
MOST_BYTES = 512 * 1024 * 1024
_NONCE_BYTES = 12
_LEFT_AFTER_CLEARING = 0.8
"""Clearing goes below the bound by so much, so that it is not done at each picture."""


class PictureCache:
    """Encrypted pictures below one folder; satisfies `ports.pictures.Pictures`.

    Units: `secret` of 32 octets, from which the keys are derived; `most_bytes` in octets.
    """

    def __init__(self, folder: Path, secret: bytes, *, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        keys = HKDF(algorithm=SHA256(), length=64, salt=None, info=b"imwu-inbox pictures").derive(secret)
        self._cipher, self._naming = AESGCM(keys[:32]), keys[32:]
        self._most_bytes = most_bytes
        self._held_bytes: int | None = None
        self._counting = threading.Lock()

    def recall(self, name: str) -> ShownPage | None:
        """The picture of this name; None when it is gone, torn or altered."""
        hidden = self._hidden(name)
        try:
            sealed = self._place(hidden).read_bytes()
            content = self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], hidden.encode())
        except (OSError, InvalidTag, ValueError):
            return None
        head, _, webp = content.partition(b"\n")
        told = json.loads(head)
        return ShownPage(webp=webp, width_px=told["width_px"], height_px=told["height_px"], text=told["text"])

    def remember(self, name: str, shown: ShownPage) -> None:
        """Keep a picture; a disk that refuses costs only time."""
        hidden = self._hidden(name)
        head = {"width_px": shown.width_px, "height_px": shown.height_px, "text": shown.text}
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, json.dumps(head).encode() + b"\n" + shown.webp, hidden.encode())
        place = self._place(hidden)
        beside = place.with_name(f".{secrets.token_hex(8)}")
        try:
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as stream:
                stream.write(sealed)
            beside.replace(place)
            self._make_room(len(sealed))
        except OSError as error:
            LOG.warning("a picture of a page was not kept: %s", error.strerror)
            with suppress(OSError):
                beside.unlink()

    def _make_room(self, added: int) -> None:
        """Let the oldest go once there are too many."""
        with self._counting:
            if self._held_bytes is not None and self._held_bytes + added <= self._most_bytes:
                self._held_bytes += added
                return
            files = sorted((told.st_mtime_ns, told.st_size, path) for path, told in self._files())
            held = sum(size for _, size, _ in files)
            bound = self._most_bytes if held <= self._most_bytes else int(_LEFT_AFTER_CLEARING * self._most_bytes)
            for _, size, path in files:
                if held <= bound:
                    break
                path.unlink(missing_ok=True)
                held -= size
            self._held_bytes = held

    def _files(self) -> list[tuple[Path, os.stat_result]]:
        return [(path, path.stat()) for path in self._folder.glob("*/*") if path.is_file()]

    def _hidden(self, name: str) -> str:
        return hmac_digest(self._naming, name.encode(), "sha256").hex()

    def _place(self, hidden: str) -> Path:
        return self._folder / hidden[:2] / hidden
