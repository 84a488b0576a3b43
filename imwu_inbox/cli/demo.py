"""`imwu-inbox demo`: sample requests through real servers on this machine, and the queue they make."""

import signal
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from imwu_inbox.adapters.demo_smtp import DemoRelay, demo_relay
from imwu_inbox.adapters.private_dovecot import PrivateDovecot, private_dovecot
from imwu_inbox.cli.console import progress_line, say, say_table
from imwu_inbox.cli.demo_config import OUR_ADDRESS, write_config
from imwu_inbox.cli.demo_pages import demo_pages
from imwu_inbox.cli.doors import Doors, House, doors_of
from imwu_inbox.cli.queue import show_queue
from imwu_inbox.domain.reply import OutgoingLetter
from imwu_inbox.errors import TryAgain, UsageError

SAMPLES = Path(__file__).resolve().parents[2] / "fixtures" / "mail"
SPREAD = timedelta(days=9)
"""The samples are received over this time until now, so that the queue shows clocks at different hours."""
PATIENCE_SECONDS = 1200
LOOK_SECONDS = 2.0
PASSWORD = "letter-box"  # noqa: S105  # of a mailbox on loopback that lives as long as the demo


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One sample letter. `after` names the letters that have to be read before it."""

    name: str
    content: bytes
    received_at: datetime
    after: tuple[str, ...]


def demo(
    context: typer.Context,
    *,
    once: Annotated[bool, typer.Option("--once", help="Print the queue and the letters, then stop.")] = False,
    samples: Annotated[
        Path,
        typer.Option("--samples", metavar="FOLDER", help="Folder of samples: one folder each, with a message.eml."),
    ] = SAMPLES,
) -> None:
    """Carry sample requests through private servers.

    An IMAP server and a mail relay are started on this machine for the length of the demo; nothing is left behind.
    """
    letters = read_samples(samples, now=datetime.now(UTC))
    with (
        _tidy_when_told_to_end(),
        tempfile.TemporaryDirectory(prefix="imwu-demo-") as folder,
        private_dovecot(user=OUR_ADDRESS, password=PASSWORD) as mailbox,
        demo_relay() as relay,
        _opened(doors_of(context), Path(folder), mailbox, relay) as house,
        nullcontext("") if once else demo_pages(doors_of(context), house.settings) as pages,
    ):
        say(f"Reading {len(letters)} sample requests: a minute or two.")
        say(f"IMAP {mailbox.host}:{mailbox.port}   SMTP {relay.host}:{relay.port}   data in {folder}")
        _say_all(pages)
        for wave in waves(letters):
            _deliver(house, mailbox, wave)
        show(house, relay)
        if not once:
            _say_all(pages)
            _go_on(house, mailbox, relay)


def read_samples(folder: Path, *, now: datetime) -> tuple[Sample, ...]:
    """The samples in the order of their receipt, as if received over the last days, the last one just now.

    Raises: UsageError when there are none.
    """
    found = sorted(_stories(folder), key=lambda sample: (sample.received_at, sample.name))
    if not found:
        raise UsageError(f"No samples in {folder}. Run the demo from a checkout, or name a folder with --samples.")
    step = SPREAD / len(found)
    return tuple(
        Sample(
            name=sample.name, content=sample.content, after=sample.after, received_at=now - step * (len(found) - number)
        )
        for number, sample in enumerate(found, start=1)
    )


def waves(samples: Sequence[Sample]) -> Iterator[tuple[Sample, ...]]:
    """The samples in groups: each is in a later group than those it comes after."""
    left, read = list(samples), set[str]()
    while left:
        wave = tuple(sample for sample in left if read.issuperset(sample.after)) or tuple(left)
        yield wave
        read.update(sample.name for sample in wave)
        left = [sample for sample in left if sample.name not in read]


def show(house: House, relay: DemoRelay) -> None:
    """Print the queue and the letters that went out."""
    letters = sorted(house.outbox.letters(), key=lambda letter: letter.reference)
    outcomes = Counter(record.outcome.value for record in house.cases.everything())
    kinds = Counter(f"{letter.letter.kind} {letter.letter.language}" for letter in letters)
    say()
    show_queue(house, every=True, as_json=False)
    say()
    say_table(("reference", "letter", "language", "state", "subject"), (_letter_row(letter) for letter in letters))
    say()
    say(f"Records: {_counted(outcomes)}. On the shelf: {len(house.ledger.shelf())}.")
    say(f"Letters: {_counted(kinds)}. The relay has {len(relay.received)}.")


@contextmanager
def _opened(doors: Doors, folder: Path, mailbox: PrivateDovecot, relay: DemoRelay) -> Iterator[House]:
    settings = doors.load(write_config(folder, mailbox, relay, answer_since=datetime.now(UTC) - 2 * SPREAD))
    doors.migrate(settings)
    house = doors.build(settings)
    try:
        house.engine.launch()
        try:
            yield house
        finally:
            house.engine.stop(LOOK_SECONDS)
    finally:
        house.close()


@contextmanager
def _tidy_when_told_to_end() -> Iterator[None]:
    """SIGTERM ends the demo as Ctrl-C does: servers stopped, folder gone."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _stories(folder: Path) -> Iterator[Sample]:
    for message in sorted(folder.glob("*/message.eml")):
        told = message.with_name("expected.toml")
        facts = tomllib.loads(told.read_text(encoding="utf-8")) if told.is_file() else {}
        yield Sample(
            name=message.parent.name,
            content=message.read_bytes(),
            received_at=facts.get("received", datetime.min.replace(tzinfo=UTC)),
            after=tuple(facts.get("after", ())),
        )


def _deliver(house: House, mailbox: PrivateDovecot, samples: Sequence[Sample]) -> None:
    """Put the samples into the mailbox and carry them to their end."""
    mailbox.deliver([(sample.content, sample.received_at) for sample in samples])
    house.poll()
    _until_idle(house)


def _until_idle(house: House) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not house.engine.wait_until_idle(LOOK_SECONDS):
        progress_line(f"reading: {house.engine.pending()} messages to go")
        if time.monotonic() > deadline:
            raise TryAgain(f"Still reading after {PATIENCE_SECONDS} seconds: this machine is too busy for the demo.")
    house.post_due()


def _go_on(house: House, mailbox: PrivateDovecot, relay: DemoRelay) -> None:
    """Take in what is put into the mailbox, until Ctrl-C."""
    say()
    say("Still reading the mailbox. Put a letter into it, for example with:")
    say(
        f"    curl --url imap://{mailbox.host}:{mailbox.port}/INBOX --user {mailbox.user}:{mailbox.password}"
        " --upload-file letter.eml"
    )
    say("Ctrl-C ends the demo.")
    try:
        while True:
            time.sleep(LOOK_SECONDS)
            report = house.poll()
            if report.taken_in or report.duplicates:
                _until_idle(house)
                show(house, relay)
    except KeyboardInterrupt:
        say()


def _say_all(lines: str) -> None:
    for line in lines.splitlines():
        say(line)


def _letter_row(letter: OutgoingLetter) -> tuple[str, ...]:
    return (letter.reference, letter.letter.kind, letter.letter.language, letter.state, letter.letter.subject)


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "none"
