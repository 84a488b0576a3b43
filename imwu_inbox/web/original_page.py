"""Pictures of a case's pages: made by us of what a sender sent, never the sender's own file."""

from fastapi import APIRouter, Response

from imwu_inbox.web.case_page import TheOfficer
from imwu_inbox.web.refusals import NotThere
from imwu_inbox.web.visit import TheDesk

router = APIRouter()


@router.get("/case/{reference}/picture/{name}")
def picture(visit: TheOfficer, desk: TheDesk, reference: str, name: str) -> Response:
    """One picture of a case that the visitor may see. The case's own view is what is written down."""
    del visit  # the right was asked for on the way in
    case = desk.show.case(reference)
    shown = desk.show.picture(case, name) if case is not None else None
    if shown is None or not shown.webp:
        raise NotThere
    return Response(shown.webp, media_type="image/webp", headers={"content-disposition": "inline"})
