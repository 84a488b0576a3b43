"""A question an officer asks often, under a name of one's own."""

from dataclasses import dataclass

LONGEST_NAME = 40
MOST_VIEWS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A name and the question behind it, written as in the address of the list."""

    name: str
    question: str
