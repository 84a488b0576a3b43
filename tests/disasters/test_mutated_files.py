"""Damaged files by the thousand through the jail: the house lives, and each one is read, or named for an officer.

IMWU_FILE_MUTANTS, IMWU_FILE_MUTANTS_FROM and IMWU_FILE_MUTANTS_TOTALS shape the batch (`mutant_batches`).
Recognition, which takes a second a page, is done for one in a hundred.
"""

from dataclasses import replace

from imwu_inbox.adapters.jail import Jail
from imwu_inbox.domain.documents import Opened
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.reader_setup import ReaderSetup, ReadingLimits
from imwu_inbox.domain.reading import FileReading
from tests.disasters.file_mutants import file_mutant
from tests.disasters.mutant_batches import LIMIT, MEMORY_BYTES, SECONDS, Batch
from tests.readings import TODAY, setup

RECOGNISED_OF = 100
LIMITS = (Hindrance.TIME, Hindrance.CPU, Hindrance.MEMORY, Hindrance.OUTPUT, Hindrance.CRASH)


def test_no_mutant_ends_the_house_and_whatever_is_not_read_is_named() -> None:
    """A reading is whole, or says why it is not; at least half of the mutants pass the opener."""
    batch = Batch.from_environment("IMWU_FILE_MUTANTS", size=1000)
    without_ocr = replace(setup(), limits=ReadingLimits(ocr_pages=0))
    jails = [_jail(setup()), _jail(without_ocr)]

    def read(number: int) -> str:
        _, content = file_mutant(number)
        jail = jails[number % RECOGNISED_OF > 0]
        return _end(jail.read_file(content, name="x", today=TODAY))

    try:
        batch.run(read)
    finally:
        for jail in jails:
            jail.close()
    ends = batch.report("Mutated files", said="mutants of files of 35 kinds through the jail's children", what="files")
    opened = ends["opened and read"] + ends["opened, pages left unread"]
    assert batch.kept_its_budget
    # Two standard deviations of such a count are the root of its size: a small batch may fall short by chance.
    assert opened >= ends.total() / 2 - ends.total() ** 0.5
    assert len(batch.stopped) <= batch.size // 100, f"mutants that hit a limit: {batch.stopped}"


def _jail(given: ReaderSetup) -> Jail:
    return Jail(setup=given, seconds_per_file=SECONDS, memory_bytes=MEMORY_BYTES)


def _end(reading: FileReading) -> str:
    """How the reading of a mutant ended; one that is neither whole nor says why would be a silent loss."""
    is_whole = reading.opened is Opened.OK and not reading.unread_pages
    assert is_whole or reading.why is not None, "a reading that is not whole says why"
    if reading.opened is Opened.OK:
        return "opened and read" if is_whole else "opened, pages left unread"
    return f"{LIMIT}{reading.why}" if reading.why in LIMITS else f"{reading.opened}: {reading.why}"
