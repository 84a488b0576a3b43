"""Read machine-readable zones with a small line net of our own: find, cut, read, decode."""

from imwu_inbox.adapters.mrz_reader.read import NetMrzReader

__all__ = ["NetMrzReader"]
