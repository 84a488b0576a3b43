"""One disaster a file: what kills, fills or silences, and what must be left standing."""
