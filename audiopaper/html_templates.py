"""Templates of web pages: every value is escaped, and a missing one is an error."""

from __future__ import annotations

import contextlib
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

if TYPE_CHECKING:
    from jinja2.bccache import Bucket


class _StoredCode(jinja2.FileSystemBytecodeCache):
    """Compiled templates in ``__pycache__`` beside them; a template that is changed is compiled."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder / "__pycache__"), f"%s.jinja-{version('jinja2')}.pyc")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a template, if it is stored."""
        with contextlib.suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store a template, unless this is not wanted or the package cannot be written."""
        if sys.dont_write_bytecode:
            return
        with contextlib.suppress(OSError):
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)


def load_templates(folder: Path, *, trailing_newline: bool = False) -> jinja2.Environment:
    """Return the templates of a folder.

    Args:
        folder: Where they are, ``*.j2``.
        trailing_newline: Whether a page ends with the line end of its template.
    """
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=trailing_newline,
        bytecode_cache=_StoredCode(folder),
    )


def render_template(path: Path, **values: Any) -> str:
    """Render a template.

    Args:
        path: Its file.
        values: Every variable of the template.
    """
    return load_templates(path.parent).get_template(path.name).render(**values)
