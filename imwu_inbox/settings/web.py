"""The section of the officers' pages: where they listen, and how browsers reach them."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from imwu_inbox.settings.sections import Section, is_loopback


def _public_url(url: str) -> str:
    parts = urlsplit(url)
    if url and (parts.scheme != "https" or not parts.netloc or parts.path.strip("/") or parts.query or parts.username):
        raise ValueError(f'expected an address such as "https://inbox.example.org", found "{url}"')
    return url.rstrip("/").lower()


class WebSection(Section):
    """[web]: where the officers' pages listen, and the address under which browsers reach them."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    public_url: Annotated[str, AfterValidator(_public_url)] = ""

    @model_validator(mode="after")
    def _no_open_line(self) -> "WebSection":
        if not self.public_url and not is_loopback(self.host):
            raise ValueError(
                "host is no loopback address (127.0.0.1, ::1, localhost): passports would travel in the clear. Put a "
                "server with TLS before the pages and name its address in public_url"
            )
        return self
