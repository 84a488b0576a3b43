"""The sections of the configuration file: each key with its type and range."""

import ipaddress
from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from imwu_inbox.domain import limits
from imwu_inbox.domain.mail import Language, must_be_aware
from imwu_inbox.errors import BadConfig
from imwu_inbox.settings.secrets import secret_text, vault_key_of

Tls = Literal["implicit", "starttls", "none"]
Auth = Literal["password", "xoauth2"]
Port = Annotated[int, Field(ge=1, le=65535)]
Seconds = Annotated[int, Field(ge=1, le=3600)]
Count = Annotated[int, Field(ge=1, le=64)]
Letters = Annotated[int, Field(ge=0, le=1000)]
FILES = "files"
"""The account in the ledger of messages that come as files."""


class Section(BaseModel):
    """A table of the file: unknown keys and loose types are refused, values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def is_loopback(host: str) -> bool:
    """Whether the host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _zone_name(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, KeyError, OSError) as error:  # ZoneInfoNotFoundError is a KeyError
        raise ValueError(f'expected the name of a time zone such as "America/Toronto", found "{name}"') from error
    return name


def _address(text: str) -> str:
    local, at, domain = text.rpartition("@")
    if text and not (local and at and domain and text.isascii() and text.isprintable() and " " not in text):
        raise ValueError(f'expected one mail address such as "unit@example.org", found "{text}"')
    return text


def _moment(moment: datetime) -> datetime:
    try:
        return must_be_aware(moment)
    except ValueError as error:
        raise ValueError("expected a date and time with its offset, e.g. 2026-11-22T09:00:00-05:00") from error


def _vault_url(url: str) -> str:
    if not url.startswith("file:") or not url.removeprefix("file:").removeprefix("//").strip("/"):
        raise ValueError('expected a folder as "file:///absolute/folder" or "file:relative/folder"')
    return url


class _Server(Section):
    """A mail server and how to sign in there."""

    host: str = ""
    tls: Tls = "implicit"
    auth: Auth = "password"
    user: str = ""
    password: SecretStr = SecretStr("")
    password_file: str = ""
    refresh_token_file: str = ""
    timeout_seconds: Seconds = 30
    ca_file: str = ""

    @model_validator(mode="after")
    def _no_open_line(self) -> "_Server":
        if self.tls == "none" and not is_loopback(self.host):
            raise ValueError(
                'tls="none" is allowed only when host is a loopback address (127.0.0.1, ::1, localhost): '
                'passports would travel in the clear; use "implicit" or "starttls"'
            )
        return self


class MailboxSection(_Server):
    """[mailbox]: the unit's mailbox on its IMAP server, or with `path` a folder of .eml files on this machine."""

    path: str = ""
    port: Port = 993
    folder: str = "INBOX"
    processed_folder: str = "Processed"
    rejected_folder: str = "Rejected"
    review_folder: str = "Review"
    poll_seconds: Seconds = 60
    idle: bool = True
    own_addresses: tuple[Annotated[str, AfterValidator(_address)], ...] = ()
    authserv_id: str = ""
    authserv_unnamed: bool = False
    answer_since: Annotated[datetime, AfterValidator(_moment)] | None = None
    more: tuple["MailboxSection", ...] = ()

    @model_validator(mode="after")
    def _one_way_to_sign(self) -> "MailboxSection":
        if self.authserv_id and self.authserv_unnamed:
            raise ValueError("authserv_unnamed is for a server that writes no name: leave authserv_id empty with it")
        return self

    @property
    def name(self) -> str:
        """What ledger, lease and logbook call it."""
        return f"{FILES}/{self.path}" if self.path else f"{self.user}/{self.folder}"

    def secret(self) -> str:
        """The password or token, read now. Raises: BadConfig."""
        return secret_text("mailbox.password", self.password, self.password_file)


class SmtpSection(_Server):
    """[smtp]: the relay that takes our letters. `send` False keeps each in the outbox, `dry` marks it never to go."""

    port: Port = 465
    from_address: Annotated[str, AfterValidator(_address)] = ""
    envelope_sender: Annotated[str, AfterValidator(_address)] = ""
    send: bool = True
    dry: bool = False

    def secret(self) -> str:
        """The password or token, read now; empty when the relay asks for none. Raises: BadConfig."""
        return secret_text("smtp.password", self.password, self.password_file)


