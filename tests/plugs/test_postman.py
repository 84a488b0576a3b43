"""Every postman, real or fake, reports truly."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from imwu_inbox.adapters.smtp_postman import SmtpPostman
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.reply import Delivery, DeliveryReport, Letter, LetterKind
from imwu_inbox.errors import NeighbourDown
from imwu_inbox.ports.postman import Postman
from tests.fakes.postman import FakePostman
from tests.servers import smtp
from tests.servers.certificates import make_certificates
from tests.servers.lines import dripping, saying, silent

LETTER = Letter(
    kind=LetterKind.ACKNOWLEDGEMENT,
    to="jane@maple.example",
    language=Language.ENGLISH,
    subject="Request received",
    text="Hello",
    message_id="<2026-000001.a@unit.example>",
    content=b"Subject: Request received\r\n\r\nHello\r\n.\r\n..two dots\r\n",
)

Prepare = Callable[[str], Postman]


def postman_to(port: int, *, timeout_seconds: float = 5, envelope_sender: str = "") -> SmtpPostman:
    """A postman to a loopback relay."""
    return SmtpPostman(
        host="127.0.0.1",
        port=port,
        tls="none",
        user="",
        password=lambda: "",
        envelope_sender=envelope_sender,
        timeout_seconds=timeout_seconds,
    )


@pytest.fixture(params=["fake", "smtp"])
def prepare(request: pytest.FixtureRequest) -> Iterator[Prepare]:
    """A postman whose relay answers DATA as told: "250 ...", "4..", "5..", or "silence"."""
    with ExitStack() as relays:

        def prepared(answer: str) -> Postman:
            if request.param == "fake":
                return FakePostman(answers=[DeliveryReport(delivery=MEANING[answer[:3]], answer=answer)])
            relay = relays.enter_context(smtp.running())
            relay.data, relay.after_data = answer, "hang" if answer == "silence" else "answer"
            return postman_to(relay.port, timeout_seconds=1 if answer == "silence" else 30)

        yield prepared


MEANING = {
    "250": Delivery.ACCEPTED,
    "451": Delivery.REFUSED_FOR_NOW,
    "554": Delivery.REFUSED_FOR_GOOD,
    "sil": Delivery.UNCERTAIN,
}


@pytest.mark.parametrize("answer", ["250 kept", "451 try later", "554 not wanted", "silence"])
def test_each_answer_of_the_relay_has_its_report(prepare: Prepare, answer: str) -> None:
    """Taken, refused for now, refused for good, or nobody knows."""
    report = prepare(answer)(LETTER)
    assert report.delivery is MEANING[answer[:3]]
    assert report.answer


@pytest.fixture
def relay() -> Iterator[smtp.Relay]:
    """A relay that takes letters."""
    with smtp.running() as running:
        yield running


def test_the_letter_arrives_byte_for_byte_from_the_empty_sender(relay: smtp.Relay) -> None:
    """Dots at line starts survive; no machine can answer us."""
    report = postman_to(relay.port)(LETTER)
    assert report == DeliveryReport(delivery=Delivery.ACCEPTED, answer="250 kept")
    assert relay.received == [LETTER.content]
    assert (relay.senders, relay.recipients) == (["<>"], ["jane@maple.example"])


def test_a_bounce_address_stands_in_where_it_is_configured(relay: smtp.Relay) -> None:
    """Some relays refuse the empty sender."""
    postman_to(relay.port, envelope_sender="bounces@unit.example")(LETTER)
    assert relay.senders == ["bounces@unit.example"]


@pytest.mark.parametrize("stage", ["mail", "rcpt"])
@pytest.mark.parametrize("answer", ["451 greylisted", "550 no such person"])
def test_a_refusal_before_the_letter_is_reported_and_nothing_is_sent(
    relay: smtp.Relay, stage: str, answer: str
) -> None:
    """The relay's own words are kept for the officer."""
    setattr(relay, stage, answer)
    report = postman_to(relay.port)(LETTER)
    assert report.delivery is (Delivery.REFUSED_FOR_NOW if answer[0] == "4" else Delivery.REFUSED_FOR_GOOD)
    assert report.answer == answer
    assert relay.received == []


