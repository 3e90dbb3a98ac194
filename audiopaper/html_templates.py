"""Templates of web pages: every value is escaped, and a missing one is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jinja2

if TYPE_CHECKING:
    from pathlib import Path


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
    )


def render_template(path: Path, **values: Any) -> str:
    """Render a template.

    Args:
        path: Its file.
        values: Every variable of the template.
    """
    return load_templates(path.parent).get_template(path.name).render(**values)
