"""The seal on our letters: whoever names a reference must show that one of our letters reached them.

A reference can be guessed; the seal beside it cannot. Source: RFC 2104 (HMAC), RFC 5322 3.6.4, rule 33.
"""

import re
from base64 import b32encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hmac import compare_digest
from hmac import digest as hmac_digest

_DIGEST_LETTERS, _ID_LETTERS = 16, 16
_TAG_LETTERS = 8
_SEALED_ID = re.compile(
    r"<?(?P<reference>\d{4}-\d{6})\.(?P<digest>[0-9a-f]{16})\.(?P<seal>[0-9a-f]{16})@(?P<domain>[A-Za-z0-9.-]{1,253})>?"
)
_TAGGED = re.compile(r"(?P<reference>\d{4}-\d{6})[\s_]+(?P<tag>[A-Z2-7]{8})(?![A-Za-z0-9])")
_REFERENCE = re.compile(r"(?<!\d)\d{4}-\d{6}(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Seals references and knows its own. `key` is a secret of this installation."""

    key: bytes = field(repr=False)

    @classmethod
    def under(cls, secret: bytes) -> "Seal":
        """The seal of an installation with this secret, which itself cannot be learned from any letter."""
        return cls(key=hmac_digest(secret, b"imwu-inbox letters", "sha256"))

    def message_id(self, reference: str, digest: str, domain: str) -> str:
        """The Message-ID of a letter. Shape: `<2026-000123.<16 hex>.<16 hex>@domain>`."""
        return f"<{reference}.{digest[:_DIGEST_LETTERS]}.{self._of_id(reference, digest[:_DIGEST_LETTERS])}@{domain}>"

    def tag(self, reference: str) -> str:
        """What stands beside the reference in a subject. Shape: eight letters of base32."""
        return b32encode(hmac_digest(self.key, f"tag {reference}".encode(), "sha256")).decode()[:_TAG_LETTERS]

    def letters_named_in(self, text: str) -> Iterator[tuple[str, str]]:
        """Reference and Message-ID of every letter of ours that a text names; strangers' and forged ids are not."""
        for found in _SEALED_ID.finditer(text):
            reference, digest = found["reference"], found["digest"]
            if compare_digest(found["seal"], self._of_id(reference, digest)):
                yield reference, f"<{reference}.{digest}.{found['seal']}@{found['domain']}>"

    def reference_shown(self, message_ids: Iterable[str], subject: str) -> str | None:
        """The reference proven by a Message-ID of ours, newest first, or by the tag in the subject."""
        for message_id in reversed(list(message_ids)):
            for reference, _ in self.letters_named_in(message_id):
                return reference
        for found in _TAGGED.finditer(subject.upper()):
            if compare_digest(found["tag"], self.tag(found["reference"])):
                return found["reference"]
        return None

    def _of_id(self, reference: str, digest: str) -> str:
        return hmac_digest(self.key, f"id {reference}.{digest}".encode(), "sha256").hex()[:_ID_LETTERS]


def references_in(subject: str) -> tuple[str, ...]:
    """The references a subject names, proven or not."""
    return tuple(found[0] for found in _REFERENCE.finditer(subject))
