"""The line net under onnxruntime: strips of ink in, the chance of every character in every column out."""

from functools import cached_property
from importlib.resources import files

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from imwu_inbox.adapters.mrz_reader.strip import Pixels

Chances = NDArray[np.float32]
"""Natural logarithms of chances. Shape: labels x columns."""


class LineNet:
    """The trained net; its session is built when the first strip is read, so that the object itself stays light."""

    def __init__(self, weights: bytes | None = None) -> None:
        """Take these weights, or those shipped beside this file."""
        self._weights = weights or files(__package__).joinpath("weights.onnx").read_bytes()

    def __getstate__(self) -> bytes:
        return self._weights

    def __setstate__(self, weights: bytes) -> None:
        self._weights = weights

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(self._weights, options, providers=["CPUExecutionProvider"])

    def __call__(self, lines: list[Pixels]) -> list[Chances]:
        """Read lines of one width.

        Shape: each line STRIP_HEIGHT_PX rows; each answer one column for every COLUMN_PX of its line.
        """
        (chances,) = self._session.run(["chances"], {"ink": np.stack(lines)[:, None]})
        return list(chances)
