"""ocrmypdf with its own care for weak pages: turned upright, set straight, read with both models."""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.peers.answering import Answer, answer_all

ASKED = ("-l", "eng+fra", "--rotate-pages", "--deskew", "--output-type", "pdf", "--jobs", "1", "--image-dpi", "200")


def read(file: str) -> Answer:
    """The lines of the text that it writes beside its PDF."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "text.txt")
        subprocess.run(
            [sys.executable, "-m", "ocrmypdf", *ASKED, "--quiet", "--sidecar", text, file, Path(folder, "out.pdf")],
            check=True,
            timeout=300,
        )
        return text.read_text(encoding="utf-8").splitlines(), True


if __name__ == "__main__":
    answer_all(read)
