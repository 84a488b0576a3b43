"""The pages, listening on the address of the settings."""

from collections.abc import Iterator
from contextlib import contextmanager

from imwu_inbox.web.app import make_app
from imwu_inbox.web.server import WebServer
from imwu_inbox.web.site import Site
from imwu_inbox.wiring import Desk


@contextmanager
def serving(desk: Desk) -> Iterator[Site]:
    """Serve the pages of this desk until the end of the block; where they are. Raises: BadConfig, NeighbourDown."""
    with WebServer(desk.settings.web) as server:
        site = Site.of(desk.settings.web, server.port)
        server.start(make_app(desk, site))
        yield site
