"""A message opened a moment ago is not opened again."""

from imwu_inbox.adapters.recent_mail import RecentMail
from imwu_inbox.domain.mail import ParsedMail
from tests.fakes.mime_parser import FakeMimeParser


class _Counting:
    """A parser that counts."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []
        self._parser = FakeMimeParser({bytes([number]): ParsedMail(subject=str(number)) for number in range(5)})

    def parse_mail(self, content: bytes) -> ParsedMail:
        """Count, and answer."""
        self.asked.append(content)
        return self._parser.parse_mail(content)


def test_the_last_few_messages_are_remembered_and_no_more() -> None:
    """A case's pages are looked at one after the other; memory stays bounded."""
    counting = _Counting()
    recent = RecentMail(counting, most=2)
    for content in (b"\x00", b"\x01", b"\x00", b"\x02", b"\x01", b"\x02"):
        assert recent.parse_mail(content).subject == str(content[0])
    assert counting.asked == [b"\x00", b"\x01", b"\x02", b"\x01"]
