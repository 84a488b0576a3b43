"""A letter's one wording, cut into blocks, from which both its plain text and its HTML are made: neither can drift."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

LINE_LETTERS = 76
Kind = Literal["heading", "list", "lines", "paragraph"]
_KINDS: dict[str, Kind] = {"# ": "heading", "- ": "list", "| ": "lines"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading, a list, lines of their own (a signature) or a paragraph. Shape: a paragraph has one line."""

    kind: Kind
    lines: tuple[str, ...]


def cut(text: str) -> tuple[Block, ...]:
    """The blocks of a rendered wording: `# ` is a heading, `- ` an item, `| ` a line, anything else running text."""
    blocks: list[Block] = []
    open_kind: Kind | None = None
    for line in (line.strip() for line in text.splitlines()):
        kind: Kind = _KINDS.get(line[:2], "paragraph")
        if not line:
            open_kind = None
            continue
        words = line if kind == "paragraph" else line[2:].strip()
        if kind == open_kind and kind != "heading":
            blocks[-1] = _longer(blocks[-1], words)
        else:
            blocks.append(Block(kind=kind, lines=(words,)))
        open_kind = kind
    return tuple(blocks)


def _longer(block: Block, words: str) -> Block:
    if block.kind == "paragraph":
        return Block(kind="paragraph", lines=(f"{block.lines[0]} {words}",))
    return Block(kind=block.kind, lines=(*block.lines, words))


def plain(blocks: Sequence[Block]) -> str:
    """The blocks as plain text, a heading directly above what it heads."""
    text = ""
    for block in blocks:
        gap = "" if not text or text.endswith("\n") else "\n\n"
        text += gap + "\n".join(_wrapped(block)) + ("\n" if block.kind == "heading" else "")
    return text.rstrip("\n")


def _wrapped(block: Block) -> Iterable[str]:
    first, rest = ("- ", "  ") if block.kind == "list" else ("", "")
    for line in block.lines:
        yield textwrap.fill(
            line,
            LINE_LETTERS,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