class VaultSection(Section):
    """[vault]: where the original bytes are kept, encrypted."""

    url: Annotated[str, AfterValidator(_vault_url)] = "file:var/vault"
    key: SecretStr = SecretStr("")
    key_file: str = "var/vault.key"

    @property
    def folder(self) -> str:
        """The folder of the vault on this machine."""
        path = self.url.removeprefix("file:")
        return unquote(path.removeprefix("//") if path.startswith("///") else path)

    def secret(self) -> bytes:
        """The vault's key, read now: `key` when it is given, else the file. Units: 32 octets. Raises: BadConfig."""
        if self.key.get_secret_value():
            return vault_key_of(self.key.get_secret_value(), "vault.key")
        return vault_key_of(secret_text("vault.key", self.key, self.key_file), self.key_file or "vault.key_file")


class LimitsSection(Section):
    """[limits]: the programme's numbers. Units: octets, calendar days, letters, hours."""

    message_bytes: Annotated[int, Field(ge=65_536, le=104_857_600)] = limits.MESSAGE_BYTES
    nominal_message_bytes: Annotated[int, Field(ge=65_536, le=104_857_600)] = limits.NOMINAL_MESSAGE_BYTES
    due_days: Annotated[int, Field(ge=1, le=365)] = limits.DUE_DAYS
    entry_notice_days: Annotated[int, Field(ge=0, le=365)] = limits.ENTRY_NOTICE_DAYS
    replies_per_sender_per_hour: Letters = 3
    replies_per_sender_per_day: Letters = 10
    rejections_per_reason_per_day: Letters = 2
    replies_per_subject_per_hour: Letters = 2
    replies_per_hour: Annotated[int, Field(ge=1, le=100_000)] = 100
    parts_wait_hours: Annotated[int, Field(ge=0, le=72)] = 4

    @model_validator(mode="after")
    def _nominal_is_lower(self) -> "LimitsSection":
        if self.nominal_message_bytes > self.message_bytes:
            raise ValueError("nominal_message_bytes must not be above message_bytes")
        return self

    def values(self) -> limits.Limits:
        """The numbers as the rules take them."""
        return limits.Limits(**self.model_dump())


class ClockSection(Section):
    """[clock]: the zone in which days are counted."""

    timezone: Annotated[str, AfterValidator(_zone_name)] = "America/Toronto"

    @property
    def zone(self) -> ZoneInfo:
        """The zone itself."""
        return ZoneInfo(self.timezone)


class GateSection(Section):
    """[gate]: what envelope and sender decide."""

    auto_reject: bool = True
    answer_reply_to_of_no_reply: bool = False
    internal_domains: tuple[str, ...] = ("gc.ca", "canada.ca")
    free_mail_domains: tuple[str, ...] = (
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.ca", "hotmail.fr", "live.com", "live.ca",
        "msn.com", "yahoo.com", "yahoo.ca", "yahoo.fr", "icloud.com", "me.com", "aol.com", "gmx.com", "gmx.de",
        "mail.com", "proton.me", "protonmail.com", "videotron.ca", "sympatico.ca", "orange.fr", "free.fr", "qq.com",
        "163.com",
    )  # fmt: skip


class ReaderSection(Section):
    """[reader]: the jailed children that open senders' files."""

    workers: Count = 2
    seconds_per_file: Annotated[int, Field(ge=5, le=3600)] = 120
    memory_mb: Annotated[int, Field(ge=256, le=16384)] = 448


class EngineSection(Section):
    """[engine]: what carries each request through its run."""

    name: Literal["dbos", "inline"] = "dbos"
    workers: Count = 2
    executor_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")] = "main"
    forget_after_days: Annotated[int, Field(ge=1, le=3650)] = 30


class BrandSection(Section):
    """[brand]: the unit's name in both languages, as letters print it, and the pages' own name."""

    name_en: Annotated[str, Field(min_length=1)] = "International Mobility Workers Unit"
    name_fr: Annotated[str, Field(min_length=1)] = "Unité pour la mobilité internationale des travailleurs"
    inbox_en: Annotated[str, Field(min_length=1)] = "IMWU Inbox"
    inbox_fr: Annotated[str, Field(min_length=1)] = "Boîte UMIT"

    def inbox(self, language: Language) -> str:
        """What the officers' pages call themselves."""
        return self.inbox_fr if language is Language.FRENCH else self.inbox_en


def required(value: str, key: str, origin: object) -> str:
    """The value of a key that this command cannot do without. Raises: BadConfig when it is empty."""
    if not value:
        raise BadConfig(
            f"{origin}: {key} is empty. Set it there, or give IMWU_INBOX__{key.upper().replace('.', '__')}."
        )
    return value
