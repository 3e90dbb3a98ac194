"""What the pictures of an archive promise: what the table tells, to be seen from afar."""

from __future__ import annotations

import datetime as dt
import io
import random
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from audiopaper.archive import summary
from audiopaper.archive.plotting import figures, measures, plot_summary
from audiopaper.errors import MissingProgramError, PublishError

NAMES = ("articles.png", "furniture.png", "loudness.png", "readings.png")
TARGET = -16.0


def row(title: str = "青川日报", day: int = 1, **facts: Any) -> dict[str, Any]:
    date = dt.date(2026, 1, 1) + dt.timedelta(days=day)
    usual = {
        "pages": 4,
        "articles": 24,
        "stories": 8,
        "furniture_share": 0.1,
        "loudness_lufs": -16.1,
    }
    return {"title": title, "date": date.isoformat(), "facts": usual | facts}


ENTRIES = [("乐", "le4", 8, 4), ("单路平", "shan4 lu4 ping2", 2, 2)]


def draw(rows: Any, folder: Path, entries: Any = ENTRIES) -> tuple[dict[str, bytes], list[str]]:
    told: list[str] = []
    paths = plot_summary(rows, entries, folder, target_lufs=TARGET, warn=told.append)
    assert tuple(p.name for p in paths) == NAMES
    return {p.name: p.read_bytes() for p in paths}, told


def size(picture: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(picture)) as image:
        return image.size


@settings(max_examples=60)
@given(
    st.lists(
        st.builds(
            row,
            title=st.sampled_from(["甲报", "乙报", "c"]),
            articles=st.integers(0, 60),
            pages=st.integers(0, 8),
            furniture_share=st.sampled_from([0.0, 0.1, 0.35, 0.351, 0.9]),
            loudness_lufs=st.sampled_from([-16.0, -15.5, -15.49, -16.5, -16.51, -70.0]),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_the_pictures_mark_the_very_editions_that_the_table_names(rows: list[Any]) -> None:
    for day, one in enumerate(rows):
        one["date"] = str(dt.date(2026, 1, 1) + dt.timedelta(days=day))
    editions = measures.gather_editions(rows)
    drawn = {
        (editions.titles[editions.owners[at]], int(editions.days[at]), measure.name)
        for measure in measures.measure_editions(editions, TARGET)
        for at in measures.find_out_of_line(measure, editions).nonzero()[0]
    }
    told = set()
    for title in editions.titles:
        mine = [one for one in rows if one["title"] == title]
        for outlier in summary._find_outliers(title, mine, TARGET):
            why = {"usual": "articles", "article": "furniture", "LUFS": "loudness"}
            name = why.get(outlier.why.split()[-1])
            day = dt.date.fromisoformat(outlier.date).toordinal() - measures.EPOCH
            if name:
                told.add((title, day, name))
    assert drawn == told


def test_the_same_editions_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    rows = [row(title, day, articles=20 + day) for title in ("甲报", "b") for day in range(9)]
    first, _ = draw(rows, tmp_path / "one")
    random.Random(1).shuffle(rows)
    again, _ = draw(iter(rows), tmp_path / "two")
    assert first == again
    with Image.open(tmp_path / "one" / NAMES[0]) as image:
        assert not any(isinstance(value, str) for value in image.info.values())


def test_an_edition_more_out_of_line_is_another_picture_of_its_figure_alone(tmp_path: Path) -> None:
    rows = [row(day=day) for day in range(9)]
    first, _ = draw(rows, tmp_path)
    second, _ = draw([*rows[:-1], row(day=8, loudness_lufs=-19.0)], tmp_path)
    assert [name for name in NAMES if first[name] != second[name]] == ["loudness.png"]


def test_thousands_of_titles_fit_into_one_picture(tmp_path: Path) -> None:
    rows = (row(f"第{n}报", day, articles=n % 50) for n in range(2000) for day in (1, 2, 3))
    drawn, _ = draw(rows, tmp_path)
    assert all(max(size(data)) < 1600 for data in drawn.values())


def test_a_title_of_decades_is_drawn_whole_or_as_far_as_it_goes(tmp_path: Path) -> None:
    odd = ({"articles": 300}, {"loudness_lufs": float("-inf")}, {"furniture_share": 1.0})
    rows = [row("长报", day, **odd[day % 3] if day % 4 == 0 else {}) for day in range(6000)]
    rows += [{**row("错报"), "date": date} for date in ("0001-01-01", "9999-12-31")]
    drawn, _ = draw(rows, tmp_path)
    assert size(drawn["articles.png"])[0] == 1400


@pytest.mark.parametrize("rows", [[], [row()]], ids=["none", "one"])
def test_an_archive_that_has_only_begun_has_its_pictures_too(tmp_path: Path, rows: Any) -> None:
    drawn, told = draw(rows, tmp_path, ())
    assert set(drawn) == set(NAMES)
    assert not told or rows


@settings(max_examples=8)
@given(text=st.text(max_size=60), said=st.text(max_size=30))
def test_whatever_a_title_or_a_reading_holds_is_drawn_or_told(
    text: str, said: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    # A character that no font has would be a warning, and here an error.
    rows, entries = [row(text)], [(text, said, 2, 1)]
    _, told = draw(rows, tmp_path_factory.mktemp("drawn"), entries)
    assert len(told) <= 1


@pytest.mark.parametrize("title", ["a$b$c_{", "\n青\t川", "", "\ue000", "🗞报", "很长的报" * 30])
def test_a_title_that_is_hard_to_draw_is_drawn(tmp_path: Path, title: str) -> None:
    drawn, _ = draw([row(title)], tmp_path)
    assert size(drawn["articles.png"])[0] == 1400


def test_a_machine_without_chinese_letters_says_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "HAN_FAMILIES", ())
    rows = [row("青川日报"), row("青川晚报")]
    drawn, told = draw(rows, tmp_path / "han")
    assert len(told) == 1
    assert "Noto Sans CJK" in told[0]
    addresses = [row("t-dbcd3cdd"), row("青川晚报")]
    assert draw(addresses, tmp_path / "ascii")[0]["articles.png"] == drawn["articles.png"]
    assert draw([row("daily")], tmp_path / "no", [("X", "X", 1, 1)])[1] == []


def test_nobodys_settings_change_the_pictures_nor_are_changed(tmp_path: Path) -> None:
    plain, _ = draw([row()], tmp_path)
    with mpl.rc_context({"axes.facecolor": "red", "font.size": 30.0}):
        before = dict(mpl.rcParams)
        assert draw([row()], tmp_path)[0] == plain
        assert dict(mpl.rcParams) == before


def test_without_matplotlib_one_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingProgramError) as caught:
        plot_summary([row()], (), tmp_path, target_lufs=TARGET)
    assert caught.value.remedy == 'pip install "audiopaper[plots]"'


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "plots").write_text("", encoding="utf-8")
    with pytest.raises(PublishError, match="plots"):
        draw([row()], tmp_path / "plots")
