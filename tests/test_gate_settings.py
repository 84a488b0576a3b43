"""What the gate is told of the unit by its settings."""

from imwu_inbox.domain.authentication import OwnServer
from imwu_inbox.domain.machine_signs import Desk
from imwu_inbox.settings import GateSection, MailboxSection, Settings, SmtpSection
from imwu_inbox.wiring.judging import gate_of


def test_the_gate_knows_every_address_and_server_of_the_unit() -> None:
    """Those of each mailbox and of the letters, whose domain is that of our Message-IDs."""
    settings = Settings(
        mailbox=MailboxSection(
            own_addresses=("old@unit.example",),
            authserv_id="mx.unit.example",
            more=(
                MailboxSection(user="second", own_addresses=("second@unit.example",), authserv_id="mx.unit.example"),
            ),
        ),
        smtp=SmtpSection(from_address="unit@letters.example"),
        gate=GateSection(internal_domains=("gc.example",), answer_reply_to_of_no_reply=True),
    )
    assert gate_of(settings).desk == Desk(
        own_addresses=frozenset({"old@unit.example", "second@unit.example", "unit@letters.example"}),
        letter_domain="letters.example",
        internal_domains=("gc.example",),
        own_server=OwnServer(name="mx.unit.example"),
        trusts_reply_to=True,
    )


def test_as_delivered_no_server_is_believed_and_no_reply_is_no_reply() -> None:
    """What a unit did not say is not guessed."""
    assert gate_of(Settings()).desk.own_server == OwnServer()
    assert not gate_of(Settings()).desk.trusts_reply_to
    unnamed = Settings(mailbox=MailboxSection(authserv_unnamed=True))
    assert gate_of(unnamed).desk.own_server == OwnServer(is_unnamed=True)
