"""What follows a table inside an article is the article's end."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiopaper.articles import explain_edition, split_parts
from audiopaper.pages import read_edition

STORY = [
    "青川晚报 体育 第6版 2031年4月20日",
    "市中学生田径赛落幕",
    "本报讯（记者 高远）昨天，青川市中学生田径运动会在市体育场落幕，四项市纪录被刷新。",
]
TABLE = [
    "女子铅球前三名",
    "1 石秀禾（三中）12米02",
    "2 孟小江（一中）11米75",
    "3 鲁青青（职高）11米30",
]


def bodies(tmp_path: Path, lines: list[str]) -> list[list[str]]:
    (tmp_path / "06.txt").write_text("\n".join(lines), encoding="utf-8")
    found = split_parts(explain_edition(read_edition([tmp_path / "06.txt"]))).articles
    return [[p.text for p in article.paragraphs] for article in found]


def test_the_text_below_a_table_goes_back_to_the_signed_article_above_it(tmp_path: Path) -> None:
    end = "夺冠后的石秀禾说，她想在秋天的省运会上推过十三米。"
    story, table = bodies(tmp_path, [*STORY, *TABLE, end])
    assert story[-1] == end
    assert table == TABLE[1:]


def test_a_table_s_first_row_may_be_taken_for_its_subhead(tmp_path: Path) -> None:
    rows = ["第一名 石塘队 2分03秒", "第二名 渡口队 2分05秒", "第三名 上岭队 2分09秒"]
    end = "石塘队舵手孟大江说，为了这场比赛，全村小伙练了四十天。"
    story, table = bodies(tmp_path, [*STORY, "五百米龙舟赛成绩", *rows, end])
    assert story[-1] == end
    assert end not in table


@pytest.mark.parametrize(
    "note", ["以上成绩由市体育局竞赛科核定。", "注：括号里是运动员所在的学校名称。"]
)
def test_a_note_on_the_table_stays_with_it(tmp_path: Path, note: str) -> None:
    story, table = bodies(tmp_path, [*STORY, *TABLE, note])
    assert len(story) == 1
    assert table[-1] == note
