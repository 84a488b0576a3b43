"""What reading a message costs, against plain mail-parser on the same messages."""

import gc
import time
from collections.abc import Callable
from statistics import median

import mailparser

from imwu_inbox.adapters.mailparser_mime import MailParserMime
from imwu_inbox.reader.files_inside import OPENERS
from tests.bench.figures import write_section
from tests.stories.told import all_stories

ROUNDS = 7
ORDINARY_BYTES = 1_500_000
MOST_TIMES = 2.0
"""Every leaf, nested mail, containers and bodies may cost so much more than the plain library."""


def plain(content: bytes) -> object:
    """The library's own reading: headers, people, text and its attachments, still coded."""
    mail = mailparser.parse_from_bytes(content)
    return mail.subject, mail.from_, mail.to, mail.date, mail.body, mail.attachments


def cpu_of(read: Callable[[bytes], object], messages: list[bytes]) -> float:
    """Units: processor seconds for all messages, once."""
    gc.collect()
    began = time.process_time()
    for message in messages:
        read(message)
    return time.process_time() - began


def test_reading_costs_at_most_twice_plain_mail_parser() -> None:
    """The messages of the stories, both readers in turn, first places exchanged with every round."""
    messages = [story.message for story in all_stories() if len(story.message) <= ORDINARY_BYTES]
    ours = MailParserMime(openers=OPENERS).parse_mail
    cpu_of(ours, messages)
    cpu_of(plain, messages)
    rounds = []
    for number in range(ROUNDS):
        pair = {reader: cpu_of(reader, messages) for reader in ((ours, plain) if number % 2 else (plain, ours))}
        rounds.append((pair[ours], pair[plain]))
    ratio = median(mine / theirs for mine, theirs in rounds)
    mean_kib = sum(map(len, messages)) / len(messages) / 1024
    write_section(
        "Reading messages against plain mail-parser",
        ("reader", "CPU ms a message (median)", "CPU ms a message (least)"),
        [
            (name, *(f"{value / len(messages) * 1000:.2f}" for value in (median(times), min(times))))
            for name, times in zip(
                ("ours: every leaf decoded, containers opened", "mail-parser"), zip(*rounds, strict=True), strict=True
            )
        ],
        said=f"{len(messages)} messages of {mean_kib:.0f} KiB on average, {ROUNDS} alternating rounds. "
        f"Ours takes {ratio:.2f} times the CPU (median of the rounds).",
    )
    assert ratio <= MOST_TIMES
