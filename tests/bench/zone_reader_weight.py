"""What the zone reader adds to a child, in memory and in seconds: `python -m tests.bench.zone_reader_weight`.

Each figure is the median of fresh processes: some have what every child has, others also import the reader, build its
net and read a drawn page. What a second reading of that page takes is taken off.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.figures import write_section
from tests.bench.zone_pages import samples

ROUNDS = 7
MOST_MEGABYTES, MOST_SECONDS = 150.0, 0.3
HEADER = ("a child", "memory in use, MB", "CPU until ready, seconds")
SAID = (
    "Medians of fresh processes, one thread. Without the zone reader a child here has Python, numpy, Pillow and the law"
    " of zones; with it also OpenCV, onnxruntime, the net, and one page of a passport read."
)
_START = """
import json, sys, time
import numpy
from PIL import Image
from imwu_inbox.domain import documents, mrz
twice = 0.0
"""
_READ = """
from datetime import date
from imwu_inbox.adapters.mrz_reader import NetMrzReader
picture = Image.open(sys.argv[1]).convert("L")
page = documents.PageImage(width_px=picture.width, height_px=picture.height, dpi=200, grey=picture.tobytes())
reader = NetMrzReader(codes=frozenset(("UTO",)))
reader(page, today=date(2026, 11, 2))
ready = time.process_time()
reader(page, today=date(2026, 11, 2))
twice = 2 * (time.process_time() - ready)
"""
_TELL = """
spent = time.process_time() - twice
status = dict(line.split(":", 1) for line in open("/proc/self/status", encoding="ascii"))
print(json.dumps([int(status["VmHWM"].split()[0]) / 1024, spent]))
"""


def main() -> None:
    """Start, weigh, subtract, write the table; a reader that is too heavy is an error."""
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder, "page.png")
        next(samples("easy", 1, 1)).page.save(picture)
        without = _weighed(_START + _TELL, picture)
        whole = _weighed(_START + _READ + _TELL, picture)
    added = tuple(more - less for more, less in zip(whole, without, strict=True))
    named = (("without the zone reader", without), ("with it", whole), ("added", added))
    rows = [(name, f"{megabytes:.0f}", f"{seconds:.2f}") for name, (megabytes, seconds) in named]
    sys.stdout.write(write_section("What the zone reader weighs", HEADER, rows, said=SAID))
    if added[0] > MOST_MEGABYTES or added[1] > MOST_SECONDS:
        raise SystemExit(f"The zone reader adds more than {MOST_MEGABYTES:.0f} MB or {MOST_SECONDS} s to a child.")


def _weighed(program: str, picture: Path) -> tuple[float, float]:
    """Memory and processor time of a process. Units: megabytes, seconds."""
    command = [sys.executable, "-c", program, str(picture)]
    told = [json.loads(subprocess.check_output(command, text=True)) for _ in range(ROUNDS)]
    megabytes, seconds = (statistics.median(one[place] for one in told) for place in (0, 1))
    return megabytes, seconds


if __name__ == "__main__":
    main()
