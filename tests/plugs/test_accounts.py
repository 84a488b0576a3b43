"""Every store of accounts, sessions and acts, real or fake, keeps these promises."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from imwu_inbox.adapters.argon2_passwords import Argon2Passwords
from imwu_inbox.adapters.sql.account_store import SqlAccounts
from imwu_inbox.adapters.sql.audit_store import SqlAuditLog
from imwu_inbox.adapters.sql.connect import connect
from imwu_inbox.adapters.sql.session_store import SqlSessions
from imwu_inbox.domain.audit import Act, AuditEntry, AuditQuestion
from imwu_inbox.domain.officer import Account, Role
from imwu_inbox.domain.session import Session
from imwu_inbox.domain.sign_in import FORGET_STRANGERS, Tries
from imwu_inbox.errors import UsageError
from imwu_inbox.ports.accounts import Accounts
from imwu_inbox.ports.audit_log import AuditLog
from imwu_inbox.ports.passwords import Passwords
from imwu_inbox.ports.sessions import Sessions
from tests.fakes.accounts import FakeAccounts
from tests.fakes.audit_log import FakeAuditLog
from tests.fakes.passwords import FakePasswords
from tests.fakes.sessions import FakeSessions
from tests.plugs.stores import KINDS

NOW = datetime(2026, 11, 24, 14, 20, tzinfo=UTC)
MAYA = Account(name="Maya.Roy", display_name="Maya Roy", role=Role.OFFICER, secret="s")
ELI = Account(name="eli", display_name="Éli Côté", role=Role.AUDITOR, subject="https://id.example#7")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The three stores of people."""

    accounts: Accounts
    sessions: Sessions
    audit: AuditLog


@pytest.fixture(params=KINDS)
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    """Each kind in turn, with two people."""
    if request.param == "fake":
        made = Office(accounts=FakeAccounts(), sessions=FakeSessions(), audit=FakeAuditLog())
        database = None
    else:
        database = connect(request.getfixturevalue(f"{request.param}_url"))
        made = Office(accounts=SqlAccounts(database), sessions=SqlSessions(database), audit=SqlAuditLog(database))
    for account in (MAYA, ELI):
        made.accounts.add(account)
    yield made
    if database is not None:
        database.close()


def a_session(key: str = "k", account: Account = MAYA, at: datetime = NOW) -> Session:
    """A session of this account."""
    return Session(key=key, account=account.name, csrf="c", began_at=at, seen_at=at)


def test_an_account_is_found_whatever_the_case_of_its_name(office: Office) -> None:
    """People type their names as they like."""
    assert office.accounts.by_name("MAYA.ROY") == MAYA
    assert office.accounts.by_name("maya") is None
    assert office.accounts.by_subject("https://id.example#7") == ELI
    assert office.accounts.by_subject("") is None
    assert office.accounts.everyone() == [ELI, MAYA]


def test_names_and_people_are_entered_once(office: Office) -> None:
    """A history that names maya.roy means one person for ever."""
    with pytest.raises(UsageError, match=r"maya\.roy"):
        office.accounts.add(Account(name="maya.roy", display_name="Other", role=Role.OFFICER))
    with pytest.raises(UsageError, match="sign-in service"):
        office.accounts.add(Account(name="other", display_name="Other", role=Role.OFFICER, subject=ELI.subject))


def test_failed_tries_are_counted_by_the_name_that_was_typed(office: Office) -> None:
    """Of accounts and of strangers alike, whatever the case."""
    for name in ("maya.roy", "nobody"):
        assert office.accounts.tries(name) == Tries()
        assert office.accounts.failed(name, NOW) == Tries(count=1, last_at=NOW)
        assert office.accounts.failed(name.upper(), NOW) == Tries(count=2, last_at=NOW)
        assert office.accounts.tries(name).left == 3
    office.accounts.succeeded("MAYA.roy")
    assert office.accounts.tries("maya.roy") == Tries()


def test_tries_of_strangers_are_forgotten_after_a_day_those_of_accounts_are_not(office: Office) -> None:
    """A guesser of names fills no table, and a lock stays until it is opened."""
    for name in ("nobody", "eli"):
        office.accounts.failed(name, NOW)
    office.accounts.failed("maya.roy", NOW + FORGET_STRANGERS + timedelta(seconds=1))
    assert (office.accounts.tries("nobody").count, office.accounts.tries("eli").count) == (0, 1)


def test_a_name_of_any_length_and_letters_can_be_tried(office: Office) -> None:
    """The door is open to anybody's typing."""
    odd = "\x00\ud800" + "é" * 3000
    assert office.accounts.by_name(odd) is None
    assert office.accounts.failed(odd, NOW).count == 1
    assert office.accounts.tries(odd).count == 1


