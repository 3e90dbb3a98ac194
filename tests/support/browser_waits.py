"""Waits for a page in a browser: what follows from an action may come a moment after it."""

from __future__ import annotations

from typing import Any

from tests import HANG_S

WAIT_MS = HANG_S * 1000


def holds(page: Any, state: str, arg: object = None) -> None:
    """Wait until a JavaScript expression, or a function of ``arg``, is true."""
    page.wait_for_function(state, arg=arg, timeout=WAIT_MS)


def has_focus(page: Any, selector: str) -> None:
    """Wait until the focus is on an element that the selector matches."""
    holds(page, "s => document.activeElement.matches(s)", selector)


def has_text(page: Any, selector: str, text: str) -> None:
    """Wait until the first element of a selector has just this text."""
    holds(page, "([s, t]) => document.querySelector(s)?.textContent.trim() === t", [selector, text])


def has_value(page: Any, selector: str, value: str) -> None:
    """Wait until a field has this value."""
    holds(page, "([s, v]) => document.querySelector(s)?.value === v", [selector, value])


def is_hidden(page: Any, selector: str) -> None:
    """Wait until an element is not to be seen."""
    page.wait_for_selector(selector, state="hidden", timeout=WAIT_MS)


def are_seen(page: Any, selector: str, count: int) -> None:
    """Wait until so many elements of a selector are to be seen."""
    holds(
        page,
        "([s, n]) => [...document.querySelectorAll(s)].filter(e => e.checkVisibility()).length === n",
        [selector, count],
    )
