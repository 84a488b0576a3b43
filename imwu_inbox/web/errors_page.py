"""What is shown instead of a page: why, and what to do."""

import logging
import secrets
from urllib.parse import quote, urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from imwu_inbox.errors import ImwuError, Remedy, reason_of
from imwu_inbox.web.refusals import Forbidden, Forged, NotSignedIn, NotThere, Refusal
from imwu_inbox.web.showing import pages_of
from imwu_inbox.web.visit import Visit, stranger

LOG = logging.getLogger(__name__)

_STATUS: dict[type[Refusal], tuple[int, str]] = {
    Forbidden: (403, "forbidden"),
    Forged: (403, "forged"),
    NotThere: (404, "not-there"),
}
_KIND_OF_STATUS = {403: "forbidden", 404: "not-there", 405: "not-allowed"}


def add_error_pages(app: FastAPI) -> None:
    """Teach the app what to show instead of a page."""
    app.add_exception_handler(NotSignedIn, _to_sign_in)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(HTTPException, _by_status)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(ImwuError, _broken)
    app.add_exception_handler(Exception, _fault)


def _to_sign_in(request: Request, _error: Exception) -> Response:
    """To the sign-in page, and back here afterwards; a script is told where to send the whole page."""
    partial = "hx-request" in request.headers
    place = _page_behind(request) if partial or request.method != "GET" else stranger(request).place
    target = f"/signin?back={quote(place, safe='/')}" if place not in ("", "/") else "/signin"
    if partial:
        return Response(status_code=401, headers={"hx-redirect": target})
    return RedirectResponse(target, 303)


def _page_behind(request: Request) -> str:
    """The page whose form or part this request is."""
    url = urlsplit(request.headers.get("hx-current-url") or request.headers.get("referer", ""))
    return url.path + (f"?{url.query}" if url.query else "")


def _refused(request: Request, error: Exception) -> Response:
    status, kind = _STATUS.get(type(error), (400, "unreadable"))  # type: ignore[arg-type]
    return _page(request, status, kind)


def _by_status(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _page(request, status, _KIND_OF_STATUS.get(status, "unreadable"))


def _unreadable(request: Request, _error: Exception) -> Response:
    return _page(request, 400, "unreadable")


def _broken(request: Request, error: Exception) -> Response:
    """A breakdown of the house: the log has its words, the officer what to do."""
    passes = isinstance(error, ImwuError) and error.remedy is Remedy.TRY_AGAIN
    reference = _logged(error)
    return _page(request, 503 if passes else 500, "busy" if passes else "fault", reference)


def _fault(request: Request, error: Exception) -> Response:
    return _page(request, 500, "fault", _logged(error))


def _logged(error: Exception) -> str:
    """Note the breakdown under a reference that the page shows, without foreign words: they may quote a paper."""
    reference = secrets.token_hex(4)
    LOG.error("page failed reference=%s: %s", reference, reason_of(error))
    return reference


def _page(request: Request, status: int, kind: str, reference: str = "") -> Response:
    visit: Visit = getattr(request.state, "visit", None) or stranger(request)
    return pages_of(request).show(visit, "error.html.j2", status=status, kind=kind, reference=reference)