def test_a_reset_gives_a_new_secret_opens_the_lock_and_enables(office: Office) -> None:
    """What an administrator does for a colleague who is locked out."""
    office.accounts.failed("eli", NOW)
    office.accounts.disable("ELI", NOW)
    renewed = office.accounts.reset("Eli", "new")
    assert (renewed.secret, renewed.is_disabled, office.accounts.tries("eli").count) == ("new", False, 0)
    assert office.accounts.by_name("eli") == renewed


def test_a_disabled_account_stays_in_the_list_since_its_first_moment(office: Office) -> None:
    """Histories still name it."""
    office.accounts.disable("eli", NOW)
    assert office.accounts.disable("eli", NOW + timedelta(days=1)).disabled_at == NOW
    assert [account.is_disabled for account in office.accounts.everyone()] == [True, False]
    with pytest.raises(UsageError, match="user list"):
        office.accounts.disable("nobody", NOW)
    with pytest.raises(UsageError, match="user list"):
        office.accounts.reset("nobody", "s")


def test_a_session_is_found_renewed_and_ended(office: Office) -> None:
    """By the hash of its cookie; an unknown one is none."""
    office.sessions.begin(a_session())
    assert office.sessions.find("k") == a_session()
    office.sessions.touch("k", NOW + timedelta(minutes=5))
    office.sessions.touch("k", NOW)
    found = office.sessions.find("k")
    assert found is not None
    assert found.seen_at == NOW + timedelta(minutes=5)
    office.sessions.keep_found("k", ["2026-000001"])
    office.sessions.keep_told("k", "queue.claimed")
    kept = office.sessions.find("k")
    assert kept is not None
    assert (kept.found, kept.told) == (("2026-000001",), "queue.claimed")
    for _ in range(2):
        office.sessions.end("k")
    assert office.sessions.find("k") is None
    office.sessions.touch("k", NOW)


def test_every_session_of_a_person_ends_together(office: Office) -> None:
    """And old ones are removed."""
    office.sessions.begin(a_session("a"))
    office.sessions.begin(a_session("b"))
    office.sessions.begin(a_session("c", ELI, NOW - timedelta(days=1)))
    assert office.sessions.end_all_of(MAYA.name) == 2
    assert office.sessions.forget_before(NOW) == 1
    assert office.sessions.find("c") is None


def test_a_sign_in_elsewhere_comes_back_once_and_in_time(office: Office) -> None:
    """A state that was used, is unknown or is late opens nothing."""
    office.sessions.expect_return("s", {"nonce": "n"}, NOW + timedelta(minutes=10))
    office.sessions.expect_return("late", {"nonce": "n"}, NOW - timedelta(seconds=1))
    assert office.sessions.returned("s", NOW) == {"nonce": "n"}
    assert [office.sessions.returned(state, NOW) for state in ("s", "late", "other")] == [None, None, None]


def test_acts_are_read_by_record_and_by_person_newest_first(office: Office) -> None:
    """Who saw this case, and what did this person open."""
    seen = [
        AuditEntry(act=Act.VIEWED, officer=officer, at=NOW, reference=reference, detail="case")
        for officer, reference in (("Maya.Roy", "2026-000001"), ("eli", "2026-000001"), ("eli", "2026-000002"))
    ]
    for entry in seen:
        office.audit.write(entry)
    assert office.audit.of_record("2026-000001") == [seen[1], seen[0]]
    assert office.audit.of_officer("eli") == [seen[2], seen[1]]
    assert office.audit.of_officer("eli", limit=1) == [seen[2]]
    office.audit.write(AuditEntry(act=Act.SIGNED_OUT, officer="eli", at=NOW + timedelta(days=1)))
    asked: dict[str, list[AuditQuestion]] = {
        "4": [AuditQuestion(act=Act.SIGNED_OUT), AuditQuestion(since=NOW + timedelta(seconds=1))],
        "32": [AuditQuestion(officer="eli", until=NOW + timedelta(hours=1))],
        "21": [AuditQuestion(reference="2026-000001")],
        "": [AuditQuestion(officer="zz\x00")],
    }
    for numbers, questions in asked.items():
        for question in questions:
            assert "".join(str(line.number) for line in office.audit.page(question)) == numbers
    assert [line.number for line in office.audit.page(AuditQuestion(), below=4, rows=2)] == [3, 2]


@pytest.mark.parametrize("passwords", [FakePasswords(), Argon2Passwords()], ids=["fake", "argon2"])
def test_a_hash_holds_its_password_and_no_other(passwords: Passwords) -> None:
    """An empty or foreign hash holds none, whatever is typed."""
    secret = passwords.hashed("correct horse battery")
    assert passwords.holds(secret, "correct horse battery")
    assert [passwords.holds(held, typed) for held, typed in ((secret, "Correct"), ("", ""), ("x", "x"))] == [False] * 3


def test_the_hash_is_argon2id_with_a_salt_of_its_own() -> None:
    """The same password twice is two hashes."""
    passwords = Argon2Passwords()
    first, second = passwords.hashed("same"), passwords.hashed("same")
    assert first.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert first != second
