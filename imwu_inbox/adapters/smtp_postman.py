"""Hands letters to the mail relay, and says truly what became of each.

Source: RFC 5321, RFC 3461 (delivery reports), RFC 3834 3.3 (the empty envelope sender).
"""

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal

from imwu_inbox.domain.reply import Delivery, DeliveryReport, Letter
from imwu_inbox.errors import NeighbourDown

DELIVERY_SECONDS = 240.0
"""What one letter may take in all: less than the five minutes after which a letter being sent counts as lost."""

_LINE_START_DOT = re.compile(rb"^\.", re.MULTILINE)
_ANSWER_CHARACTERS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpPostman:
    """One connection and one transaction for each letter. `password` is asked each time; empty user: no sign-in.

    With xoauth2 the password is a token, and `forget` is told when the relay refuses it.
    """

    host: str
    port: int
    tls: Literal["implicit", "starttls", "none"]
    user: str
    password: Callable[[], str]
    envelope_sender: str
    timeout_seconds: float
    auth: Literal["password", "xoauth2"] = "password"
    ca_file: str | None = None
    forget: Callable[[], None] = lambda: None
    delivery_seconds: float = DELIVERY_SECONDS

    def __call__(self, letter: Letter) -> DeliveryReport:
        """Deliver and report; a relay that cannot be reached is a report (refused for now), never an error."""
        if not (letter.to.isascii() and letter.to.isprintable()):
            return _report(Delivery.REFUSED_FOR_GOOD, "The address holds letters that no relay takes: write by hand.")
        with _cut_after(self.delivery_seconds) as opened:
            try:
                relay = self._connect(opened)
            except (OSError, smtplib.SMTPException, ValueError) as refused:
                return _report(Delivery.REFUSED_FOR_NOW, f"{self._name}: {_words(refused)}. {self._advice(refused)}")
            try:
                return self._hand_over(relay, letter)
            except (OSError, smtplib.SMTPException) as broken:
                return _report(Delivery.REFUSED_FOR_NOW, f"{self._name} broke off: {_words(broken)}")
            finally:
                _part(relay)

    def knock(self) -> None:
        """Greet the relay and sign in, and hand over nothing. Raises: NeighbourDown."""
        with _cut_after(self.delivery_seconds) as opened:
            try:
                relay = self._connect(opened)
            except (OSError, smtplib.SMTPException, ValueError) as refused:
                raise NeighbourDown(f"{self._name}: {_words(refused)}. {self._advice(refused)}") from refused
            _part(relay)

    @property
    def _name(self) -> str:
        return f"The mail relay {self.host}:{self.port}"

    def _connect(self, opened: Callable[[socket.socket], None]) -> smtplib.SMTP:
        context = ssl.create_default_context(cafile=self.ca_file)
        relay = _Line(
            self.host,
            self.port,
            timeout_seconds=self.timeout_seconds,
            context=context if self.tls == "implicit" else None,
            opened=opened,
        )
        try:
            if self.tls == "starttls":
                relay.starttls(context=context)
            relay.ehlo_or_helo_if_needed()
            self._sign_in(relay)
        except BaseException:
            relay.close()
            raise
        return relay

    def _sign_in(self, relay: smtplib.SMTP) -> None:
        if not self.user:
            return
        if self.auth == "xoauth2":
            self._show_token(relay)
        else:
            relay.login(self.user, self.password())

    def _show_token(self, relay: smtplib.SMTP) -> None:
        """Sign in with a token; one that is refused is not used again, and the reason is answered with nothing."""
        shown = f"user={self.user}\x01auth=Bearer {self.password()}\x01\x01"
        try:
            relay.auth("XOAUTH2", lambda challenge=None: "" if challenge else shown)
        except smtplib.SMTPAuthenticationError:
            self.forget()
            raise

    def _hand_over(self, relay: smtplib.SMTP, letter: Letter) -> DeliveryReport:
        wants_reports = relay.has_extn("dsn")
        mail_options, to_options = self._delivery_reports(letter) if wants_reports else ((), ())
        for code, answer in _envelope(relay, self.envelope_sender, letter.to, mail_options, to_options):
            if code // 100 != 2:
                return _refused(code, answer)
        code, answer = relay.docmd("DATA")
        if code != 354:
            return _refused(code, answer)
        # Until the closing dot is out the relay cannot have taken the letter: a break here is a plain refusal.
        relay.send(_as_data(letter.content))
        # From here on only the relay's answer tells, and without it nobody knows.
        try:
            code, answer = relay.getreply()
        except (OSError, smtplib.SMTPException) as unread:
            return _report(
                Delivery.UNCERTAIN, f"{self._name} was given the whole letter and did not answer: {_words(unread)}"
            )
        if code == 250:
            return _report(Delivery.ACCEPTED, _said(code, answer))
        return _refused(code, answer) if code // 100 in {4, 5} else _report(Delivery.UNCERTAIN, _said(code, answer))

    def _delivery_reports(self, letter: Letter) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Ask for reports only when a bounce address of ours can receive them. Source: RFC 3461 4."""
        if not self.envelope_sender:
            return (), ("NOTIFY=NEVER",)
        envelope_id = re.sub(r"[^A-Za-z0-9.@-]", "", letter.message_id)
        return ("RET=HDRS", f"ENVID={envelope_id}"), ("NOTIFY=FAILURE,DELAY",)

    def _advice(self, refused: Exception) -> str:
        if isinstance(refused, smtplib.SMTPAuthenticationError):
            return "Check [smtp] user, auth and password."
        if isinstance(refused, ssl.SSLError):
            return f'Check that host is the name in its certificate and that tls = "{self.tls}" is the right one.'
        return "Check [smtp] host, port and tls; the letter waits in the outbox."


class _Line(smtplib.SMTP):
    """The library's line, which tells of its socket by a handle of its own before the relay has said a word."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        timeout_seconds: float,
        context: ssl.SSLContext | None,
        opened: Callable[[socket.socket], None],
    ) -> None:
        self._context = context
        self._opened = opened
        super().__init__(host, port, local_hostname=socket.gethostname(), timeout=timeout_seconds)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        line = socket.create_connection((host, port), timeout)
        try:
            self._opened(line.dup())
            return self._context.wrap_socket(line, server_hostname=host) if self._context else line
        except BaseException:
            line.close()
            raise


