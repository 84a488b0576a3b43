"""The organization's sign-in by OpenID Connect: authorization code with PKCE, over authlib.

Source: OpenID Connect Core 1.0, sections 3.1.2 and 3.1.3.7; RFC 7636.
"""

from collections.abc import Callable, Mapping
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from imwu_inbox.errors import NeighbourDown
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.sign_in_service import Arrival, Departure

_ALGORITHMS = ["RS256", "PS256", "ES256"]
_LEEWAY_SECONDS = 60
_SECRET_LENGTH = 48


class AuthlibSignIn:
    """Sends people to one provider and proves who came back, by a signed token made for us and for this sign-in."""

    def __init__(
        self,
        *,
        issuer: str,
        client_id: str,
        client_secret: Callable[[], str],
        clock: Clock,
        timeout_seconds: int,
        ca_file: str | None = None,
    ) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._clock = clock
        self._timeout_seconds = timeout_seconds
        self._ca_file = ca_file

    def depart(self, return_url: str) -> Departure:
        """Begin a sign-in that comes back to this address."""
        nonce, verifier, state = (generate_token(_SECRET_LENGTH) for _ in range(3))
        with self._line(return_url) as line:
            url, _ = line.create_authorization_url(
                self._told(line)["authorization_endpoint"], state=state, code_verifier=verifier, nonce=nonce
            )
        return Departure(url=url, state=state, kept={"nonce": nonce, "verifier": verifier})

    def arrive(self, return_url: str, answer: Mapping[str, str], kept: Mapping[str, str]) -> Arrival | None:
        """Who the answer proves; None when it proves nobody."""
        if not answer.get("code"):
            return None
        with self._line(return_url) as line:
            told = self._told(line)
            try:
                token = line.fetch_token(
                    told["token_endpoint"], code=answer["code"], code_verifier=kept["verifier"], **self._limits()
                )
            except AuthlibBaseError:
                return None
            except requests.RequestException as error:
                raise self._down() from error
            return self._proven(str(token.get("id_token", "")), self._json(line, told["jwks_uri"]), kept["nonce"])

    def _proven(self, id_token: str, keys: Any, nonce: str) -> Arrival | None:
        """The person of a token that this issuer signed for us, now, and for this sign-in."""
        claims = jwt.JWTClaimsRegistry(
            now=int(self._clock.now().timestamp()),
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._client_id},
            exp={"essential": True},
            nonce={"essential": True, "value": nonce},
            sub={"essential": True},
        )
        try:
            token = jwt.decode(id_token, KeySet.import_key_set(keys), algorithms=_ALGORITHMS)
            claims.validate(token.claims)
        except (JoseError, ValueError, KeyError, TypeError):
            return None
        is_for_another = isinstance(token.claims["aud"], list) and token.claims.get("azp") != self._client_id
        subject = token.claims["sub"]
        if is_for_another or not isinstance(subject, str) or not subject:
            return None
        return Arrival(subject=f"{self._issuer}#{subject}")

    def _line(self, return_url: str) -> Any:
        line = OAuth2Session(
            client_id=self._client_id,
            client_secret=self._client_secret(),
            scope="openid",
            redirect_uri=return_url,
            code_challenge_method="S256",
        )
        # What the environment says of proxies and authorities is not asked: the configured authority alone is believed.
        line.trust_env = False
        return line

    def _limits(self) -> dict[str, Any]:
        return {"timeout": self._timeout_seconds, "verify": self._ca_file or True, "allow_redirects": False}

    def _told(self, line: Any) -> Any:
        """What the provider says of itself. Raises: NeighbourDown also where it calls itself by another name."""
        told = self._json(line, self._issuer.rstrip("/") + "/.well-known/openid-configuration")
        if told.get("issuer") != self._issuer:
            raise NeighbourDown("the sign-in service calls itself by another name: see that oidc.issuer is right")
        return told

    def _json(self, line: Any, url: str) -> Any:
        try:
            reply = line.request("GET", url, withhold_token=True, **self._limits())
            reply.raise_for_status()
            return reply.json()
        except (requests.RequestException, ValueError) as error:
            raise self._down() from error

    def _down(self) -> NeighbourDown:
        return NeighbourDown("the sign-in service does not answer: see that it runs and that [oidc] is right")
