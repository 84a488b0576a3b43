"""The officers' pages as one application."""

from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware

from imwu_inbox.web import (
    accounts_page,
    audit_page,
    case_page,
    dashboard_page,
    elsewhere_page,
    errors_page,
    help_page,
    ledger_page,
    original_page,
    password_page,
    queue_page,
    shelf_page,
    signin_page,
)
from imwu_inbox.web.assets import Assets, AssetsDoor
from imwu_inbox.web.headers import Headers, Threshold
from imwu_inbox.web.pages import Pages
from imwu_inbox.web.site import Site
from imwu_inbox.web.visit import guarded
from imwu_inbox.wiring import Desk

ROUTERS = (
    signin_page.router,
    elsewhere_page.router,
    queue_page.router,
    case_page.router,
    original_page.router,
    dashboard_page.router,
    ledger_page.router,
    shelf_page.router,
    accounts_page.router,
    password_page.router,
    audit_page.router,
    help_page.router,
)
"""The pages, each with its own router."""

_WORTH_PACKING = 1000
"""Units: octets. A shorter reply is not made shorter."""


def make_app(desk: Desk, site: Site) -> FastAPI:
    """Join the pages on this desk."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, dependencies=[Depends(guarded)])
    assets = Assets()
    app.state.desk, app.state.site = desk, site
    app.state.pages = Pages(assets, desk.settings, desk.registers, has_elsewhere=desk.sign_in is not None)
    for router in ROUTERS:
        app.include_router(router)
    errors_page.add_error_pages(app)
    # The last one added is the first one asked.
    app.add_middleware(GZipMiddleware, minimum_size=_WORTH_PACKING, compresslevel=9)
    app.add_middleware(AssetsDoor, assets=assets)
    app.add_middleware(Threshold, site=site)
    app.add_middleware(Headers, site=site)
    return app
