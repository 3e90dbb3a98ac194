from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.byline_roles import credits_in_print
from audiopaper.config import EpisodeSettings
from audiopaper.errors import RundownError
from audiopaper.intake import normalise_text
from audiopaper.model import Article, HeadPart, Item, LineRange
from audiopaper.rundown import (
    Pace,
    is_edited,
    load_rundown,
    lunar_date,
    measure_rundown,
    save_rundown,
    warn_of_length,
)
from audiopaper.rundown.key_names import RUNDOWN_FORM
from audiopaper.rundown.story_text import credit_names, credit_sentence, tell_story
from audiopaper.say_as import double_braces
from audiopaper.toml_mistakes import find_slip
from tests.support.builders import (
    make_article,
    make_item,
    make_paragraph,
    make_rundown,
)
from tests.support.drafted_rundown import articles_of, draft, stories

PRESENTERS = ["lan", "song"]
PACES = {"lan": 270, "song": 270}
MINUTE = EpisodeSettings(minutes=1)
OLD_RUNDOWN = '''# 串联单 · 青川日报 · 2026-03-02
schema = 1
date = 2026-03-02
paper = "青川日报"
fingerprint = "d51e39744e3d1b464b305400bbe563acfc0e60a6d206f39b871c2cea32b09416"

[[items]]
kind = "headlines"
title = "内容提要"
presenter = "lan"

[[items]]
# 头版（+2.00）
kind = "story"
title = "河堤新栽柳树"
presenter = "lan"
article = "p1-a1"
pages = [1]
text = """
柳树昨天栽完。
"""

[[items]]
kind = "story"
title = "剪纸班开课"
presenter = "song"
article = "p1-a2"
drop = true
text = """
剪纸班本周开课。
"""
'''


def test_stories_stand_in_the_order_of_their_rank() -> None:
    assert stories(draft(articles_of(50, 50, 50), [2, 3, 1])) == ["p1-a3", "p1-a1", "p1-a2"]


def test_every_article_is_in_the_rundown_and_what_is_never_picked_stands_last() -> None:
    rundown = draft(articles_of(50, 50, 900, 50), [None, 1, 2, None], episode=MINUTE)
    assert stories(rundown) == ["p1-a2"]
    assert [i.article_id for i in rundown.items if i.drop] == ["p1-a3", "p1-a1", "p1-a4"]


def test_articles_without_headline_or_text_are_listed_and_loaded(tmp_path: Path) -> None:
    caption = make_article(id="p1-a2", kind="photo_caption", headline="", paragraphs=())
    table = make_article(id="p1-a3", kind="listing", headline="菜价表", paragraphs=())
    rundown = draft([*articles_of(50), caption, table], [1, None, None])
    path = tmp_path / "rundown.toml"
    save_rundown(path, rundown)
    assert load_rundown(path, presenters=PRESENTERS) == rundown
    text = path.read_text("utf-8")
    at = text.index('article = "p1-a3"')
    path.write_text(text[:at] + text[at:].replace("drop = true\n", "", 1), "utf-8")
    with pytest.raises(RundownError, match="a story without text"):
        load_rundown(path, presenters=PRESENTERS)


def test_the_rundown_tells_what_each_article_takes_and_the_whole(tmp_path: Path) -> None:
    rundown = draft(articles_of(270, 540, 90), [1, 2, None], episode=MINUTE)
    lengths = measure_rundown(rundown, "lan", Pace(chars_per_minute=PACES), MINUTE)
    path = tmp_path / "rundown.toml"
    save_rundown(path, rundown, lengths=lengths, minutes=1)
    lines = path.read_text("utf-8").splitlines()
    above = [lines[n - 1] for n, line in enumerate(lines) if line == 'kind = "story"']
    assert above == [
        "# 约 65 秒，播完约在 1:25 · 65 s, ends at 1:25",
        "# 约 125 秒，不播 dropped, 125 s",
        "# 约 25 秒，不播 dropped, 25 s",
    ]
    head = "# 全长约 1.4 分钟，目标 1 分钟；每条稿件上写着它要的时间。 About 1.4 of 1 minutes."
    assert head in lines[: lines.index("schema = 1")]
    assert load_rundown(path, presenters=PRESENTERS) == rundown


def test_a_rundown_of_the_version_before_loads_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "rundown.toml"
    path.write_text(OLD_RUNDOWN, "utf-8")
    rundown = load_rundown(path, presenters=PRESENTERS)
    assert [(i.kind, i.drop, i.paragraphs) for i in rundown.items] == [
        ("headlines", False, 0),
        ("story", False, 0),
        ("story", True, 0),
    ]
    assert not rundown.edited


@pytest.mark.parametrize(
    ("minutes", "warned"), [(10.1, True), (12, False), (13.7, False),
                            (13.9, True), (0.5, True), (10.25, False)],
)  # fmt: skip
def test_more_than_fifteen_percent_off_the_target_is_a_warning(
    minutes: float, warned: bool
) -> None:
    assert bool(warn_of_length(round(minutes * 60_000), 12)) is warned


def test_stories_fill_the_target_length_and_the_rest_are_candidates() -> None:
    rundown = draft(articles_of(*[270] * 6), [1, 2, 3, 4, 5, 6], episode=EpisodeSettings(minutes=4))
    assert stories(rundown) == ["p1-a1", "p1-a2", "p1-a3"]
    assert [i.article_id for i in rundown.items if i.drop] == ["p1-a4", "p1-a5", "p1-a6"]


