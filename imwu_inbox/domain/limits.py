"""The programme's numbers, each with its unit and source."""

from dataclasses import dataclass

MESSAGE_BYTES = 4_194_304
"""4 MiB: the lenient reading of "4 MB". Units: octets of the message as received. Source: rules 1 and 6."""

NOMINAL_MESSAGE_BYTES = 4_000_000
"""From here to the limit a message passes with a flag. Units: octets. Source: rule 6."""

DUE_DAYS = 14
"""Opinions are issued within two weeks. Units: calendar days. Source: rule 35."""

ENTRY_NOTICE_DAYS = 30
"""Requests should arrive this long before the planned entry. Units: calendar days. Source: rule 39."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The numbers in force, as configured. Units: octets, calendar days, letters, hours.

    `replies_per_hour` is the breaker for all letters together.
    """

    message_bytes: int = MESSAGE_BYTES
    nominal_message_bytes: int = NOMINAL_MESSAGE_BYTES
    due_days: int = DUE_DAYS
    entry_notice_days: int = ENTRY_NOTICE_DAYS
    replies_per_sender_per_hour: int = 3
    replies_per_sender_per_day: int = 10
    rejections_per_reason_per_day: int = 2
    replies_per_subject_per_hour: int = 2
    replies_per_hour: int = 100
    parts_wait_hours: int = 4
