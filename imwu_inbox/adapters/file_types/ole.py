"""What kind of file lies in the container of old office programs (OLE), told by its streams."""

import struct
from io import BytesIO

import olefile

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNTOLD = "application/x-ole-storage"
_BROKEN = (OSError, ValueError, IndexError, TypeError, AttributeError, struct.error, RecursionError)
_BY_STREAM = (
    ("EncryptedPackage", UNTOLD),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)


def ole_type(content: bytes) -> str:
    """The type by the stream that stands in the root; `application/x-ole-storage` where none is known."""
    try:
        with olefile.OleFileIO(BytesIO(content)) as ole:
            return next((media_type for name, media_type in _BY_STREAM if ole.exists(name)), UNTOLD)
    except _BROKEN:
        return UNTOLD
