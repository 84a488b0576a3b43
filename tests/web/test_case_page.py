"""The case as officers read it: every field leads to its place, by links alone."""

from dataclasses import replace
from typing import Any

import pytest

from imwu_inbox.domain.audit import Act
from imwu_inbox.domain.authentication import RESULTS
from imwu_inbox.domain.case import CaseFile, CaseStatus, EventKind
from imwu_inbox.domain.case_view import Banner, CheckKey
from imwu_inbox.domain.case_view.facts import ASKED, IDENTITY
from imwu_inbox.domain.documents import DocumentKind, Opened, Source
from imwu_inbox.domain.imm5686 import FIELD_KEYS
from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.domain.reading import Document, FileReading
from imwu_inbox.domain.reply import LetterKind, LetterState, Withheld
from imwu_inbox.domain.verdict import Doubt, Flag, Refusal
from imwu_inbox.web.catalogue import LANGUAGES, catalogue
from imwu_inbox.wiring import Desk
from tests.domain.papers import SUPPORT, a_document, a_file, a_request
from tests.domain.seen_cases import a_form, case_file, framed, papers, read_zone
from tests.fakes.house import a_letter
from tests.fakes.outbox import FakeOutbox
from tests.fakes.readings import FakeReadings
from tests.web.browser import Browser, Page
from tests.web.cases import letter_with, put

FILES = (*papers(read_zone(), a_form()), *SUPPORT)


def facts_of(page: Page) -> dict[str, str]:
    """The facts on the page with where each leads."""
    return {str(link.get("data-fact")): str(link.get("href")) for link in page.all("//a[@data-fact]")}


def two_workers() -> CaseFile:
    """One request about two people, as it was kept."""
    case = case_file(a_request(*FILES))
    workers: Any = case.assessment["workers"]
    other = {**workers[0], "flags": ["birth-date-differs"]}
    other["mismatches"] = [{"field": "birth_date", "passport": "1988-04-09", "form": "1988-09-04"}]
    return replace(case, assessment={**case.assessment, "workers": [workers[0], other]})


def test_a_case_shows_who_what_and_what_to_settle(officer: Browser, desk: Desk) -> None:
    """And the view is written down, with the page that was seen."""
    reference = put(desk, case_file(a_request(*FILES)))
    page = officer.open(f"/case/{reference}")
    assert "MARTIN" in page.heading
    assert list(facts_of(page))[:8] == [*IDENTITY, ASKED[0]]
    assert reference in page.words
    (entry,) = desk.audit.of_record(reference)
    assert (entry.act, entry.officer, entry.detail) == (Act.VIEWED, "officer", "page 1.1")


def test_each_field_leads_to_its_place_on_the_page_and_each_box_to_its_field(officer: Browser, desk: Desk) -> None:
    """By links alone: the place is marked, and the evidence is that field's."""
    reference = put(desk, case_file(a_request(*FILES)))
    led = 0
    for key, href in facts_of(officer.open(f"/case/{reference}")).items():
        assert href.endswith("#spot")
        page = officer.open(href.removesuffix("#spot"))
        (chosen,) = page.all("//a[@data-fact and @aria-current]")
        assert chosen.get("data-fact") == key
        spots = page.all("//*[@id='spot']")
        if spots:
            box = spots[0].getparent()
            led += 1
            assert box.get("data-field") == key
            assert box.get("href").partition("#")[2] == f"fact-{key}"
            assert page.all(f"//*[@id='fact-{key}']")
    assert led == len(IDENTITY) + 6  # the six answers of this form that are no identity


def test_evidence_shows_every_source_with_its_crop(officer: Browser, desk: Desk) -> None:
    """Zone and form with a picture each; what the passport prints was not found here."""
    reference = put(desk, case_file(a_request(*papers(read_zone(), a_form(date_of_birth="1988-09-04")), *SUPPORT)))
    page = officer.open(f"/case/{reference}")
    rows = page.all("//section[@id='evidence']//li")
    assert [row.get("class").split()[-1] for row in rows] == ["witness-agrees", "witness-not-found", "witness-differs"]
    crops = page.all("//section[@id='evidence']//image/@href")
    assert len(set(crops)) == 2
    for crop in crops:
        reply = officer.client.get(str(crop))
        assert (reply.status_code, reply.headers["content-type"]) == (200, "image/webp")
        assert reply.headers["cache-control"] == "no-store"


