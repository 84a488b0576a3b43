"""The files of a request as an officer sees them: what was opened, which papers were found, and whose they are."""

from collections.abc import Iterator, Sequence

from imwu_inbox.domain.case_view.kept import Kept
from imwu_inbox.domain.case_view.values import FileView, PaperView
from imwu_inbox.domain.page_frame import PageFrame


def files_of(record: Kept) -> tuple[FileView, ...]:
    """Every file in its order, with its papers numbered through."""
    owners = tuple(_papers_of_worker(worker) for worker in record.parts("workers"))
    files: list[FileView] = []
    papers = 0
    for number, kept in enumerate(record.parts("files"), start=1):
        found = tuple(_papers(kept, number, papers, owners))
        papers += len(found)
        files.append(_file(kept, number, found))
    return tuple(files)


def _file(kept: Kept, number: int, papers: tuple[PaperView, ...]) -> FileView:
    note = kept.text("note")  # what records of before 2026-11-27 say instead
    return FileView(
        number=number,
        path=kept.text("path"),
        name=kept.text("name"),
        media_type=kept.text("media_type"),
        size_bytes=kept.whole("size_bytes") or 0,
        sha256=kept.text("sha256"),
        opened=kept.text("opened") or "ok",
        said=(kept.text("text_en") or note, kept.text("text_fr") or note),
        advice=(kept.text("advice_en"), kept.text("advice_fr")),
        page_count=kept.whole("page_count") or 0,
        unread_pages=kept.wholes("unread_pages"),
        has_macros=kept.holds("has_macros"),
        frames={frame.number: frame for frame in map(_frame, kept.parts("frames"))},
        papers=papers,
    )


def _frame(kept: Kept) -> PageFrame:
    return PageFrame(
        number=kept.whole("number") or 0,
        aspect=kept.number("aspect"),
        turned_degrees=kept.whole("turned_degrees") or 0,
        straightened_degrees=kept.number("straightened_degrees") or 0.0,
    )


def _papers(file: Kept, number: int, before: int, owners: Sequence[frozenset[tuple[str, int]]]) -> Iterator[PaperView]:
    path = file.text("path")
    for at, kept in enumerate(file.parts("documents"), start=before + 1):
        pages = kept.wholes("pages") or (1,)
        own = {who for who, places in enumerate(owners, start=1) if any((path, page) in places for page in pages)}
        yield PaperView(
            number=at,
            file=number,
            pages=pages,
            kind=kept.text("kind") or "other",
            confidence=kept.number("confidence") or 0.0,
            is_sure=kept.values.get("kind_is_sure") is not False,
            why=kept.texts("why"),
            workers=frozenset(own),
        )


def _papers_of_worker(worker: Kept) -> frozenset[tuple[str, int]]:
    """The pages that say who this worker is, as (path, page)."""
    passport, form = worker.part("passport"), worker.part("form")
    own = {(passport.text("path"), passport.whole("page") or 1)} if passport.text("path") else set()
    answers = [fact.whole("page") for _, fact in form.part("reading").named_parts("fields")]
    if form.text("path"):
        own |= {(form.text("path"), page) for page in answers if page} or {(form.text("path"), 1)}
    return frozenset(own)
