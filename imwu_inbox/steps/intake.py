"""The mission, as one sentence.

fetch > parse > gate > join > read > assess > open_case > reply
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from imwu_inbox.domain.mail import RawMail
from imwu_inbox.domain.request import Assessment, Gated, Joined, Parsed, ReadRequest
from imwu_inbox.errors import Overtaken
from imwu_inbox.steps.fetch import Fetch
from imwu_inbox.steps.open_case import OpenCase


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The middle of the sentence, which stores and sends nothing: a dry run is this much."""

    parse: Callable[[RawMail], Parsed]
    gate: Callable[[Parsed], Gated]
    join: Callable[[Gated], Joined]
    read: Callable[[Joined], ReadRequest]
    assess: Callable[[ReadRequest], Assessment]

    def __call__(self, mail: RawMail) -> Assessment:
        """What would be decided of this message."""
        parsed = self.parse(mail)
        gated = self.gate(parsed)
        joined = self.join(gated)
        request = self.read(joined)
        return self.assess(request)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What happens to a message once it is safe in the vault and the ledger."""

    fetch: Fetch
    judge: Judgement
    open_case: OpenCase

    def __call__(self, mail_id: int) -> tuple[int, ...]:
        """Carry one message to its case; the letters now in the outbox are the engine's next step (`Reply`)."""
        mail = self.fetch.original(mail_id)
        while True:
            assessment = self.judge(mail)
            # A copy that came by another way may be judged at the same moment: the slower one is judged knowing it.
            with suppress(Overtaken):
                return self.open_case(mail_id, assessment)
