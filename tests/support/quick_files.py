"""Files without the wait for the disk."""

from __future__ import annotations

import os

import pytest


def skip_syncs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no file be synced: half of the time of many tests, and no promise of theirs."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
