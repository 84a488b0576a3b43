"""Pixels that are no squares: a fax on its standard setting has every second line only. Source: ITU-T T.4; TIFF 6.0."""

from PIL import Image

_LEAST, _MOST = 1.5, 3.0
"""Between these the pixels are meant to be oblong; less is rounding, more is a mistake in the file."""


def stretch_of(picture: Image.Image) -> tuple[float, float]:
    """How many times wider and higher the frame that stands next must be shown for its print to have its shape."""
    told = picture.info.get("dpi", (1, 1)) if picture.format == "TIFF" else (1, 1)
    across, down = (float(one) for one in told)
    if across > 0 and _LEAST <= down / across <= _MOST:
        return down / across, 1.0
    return (1.0, across / down) if down > 0 and _LEAST <= across / down <= _MOST else (1.0, 1.0)


def in_shape(likeness: Image.Image, stretch: tuple[float, float]) -> Image.Image:
    """The likeness with square pixels."""
    if stretch == (1.0, 1.0):
        return likeness
    size = (round(likeness.width * stretch[0]), round(likeness.height * stretch[1]))
    return likeness.resize(size, Image.Resampling.BICUBIC)
