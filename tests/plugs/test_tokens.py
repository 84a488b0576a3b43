"""Every service of tokens, real or fake, keeps these promises."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from imwu_inbox.adapters.msal_tokens import MsalTokens
from imwu_inbox.errors import NeighbourDown
from imwu_inbox.ports.tokens import Token, Tokens
from tests.fakes.clock import FakeClock
from tests.fakes.tokens import FakeTokens
from tests.servers import signin
from tests.servers.lines import silent
from tests.servers.signin import TENANT, SignIn

SECRET = "s3cret"
SCOPE = "https://mail.unit.example/.default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A service, its clock, and a way to make it give other tokens from now on."""

    tokens: Tokens
    clock: FakeClock
    goes_on: Callable[[], None]


def client(service: SignIn, clock: FakeClock, *, secret: str = SECRET, **more: object) -> MsalTokens:
    """A client of the service."""
    return MsalTokens(
        authority=f"{service.url}/{TENANT}",
        client_id="imwu",
        client_secret=lambda: secret,
        scopes=(SCOPE,),
        clock=clock,
        ca_file=str(service.authority),
        **{"timeout_seconds": 5, **more},  # type: ignore[arg-type]  # tests name what they add
    )


@contextmanager
def fake_desk() -> Iterator[Desk]:
    """The fake."""
    clock = FakeClock()
    yield Desk(tokens=FakeTokens(clock), clock=clock, goes_on=lambda: None)


@contextmanager
def msal_desk(folder: Path) -> Iterator[Desk]:
    """A real client of a service on loopback."""
    numbers = iter(range(1, 10))
    with signin.running(folder) as service:
        clock = FakeClock()

        def goes_on() -> None:
            service.gives(f"token-{next(numbers)}")

        goes_on()
        yield Desk(tokens=client(service, clock), clock=clock, goes_on=goes_on)


@pytest.fixture(params=["fake", "msal"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """Each kind in turn."""
    with fake_desk() if request.param == "fake" else msal_desk(tmp_path) as made:
        yield made


@pytest.fixture
def service(tmp_path: Path) -> Iterator[SignIn]:
    """A service on loopback."""
    with signin.running(tmp_path) as running:
        yield running


def test_a_token_is_kept_until_shortly_before_its_end(desk: Desk) -> None:
    """Each visit and each letter does not ask anew, and none starts with a token that ends under way."""
    first = desk.tokens.token()
    assert first == Token(text="token-1", expires_at=desk.clock.now() + timedelta(hours=1))
    desk.goes_on()
    desk.clock.go_on(timedelta(minutes=54))
    assert desk.tokens.token() == first
    desk.clock.go_on(timedelta(minutes=1))
    assert desk.tokens.token().text == "token-2"


def test_a_token_that_a_server_refused_is_not_shown_again(desk: Desk) -> None:
    """It may have been withdrawn before its end."""
    assert desk.tokens.token().text == "token-1"
    desk.goes_on()
    desk.tokens.forget()
    assert desk.tokens.token().text == "token-2"


def test_a_token_never_shows_in_a_log(desk: Desk) -> None:
    """Its text opens the unit's mailbox."""
    assert "token-1" not in repr(desk.tokens.token())


def test_a_program_asks_with_its_own_secret(service: SignIn) -> None:
    """The client-credential flow."""
    service.gives("token-1")
    assert client(service, FakeClock()).token().text == "token-1"
    (asked,) = service.asked
    assert (asked["grant_type"], asked["client_id"], asked["client_secret"]) == ("client_credentials", "imwu", "s3cret")
    assert asked["scope"] == SCOPE


@pytest.mark.parametrize("secret", ["", "s3cret"])
def test_a_persons_refresh_token_is_shown_and_a_renewed_one_is_kept(service: SignIn, secret: str) -> None:
    """The service may replace it with every answer; the old one may then be void."""
    kept = ["refresh-1"]
    tokens = client(service, FakeClock(), secret=secret, refresh_token=lambda: kept[-1], keep_refresh_token=kept.append)
    service.gives("token-1", refresh_token="refresh-2")
    tokens.token()
    tokens.forget()
    tokens.token()
    assert [asked["grant_type"] for asked in service.asked] == ["refresh_token", "refresh_token"]
    assert [asked["refresh_token"] for asked in service.asked] == ["refresh-1", "refresh-2"]
    assert kept == ["refresh-1", "refresh-2", "refresh-2"]


def test_many_callers_ask_the_service_once(service: SignIn) -> None:
    """A visit, a listener and a letter may need the token at the same moment."""
    service.gives("token-1")
    tokens = client(service, FakeClock())
    with ThreadPoolExecutor(max_workers=8) as pool:
        assert {token.text for token in pool.map(lambda _number: tokens.token(), range(8))} == {"token-1"}
    assert len(service.asked) == 1


def test_a_refusal_gives_its_reason_and_keeps_the_secret(service: SignIn) -> None:
    """The operator reads that the secret ran out, and not the secret."""
    service.answer = {"error": "invalid_client", "error_description": "AADSTS7000222: the client secret has run out"}
    with pytest.raises(NeighbourDown, match="AADSTS7000222") as refused:
        client(service, FakeClock()).token()
    assert "s3cret" not in str(refused.value)
    service.gives("token-1")
    assert client(service, FakeClock()).token().text == "token-1"


def test_a_service_that_refused_is_left_alone_for_a_while(service: SignIn) -> None:
    """Letters are tried every few seconds: the service would count that as an attack."""
    clock = FakeClock()
    tokens = client(service, clock)
    service.answer = {"error": "invalid_client"}
    for _ in range(5):
        with pytest.raises(NeighbourDown, match="invalid_client"):
            tokens.token()
    assert len(service.asked) == 1
    service.gives("token-1")
    clock.go_on(timedelta(seconds=30))
    assert tokens.token().text == "token-1"


def test_a_service_nobody_vouches_for_gets_no_secret(service: SignIn) -> None:
    """The certificate is checked before anything is said."""
    stranger = MsalTokens(
        authority=f"{service.url}/{TENANT}",
        client_id="imwu",
        client_secret=lambda: "s3cret",
        scopes=(SCOPE,),
        clock=FakeClock(),
        timeout_seconds=5,
    )
    with pytest.raises(NeighbourDown, match="gave no token"):
        stranger.token()
    assert service.asked == []


def test_a_silent_service_is_down_in_time(service: SignIn) -> None:
    """A visit does not hang on its token."""
    with silent() as port:
        service.url = f"https://localhost:{port}"
        tokens = MsalTokens(
            authority=f"{service.url}/{TENANT}",
            client_id="imwu",
            client_secret=lambda: "s3cret",
            scopes=(SCOPE,),
            clock=FakeClock(),
            timeout_seconds=0.3,
        )
        with pytest.raises(NeighbourDown, match="gave no token"):
            tokens.token()


def test_a_service_that_drips_is_given_up(service: SignIn) -> None:
    """An octet now and then never lets a single wait pass: the whole asking has a deadline."""
    service.drips = True
    with pytest.raises(NeighbourDown, match="gave no token"):
        client(service, FakeClock(), timeout_seconds=0.2).token()
    assert len(service.asked) == 1
