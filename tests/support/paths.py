"""Where the project and the tests' data are."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""

PACKAGE = ROOT / "audiopaper"
SAMPLE = PACKAGE / "sample"
"""The edition that is shipped to try the program."""

VOICES = ROOT / "voices"
LEXICON_FOLDER = VOICES / "lexicon"

TESTS = ROOT / "tests"
DATA = TESTS / "data"
"""Sentences and files with what is expected of them."""

EDITIONS = TESTS / "editions"
"""Small made-up editions, each named for its trouble, with golds."""

HELDOUT = TESTS / "heldout"
"""Editions that were written blind, after the rules."""

LOCAL = TESTS / "local"
"""Pages in the style of local papers, each with a gold that accounts for every character."""

SHARED = ROOT.parent / "shared"
"""Real pages and evaluation data, which stand beside the checkout where they are at hand."""