def test_the_pace_of_the_presenter_decides_how_many_stories_fit() -> None:
    articles, ranks = articles_of(*[270] * 6), [1, 2, 3, 4, 5, 6]
    four_minutes = EpisodeSettings(minutes=4)
    slow = draft(articles, ranks, episode=four_minutes, pace_chars={"lan": 270, "song": 135})
    fast = draft(articles, ranks, episode=four_minutes, pace_chars={"lan": 540, "song": 540})
    assert len(stories(slow)) < 3 < len(stories(fast))


def test_a_shorter_story_takes_the_room_that_a_longer_one_does_not_fit_in() -> None:
    rundown = draft(articles_of(270, 2700, 270), [1, 2, 3], episode=EpisodeSettings(minutes=4))
    assert stories(rundown) == ["p1-a1", "p1-a3"]


def test_the_best_article_is_read_whatever_its_length() -> None:
    assert stories(draft(articles_of(9000), [1], episode=EpisodeSettings(minutes=2))) == ["p1-a1"]


def test_no_fit_article_is_an_error_that_says_where_to_look() -> None:
    with pytest.raises(RundownError, match="fit to be a lead"):
        draft(articles_of(50), [None])


def test_presenters_take_the_stories_in_turns() -> None:
    rundown = draft(articles_of(50, 50, 50), [1, 2, 3])
    assert [i.presenter for i in rundown.items if i.kind == "story"] == ["lan", "song", "lan"]


def test_the_ident_says_that_the_voice_is_synthesised() -> None:
    ident = draft(articles_of(50), [1]).items[0]
    assert ident.kind == "ident"
    assert "人工智能语音合成" in ident.text


def test_the_greeting_has_weekday_and_lunar_date() -> None:
    greeting = draft(articles_of(50), [1]).items[1]
    assert "2026年3月2日，星期一，农历正月十四" in greeting.text


@pytest.mark.parametrize(
    ("date", "lunar"),
    [
        pytest.param(dt.date(2026, 2, 17), "正月初一", id="new-year"),
        pytest.param(dt.date(2023, 3, 25), "闰二月初四", id="leap-month"),
        pytest.param(dt.date(2021, 10, 29), "九月廿四", id="autumn"),
    ],
)
def test_lunar_dates(date: dt.date, lunar: str) -> None:
    assert lunar_date(date) == lunar


def test_kicker_subhead_and_reporters_are_said_as_sentences() -> None:
    article = make_article(
        kicker="市公交集团：",
        subhead="——首末班时间公布",
        byline=("曾令新", "林青"),
        dateline="青川日报讯",
    )
    item = next(i for i in draft([article], [1]).items if i.kind == "story")
    assert item.title == "市公交集团：青川开通夜间公交"
    assert item.text.split("\n")[0] == "本报记者曾令新、林青报道。首末班时间公布。"


def tell(article: Article, **settings: Any) -> Item:
    return tell_story(article, EpisodeSettings(**settings))


@pytest.mark.parametrize(
    ("kicker", "title", "first"),
    [
        pytest.param("夜班职工有福了", "青川开通夜间公交", "夜班职工有福了。", id="sentence"),
        pytest.param("早高峰加密 末班车延长", "青川开通夜间公交", "早高峰加密", id="clauses"),
        pytest.param("市公交集团：", "市公交集团：青川开通夜间公交", "三月一日起", id="colon"),
        pytest.param(
            "林远在全市交通会上强调", "林远在全市交通会上强调：青川开通夜间公交", "三月", id="says"
        ),
        pytest.param("民生问答", "民生问答：青川开通夜间公交", "三月一日起", id="column"),
        pytest.param("截至5月底", "截至5月底，青川开通夜间公交", "三月一日起", id="since"),
        pytest.param("加密以后——", "加密以后——青川开通夜间公交", "三月一日起", id="dash"),
    ],
)
def test_a_kicker_leads_into_its_headline_or_is_a_sentence(
    kicker: str, title: str, first: str
) -> None:
    item = tell(make_article(kicker=kicker))
    assert item.title == title
    assert item.text.startswith(first)


def printed(text: str, *names: str, **changes: Any) -> Article:
    part = HeadPart(role="byline", text=text, source=LineRange(page=1, start=2, end=2))
    named = credits_in_print(names, [text])
    return make_article(head=(part,), byline=names, credits=named, **changes)


OWN = {"dateline": "本报讯"}
ESSAY = {"kind": "feature", "paragraphs": (make_paragraph("外婆的蒲扇挂在门后，一挂三十年。"),)}


