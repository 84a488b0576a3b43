"""Messages opened a moment ago, kept in memory: whoever looks at one page of a case looks at the next."""

import threading
from collections import OrderedDict
from hashlib import sha256

from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.ports.mime_parser import MimeParser


class RecentMail:
    """A parser that remembers the last few messages; satisfies `ports.mime_parser.MimeParser`."""

    def __init__(self, parser: MimeParser, *, most: int = 4) -> None:
        """Wrap a parser. Units: `most` in messages, each at most a few megabytes."""
        self._parser = parser
        self._most = most
        self._kept: OrderedDict[bytes, ParsedMail] = OrderedDict()
        self._alone = threading.Lock()

    def parse_mail(self, content: bytes) -> ParsedMail:
        """What a message says. Raises: MailUnparseable, ChildKilled, NeighbourDown."""
        key = sha256(content).digest()
        # One at a time: ten pictures asked for at once open their message once.
        with self._alone:
            mail = self._kept.get(key)
            if mail is None:
                mail = self._parser.parse_mail(content)
            self._kept[key] = mail
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return mail
