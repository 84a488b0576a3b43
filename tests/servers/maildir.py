"""A folder with more mail than any test could send: written as the server's own files, before anybody signs in."""

import os
import time

from imwu_inbox.adapters.private_dovecot import PrivateDovecot


def small_message(number: int) -> bytes:
    """A message of its own, of some 200 octets."""
    return (
        f"Received: from x by y; Mon, 02 Mar 2026 15:04:05 +0000\r\nMessage-ID: <bulk-{number}@maple.example>\r\n"
        f"From: hr@maple.example\r\nSubject: number {number}\r\n\r\nbody {number}\r\n"
    ).encode()


def fill(server: PrivateDovecot, count: int) -> None:
    """Put so many small messages into the user's inbox. Source: the Maildir++ names that Dovecot reads."""
    owner = server.mail.parent.parent.stat()
    for folder in (server.mail.parent, server.mail, *(server.mail / part for part in ("cur", "new", "tmp"))):
        folder.mkdir()
        os.chown(folder, owner.st_uid, owner.st_gid)
    now = int(time.time())
    for number in range(count):
        content = small_message(number)
        file = server.mail / "cur" / f"{now}.M{number:06}P1.bulk,S={len(content)},W={len(content)}:2,"
        file.write_bytes(content)
        os.chown(file, owner.st_uid, owner.st_gid)