@pytest.mark.parametrize(
    ("article", "said"),
    [
        pytest.param(
            printed("青川日报讯（全媒体记者 曾令新）", "曾令新", dateline="青川日报讯"),
            "本报记者曾令新报道。",
            id="reporter",
        ),
        pytest.param(
            printed("本报讯(记者曾令新通讯员林青)", "曾令新", "林青", **OWN),
            "本报记者曾令新、通讯员林青报道。",
            id="correspondent",
        ),
        pytest.param(
            printed("■本报记者 曾令新 单 飞 通讯员 林青", "曾令新", "单飞", "林青"),
            "本报记者曾令新、单飞，通讯员林青报道。",
            id="several-after-one-role",
        ),
        pytest.param(
            printed("文/图 见习记者 曾令新", "曾令新"),
            "本报见习记者曾令新报道。",
            id="text-and-picture",
        ),
        pytest.param(printed("（林青）", "林青", **OWN), "本报记者林青报道。", id="no-role"),
        pytest.param(
            printed("本报云雾3月2日讯（记者 曾令新）", "曾令新", dateline="本报云雾3月2日讯"),
            "本报云雾3月2日讯，记者曾令新报道。",
            id="place",
        ),
        pytest.param(
            printed("新华社北京3月1日电（记者曾令新）", "曾令新", dateline="新华社北京3月1日电"),
            "据新华社北京3月1日电，记者曾令新报道。",
            id="wire",
        ),
        pytest.param(make_article(dateline="据新华社电"), "据新华社电。", id="wire-without-names"),
        pytest.param(make_article(dateline="中新网讯"), "据中新网消息。", id="net"),
        pytest.param(make_article(**OWN), "", id="own-without-names"),
        pytest.param(
            printed("□本报评论员", "本报评论员", kind="commentary"),
            "本报评论员文章。",
            id="comment",
        ),
        pytest.param(
            printed("本报评论员 林青", "林青", kind="commentary"),
            "本报评论员林青撰文。",
            id="named-commentator",
        ),
        pytest.param(printed("林青", "林青", kind="commentary"), "作者：林青。", id="opinion"),
        pytest.param(printed("□林青", "林青", **ESSAY), "作者：林青。", id="essay"),
        pytest.param(
            printed("本報訊（記者 曾令新）", "曾令新", dateline="本報訊"),
            "本報記者曾令新報道。",
            id="traditional",
        ),
        pytest.param(
            make_article(byline=("曾令新", "林青"), byline_roles=("记者", ""), **OWN),
            "林青、本报记者曾令新报道。",
            id="told-by-a-newsroom",
        ),
        pytest.param(
            printed("（林青 通讯员 高远）", "林青", "高远", **OWN),
            "本报记者林青、通讯员高远报道。",
            id="name-before-a-correspondent",
        ),
        pytest.param(
            printed("（通讯员 高远）", "高远", **OWN), "通讯员高远报道。", id="only-a-correspondent"
        ),
        pytest.param(
            printed("云雾3月2日讯（记者 曾令新）", "曾令新", dateline="云雾3月2日讯"),
            "云雾3月2日讯，本报记者曾令新报道。",
            id="place-without-outlet",
        ),
        pytest.param(
            printed("云雾3月2日讯（林青）", "林青", dateline="云雾3月2日讯"),
            "云雾3月2日讯，本报记者林青报道。",
            id="place-and-name-only",
        ),
        pytest.param(
            printed("（实习生 林青）", "林青", **OWN), "本报实习生林青报道。", id="trainee"
        ),
        pytest.param(
            printed("（江州晚报记者 林青）", "林青", **OWN),
            "江州晚报记者林青报道。",
            id="of-another-paper",
        ),
        pytest.param(
            printed("本報訊（林青）", "林青", dateline="本報訊"),
            "本報記者林青報道。",
            id="traditional-name-only",
        ),
        pytest.param(printed("读者 林青", "林青"), "读者林青来信。", id="reader"),
        pytest.param(
            make_article(byline=("林青",), byline_roles=("热心读者",)),
            "热心读者林青来信。",
            id="reader-by-a-newsroom",
        ),
        pytest.param(printed("讀者 林青", "林青"), "讀者林青來信。", id="traditional-reader"),
        pytest.param(
            printed("林青 （指导老师：高远）", "林青", "高远", **ESSAY),
            "作者：林青。指导老师：高远。",
            id="tutor",
        ),
        pytest.param(
            printed("（学生记者 林青 单飞 辅导教师 高远）", "林青", "单飞", "高远", **OWN),
            "本报记者林青、单飞报道。辅导教师：高远。",
            id="tutor-of-a-reporter",
        ),
        pytest.param(printed("指导老师：高远", "高远"), "指导老师：高远。", id="tutor-only"),
        pytest.param(
            printed("林师傅口述 高远整理", "林师傅", "高远"),
            "林师傅口述，高远整理。",
            id="tasks-behind-names",
        ),
        pytest.param(
            printed("口述：林师傅 高远 整理：单飞", "林师傅", "高远", "单飞"),
            "林师傅、高远口述，单飞整理。",
            id="tasks-before-names",
        ),
        pytest.param(
            printed("讲述人/林师傅 整理/本报记者 高远", "林师傅", "高远"),
            "林师傅讲述，本报记者高远整理。",
            id="task-and-role",
        ),
        pytest.param(
            printed("口述：林师傅 本报记者 高远", "林师傅", "高远"),
            "林师傅口述，本报记者高远报道。",
            id="reporter-behind-a-narrator",
        ),
        pytest.param(printed("本报记者 林青 整理", "林青"), "本报记者林青报道。", id="no-narrator"),
        pytest.param(
            printed("□ 青川市委党校课题组 （林青 单飞）", "青川市委党校课题组", "林青", "单飞"),
            "作者：青川市委党校课题组、林青、单飞。",
            id="group",
        ),
        pytest.param(
            printed("（梅岭社区居民 林青）", "林青"), "作者：梅岭社区居民林青。", id="resident"
        ),
        pytest.param(
            printed("林青（青川大学文学院学生）", "林青"),
            "作者：青川大学文学院学生林青。",
            id="affiliation-behind",
        ),
        pytest.param(
            printed("■林青（作者系青川作家协会会员）", "林青"), "作者：林青。", id="author-note"
        ),
        pytest.param(
            printed("（县气象局 林青）", "林青", **OWN), "县气象局林青报道。", id="office"
        ),
        pytest.param(
            printed("（融媒体中心 林青 教务处 高远）", "林青", "高远", **OWN),
            "融媒体中心林青、教务处高远报道。",
            id="two-offices",
        ),
    ],
)
def test_bylines_become_sentences(article: Article, said: str) -> None:
    assert credit_sentence(article) == said


def test_the_paper_s_own_reporters_are_ours_however_they_are_called() -> None:
    article = printed("■青川日报全媒体记者 曾令新 江州晚报记者 林青", "曾令新", "林青")
    assert credit_sentence(article, "青川日报") == "本报记者曾令新、江州晚报记者林青报道。"


