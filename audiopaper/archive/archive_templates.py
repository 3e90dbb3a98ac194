"""The archive's own pages, from the templates beside this."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2


def render_page(name: str, **values: Any) -> bytes:
    """A page.

    Args:
        name: Of its template, without ``.j2``.
        values: What the template asks for; each of them, or none is rendered.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"{name}.j2").render(**values).encode()
