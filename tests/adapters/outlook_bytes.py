"""A .msg built octet by octet: an OLE file with small and large streams. Source: [MS-CFB] 2, [MS-OXMSG] 2."""

import struct
from dataclasses import dataclass, field
from itertools import pairwise

SECTOR, SMALL, CUTOFF = 512, 64, 4096
_FREE, _END, _IS_FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5

Tree = dict[str, "bytes | Tree"]


@dataclass(slots=True)
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    child: int = _FREE
    right: int = _FREE
    start: int = _END


@dataclass(slots=True)
class _Space:
    """Sectors of one size and the chain that leads through them."""

    size: int
    content: bytearray = field(default_factory=bytearray)
    chain: list[int] = field(default_factory=list)

    def put(self, octets: bytes) -> int:
        """Store octets and return their first sector."""
        first, count = len(self.chain), -(-len(octets) // self.size)
        if not count:
            return _END
        self.chain += [*range(first + 1, first + count), _END]
        self.content += octets.ljust(count * self.size, b"\x00")
        return first


def ole_of(tree: Tree) -> bytes:
    """An OLE file with these storages and streams."""
    entries = [_Entry("Root Entry", _ROOT)]
    entries[0].child = _place(tree, entries)
    large, small = _Space(SECTOR), _Space(SMALL)
    for entry in entries:
        if entry.kind == _STREAM:
            entry.start = (large if len(entry.content) >= CUTOFF else small).put(entry.content)
    entries[0].content = bytes(small.content)
    entries[0].start = large.put(entries[0].content)
    small_chain = struct.pack(f"<{len(small.chain)}I", *small.chain)
    small_start = large.put(small_chain.ljust(-(-len(small_chain) // SECTOR) * SECTOR, b"\xff"))
    directory = large.put(b"".join(map(_packed, entries)))
    return _whole(large, directory, small_start, -(-len(small_chain) // SECTOR))


def _place(tree: Tree, entries: list[_Entry]) -> int:
    """Enter the children of one storage as a chain of right-hand neighbours; return the first."""
    numbers = []
    for name, value in tree.items():
        numbers.append(len(entries))
        entries.append(_Entry(name, _STREAM, value) if isinstance(value, bytes) else _Entry(name, _STORAGE))
        if isinstance(value, dict):
            entries[numbers[-1]].child = _place(value, entries)
    for left, right in pairwise(numbers):
        entries[left].right = right
    return numbers[0] if numbers else _FREE


def _packed(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\x00\x00"
    links = struct.pack("<BBIII", entry.kind, 1, _FREE, entry.right, entry.child)
    return (
        name.ljust(64, b"\x00")
        + struct.pack("<H", len(name))
        + links
        + bytes(36)
        + struct.pack("<IQ", entry.start, len(entry.content))
    )


def _whole(large: _Space, directory: int, small_start: int, small_count: int) -> bytes:
    count = 1
    while count * (SECTOR // 4) < len(large.chain) + count:
        count += 1
    fat_start = len(large.chain)
    chain = [*large.chain, *[_IS_FAT] * count]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(count * SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack(
        "<IIIIIIII", count, directory, 0, CUTOFF, small_start if small_count else _END, small_count, _END, 0
    )
    where = [*range(fat_start, fat_start + count)]
    head += struct.pack("<109I", *where, *[_FREE] * (109 - count))
    return head + bytes(large.content) + fat


def properties_of(codepage: int = 1252) -> bytes:
    """The property stream of a message: its header, and the codepage of its 8-bit texts."""
    return bytes(32) + struct.pack("<IIQ", 0x3FFD0003, 6, codepage)


def file_of(name: str, content: bytes, *, codepage: str = "", media_type: str = "", content_id: str = "") -> Tree:
    """An attachment; its name in UTF-16, or 8-bit in a codepage."""
    kind, encoding = ("001E", codepage) if codepage else ("001F", "utf-16-le")
    texts = {"3707": name, "370E": media_type, "3712": content_id}
    values: Tree = {f"__substg1.0_{tag}{kind}": text.encode(encoding) for tag, text in texts.items() if text}
    return {"__properties_version1.0": bytes(8), **values, "__substg1.0_37010102": content}


def message_of(*files: Tree, subject: str = "", codepage: int = 1252) -> Tree:
    """A message with these attachments."""
    attached: Tree = {f"__attach_version1.0_#{number:08X}": file for number, file in enumerate(files)}
    return {
        "__properties_version1.0": properties_of(codepage),
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_1000001F": "Bonjour".encode("utf-16-le"),
        **attached,
    }


def embedded(message: Tree) -> Tree:
    """An attachment that is a message itself."""
    return {"__properties_version1.0": bytes(8), "__substg1.0_3701000D": message}
