"""How long a case's page takes on the server where 100,000 records stand and 5,000 are open."""

import json
from base64 import b64encode
from pathlib import Path

from sqlalchemy import update
from sqlmodel import col

from imwu_inbox.adapters.sql.connect import connect
from imwu_inbox.adapters.sql.tables import CaseRow
from imwu_inbox.domain.evidence import as_record
from imwu_inbox.domain.mail import Language, MailRef, RawMail
from imwu_inbox.domain.officer import Role
from imwu_inbox.settings import Settings, StoreSection, VaultSection
from imwu_inbox.web import Site
from imwu_inbox.wiring import open_desk, reading_app
from tests.bench.figures import write_section
from tests.bench.full_store import CASES, GOAL_MS, NOW, OPEN, ROUNDS, fill, times_ms
from tests.web.browser import Browser, enter

STORY = Path(__file__).parents[2] / "fixtures" / "mail" / "complete-travelling-party" / "message.eml"
CASE = f"2026-{CASES:06d}"
_ROWS: dict[str, list[list[str]]] = {}


def party() -> dict[str, object]:
    """What was kept of a real request for three people, thirteen files long."""
    content = STORY.read_bytes()
    ref = MailRef(account="unit", folder="INBOX", uidvalidity=1, uid=1)
    app = reading_app(Settings())
    try:
        judged = app.judge(RawMail(ref=ref, sha256="0" * 64, content=content, size_bytes=len(content), received_at=NOW))
    finally:
        app.close()
    kept: dict[str, object] = json.loads(json.dumps(as_record(judged)))
    return kept


def test_a_case_of_a_full_store_is_shown_within_the_budget(database_url: str, tmp_path: Path) -> None:
    """The whole reply: session, record, history, letters, neighbours, the view written down, and the page."""
    key = tmp_path / "vault.key"
    key.write_text(b64encode(b"0123456789abcdef" * 2).decode(), encoding="ascii")
    settings = Settings(
        store=StoreSection(url=database_url), vault=VaultSection(url=f"file://{tmp_path}/vault", key_file=str(key))
    )

    database = connect(database_url)
    fill(database)
    with database.write() as session:
        session.connection().execute(update(CaseRow).where(col(CaseRow.reference) == CASE).values(assessment=party()))
    dialect = database.dialect
    database.close()
    desk = open_desk(settings)
    enter(desk, Role.OFFICER)
    browser = Browser(desk=desk, site=Site(origins=("https://inbox.example.org",)), language=Language.FRENCH)
    browser.sign_in("officer")
    pages = {
        "a case of three workers": f"/case/{CASE}",
        "its second worker, another field": f"/case/{CASE}?worker=2&field=to",
    }
    measured = {name: times_ms(lambda path=path: browser.client.get(path)) for name, path in pages.items()}  # type: ignore[misc]
    assert "ROWNTREE" in browser.open(f"/case/{CASE}").text
    desk.close()
    _ROWS[dialect] = [[dialect, name, f"{middle:.1f}", f"{high:.1f}"] for name, (middle, high) in measured.items()]
    write_section(
        "A case's page in a full store",
        ("database", "what", "median ms", "95th percentile ms"),
        [row for rows in _ROWS.values() for row in rows],
        said=f"{CASES:,} records, {OPEN:,} of them open, {ROUNDS} rounds in one process, the test's own client "
        f"included; the goal is {GOAL_MS} ms.",
    )
    assert max(middle for middle, _ in measured.values()) < GOAL_MS
