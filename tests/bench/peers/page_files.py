"""The pages of a file as a peer's users would hand them over: a PDF drawn at a resolution, a picture as it is."""

from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps


def pictures_of(file: str, *, dpi: int) -> list[Image.Image]:
    """Every page of the file, upright as its format says."""
    if Path(file).suffix != ".pdf":
        return [ImageOps.exif_transpose(Image.open(file)).convert("RGB")]
    with pypdfium2.PdfDocument(file) as document:
        return [page.render(scale=dpi / 72).to_pil() for page in document]
