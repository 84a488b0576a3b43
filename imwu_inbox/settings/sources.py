"""Where the configuration comes from: file, environment, packaged defaults; and what is said when it is wrong."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, PrivateAttr, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails

from imwu_inbox.domain.sending import Sending
from imwu_inbox.errors import BadConfig
from imwu_inbox.settings.expectations import expected, nearest
from imwu_inbox.settings.mailboxes import inherited, must_differ
from imwu_inbox.settings.oauth import OauthSection
from imwu_inbox.settings.oidc import OidcSection
from imwu_inbox.settings.sections import (
    BrandSection,
    ClockSection,
    EngineSection,
    GateSection,
    LimitsSection,
    MailboxSection,
    ReaderSection,
    SmtpSection,
    VaultSection,
    required,
)
from imwu_inbox.settings.store import StoreSection
from imwu_inbox.settings.web import WebSection

CONFIG_VARIABLE = "IMWU_INBOX_CONFIG"
PREFIX = "IMWU_INBOX__"
FILE_NAME = "imwu-inbox.toml"

_INSIDE_FURTHER = 3
"""Where the key of a further mailbox stands in a complaint's place: mailbox, more, number, key."""
_PACKAGE = Path(__file__).resolve().parent.parent


def packaged_folder() -> Path:
    """The folder of the defaults: inside an installed package, or at the top of a checkout. Raises: BadConfig."""
    for folder in (_PACKAGE / "config", _PACKAGE.parent / "config"):
        if (folder / FILE_NAME).is_file():
            return folder
    raise BadConfig(f"The packaged {FILE_NAME} is gone from {_PACKAGE}. Install imwu-inbox again.")


class Settings(BaseModel):
    """Everything that can be configured; frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    mailbox: MailboxSection = MailboxSection()
    smtp: SmtpSection = SmtpSection()
    store: StoreSection = StoreSection()
    vault: VaultSection = VaultSection()
    limits: LimitsSection = LimitsSection()
    clock: ClockSection = ClockSection()
    gate: GateSection = GateSection()
    reader: ReaderSection = ReaderSection()
    engine: EngineSection = EngineSection()
    web: WebSection = WebSection()
    brand: BrandSection = BrandSection()
    oauth: OauthSection = OauthSection()
    oidc: OidcSection = OidcSection()

    _origin: Path = PrivateAttr(default_factory=lambda: packaged_folder() / FILE_NAME)
    _variables: Mapping[str, str] = PrivateAttr(default_factory=dict)

    @property
    def origin(self) -> Path:
        """The file these settings were read from; registers and letters are looked for beside it first."""
        return self._origin

    @model_validator(mode="after")
    def _mailboxes_differ(self) -> "Settings":
        must_differ(self.mailboxes)
        return self

    @model_validator(mode="after")
    def _client_can_sign_in(self) -> "Settings":
        servers = (*self.mailboxes, self.smtp)
        if self.oauth.client_id and not (self.oauth.has_secret or any(one.refresh_token_file for one in servers)):
            raise ValueError(
                "client_id needs client_secret, client_secret_file or refresh_token_file in [oauth], "
                "or each mailbox and relay a refresh_token_file of its own"
            )
        return self

    @property
    def mailboxes(self) -> tuple[MailboxSection, ...]:
        """Every mailbox that is read, the one of [mailbox] first."""
        return (self.mailbox, *self.mailbox.more)

    def require_mailbox(self) -> MailboxSection:
        """The mailbox section with host and user, or the path of a folder. Raises: BadConfig."""
        for box in (box for box in self.mailboxes if not box.path):
            required(box.host, "mailbox.host", self.origin)
            required(box.user, "mailbox.user", self.origin)
        return self.mailbox

    def sending_now(self) -> Sending:
        """How the switches stand: `send` and `dry` are read anew, so that the kill switch needs no restart.

        While the file cannot be used nothing goes out: somebody may be turning the switch. A trial ends with a restart.
        """
        try:
            now = self if self._origin == packaged_folder() / FILE_NAME else load(self._origin, self._variables)
        except BadConfig:
            return Sending.UNKNOWN
        if not now.smtp.send:
            return Sending.OFF
        return Sending.TRIAL if now.smtp.dry or self.smtp.dry else Sending.ON

    def may_send_now(self) -> bool:
        """Whether letters may go out."""
        return self.sending_now() is Sending.ON

    def require_smtp(self) -> SmtpSection:
        """The relay section with host and our own address. Raises: BadConfig."""
        required(self.smtp.host, "smtp.host", self.origin)
        required(self.smtp.from_address, "smtp.from_address", self.origin)
        return self.smtp


def find_config(given: Path | None, environment: Mapping[str, str]) -> Path:
    """The file to read: the given one, else IMWU_INBOX_CONFIG, else config/imwu-inbox.toml, else the packaged one.

    Raises: BadConfig when a file that was named is not there.
    """
    named = given or (Path(environment[CONFIG_VARIABLE]) if environment.get(CONFIG_VARIABLE) else None)
    if named is not None:
        if not named.is_file():
            raise BadConfig(f"{named}: no such configuration file. Lay one out with: imwu-inbox init {named.parent}")
        return named
    here = Path("config") / FILE_NAME
    return here if here.is_file() else packaged_folder() / FILE_NAME


def load(given: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Read, overlay and check the configuration once. Raises: BadConfig naming file, key, expected type or range."""
    variables = os.environ if environment is None else environment
    path = find_config(given, variables)
    tables = _tables(path)
    overlaid = _overlay(tables, variables)
    if "mailbox" in tables:
        tables["mailbox"] = inherited(tables["mailbox"])
    try:
        settings = Settings.model_validate(_frozen(tables))
    except ValidationError as error:
        raise BadConfig("\n".join(_complaint(path, overlaid, detail) for detail in error.errors())) from None
    settings._origin = path
    settings._variables = {name: variables[name] for name in variables if name.startswith(PREFIX)}
    return settings


