"""HEIC and HEIF photos, as telephones take them, by pillow-heif where it is installed (the extra `heic`)."""

from typing import Any

LIBRARY: Any = None
"""The library, or nothing where the extra is not installed."""
try:
    import pillow_heif
except ModuleNotFoundError as missing:
    if missing.name != "pillow_heif":
        raise
else:
    LIBRARY = pillow_heif


def open_heif_too(library: Any = LIBRARY) -> frozenset[str]:
    """Teach Pillow to open HEIC photos; the types it can open now, none when the library is absent."""
    if library is None:
        return frozenset()
    library.register_heif_opener(thumbnails=False, decode_threads=1)  # work is spread over children
    return frozenset(("image/heic",))
