"""Hands one letter to the mail relay."""

from typing import Protocol

from imwu_inbox.domain.reply import DeliveryReport, Letter


class Postman(Protocol):
    """Speaks to the relay."""

    def __call__(self, letter: Letter) -> DeliveryReport:
        """Deliver and report; a relay that cannot be reached is a report (refused for now), never an error."""
        ...
