"""The organization's sign-in, against a real OpenID provider on loopback: whom it proves, and whom not."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc.jwk import RSAKey

from imwu_inbox.adapters.authlib_sign_in import AuthlibSignIn
from imwu_inbox.adapters.system_clock import SystemClock
from imwu_inbox.errors import NeighbourDown
from imwu_inbox.ports.sign_in_service import Arrival, Departure
from tests.servers import openid
from tests.servers.openid import CLIENT, SECRET, Provider

BACK = "https://inbox.example.org/signin/return"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the certificates lie."""
    return tmp_path_factory.mktemp("openid")


@pytest.fixture
def provider(authority: Path) -> Iterator[Provider]:
    """A provider that tells the truth until a test wants a lie."""
    with openid.running(authority) as running:
        yield running


def service(provider: Provider, *, issuer: str = "", secret: str = SECRET) -> AuthlibSignIn:
    """Our side of it."""
    return AuthlibSignIn(
        issuer=issuer or provider.issuer,
        client_id=CLIENT,
        client_secret=lambda: secret,
        clock=SystemClock(),
        timeout_seconds=10,
        ca_file=str(provider.authority),
    )


def answer_to(provider: Provider, leaving: Departure) -> dict[str, str]:
    """What the provider sends a browser back with."""
    reply = requests.get(leaving.url, verify=str(provider.authority), allow_redirects=False, timeout=10)
    assert reply.headers["Location"].startswith(BACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(reply.headers["Location"]).query).items()}


def test_whoever_signs_in_there_is_proven_here(provider: Provider) -> None:
    """By issuer and the person's own key there."""
    ours = service(provider)
    leaving = ours.depart(BACK)
    answer = answer_to(provider, leaving)
    assert answer["state"] == leaving.state
    assert ours.arrive(BACK, answer, leaving.kept) == Arrival(subject=f"{provider.issuer}#person-7")
    assert ours.arrive(BACK, answer, leaving.kept) is None


def test_every_departure_has_secrets_of_its_own(provider: Provider) -> None:
    """State, nonce and verifier are never used twice, and the verifier does not travel with the browser."""
    first, second = (service(provider).depart(BACK) for _ in range(2))
    assert first.state != second.state
    assert not set(first.kept.values()) & set(second.kept.values())
    assert first.kept["verifier"] not in first.url


@pytest.mark.parametrize(
    "lie",
    [
        {"iss": "https://evil.example"}, {"aud": "another"}, {"aud": [CLIENT, "another"]}, {"nonce": "another"},
        {"exp": 1}, {"sub": ""}, {"sub": None}, {"nonce": None}, {"exp": None}, {"aud": None},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_that_is_not_for_this_sign_in_proves_nobody(provider: Provider, lie: dict[str, object]) -> None:
    """Another issuer's, for another program, of another sign-in, too old, or of nobody."""
    provider.lies = dict(lie)
    ours = service(provider)
    leaving = ours.depart(BACK)
    assert ours.arrive(BACK, answer_to(provider, leaving), leaving.kept) is None


def test_a_token_of_another_key_proves_nobody(provider: Provider) -> None:
    """Whoever can write tokens but not sign them."""
    provider.published = RSAKey.generate_key(2048, {"kid": "1"})
    ours = service(provider)
    leaving = ours.depart(BACK)
    assert ours.arrive(BACK, answer_to(provider, leaving), leaving.kept) is None


def test_a_code_is_worth_nothing_to_whoever_did_not_leave(provider: Provider) -> None:
    """PKCE: without the verifier of the departure, and without the client's secret."""
    ours = service(provider)
    leaving, other = ours.depart(BACK), ours.depart(BACK)
    assert ours.arrive(BACK, answer_to(provider, leaving), other.kept) is None
    leaving = ours.depart(BACK)
    assert service(provider, secret="wrong").arrive(BACK, answer_to(provider, leaving), leaving.kept) is None
    assert ours.arrive(BACK, {"error": "access_denied", "state": leaving.state}, leaving.kept) is None


def test_a_service_that_is_away_or_another_is_told(provider: Provider) -> None:
    """Try again, or mend the configuration; nobody is let in meanwhile."""
    with pytest.raises(NeighbourDown, match="does not answer"):
        service(provider, issuer="https://localhost:9").depart(BACK)
    with pytest.raises(NeighbourDown, match="another name"):
        service(provider, issuer=provider.issuer + "/").depart(BACK)