def _tables(path: Path) -> dict[str, dict[str, object]]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfig(f"{path}: cannot be read: {error}.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(f"{path}: not valid TOML: {error}.") from error
    for name, table in raw.items():
        if not isinstance(table, dict):
            raise BadConfig(f"{path}: key {name} stands outside any [section]. Move it into its section.")
    return raw


def _overlay(tables: dict[str, dict[str, object]], variables: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Lay the variables over the tables; which variable gave which key."""
    overlaid: dict[tuple[str, str], str] = {}
    for name in sorted(variables):
        if not name.startswith(PREFIX):
            continue
        section, _, key = name.removeprefix(PREFIX).lower().partition("__")
        if not key:
            raise BadConfig(f"Environment {name}: expected the form {PREFIX}SECTION__KEY.")
        tables.setdefault(section, {})[key] = _value(variables[name], section, key)
        overlaid[section, key] = name
    return overlaid


def _value(text: str, section: str, key: str) -> object:
    """A variable's text as the key's type wants it: text stays text, anything else is read as TOML would."""
    part = Settings.model_fields.get(section)
    field = part.annotation.model_fields.get(key) if part and isinstance(part.annotation, type) else None
    if field is not None and expected(field).startswith(("text", "one of")):
        return text
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _frozen(value: object) -> object:
    """The same with every list as a tuple, as frozen settings hold them."""
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _complaint(path: Path, overlaid: Mapping[tuple[str, str], str], detail: ErrorDetails) -> str:
    """One line a person can act on: where, which key, what is expected."""
    section, key = [*(str(part) for part in detail["loc"][:2]), "", ""][:2]
    place = f"environment {overlaid[section, key]}" if (section, key) in overlaid else str(path)
    named = f"[{section}] {key}".rstrip()
    if key == "more" and len(detail["loc"]) > _INSIDE_FURTHER:
        key = str(detail["loc"][_INSIDE_FURTHER])
        named = f"[[mailbox.more]] {key}"
    if not section:
        return f"{place}: {detail['ctx']['error']}."
    part = Settings.model_fields.get(section)
    model = part.annotation if part else None
    keys = model.model_fields if isinstance(model, type) and issubclass(model, BaseModel) else {}
    if detail["type"] == "extra_forbidden":
        known = keys if key else Settings.model_fields
        return f"{place}: {named} is not a known {'key' if key else 'section'}{nearest(key or section, known)}."
    if detail["type"] == "value_error":
        return f"{place}: {named}: {detail['ctx']['error']}."
    wanted = expected(keys[key]) if key in keys else "a [section]"
    # What was found is left out of a secret's complaint: complaints end up in logs.
    found = "" if key in keys and keys[key].annotation is SecretStr else f", found {detail['input']!r}"
    return f"{place}: {named}: expected {wanted}{found}."