@contextmanager
def _cut_after(seconds: float) -> Iterator[Callable[[socket.socket], None]]:
    """Cut the line it is told of after so long: a relay that drips its words never lets a single wait pass."""
    handles: list[socket.socket] = []

    def cut() -> None:
        for handle in handles:
            with suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(seconds, cut)
    watch.daemon = True
    watch.start()
    try:
        yield handles.append
    finally:
        watch.cancel()
        for handle in handles:
            handle.close()


def _envelope(
    relay: smtplib.SMTP, sender: str, to: str, mail_options: tuple[str, ...], to_options: tuple[str, ...]
) -> "list[tuple[int, bytes]]":
    """The answers to MAIL and RCPT; the second is not asked when the first is a refusal."""
    answers = [relay.mail(sender, mail_options)]
    if answers[0][0] // 100 == 2:
        answers.append(relay.rcpt(to, to_options))
    return answers


def _as_data(content: bytes) -> bytes:
    """CRLF line ends, dots at line starts doubled, and the closing dot. Source: RFC 5321 4.5.2."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    ended = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return _LINE_START_DOT.sub(b"..", ended) + b".\r\n"


def _refused(code: int, answer: bytes) -> DeliveryReport:
    delivery = Delivery.REFUSED_FOR_GOOD if code // 100 == 5 else Delivery.REFUSED_FOR_NOW
    return _report(delivery, _said(code, answer))


def _said(code: int, answer: bytes) -> str:
    return f"{code} {answer.decode('utf-8', 'replace')}"


def _words(trouble: Exception) -> str:
    """What went wrong, with the relay's own answer where there is one."""
    if isinstance(trouble, smtplib.SMTPResponseException):
        answer = trouble.smtp_error
        return _said(trouble.smtp_code, answer if isinstance(answer, bytes) else str(answer).encode())
    return f"{type(trouble).__name__}: {trouble}"


def _report(delivery: Delivery, answer: str) -> DeliveryReport:
    return DeliveryReport(delivery=delivery, answer=" ".join(answer.split())[:_ANSWER_CHARACTERS])


def _part(relay: smtplib.SMTP) -> None:
    """Take leave without waiting for an answer: the letter's fate is known."""
    with suppress(OSError, smtplib.SMTPException):
        relay.putcmd("quit")
    relay.close()
