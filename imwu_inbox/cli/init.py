"""`imwu-inbox init`: lay out a configuration folder and the vault's key. Nothing that stands is overwritten."""

import base64
import os
import re
import secrets
import shutil
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from imwu_inbox.cli.console import say
from imwu_inbox.cli.doors import doors_of
from imwu_inbox.cli.options import examples
from imwu_inbox.errors import BadConfig, CannotWrite
from imwu_inbox.settings import Settings, packaged_folder
from imwu_inbox.settings.registers import LETTERS, REGISTER_FILES
from imwu_inbox.settings.secrets import VAULT_KEY_BYTES
from imwu_inbox.settings.sources import FILE_NAME

FolderArgument = Annotated[Path, typer.Argument(metavar="[FOLDER]", help="The configuration folder.")]
DataOption = Annotated[Path, typer.Option("--data", metavar="FOLDER", help="Where database, vault and key will lie.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("imwu-inbox init", "imwu-inbox init /etc/imwu-inbox --data /var/lib/imwu-inbox"))(init)


def init(context: typer.Context, folder: FolderArgument = Path("config"), data: DataOption = Path("var")) -> None:
    """Lay out a configuration folder. Registers, letters and the vault's key go with it; nothing is overwritten."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _lay(folder / FILE_NAME, _configuration(data.absolute()).encode())
        for name in REGISTER_FILES:
            _lay(folder / name, (packaged_folder() / name).read_bytes())
        _lay_letters(folder / LETTERS)
        _make_key(doors_of(context).load(folder / FILE_NAME))
    except OSError as error:
        raise CannotWrite(f"{error.filename}: cannot be written: {error.strerror}.") from error
    say(f"Next: set host, user and from_address in {folder / FILE_NAME}; then imwu-inbox migrate; imwu-inbox doctor")


def _configuration(data: Path) -> str:
    """The packaged file with this moment as answer_since and the data in its folder."""
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    values = {
        'url = "sqlite:///var/imwu-inbox.db"': f'url = "sqlite:///{data}/imwu-inbox.db"',
        'url = "file:var/vault"': f'url = "file://{data}/vault"',
        'key_file = "var/vault.key"': f'key_file = "{data}/vault.key"',
    }
    text = (packaged_folder() / FILE_NAME).read_text(encoding="utf-8")
    for shown, laid in values.items():
        text = text.replace(shown, laid, 1)
    return re.sub(r"^# answer_since = .*$", f"answer_since = {now}", text, count=1, flags=re.MULTILINE)


def _lay(path: Path, content: bytes) -> None:
    if path.exists():
        say(f"kept  {path}")
        return
    path.write_bytes(content)
    say(f"made  {path}")


def _lay_letters(folder: Path) -> None:
    if folder.exists():
        say(f"kept  {folder}")
        return
    shutil.copytree(packaged_folder() / LETTERS, folder)
    say(f"made  {folder}")


def _make_key(settings: Settings) -> None:
    if settings.vault.key.get_secret_value() or not settings.vault.key_file:
        say("kept  the vault's key of the configuration")
        return
    path = Path(settings.vault.key_file)
    if path.exists():
        say(f"kept  {path}")
        return
    vault = Path(settings.vault.folder)
    if vault.is_dir() and any(vault.iterdir()):
        raise BadConfig(
            f"{vault} holds files already, but their key {path} is gone: a new key could not open them. "
            "Bring the key back from its backup, or move the vault away."
        )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(base64.b64encode(secrets.token_bytes(VAULT_KEY_BYTES)).decode() + "\n")
    say(f"made  {path}: back it up apart from the vault; without it nothing in the vault can be read")
