"""The seconds in a rundown are true: each voice's pace is learned from what it spoke."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from audiopaper.cli import audiopaper
from audiopaper.config import Config
from audiopaper.errors import ConfigError
from audiopaper.model import Cue, Episode
from audiopaper.pipeline.production import Order, Outcome, produce
from audiopaper.pipeline.show_setup import load_setup
from audiopaper.pipeline.speaking_rates import find_pace, learn_rates
from audiopaper.rundown import Pace, load_rundown, measure_rundown
from audiopaper.runtime import tell_nobody
from audiopaper.show.folder import show_folder
from tests.support import tone_engine
from tests.support.builders import DATE
from tests.support.daily_show import make_show
from tests.support.sample_edition import PAGE

LONG = PAGE + "\n\n".join(f"{number}号车间的师傅说，书架是自己打的。" for number in range(1, 40))
DAYS = ("2026年3月2日 星期一", "2026年3月3日 星期二", "2026年3月4日 星期三")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    # 300 characters a minute; the tone's own pace is no person's.
    monkeypatch.setattr(tone_engine, "CHAR_MS", 200)
    return make_show(tmp_path, monkeypatch)


def make(config: Config, day: int, page: str = LONG, **order: Any) -> Outcome:
    path = config.folder / f"{day}.txt"
    path.write_text(page.replace(DAYS[0], DAYS[day]), "utf-8")
    return produce(Order(paths=(path,), **order), config, tell_nobody)


def estimate_ms(config: Config, outcome: Outcome) -> int:
    setup = load_setup(config)
    pace, warning = find_pace(setup, outcome.rundown.date)
    assert warning == ""
    return measure_rundown(outcome.rundown, "lan", pace, config.episode).total_ms


def test_a_show_that_spoke_nothing_goes_by_its_presenters_files(config: Config) -> None:
    pace, warning = find_pace(load_setup(config), DATE)
    assert (pace, warning) == (Pace(chars_per_minute={"lan": 270, "song": 270}), "")


def test_what_was_spoken_makes_the_next_estimate_true(config: Config) -> None:
    first = make(config, 0)
    assert first.episode is not None
    blind_ms = abs(estimate_ms(config, first) - first.episode.duration_ms)
    second = make(config, 1, LONG.replace("书架", "书桌和书架").replace("师傅", "老师傅"))
    assert second.episode is not None
    learned_ms = abs(estimate_ms(config, second) - second.episode.duration_ms)
    assert learned_ms < 0.05 * second.episode.duration_ms
    assert learned_ms < blind_ms


def test_an_edition_made_once_more_is_drafted_as_before(config: Config) -> None:
    first = make(config, 0)
    again = make(config, 0)
    assert again.rundown == first.rundown
    assert again.same
    assert estimate_ms(config, again) == estimate_ms(config, first)
    assert find_pace(load_setup(config), DATE)[0] == Pace(
        chars_per_minute={"lan": 270, "song": 270}
    )


def test_a_voice_that_was_changed_has_nothing_learned(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(config, 0)
    later = DATE.replace(day=3)
    learned = find_pace(load_setup(config), later)[0]
    assert learned.chars_per_minute["lan"] != 270
    monkeypatch.setattr(tone_engine.ToneEngine, "fingerprint", lambda self, presenter: "other")
    changed = find_pace(load_setup(config), later)[0]
    assert changed.chars_per_minute == {"lan": 270, "song": 270}
    assert changed.overhead == learned.overhead, "pauses are the show's, not the voice's"


def test_a_presenter_without_a_voice_of_the_engine_keeps_its_usual_pace(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(config, 0)
    own = tone_engine.ToneEngine.fingerprint

    def fingerprint(self: tone_engine.ToneEngine, presenter: str) -> str:
        if presenter == "song":
            raise ConfigError("song has no voice of tone", remedy="give it one")
        return own(self, presenter)

    setup = load_setup(config)
    monkeypatch.setattr(tone_engine.ToneEngine, "fingerprint", fingerprint)
    paces = find_pace(setup, DATE.replace(day=3))[0].chars_per_minute
    assert paces["song"] == 270
    assert paces["lan"] != 270


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b'{"schema": 1, "episodes": {"2026', id="torn"),
        pytest.param(b"\xff\xfe\x00", id="no-text"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b'{"schema": 9, "episodes": {}}', id="of-another-version"),
        pytest.param(
            b'{"schema": 1, "episodes": {"2026-03-01": {"voices": {}, "fixed_ms": -1,'
            b' "silence_ms": 0, "paragraphs": 0}}}',
            id="impossible",
        ),
    ],
)
def test_a_damaged_file_counts_as_none_and_is_written_anew(config: Config, damage: bytes) -> None:
    make(config, 0)
    path = show_folder(config).speaking_rates
    path.write_bytes(damage)
    second = make(config, 1)
    assert second.episode is not None
    assert any("pace.json" in w and "estimated without it" in w for w in second.warnings)
    assert list(json.loads(path.read_text("utf-8"))["episodes"]) == ["2026-03-03"]
    assert make(config, 2, dry_run=True).warnings == tuple(
        w for w in make(config, 2, dry_run=True).warnings if "pace.json" not in w
    )


@pytest.mark.parametrize(("chars", "took_ms"), [(100_000, 1), (400, 86_000_000), (10, 2_000)])
def test_what_is_no_pace_of_speech_is_not_learned(config: Config, chars: int, took_ms: int) -> None:
    path = show_folder(config).speaking_rates
    make(config, 0)
    document = json.loads(path.read_text("utf-8"))
    (episode,) = document["episodes"].values()
    episode["voices"] = {voice: [chars, took_ms] for voice in episode["voices"]}
    path.write_text(json.dumps(document), "utf-8")
    pace, warning = find_pace(load_setup(config), DATE.replace(day=3))
    assert (pace.chars_per_minute, warning) == ({"lan": 270, "song": 270}, "")


def test_only_the_newest_episodes_are_kept(config: Config) -> None:
    episode = make(config, 0).episode
    assert episode is not None
    setup = load_setup(config)
    for number in range(1, 70):
        learn_rates(setup, replace(episode, edition=f"e{number:02}"))
    path = show_folder(config).speaking_rates
    kept = list(json.loads(path.read_text("utf-8"))["episodes"])
    assert (len(kept), kept[0], kept[-1]) == (60, "2026-03-02-e10", "2026-03-02-e69")
    assert path.stat().st_size < 50_000


def test_an_episode_of_two_engines_teaches_nothing(config: Config) -> None:
    episode = make(config, 0).episode
    assert isinstance(episode, Episode)
    path = show_folder(config).speaking_rates
    before = path.read_bytes()
    cue = replace(episode.cues[-1], end_ms=episode.cues[-1].end_ms + 60_000)
    assert isinstance(cue, Cue)
    other = replace(episode, engine="espeak+tone", cues=(*episode.cues[:-1], cue))
    learn_rates(load_setup(config), other)
    assert path.read_bytes() == before


def test_a_length_far_from_the_target_is_a_warning_everywhere(config: Config) -> None:
    drafted = make(config, 0, dry_run=True)
    (warning,) = [w for w in drafted.warnings if "[episode] minutes" in w]
    assert "% less than the 12 of [episode] minutes" in warning
    made = make(config, 0)
    assert any("% less than the 12" in w for w in made.warnings)
    report = json.loads((made.rundown_path.parent / "report.json").read_text("utf-8"))
    assert any("% less than the 12" in w for w in report["warnings"])
    assert made.episode is not None
    assert not any("[episode] minutes" in w for w in made.episode.warnings), "not for listeners"
    opened = CliRunner().invoke(audiopaper, ["edit"], env={"EDITOR": "true", "VISUAL": ""})
    assert opened.exit_code == 0, opened.output
    assert "% less than the 12" in opened.stderr


def test_a_length_near_the_target_is_no_warning(config: Config) -> None:
    near = make(config, 0, dry_run=True)
    estimate = estimate_ms(config, near)
    fitting = replace(config, episode=replace(config.episode, minutes=round(estimate / 60_000)))
    assert make(fitting, 0, dry_run=True).warnings == ()


def test_the_draft_writes_the_learned_seconds(config: Config) -> None:
    make(config, 0)
    drafted = make(config, 1, dry_run=True)
    text = drafted.rundown_path.read_text("utf-8")
    pace, _ = find_pace(load_setup(config), drafted.rundown.date)
    lengths = measure_rundown(drafted.rundown, "lan", pace, config.episode)
    assert f"全长约 {lengths.total_ms / 60_000:.1f} 分钟，目标 12 分钟" in text
    first = next(ms for ms in lengths.items_ms if ms)
    assert f"# 约 {round(first / 1000)} 秒" in text
    assert not load_rundown(drafted.rundown_path, presenters=["lan", "song"]).edited


def test_an_edit_tells_of_the_paragraphs_that_are_read(config: Config) -> None:
    path = make(config, 0).rundown_path
    script = config.folder / "editor.py"
    script.write_text(
        "import sys, pathlib\np = pathlib.Path(sys.argv[1])\n"
        "p.write_text(p.read_text('utf-8').replace('article = \"p1-a2\"',"
        " 'article = \"p1-a2\"\\nparagraphs = 2'), 'utf-8')\n",
        "utf-8",
    )
    import sys

    edited = CliRunner().invoke(
        audiopaper, ["edit"], env={"EDITOR": f"{sys.executable} {script}", "VISUAL": ""}
    )
    assert edited.exit_code == 0, edited.output
    assert "paragraphs of 老茶厂改成图书馆: all -> 2" in edited.stdout
    assert "To speak: 1 of " in edited.stdout, "only the words behind the story are new"
    made = make(config, 0)
    assert made.episode is not None
    said = "".join(cue.text for cue in made.episode.cues)
    assert "以上是该稿的前一部分，全文请看报纸第一版。" in said
    assert "馆长单文说" in said
    assert "1号车间" not in said
    assert path == made.rundown_path
