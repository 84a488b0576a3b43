"""The officers' list as a page: without a script, in both languages."""

from datetime import timedelta

import pytest

from imwu_inbox.domain.audit import Act
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.officer import Role
from imwu_inbox.domain.queue import MOST_COUNTED, HeldMail, View
from imwu_inbox.wiring import Desk
from tests.fakes.clock import FakeClock
from tests.fakes.queue import FakeQueue
from tests.web.browser import Browser, Page, enter
from tests.web.showroom import Showroom, someone

pytestmark = pytest.mark.usefixtures("showroom")


def shown(page: Page) -> list[str]:
    """The ends of the references on the page, in their order."""
    return [row.get("id").removeprefix("r-2026-0000") for row in page.all("//tr[@data-place]")]


def of_row(page: Page, number: str) -> str:
    """What a row says."""
    (row,) = page.all(f"//tr[@id='r-2026-0000{number}']")
    return " ".join("".join(row.itertext()).split())


def test_the_list_shows_who_is_due_when(browser: Browser) -> None:
    """Late first; a row says in words what its colours say, and how many workers it has."""
    page = browser.sign_in("mroy")
    assert shown(page) == [f"{number:02d}" for number in range(1, 16)]
    late = of_row(page, "01")
    assert "MOREAU, Julien" in late
    assert ("3 d late" in late) or ("3 j de retard" in late)
    assert "+5" in of_row(page, "04")
    assert page.all("//tr[@id='r-2026-000001']//svg[contains(@aria-label, '14')]")


def test_every_view_opens_and_says_its_count(browser: Browser) -> None:
    """The number in the rail is the number of rows."""
    rail = browser.sign_in("mroy").all("//nav[contains(@class, 'rail')]//a")
    assert len(rail) == 11
    for link in rail:
        count = int("".join(link.xpath("./b//text()")))
        page = browser.open(link.get("href"))
        assert len(shown(page)) == count
        assert page.all("//nav[contains(@class, 'rail')]//a[@aria-current='page']")


def test_a_filter_works_without_a_script_and_is_seen(browser: Browser) -> None:
    """The question stands in the address, and the language switch keeps it."""
    browser.sign_in("mroy")
    page = browser.open("/queue?code=C10&officer=-")
    assert shown(page) == ["13"]
    assert len(page.all("//label[contains(@class, 'filter-set')]")) == 2
    assert "code%3DC10" in page.all("//a[@data-keeps-place]")[0].get("href")
    empty = browser.open("/queue?code=C99&view=mine")
    assert shown(empty) == []
    assert empty.all("//a[contains(@href, 'view=mine') and not(contains(@href, 'code'))]")


def test_a_claim_is_told_once_and_seen_by_everybody(browser: Browser, desk: Desk) -> None:
    """One row by its button, several by their boxes; who holds one already is named."""
    page = browser.sign_in("mroy")
    page = browser.submit(page, "/queue/claim", only="2026-000002")
    (said,) = page.all("//*[contains(@class, 'list-said')]")
    assert "1" in said.text_content()
    assert not browser.open("/queue").all("//*[contains(@class, 'list-said')]")
    line = desk.queue.line("2026-000002")
    assert line is not None
    assert line.holder == "mroy"
    page = browser.submit(page, "/queue/claim", reference="2026-000003")
    assert "T. Nguyen" in page.all("//*[contains(@class, 'list-said')]")[0].text_content()
    assert [entry.act for entry in desk.audit.of_record("2026-000002")] == [Act.CLAIMED]


def test_what_is_held_is_given_back(browser: Browser, desk: Desk) -> None:
    """Only what is one's own."""
    page = browser.sign_in("mroy")
    filled = {**page.fields("/queue/claim"), "reference": ["2026-000004", "2026-000001"]}
    reply = browser.client.post("/queue/release", data=filled, headers={"origin": browser.site.url})
    assert reply.status_code == 303
    page = browser.open("/queue")
    assert "S. Dhaliwal" in page.all("//*[contains(@class, 'list-said')]")[0].text_content()
    line = desk.queue.line("2026-000004")
    assert line is not None
    assert line.holder == ""


def test_an_auditor_reads_and_changes_nothing(browser: Browser, desk: Desk) -> None:
    """No boxes and no buttons, and a form sent all the same is refused."""
    enter(desk, Role.AUDITOR)
    page = browser.sign_in("auditor")
    assert len(shown(page)) == 15
    assert not page.all("//input[@name='reference'] | //button[@name='only']")
    data = {"csrf": page.fields("/signout")["csrf"], "only": "2026-000002"}
    reply = browser.client.post("/queue/claim", data=data, headers={"origin": browser.site.url})
    assert reply.status_code == 403


def test_a_search_finds_names_and_files_by_address(browser: Browser) -> None:
    """Every word begins one of the record's."""
    page = browser.sign_in("mroy")
    page = browser.submit(page, "/search", q="more nia")
    assert (page.path, shown(page)) == ("/queue?q=more+nia", ["10"])
    assert shown(browser.submit(page, "/search", q="2026-10")) == ["10"]
    assert shown(browser.submit(page, "/search", q="nobody")) == []


def test_a_passport_number_is_found_as_a_whole_and_stands_in_no_address(browser: Browser, desk: Desk) -> None:
    """Only its end is shown; the search is written down without the number."""
    page = browser.sign_in("mroy")
    page = browser.submit(page, "/search", q="xs 000-099")
    assert (page.path, shown(page)) == ("/queue?view=found", ["10"])
    assert "XS000099" not in page.text
    assert "•••099" in page.words
    sought = desk.audit.of_officer("mroy")[0]
    assert (sought.act, sought.detail) == (Act.SOUGHT, "found 1")
    assert shown(browser.submit(page, "/search", q="XS00009")) == []


