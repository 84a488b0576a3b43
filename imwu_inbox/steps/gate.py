"""Gate: what envelope and size alone decide. Source: rules 1, 6, 45, 52 and 65."""

from dataclasses import dataclass

from imwu_inbox.domain.authentication import authentication_of
from imwu_inbox.domain.auto_reply import may_answer
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.machine_signs import Desk
from imwu_inbox.domain.reply import ReplyPermission, Withheld
from imwu_inbox.domain.request import Gated, Parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Holds a message against the size limit and the signs of automatic and internal mail."""

    limits: Limits
    desk: Desk

    def __call__(self, parsed: Parsed) -> Gated:
        """The message with its size judged and whether it may be answered by itself."""
        raw, mail = parsed.raw, parsed.mail
        permission = may_answer(mail, self.desk)
        if permission.allowed and not raw.answerable:
            permission = ReplyPermission(allowed=False, reason=Withheld.BEFORE_ANSWER_SINCE)
        over_size = raw.undoes is None and (not raw.whole or raw.size_bytes > self.limits.message_bytes)
        return Gated(
            raw=raw,
            mail=mail,
            over_size=over_size,
            near_limit=not over_size and raw.undoes is None and raw.size_bytes > self.limits.nominal_message_bytes,
            is_internal=any(self.desk.is_internal(sender.domain) for sender in mail.from_),
            permission=permission,
            authentication=authentication_of(mail, self.desk.own_server),
        )
