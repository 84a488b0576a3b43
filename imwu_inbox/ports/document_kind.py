"""One kind of paper, and how to know it."""

from typing import Protocol

from imwu_inbox.domain.anchors import Signs
from imwu_inbox.domain.page_view import PageView


class DocumentKindJudge(Protocol):
    """Says how much a page looks like one kind of paper."""

    def __call__(self, page: PageView) -> Signs:
        """The points for this kind and what gave them."""
        ...
