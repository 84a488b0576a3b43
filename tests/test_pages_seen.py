"""Papers of a file are the same in whatever order its pages come, and a form is read as soon as it is whole."""

from itertools import permutations

import pytest

from imwu_inbox.domain.documents import DocumentKind, Page, TextSource
from imwu_inbox.domain.page_kinds import PageKind
from imwu_inbox.domain.page_view import PageView
from imwu_inbox.reader.page_shares import SeenPage
from imwu_inbox.reader.pages_seen import PagesSeen

FORM, CONTRACT = DocumentKind.IMM5686, DocumentKind.CONTRACT


def pages_of(plan: str) -> list[SeenPage]:
    """A file: 1 and 2 the pages of a form, c and d a contract's first and later ones, _ blank, ? not read."""
    seen = []
    for number, sign in enumerate(plan, start=1):
        kind = PageKind(
            number=number, kind=FORM if sign in "12" else CONTRACT, points=9, why=(), continues=sign in "2d",
            blank=sign == "_",
        )  # fmt: skip
        view = PageView(page=Page(number=number, source=TextSource.OCR, text=sign))
        seen.append(SeenPage(number=number) if sign == "?" else SeenPage(number=number, view=view, kind=kind))
    return seen


def opens(view: PageView) -> bool:
    """Whether it is a form's first page."""
    return view.page.text == "1"


@pytest.mark.parametrize(
    ("plan", "papers"),
    [
        ("12cd", [(1, 2), (3, 4)]),
        ("c12", [(1,), (2, 3)]),
        ("1212", [(1, 2), (3, 4)]),
        ("1_2c", [(1, 3), (4,)]),
        ("1c2", [(1,), (2,), (3,)]),
        ("221", [(1, 2), (3,)]),
        ("?2c1", [(2,), (3,), (4,)]),
    ],
)
def test_the_order_in_which_pages_come_changes_no_paper(plan: str, papers: list[tuple[int, ...]]) -> None:
    """Every form is told as whole before the end, and none that is not a paper in the end."""
    for order in permutations(pages_of(plan)):
        seen = PagesSeen(len(plan), opens_form=opens)
        whole = set()
        for page in order:
            seen.add(page)
            whole |= {tuple(kind.number for kind in run) for run in seen.whole_forms()}
        assert [tuple(kind.number for kind in run) for run in seen.papers()] == papers
        assert whole == {tuple(kind.number for kind in run) for run in seen.papers() if run[0].kind is FORM}


def test_a_form_is_whole_once_its_own_pages_have_come() -> None:
    """Whatever lies between it and the file's ends."""
    first, second = pages_of("ccccc12ccc")[5:7]
    seen = PagesSeen(10, opens_form=opens)
    seen.add(second)
    assert list(seen.whole_forms()) == []
    seen.add(first)
    assert [[kind.number for kind in run] for run in seen.whole_forms()] == [[6, 7]]