def test_no_passport_number_stands_on_any_list(browser: Browser) -> None:
    """Not in a row, not in an attribute."""
    browser.sign_in("mroy")
    for view in View:
        text = browser.open(f"/queue?view={view.value}").text
        assert not [number for number in range(100) if f"XS{number:05d}" in text]


def test_what_came_since_is_told_without_moving_the_list(browser: Browser, showroom: Showroom, desk: Desk) -> None:
    """Counts and one line for the script; asking keeps no session awake."""
    page = browser.sign_in("mroy")
    (newest,) = page.all("//*[@id='list']/@data-newest")
    showroom.open([someone("NEU", "Ada")], due_on=desk.clock.now().date() + timedelta(days=3))
    told = browser.client.get(f"/queue/pulse?newest={newest}", headers={"x-still": "1"}).json()
    assert told["counts"]["open"] == "16"
    assert list(told["urgent"]) == ["overdue", "today", "unassigned"]
    assert told["urgent"]["overdue"] in page.words
    assert told["fresh"] in ("1 new case, show", "1 nouveau dossier, afficher")
    assert browser.client.get(f"/queue/pulse?view=overdue&newest={newest}").json()["fresh"] == ""


def test_a_view_is_saved_opened_and_removed(browser: Browser) -> None:
    """Under a name of one's own, which is text whatever it holds."""
    browser.sign_in("mroy")
    page = browser.open("/queue?code=C10")
    page = browser.submit(page, "/queue/views", name="<b>C10</b>")
    (own,) = page.all("//li[contains(@class, 'rail-own')]/a")
    assert own.text_content().strip() == "<b>C10</b>"
    assert own.get("href") == "/queue?code=C10"
    assert not browser.submit(page, "/queue/views/remove").all("//li[contains(@class, 'rail-own')]")


def test_more_than_a_page_goes_on_by_the_last_row(browser: Browser, showroom: Showroom, desk: Desk) -> None:
    """And back to the first page."""
    for number in range(50):
        showroom.open([someone("MANY", f"N{number}")], due_on=desk.clock.now().date() + timedelta(days=10))
    page = browser.sign_in("mroy")
    (onward,) = page.all("//a[@rel='next']")
    rest = browser.open(onward.get("href"))
    assert (len(shown(page)), len(rest.all("//tr[@data-place]"))) == (50, 15)
    assert rest.all("//p[@class='list-foot']/a[@href='/queue']")


def test_messages_that_wait_for_parts_are_a_view(browser: Browser, desk: Desk) -> None:
    """Which part, and until when."""
    now = desk.clock.now()
    assert isinstance(desk.queue, FakeQueue)
    desk.queue.waiting.append(HeldMail(received_at=now, number=1, total=2, waits_until=now + timedelta(hours=4)))
    browser.sign_in("mroy")
    page = browser.open("/queue?view=held")
    assert len(page.all("//main//tbody/tr")) == 1


@pytest.mark.parametrize(
    "address",
    ["view=nonsense", "after=2026-999999", "stage=x&code=%25&nationality=%27&mark=<b>&officer=..", "q=%00%FF", "q=''"],
)
def test_an_address_typed_wrong_is_a_list_all_the_same(browser: Browser, address: str) -> None:
    """Never a broken page."""
    browser.sign_in("mroy")
    assert browser.open(f"/queue?{address}").heading


HOSTILE = (
    "<script>alert(1)</script>",
    "\u202eRTL \u2066override",
    "N" * 10_000,
    "{{ 7*7 }}",
    "\x00\x1b[31m'\"><img src=x>",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_shown_harmlessly(browser: Browser, showroom: Showroom, desk: Desk, name: str) -> None:
    """As text, kept apart from the text around it, whatever it holds."""
    reference = showroom.open(
        [someone(name, name)], employer=name, sender=name, due_on=desk.clock.now().date() - timedelta(days=9)
    )
    page = browser.sign_in("mroy")
    (link,) = page.all(f"//tr[@id='r-{reference}']//a")
    assert link.xpath("./bdi")
    assert not page.all(f"//tr[@id='r-{reference}']//script | //tr[@id='r-{reference}']//img")
    assert "49" not in link.text_content()


def test_where_nothing_is_late_nothing_is_red(browser: Browser, clock: FakeClock) -> None:
    """A number that is none leads nowhere; one that is some is a link to its view."""
    page = browser.sign_in("mroy")
    assert page.all("//a[@class='count-overdue']/@href") == ["/queue?view=overdue"]
    clock.go_on(-timedelta(days=60))
    page = browser.open("/queue")
    assert not page.all("//a[@data-urgent='overdue' or @data-urgent='today']/@href")


def test_an_archive_is_counted_no_further_than_a_page_waits(browser: Browser, desk: Desk) -> None:
    """Its number says that there are more."""
    assert isinstance(desk.queue, FakeQueue)
    desk.queue.besides[View.CLOSED] = MOST_COUNTED + 1
    (closed,) = browser.sign_in("mroy").all("//*[@data-count='closed']")
    assert closed.text_content() == "10\N{NARROW NO-BREAK SPACE}000+"
    page = browser.open("/queue?view=closed")
    assert ("more than" if browser.language is Language.ENGLISH else "plus de") in page.all("//*[@id='list-count']")[
        0
    ].text_content()