@pytest.mark.parametrize(
    ("dateline", "said"),
    [
        ("江州晚报讯", "江州晚报记者林青报道。"),
        ("江州晚报云雾3月2日讯", "江州晚报云雾3月2日讯，记者林青报道。"),
        ("青川日报讯", "本报记者林青报道。"),
        ("新华社北京3月1日电", "据新华社北京3月1日电，记者林青报道。"),
    ],
)
def test_a_reporter_belongs_to_the_outlet_that_the_dateline_names(dateline: str, said: str) -> None:
    article = printed(f"{dateline}（记者 林青）", "林青", dateline=dateline)
    assert credit_sentence(article, "青川日报") == said


@pytest.mark.parametrize(
    ("article", "said"),
    [
        (printed("（记者 林青）", "林青", **OWN), "青川日报记者林青报道。"),
        (
            printed("本报云雾3月2日讯（记者 林青）", "林青", dateline="本报云雾3月2日讯"),
            "青川日报云雾3月2日讯，记者林青报道。",
        ),
        (printed("□本报评论员", "本报评论员", kind="commentary"), "青川日报评论员文章。"),
        (printed("本报评论员 林青", "林青", kind="commentary"), "青川日报评论员林青撰文。"),
        (make_article(byline=("社论",), kind="commentary"), "青川日报社论。"),
        (printed("（江州晚报记者 林青）", "林青", **OWN), "江州晚报记者林青报道。"),
    ],
)
def test_the_paper_is_named_where_ours_would_be_wrong(article: Article, said: str) -> None:
    told = tell_story(article, EpisodeSettings(outlet="{paper}"), "青川日报").text
    assert told.split("\n")[0] == said


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({"subhead": "——首末班时间公布"}, "本报记者林青报道。首末班时间公布。"),
        ({"kicker": "夜班职工有福了"}, "本报记者林青报道。夜班职工有福了。"),
        (
            {"kicker": "夜班职工有福了", "subhead": "首末班时间公布"},
            "本报记者林青报道。夜班职工有福了。首末班时间公布。",
        ),
        ({"subhead": "首末班时间公布", "incomplete": "tail"}, "因版面所限，以下内容未刊完整。"),
    ],
)
def test_no_subhead_is_said_by_itself_before_the_byline(
    changes: dict[str, Any], first: str
) -> None:
    lines = tell(printed("（记者 林青）", "林青", **OWN, **changes)).text.split("\n")
    assert lines[0] == first
    if "incomplete" in changes:
        assert lines[1] == "本报记者林青报道。首末班时间公布。"


def test_a_subhead_without_byline_opens_the_story() -> None:
    lines = tell(make_article(subhead="首末班时间公布")).text.split("\n")
    assert lines[0] == "首末班时间公布。"


def test_the_rundown_keeps_what_each_reporter_is(tmp_path: Path) -> None:
    article = printed("（记者 曾令新 通讯员 林青）", "曾令新", "林青", **OWN)
    assert tell(article).byline_roles == ("记者", "通讯员")
    assert tell(make_article(byline=("林青",))).byline_roles == ()
    path = tmp_path / "rundown.toml"
    item = make_item(byline=("曾令新", "林青"), byline_roles=("记者", "通讯员"))
    save_rundown(path, make_rundown(item))
    assert load_rundown(path, presenters=PRESENTERS).items[0].byline_roles == ("记者", "通讯员")
    path.write_text(path.read_text("utf-8").replace('["记者", ', "["), "utf-8")
    with pytest.raises(RundownError, match="roles is not as long"):
        load_rundown(path, presenters=PRESENTERS)


BYLINES = st.lists(
    st.sampled_from(
        [*"（）/、 　·■", "本报", "记者", "通讯员", "新华社", "评论员", "曾令新", "文", "图"]
    ),
    max_size=12,
).map("".join)


@given(text=BYLINES, dateline=BYLINES, role=BYLINES, kind=st.sampled_from(["news", "commentary"]))
def test_every_name_is_said_once_whatever_is_printed(
    text: str, dateline: str, role: str, kind: Any
) -> None:
    names = ("单飞", "林青")
    for article in (
        printed(text + "单飞" + role + "林青", *names, dateline=dateline, kind=kind),
        make_article(byline=names, byline_roles=(role, "记者"), dateline=dateline, kind=kind),
    ):
        said = credit_sentence(article)
        assert all(said.count(name) == 1 for name in names)
        assert said.endswith("。")
        assert [credit.name for credit in credit_names(article)] == list(names)


BODY = tuple(make_paragraph(text) for text in ("一段。", "二段。", "三段。"))


@pytest.mark.parametrize(
    ("missing", "settings", "lines"),
    [
        pytest.param({}, {}, ["一段。", "二段。", "三段。"], id="whole"),
        pytest.param({"incomplete": "tail"}, {}, ["缺。", "一段。", "二段。", "三段。"], id="tail"),
        pytest.param(
            {"incomplete": "tail"},
            {"incomplete_at": "after"},
            ["一段。", "二段。", "三段。", "缺。"],
            id="tail-said-after",
        ),
        pytest.param(
            {"incomplete": "head"},
            {"incomplete_at": "after"},
            ["缺。", "一段。", "二段。", "三段。"],
            id="head-is-said-before",
        ),
        pytest.param(
            {"incomplete": "middle", "gap": 2},
            {},
            ["一段。", "二段。", "断。", "三段。"],
            id="middle",
        ),
        pytest.param(
            {"incomplete": "middle"}, {}, ["缺。", "一段。", "二段。", "三段。"], id="somewhere"
        ),
        pytest.param(
            {"incomplete": "tail"}, {"incomplete": ""}, ["一段。", "二段。", "三段。"], id="unsaid"
        ),
    ],
)
def test_a_missing_part_is_said_where_it_is_missing(
    missing: dict[str, Any], settings: dict[str, Any], lines: list[str]
) -> None:
    words = {"incomplete": "缺。", "incomplete_middle": "断。"}
    item = tell(make_article(paragraphs=BODY, **missing), **(words | settings))
    assert item.text.split("\n") == lines


