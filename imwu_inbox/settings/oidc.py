"""The section of the organization's own sign-in for the officers' pages."""

from pydantic import SecretStr, model_validator

from imwu_inbox.settings.secrets import secret_text
from imwu_inbox.settings.sections import Seconds, Section


class OidcSection(Section):
    """[oidc]: the OpenID provider officers sign in with; empty: user names and passwords alone."""

    issuer: str = ""
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    client_secret_file: str = ""
    timeout_seconds: Seconds = 10
    ca_file: str = ""

    @model_validator(mode="after")
    def _whole(self) -> "OidcSection":
        if self.issuer and not self.issuer.startswith("https://"):
            raise ValueError('issuer: expected an address such as "https://login.example.org/realms/unit"')
        if bool(self.issuer) != bool(self.client_id):
            raise ValueError("issuer and client_id are given together or not at all")
        return self

    def secret(self) -> str:
        """The client's secret, read now. Raises: BadConfig."""
        return secret_text("oidc.client_secret", self.client_secret, self.client_secret_file)
