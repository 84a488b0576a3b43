"""Which languages the tesseract program of this machine can read.

Apart from `tesseract_ocr`, whose libraries only the jailed children load.
"""

import subprocess

from imwu_inbox.errors import BadConfig

_SECONDS = 30


def tesseract_languages() -> frozenset[str]:
    """The names of its language files. Raises: BadConfig when the program is not there or does not answer."""
    try:
        listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, timeout=_SECONDS, check=True)
    except FileNotFoundError as error:
        raise BadConfig("the program tesseract is not installed, or not on the PATH.") from error
    except (OSError, subprocess.SubprocessError) as error:
        raise BadConfig(f"tesseract --list-langs failed ({type(error).__name__}).") from error
    return frozenset(listed.stdout.decode(errors="replace").split("\n")[1:]) - {""}
