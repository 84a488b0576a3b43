"""The configuration of the demo: everything on loopback and in one temporary folder."""

import base64
import json
import secrets
import socket
from datetime import datetime
from pathlib import Path

from imwu_inbox.adapters.demo_smtp import DemoRelay
from imwu_inbox.adapters.private_dovecot import PrivateDovecot

OUR_ADDRESS = "imwu@example.org"
_VAULT_KEY_OCTETS = 32
_USUAL_WEB_PORT = 8080

_CONFIG = """\
[mailbox]
host = {imap_host}
port = {imap_port}
tls = "none"
user = {user}
password = {password}
own_addresses = [{user}]
answer_since = {answer_since}

[smtp]
host = {smtp_host}
port = {smtp_port}
tls = "none"
from_address = {user}

[store]
url = {store}

[vault]
url = {vault}
key = {vault_key}

[engine]
workers = 1                         # one after the other: references follow the order of receipt

[web]
port = {web_port}

[limits]
replies_per_sender_per_hour = 100   # the samples come from few senders
replies_per_sender_per_day = 100
rejections_per_reason_per_day = 100
replies_per_subject_per_hour = 100
replies_per_hour = 1000
"""


def write_config(folder: Path, mailbox: PrivateDovecot, relay: DemoRelay, *, answer_since: datetime) -> Path:
    """Write the file into the folder, readable by its owner only, and return its path."""
    path = folder / "imwu-inbox.toml"
    path.touch(mode=0o600)
    # A JSON string is a TOML string as well.
    path.write_text(
        _CONFIG.format(
            imap_host=json.dumps(mailbox.host),
            imap_port=mailbox.port,
            user=json.dumps(mailbox.user),
            password=json.dumps(mailbox.password),
            answer_since=answer_since.isoformat(timespec="seconds"),
            smtp_host=json.dumps(relay.host),
            smtp_port=relay.port,
            web_port=_free_port(),
            store=json.dumps(f"sqlite:///{folder / 'imwu-inbox.db'}"),
            vault=json.dumps((folder / "vault").as_uri()),
            vault_key=json.dumps(base64.b64encode(secrets.token_bytes(_VAULT_KEY_OCTETS)).decode("ascii")),
        ),
        encoding="utf-8",
    )
    return path


def _free_port() -> int:
    """The usual port of the pages, or 0 for any where somebody listens there already."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            line.bind(("127.0.0.1", _USUAL_WEB_PORT))
        except OSError:
            return 0
    return _USUAL_WEB_PORT