@pytest.mark.parametrize(
    ("question", "answer"),
    [("问：谁来管？", "答：社区管。"), ("Q：谁来管？", "A：社区管。"), ("■【问】谁来管？", "【答】社区管。"),
     ("Q1. 谁来管？", "A1. 社区管。")],
)  # fmt: skip
def test_questions_and_answers_are_voiced(question: str, answer: str) -> None:
    paragraphs = tuple(map(make_paragraph, (question, answer, "A股今天休市。")))
    lines = tell(make_article(paragraphs=paragraphs)).text.split("\n")
    assert lines == ["问：谁来管？", "答：社区管。", "A股今天休市。"]


def test_letters_that_ask_nothing_stay_as_they_are() -> None:
    paragraphs = tuple(map(make_paragraph, ("A：一号楼", "Q弹的米线。")))
    assert tell(make_article(paragraphs=paragraphs)).text == "A：一号楼\nQ弹的米线。"


HEADS = st.text(alphabet=list("桥通了 ：:—。强调以来截至5Q问答【】、"), max_size=16)


@given(HEADS, HEADS, HEADS, st.lists(HEADS.filter(str.strip), min_size=1, max_size=4))
def test_nothing_of_a_head_or_body_is_lost(
    kicker: str, headline: str, subhead: str, body: list[str]
) -> None:
    article = make_article(
        kicker=kicker,
        headline=headline,
        subhead=subhead,
        paragraphs=tuple(map(make_paragraph, body)),
    )
    item = tell(article)
    said = item.title + item.text
    for char in "桥通了强调":
        kept = (kicker, headline, subhead, *body)
        assert said.count(char) >= sum(text.count(char) for text in kept)


def test_what_was_saved_is_loaded_and_counts_as_unedited(tmp_path: Path) -> None:
    path, rundown = tmp_path / "rundown.toml", make_rundown()
    save_rundown(path, rundown, notes={"p1-a1": ["头版，有署名"]})
    assert load_rundown(path, presenters=PRESENTERS) == rundown
    assert not is_edited(path)


def test_a_changed_character_makes_the_rundown_edited(tmp_path: Path) -> None:
    path = tmp_path / "rundown.toml"
    save_rundown(path, make_rundown())
    path.write_text(path.read_text("utf-8").replace("夜间", "深夜"), "utf-8")
    assert is_edited(path)
    assert load_rundown(path, presenters=PRESENTERS).edited


def test_windows_line_ends_alone_are_no_edit(tmp_path: Path) -> None:
    path = tmp_path / "rundown.toml"
    save_rundown(path, make_rundown())
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert not is_edited(path)


@pytest.mark.parametrize(
    ("old", "new", "problem", "remedy"),
    [
        pytest.param(
            'kind = "story"', 'kind = "storry"', "there is no kind 'storry'", "story", id="kind"
        ),
        pytest.param('presenter = "lan"', 'presenter = "lam"', "no presenter", "lan", id="voice"),
        pytest.param("title =", "titel =", "there is no key 'titel'", "title", id="key"),
        pytest.param("schema = 1", "schema = 9", "schema 9", "upgrade", id="schema"),
        pytest.param(
            "schema = 1", "minutes = 9\nschema = 1", "minutes = 9", "known: schema", id="config-key"
        ),
        pytest.param("schema = 1", "", "no schema number", "--redraft", id="no-schema"),
        pytest.param("schema = 1", "schema = 1e400", "no schema number", "--redraft", id="inf"),
        pytest.param("\n[[items]]", "\n[[items", ": [[items", "--redraft", id="toml"),
        pytest.param("pages = [1]", 'pages = ["a"]', "pages is no list", "[1]", id="pages"),
        pytest.param("pages = [1]", "pages = [0]", "pages is no list", "[1]", id="page-zero"),
        pytest.param("pages = [1]", "pages = [2, -3]", "pages is no list", "[1]", id="negative"),
        pytest.param("pages = [1]", "pages = [true]", "pages is no list", "[1]", id="bool-page"),
        pytest.param("pages = [1]", "pages = 4", "pages is no list", "= [4]", id="bare-page"),
        pytest.param(
            "pages = [1]",
            'byline = "林青"',
            "byline is no list",
            '= ["林青"]',
            id="bare-name",
        ),
        pytest.param('presenter = "lan"', "", "without presenter", "lan", id="no-presenter"),
        pytest.param("title =", '"标题" =', "there is no key '标题'", "title", id="chinese-key"),
        pytest.param("title =", "Title =", "there is no key 'Title'", "title", id="capital"),
        pytest.param("\n[[items]]", "\n[[item]]", ": [[item]]", "items", id="header-name"),
        pytest.param("\n[[items]]", "\n[[Items]]", ": [[Items]]", "items", id="header-capital"),
        pytest.param("\n[[items]]", "\n[extra]\n[[items]]", ": [extra]", "known", id="table"),
    ],
)
def test_a_malformed_rundown_names_the_line_and_the_way_out(
    tmp_path: Path, old: str, new: str, problem: str, remedy: str
) -> None:
    path = tmp_path / "rundown.toml"
    save_rundown(path, make_rundown())
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(RundownError, match="line") as caught:
        load_rundown(path, presenters=PRESENTERS)
    assert problem in caught.value.problem
    assert remedy in caught.value.remedy


