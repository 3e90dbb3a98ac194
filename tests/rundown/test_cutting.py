"""A story that is cut: whole sentences, nothing torn, and the listener is sent to the right page."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.config import EpisodeSettings, LeadSettings
from audiopaper.model import Article, Item
from audiopaper.pages.handover import handed_articles, read_handed
from audiopaper.rundown import Pace, cut_stories, warn_of_stories
from audiopaper.rundown.excerpts import cut_story, say_pages, say_rest
from audiopaper.rundown.story_text import tell_story
from tests.support.builders import (
    make_article,
    make_item,
    make_paragraph,
    make_ranking,
    make_rundown,
)
from tests.support.drafted_rundown import articles_of, draft, stories

SHORTENED = "以上是该稿的前一部分，全文请看报纸第一版。"
CREDIT = "本报记者曾令新报道。"
PLAIN = ("河堤昨天修好。", "栽了柳树三千棵。", "头三年每周浇水。", "树活了再撤支架。")


def cut(lines: tuple[str, ...], paragraphs: int, **changes: Any) -> list[str]:
    item = make_item(text="\n".join(lines), paragraphs=paragraphs, **changes)
    return cut_story(item, EpisodeSettings()).text.split("\n")


@pytest.mark.parametrize(
    ("lines", "paragraphs", "read"),
    [
        pytest.param(PLAIN, 1, PLAIN[:1], id="one"),
        pytest.param(PLAIN, 3, PLAIN[:3], id="three"),
        pytest.param((CREDIT, *PLAIN), 2, (CREDIT, *PLAIN[:2]), id="credit-is-not-counted"),
        pytest.param(
            ("据新华社北京3月1日电。", *PLAIN),
            1,
            ("据新华社北京3月1日电。", PLAIN[0]),
            id="wire",
        ),
        pytest.param(
            ("据市水务局介绍，昨天有媒体作了报道。", *PLAIN),
            1,
            ("据市水务局介绍，昨天有媒体作了报道。",),
            id="a-paragraph-like-a-credit",
        ),
        pytest.param(
            ("堤长五公里。", CREDIT, *PLAIN),
            1,
            ("堤长五公里。", CREDIT, PLAIN[0]),
            id="subhead-before-the-credit",
        ),
        pytest.param(
            (f"{CREDIT}堤长五公里。", *PLAIN),
            1,
            (f"{CREDIT}堤长五公里。", PLAIN[0]),
            id="subhead-behind-the-credit",
        ),
        pytest.param(
            ("该稿其余部分见第六版。", *PLAIN),
            1,
            ("该稿其余部分见第六版。", PLAIN[0]),
            id="what-is-missing-is-not-counted",
        ),
        pytest.param(
            (PLAIN[0], "## 三年不撤", *PLAIN[1:]),
            2,
            (PLAIN[0], "## 三年不撤", PLAIN[1]),
            id="heading-is-not-counted",
        ),
        pytest.param(
            (PLAIN[0], "## 三年不撤", *PLAIN[1:]), 1, (PLAIN[0],), id="no-heading-at-the-end"
        ),
        pytest.param(
            (PLAIN[0], "他说：“堤修好了。", "树也栽了。", "水也浇了。”", PLAIN[3]),
            3,
            (PLAIN[0],),
            id="quoted-speech-of-several-paragraphs",
        ),
        pytest.param(
            (PLAIN[0], "“堤修好了。", "“树也栽了。", "“水也浇了。”", PLAIN[3]),
            2,
            (PLAIN[0],),
            id="quotes-opened-again",
        ),
        pytest.param(
            (PLAIN[0], "他说：“好。”", *PLAIN[1:]), 2, (PLAIN[0], "他说：“好。”"), id="closed-quote"
        ),
        pytest.param(
            (PLAIN[0], "办法如下：", "一、每周浇水。", "二、冬天裹草。", PLAIN[3]),
            3,
            (PLAIN[0],),
            id="list",
        ),
        pytest.param(
            (PLAIN[0], "办法如下：", "一、每周浇水。", "二、冬天裹草。", PLAIN[3], "完工。"),
            4,
            (PLAIN[0], "办法如下：", "一、每周浇水。", "二、冬天裹草。"),
            id="whole-list",
        ),
        pytest.param(
            (PLAIN[0], "一是浇水。", "二是裹草。", "三是培土。", PLAIN[3]),
            2,
            (PLAIN[0],),
            id="list-in-words",
        ),
        pytest.param(
            (PLAIN[0], "问：谁来浇？", "答：园林处浇。", PLAIN[3]),
            2,
            (PLAIN[0],),
            id="question-without-answer",
        ),
        pytest.param(
            (PLAIN[0], "其中柳树一千棵，", "杨树两千棵。", PLAIN[3]),
            2,
            (PLAIN[0],),
            id="half-a-sentence",
        ),
        pytest.param(
            ("他说：“堤修好了。", "树也栽了。”", PLAIN[2], PLAIN[3]),
            1,
            ("他说：“堤修好了。", "树也栽了。”"),
            id="longer-where-nothing-shorter-is-left",
        ),
    ],
)
def test_the_first_paragraphs_are_read_and_nothing_is_torn(
    lines: tuple[str, ...], paragraphs: int, read: tuple[str, ...]
) -> None:
    byline = ("曾令新",) if CREDIT in "".join(lines) else ()
    assert cut(lines, paragraphs, byline=byline) == [*read, SHORTENED]


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        pytest.param(PLAIN, 0, id="no-limit"),
        pytest.param(PLAIN, 4, id="just-as-many"),
        pytest.param(PLAIN, 40, id="more-than-there-are"),
        pytest.param(("“堤修好了。", "树也栽了。", "水也浇了。”"), 1, id="one-quotation"),
        pytest.param(("东堤两公里", "西堤三公里", "南堤一公里"), 1, id="table-without-sentences"),
        pytest.param(
            (*PLAIN, "因版面所限，以下内容未刊完整。"), 4, id="only-the-remark-would-be-left"
        ),
    ],
)
def test_a_story_that_is_read_whole_says_nothing_of_a_rest(
    lines: tuple[str, ...], paragraphs: int
) -> None:
    assert cut(lines, paragraphs) == list(lines)


@given(
    st.lists(
        st.sampled_from(["好。", "他说：“好。", "好了。”", "一、好。", "二、好。", "问：好？",
                         "答：好。", "好，", "## 好", "好"]),
        min_size=1, max_size=9,
    ),
    st.integers(1, 9),
)  # fmt: skip
def test_a_cut_story_begins_as_the_whole_one_and_ends_with_a_sentence(
    lines: list[str], paragraphs: int
) -> None:
    read = cut(tuple(lines), paragraphs)
    if read == lines:
        return
    assert read[-1] == SHORTENED
    assert read[:-1] == lines[: len(read) - 1]
    assert read[-2].rstrip("”").endswith(("。", "！", "？"))
    text = "".join(read[:-1])
    assert text.rfind("“") <= text.rfind("”") or "“" not in text


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ((3,), "以上是该稿的前一部分，全文请看报纸第三版。"),
        ((1, 3), "以上是该稿的前一部分，全文请看报纸第一、三版。"),
        ((12,), "以上是该稿的前一部分，全文请看报纸第十二版。"),
        ((), "以上是该稿的前一部分。"),
    ],
)
def test_the_listener_is_sent_to_the_pages_of_the_story(pages: tuple[int, ...], said: str) -> None:
    assert cut(PLAIN, 1, pages=pages)[-1] == said


def test_the_words_of_a_cut_story_are_a_setting() -> None:
    item = make_item(text="\n".join(PLAIN), paragraphs=1, pages=(2,))
    told = cut_story(item, EpisodeSettings(shortened="其余见报，第{page}版。"))
    assert told.text == f"{PLAIN[0]}\n其余见报，第二版。"
    assert cut_story(item, EpisodeSettings(shortened="")).text == PLAIN[0]
    assert say_pages("{page}版有全文", ()) == ""


def test_only_stories_are_cut() -> None:
    greeting = make_item(kind="greeting", text="您好。\n今天晴。", article_id="", pages=())
    rundown = make_rundown(greeting, make_item())
    assert cut_stories(rundown, EpisodeSettings()) == rundown


LONG = tuple(make_paragraph("字" * 89 + "。") for _ in range(8))


def test_a_story_is_cut_to_the_longest_that_is_configured() -> None:
    article = make_article(paragraphs=LONG)
    whole = draft([article], [1], episode=EpisodeSettings(minutes=9))
    cut_one = draft([article], [1], episode=EpisodeSettings(minutes=9, max_story_minutes=1.2))
    (before,), (after,) = (
        [item for item in rundown.items if item.kind == "story"] for rundown in (whole, cut_one)
    )
    assert before.paragraphs == 0
    assert after.paragraphs == 3, "72 seconds: three paragraphs of 20, title, pauses and the words"
    assert after.text == before.text, "the editor sees the whole text"


def test_a_first_paragraph_is_read_however_long() -> None:
    article = make_article(paragraphs=LONG)
    short = draft([article], [1], episode=EpisodeSettings(max_story_minutes=0.1))
    assert [i.paragraphs for i in short.items if i.kind == "story"] == [1]
    pace = Pace(chars_per_minute={"lan": 270, "song": 270})
    (told,) = warn_of_stories(short, pace, EpisodeSettings(max_story_minutes=0.1))
    assert "“青川开通夜间公交” takes 0.5 minutes, more than the 0.1" in told
    assert warn_of_stories(short, pace, EpisodeSettings(max_story_minutes=1)) == ()
    assert warn_of_stories(short, pace, EpisodeSettings()) == ()


def test_what_is_cut_makes_room_for_more_stories() -> None:
    articles = [make_article(id=f"p1-a{n}", paragraphs=LONG) for n in range(1, 5)]
    whole = draft(articles, [1, 2, 3, 4], episode=EpisodeSettings(minutes=4))
    short = draft(articles, [1, 2, 3, 4], episode=EpisodeSettings(minutes=4, max_story_minutes=1))
    assert len(stories(whole)) == 1
    assert len(stories(short)) == 4


@pytest.mark.parametrize(
    ("rest_page", "missing", "said"),
    [
        pytest.param(6, "tail", "该稿其余部分见第六版。", id="jump"),
        pytest.param(12, "tail", "该稿其余部分见第十二版。", id="two-digits"),
        pytest.param(1, "head", "该稿其余部分见第一版。", id="what-comes-before"),
        pytest.param(0, "tail", "该稿其余部分见其他版。", id="unknown-page"),
        pytest.param(None, "tail", "因版面所限，以下内容未刊完整。", id="torn"),
    ],
)
def test_the_page_of_the_rest_is_told_truly(rest_page: int | None, missing: Any, said: str) -> None:
    article = make_article(incomplete=missing, rest_page=rest_page)
    assert tell_story(article, EpisodeSettings()).text.split("\n")[0] == said
    behind = tell_story(article, EpisodeSettings(incomplete_at="after")).text.split("\n")
    assert behind[0 if missing == "head" else -1] == said


def test_words_of_one_s_own_for_a_rest_need_no_page() -> None:
    assert say_rest("全文见第{page}版", 7) == "全文见第七版"
    assert say_rest("稿件没有播完，见{page}版。", 0) == "稿件没有播完。"
    assert say_rest("其余部分请看报纸。", 3) == "其余部分请看报纸。"


def themed(count: int, themes: list[tuple[str, ...]], **leads: Any) -> list[str]:
    articles = articles_of(*[270] * count)
    rankings = [
        make_ranking(article, place, themes=theme)
        for place, (article, theme) in enumerate(zip(articles, themes, strict=True), 1)
    ]
    from audiopaper.config import PresenterSettings
    from audiopaper.rundown import draft_rundown
    from tests.support.builders import DATE

    rundown = draft_rundown(
        articles,
        rankings,
        date=DATE,
        paper="青川日报",
        show="听报",
        episode=EpisodeSettings(minutes=5),
        presenters=PresenterSettings(),
        leads=LeadSettings(**leads),
        pace_chars={"lan": 270, "song": 270},
    )
    return stories(rundown)


SPORTS = [("体育",), ("体育",), ("体育",), (), ("民生",), ()]


def test_one_theme_takes_no_more_than_its_share() -> None:
    assert themed(6, SPORTS) == ["p1-a1", "p1-a2", "p1-a3", "p1-a4"]
    assert themed(6, SPORTS, max_theme_share=0.5) == ["p1-a1", "p1-a2", "p1-a4", "p1-a5"]
    assert themed(6, SPORTS, max_theme_share=0.25) == ["p1-a1", "p1-a4", "p1-a5", "p1-a6"]


def test_a_theme_s_only_story_stays_and_the_best_one_always() -> None:
    assert themed(3, [("时政",), ("时政",), ("时政",)], max_theme_share=0.1) == ["p1-a1"]
    assert themed(2, [("时政",), ("民生",)], max_theme_share=0.1) == ["p1-a1", "p1-a2"]


def test_a_newsroom_tells_where_the_rest_is(tmp_path: Any) -> None:
    path = tmp_path / "edition.json"
    path.write_text(
        '{"schema": 1, "articles": [{"headline": "堤修好了", "paragraphs": ["堤长五公里。"],'
        ' "incomplete": "tail", "rest_page": 6}]}',
        "utf-8",
    )
    (article,) = handed_articles([read_handed(path)])
    assert isinstance(article, Article)
    assert article.rest_page == 6


def test_the_item_tells_its_paragraphs_to_whoever_reads_the_file(tmp_path: Any) -> None:
    from audiopaper.errors import RundownError
    from audiopaper.rundown import load_rundown, save_rundown

    path = tmp_path / "rundown.toml"
    item: Item = make_item(text="\n".join(PLAIN), paragraphs=3)
    save_rundown(path, make_rundown(item))
    text = path.read_text("utf-8")
    assert "paragraphs = 3\n" in text
    assert load_rundown(path, presenters=["lan"]).items == (item,)
    for wrong in ("0", "-1", "true", '"3"', "1.5"):
        path.write_text(text.replace("paragraphs = 3", f"paragraphs = {wrong}"), "utf-8")
        with pytest.raises(RundownError, match=r"line \d+: paragraphs is no number") as caught:
            load_rundown(path, presenters=["lan"])
        assert "write: paragraphs = 3" in caught.value.remedy
