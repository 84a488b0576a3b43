"""Damaged messages by the thousand through the jail: the house lives, and each one ends within its budget.

IMWU_MUTANTS, IMWU_MUTANTS_FROM and IMWU_MUTANTS_TOTALS shape the batch (`mutant_batches`).
"""

from imwu_inbox.adapters.jail import Jail
from imwu_inbox.errors import ChildKilled, MailUnparseable
from tests.disasters.mutant_batches import LIMIT, MEMORY_BYTES, SECONDS, Batch
from tests.disasters.mutants import mutant
from tests.readings import setup


def test_no_mutant_ends_the_house_or_takes_more_than_its_share() -> None:
    """Every mutant is read, refused or stopped by a limit that has a name, and most are still read."""
    batch = Batch.from_environment("IMWU_MUTANTS", size=1000)
    jail = Jail(setup=setup(), seconds_per_file=SECONDS, memory_bytes=MEMORY_BYTES)

    def parse(number: int) -> str:
        try:
            mail = jail.parse_mail(mutant(number))
        except MailUnparseable:
            return "refused as unreadable"
        except ChildKilled as killed:
            return f"{LIMIT}{killed.limit}"
        return "with leaves" if mail.attachments or mail.body_text.strip() else "without leaves"

    try:
        batch.run(parse)
    finally:
        jail.close()
    batch.report("Mutated messages", said="mutants of the stories through the jail's children", what="messages")
    assert not batch.stopped, f"mutants that hit a limit: {batch.stopped}"
    assert batch.kept_its_budget
    assert batch.ends["with leaves"] >= batch.size // 2
