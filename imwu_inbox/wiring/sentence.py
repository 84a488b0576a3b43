"""The sentence of the house on its stores: what happens to a message once it is safe."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from imwu_inbox.adapters.jail import Jail
from imwu_inbox.adapters.reading_cache import CachedReader
from imwu_inbox.adapters.reading_code import fingerprint_of_reading
from imwu_inbox.adapters.sql.case_store import SqlCaseStore
from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.outbox_store import SqlOutbox
from imwu_inbox.adapters.sql.parts_store import SqlParts
from imwu_inbox.domain.request import Gated
from imwu_inbox.domain.seal import Seal
from imwu_inbox.ports.case_store import CaseStore
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.outbox import Outbox
from imwu_inbox.ports.parts import Parts
from imwu_inbox.settings import Registers, Settings
from imwu_inbox.steps.fetch import Fetch
from imwu_inbox.steps.intake import Intake
from imwu_inbox.steps.join import Join
from imwu_inbox.steps.open_case import OpenCase
from imwu_inbox.steps.parse import Parse
from imwu_inbox.steps.reply import Reply
from imwu_inbox.wiring import neighbours
from imwu_inbox.wiring.judging import at_once, gate_of, judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """Where the sentence writes: records, letters, and the parts that wait."""

    cases: CaseStore
    outbox: Outbox
    waiting: Parts


def stores_on(database: Database, settings: Settings) -> Stores:
    """The stores on one database."""
    cases, outbox = SqlCaseStore(database, settings.clock.zone), SqlOutbox(database)
    return Stores(cases=cases, outbox=outbox, waiting=SqlParts(database))


def intake(
    settings: Settings, registers: Registers, *, fetch: Fetch, stores: Stores, jail: Jail, clock: Clock
) -> Intake:
    """Choose and join the sentence. The seal on our letters comes from the vault's key."""
    seal, limits = Seal.under(settings.vault.secret()), settings.limits.values()
    join = Join(
        seal=seal,
        cases=stores.cases,
        outbox=stores.outbox,
        parts=stores.waiting,
        original=_original(settings, fetch, jail),
        clock=clock,
        free_mail_domains=frozenset(settings.gate.free_mail_domains),
        parts_wait=timedelta(hours=limits.parts_wait_hours),
    )
    version = fingerprint_of_reading(neighbours.reader_setup(registers))
    reader = CachedReader(reader=jail, vault=fetch.vault, version=version)
    return Intake(
        fetch=fetch,
        judge=judgement(
            settings, registers, parser=jail, reader=reader, join=join, spread=at_once(settings.reader.workers)
        ),
        open_case=OpenCase(
            cases=stores.cases,
            outbox=stores.outbox,
            parts=stores.waiting,
            letters=neighbours.letters(settings, seal),
            clock=clock,
            limits=limits,
            dry=settings.smtp.dry,
        ),
    )


def posting(settings: Settings, *, stores: Stores, tokens: neighbours.TokenRing, clock: Clock) -> Reply:
    """What hands letters to the relay, with its kill switch and its breaker; in a trial nothing goes out at all."""
    return Reply(
        outbox=stores.outbox,
        postman=neighbours.postman(settings, tokens),
        clock=clock,
        may_send=settings.may_send_now,
        replies_per_hour=settings.limits.replies_per_hour,
    )


def _original(settings: Settings, fetch: Fetch, jail: Jail) -> Callable[[int], Gated]:
    """An earlier message from the vault, parsed and gated again."""
    parse, gate = Parse(parser=jail), gate_of(settings)
    return lambda mail_id: gate(parse(fetch.original(mail_id)))
