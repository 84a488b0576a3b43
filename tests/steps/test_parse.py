"""Parsing: the bytes with what they say."""

import pytest

from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.errors import MailUnparseable
from imwu_inbox.steps.parse import Parse
from tests.fakes.mime_parser import FakeMimeParser
from tests.steps.mail import a_raw_mail


def test_a_message_keeps_its_bytes_beside_what_they_say() -> None:
    """Nothing is taken away on the way."""
    raw, mail = a_raw_mail(b"one"), ParsedMail(subject="one")
    parsed = Parse(parser=FakeMimeParser({b"one": mail}))(raw)
    assert (parsed.raw, parsed.mail) == (raw, mail)


def test_a_message_no_parser_can_read_is_set_aside_not_dropped() -> None:
    """It goes to the shelf with the parser's own words."""
    with pytest.raises(MailUnparseable, match="Open the original"):
        Parse(parser=FakeMimeParser())(a_raw_mail(b"\x00"))
