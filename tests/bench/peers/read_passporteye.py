"""PassportEye as its README shows it."""

import warnings

from passporteye import read_mrz

from tests.bench.peers.answering import Answer, answer_all


def read(file: str) -> Answer:
    """What PassportEye makes of a page."""
    found = read_mrz(file)
    return (found.aux["text"].split("\n"), bool(found.valid)) if found is not None else ([], False)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    answer_all(read)
