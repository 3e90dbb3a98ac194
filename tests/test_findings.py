"""What fuzzing once broke stays whole: every finding of `tests.fuzz`, and its corpus."""

from __future__ import annotations

import pytest

from tests.fuzz import FINDINGS, TARGETS, ask, campaign


def test_what_was_found_is_mended() -> None:
    for path in sorted(FINDINGS.glob("*.bin")):
        assert ask(path.stem.rpartition("-")[0], path.read_bytes()) == "", path.name


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_every_promise_holds_for_its_undamaged_corpus(target: str) -> None:
    for data in TARGETS[target][1]()[:2]:
        assert ask(target, data) == ""


def test_a_campaign_tells_how_many_inputs_it_asked() -> None:
    lines = list(campaign(0, 1, 0.05, ["numbers"]))
    assert lines[-1].startswith("worker 0: ")
