"""Renders the archive's own pages from the templates in this folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2


def render_page(name: str, **values: Any) -> bytes:
    """Render a page.

    Args:
        name: Name of its template, without ``.j2``.
        values: Every variable of the template; a missing one is an error.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"{name}.j2").render(**values).encode()
