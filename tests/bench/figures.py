"""Where measured figures go: one section a benchmark in RESULTS.md, replaced when it is run again."""

import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"
_HEADING = """# Measured

Written by `make bench`. Ratios within one run count; seconds are those of the machine named.
"""


def write_section(title: str, header: Sequence[str], rows: Sequence[Sequence[str]], *, said: str) -> str:
    """Write one section's table and what was measured; returns the section."""
    lines = [
        f"## {title}",
        "",
        f"{datetime.now(UTC).date().isoformat()}, Python {platform.python_version()}, {platform.machine()}. {said}",
        "",
        "| " + " | ".join(header) + " |",
        "|" + "---|" * len(header),
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
    ]
    section = "\n".join(lines)
    written = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else _HEADING
    pattern = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    without = pattern.sub("", written).rstrip("\n")
    RESULTS.write_text(f"{without}\n\n{section}", encoding="utf-8")
    return section
