"""The demo's mail relay."""

import smtplib
import socket

from imwu_inbox.adapters.demo_smtp import demo_relay


def test_the_relay_keeps_what_it_is_given() -> None:
    """Sender, recipients and bytes are kept, a line that begins with a dot included."""
    letter = b"Subject: one\r\n\r\n.body\r\n"
    with demo_relay() as relay:
        with smtplib.SMTP(relay.host, relay.port, timeout=30) as line:
            line.sendmail("", ["a@example.org", "b@example.org"], letter)
        (kept,) = relay.received
    assert (kept.sender, kept.recipients, kept.content) == ("", ("a@example.org", "b@example.org"), letter)


def test_the_relay_ends_with_its_context() -> None:
    """Nothing listens once the context is left."""
    with demo_relay() as relay:
        pass
    with socket.socket() as line:
        assert line.connect_ex((relay.host, relay.port)) != 0
