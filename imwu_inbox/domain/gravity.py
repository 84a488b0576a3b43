"""Which flags weigh most, and in which order lists show them."""

from imwu_inbox.domain.verdict import Flag

GRAVE = frozenset(
    {
        Flag.IN_CANADA, Flag.NATIONALITY_NOT_EXEMPT, Flag.MORE_THAN_ONE_EXEMPTION,
        Flag.PASSPORT_EXPIRED, Flag.PASSPORT_NOT_YET_VALID, Flag.ENTRY_PAST,
        Flag.NAME_DIFFERS, Flag.BIRTH_DATE_DIFFERS, Flag.CITIZENSHIP_DIFFERS,
        Flag.SEX_DIFFERS, Flag.CODES_DIFFER, Flag.CODE_SUPERSEDED,
        Flag.CODE_ONLY_IN_CANADA, Flag.CODE_OPEN_PERMIT,
    }
)  # fmt: skip
"""Flags about sources that differ, or about something that stands against the request itself."""
DIFFERING = frozenset(
    {Flag.NAME_DIFFERS, Flag.BIRTH_DATE_DIFFERS, Flag.CITIZENSHIP_DIFFERS, Flag.SEX_DIFFERS, Flag.CODES_DIFFER}
)
"""Flags about sources that differ: the only ones shown in red."""
PLACE = {flag: place for place, flag in enumerate(sorted(Flag, key=lambda flag: flag not in GRAVE))}
"""The order in which they are shown: the gravest first."""
