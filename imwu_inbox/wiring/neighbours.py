"""From settings to the adapters of each neighbour; nothing is opened yet."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from imwu_inbox.adapters.authlib_sign_in import AuthlibSignIn
from imwu_inbox.adapters.folder_mailbox import FolderMailboxDoor
from imwu_inbox.adapters.imap_mailbox import ImapMailboxDoor
from imwu_inbox.adapters.jail import Jail
from imwu_inbox.adapters.jinja_letters import JinjaLetters
from imwu_inbox.adapters.lease import FileLease, PostgresLease
from imwu_inbox.adapters.msal_tokens import MsalTokens
from imwu_inbox.adapters.patient_postgres import PatientConnection, be_patient
from imwu_inbox.adapters.smtp_postman import SmtpPostman
from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.adapters.system_clock import SystemClock
from imwu_inbox.domain.reader_setup import ReaderSetup
from imwu_inbox.domain.seal import Seal
from imwu_inbox.ports.lease import Lease
from imwu_inbox.ports.mailbox import Tray
from imwu_inbox.ports.tokens import Tokens
from imwu_inbox.settings import (
    FILES,
    MailboxSection,
    Registers,
    Settings,
    SmtpSection,
    keep_refresh_token,
    letters_folder,
    refresh_token,
)

DRY_RUN_ADDRESS = "unit@localhost.localdomain"
"""Where a letter of a dry run comes from while no address is configured."""
_DRAWING_SECONDS = 20
SETTLED_SECONDS = 5.0
"""So long a file must lie unchanged before it is taken for whole. Units: seconds."""
AnyDoor = ImapMailboxDoor | FolderMailboxDoor


class TokenRing:
    """The tokens of each server: of the person whose refresh token it names, else of [oauth]'s person or program.

    Servers that name the same refresh token share its tokens: each renewal takes the place of the one before.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._made: dict[str, MsalTokens] = {}

    def of(self, server: MailboxSection | SmtpSection) -> Tokens | None:
        """The server's tokens; None where its password, or a token in its place, is what it asks for."""
        if server.auth != "xoauth2" or not self._settings.oauth.client_id:
            return None
        file = server.refresh_token_file or self._settings.oauth.refresh_token_file
        return self._made.setdefault(file, self._tokens(file))

    def _tokens(self, file: str) -> MsalTokens:
        oauth = self._settings.oauth
        return MsalTokens(
            authority=oauth.url,
            client_id=oauth.client_id,
            client_secret=oauth.secret,
            scopes=oauth.scopes,
            clock=SystemClock(),
            refresh_token=partial(refresh_token, file) if file else None,
            keep_refresh_token=partial(keep_refresh_token, file),
            timeout_seconds=oauth.timeout_seconds,
            ca_file=oauth.ca_file or None,
        )


def mailbox_doors(settings: Settings, given: TokenRing | None = None) -> tuple[AnyDoor, ...]:
    """The ways to the unit's mailboxes, as configured, the first of [mailbox]; nothing is opened yet."""
    ring = given or TokenRing(settings)
    return tuple(_door(box, _key(box, ring)) for box in settings.mailboxes)


def _door(box: MailboxSection, key: "_Key") -> AnyDoor:
    trays = {
        Tray.PROCESSED: box.processed_folder,
        Tray.REJECTED: box.rejected_folder,
        Tray.REVIEW: box.review_folder,
    }
    if box.path:
        return FolderMailboxDoor(path=Path(box.path), account=FILES, trays=trays, settled_seconds=SETTLED_SECONDS)
    return ImapMailboxDoor(
        account=box.user,
        host=box.host,
        port=box.port,
        tls=box.tls,
        auth=box.auth,
        user=box.user,
        password=key.show,
        forget=key.forget,
        folder=box.folder,
        trays=trays,
        timeout_seconds=box.timeout_seconds,
        ca_file=box.ca_file or None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    """What opens a server: a password or token to show, and whom to tell when it was refused."""

    show: Callable[[], str]
    forget: Callable[[], None]


def _key(server: MailboxSection | SmtpSection, ring: TokenRing) -> _Key:
    service = ring.of(server)
    if service is not None:
        return _Key(show=lambda: service.token().text, forget=service.forget)
    return _Key(show=server.secret, forget=lambda: None)


def postman(settings: Settings, given: TokenRing | None = None) -> SmtpPostman:
    """The way to the relay, as configured; nothing is opened yet."""
    relay = settings.smtp
    key = _key(relay, given or TokenRing(settings))
    return SmtpPostman(
        host=relay.host,
        port=relay.port,
        tls=relay.tls,
        auth=relay.auth,
        user=relay.user,
        password=key.show,
        forget=key.forget,
        envelope_sender=relay.envelope_sender,
        timeout_seconds=relay.timeout_seconds,
        ca_file=relay.ca_file or None,
    )


def letters(settings: Settings, seal: Seal) -> JinjaLetters:
    """The writer of letters. Raises: BadConfig when the wordings cannot be used."""
    return JinjaLetters(
        folder=letters_folder(settings),
        from_address=settings.smtp.from_address or DRY_RUN_ADDRESS,
        brand_en=settings.brand.name_en,
        brand_fr=settings.brand.name_fr,
        limits=settings.limits.values(),
        zone=settings.clock.zone,
        seal=seal,
    )


def reader_setup(registers: Registers) -> ReaderSetup:
    """What a jailed reader is told."""
    return ReaderSetup(
        exemption_codes=registers.codes.codes,
        country_codes=registers.countries.zone_codes,
        country_names=registers.countries.codes_by_name,
    )


def jail(settings: Settings, registers: Registers) -> Jail:
    """The walls around every parser of a sender's bytes."""
    return Jail(
        setup=reader_setup(registers),
        workers=settings.reader.workers,
        seconds_per_file=settings.reader.seconds_per_file,
        memory_bytes=settings.reader.memory_mb * 1024 * 1024,
    )


def drawing_jail(settings: Settings, registers: Registers) -> Jail:
    """One child that draws pages for officers: a page that takes long is not shown rather than waited for."""
    return Jail(
        setup=ReaderSetup(exemption_codes=registers.codes.codes, country_codes=registers.countries.zone_codes),
        workers=1,
        seconds_per_file=min(settings.reader.seconds_per_file, _DRAWING_SECONDS),
        memory_bytes=settings.reader.memory_mb * 1024 * 1024,
    )


def lease(settings: Settings) -> Lease:
    """Locks that their holder's death frees: on files beside the embedded store, else in the database."""
    if settings.store.url.startswith("sqlite"):
        return FileLease(Path(settings.vault.folder).parent / "locks")
    return PostgresLease(settings.store.line, connect=PatientConnection.connect)


def database(settings: Settings) -> Database:
    """The house's database. Its lines, and the engine's beside it, give up a server that stays silent."""
    be_patient()
    return connect(settings.store.line)


def sign_in_service(settings: Settings) -> AuthlibSignIn | None:
    """The organization's sign-in for the officers' pages; None where none is configured. Nothing is opened yet."""
    oidc = settings.oidc
    if not oidc.issuer:
        return None
    return AuthlibSignIn(
        issuer=oidc.issuer,
        client_id=oidc.client_id,
        client_secret=oidc.secret,
        clock=SystemClock(),
        timeout_seconds=oidc.timeout_seconds,
        ca_file=oidc.ca_file or None,
    )
