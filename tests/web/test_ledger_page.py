"""The ledger as officers and auditors read it, and the shelf with its one act."""

import csv
import io
from dataclasses import replace

import pytest

from imwu_inbox.domain.audit import Act
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.officer import Role
from imwu_inbox.settings import MailboxSection
from imwu_inbox.wiring import Desk
from tests.fakes.ledger import FakeLedger
from tests.web.browser import Browser, Page, enter
from tests.web.busy_unit import fill_ledger, logbook_of


@pytest.fixture
def full(desk: Desk) -> Desk:
    """A desk whose ledger has 60 messages, two of them on the shelf."""
    assert isinstance(desk.ledger, FakeLedger)
    fill_ledger(desk.ledger)
    box = MailboxSection(host="mail.unit.example", user="imwu-umit@unit.example")
    settings = desk.settings.model_copy(update={"mailbox": box})
    return replace(desk, settings=settings, logbook=logbook_of(desk.clock.now()))


def entered(browser: Browser, desk: Desk, role: Role = Role.OFFICER) -> Browser:
    """A browser in which this role is signed in."""
    enter(desk, role)
    fresh = Browser(desk=desk, site=browser.site, language=browser.language)
    fresh.sign_in(role.value)
    return fresh


def ids(page: Page) -> list[int]:
    """The messages a page shows."""
    return [int(row.get("id", "m0")[1:]) for row in page.all("//table[contains(@class, 'book-table')]/tbody/tr")]


def test_the_pages_of_the_ledger_show_every_message_once(browser: Browser, full: Desk) -> None:
    """Newest first; the second page leads back to the first."""
    officer = entered(browser, full)
    first = officer.open("/ledger")
    (following,) = first.all("//a[@rel='next']")
    second = officer.open(following.get("href", ""))
    assert ids(first) + ids(second) == list(range(60, 0, -1))
    assert not second.all("//a[@rel='next']")
    assert second.all("//nav[@class='book-pages']/a[@href='/ledger']")


def test_a_filter_narrows_the_page_and_stays_set(browser: Browser, full: Desk) -> None:
    """By form and without a script; the export asks the same."""
    officer = entered(browser, full)
    page = officer.open("/ledger?fate=shelved&mailbox=&since=&until=&record=")
    assert ids(page) == [59, 58]
    assert page.fields("/ledger")["fate"] == "shelved"
    assert page.all("//a[@href='/ledger.csv?fate=shelved']")
    assert ids(officer.open("/ledger?record=2026-000007")) == [7]
    one_day = officer.open("/ledger?since=2026-11-20&until=2026-11-20&mailbox=imwu-umit%40unit.example%2FINBOX")
    assert ids(one_day) == list(range(10, 0, -1))
    nothing = officer.open("/ledger?mailbox=elsewhere%2FINBOX")
    assert nothing.all("//*[contains(@class, 'book-empty')]//a[@href='/ledger']")


@pytest.mark.parametrize(
    "question", ["fate=lost", "since=yesterday", "below=0", "below=99999999999", "record=" + "9" * 50]
)
def test_a_question_that_makes_no_sense_is_told_so(browser: Browser, full: Desk, question: str) -> None:
    """Nothing breaks, and there is a way back."""
    assert entered(browser, full).open(f"/ledger?{question}", status=400).heading


def test_the_proof_names_each_difference_and_what_to_do(browser: Browser, full: Desk) -> None:
    """Two of this morning; the mornings before agreed."""
    page = entered(browser, full).open("/ledger")
    rows = page.all("//table[caption[@id='differences-1']]/tbody/tr")
    assert len(rows) == 2
    assert "UID 4411" in rows[0].text_content()
    said = {Language.ENGLISH: ("12 481", "in the vault"), Language.FRENCH: ("12 481", "dans la voûte")}
    assert all(part in page.words for part in said[browser.language])
    assert [row.xpath("td[4]")[0].text_content() for row in page.all("//table[caption[@id='proofs']]/tbody/tr")] == [
        "2", "0", "0",
    ]  # fmt: skip


