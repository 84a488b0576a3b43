"""The officers' pages: what a request over HTTP may see and do, and how it looks."""

from imwu_inbox.web.app import make_app
from imwu_inbox.web.server import WebServer
from imwu_inbox.web.serving import serving
from imwu_inbox.web.site import Site

__all__ = ["Site", "WebServer", "make_app", "serving"]
