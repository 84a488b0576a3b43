"""The audit log as a page: who saw a case, and which cases an account opened."""

import csv
import io

import pytest

from imwu_inbox.domain.audit import Act, AuditEntry
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.officer import Role
from imwu_inbox.web.audit_page import detail_said
from imwu_inbox.web.catalogue import catalogue
from imwu_inbox.wiring import Desk
from tests.domain.papers import SUPPORT, a_request
from tests.domain.seen_cases import a_form, case_file, papers, read_zone
from tests.web.browser import Browser, Page, enter
from tests.web.cases import put
from tests.web.conftest import NOW


def seen(page: Page) -> list[tuple[str, str]]:
    """Who and which record, newest first."""
    rows = page.all("//table[contains(@class, 'book-table')]/tbody/tr")
    return [tuple(row.xpath(f"td[{place}]")[0].text_content().strip() for place in (2, 4)) for row in rows]


def test_an_auditor_finds_who_saw_a_case_and_what_an_account_opened(officer: Browser, desk: Desk) -> None:
    """Each view is a line of its own, with the page that was shown."""
    first, second = (put(desk, case_file(a_request(*papers(read_zone(), a_form()), *SUPPORT))) for _ in range(2))
    officer.open(f"/case/{first}")
    officer.open(f"/case/{first}?show=email")
    officer.open(f"/case/{second}")
    enter(desk, Role.AUDITOR)
    auditor = Browser(desk=desk, site=officer.site, language=officer.language)
    auditor.sign_in("auditor")
    auditor.open(f"/case/{second}")
    assert seen(auditor.open(f"/audit?record={second}")) == [("Maya Auditor", second), ("Maya Officer", second)]
    mine = auditor.open("/audit?officer=officer&act=viewed")
    assert [record for _, record in seen(mine)] == [second, first, first]
    told = {"en": ("File 1, page 1", "Email"), "fr": ("Fichier 1, page 1", "Courriel")}[officer.language.value]
    assert [row.text_content().strip() for row in mine.all("//td[contains(@class, 'breaks')]")] == [
        told[0], told[1], told[0]
    ]  # fmt: skip
    assert seen(auditor.open("/audit?officer=officer&since=2026-11-25")) == []
    assert auditor.open("/audit?record=%3Cscript%3E").all("//p/a[@href='/audit']")
    rows = list(csv.reader(io.StringIO(auditor.client.get(f"/audit.csv?record={first}").content.decode("utf-8-sig"))))
    assert [row[2:5] for row in rows[1:]] == [["officer", "viewed", first]] * 2


def test_a_long_log_goes_on_below_the_last_line(officer: Browser, desk: Desk) -> None:
    """A hundred lines a page."""
    reference = put(desk, case_file(a_request(*papers(read_zone(), a_form()), *SUPPORT)))
    for _ in range(102):
        officer.client.get(f"/case/{reference}")
    enter(desk, Role.AUDITOR)
    officer.submit(officer.open("/queue"), "/signout")
    officer.sign_in("auditor")
    page = officer.open("/audit?act=viewed")
    (onward,) = page.all("//a[@rel='next']/@href")
    assert (len(seen(page)), len(seen(officer.open(onward)))) == (100, 2)


def test_every_act_has_its_words() -> None:
    """A new act without them would break the page."""
    for language, wordings in catalogue().wordings.items():
        missing = [act.value for act in Act if f"audit.act-{act.value}" not in wordings]
        assert not missing, language


@pytest.mark.parametrize(
    ("act", "detail", "english", "french"),
    [
        (Act.VIEWED, "words of page 2.13", "File 2, page 13, as text", "Fichier 2, page 13, en texte"),
        (Act.SOUGHT, "found 1", "1 case found", "1 dossier trouvé"),
        (Act.SIGNED_IN, "elsewhere", "By the work account", "Par le compte de travail"),
        (Act.SIGN_IN_FAILED, "not-entered", "No account here", "Aucun compte ici"),
        (Act.TAKEN_UP, "12", "Message 12", "Courriel 12"),
        (Act.ACCOUNT_ADDED, "password", "password", "password"),
    ],
)
def test_a_detail_is_said_in_the_language_of_whoever_reads(act: Act, detail: str, english: str, french: str) -> None:
    """Names of accounts stay as they are, whatever they are."""
    entry = AuditEntry(act=act, officer="maya", at=NOW, detail=detail)
    said = [detail_said(entry, catalogue().words(language)) for language in (Language.ENGLISH, Language.FRENCH)]
    assert said == [english, french]
