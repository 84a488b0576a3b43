"""The pages as a handler asks for them."""

from typing import Annotated

from fastapi import Depends, Request

from imwu_inbox.web.pages import Pages


def pages_of(request: Request) -> Pages:
    """What shows templates."""
    pages: Pages = request.app.state.pages
    return pages


ThePages = Annotated[Pages, Depends(pages_of)]
