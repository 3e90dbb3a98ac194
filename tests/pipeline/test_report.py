"""What a run's report promises the editor."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.config import Config, EpisodeSettings
from audiopaper.errors import SynthesisError
from audiopaper.pipeline import episode_maker as pipeline
from audiopaper.pipeline.production import Order, produce
from audiopaper.pipeline.run_log import Journal
from audiopaper.report import Cell, Report, Table, render_html, render_json
from audiopaper.runtime import tell_nobody

PAGE = """青川日报
2026年3月2日 星期一

# 旧桥换新颜 两岸走得近

青川日报讯（记者 单路平）3月1日，青川老桥加固工程完工，桥面重新铺装，两侧人行道各加宽
0.8米。

市民危先生说，从前下雨天桥上积水，如今鞋都不湿了。工程队连续干了45天，比计划早了6天。
"""


def show(folder: Path) -> Config:
    (folder / "01.txt").write_text(PAGE, encoding="utf-8")
    return Config(folder=folder, engine="espeak", episode=EpisodeSettings(sample_rate_hz=24000))


def report_of(folder: Path) -> dict[str, object]:
    path = folder / "output" / ".work" / "2026-03-02" / "report.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(told, dict)
    return told


def test_a_dry_run_tells_picks_doubts_repairs_and_furniture(tmp_path: Path) -> None:
    produce(Order(paths=(tmp_path / "01.txt",), dry_run=True), show(tmp_path), tell_nobody)
    told = report_of(tmp_path)
    assert told["state"] == "drafted"
    assert [row["title"] for row in told["picks"]] == ["旧桥换新颜 两岸走得近"]  # type: ignore[attr-defined]
    assert any(row["text"] == "单路平" for row in told["readings"])  # type: ignore[attr-defined]
    assert told["furniture"]
    assert [row["stage"] for row in told["stages"]] == ["pages", "rundown", "readings"]  # type: ignore[attr-defined]


def test_a_run_that_fails_leaves_a_report_that_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise SynthesisError("the service is down", remedy="wait")

    monkeypatch.setattr(pipeline, "speak_segments", fail)
    with pytest.raises(SynthesisError):
        produce(Order(paths=(tmp_path / "01.txt",)), show(tmp_path), tell_nobody)
    told = report_of(tmp_path)
    assert (told["state"], told["problem"]) == ("failed", "the service is down")
    assert told["stages"][-1]["told"] == "ended by SynthesisError"  # type: ignore[index]


def test_the_report_is_not_among_what_is_public(tmp_path: Path) -> None:
    produce(Order(paths=(tmp_path / "01.txt",), dry_run=True), show(tmp_path), tell_nobody)
    outside = [p for p in (tmp_path / "output").rglob("report.*") if ".work" not in p.parts]
    assert outside == []


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_text_of_a_page_stays_text(text: str) -> None:
    table = Table(key="picks", title="选稿", columns=(("title", "标题"),), rows=((text,),))
    report = Report(title=text, state="failed", problem=text, warnings=(text,), tables=(table,))
    read = _Tags()
    read.feed(render_html(report))
    assert set(read.tags) <= {
        *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "strong"),
        *("span", "ul", "li", "div", "table", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd"),
    }
    assert text in read.text
    assert json.loads(render_json(report))["picks"] == [{"title": text}]


def test_the_page_is_in_the_language_of_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: tuple[tuple[Cell, ...], ...] = ((1, "torn-start"),)
    columns = (("page", "版"), ("kind", "类别"))
    table = Table(key="doubts", title="存疑", columns=columns, rows=rows, named=("kind",))
    report = Report(
        title="青川日报",
        state="held",
        warnings=("缺第 3 版",),
        facts=(("a", "甲", True),),
        tables=(table,),
    )
    assert "made, and waits to be released" in render_html(report)
    monkeypatch.setenv("AUDIOPAPER_LANG", "zh")
    page = render_html(report)
    assert '<html lang="zh-CN">' in page
    shown = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.S)
    assert not re.search("[A-Za-z]{2}", shown), shown
    assert {"已做好，待放行", "开头断开", "是"} <= set(shown.split())
    # Programs read the same in any language.
    assert json.loads(render_json(report))["doubts"] == [{"page": 1, "kind": "torn-start"}]


def test_the_lines_of_a_run_are_in_the_language_of_messages(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOPAPER_LANG", "zh")
    caplog.set_level("INFO", logger="audiopaper")
    with Journal(timer=iter([10.0, 12.5]).__next__).stage("speech"):
        pass
    assert caplog.messages == ["合成：完成（2.5 秒）"]


def test_the_page_loads_nothing() -> None:
    page = render_html(Report(title="青川日报 2026-03-02", state="published"))
    assert not re.search(r"(?:src|href)=|@import|url\(", page)
    assert "default-src 'none'" in page


def test_a_journal_times_stages_with_the_clock_it_is_given(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO", logger="audiopaper")
    journal = Journal(timer=iter([10.0, 12.5]).__next__)
    with journal.stage("speech") as told:
        told("3 segments spoken")
    assert [(s.stage, s.seconds, s.result) for s in journal.stages] == [
        ("speech", 2.5, "3 segments spoken")
    ]
    assert caplog.messages == ["speech: 3 segments spoken (2.5 s)"]