def test_before_the_first_comparison_nothing_is_proven(browser: Browser, desk: Desk) -> None:
    """It says so, and when the first will be."""
    page = entered(browser, desk).open("/ledger")
    assert "book-proof-agrees" not in page.text
    assert page.all("//*[@class='book-proof-line']")


def test_all_matching_rows_can_be_taken_along(browser: Browser, full: Desk) -> None:
    """Over every page, and no cell is a formula."""
    officer = entered(browser, full)
    assert isinstance(full.ledger, FakeLedger)
    full.ledger.shelve(60, '=HYPERLINK("http://evil.example")')
    rows = list(csv.reader(io.StringIO(officer.client.get("/ledger.csv").content.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["id", *(str(number) for number in range(60, 0, -1))]
    assert rows[1][-1].startswith("'=HYPERLINK")
    narrowed = officer.client.get("/ledger.csv?fate=held").text
    assert len(narrowed.splitlines()) == 2


def test_the_shelf_says_what_happened_and_what_to_do(browser: Browser, full: Desk) -> None:
    """The kept reason is ours, in English, and marked so."""
    page = entered(browser, full).open("/shelf")
    assert ids(page) == [58, 59]
    reasons = page.all("//span[@lang='en']")
    assert [reason.text_content().split(":")[0] for reason in reasons] == [
        "ChildKilled", "ValueError at imwu_inbox.domain.codes",
    ]  # fmt: skip
    assert len(page.all("//td[@class='book-cure']")) == 2


def test_a_message_is_tried_again_and_who_did_it_is_written_down(browser: Browser, full: Desk) -> None:
    """The run is queued in the same act; the page says what comes next."""
    officer = entered(browser, full)
    page = officer.submit(officer.open("/shelf"), "/shelf/58/retry")
    assert ids(page) == [59]
    assert page.all("//*[@role='status']")[0].text_content().strip()
    assert full.ledger.entry(58).fate is Fate.STORED
    (entry,) = [found for found in full.audit.of_officer("officer") if found.act is Act.TAKEN_UP]
    assert entry.detail == "58"


def test_the_second_of_two_officers_is_told(browser: Browser, full: Desk) -> None:
    """Nothing is queued twice."""
    officer = entered(browser, full)
    page = officer.open("/shelf")
    full.ledger.retry(58)
    told = officer.submit(page, "/shelf/58/retry", status=409)
    assert told.all("//*[@role='alert']")
    assert [found for found in full.audit.of_officer("officer") if found.act is Act.TAKEN_UP] == []


def test_an_auditor_reads_the_shelf_and_changes_nothing(browser: Browser, full: Desk) -> None:
    """No button, and no act behind its address."""
    auditor = entered(browser, full, Role.AUDITOR)
    page = auditor.open("/shelf")
    assert not page.all("//form[contains(@action, 'retry')]")
    token = page.fields("/signout")["csrf"]
    reply = auditor.client.post("/shelf/58/retry", data={"csrf": token}, headers={"origin": browser.site.url})
    assert reply.status_code == 403
    assert full.ledger.entry(58).fate is Fate.SHELVED


def test_an_empty_shelf_is_good_news(browser: Browser, desk: Desk) -> None:
    """And says that nothing is stuck."""
    page = entered(browser, desk).open("/shelf")
    assert page.all("//*[contains(@class, 'book-empty')]")


@pytest.mark.parametrize("path", ["/ledger", "/ledger.csv", "/shelf"])
def test_an_administrator_opens_neither(browser: Browser, desk: Desk, path: str) -> None:
    """Accounts are all there is."""
    enter(desk, Role.ADMINISTRATOR)
    browser.sign_in("administrator")
    assert browser.open(path, status=403).heading
