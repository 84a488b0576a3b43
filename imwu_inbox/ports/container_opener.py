"""A file that holds files to what it holds."""

from typing import Protocol

from imwu_inbox.domain.containers import Allowance, Unpacked


class ContainerOpener(Protocol):
    """Opens containers of one kind."""

    def __call__(self, content: bytes, *, most: Allowance) -> Unpacked | None:
        """What it holds, as far as the allowance goes; None when these bytes are no container of this kind."""
        ...
