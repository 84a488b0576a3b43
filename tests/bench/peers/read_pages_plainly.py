"""The obvious way: every page at 300 dpi to pytesseract with both models."""

import pytesseract

from tests.bench.peers.answering import Answer, answer_all
from tests.bench.peers.page_files import pictures_of


def read(file: str) -> Answer:
    """The lines of all pages."""
    texts = (pytesseract.image_to_string(page, lang="eng+fra") for page in pictures_of(file, dpi=300))
    return "\n".join(texts).splitlines(), True


if __name__ == "__main__":
    answer_all(read)
