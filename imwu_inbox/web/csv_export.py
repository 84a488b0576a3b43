"""Tables for a spreadsheet: UTF-8 with its mark, and no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from fastapi.responses import StreamingResponse

_RUNS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet. Source: OWASP, CSV injection."""
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it at the beginning Excel takes UTF-8 for Windows-1252."""
_ROWS_A_PIECE = 200


def csv_reply(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingResponse:
    """The rows as a file to keep, sent as they come. `name` is ours, in plain letters."""
    reply = StreamingResponse(_pieces(header, rows), media_type="text/csv; charset=utf-8")
    reply.headers["content-disposition"] = f'attachment; filename="{name}"'
    return reply


def _pieces(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    kept = io.StringIO()
    writer = csv.writer(kept)
    kept.write(_MARK)
    writer.writerow([_harmless(cell) for cell in header])
    for number, row in enumerate(rows, start=1):
        writer.writerow([_harmless(cell) for cell in row])
        if number % _ROWS_A_PIECE == 0:
            yield kept.getvalue()
            kept.seek(0)
            kept.truncate()
    yield kept.getvalue()


def _harmless(cell: object) -> object:
    """A number as it is; words that begin like a formula behind an apostrophe, as spreadsheets write plain text."""
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(_RUNS):
        return f"'{cell}"
    return cell
