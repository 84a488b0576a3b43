"""What shows cases to officers: the vault's messages, a jail of its own to draw pages in, and pictures kept a while."""

from contextlib import ExitStack
from hmac import digest as hmac_digest
from pathlib import Path
from typing import NoReturn

from imwu_inbox.adapters.file_vault import FileVault
from imwu_inbox.adapters.picture_cache import PictureCache
from imwu_inbox.adapters.reading_cache import RememberedReadings
from imwu_inbox.adapters.reading_code import fingerprint_of_reading
from imwu_inbox.adapters.recent_mail import RecentMail
from imwu_inbox.adapters.sql.case_store import SqlCaseStore
from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.ledger_store import SqlLedger
from imwu_inbox.adapters.sql.outbox_store import SqlOutbox
from imwu_inbox.adapters.system_clock import SystemClock
from imwu_inbox.settings import Registers, Settings
from imwu_inbox.steps.fetch import original_of
from imwu_inbox.steps.show import Show
from imwu_inbox.wiring import neighbours


def show_on(database: Database, settings: Settings, registers: Registers, parts: ExitStack) -> Show:
    """The showing of cases on one database. Its jail is apart: an officer does not wait behind a request being read."""
    folder, secret = Path(settings.vault.folder), settings.vault.secret()
    ledger, vault = SqlLedger(database, _queues_nothing), FileVault(folder, secret)
    jail = neighbours.drawing_jail(settings, registers)
    parts.callback(jail.close)
    return Show(
        cases=SqlCaseStore(database, settings.clock.zone),
        outbox=SqlOutbox(database),
        original=lambda mail_id: original_of(ledger, vault, mail_id),
        parser=RecentMail(jail),
        renderer=jail,
        readings=RememberedReadings(vault=vault, version=fingerprint_of_reading(neighbours.reader_setup(registers))),
        pictures=PictureCache(folder / "pictures", secret),
        clock=SystemClock(),
        limits=settings.limits.values(),
        zone=settings.clock.zone,
        key=hmac_digest(secret, b"imwu-inbox picture names", "sha256"),
    )


def _queues_nothing(*_: object) -> NoReturn:
    raise RuntimeError("the officers' pages take no mail in")
