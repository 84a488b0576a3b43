"""One house with two mailboxes on a real server."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from imwu_inbox.errors import NeighbourDown
from imwu_inbox.settings import load
from imwu_inbox.wiring import App, build, lay_out
from tests.servers.dovecot import PASSWORD, Account, Dovecot, dovecot

__all__ = ["dovecot"]

pytestmark = pytest.mark.dovecot

AT = datetime(2026, 11, 20, 14, 3, tzinfo=UTC)


@pytest.fixture
def accounts(dovecot: Dovecot) -> tuple[Account, Account]:
    """Two fresh mailboxes with a message each."""
    first, second = dovecot.account(), dovecot.account()
    first.deliver(b"Message-ID: <1@maple.example>\r\n\r\none\r\n", AT)
    second.deliver(b"Message-ID: <2@maple.example>\r\n\r\ntwo\r\n", AT)
    return first, second


@pytest.fixture
def app(accounts: tuple[Account, Account], tmp_path: Path) -> Iterator[App]:
    """The whole house on both; the engine is not started."""
    first, second = accounts
    path = tmp_path / "imwu-inbox.toml"
    path.write_text(
        f"[mailbox]\nhost = '127.0.0.1'\nport = {first.server.port}\ntls = 'none'\nuser = '{first.user}'\n"
        f"password_file = '{tmp_path}/first'\n[[mailbox.more]]\nuser = '{second.user}'\npassword_file = ''\n"
        f"password = '{PASSWORD}'\nanswer_since = 2027-01-01T00:00:00Z\n"
        f"[store]\nurl = 'sqlite:///{tmp_path}/unit.db'\n"
        f"[vault]\nurl = 'file:{tmp_path}/vault'\nkey = '{base64.b64encode(bytes(32)).decode()}'\n",
        encoding="utf-8",
    )
    (tmp_path / "first").write_text(PASSWORD)
    settings = load(path, {})
    lay_out(settings)
    app = build(settings)
    yield app
    app.close()


def test_both_are_read_into_one_ledger_each_under_its_name(app: App, accounts: tuple[Account, Account]) -> None:
    """One look reads both, and each is compared by itself."""
    report = app.poll()
    assert (report.taken_in, report.filed) == (2, 2)
    entries = [app.ledger.entry(mail_id) for mail_id in (1, 2)]
    assert [entry.ref.account for entry in entries] == [account.user for account in accounts]
    assert [letterbox.name for letterbox in app.letterboxes] == [f"{account.user}/INBOX" for account in accounts]
    assert [letterbox.verify().findings for letterbox in app.letterboxes] == [(), ()]
    assert [letterbox.reconcile().on_server for letterbox in app.letterboxes] == [1, 1]


def test_each_has_its_own_moment_from_which_mail_is_answered(app: App, tmp_path: Path) -> None:
    """A mailbox that is added later has a past of its own."""
    assert [letterbox.visit.fetch.answer_since.year for letterbox in app.letterboxes][1] == 2027
    assert app.letterboxes[0].visit.fetch.answer_since < app.letterboxes[1].visit.fetch.answer_since


def test_one_that_cannot_be_read_keeps_no_other_from_its_visit(app: App, tmp_path: Path) -> None:
    """The failure is told after the others were read."""
    (tmp_path / "first").write_text("wrong")
    with pytest.raises(NeighbourDown, match="refused the sign-in"):
        app.poll()
    assert app.ledger.entry(1).ref.account == app.letterboxes[1].door.account
