"""The door: commands and exit codes."""

from imwu_inbox.cli.app import main

__all__ = ["main"]