def test_a_worker_is_chosen_by_a_tab_and_w_leads_to_the_next(officer: Browser, desk: Desk) -> None:
    """Identity, checks and what to settle are that worker's."""
    reference = put(desk, two_workers())
    page = officer.open(f"/case/{reference}")
    (following,) = page.all("//a[@aria-keyshortcuts='w']")
    assert not page.all("//h3")
    page = officer.open(following.get("href"))
    assert page.all("//nav[contains(@class, 'workers')]//a[@aria-current]/@href") == [following.get("href")]
    assert len(page.all("//*[@data-concern]")) == 1
    assert "1988-09-04" in page.words


def test_pages_and_papers_are_walked_through_by_links(officer: Browser, desk: Desk) -> None:
    """To the form's second page, and to a letter that has only words."""
    long_form = replace(papers(read_zone(), a_form())[1])
    document = replace(long_form.reading.documents[0], pages=(1, 2))
    frames = (long_form.reading.frames[0], replace(long_form.reading.frames[0], number=2))
    reading = replace(long_form.reading, documents=(document,), page_count=2, frames=frames)
    files = (FILES[0], replace(long_form, reading=reading), *SUPPORT)
    reference = put(desk, case_file(a_request(*files)), pages={b"": ("Dear Officer, please find our request.", "")})
    page = officer.open(f"/case/{reference}?at=2.1")
    (following,) = page.all("//a[@aria-keyshortcuts=']']/@href")
    page = officer.open(str(following))
    assert page.all("//a[@aria-keyshortcuts='[']")
    assert not page.all("//a[@aria-keyshortcuts=']']")
    letter = officer.open(f"/case/{reference}?at=3.1")
    assert "Dear Officer, please find our request." in letter.words


def test_highlights_turn_and_zoom_work_by_links(officer: Browser, desk: Desk) -> None:
    """Turned by a quarter the page lies on its side, its boxes with it."""
    reference = put(desk, case_file(a_request(*FILES)))
    page = officer.open(f"/case/{reference}")
    (off,) = page.all("//a[@aria-keyshortcuts='h']/@href")
    assert not officer.open(str(off)).all("//*[@id='spot']")
    wide, high = page.all("//svg[contains(@class, 'sheet')]")[0].get("viewbox").split()[2:]
    turned = officer.open(f"/case/{reference}?turn=90&zoom=2").all("//svg[contains(@class, 'sheet-2')]")[0]
    assert turned.get("viewbox").split()[2:] == [high, wide]
    assert turned.xpath(".//g/@transform") == [f"translate({high} 0) rotate(90)"]


def test_the_email_is_shown_as_text(officer: Browser, desk: Desk) -> None:
    """Escaped, whatever it says; and that it was read is written down."""
    case = case_file(a_request(*FILES))
    reference = put(desk, case, mail=letter_with(case, body="Hello <b>Officer</b>\n\nYours", subject="Our request"))
    page = officer.open(f"/case/{reference}?show=email")
    assert "Hello <b>Officer</b>" in page.words
    assert "Our request" in page.words
    assert desk.audit.of_record(reference)[0].detail == "email"


def test_an_original_that_is_gone_is_told_and_breaks_nothing(officer: Browser, desk: Desk) -> None:
    """The facts are still there."""
    reference = put(desk, case_file(a_request(*FILES)))
    renderer: Any = desk.show.parser
    renderer.known.clear()
    page = officer.open(f"/case/{reference}?show=email")
    assert page.all("//article")
    picture = officer.open(f"/case/{reference}").all("//svg[contains(@class, 'sheet')]//image/@href")[0]
    assert officer.client.get(str(picture)).status_code == 404


def test_banners_say_what_must_be_known_first(officer: Browser, desk: Desk) -> None:
    """Rejected with each reason, a file with macros by its name, an earlier message by its link."""
    macros = a_file(number=1)
    macros = replace(macros, reading=replace(macros.reading, has_macros=True, opened=Opened.UNSUPPORTED))
    form = framed(a_file(a_document(DocumentKind.IMM5686, form=a_form()), number=2))
    case = case_file(a_request(macros, form), same_id_as="2026-000007")
    flags = (*case.record.flags, Flag.MESSAGE_ID_SEEN)
    record = replace(case.record, status=CaseStatus.REJECTED, refusals=(Refusal.MISSING_PASSPORT,), flags=flags)
    reference = put(desk, replace(case, record=record))
    page = officer.open(f"/case/{reference}")
    assert len(page.all("//div[@class='case-banners']/div")) >= 2
    assert page.all("//a[@href='/case/2026-000007']")
    assert "file-1.pdf" in "".join(page.all("//div[@class='case-banners']")[0].itertext())


