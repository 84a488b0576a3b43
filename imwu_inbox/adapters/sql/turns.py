"""Transactions that must not pass each other take turns, by the name of what they are about."""

from collections.abc import Iterable
from enum import IntEnum

from sqlalchemy import ARRAY, Text, cast, func
from sqlmodel import Session, select

from imwu_inbox.adapters.sql.connect import POSTGRES


class Turn(IntEnum):
    """What a name names, so that a passport and a message of one spelling do not wait for each other."""

    ARRIVAL = 0
    MESSAGE_ID = 33
    WORKER = 34


def one_at_a_time(session: Session, names: Iterable[str], *, what: Turn) -> None:
    """Wait until no other transaction holds one of these names; ours are held to the end. SQLite's writers wait anyway.

    All ask in one order, so that none waits for one that waits for it.
    """
    if session.get_bind().dialect.name == POSTGRES and (wanted := sorted(set(names))):
        name = func.unnest(cast(wanted, ARRAY(Text))).column_valued()
        session.connection().execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, what.value))))
