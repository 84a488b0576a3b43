"""The quick way to a message gives the very message the standard library gives."""

import email
import random
import time
from email.message import Message
from typing import Any

import pytest

from imwu_inbox.adapters.mailparser_mime.structure import message_of
from tests.stories.told import Story, all_stories

SEED = 20261122
MUTANTS = 8
LARGEST_BYTES = 400_000
ODD = (b"\r", b"\n", b"\r\n\r\n", b"--", b"=", b"\x0b", b"\xe2\x80\xa8", b"A" * 200, b":")


def shape(part: Message) -> Any:
    """All that the library knows of a message, down to its last part."""
    known: Any = part
    payload = known._payload
    below = [shape(child) for child in payload] if isinstance(payload, list) else payload
    defects = [type(defect) for defect in part.defects]
    return list(part.raw_items()), part.get_unixfrom(), part.preamble, part.epilogue, defects, below


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Some octets changed, left out, repeated or put in."""
    mutant = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(mutant))
        again = chance.randrange(len(mutant))
        match chance.randrange(4):
            case 0:
                mutant[at] = chance.randrange(256)
            case 1:
                del mutant[at : at + chance.randint(1, 300)]
            case 2:
                mutant[at:at] = mutant[again : again + chance.randint(1, 500)]
            case _:
                mutant[at:at] = chance.choice(ODD)
    return bytes(mutant)


@pytest.mark.parametrize("told", list(all_stories()), ids=lambda told: str(told.name))
def test_a_story_is_read_as_the_standard_library_reads_it(told: Story) -> None:
    """Whole, and after seeded damage."""
    assert shape(message_of(told.message)) == shape(email.message_from_bytes(told.message))
    chance = random.Random(f"{SEED} {told.name}")
    for _ in range(MUTANTS if len(told.message) <= LARGEST_BYTES else 0):
        mutant = mutated(told.message, chance)
        assert shape(message_of(mutant)) == shape(email.message_from_bytes(mutant))


def test_coded_lines_where_headers_should_be_are_read_alike() -> None:
    """Also before the first header, between two of them, and in what comes before and after the parts."""
    coded = (b"QUJD" * 19 + b"\r\n") * 6
    for content in (
        coded,
        coded + b"Subject: late\r\n\r\nbody\r\n",
        b"Subject: early\r\n" + coded + b"To: a@example.org\r\n\r\nbody\r\n",
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + coded + b"--b\r\n\r\n" + coded + b"--b--\r\n" + coded,
        b"Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\n" + coded,
        b"Content-Type: message/delivery-status\r\n\r\n" + coded + b"\r\n" + coded,
        b"Content-Type: message/\r\n Delivery-Status\r\n\r\n" + coded + b"\r\n" + coded,
        b"\r\n" + coded + b"Subject: in a body\r\n\r\nTo: nobody\r\n\r\n" + coded + b"no end - of line",
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\n' + coded + b"AAAA\r--b\r\n\r\ntext\n--b--",
    ):
        assert shape(message_of(content)) == shape(email.message_from_bytes(content))


def test_a_large_coded_part_costs_less_than_the_standard_way() -> None:
    """That is what it is for."""
    content = b"Content-Transfer-Encoding: base64\r\n\r\n" + (b"QUJD" * 19 + b"\r\n") * 30_000

    def seconds(read: Any) -> float:
        began = time.process_time()
        read(content)
        return time.process_time() - began

    assert min(seconds(message_of) for _ in range(3)) < min(seconds(email.message_from_bytes) for _ in range(3))
