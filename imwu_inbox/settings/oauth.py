"""The section of the sign-in service that gives tokens."""

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, model_validator

from imwu_inbox.settings.secrets import replace_secret, secret_text
from imwu_inbox.settings.sections import Seconds, Section


def _service(url: str) -> str:
    if not url.startswith("https://") or not url.removeprefix("https://").strip("/"):
        raise ValueError('expected an address such as "https://login.microsoftonline.com"')
    return url.rstrip("/")


class OauthSection(Section):
    """[oauth]: where tokens come from with auth = "xoauth2"."""

    tenant: str = ""
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    client_secret_file: str = ""
    refresh_token_file: str = ""
    authority: Annotated[str, AfterValidator(_service)] = "https://login.microsoftonline.com"
    scopes: Annotated[tuple[str, ...], Field(min_length=1)] = ("https://outlook.office365.com/.default",)
    timeout_seconds: Seconds = 30
    ca_file: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> "OauthSection":
        if self.client_id and not self.tenant:
            raise ValueError("client_id needs its tenant: give the directory's name or number in tenant")
        return self

    @property
    def has_secret(self) -> bool:
        """Whether the client, or one person for all servers, can sign in."""
        return bool(self.client_secret.get_secret_value() or self.client_secret_file or self.refresh_token_file)

    @property
    def url(self) -> str:
        """The tenant's own address at the service."""
        return f"{self.authority}/{self.tenant}"

    def secret(self) -> str:
        """The client's secret, read now; empty for a client that has none. Raises: BadConfig."""
        return secret_text("oauth.client_secret", self.client_secret, self.client_secret_file)


def refresh_token(file: str) -> str:
    """A person's refresh token, read now. Raises: BadConfig."""
    return secret_text("refresh_token", SecretStr(""), file)


def keep_refresh_token(file: str, token: str) -> None:
    """Put a renewed refresh token in the place of the old one. Raises: CannotWrite."""
    replace_secret(file, token)
