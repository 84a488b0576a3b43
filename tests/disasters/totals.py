"""Long runs go in batches: a batch adds to a small JSON outside the repository, and the next one goes on from there."""

import json
import os
from collections import Counter
from pathlib import Path


class Totals:
    """Counts by name. Where the environment names no file, a batch stands for itself."""

    def __init__(self, variable: str) -> None:
        """Take up what earlier batches counted."""
        named = os.environ.get(variable, "")
        self._path = Path(named) if named else None
        self.counts: Counter[str] = Counter()
        if self._path and self._path.exists():
            self.counts.update(json.loads(self._path.read_text(encoding="utf-8")))

    def add(self, counts: Counter[str]) -> None:
        """Add what was counted, durably for the next batch."""
        self.counts += counts
        if self._path:
            self._path.write_text(json.dumps(self.counts, indent=1), encoding="utf-8")
