"""A judgement as it was kept, read with care: an older release's may lack a part, and none may break a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from imwu_inbox.domain.documents import Box

_NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Kept:
    """One part of the record. What is not there, or is of another kind, counts as empty."""

    values: Mapping[str, object]

    def __bool__(self) -> bool:
        """Whether anything is in it."""
        return bool(self.values)

    def text(self, key: str) -> str:
        """Words, or none."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def whole(self, key: str) -> int | None:
        """A whole number, or None."""
        value = self.values.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def number(self, key: str) -> float | None:
        """A number, or None."""
        value = self.values.get(key)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def holds(self, key: str) -> bool:
        """A yes; anything else is a no."""
        return self.values.get(key) is True

    def part(self, key: str) -> "Kept":
        """What lies under a key."""
        value = self.values.get(key)
        return Kept(value if isinstance(value, Mapping) else _NOTHING)

    def parts(self, key: str) -> "tuple[Kept, ...]":
        """The list under a key, each of its members."""
        return tuple(Kept(one) for one in self._list(key) if isinstance(one, Mapping))

    def named_parts(self, key: str) -> "Iterator[tuple[str, Kept]]":
        """What lies under a key, each with its own name."""
        for name, one in self.part(key).values.items():
            if isinstance(one, Mapping):
                yield name, Kept(one)

    def texts(self, key: str) -> tuple[str, ...]:
        """The words under a key."""
        return tuple(one for one in self._list(key) if isinstance(one, str))

    def wholes(self, key: str) -> tuple[int, ...]:
        """The whole numbers under a key."""
        return tuple(one for one in self._list(key) if isinstance(one, int) and not isinstance(one, bool))

    def box(self, key: str) -> Box | None:
        """A place on a page, or None. Units: fractions."""
        edges = [float(one) for one in self._list(key) if isinstance(one, int | float)]
        return (edges[0], edges[1], edges[2], edges[3]) if len(edges) == 4 else None

    def pairs(self, key: str) -> tuple[tuple[str, bool], ...]:
        """Names with a yes or a no, such as check digits."""
        found = (one for one in self._list(key) if isinstance(one, list | tuple) and len(one) == 2)
        return tuple((str(name), held is True) for name, held in found)

    def _list(self, key: str) -> list[object] | tuple[object, ...]:
        value = self.values.get(key)
        return value if isinstance(value, list | tuple) else ()
