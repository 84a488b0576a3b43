"""What a judgement is made with: registers, numbers and switches."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from imwu_inbox.domain.countries import CountryRegister
from imwu_inbox.domain.exemption import CodeRegister
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.mail import Language, ParsedMail
from imwu_inbox.domain.reading import CodeMention


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """The registers, numbers and switches a judgement is made with.

    `codes_in_text` finds exemption codes in subject and body; `language_of` tells a text's language.
    """

    codes: CodeRegister
    countries: CountryRegister
    limits: Limits
    zone: ZoneInfo
    auto_reject: bool
    free_mail_domains: frozenset[str]
    codes_in_text: Callable[[ParsedMail], tuple[CodeMention, ...]]
    language_of: Callable[[str], Language]
