"""Whether letters leave the house: the kill switch and the trial, as somebody turned them."""

from enum import StrEnum


class Sending(StrEnum):
    """How the switches stand. UNKNOWN: the configuration cannot be used, so somebody may be turning them."""

    ON = "on"
    OFF = "off"
    TRIAL = "trial"
    UNKNOWN = "unknown"
