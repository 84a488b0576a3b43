"""What must not happen on a case's pages: a sender's script, a stranger's look, a link that breaks."""

import re
from dataclasses import replace

import pytest

from imwu_inbox.domain.mail import Attachment
from imwu_inbox.domain.officer import Role
from imwu_inbox.wiring import Desk
from tests.domain.papers import SUPPORT, a_request
from tests.domain.seen_cases import a_form, case_file, papers, read_zone
from tests.web.browser import Browser, enter
from tests.web.cases import letter_with, put

FILES = (*papers(read_zone(), a_form()), *SUPPORT)
HOSTILE = "<script>alert(1)</script>\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe\x1b[31m" + "x" * 10_000


@pytest.mark.parametrize("field", ["name", "subject", "body", "form", "employer"])
def test_what_a_hostile_sender_writes_is_harmless(officer: Browser, desk: Desk, field: str) -> None:
    """Script, override and ten thousand letters are text like any other, cut where they are long."""
    files = [*FILES]
    if field == "name":
        files[0] = replace(files[0], attachment=replace(files[0].attachment, name=HOSTILE))
    if field == "form":
        files[1] = papers(read_zone(), a_form(family_name=HOSTILE, job_title=HOSTILE))[1]
    case = case_file(a_request(*files, subject=HOSTILE if field == "subject" else "Request"))
    if field == "employer":
        case = replace(case, record=replace(case.record, employer=HOSTILE, sender=HOSTILE))
    text = HOSTILE if field in ("subject", "body") else "Request"
    reference = put(desk, case, mail=letter_with(case, body=text, subject=text))
    for question in ("", "?show=email", "?field=job_title", "?field=surname"):
        page = officer.open(f"/case/{reference}{question}")
        assert "<script>alert" not in page.text
        assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in page.text
        assert "\x1b" not in page.text
        assert question == "?show=email" or len(page.text) < 160_000


@pytest.mark.parametrize(
    "question",
    ["worker=99", "worker=0", "field=nonsense", "at=9.9", "at=1.999", "at=x", "at=0.0", "show=x", "turn=45", "zoom=9",
     "field=surname&at=2.1", "unknown=1"],
)  # fmt: skip
def test_a_question_that_makes_no_sense_shows_what_comes_first(officer: Browser, desk: Desk, question: str) -> None:
    """A link from yesterday never breaks."""
    reference = put(desk, case_file(a_request(*FILES)))
    assert "MARTIN" in officer.open(f"/case/{reference}?{question}").heading


@pytest.mark.parametrize("question", ["worker=-1", "worker=x", "turn=9999", "field=" + "x" * 50])
def test_a_question_that_no_page_asks_is_told_as_unreadable(officer: Browser, desk: Desk, question: str) -> None:
    """Nothing breaks."""
    reference = put(desk, case_file(a_request(*FILES)))
    assert officer.open(f"/case/{reference}?{question}", status=400).heading


def test_what_is_not_there_is_told(officer: Browser, desk: Desk) -> None:
    """No such record, no such picture; nobody finds a picture of another case by its name."""
    officer.open("/case/2026-999999", status=404)
    reference, other = put(desk, case_file(a_request(*FILES))), put(desk, case_file(a_request(*FILES)))
    picture = str(officer.open(f"/case/{reference}").all("//image/@href")[0])
    assert officer.client.get(picture).status_code == 200
    assert officer.client.get(picture.replace(reference, other)).status_code == 404
    assert officer.client.get(f"/case/{reference}/picture/1").status_code == 404


@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR])
def test_nobody_else_sees_a_case_or_a_picture(browser: Browser, desk: Desk, role: Role | None) -> None:
    """The administrator keeps accounts; a stranger is shown the door."""
    reference = put(desk, case_file(a_request(*FILES)))
    enter(desk, Role.OFFICER)
    if role:
        enter(desk, role)
        browser.sign_in(role.value)
    for path in (f"/case/{reference}", f"/case/{reference}/picture/x", "/case/2026-999999"):
        reply = browser.client.get(path)
        assert reply.status_code == (403 if role else 303)
        assert "MARTIN" not in reply.text
    assert list(desk.audit.of_record(reference)) == []


def test_nothing_of_the_sender_leaves_in_its_own_kind(officer: Browser, desk: Desk) -> None:
    """No page links to an attachment; every picture is WebP of our making."""
    case = case_file(a_request(*FILES))
    mail = replace(letter_with(case), attachments=(*letter_with(case).attachments, _program()))
    reference = put(desk, case, mail=mail)
    page = officer.open(f"/case/{reference}")
    links = {str(link) for link in page.all("//@href") if str(link).startswith("/case/")}
    assert all(re.fullmatch(rf"/case/{reference}(\?.*|/picture/[\w=-]+)", link) for link in links)


def _program() -> Attachment:
    return Attachment(
        path="9", name="x.exe", media_type="application/octet-stream", content=b"MZ", size_bytes=2, sha256="9" * 64
    )