TITLE = 'title = "青川开通夜间公交"'
RIGHT = f"write: {TITLE}"
NO_END = "this text has no end"


@pytest.mark.parametrize(
    ("old", "new", "shown", "cure"),
    [
        pytest.param(TITLE, "title = “青川开通夜间公交”", "“青川开通夜间公交”", RIGHT, id="curly"),
        pytest.param(TITLE, TITLE[:-1] + "”", "公交”", RIGHT, id="curly-end"),
        pytest.param(TITLE, TITLE.replace('= "', "= “"), "= “青川", RIGHT, id="curly-beginning"),
        pytest.param(TITLE, "title = ‘青川开通夜间公交’", "‘青川", RIGHT, id="curly-single"),
        pytest.param(TITLE, "title = 「青川开通夜间公交」", "「青川", RIGHT, id="corner"),
        pytest.param(
            TITLE, "title = ＂青川开通夜间公交＂", "＂青川", RIGHT, id="full-width-quotes"
        ),
        pytest.param(
            TITLE,
            "title = “夜间”公交开通",
            "“夜间”公交",
            'write: title = "“夜间”公交开通"',
            id="quoted-word-first",
        ),
        pytest.param(
            TITLE, 'title = "“夜间”公交', "公交", 'write: title = "“夜间”公交"', id="quoted-word"
        ),
        pytest.param(
            TITLE,
            'title = "青川"夜间"公交"',
            '"夜间"',
            'write: title = "青川“夜间”公交"',
            id="straight-quotes-inside",
        ),
        pytest.param(TITLE, TITLE[:-1], "公交", RIGHT, id="quote-missing"),
        pytest.param(TITLE, TITLE.replace('= "', "= "), "= 青川", RIGHT, id="first-quote-missing"),
        pytest.param(TITLE, "title = 青川开通夜间公交", "= 青川", RIGHT, id="no-quotes"),
        pytest.param(TITLE, TITLE.replace("=", "＝"), "title ＝", RIGHT, id="full-width-equals"),
        pytest.param(TITLE, TITLE.replace(" =", "："), "title：", RIGHT, id="colon"),
        pytest.param(TITLE, TITLE.replace("= ", ""), "title ", RIGHT, id="no-equals"),
        pytest.param(TITLE, f"\u3000{TITLE}", "title", RIGHT, id="wide-space"),
        pytest.param(
            TITLE, 'title = "D:\\青川"', "D:", 'write: title = "D:\\\\青川"', id="backslash"
        ),
        pytest.param(
            "pages = [1]",
            "pages = [1，2]",
            "[1，2]",
            "write: pages = [1, 2]",
            id="full-width-comma",
        ),
        pytest.param("pages = [1]", "pages = 【1】", "【1】", "write: pages = [1]", id="brackets"),
        pytest.param("pages = [1]", "pages = [1", "[1", "write: pages = [1]", id="open-list"),
        pytest.param(
            "pages = [1]",
            "pages = [1]\nbyline = [“林青”，“乔木”]",
            "“乔木”",
            'write: byline = ["林青", "乔木"]',
            id="names",
        ),
        pytest.param(
            "pages = [1]", "pages = [1]\ndrop = True", "True", "write: drop = true", id="bool"
        ),
        pytest.param(
            "pages = [1]", "pages = [1]\ndrop = 否", "否", "write: drop = false", id="chinese-bool"
        ),
        pytest.param(
            "pages = [1]", f"pages = [1]\n{TITLE}", "stands twice", "keep one", id="doubled-key"
        ),
        pytest.param(
            "pages = [1]", "pages = [1]\n主任说先播", "主任", "begins with #", id="stray-remark"
        ),
        pytest.param(TITLE, TITLE.replace("title", "标题"), "标题", RIGHT, id="chinese-key"),
        pytest.param(TITLE, "主播：song", "主播", 'write: presenter = "song"', id="chinese-colon"),
        pytest.param(
            TITLE, TITLE.replace("title", "ｔｉｔｌｅ"), "ｔｉｔｌｅ", RIGHT, id="full-width-key"
        ),
        pytest.param(TITLE, f"{TITLE}\n局长：先播", "局长", "begins with #", id="chinese-remark"),
        pytest.param(
            "\n[[items]]", "\n［［items］］", "［［", "write: [[items]]", id="wide-header"
        ),
        pytest.param("\n[[items]]", "\n[items]", "[items]", "write: [[items]]", id="one-bracket"),
        pytest.param("\n[[items]]", "\n【【items】】", "【【", "write: [[items]]", id="header"),
        pytest.param('text = """', "text = “““", "“““", 'write: text = """', id="curly-text"),
        pytest.param('text = """', 'text =\n"""', "text =", 'write: text = """', id="text-below"),
        pytest.param('text = """', 'text = "', 'text = "', 'text = """', id="text-one-quote"),
        pytest.param('听报。\n"""', "听报。", NO_END, 'write """ on a line', id="text-without-end"),
        pytest.param('听报。\n"""', "听报。\n”””", "”””", 'write: """', id="text-curly-end"),
        pytest.param("收听听报", '收听"""听报', "inside a text", "write “ and ”", id="end-in-text"),
        pytest.param(
            "收听听报", "收听\\听报", "\\听报", "write: 您正在收听\\\\听", id="text-backslash"
        ),
        pytest.param(
            "date = 2026-03-02", "date = 2026年3月2日", "年", "write: date = 2026-03-02", id="date"
        ),
    ],
)
def test_a_slip_of_the_hand_is_shown_with_its_cure(
    tmp_path: Path, old: str, new: str, shown: str, cure: str
) -> None:
    path = tmp_path / "rundown.toml"
    save_rundown(path, make_rundown())
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(RundownError, match=r"line \d+: ") as caught:
        load_rundown(path, presenters=PRESENTERS)
    assert shown in caught.value.problem
    assert cure in caught.value.remedy


