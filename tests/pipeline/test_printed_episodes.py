"""A printed page goes the whole way: its PDF and its photograph become an episode."""

from __future__ import annotations

import datetime as dt
import importlib.util
from pathlib import Path

import miniaudio
import pytest

from audiopaper.config import Config, defaults_folder, output_folder, read_config
from audiopaper.errors import InputError
from audiopaper.model import Episode
from audiopaper.pages.scan import page_reader, scans
from audiopaper.pipeline.production import Order, produce
from audiopaper.runtime import tell_nobody
from tests.support.fonts import needs_chinese_font
from tests.tools.printed.pdf import write_pdf
from tests.tools.printed.pictures import DAMAGES, scan
from tests.tools.printed.setting import Rect, SetLine, Sheet

PHOTO = next(how for how in DAMAGES if how.name == "photo")
FIRST, SECOND = "城北新桥昨日通车", "渠水提前十天进田"
BRIDGE = (
    "　　本报讯（记者 许青禾）城北新桥昨日正式通",
    "车，从老城到火车站的路程缩短到八分钟。",
    "　　新桥两侧设有步道，雨雪天气也能放心通行。",
)
WATER = (
    "　　今年的灌溉季比往年提前了十天，青川县八个",
    "乡镇的渠道已经全部放水。",
)


def two_stories() -> Sheet:
    """A running head over two stories below each other, 100 by 100 mm."""
    lines = [SetLine("02 要闻", 8, 5, 12, bold=True), SetLine("青川日报 2026年3月2日", 45, 6, 9)]
    y = 16.0
    for head, rows in ((FIRST, BRIDGE), (SECOND, WATER)):
        lines.append(SetLine(head, 8, y, 22, bold=True))
        lines += [SetLine(row, 8, y + 12 + 5.6 * n, 10) for n, row in enumerate(rows)]
        y += 12 + 5.6 * len(rows) + 7
    return Sheet(100, y + 4, lines, rules=[Rect(8, 12, 84, 0.3)])


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setattr(page_reader, "_store_folder", lambda: tmp_path / "scans")
    path = tmp_path / "config.toml"
    path.write_text('engine = "espeak"\ninbox = "inbox"\n[show]\nid = "qingchuan"\n', "utf-8")
    (tmp_path / "voices").symlink_to(defaults_folder() / "voices")
    return read_config(path)


def make(config: Config, path: Path) -> Episode:
    episode = produce(Order(paths=(path,)), config, tell_nobody).episode
    assert episode is not None
    sound = output_folder(config) / "episodes" / "2026-03-02" / episode.audio
    assert abs(miniaudio.get_file_info(str(sound)).duration * 1000 - episode.duration_ms) < 100
    return episode


def check(episode: Episode) -> None:
    assert episode.date == dt.date(2026, 3, 2)
    assert [story.title for story in episode.stories] == [FIRST, SECOND]
    said = "".join(cue.text for cue in episode.cues)
    assert "从老城到火车站的路程缩短到八分钟。" in said
    assert "渠道已经全部放水。" in said
    assert "许青禾" in said


def test_a_pdf_becomes_an_episode(config: Config, tmp_path: Path) -> None:
    path = tmp_path / "02.pdf"
    path.write_bytes(write_pdf([two_stories()], shuffle=3))
    check(make(config, path))


@needs_chinese_font
def test_a_photograph_becomes_an_episode(config: Config, tmp_path: Path) -> None:
    if importlib.util.find_spec("rapidocr") is None:
        pytest.skip("the extra ocr is not installed")
    path = tmp_path / "02.jpg"
    path.write_bytes(scan(two_stories(), PHOTO, dpi=200))
    check(make(config, path))


def test_without_the_extra_a_photograph_becomes_a_sentence_and_no_episode(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "is_installed", lambda: False)
    path = tmp_path / "02.jpg"
    path.write_bytes(scan(two_stories(), PHOTO, dpi=72))
    with pytest.raises(InputError) as caught:
        make(config, path)
    assert "audiopaper[ocr]" in caught.value.remedy
    assert not (output_folder(config) / "feed.xml").exists()