@pytest.mark.parametrize("after_data", ["hang", "cut"])
def test_a_letter_handed_over_without_an_answer_is_uncertain(relay: smtp.Relay, after_data: str) -> None:
    """The relay has it, or not: only a person may decide about a third time."""
    relay.after_data = after_data
    report = postman_to(relay.port, timeout_seconds=1 if after_data == "hang" else 30)(LETTER)
    assert report.delivery is Delivery.UNCERTAIN
    assert relay.received == [LETTER.content]


def test_a_silent_relay_is_a_refusal_for_now_in_time() -> None:
    """Never an error, never a long wait."""
    began = time.monotonic()
    with silent() as port:
        report = postman_to(port, timeout_seconds=0.3)(LETTER)
    assert report.delivery is Delivery.REFUSED_FOR_NOW
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("first", [b"", b"220 hi\r\n"], ids=["at the greeting", "after it"])
def test_a_relay_that_drips_its_words_is_given_up(first: bytes) -> None:
    """No single wait is long; the whole is, and a letter being sent for too long would count as lost and go twice."""
    began = time.monotonic()
    with dripping(first) as port:
        report = replace(postman_to(port, timeout_seconds=5), delivery_seconds=0.5)(LETTER)
    assert report.delivery is Delivery.REFUSED_FOR_NOW
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("greeting", [b"", b"421 closing\r\n", b"554 no service\r\n", b"nonsense\r\n", b"220 hi\r\n"])
def test_a_relay_that_breaks_off_before_the_letter_is_a_refusal_for_now(greeting: bytes) -> None:
    """The letter is not at fault."""
    with saying(greeting) as port:
        assert postman_to(port, timeout_seconds=30)(LETTER).delivery is Delivery.REFUSED_FOR_NOW


def test_nobody_listening_is_a_refusal_for_now_that_says_what_to_check() -> None:
    """The letter waits in the outbox."""
    with silent() as port:
        pass
    report = postman_to(port)(LETTER)
    assert report.delivery is Delivery.REFUSED_FOR_NOW
    assert "[smtp] host" in report.answer


@pytest.mark.parametrize("address", ["rené@maple.example", "a@b.example\r\nRCPT TO:<x@y.example>"])
def test_an_address_no_relay_can_take_is_refused_for_good(relay: smtp.Relay, address: str) -> None:
    """And it injects no command."""
    report = postman_to(relay.port)(replace(LETTER, to=address))
    assert report.delivery is Delivery.REFUSED_FOR_GOOD
    assert relay.received == []


@pytest.mark.filterwarnings("ignore:Session.login_data is deprecated")  # aiosmtpd warns of its own doing
@pytest.mark.parametrize("starttls", [False, True])
def test_a_signed_in_letter_travels_over_tls(tmp_path: Path, *, starttls: bool) -> None:
    """Implicit TLS and STARTTLS, with the authority named."""
    certificates = make_certificates(tmp_path)
    with smtp.running(certificates, starttls=starttls, auth=True) as relay:
        postman = SmtpPostman(
            host="localhost",
            port=relay.port,
            tls="starttls" if starttls else "implicit",
            user=smtp.USER,
            password=lambda: smtp.PASSWORD,
            envelope_sender="",
            timeout_seconds=5,
            ca_file=str(certificates.authority),
        )
        assert postman(LETTER).delivery is Delivery.ACCEPTED
        stranger = replace(postman, ca_file=None)(LETTER)
        wrong = replace(postman, password=lambda: "wr0ng!")(LETTER)
    assert len(relay.received) == 1
    assert stranger.delivery is wrong.delivery is Delivery.REFUSED_FOR_NOW
    assert "Check [smtp] user" in wrong.answer
    assert "wr0ng!" not in wrong.answer


def test_a_knock_hands_over_nothing(relay: smtp.Relay) -> None:
    """What doctor tries: greeting and sign-in, no letter."""
    postman_to(relay.port).knock()
    assert (relay.senders, relay.received) == ([], [])


@pytest.mark.parametrize("greeting", [b"554 go away\r\n", b""])
def test_a_knock_at_a_closed_door_says_what_to_check(greeting: bytes) -> None:
    """A relay that refuses or hangs up is a breakdown here, for a person to mend."""
    with saying(greeting) as port, pytest.raises(NeighbourDown, match=r"Check \[smtp\] host, port and tls"):
        postman_to(port).knock()