def test_a_second_text_is_named_with_the_line_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "rundown.toml"
    save_rundown(path, make_rundown())
    second = 'text = """\n另一段。\n又一段。\n"""\n'
    path.write_text(path.read_text("utf-8") + second, "utf-8")
    lines = path.read_text("utf-8").splitlines()
    first, again = [n for n, line in enumerate(lines, 1) if line.startswith("text =")][-2:]
    with pytest.raises(RundownError) as caught:
        load_rundown(path, presenters=PRESENTERS)
    assert f"line {again}: text stands twice in this item, first in line {first}" in (
        caught.value.problem
    )


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_any_end_of_a_line_is_one(tmp_path: Path, end: str) -> None:
    path = tmp_path / "rundown.toml"
    rundown = make_rundown(make_item(text="第一段。\n第二段。"))
    save_rundown(path, rundown)
    path.write_bytes(path.read_bytes().replace(b"\n", end.encode()))
    assert load_rundown(path, presenters=PRESENTERS).items == rundown.items


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("##票价", "## 票价"),
        ("##  票价", "## 票价"),
        ("## 票价", "## 票价"),
        ("＃＃票价", "## 票价"),
        ("### 票价", "## 票价"),
        ("##　票价", "## 票价"),
        ("#票价#上了热搜。", "#票价#上了热搜。"),
        ("票价##", "票价##"),
        ("#1线停运。", "#1线停运。"),
    ],
)
def test_a_heading_is_one_however_it_is_typed(tmp_path: Path, written: str, text: str) -> None:
    path = tmp_path / "rundown.toml"
    save_rundown(path, make_rundown(make_item(text="首段。\n乙处。\n末段。")))
    path.write_text(path.read_text("utf-8").replace("乙处。", written), "utf-8")
    (item,) = load_rundown(path, presenters=PRESENTERS).items
    assert item.text == f"首段。\n{text}\n末段。"


@pytest.mark.parametrize("key", ["title", "head"])
@pytest.mark.parametrize(
    ("words", "problem", "remedy"),
    [
        ("{K1路|开幺路}延长", "takes no marks", "lexicon add K1路 --say 开幺路"),
        ("｛300｜三百来｝人获救", "takes no marks", "lexicon add 300 --say 三百来"),
        ("新增{6.8万亩", "is no mark", "doubled"),
        ("新增6.8}万亩", "is no mark", "doubled"),
    ],
)
def test_a_mark_in_a_title_is_refused_with_another_way(
    tmp_path: Path, key: str, words: str, problem: str, remedy: str
) -> None:
    path = tmp_path / "rundown.toml"
    save_rundown(path, make_rundown(make_item(title="甲乙丙", head="甲乙丙 丁")))
    text = path.read_text("utf-8")
    line = next(x for x in text.splitlines() if x.startswith(f"{key} ="))
    path.write_text(text.replace(line, f'{key} = "{words}"'), "utf-8")
    number = text.splitlines().index(line) + 1
    with pytest.raises(RundownError, match=f"line {number}: .*{problem}") as caught:
        load_rundown(path, presenters=PRESENTERS)
    assert remedy in caught.value.remedy


