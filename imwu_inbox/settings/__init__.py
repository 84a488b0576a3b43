"""One TOML file and the environment to one typed, frozen object; nothing below this storey reads it."""

from imwu_inbox.settings.oauth import OauthSection, keep_refresh_token, refresh_token
from imwu_inbox.settings.oidc import OidcSection
from imwu_inbox.settings.registers import Registers, letters_folder, registers_of
from imwu_inbox.settings.sections import (
    FILES,
    BrandSection,
    ClockSection,
    EngineSection,
    GateSection,
    LimitsSection,
    MailboxSection,
    ReaderSection,
    SmtpSection,
    Tls,
    VaultSection,
)
from imwu_inbox.settings.sources import CONFIG_VARIABLE, Settings, find_config, load, packaged_folder
from imwu_inbox.settings.store import StoreSection
from imwu_inbox.settings.web import WebSection

__all__ = [
    "CONFIG_VARIABLE",
    "FILES",
    "BrandSection",
    "ClockSection",
    "EngineSection",
    "GateSection",
    "LimitsSection",
    "MailboxSection",
    "OauthSection",
    "OidcSection",
    "ReaderSection",
    "Registers",
    "Settings",
    "SmtpSection",
    "StoreSection",
    "Tls",
    "VaultSection",
    "WebSection",
    "find_config",
    "keep_refresh_token",
    "letters_folder",
    "load",
    "packaged_folder",
    "refresh_token",
    "registers_of",
]
