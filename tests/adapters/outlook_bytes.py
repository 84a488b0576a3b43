"""A .msg built octet by octet. Source: [MS-OXMSG] 2."""

import struct

from fixtures.makers.ole_files import Tree


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
