"""From settings to the adapters of each neighbour; nothing is opened yet."""

from pathlib import Path

from imwu_inbox.adapters.imap_mailbox import ImapMailboxDoor
from imwu_inbox.adapters.jail import Jail
from imwu_inbox.adapters.jinja_letters import JinjaLetters
from imwu_inbox.adapters.lease import FileLease, PostgresLease
from imwu_inbox.adapters.smtp_postman import SmtpPostman
from imwu_inbox.domain.reader_setup import ReaderSetup
from imwu_inbox.ports.lease import Lease
from imwu_inbox.ports.mailbox import Tray
from imwu_inbox.settings import Registers, Settings, letters_folder

DRY_RUN_ADDRESS = "unit@localhost.localdomain"
"""Where a letter of a dry run comes from while no address is configured."""


def mailbox_door(settings: Settings) -> ImapMailboxDoor:
    """The way to the unit's mailbox, as configured; nothing is opened yet."""
    box = settings.mailbox
    return ImapMailboxDoor(
        account=box.user,
        host=box.host,
        port=box.port,
        tls=box.tls,
        auth=box.auth,
        user=box.user,
        password=box.secret,
        folder=box.folder,
        trays={
            Tray.PROCESSED: box.processed_folder,
            Tray.REJECTED: box.rejected_folder,
            Tray.REVIEW: box.review_folder,
        },
        timeout_seconds=box.timeout_seconds,
        ca_file=box.ca_file or None,
    )


def postman(settings: Settings) -> SmtpPostman:
    """The way to the relay, as configured; nothing is opened yet."""
    relay = settings.smtp
    return SmtpPostman(
        host=relay.host,
        port=relay.port,
        tls=relay.tls,
        auth=relay.auth,
        user=relay.user,
        password=relay.secret,
        envelope_sender=relay.envelope_sender,
        timeout_seconds=relay.timeout_seconds,
        ca_file=relay.ca_file or None,
    )


def letters(settings: Settings) -> JinjaLetters:
    """The writer of letters. Raises: BadConfig when the wordings cannot be used."""
    return JinjaLetters(
        folder=letters_folder(settings),
        from_address=settings.smtp.from_address or DRY_RUN_ADDRESS,
        brand_en=settings.brand.name_en,
        brand_fr=settings.brand.name_fr,
        limits=settings.limits.values(),
        zone=settings.clock.zone,
    )


def jail(settings: Settings, registers: Registers) -> Jail:
    """The walls around every parser of a sender's bytes."""
    return Jail(
        setup=ReaderSetup(exemption_codes=registers.codes.codes, country_codes=registers.countries.codes),
        workers=settings.reader.workers,
        seconds_per_file=settings.reader.seconds_per_file,
        memory_bytes=settings.reader.memory_mb * 1024 * 1024,
    )


def lease(settings: Settings) -> Lease:
    """Locks that their holder's death frees: on files beside the embedded store, else in the database."""
    if settings.store.url.startswith("sqlite"):
        return FileLease(Path(settings.vault.folder).parent / "locks")
    return PostgresLease(settings.store.url)
