"""The models that find and recognise text: those that come in the package rapidocr.

rapidocr (Apache-2.0) brings PP-OCRv6 in its wheel, so nothing is downloaded; onnxruntime runs it.
"""

from __future__ import annotations

import functools
import importlib.util
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from audiopaper.memory import THREAD_BYTES, require_memory
from audiopaper.runtime import count_cores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy as np
    from numpy.typing import NDArray

_T = TypeVar("_T")
_R = TypeVar("_R")

INSTALL = 'install it: pip install "audiopaper[ocr]"'

PACKAGES = ("rapidocr", "onnxruntime", "cv2", "platformdirs")
"""Modules of the extra ``ocr``."""

_DETECTION, _RECOGNITION = "*_det_*.onnx", "*_rec_*.onnx"


@dataclass(frozen=True, slots=True)
class OcrModels:
    """Both models, loaded."""

    detection: Any
    """Session of the model that marks where text stands."""

    recognition: Any
    """Session of the model that reads a line."""

    characters: tuple[str, ...]
    """What the recognition's classes stand for; the first is the blank between characters."""

    def mark_text(self, image: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how probable text is at each pixel; shapes ``(1, 3, h, w)`` and ``(h, w)``."""
        marks: NDArray[np.float32] = self._run(self.detection, image)[0, 0]
        return marks

    def read_lines(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the probability of each class; ``(n, 3, 48, w)`` to ``(n, steps, classes)``."""
        return self._run(self.recognition, images)

    @staticmethod
    def _run(session: Any, image: NDArray[np.float32]) -> NDArray[np.float32]:
        result: NDArray[np.float32] = session.run(None, {session.get_inputs()[0].name: image})[0]
        return result


def run_parallel(function: Callable[[_T], _R], items: Iterable[_T]) -> list[_R]:
    """Apply a function to each item, on all cores that may be used; results are in order."""
    require_memory(count_cores() * THREAD_BYTES)
    with ThreadPoolExecutor(max_workers=count_cores()) as pool:
        return list(pool.map(function, items))


def is_installed() -> bool:
    """Return whether the extra ``ocr`` is installed."""
    return all(importlib.util.find_spec(name) is not None for name in PACKAGES)


def name_models() -> str:
    """Return the names of the models' files, which change with the models."""
    return " ".join(_find(pattern).name for pattern in (_DETECTION, _RECOGNITION))


@functools.cache
def load_models() -> OcrModels:
    """Load both models; takes some tenths of a second.

    Raises:
        OSError: The package does not hold them.
    """
    recognition = _open(_find(_RECOGNITION))
    names = recognition.get_modelmeta().custom_metadata_map["character"].splitlines()
    return OcrModels(_open(_find(_DETECTION)), recognition, ("", *names, " "))


def _find(pattern: str) -> Path:
    spec = importlib.util.find_spec("rapidocr")
    folder = Path(spec.origin if spec and spec.origin else "rapidocr").parent / "models"
    path = next(iter(sorted(folder.glob(pattern))), None)
    if path is None:
        raise FileNotFoundError(f"rapidocr holds no model {pattern}")
    return path


def _open(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Strips and batches of lines run beside each other: two threads of one session wait for each
    # other half of their time.
    options.intra_op_num_threads = 1
    options.enable_mem_pattern = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(
        str(path), sess_options=options, providers=["CPUExecutionProvider"]
    )