@pytest.mark.parametrize("title", ["集合{甲}与{乙}", "括号｛丙｝", "甲|乙"])
def test_a_printed_brace_in_a_title_is_kept(tmp_path: Path, title: str) -> None:
    path = tmp_path / "rundown.toml"
    rundown = make_rundown(make_item(title=title))
    save_rundown(path, rundown)
    assert load_rundown(path, presenters=PRESENTERS) == rundown


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("title =", "\ttitle\t=", id="tabs"),
        pytest.param("您正在", "    您正在", id="indented-text"),
        pytest.param('听报。\n"""', '听报。\n\t"""', id="indented-end"),
        pytest.param('听报。\n"""', '听报。"""', id="end-behind-text"),
        pytest.param("您正在收听听报。", "您正在收听“听报”。", id="quoted-speech"),
    ],
)
def test_what_toml_allows_is_no_slip(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "rundown.toml"
    save_rundown(path, make_rundown())
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    ident = load_rundown(path, presenters=PRESENTERS).items[0]
    assert ident.title == "片头"
    assert ident.text.replace("“", "").replace("”", "") == "您正在收听听报。"


@given(
    st.lists(
        st.sampled_from([*"\n\n\n=“”\"'\\[]#， ", '"""', "text", "items", "drop", "真", "1"]),
        max_size=30,
    ).map("".join)
)
def test_any_file_that_is_no_toml_has_a_line_and_a_cure(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        slip = find_slip(text, str(error), RUNDOWN_FORM)
        assert 1 <= slip.line <= len(text.split("\n"))
        assert slip.problem
        assert slip.cure


@pytest.mark.parametrize("old", ['kind = "', 'presenter = "', "schema = "])
def test_a_number_with_thousands_of_digits_has_a_line_and_a_cure(tmp_path: Path, old: str) -> None:
    path = tmp_path / "rundown.toml"
    save_rundown(path, make_rundown())
    lines = path.read_text("utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith(old))
    lines[at] = f"pages = [{'1' * 5000}]"
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(RundownError, match=rf"line {at + 1}: a number has too many digits"):
        load_rundown(path, presenters=PRESENTERS)


def test_the_named_line_is_the_one_that_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "rundown.toml"
    save_rundown(path, make_rundown())
    lines = path.read_text("utf-8").splitlines()
    at = max(n for n, line in enumerate(lines, 1) if line.startswith("presenter"))
    lines[at - 1] = 'presenter = "nobody"'
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(RundownError) as caught:
        load_rundown(path, presenters=PRESENTERS)
    assert f"line {at}:" in caught.value.problem


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(b"a = " + b"[" * 100_000, "is nested too deeply", id="deep"),
        pytest.param(b"#" * 10_000_001, "larger than a rundown", id="huge"),
        pytest.param(b"\xff", "is not UTF-8", id="encoding"),
    ],
)
def test_a_hostile_rundown_is_refused_with_a_sentence(
    tmp_path: Path, data: bytes, problem: str
) -> None:
    path = tmp_path / "rundown.toml"
    path.write_bytes(data)
    with pytest.raises(RundownError, match=problem):
        load_rundown(path, presenters=PRESENTERS)


def test_a_rundown_without_a_story_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rundown.toml"
    save_rundown(path, make_rundown(make_item()))
    path.write_text(path.read_text("utf-8").replace("text = ", "drop = true\ntext = "), "utf-8")
    with pytest.raises(RundownError, match="no story is left"):
        load_rundown(path, presenters=PRESENTERS)


line_text = (
    st.text(
        st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1, max_size=40
    )
    .map(normalise_text)
    .filter(str.strip)
)


@given(title=line_text, lines=st.lists(line_text, min_size=1, max_size=4))
def test_any_text_survives_save_and_load(
    tmp_path_factory: pytest.TempPathFactory, title: str, lines: list[str]
) -> None:
    path = tmp_path_factory.mktemp("rundown") / "rundown.toml"
    text = double_braces("\n".join(lines))
    rundown = make_rundown(make_item(title=title, text=text))
    save_rundown(path, rundown)
    assert load_rundown(path, presenters=PRESENTERS) == rundown


ANY_TEXT = st.text(
    st.one_of(
        st.characters(), st.sampled_from("\x00\x0b\x1f\x7f\x85\u2028\ud800\udcc4\r\n\"'\\{}|#")
    ),
    max_size=12,
)


@given(
    paper=ANY_TEXT,
    title=ANY_TEXT,
    text=ANY_TEXT,
    byline=st.lists(ANY_TEXT, max_size=2),
    article=ANY_TEXT,
    note=ANY_TEXT,
)
def test_whatever_enters_the_file_it_can_be_read_again_and_is_unedited(
    tmp_path_factory: pytest.TempPathFactory,
    paper: str,
    title: str,
    text: str,
    byline: list[str],
    article: str,
    note: str,
) -> None:
    path = tmp_path_factory.mktemp("rundown") / "rundown.toml"
    item = make_item(
        title=f"甲{title}",
        text=double_braces(f"乙{text}"),
        byline=tuple(byline),
        byline_roles=tuple(byline),
        article_id=article,
    )
    save_rundown(path, make_rundown(item, paper=paper), notes={article: [note]})
    loaded = load_rundown(path, presenters=PRESENTERS)
    assert not loaded.edited
    assert len(loaded.items) == 1


def test_a_newspapers_name_of_several_lines_is_one_line_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "rundown.toml"
    save_rundown(path, make_rundown(paper="青川\x00日报\n晚刊"))
    assert load_rundown(path, presenters=PRESENTERS).paper == "青川 日报 晚刊"


def test_a_rundown_that_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "rundown.toml"
    save_rundown(path, make_rundown())
    before = path.read_bytes()
    for item in (make_item(text="{甲|"), make_item(title=" "), make_item(text="字" * 4_000_000)):
        with pytest.raises(RundownError):
            save_rundown(path, make_rundown(item))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("香港歌手陳奕迅昨天在青川体育馆举行演唱会，两万多名观众到场。", "本报记者林青报道。"),
        ("青川電視塔的牌匾昨天换新，匾上的字照旧样重写，游人纷纷拍照。", "本报记者林青报道。"),
        ("青川縣長昨天到學校檢查，說開學準備已經完成。", "本報記者林青報道。"),
    ],
)
def test_a_traditional_name_in_a_text_does_not_change_the_credit(text: str, sentence: str) -> None:
    article = make_article(
        paragraphs=(make_paragraph(text),), byline=("林青",), byline_roles=("记者",)
    )
    assert credit_sentence(article) == sentence


@pytest.mark.parametrize(
    ("line", "cure"),
    [
        ('title = "渡口今起停航"，', 'write: title = "渡口今起停航"'),
        ('title = "渡口今起停航",', 'write: title = "渡口今起停航"'),
        ("presenter = 'song' ；", 'write: presenter = "song"'),
        ('title = "渡口"，今起停航"', 'write: title = "渡口“，今起停航"'),
    ],
)
def test_a_comma_behind_a_value_is_no_part_of_it(line: str, cure: str) -> None:
    error = "Expected newline (at line 1, column 9)"
    assert find_slip(line, error, RUNDOWN_FORM).cure == cure


@pytest.mark.parametrize(
    ("lines", "cure"),
    [
        ('presenter = "song" （夜班换人）', 'write: presenter = "song"'),
        ("presenter = “song” # 夜班", 'write: presenter = "song"'),
        ('title = "渡口今起停航\n两岸改乘公交"', 'write: title = "渡口今起停航两岸改乘公交"'),
        ('title = "渡口今起停航\npresenter = "song"', 'write: title = "渡口今起停航"'),
        ("title = 渡口 7# 泊位停用 7#", 'write: title = "渡口 7# 泊位停用 7#"'),
        ("byline = [“林青”，\n“乔木”]", 'write: byline = ["林青", "乔木"]'),
    ],
)
def test_the_whole_value_stands_in_the_correct_form(lines: str, cure: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(lines)
    assert find_slip(lines, str(caught.value), RUNDOWN_FORM).cure == cure
