"""What `doctor` tries, in the order in which things are needed."""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from imwu_inbox import wiring
from imwu_inbox.adapters.tesseract_languages import tesseract_languages
from imwu_inbox.cli.doors import Probe
from imwu_inbox.errors import BadConfig, CannotWrite, SetAside, TryAgain
from imwu_inbox.settings import Settings, registers_of

LEAST_FREE_BYTES = 1_073_741_824
"""A gibibyte: some 300 requests of the largest size. Units: octets."""
LANGUAGES, FOR_NAMES = frozenset({"eng", "fra"}), "Latin"
FIRST_YEAR = 2026
"""A machine whose clock is before the program's own first year has lost its battery."""


def _registers(settings: Settings) -> str:
    registers = registers_of(settings)
    return f"{len(registers.codes.codes)} exemption codes, {len(registers.countries.countries)} states"


def _vault_key(settings: Settings) -> str:
    settings.vault.secret()
    return "32 octets from " + ("vault.key" if settings.vault.key.get_secret_value() else settings.vault.key_file)


def _disk(settings: Settings) -> str:
    file = _sqlite_file(settings)
    folders = [Path(settings.vault.folder), *([file.parent] if file else [])]
    free = min(_free_bytes(folder) for folder in folders)
    if free < LEAST_FREE_BYTES:
        raise CannotWrite(
            f"only {free / 1_048_576:,.0f} MiB are free; at least {LEAST_FREE_BYTES // 1_048_576} are needed."
        )
    return f"{free / 1_073_741_824:,.1f} GiB free, can be written"


def _free_bytes(folder: Path) -> int:
    """Free space of a folder that can be written, or of the nearest one above it that stands."""
    standing = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.is_dir())
    try:
        with tempfile.TemporaryFile(dir=standing):
            return shutil.disk_usage(standing).free
    except OSError as error:
        raise CannotWrite(f"{standing}: cannot be written: {error.strerror}.") from error


def _database(settings: Settings) -> str:
    return f"{_standing_file(settings) or 'PostgreSQL'} at revision {wiring.revision(settings)}"


def _standing_file(settings: Settings) -> Path | None:
    """The file of an embedded database. Raises: BadConfig when it was not laid out: looking must not make one."""
    file = _sqlite_file(settings)
    if file is not None and not file.exists():
        raise BadConfig(f"there is no database at {file} yet.")
    return file


def _sqlite_file(settings: Settings) -> Path | None:
    url = settings.store.url
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def _tokens(settings: Settings) -> str:
    ring = wiring.TokenRing(settings)
    boxes = [ring.of(box) for box in settings.mailboxes]
    services = dict.fromkeys([*boxes, ring.of(settings.smtp)])
    ends = sorted(service.token().expires_at for service in services if service is not None)
    if not ends:
        return "not needed"
    minutes = (ends[0] - datetime.now(UTC)).total_seconds() / 60
    local = ends[0].astimezone(settings.clock.zone).isoformat(timespec="seconds")
    count = "a token" if len(ends) == 1 else f"{len(ends)} tokens, the first to end,"
    return f"{count} for {settings.oauth.client_id} until {local}, in {minutes:.0f} minutes; renewed by itself"


def _mailbox(settings: Settings) -> str:
    box = settings.require_mailbox()
    folders = []
    for door in wiring.mailbox_doors(settings):
        with door.open() as mailbox:
            folders.append(door.name if box.more else mailbox.folder)
    signed_in = f"signed in to {box.host}, " if box.host and not box.path else ""
    return f"{signed_in}folder {' and '.join(folders)} opened"


def _relay(settings: Settings) -> str:
    relay = settings.require_smtp()
    wiring.postman(settings).knock()
    return f"{relay.host} answers" + ("" if relay.send else "; sending is switched off (smtp.send = false)")


def _letters(settings: Settings) -> str:
    _standing_file(settings)
    letters = wiring.outbox_state(settings)
    cap = settings.limits.replies_per_hour
    state = f"{letters.due} due, {letters.begun} of at most {cap} in the last hour"
    if letters.begun >= cap:
        raise TryAgain(f"the breaker is open: {state}; letters wait.")
    if letters.stuck:
        raise TryAgain(f"the relay refuses letters or does not answer: {letters.stuck} wait; {state}.")
    return state + ("; dry: letters are written and never sent (smtp.dry = true)" if settings.smtp.dry else "")


def _undelivered(settings: Settings) -> str:
    _standing_file(settings)
    if count := wiring.outbox_state(settings).undelivered:
        raise SetAside(f"{count} {'letter' if count == 1 else 'letters'} did not arrive.")
    return "none"


def _ocr(_settings: Settings) -> str:
    there = tesseract_languages()
    missing = LANGUAGES - there
    if missing:
        raise BadConfig(f"tesseract lacks the languages {', '.join(sorted(missing))}.")
    lacking = "" if FOR_NAMES in there else "; names lose accents that French has not: see tesseract-ocr-script-latn"
    return "tesseract with " + " and ".join(sorted(LANGUAGES)) + lacking


def _clock(settings: Settings) -> str:
    now = datetime.now(UTC)
    if now.year < FIRST_YEAR:
        raise BadConfig(f"this machine believes it is {now.date()}.")
    return f"{now.astimezone(settings.clock.zone).isoformat(timespec='seconds')} in {settings.clock.timezone}"


_PROBES: tuple[tuple[str, Callable[[Settings], str], str], ...] = (
    ("registers", _registers, "Copy the packaged register over the broken one, or take the file away."),
    ("vault key", _vault_key, "Run imwu-inbox init, or set vault.key_file to the key's file."),
    ("disk", _disk, "Free some space, or give the account that runs imwu-inbox the right to write there."),
    ("database", _database, "Run imwu-inbox migrate; if it is down, start it; if it is another one, mend store.url."),
    ("tokens", _tokens, "See tenant, client_id and secret of [oauth], and that the service can be reached from here."),
    (
        "mailbox", _mailbox,
        "See host, port, tls, user and password of [mailbox], and that the server can be reached from here.",
    ),
    ("relay", _relay, "See host, port, tls, user and password of [smtp], and that the relay can be reached from here."),
    (
        "letters", _letters,
        "See [smtp] and the relay's log. Breaker open: in a loop set smtp.send = false, else raise replies_per_hour.",
    ),
    (
        "undelivered", _undelivered,
        "See which, and why: imwu-inbox letters. Reach the sender otherwise, then: imwu-inbox letters done REF.",
    ),
    ("ocr", _ocr, "Install them: apt-get install tesseract-ocr tesseract-ocr-{eng,fra,script-latn}"),
    ("clock", _clock, "Set the clock of this machine (timedatectl set-ntp true): due dates are counted by it."),
)  # fmt: skip


def probes_of(settings: Settings) -> Sequence[Probe]:
    """Every probe of these settings."""
    return tuple(Probe(name=name, cure=cure, attempt=partial(attempt, settings)) for name, attempt, cure in _PROBES)
