"""A postman that remembers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from imwu_inbox.domain.reply import Delivery, DeliveryReport, Letter


@dataclass(slots=True)
class FakePostman:
    """Gives the answers it was told, in turn, then accepts; keeps every letter whose bytes went out."""

    answers: Sequence[DeliveryReport] = ()
    handed: list[Letter] = field(default_factory=list)
    tried: list[Letter] = field(default_factory=list)

    def __call__(self, letter: Letter) -> DeliveryReport:
        """Deliver and report."""
        number = len(self.tried)
        self.tried.append(letter)
        accepted = DeliveryReport(delivery=Delivery.ACCEPTED, answer="250 kept")
        report = self.answers[number] if number < len(self.answers) else accepted
        if report.delivery in {Delivery.ACCEPTED, Delivery.UNCERTAIN}:
            self.handed.append(letter)
        return report