def test_what_our_mail_server_found_of_the_sender_is_shown(officer: Browser, desk: Desk) -> None:
    """What failed stands out; an older record, or one of which nothing was said, says so."""
    checked = case_file(a_request(), authentication={"dkim": "pass", "spf": "", "dmarc": "fail"})
    reference = put(desk, checked)
    (shown,) = officer.open(f"/case/{reference}").all("//p[contains(@class, 'sender-check')]")
    assert [one.text for one in shown.iter("span")] == ["DKIM", "SPF", "DMARC"]
    (failed,) = shown.iter("b")
    assert failed.text in {"failed", "échoué"}
    reference = put(desk, case_file(a_request()))
    (unchecked,) = officer.open(f"/case/{reference}").all("//p[contains(@class, 'sender-check')]")
    assert not list(unchecked.iter("span"))


def test_a_letter_that_did_not_arrive_is_told_until_the_officer_has_reached_the_sender(
    officer: Browser, desk: Desk
) -> None:
    """Above the case, in the list and on the dashboard; the button takes it off all three and stands in the log."""
    reference = put(desk, case_file(a_request()))
    outbox = desk.see_to.outbox
    assert isinstance(outbox, FakeOutbox)
    outbox.put(a_letter(), reference=reference, now=desk.clock.now())
    outbox.bounced("<1@example.org>", desk.clock.now())
    told = f"//form[@action='/case/{reference}/seen-to']"
    assert officer.open(f"/case/{reference}").all(told)
    assert officer.open("/queue?view=undelivered").all(f"//tr[@id='r-{reference}']//span[@class='mark mark-grave']")
    assert officer.open("/dashboard").all("//div[@role='alert']//a[@href='/queue?view=undelivered']")
    data = officer.open(f"/case/{reference}").fields(f"/case/{reference}/seen-to")
    officer.client.post(f"/case/{reference}/seen-to", data=data, headers={"origin": officer.site.url})
    assert not officer.open(f"/case/{reference}").all(told)
    assert not officer.open("/queue?view=undelivered").all(f"//tr[@id='r-{reference}']")
    assert not officer.open("/dashboard").all("//a[@href='/queue?view=undelivered']")
    assert Act.LETTER_SEEN_TO in {entry.act for entry in desk.audit.of_officer("officer")}


def test_a_message_without_files_or_workers_is_a_page_too(officer: Browser, desk: Desk) -> None:
    """A question, an empty record: the email is what there is to read."""
    reference = put(desk, case_file(a_request(body="What is an exemption?")), mail=ParsedMail(body_text="What?"))
    page = officer.open(f"/case/{reference}")
    assert page.all("//article")
    assert not page.all("//img")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_a_case_may_hold_has_its_words(language: Any) -> None:
    """A new flag, state or field without its words would break the page of the first case that has it."""
    known = catalogue().wordings[language].keys()
    wanted = {
        "field.": [*FIELD_KEYS, *IDENTITY],
        "concern.": [one.value for one in (*Refusal, *Doubt, *Flag)],
        "banner.": [one.value for one in Banner],
        "check.": [one.value for one in CheckKey],
        "history.": [one.value for one in EventKind],
        "case.kind-": [one.value for one in DocumentKind],
        "case.opened-": [one.value for one in Opened if one is not Opened.OK],
        "case.status-": [one.value for one in CaseStatus],
        "case.letter-kind-": [one.value for one in LetterKind],
        "case.letter-state-": [one.value for one in LetterState],
        "case.authentication-": [*RESULTS, "absent"],
        "case.withheld-": [one.value for one in Withheld],
        "case.source-": [one.value for one in (Source.MRZ, Source.PRINTED, Source.FORM)],
    }
    assert [key + name for key, names in wanted.items() for name in names if key + name not in known] == []


def test_the_words_of_a_paper_are_shown_in_place_of_its_picture(officer: Browser, desk: Desk) -> None:
    """For whoever does not see it; that they were read is written down, and where none are kept it is said."""
    case = case_file(a_request(*FILES))
    reference = put(desk, case)
    page = officer.open(f"/case/{reference}?show=words")
    assert not page.all("//*[contains(@class, 'mail-text')]")
    view = desk.show.case(reference)
    assert view is not None
    assert isinstance(desk.show.readings, FakeReadings)
    file = view.files[0]
    documents = tuple(
        Document(pages=paper.pages, kind=DocumentKind(paper.kind), confidence=1, text=f"<b>words</b> of {paper.number}")
        for paper in file.papers
    )
    desk.show.readings.kept[file.sha256] = FileReading(opened=Opened.OK, media_type="", documents=documents)
    page = officer.open(f"/case/{reference}?show=words")
    assert page.all("//*[contains(@class, 'mail-text')]")[0].text_content() == "<b>words</b> of 1"
    assert not page.all("//svg//image[contains(@href, 'picture')][ancestor::*[contains(@class, 'sheet')]]")
    assert desk.audit.of_record(reference)[0].detail == "words of page 1.1"
