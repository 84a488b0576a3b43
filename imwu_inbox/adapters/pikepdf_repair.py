"""Damaged PDFs written anew by pikepdf, so that others can open them."""

import warnings
from io import BytesIO

import pikepdf


def mended(content: bytes) -> bytes | None:
    """The same file with its tables rebuilt; None when there is too little of it left."""
    out = BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with pikepdf.open(BytesIO(content)) as pdf:
                pdf.save(out)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RuntimeError, OSError):
        return None
    return out.getvalue()
