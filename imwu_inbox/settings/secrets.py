"""Secrets from a key or from a file, read at the moment they are needed."""

import base64
import binascii
from pathlib import Path

from pydantic import SecretStr

from imwu_inbox.errors import BadConfig, CannotWrite

VAULT_KEY_BYTES = 32


def secret_text(key: str, value: SecretStr, file: str) -> str:
    """The secret of this key: the value itself, else the first line of the file; empty when neither is given.

    Files are read anew each time, so that a program that renews a token needs no restart.
    Raises: BadConfig when the file cannot be read.
    """
    if not file:
        return value.get_secret_value()
    try:
        text = Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        raise BadConfig(f"{key}_file: cannot read {file}: {why}. Mend the path or its rights.") from error
    return text.split("\n", 1)[0].rstrip("\r")


def replace_secret(file: str, text: str) -> None:
    """Put a new secret in the place of the one in this file, at once and readable by its owner only.

    Raises: CannotWrite, and then the old secret still stands.
    """
    path, new = Path(file), Path(f"{file}.new")
    try:
        new.touch(mode=0o600)
        new.write_text(f"{text}\n", encoding="utf-8")
        new.replace(path)
    except OSError as error:
        raise CannotWrite(f"{file}: the renewed token cannot be written: {error.strerror}. Mend its rights.") from error


def vault_key_of(text: str, place: str) -> bytes:
    """The key that 44 letters of base64 stand for. Units: 32 octets. Raises: BadConfig."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadConfig(f"{place}: expected 32 octets in base64 (44 letters): {error}.") from error
    if len(key) != VAULT_KEY_BYTES:
        raise BadConfig(f"{place}: expected 32 octets in base64 (44 letters), found {len(key)} octets.")
    return key
