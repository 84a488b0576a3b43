"""What a key expects, in words a person can act on."""

import difflib
from collections.abc import Iterable
from datetime import datetime
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le, MinLen
from pydantic import SecretStr
from pydantic.fields import FieldInfo

_WORDS: dict[object, str] = {
    bool: "true or false",
    int: "a whole number",
    str: "text",
    SecretStr: "text",
    datetime: "a date and time with its offset, e.g. 2026-11-22T09:00:00-05:00",
}


def expected(field: FieldInfo) -> str:
    """The key's type and range in words. Shape: `a whole number from 1 to 65535`."""
    kind = _words_of(field.annotation)
    low = next((mark.ge for mark in field.metadata if isinstance(mark, Ge)), None)
    high = next((mark.le for mark in field.metadata if isinstance(mark, Le)), None)
    if low is not None and high is not None:
        return f"{kind} from {low} to {high}"
    if any(isinstance(mark, MinLen) for mark in field.metadata):
        return f"{kind}, not empty"
    return kind


def nearest(word: str, known: Iterable[str]) -> str:
    """A guess at what was meant, or nothing. Shape: `; did you mean port?`."""
    found = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {found[0]}?" if found else ""


def _words_of(annotation: object) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return "one of " + ", ".join(f'"{choice}"' for choice in arguments)
    if origin is Annotated:
        return _words_of(arguments[0])
    if origin is tuple:
        return "a list of texts" if arguments[0] is str or get_origin(arguments[0]) else "a list of tables"
    if origin in (Union, UnionType):
        return _words_of(arguments[0])
    return _WORDS.get(annotation, "text")
