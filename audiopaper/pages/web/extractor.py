"""What trafilatura takes for the text of a web page: one opinion among several."""

from __future__ import annotations

import logging

from audiopaper.pages.web.elements import bare


def extract_lines(html: str) -> frozenset[str]:
    """Return the lines that trafilatura takes for the article's, letters and digits alone.

    It loses short paragraphs, bold ones and text in table cells of old Chinese pages, so that its
    lines only point at the element that holds the body.
    """
    # Imported here: it takes half a second, which only web pages need.
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    extracted = bare_extraction(html, fast=True, include_comments=False, with_metadata=False)
    text = extracted.text if extracted is not None and not isinstance(extracted, dict) else ""
    lines = (bare(line.strip("-| ")) for line in (text or "").splitlines())
    return frozenset(line for line in lines if len(line) >= 4)
