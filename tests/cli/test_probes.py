"""What `doctor` tries, on real folders and a real database."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from imwu_inbox.adapters.sql.connect import connect
from imwu_inbox.cli.probes import probes_of
from imwu_inbox.domain.reply import Delivery, DeliveryReport
from imwu_inbox.domain.reply_limits import HOUR
from imwu_inbox.errors import BadConfig, CannotWrite, ImwuError, NeighbourDown, SetAside, TryAgain
from imwu_inbox.settings import Settings, load
from imwu_inbox.wiring import lay_out
from tests.plugs.mail_samples import RECEIVED, new_case, new_letter
from tests.plugs.stores import sql_stores

NOBODY_LISTENS = 1


def configured(folder: Path) -> Settings:
    """Settings whose data would lie in this folder and whose servers are not there."""
    path = folder / "imwu-inbox.toml"
    path.write_text(
        f"[store]\nurl = 'sqlite:///{folder}/data/imwu-inbox.db'\n"
        f"[vault]\nurl = 'file://{folder}/vault'\nkey_file = '{folder}/vault.key'\n"
        f"[mailbox]\nhost = '127.0.0.1'\nport = {NOBODY_LISTENS}\ntls = 'none'\nuser = 'unit'\n"
        f"[smtp]\nhost = '127.0.0.1'\nport = {NOBODY_LISTENS}\ntls = 'none'\nfrom_address = 'unit@example.org'\n",
        encoding="utf-8",
    )
    return load(path, {})


def attempt(settings: Settings, name: str) -> str:
    """What the probe of this name finds, or raises."""
    return next(probe for probe in probes_of(settings) if probe.name == name).attempt()


@pytest.mark.parametrize(
    ("name", "breakdown"),
    [("vault key", BadConfig), ("database", BadConfig), ("mailbox", NeighbourDown), ("relay", NeighbourDown)],
)
def test_what_is_not_there_is_found_out(tmp_path: Path, name: str, breakdown: type[ImwuError]) -> None:
    """A key that was not made, a database that was not laid out, servers that do not listen."""
    with pytest.raises(breakdown):
        attempt(configured(tmp_path), name)


def test_looking_leaves_nothing_behind(tmp_path: Path) -> None:
    """A doctor makes no database and no folder."""
    settings = configured(tmp_path)
    for probe in probes_of(settings):
        try:
            probe.attempt()
        except ImwuError:
            continue
    assert [path.name for path in tmp_path.iterdir()] == ["imwu-inbox.toml"]


def test_a_laid_out_database_is_found_at_its_revision(tmp_path: Path) -> None:
    """With the file it lies in."""
    settings = configured(tmp_path)
    lay_out(settings)
    assert f"{tmp_path}/data/imwu-inbox.db at revision " in attempt(settings, "database")


def test_registers_disk_clock_and_ocr_of_this_machine_are_in_order(tmp_path: Path) -> None:
    """What a machine that runs these tests must have."""
    settings = configured(tmp_path)
    assert attempt(settings, "registers") == "146 exemption codes, 280 states"
    assert attempt(settings, "disk").endswith("GiB free, can be written")
    assert attempt(settings, "clock").endswith("in America/Toronto")
    assert attempt(settings, "ocr") == "tesseract with eng and fra"


def test_a_server_that_is_not_configured_names_its_key() -> None:
    """Before anything is tried."""
    with pytest.raises(BadConfig, match=r"mailbox\.host is empty"):
        attempt(Settings(), "mailbox")
    with pytest.raises(BadConfig, match=r"smtp\.host is empty"):
        attempt(Settings(), "relay")


def test_a_folder_that_cannot_be_written_is_found_out(tmp_path: Path) -> None:
    """The kernel's own tables are writable to no one."""
    settings = configured(tmp_path)
    vault = settings.vault.model_copy(update={"url": "file:///proc/vault"})
    with pytest.raises(CannotWrite, match="/proc: cannot be written"):
        attempt(settings.model_copy(update={"vault": vault}), "disk")


def test_the_letters_of_the_last_hour_are_told_and_an_open_breaker_is_a_failure(tmp_path: Path) -> None:
    """One letter an hour is allowed here, and one was begun."""
    base = configured(tmp_path)
    lay_out(base)
    settings = base.model_copy(update={"limits": base.limits.model_copy(update={"replies_per_hour": 1})})
    assert attempt(settings, "letters") == "0 due, 0 of at most 1 in the last hour"
    database = connect(settings.store.url)
    stores = sql_stores(database)
    letter_id = stores.cases.open(new_case(stores.mail()), now=RECEIVED, letter=new_letter).letter_id
    assert letter_id is not None
    stores.outbox.claim(letter_id, datetime.now(UTC))
    database.close()
    with pytest.raises(TryAgain, match="the breaker is open: 0 due, 1 of at most 1 in the last hour"):
        attempt(settings, "letters")


def test_letters_that_wait_or_did_not_arrive_are_failures_until_they_are_seen_to(tmp_path: Path) -> None:
    """The operator hears of the relay, the officers' own business is a line of its own."""
    settings = configured(tmp_path)
    lay_out(settings)
    assert attempt(settings, "undelivered") == "none"
    database = connect(settings.store.url)
    stores = sql_stores(database)
    letter_id = stores.cases.open(new_case(stores.mail()), now=RECEIVED, letter=new_letter).letter_id
    assert letter_id is not None
    silent = DeliveryReport(delivery=Delivery.UNCERTAIN, answer="")
    stores.outbox.claim(letter_id, RECEIVED)
    stores.outbox.settle(letter_id, silent, RECEIVED)
    with pytest.raises(TryAgain, match="the relay refuses letters or does not answer: 1 wait"):
        attempt(settings, "letters")
    stores.outbox.claim(letter_id, RECEIVED + HOUR)
    stores.outbox.settle(letter_id, silent, RECEIVED + HOUR)
    with pytest.raises(SetAside, match=r"1 letter did not arrive\."):
        attempt(settings, "undelivered")
    stores.outbox.see_to("2026-000001", officer="-", now=RECEIVED + HOUR)
    assert attempt(settings, "undelivered") == "none"
    database.close()


def test_a_trial_is_told_by_the_doctor(tmp_path: Path) -> None:
    """Nobody should wonder why no letter arrives."""
    base = configured(tmp_path)
    lay_out(base)
    settings = base.model_copy(update={"smtp": base.smtp.model_copy(update={"dry": True})})
    assert attempt(settings, "letters").endswith("letters are written and never sent (smtp.dry = true)")
