"""The durable engine: each mail's run survives kills, and a step that finished is never repeated.

Only ids travel between steps and are stored by the engine. Its tables lie in the same database as ours, so a run is
queued in the transaction that enters the mail.
"""

from imwu_inbox.adapters.dbos_engine.engine import DbosEngine
from imwu_inbox.adapters.dbos_engine.queue import DbosQueue, prepare

__all__ = ["DbosEngine", "DbosQueue", "prepare"]
