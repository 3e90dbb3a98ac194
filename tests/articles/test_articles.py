from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiopaper.articles import explain_edition, explain_lines, split_articles
from audiopaper.articles.blocks import Block
from audiopaper.articles.byline_forms import byline_strength
from audiopaper.articles.bylines import parse_byline
from audiopaper.articles.coverage import find_lost_text
from audiopaper.articles.draft_builder import DraftBuilder
from audiopaper.articles.features.line_text import see_text
from audiopaper.articles.jump_lines import jump_in, jump_out
from audiopaper.articles.page_blocks import make_blocks
from audiopaper.articles.paragraph_bylines import parse_opening
from audiopaper.articles.roles import Part
from audiopaper.articles.sentence_ends import begins_inside
from audiopaper.model import Article, Edition, Page, SplitEdition
from audiopaper.pages import read_edition
from tests.bench_articles import cases, measure
from tests.support.paths import EDITIONS, SHARED


def make_edition(*pages: str, paper: str = "青川日报") -> Edition:
    return Edition(
        date=None,
        paper=paper,
        pages=tuple(
            Page(number=n, name=f"{n:02}.txt", lines=tuple(text.strip("\n").split("\n")))
            for n, text in enumerate(pages, start=1)
        ),
    )


def split(*pages: str) -> SplitEdition:
    return split_articles(make_edition(*pages))


def only(*pages: str) -> Article:
    (article,) = split(*pages).articles
    return article


def squash(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(
    ("text", "writers", "rest"),
    [
        ("本报记者 高远 实习生 林晓禾 在青川镇的开松车间里，旧毛毯被送进机器，变成了纤维。", ("高远", "林晓禾"), "在青川镇"),
        ("本报记者 从市教育局获悉，今年秋季学期起实行新的作息时间表，全市学校统一。", (), "本报记者"),
    ],
)  # fmt: skip
def test_names_parted_by_a_space_open_a_text(
    text: str, writers: tuple[str, ...], rest: str
) -> None:
    opening = parse_opening(text)
    assert opening.writers == writers
    assert opening.rest.startswith(rest)


# --- heads -----------------------------------------------------------------------------------


def test_a_headline_over_a_dateline_opens_an_article() -> None:
    article = only(
        """
青川港新泊位开港

年吞吐能力增加二百万吨

青川日报讯（全媒体记者 林晓禾 通讯员 高远）3月1日，青川港三号泊位正式开港，首船钢材顺利卸下。

该泊位总投资四亿元，可同时停靠两艘三千吨级货轮。
"""
    )
    assert article.headline == "青川港新泊位开港"
    assert article.subhead == "年吞吐能力增加二百万吨"
    assert article.byline == ("林晓禾", "高远")
    assert article.dateline == "青川日报讯"
    assert article.text.startswith("3月1日，青川港")
    assert article.kind == "news"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        pytest.param("市自来水公司：", "老旧管网今年改完", id="colon"),
        pytest.param("林若水在全市防汛会上强调", "备足物资 守牢堤坝", id="who-stressed"),
        pytest.param("流程减半，材料减六成，窗口减到一个", "青川政务大厅“瘦身”", id="commas"),
    ],
)
def test_a_line_that_leads_to_the_headline_is_its_kicker(above: str, below: str) -> None:
    article = only(
        f"{above}\n\n{below}\n\n本报讯（记者 高远）3月1日，市里的这项工作又有新进展，"
        "居民们都说办得快、办得实在。"
    )
    assert (article.kicker, article.headline) == (above, below)


def test_with_mark_up_the_level_alone_does_not_make_a_kicker_a_headline() -> None:
    found = split(
        """
# 2 要闻

### 石塘村：

## 一条水渠通到家

青川日报讯（记者 高远）石塘村的水渠通水了，三百亩旱地今年都能种上水稻，村民们乐开了花。

### 账本晒在村口

## 每一分钱都看得见

青川日报讯（记者 高远）老井村把账本晒在村口，花了多少钱、花在哪里，谁都能来看一看。
"""
    )
    assert [(a.kicker, a.headline) for a in found.articles] == [
        ("石塘村：", "一条水渠通到家"),
        ("账本晒在村口", "每一分钱都看得见"),
    ]
    assert [f.role for f in found.furniture] == ["section name"]


def test_headings_inside_a_body_stay_inside_it() -> None:
    article = only(
        """
山里来了修表匠

■本报记者 高远

云顶镇的集市上，修表匠的摊子前总围着人。他说自己修了四十年的表，闭着眼也能听出哪个齿轮松了。

听声音找毛病

老主顾递来一块旧表，他贴在耳边听了一会儿，就说是游丝打了结，拆开一看果然如此，众人都笑了起来。

收徒弟传手艺

前年他收了两个徒弟，一个是镇上的青年，一个是城里来的姑娘，如今都能独当一面了，他很是高兴。
"""
    )
    assert [p.text for p in article.paragraphs if p.role == "heading"] == [
        "听声音找毛病",
        "收徒弟传手艺",
    ]


@pytest.mark.parametrize(
    ("line", "writers", "photographers"),
    [
        ("全媒体记者 林晓禾 通讯员 高远 方圆", ("林晓禾", "高远", "方圆"), ()),
        ("■本报记者 林晓禾", ("林晓禾",), ()),
        ("□ 本报记者 林晓禾 高远", ("林晓禾", "高远"), ()),
        ("■高远（作者系青川市作家协会会员）", ("高远",), ()),
        ("林晓禾 高远", ("林晓禾", "高远"), ()),
        ("文 / 全媒体记者 林晓禾 图 / 通讯员 高远", ("林晓禾",), ("高远",)),
        ("江州晚报记者 林晓禾 文/摄", ("林晓禾",), ()),
        ("记者 林晓禾 文 高远 摄", ("林晓禾",), ("高远",)),
        ("■见习记者 高远 摄", (), ("高远",)),
        ("记者 林晓禾 摄影 高远", ("林晓禾",), ("高远",)),
        ("本报记者 林晓禾 方圆 摄影 高 远", ("林晓禾", "方圆"), ("高远",)),
        ("记者 林晓禾 通讯员 方圆 摄影 高远", ("林晓禾", "方圆"), ("高远",)),
        ("记者 林晓禾 摄影 高远 通讯员 方圆", ("林晓禾", "方圆"), ("高远",)),
        ("记者 林晓禾 摄影 通讯员 高远", ("林晓禾",), ("高远",)),
        ("文/林晓禾 摄/高远", ("林晓禾",), ("高远",)),
        ("文字 林晓禾 图片 高远", ("林晓禾",), ("高远",)),
        ("撰文 林晓禾 摄影 高远", ("林晓禾",), ("高远",)),
        ("记者 林晓禾 采写 高远 摄影", ("林晓禾",), ("高远",)),
        ("高远 摄影 林晓禾 撰文", ("林晓禾",), ("高远",)),
        ("本报记者 高远 摄影", (), ("高远",)),
        ("林晓禾 文 高远 图 通讯员 方圆", ("林晓禾", "方圆"), ("高远",)),
        ("参与采写 高远 方圆", ("高远", "方圆"), ()),
        ("■本报评论员", ("本报评论员",), ()),
        ("特派记者 林晓禾 北京报道", ("林晓禾",), ()),
        ("记者林晓禾 通讯员高远", ("林晓禾", "高远"), ()),
        ("林 晓 高 远", ("林晓", "高远"), ()),
        ("記者 歐陽靜", ("歐陽靜",), ()),
    ],
)
def test_bylines_of_every_form_give_the_names(
    line: str, writers: tuple[str, ...], photographers: tuple[str, ...]
) -> None:
    named = parse_byline(line)
    assert (named.writers, named.photographers) == (writers, photographers)
    assert byline_strength(line) >= 1


@pytest.mark.parametrize(
    "line",
    ["推进发展 建设强市", "青川市城市管理局", "读书的好去处", "市领导出席会议", "责任编辑 高远"],
)
def test_other_short_lines_are_no_bylines(line: str) -> None:
    assert byline_strength(line) < 1


@pytest.mark.parametrize(
    ("printed", "dateline", "writers", "rest"),
    [
        ("本报讯 (记者 高远) 3月1日，天晴。", "本报讯", ("高远",), "3月1日，天晴。"),
        ("新华社北京3月1日电 今天", "新华社北京3月1日电", (), "今天"),
        ("【本报讯】记者高远报道：今天", "本报讯", ("高远",), "今天"),
        ("晚报讯 晚报记者 高远 通讯员 方圆报道昨日", "晚报讯", ("高远", "方圆"), "昨日"),
        ("本报讯 记者高远3月，全市成交回暖", "本报讯", ("高远",), "3月，全市成交回暖"),
        (
            "本报讯 记者 于敏 通讯员安静2026年3月2日，停航",
            "本报讯",
            ("于敏", "安静"),
            "2026年3月2日，停航",
        ),
        ("本报讯 记者高远3月2日，从市水务局获悉", "本报讯", (), "记者高远3月2日，从市水务局获悉"),
        ("本报讯 记者高远3月2日从市水务局获悉", "本报讯", (), "记者高远3月2日从市水务局获悉"),
        ("本报讯 记者于去年12月，走访渡口", "本报讯", (), "记者于去年12月，走访渡口"),
        ("本报讯 记者时隔3月，再到渡口", "本报讯", (), "记者时隔3月，再到渡口"),
        ("本報訊（記者 歐陽靜）停航", "本報訊", ("歐陽靜",), "停航"),
        ("记者从市水务局获悉，今天", "", (), "记者从市水务局获悉，今天"),
        ("通讯发达的今天", "", (), "通讯发达的今天"),
    ],
)
def test_openings_are_parted_from_the_text(
    printed: str, dateline: str, writers: tuple[str, ...], rest: str
) -> None:
    opening = parse_opening(printed)
    assert (opening.dateline, opening.writers, opening.rest) == (dateline, writers, rest)


# --- bodies ----------------------------------------------------------------------------------

HEAD = "城北新桥通车\n\n青川日报讯（记者 高远）"


def test_a_paragraph_cut_by_a_column_end_is_one_paragraph() -> None:
    article = only(
        f"{HEAD}城北新桥昨天通车，全长三百二十米，双向四车道，两侧都设有人行道，市民过\n\n"
        "河不必再绕行老城区，路上至少节省二十分钟。"
    )
    assert "市民过河不必再绕行" in article.text
    assert len(article.paragraphs) == 1
    assert [r.rule for r in article.repairs] == ["torn paragraph"]


def test_words_on_both_sides_of_a_break_are_said_once() -> None:
    article = only(
        f"{HEAD}城北新桥昨天通车，大桥由市交通投资公司承建，桥头还建起了综合服务\n\n"
        "服务驿站，过往的司机和骑手可以在这里歇脚、充电、喝热水。"
    )
    assert "综合服务驿站" in article.text


def test_meant_repetitions_at_a_break_stay() -> None:
    article = only(
        f"{HEAD}城北新桥昨天通车，建设者们克服了汛期施工的种种困难，把这座桥一点\n\n"
        "一点地从图纸变成现实，让两岸居民的心愿终于落了地。"
    )
    assert "一点一点地" in article.text


PASSAGE = (
    "在云顶茶厂，工人们正忙着分拣和打包，机器二十四小时不停，订单已经排到四月底，"
    "厂长说今年的茶芽比往年早了五天，品相也好，客商隔着视频就把价格谈妥了。"
)


def test_a_paragraph_printed_twice_is_read_once() -> None:
    article = only(f"{HEAD}今年的春茶开采了。\n\n{PASSAGE}\n\n{PASSAGE}\n\n茶农们都很高兴。")
    assert article.text.count("分拣和打包") == 1
    assert "repeated passage" in [r.rule for r in article.repairs]


@pytest.mark.parametrize(
    ("grafted", "own"),
    [
        pytest.param("市供销社主任方圆", "“今年不愁卖。”市茶叶协会会长边城说，", id="another-name"),
        pytest.param("市农业局书记、", "“今年不愁卖。”市供销社茶叶分社", id="another-office"),
    ],
)
def test_of_two_copies_the_one_grafted_on_another_head_goes(grafted: str, own: str) -> None:
    shared = f"主任边城说，{PASSAGE}"
    article = only(
        f"{HEAD}今年的春茶开采了。\n\n{grafted}{shared}\n\n{own}{shared}\n\n茶农们都很高兴。"
    )
    assert grafted not in article.text
    assert f"{own}{shared}" in article.text


def test_a_broken_line_does_not_go_on_with_another_passage_s_words() -> None:
    broken = "合作社把鲜叶收购价提高到每斤八元，又请来炒茶师傅手把手地教，茶农的收入" + PASSAGE
    rest = "比去年多了一成，家家都添了新家什，院子里停着崭新的三轮车。"
    article = only(f"{HEAD}今年的春茶开采了。\n\n{PASSAGE}\n\n{broken}\n\n{rest}")
    assert "茶农的收入比去年多了一成" in article.text
    assert article.text.count("分拣和打包") == 1


def test_an_official_phrase_in_two_articles_stays_in_both() -> None:
    phrase = "要坚持稳字当头，稳中求进，以实干推动各项工作落地见效，让群众有更多实实在在的获得感。"
    found = split(
        f"""
{HEAD}城北新桥昨天通车。市长林若水在通车仪式上说，{phrase}他还看望了参与建设的工人们。

早春茶上市

本报讯（记者 林晓禾）青川早春茶昨天上市。市农业农村局负责人介绍今年的打算时说，{phrase}
"""
    )
    assert all("获得感" in a.text for a in found.articles)


def test_verses_are_lines_of_their_own() -> None:
    lines = ["汽笛把雾推开", "把一船的春天", "卸在石阶上", "母亲提着竹篮", "数到第九级"]
    poem = only("春天的码头\n\n□ 高远\n\n" + "\n\n".join(lines))
    assert poem.headline == "春天的码头"
    assert [p.text for p in poem.paragraphs] == lines


def test_a_dateline_before_its_headline_goes_below_it() -> None:
    found = split(
        """
## 城北新桥通车

青川日报讯（记者 高远）城北新桥昨天通车，两岸居民往来更加方便了。

青川日报讯（记者 林晓禾 通讯员 方圆）近日

## 青川茶香飘海外

近日，青川早春茶首批订单顺利通关，发往六个国家和地区。
"""
    )
    bridge, tea = found.articles
    assert tea.byline == ("林晓禾", "方圆")
    assert tea.text == "近日，青川早春茶首批订单顺利通关，发往六个国家和地区。"
    assert "近日" not in bridge.text


def test_captions_and_their_credits_stay_out_of_the_body() -> None:
    found = split(
        f"""
{HEAD}城北新桥昨天通车，两岸居民往来更加方便了，大家纷纷走上桥头拍照留念。

3月1日，城北新桥通车仪式现场，市民在桥头合影留念。大桥由本市施工队伍建成。

本报记者 方圆 摄

早春茶上市

本报讯（记者 林晓禾）青川早春茶昨天上市，首日成交三吨，比去年多了一吨。
"""
    )
    kinds = {a.kind: a for a in found.articles}
    assert "合影" not in "".join(a.text for a in found.articles if a.kind == "news")
    assert kinds["photo_caption"].byline == ("方圆",)


def test_furniture_is_no_part_of_any_article() -> None:
    found = split(
        """
青川日报

QINGCHUAN RIBAO

2026年3月2日

星期一

农历丙午年正月十四

中共青川市委主管主办

国内统一连续出版物号 CN 99-0001

今日8版

城北新桥通车

青川日报讯（记者 高远）城北新桥昨天通车，两岸居民往来更加方便了。

美丽青川 文明同行

责任编辑：方圆 版式：林间 校对：常青
"""
    )
    (article,) = found.articles
    assert article.headline == "城北新桥通车"
    assert article.text == "城北新桥昨天通车，两岸居民往来更加方便了。"
    assert len(found.furniture) == 10


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        pytest.param(
            "致全市居民的一封信\n\n尊敬的居民朋友：\n\n春季风大，请收好阳台上的花盆。\n\n"
            "一、检查窗户。\n\n二、不抛物品。\n\n青川市应急管理局\n\n2026年3月1日",
            "notice",
            id="letter",
        ),
        pytest.param(
            "今日天气\n\n多云转小雨，偏北风三到四级，气温8℃~15℃。\n\n明天：小雨，7℃~12℃",
            "weather",
            id="weather",
        ),
        pytest.param(
            "双色球第2026024期开奖公告\n\n红色球：03 08 15 19 22 31\n\n蓝色球：07",
            "listing",
            id="lottery",
        ),
        pytest.param(
            "春季家装节 全场八折起\n\n活动时间：3月1日至15日\n\n"
            "地址：青川市桥南路66号 电话：0999-5550166",
            "ad",
            id="advert",
        ),
        pytest.param(
            "把小事办好\n\n■本报评论员\n\n一部电梯，几平方米，却连着千家万户的冷暖，能办成靠的是耐心。",
            "commentary",
            id="editorial",
        ),
    ],
)
def test_what_is_no_news_is_known_by_its_kind(page: str, kind: str) -> None:
    assert [a.kind for a in split(page).articles] == [kind]


# --- pages -----------------------------------------------------------------------------------

FRONT = """
老街留住老味道

青川日报讯（记者 高远）一年前，老街还是另一副样子，老屋漏雨，电线乱得像蜘蛛网。专家和居民开了九次座谈会，最后定下一条

（下转第二版）

早春茶上市

本报讯（记者 林晓禾）青川早春茶昨天上市，首日成交三吨，比去年多了一吨。
"""
INSIDE = """
（上接第一版）

原则：能修的不拆，能留的不搬。如今老屋不漏了，电线也进了地下，街坊们都愿意搬回来住。

城北新桥通车

本报讯（记者 方圆）城北新桥昨天通车，两岸居民往来更加方便了。
"""


def test_an_article_that_goes_on_at_another_page_is_one_article() -> None:
    found = split(FRONT, INSIDE)
    street = found.articles[0]
    assert street.pages == (1, 2)
    assert "最后定下一条原则" in street.text
    assert (street.incomplete, street.rest_page) == ("", None)
    assert [a.headline for a in found.articles] == ["老街留住老味道", "早春茶上市", "城北新桥通车"]


def test_an_article_whose_rest_is_missing_ends_with_a_whole_sentence() -> None:
    street = split(FRONT).articles[0]
    assert street.incomplete == "tail"
    assert street.text.endswith("蜘蛛网。")
    assert street.rest_page == 2
    assert "下转" not in street.text


def test_a_run_over_without_its_beginning_is_a_fragment() -> None:
    piece = split(INSIDE).articles[0]
    assert (piece.kind, piece.incomplete) == ("fragment", "head")


@pytest.mark.parametrize(
    ("text", "page"),
    [("（下转第六版）", 6), ("(下转3版)", 3), ("▶▶下转A05版", 5), ("下转第十二版", 12)],
)
def test_jumps_out_name_their_page(text: str, page: int) -> None:
    jump = jump_out(f"他说，{text}")
    assert jump is not None
    assert (jump.page, jump.rest) == (page, "他说，")


# What is wrong there is heard as a fault; the rules that were made on these pages did better.
_LEAST_SCORES = {
    # The rest of a run-over, set below another story's signature: answers to letters stand there.
    "jump_after_signature": 0.93,
    # A banner between two paragraphs is taken for a heading of the body.
    "headless_passage": 0.95,
    # A line goes on, over a caption, in no sure place, and is left open.
    "boxes_inside_lines": 0.95,
    "torn_lines_interrupted": 0.89,
    # An essay's torn line goes on in a brief's, and its own end stands at the head of the page,
    # further above than a rest is looked for.
    "passages_out_of_place": 0.84,
}


@pytest.mark.parametrize("text", ["上接第一版", "（上接1版）", "(紧接第一版)"])
def test_jumps_in_name_their_page(text: str) -> None:
    jump = jump_in(f"{text}他说")
    assert jump is not None
    assert (jump.page, jump.rest) == (1, "他说")


def test_lines_wrapped_without_blank_lines_are_read_as_paragraphs() -> None:
    found = split(
        """
老街新开“时间银行”
一小时志愿服务能换一次理发
本报讯（记者 高远 实习生 方圆）
存的是时间，取的是服务。3月5日，
南门老街的“时间银行”正式开张，第
一天就有四十多名居民来开户。
银行没有柜台，只有一面贴满卡片
的墙。居民杨素芬把照看邻居孩子的两
个小时“存”了进去，转身就“取”出
一次上门修水管的服务。
公交十七路延长到高铁站
每十五分钟一班 票价不变
本报讯（记者 林晓禾）从3月8日起，
公交十七路由人民广场延长至青川高铁
站，首班车六点，末班车二十二点三十
分，途经七个新站点。
"""
    )
    # Which of two bare lines is the headline is the editor's to see; both are in the head.
    first, second = found.articles
    assert "老街新开“时间银行”" in (first.kicker, first.headline)
    assert "公交十七路延长到高铁站" in (second.kicker, second.headline)
    assert "第一天就有四十多名" in found.articles[0].text
    assert "高铁站，首班车" in found.articles[1].text


ANSWERED = (
    "## 体检查出肺小结节要不要马上开刀",
    "医生您好：我今年五十二岁，单位体检查出肺上有一个六毫米的结节，这几天夜里总睡不着，想问要不要马上开刀。",
    "（读者 焦小舟）",
    "六毫米的结节多数是良性的，先别慌，三个月后到同一家医院复查一次，片子要留好，前后对照着看。",
    "平时少吸烟，少熬夜，若是咳血或者明显消瘦，要提前来医院。",
)
NEXT_LETTER = (
    "## 孩子反复咳嗽要不要吃抗生素",
    "我女儿六岁，上个月咳了二十多天，家里老人总让吃抗生素，我拿不定主意，请医生说一说。",
)


@pytest.mark.parametrize("signed", ["（读者 焦小舟）", "幼儿园家长 米果", "（市一院呼吸科 宿阳）"])
def test_what_stands_below_a_signature_under_the_same_head_is_the_storys_own(signed: str) -> None:
    head, letter, _, *answer = ANSWERED
    found = split("\n\n".join((head, letter, signed, *answer, *NEXT_LETTER)))
    first, second = found.articles
    assert (first.headline, second.headline) == (head[3:], NEXT_LETTER[0][3:])
    assert [p.text for p in first.paragraphs][-2:] == answer


def test_an_answer_that_is_signed_at_its_end_is_followed_by_the_next_question() -> None:
    head, letter, _, first, second = ANSWERED
    found = split("\n\n".join((head, letter, f"{first}（市一院呼吸科宿阳）", second, *NEXT_LETTER)))
    assert [a.headline for a in found.articles] == [head[3:], NEXT_LETTER[0][3:]]
    assert found.articles[0].text.endswith(second)


# --- measures --------------------------------------------------------------------------------

GOLDS = cases()


# The scorer, which is not ours, leaves its two files open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("gold", "pages"), GOLDS, ids=[f"{gold.parent.name}-{gold.stem}" for gold, _ in GOLDS]
)
def test_golds_reach_what_an_editor_needs(gold: Path, pages: list[Path]) -> None:
    if not gold.exists():
        pytest.skip("this gold is not here")
    scorer = SHARED / "evals/articles/score_articles.py"
    if not scorer.exists():
        pytest.skip("the scorer (../shared/evals) is not here")
    got = measure(gold, pages)
    wide = [v for name, v in got.items() if name not in ("score", "leads")]
    assert sum(wide) / len(wide) >= _LEAST_SCORES.get(gold.parent.name, 0.97)


@pytest.mark.parametrize(
    ("gold", "pages"), GOLDS, ids=[f"{gold.parent.name}-{gold.stem}" for gold, _ in GOLDS]
)
def test_what_golds_want_once_is_said_once(gold: Path, pages: list[Path]) -> None:
    texts = {
        squash(a.headline): squash(a.text) for a in split_articles(read_edition(pages)).articles
    }
    for wanted in json.loads(gold.read_text(encoding="utf-8"))["articles"]:
        text = texts.get(squash(wanted.get("headline") or ""), "")
        for once in wanted.get("once", []) if text else []:
            assert text.count(squash(once)) == 1, once
        for drop in wanted.get("should_drop", []):
            assert squash(drop) not in text


# --- laws ------------------------------------------------------------------------------------


def _sample_pages() -> list[str]:
    pages = [FRONT, INSIDE]
    for path in sorted(EDITIONS.glob("*/*.txt")):
        try:
            pages.append(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue
    return pages


SAMPLES = _sample_pages()


DAMAGE = ["swap", "repeat", "cut", "drop", "part", "graft", "mark", "join"]
MARKS = ["#", "##", "###", "（上接第一版）", "本报讯（记者 高远）", "■", "图为", "（下转第二版）"]


@st.composite
def damaged_pages(draw: st.DrawFn) -> str:
    lines = draw(st.sampled_from(SAMPLES)).split("\n")
    for _ in range(draw(st.integers(0, 12))):
        at = draw(st.integers(0, len(lines) - 1))
        to = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(DAMAGE)):
            case "swap":
                lines[at], lines[to] = lines[to], lines[at]
            case "repeat":
                lines.insert(to, lines[at])
            case "cut":
                lines[at] = lines[at][: draw(st.integers(0, 40))]
            case "drop":
                lines[at] = lines[at][::2]
            case "part":
                middle = len(lines[at]) // 2
                lines[at : at + 1] = [lines[at][:middle], lines[at][middle:]]
            case "graft":
                lines[at] += lines[to]
            case "mark":
                lines[at] = f"{draw(st.sampled_from(MARKS))} {lines[at].lstrip('# ')}"
            case "join":
                near = slice(min(at, to), min(at, to) + 4)
                lines[near] = [" ".join(lines[near])]
    return "\n".join(lines)


@settings(max_examples=120)
@given(pages=st.lists(damaged_pages(), min_size=1, max_size=2), twice=st.booleans())
def test_no_damage_makes_a_character_disappear(pages: list[str], *, twice: bool) -> None:
    edition = make_edition(*pages, *(pages[:1] if twice else []))
    found = split_articles(edition)
    assert find_lost_text(edition, found) == ()
    assert len({a.id for a in found.articles}) == len(found.articles)


def test_an_article_torn_before_its_headline_keeps_its_repeated_passage() -> None:
    pages = make_edition(
        f"{HEAD}{PASSAGE}# 4 社会\n\n本报讯（记者 林晓禾）日前，\n\n## 茶厂里的春天\n{PASSAGE}\n\n"
        "日前，青川早春茶昨天上市，首日成交三吨，比去年多了一吨。"
    )
    assert find_lost_text(pages, split_articles(pages)) == ()


@given(st.data())
def test_what_is_taken_out_of_an_edition_is_found_to_be_lost(data: st.DataObject) -> None:
    edition = make_edition(FRONT, INSIDE)
    found = split_articles(edition)
    at = data.draw(st.integers(0, len(found.articles) - 1))
    article = found.articles[at]
    place = data.draw(st.integers(0, len(article.paragraphs) - 1))
    text = article.paragraphs[place].text
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    cut = replace(article.paragraphs[place], text=text[:start] + text[end:])
    paragraphs = (*article.paragraphs[:place], cut, *article.paragraphs[place + 1 :])
    less = (
        *found.articles[:at],
        replace(article, paragraphs=paragraphs),
        *found.articles[at + 1 :],
    )
    lost = find_lost_text(edition, replace(found, articles=less))
    assert sum(len(run.text) for run in lost) == end - start


@settings(max_examples=80)
@given(
    st.text(
        alphabet=st.sampled_from(
            list("青川日报讯记者（）()【】“”。，：、#*- 0129\n\n版上接下转第一摄图文年月日|!")
        ),
        max_size=300,
    )
)
def test_no_text_is_too_strange_to_be_split(text: str) -> None:
    edition = make_edition(text or "。")
    assert find_lost_text(edition, split_articles(edition)) == ()


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("（" * 300_000, id="brackets"),
        pytest.param("——" * 100_000, id="dashes"),
        pytest.param(" 记者" * 60_000, id="reporters"),
        pytest.param("第1版" * 60_000, id="page-numbers"),
        pytest.param("\n".join("短句" for _ in range(4000)), id="short-lines"),
        pytest.param("\n".join("本报讯（记者 高远）天晴。" for _ in range(3000)), id="datelines"),
        pytest.param("\n".join("一样长的一行字没有停" * 4 for _ in range(3000)), id="equal-lines"),
    ],
)
def test_long_pages_of_one_thing_come_to_an_end(page: str) -> None:
    # A step for each pair of characters or of lines would not end within hours.
    edition = make_edition(page)
    assert find_lost_text(edition, split_articles(edition)) == ()


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            "## \n\n本报讯（记者 高远）天晴了，风也停了，人们都出门来。", id="empty-headline"
        ),
        pytest.param("A page in English.\n\nIt has two paragraphs, and no Han.", id="english"),
        pytest.param("市民在桥头合影。 高远 摄\n\n市民在河边散步。 方圆 摄", id="captions-only"),
        pytest.param(
            "城北新桥通车 本报讯（记者 高远）城北新桥昨天通车。两岸居民往来更方便了。",
            id="one-line",
        ),
    ],
)
def test_odd_pages_keep_all_their_text(page: str) -> None:
    edition = make_edition(page)
    assert find_lost_text(edition, split_articles(edition)) == ()


def test_every_block_is_explained() -> None:
    edition = make_edition(FRONT)
    (parts,) = explain_edition(edition)
    assert [p.role for p in parts][:3] == ["headline", "lede", "jump_out"]
    assert all(line.reasons for line in explain_lines(parts))


NEWS = "3月1日，青川市石塘大桥通车，两岸三万多居民过河不再绕行，车程缩短到十分钟。"


@pytest.mark.parametrize(
    "foot",
    [
        pytest.param("本版责编 高远 版式 林晓禾 校对 桑田", id="names-without-colons"),
        pytest.param("本报24小时热线：0999 5550 线索一经采用有奖", id="house-line"),
        pytest.param("投稿邮箱：qcrb@qingchuan.example", id="mail"),
        pytest.param("青川快报 0999-555 0101", id="number-alone"),
    ],
)
def test_what_the_paper_says_of_itself_at_the_foot_is_in_no_article(foot: str) -> None:
    article = only(f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n{foot}")
    assert article.text == NEWS


def test_a_telephone_number_that_a_story_ends_with_stays_in_it() -> None:
    article = only(f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n咨询电话：0999-5550101")
    assert article.text.endswith("0999-5550101")


def test_a_head_of_three_lines_opens_with_what_was_held_not_with_who_presided() -> None:
    article = only(
        f"市政府召开常务会议\n\n研究部署防汛和春耕等工作\n\n林若水主持\n\n本报讯（记者 高远）{NEWS}"
    )
    assert article.headline == "市政府召开常务会议"
    assert article.subhead == "研究部署防汛和春耕等工作 林若水主持"


def test_briefs_with_headlines_stand_apart_under_their_column_s_name() -> None:
    found = split(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n校园短波\n\n"
        "青川一中：食堂添了早餐窗口\n\n开学第一周，青川一中食堂新开三个早餐窗口，供应二十多种早点。\n\n"
        "石塘小学：操场换上新草皮\n\n石塘小学的操场用了十二年，寒假里换上了新草皮，跑道也重新划了线。"
    )
    assert [a.headline for a in found.articles] == [
        "石塘大桥通车",
        "青川一中：食堂添了早餐窗口",
        "石塘小学：操场换上新草皮",
    ]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        pytest.param("□ 青禾 远舟", ("青禾", "远舟"), id="pen-names-behind-a-mark"),
        pytest.param("林晓禾（青川大学文学院学生）", ("林晓禾",), id="with-what-she-does"),
        pytest.param("综合新华社报道", (), id="gathered"),
    ],
)
def test_a_byline_of_any_form_makes_the_line_above_it_a_headline(
    line: str, names: tuple[str, ...]
) -> None:
    found = split(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n桥头的老茶馆还在\n\n{line}\n\n"
        "茶馆开了六十年，茶客换了三代人。老板说，水还是那口井里的水，一壶茶还是两块钱。\n\n"
        "每天天不亮，老茶客就来了，坐到日头过了屋檐才走。"
    )
    assert [(a.headline, a.byline) for a in found.articles[1:]] == [("桥头的老茶馆还在", names)]


def test_a_pen_name_in_brackets_behind_the_last_stop_signs_the_article() -> None:
    assert only(f"石塘大桥通车\n\n{NEWS}（舍南）").byline == ("舍南",)


def test_a_bracket_about_the_author_is_never_a_headline() -> None:
    found = split(
        f"桥与城\n\n○ 林晓禾\n\n{NEWS}\n\n（作者分别为青川大学教授、博士研究生）\n\n"
        f"河与城\n\n○ 高远\n\n{NEWS[:-4]}。"
    )
    assert [a.headline for a in found.articles] == ["桥与城", "河与城"]


def test_a_picture_s_story_signed_by_its_photographer_is_no_end_of_the_article_above() -> None:
    found = split(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n"
        "2月28日，青川市桐溪镇农民在大棚里采摘草莓。今年棚里的草莓早熟了十天。\n\n"
        "通讯员 林晓禾 摄影报道"
    )
    assert [(a.kind, a.text.endswith("十分钟。")) for a in found.articles] == [
        ("news", True),
        ("photo_caption", False),
    ]


def test_a_section_s_motto_under_the_masthead_is_no_headline() -> None:
    found = split(
        "# 青川水运报\n\n2026年4月8日 星期三 责任编辑 高远\n\n安全第一 行稳致远\n\n"
        f"## 石塘大桥通车\n\n本报讯（记者 高远）{NEWS}"
    )
    assert [a.headline for a in found.articles] == ["石塘大桥通车"]


def test_a_reader_s_letter_keeps_its_signature_and_its_answer() -> None:
    letter = only(
        "## 路灯什么时候修\n\n记者同志：\n\n石塘路的路灯坏了三个月，晚上走路要打手电，请帮忙问一问。\n\n"
        "市民 高先生\n\n市城管局答复：已派人查看，路灯3月5日前修好。"
    )
    assert letter.headline == "路灯什么时候修"
    assert letter.text.endswith("3月5日前修好。")


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        pytest.param(NEWS, "", id="whole"),
        pytest.param(
            f"{NEWS}\n\n市交通局副局长林晓禾介绍，大桥的引道还在铺最后一层沥青，预计到四月上旬就能",
            "tail",
            id="torn",
        ),
        pytest.param(f"{NEWS}（下转第三版）", "tail", id="page-missing"),
    ],
)
def test_an_article_whose_end_is_missing_is_known(text: str, missing: str) -> None:
    assert only(f"石塘大桥通车\n\n本报讯（记者 高远）{text}").incomplete == missing


@pytest.mark.parametrize("label", ["记者手记", "记者观察", "作者简介", "通讯员来信"])
def test_a_column_named_for_reporters_is_nobody_s_byline(label: str) -> None:
    assert parse_byline(label).writers == ()
    assert byline_strength(label) == 0


def test_a_signed_brief_ends_and_the_next_short_line_is_a_headline() -> None:
    found = split(
        f"石塘大桥通车\n\n{NEWS}（记者 高远）\n\n古井村的水清了\n\n古井村换了新水管，两百多户人家喝上了自来水。"
        "（通讯员 林晓禾）\n\n桐溪镇晒秋节开幕\n\n9月12日，桐溪镇的晒秋节开幕，各村的谷子、辣椒和玉米摆满了长街。"
        "（记者 桑田）"
    )
    assert [(a.headline, a.byline) for a in found.articles] == [
        ("石塘大桥通车", ("高远",)),
        ("古井村的水清了", ("林晓禾",)),
        ("桐溪镇晒秋节开幕", ("桑田",)),
    ]


def test_a_torn_line_that_ends_with_a_comma_is_no_headline() -> None:
    article = only(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n两岸的老人原来要绕行一小时，\n\n"
        "如今十分钟就到了对岸的集市。"
    )
    assert article.text.endswith("绕行一小时，如今十分钟就到了对岸的集市。")


def test_a_readers_line_with_its_number_is_no_headline() -> None:
    article = only(
        f"读者热线 0999555\n\n大桥通了车灯还没亮\n\n管养处：三天内装好\n\n本报记者 高远\n\n{NEWS}"
    )
    head = f"{article.headline} {article.subhead}".strip()
    assert head == "大桥通了车灯还没亮 管养处：三天内装好"


def test_an_editor_s_note_opens_the_article_under_whose_head_it_stands() -> None:
    article = only(
        "桥与城①\n\n石塘大桥三年磨一桥\n\n编者按：一座桥改变了什么？从今天起，请跟记者去看一看。\n\n"
        f"本报讯（记者 高远）{NEWS}"
    )
    assert article.headline in ("石塘大桥三年磨一桥", "桥与城① 石塘大桥三年磨一桥")
    assert [p.text[:3] for p in article.paragraphs] == ["编者按", "3月1"]
    assert article.byline == ("高远",)


def test_a_poem_without_marks_is_an_article_of_its_own() -> None:
    found = split(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n渡口\n\n林晓禾\n\n最后一班船\n\n把灯留在对岸\n\n江面缝好了\n\n听水拆开"
    )
    assert [(a.headline, a.byline) for a in found.articles] == [
        ("石塘大桥通车", ("高远",)),
        ("渡口", ("林晓禾",)),
    ]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("学习贯彻新精神 奋进振兴新征程", id="pair"),
        pytest.param("社会主义核心价值观：富强 民主 文明 和谐", id="poster"),
        pytest.param("今日天气：阵雨转多云，22℃到29℃，偏南风二到三级", id="weather"),
    ],
)
def test_what_only_banners_say_is_in_no_article(line: str) -> None:
    article = only(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n{line}\n\n大桥总投资两亿元，工期二十个月。"
    )
    assert article.text == f"{NEWS}\n大桥总投资两亿元，工期二十个月。"


def test_columns_that_were_read_across_are_parted_again() -> None:
    found = split(
        "## 石塘大桥通车\n\n本报讯（记者 高远）石塘大桥昨天通车。引桥两侧的路灯和栏杆全部装好，货车司机们说，过去从老渡\n\n"
        "## 学生种下百棵树\n\n本报讯（记者 桑田）桐溪小学的学生昨天种下一百棵柚子树。\n\n"
        "口过河要等一小时，遇上大雾渡口停航，货车要等到中午，大桥通车后十分钟就到。\n\n"
        "学生们给柚子树挂上木牌，每周轮流浇水。"
    )
    bridge, trees = found.articles
    assert "过去从老渡口过河要等一小时" in bridge.text
    assert trees.text.endswith("每周轮流浇水。")
    assert "渡口" not in trees.text


def test_a_passage_that_breaks_off_and_shares_no_word_is_no_part_of_the_article_above() -> None:
    stray = "剧团把舞台搭进晒谷场，锣鼓一响，板凳就坐满了。老演员卸了妆还不肯走，围着火盆教娃娃们甩水袖，一招一式都"
    found = split(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n{stray}\n\n早春茶上市\n\n本报讯（记者 高远）青川早春茶上市。"
    )
    assert [a.headline for a in found.articles] == ["石塘大桥通车", "", "早春茶上市"]
    assert found.articles[0].text == NEWS
    assert found.articles[1].kind == "fragment"


def test_an_article_on_two_pages_under_two_headlines_is_kept_once_at_its_longer() -> None:
    found = split(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}",
        f"石塘大桥通车 两岸只隔十分钟\n\n本报讯（记者 高远）{NEWS}\n\n大桥总投资两亿元，工期二十个月。",
    )
    (bridge,) = found.articles
    assert bridge.text.endswith("二十个月。")


def test_a_page_that_stands_twice_in_an_edition_is_read_through() -> None:
    inside = (
        f"{INSIDE}\n\n街坊们把老街的故事编成了快板，逢年过节就在戏台上说一段，台下坐满了老街坊。"
        "（通讯员 桑田）\n\n老街的房租头三年减半，搬回来的街坊有六十三户，电线进了地下，老屋不漏了。"
    )
    edition = make_edition(FRONT, inside, inside)
    assert find_lost_text(edition, split_articles(edition)) == ()


def test_a_page_in_one_single_line_is_parted_into_its_articles() -> None:
    found = split(
        f"青川日报 2026年3月2日 星期一 石塘大桥通车 本报讯（记者 高远）{NEWS}"
        "早春茶上市 首日成交三吨 青川日报讯（记者 林晓禾）青川早春茶昨天上市。 责任编辑：方圆"
    )
    assert [(a.headline, a.byline, a.text) for a in found.articles] == [
        ("石塘大桥通车", ("高远",), NEWS),
        ("早春茶上市 首日成交三吨", ("林晓禾",), "青川早春茶昨天上市。"),
    ]
    assert [f.text for f in found.furniture] == ["青川日报 2026年3月2日 星期一", "责任编辑：方圆"]


def test_a_page_of_captions_holds_nothing_to_read_out() -> None:
    found = split(
        "市民在桥头合影。 高远 摄\n\n图为新桥夜景。\n\n消防员在演练高空救援\n\n本报记者 方圆 摄"
    )
    assert {a.kind for a in found.articles} == {"photo_caption"}


def test_under_an_empty_headline_the_text_is_kept_and_its_reporter_known() -> None:
    article = only(f"## \n\n本报讯（记者 高远）{NEWS}")
    assert (article.headline, article.byline, article.text) == ("", ("高远",), NEWS)


def test_a_paragraph_in_english_stays_in_its_article_and_ends_where_it_ends() -> None:
    quote = '"It takes me ten minutes now," said John Smith, who teaches on the east bank.'
    article = only(f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n{quote}\n\n大桥总投资两亿元。")
    assert [p.text for p in article.paragraphs] == [NEWS, quote, "大桥总投资两亿元。"]


def test_traditional_characters_are_read_and_left_as_they_are() -> None:
    found = split(
        "寒流來襲 養殖業損失近億\n\n記者柯文溪／蓮塢報導上周寒流侵襲，沿海虱目魚大量凍斃，損失近億元。\n\n"
        "漁會改選\n\n【記者方念慈報導】蓮塢區漁會昨日改選理監事，現任理事長連任。"
    )
    assert [(a.headline, a.byline, a.text[:4]) for a in found.articles] == [
        ("寒流來襲 養殖業損失近億", ("柯文溪",), "上周寒流"),
        ("漁會改選", ("方念慈",), "蓮塢區漁"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("值得注意的是，常走这座桥的居民占七成，", id="line-again-with-another-s-tail"),
        pytest.param("市民遇到野生刺猬，不要徒手抓，也不要", id="beginning-of-another-passage"),
    ],
)
def test_a_copy_between_the_halves_of_a_broken_line_goes(line: str) -> None:
    tail = "" if "刺猬" in line else "从桥上走一趟的平均时间是六分钟。"
    found = split(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}从桥上走一趟的平均时间是六分钟。\n\n"
        f"值得注意的是，常走这座桥的居民占七成，\n\n{line}{tail}\n\n其中老人又占了一半。\n\n"
        "刺猬住进传达室\n\n本报讯（记者 林晓禾）一窝刺猬住进了传达室。\n\n"
        "市民遇到野生刺猬，不要徒手抓，也不要喂牛奶。"
    )
    bridge = found.articles[0]
    assert bridge.text.endswith("常走这座桥的居民占七成，其中老人又占了一半。")
    assert bridge.text.count("平均时间") == 1


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        pytest.param(
            "高价回收名表钻戒\n\n免费上门，当场结算。翠微路18号 电话：0999-5550123",
            "ad",
            id="buyer",
        ),
        pytest.param(
            f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}咨询电话：0999-5550123", "news", id="news"
        ),
    ],
)
def test_an_advert_is_known_by_what_it_says_and_that_no_one_signed_it(page: str, kind: str) -> None:
    assert only(page).kind == kind


def test_a_short_sentence_that_ends_a_broken_line_is_no_caption() -> None:
    article = only(
        f"石塘大桥通车\n\n本报讯（文/记者 高远 图/方圆）{NEWS}从引桥的路基到主桥的拉索，专家组现场打分，\n\n"
        f"得分当天就贴在大会议室的墙上。\n\n{NEWS}"
    )
    assert "现场打分，得分当天就贴在大会议室的墙上。" in article.text


def test_a_short_sentence_alone_in_a_photographed_story_is_its_caption() -> None:
    found = split(
        f"石塘大桥通车\n\n本报讯（文/记者 高远 图/方圆）{NEWS}\n\n刚刷好漆的石塘大桥桥塔。\n\n{NEWS[:-6]}五分钟。"
    )
    assert [a.kind for a in found.articles] == ["news", "photo_caption"]


def test_where_a_copy_took_a_passage_s_place_the_middle_is_known_to_be_missing() -> None:
    broken = f"{PASSAGE}镇里请来师傅手把手地教，要求每家每户都把炒茶的火候"
    article = only(
        f"{HEAD}今年的春茶开采了。\n\n{broken}\n\n练到家，茶香才能留得住。\n\n{broken}\n\n"
        "习培训结束以后，茶农们各自回家，把灶台重新砌了一遍。"
    )
    assert (article.incomplete, article.gap) == ("middle", 2)
    assert article.text.count("手把手") == 1


def test_a_caption_with_its_credit_is_no_part_of_the_next_head() -> None:
    found = split(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n司机在桥头合影留念。 通讯员 林晓禾 摄\n\n"
        "早春茶上市\n\n本报讯（记者 高远）青川早春茶昨天上市，首日成交三吨。"
    )
    assert [(a.kind, a.kicker, a.headline) for a in found.articles] == [
        ("news", "", "石塘大桥通车"),
        ("photo_caption", "", ""),
        ("news", "", "早春茶上市"),
    ]


CAUGHT = "白石湖的渔民昨天开始起网，头一网就捕到三百多斤鲢鱼"


@pytest.mark.parametrize(
    "caption",
    [
        f"{CAUGHT}。　罗小满摄（青川图片社）",
        f"{CAUGHT}。 罗小满 孟大江摄影报道（青川图片社）",
        f"{CAUGHT}。 通讯员 罗小满 摄/青川图片社",
        f"{CAUGHT}。图为渔民在分拣鲢鱼。",
        f"{CAUGHT}。图②为渔民在分拣鲢鱼。　罗小满摄",
        f"图③：{CAUGHT}。",
    ],
)
def test_what_names_its_photographer_or_says_what_a_picture_shows_is_no_part_of_a_story(
    caption: str,
) -> None:
    found = split(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n{caption}\n\n{NEWS[:-6]}五分钟。\n\n{NEWS[:-6]}九分钟。"
    )
    assert [a.kind for a in found.articles] == ["news", "photo_caption"]
    assert "鲢鱼" not in found.articles[0].text


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("渔民在起网。　罗小满摄（青川图片社）", "caption_tail"),
        ("渔民在起网。（青川社记者 罗小满摄）", "caption_tail"),
        ("渔民昨天开始起网，头一网就是三百斤。图为分拣鲢鱼的渔民。", "picture_close"),
        ("图④：渔民在起网。", "picture_open"),
        ("一九八六年三月四日 星期二 第1204期", "date_line"),
    ],
)
def test_the_signs_of_captions_and_date_lines_are_seen(text: str, sign: str) -> None:
    (block,) = make_blocks(Page(number=1, name="01.txt", lines=(text,)))
    assert sign in see_text(block, "")


@pytest.mark.parametrize(
    "text",
    [
        "他把机器对准对岸，准备拍摄（彩排）",
        "据青川社发",
        "设计师说，图为心声，画里的每座桥都是自己走过的。",
        "效果如图（见附表）",
    ],
)
def test_a_sentence_about_pictures_has_no_sign_of_a_caption(text: str) -> None:
    (block,) = make_blocks(Page(number=1, name="01.txt", lines=(text,)))
    assert see_text(block, "").isdisjoint({"caption_tail", "picture_close", "picture_open"})


def test_a_notice_s_office_is_no_headline_and_the_next_story_begins_below_it() -> None:
    found = split(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n停水通知\n\n因管网改造，5月21日江滨社区停水，请提前储水。\n\n"
        "青川市自来水公司\n\n鹦鹉自己报了家门\n\n城东派出所来了一只鹦鹉，开口就说住三单元。（林晓禾）"
    )
    assert [a.headline for a in found.articles] == ["石塘大桥通车", "停水通知", "鹦鹉自己报了家门"]
    assert found.articles[1].text.endswith("青川市自来水公司")


@pytest.mark.parametrize("label", ["社论", "社論", "时评"])
def test_what_stands_under_an_opinion_column_s_name_is_commentary(label: str) -> None:
    found = split(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n{label}\n\n修好大桥 也修好路口\n\n"
        "大桥修好了，路口还堵着，司机们的十分钟又还了回去。"
    )
    assert [(a.kind, a.headline) for a in found.articles] == [
        ("news", "石塘大桥通车"),
        ("commentary", "修好大桥 也修好路口"),
    ]


@pytest.mark.parametrize(
    ("opening", "writers"),
    [
        ("综合新华社记者 高远 等报道", ("高远",)),
        ("综合本报记者林晓禾、高远报道　", ("林晓禾", "高远")),
        ("据新华社记者高远报道：", ("高远",)),
        ("综合新华社、央视新闻报道　", ()),
        ("据央视新闻综合报道：", ()),
    ],
)
def test_where_a_report_was_gathered_from_opens_an_article(
    opening: str, writers: tuple[str, ...]
) -> None:
    found = split(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n慢船又满座了\n\n{opening}没有空调的慢船逢码头必停，"
        "最近却要提前一周订座。船家说，多挂了一条货舱。"
    )
    assert [a.headline for a in found.articles] == ["石塘大桥通车", "慢船又满座了"]
    assert found.articles[1].byline == writers
    assert found.articles[1].text.startswith("没有空调的慢船")


@pytest.mark.parametrize("text", ["据新华社报道，天冷了。", "综合外媒报道，天冷了。"])
def test_a_sentence_that_names_its_source_is_no_dateline(text: str) -> None:
    assert parse_opening(text).rest == text


@pytest.mark.parametrize(
    "note", ["（均据新华社电）", "（市农技站供稿）", "（解答人：市司法局 高远）"]
)
def test_where_briefs_are_from_is_no_part_of_the_next_head(note: str) -> None:
    found = split(
        "国际短讯\n\n【淡水鱼减少】报告说，四分之一的淡水鱼类面临灭绝。\n\n"
        f"【冰芯钻成】科研人员希望读出远古的空气成分。\n\n{note}\n\n"
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}"
    )
    assert [(a.kicker, a.headline) for a in found.articles] == [
        ("", "国际短讯"),
        ("", "石塘大桥通车"),
    ]
    assert note not in found.articles[0].text


@pytest.mark.parametrize(
    "pen_name",
    ["简夏", "萤火", "海棠红"],
)
def test_a_pen_name_below_a_head_parts_a_commentary_from_the_news_above(pen_name: str) -> None:
    found = split(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n把排队的人放在前面\n\n{pen_name}\n\n"
        "一张凳子、一杯热水，办事大厅里添了不算多，等的人却觉得快。\n\n窗口少一个，凳子多十把，不算本事；两样都有，才算服务。"
    )
    assert [(a.headline, a.byline) for a in found.articles] == [
        ("石塘大桥通车", ("高远",)),
        ("把排队的人放在前面", (pen_name,)),
    ]


def test_short_headings_below_a_longer_one_are_no_pen_names() -> None:
    found = split(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n一座桥的三段往事\n\n渡口\n\n没有桥的时候，两岸的人靠一只木船来往，"
        "渡口的石阶磨得发亮。\n\n浮桥\n\n后来木船连成了浮桥，涨水的日子浮桥一收，两岸就断了。"
    )
    assert [a.byline for a in found.articles if a.byline] == [("高远",)]


@pytest.mark.parametrize("mark", ["", "# "])
@pytest.mark.parametrize(
    ("name", "items"),
    [
        ("茶园农事提醒", ["1.春茶采完及时修剪。", "2.雨后清沟，防止烂根。"]),
        ("春季用药提醒", ["●花粉过敏的人出门戴口罩。", "●退烧药不要两种同吃。"]),
        ("社区普法小课堂", ["问：押金能全退吗？", "答：房屋没有损坏的，应当全退。"]),
    ],
)
def test_a_column_of_tips_is_no_end_of_the_story_above(
    mark: str, name: str, items: list[str]
) -> None:
    found = split(
        f"{mark}石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n{mark}早春茶上市\n\n本报讯（记者 高远）"
        f"青川早春茶昨天上市，首日成交三吨。\n\n{mark}{name}\n\n" + "\n\n".join(items)
    )
    assert [a.headline for a in found.articles] == ["石塘大桥通车", "早春茶上市", name]
    assert [p.text for p in found.articles[2].paragraphs] == items


def test_what_an_expert_in_a_story_reminds_of_stays_in_the_story() -> None:
    article = only(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS * 4}\n\n如何上桥\n\n行人走两侧，车辆走中间，非机动车推行。\n\n"
        "交警提醒\n\n1.大桥限速四十公里，雨天限速三十公里。\n\n2.大桥两端不得停车，故障车请打双闪。"
    )
    assert article.headline == "石塘大桥通车"


def test_a_text_that_opens_with_its_reporters_has_its_head_above_it() -> None:
    article = only(
        "青川学院报\n2025年3月2日　星期日\n两项发明获市科技进步一等奖\n土木系花六年试制的透气堤坝走下图纸\n"
        "（记者 高远）日前，市科技局公布获奖名单，青川学院两项发明榜上有名。\n"
        "土木系的林晓禾老师用六年时间试制透气堤坝，已在石塘河边修了两公里。"
    )
    assert article.headline == "两项发明获市科技进步一等奖"
    assert article.subhead == "土木系花六年试制的透气堤坝走下图纸"
    assert article.byline == ("高远",)


@pytest.mark.parametrize("mark", ["", "# "])
def test_which_of_a_series_a_story_is_stands_below_the_headline(mark: str) -> None:
    found = split(
        f"{mark}石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n{mark}一条鱼过江，价钱翻了几番\n\n"
        f"{mark}渡口经济调查之三\n\n本报记者 林晓禾\n\n清早的渡口，一条鱼卖八块，过了江就要二十。差的钱去了哪里？"
    )
    assert [a.headline for a in found.articles] == ["石塘大桥通车", "一条鱼过江，价钱翻了几番"]
    assert found.articles[1].subhead == "渡口经济调查之三"


def test_the_name_of_a_district_s_page_is_no_line_of_its_first_head() -> None:
    found = split(
        f"今日石塘\n\n修堤坝 疏河道 清库容\n\n石塘区交出今年第一张防汛“明白账”\n\n青川日报讯（记者 高远）{NEWS}"
    )
    (article,) = found.articles
    # Which of the two is the headline such a page does not tell: both are read, as printed.
    head = [line for line in (article.kicker, article.headline, article.subhead) if line]
    assert head == ["修堤坝 疏河道 清库容", "石塘区交出今年第一张防汛“明白账”"]
    assert [line.text for line in found.furniture] == ["今日石塘"]


def test_a_headline_of_two_words_over_its_text_is_no_district_s_page() -> None:
    assert only(f"今日立夏\n\n青川日报讯（记者 高远）{NEWS}").headline == "今日立夏"


@pytest.mark.parametrize(
    "between",
    ["图①：司机在桥头合影留念。", "高远（右）向徒弟讲解桥墩的构造。", "↗", "图2：桥面夜景。"],
)
def test_what_belongs_to_a_picture_is_not_read_inside_a_torn_line(between: str) -> None:
    found = split(
        f"{HEAD}今年的春茶开采了。\n\n{PASSAGE}镇里请来师傅手把手地教，要求每家每户都把炒茶的火候\n\n{between}\n\n"
        "练到家，茶香才能留得住。"
    )
    texts = [a.text for a in found.articles if a.kind != "photo_caption"]
    assert len(texts) == 1
    assert "炒茶的火候练到家" in texts[0]
    assert between not in texts[0]


def test_the_middle_one_of_three_parts_is_a_headline() -> None:
    article = only(f"石塘大桥二十年（中）\n\n本报讯（记者 高远）{NEWS}")
    assert article.headline == "石塘大桥二十年（中）"


def test_a_lost_paper_s_notice_without_a_headline_is_no_end_of_a_commentary() -> None:
    commentary = (
        "把排队的人放在前面\n\n简夏\n\n一张凳子、一杯热水，办事大厅里添了不算多，等的人却觉得快。"
    )
    found = split(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n{commentary}\n\n"
        "石小满遗失内河船员证，编号青船0093，声明作废。"
    )
    assert found.articles[1].text.endswith("等的人却觉得快。")
    assert found.articles[2].kind in ("notice", "fragment")
    assert found.articles[2].headline == ""


def test_a_box_of_figures_is_no_end_of_the_story_above() -> None:
    found = split(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n一周数据\n\n3.2万人　大桥通车首日客流\n\n"
        "61.5%　司机改走新桥\n\n8.4米　石塘河最深处水位"
    )
    assert [a.headline for a in found.articles] == ["石塘大桥通车", "一周数据"]
    assert len(found.articles[1].paragraphs) == 3
    assert "8.4米" not in found.articles[0].text


@pytest.mark.parametrize(
    "line", ["（本版图片除署名外由市融媒体中心提供）", "本版照片均由石塘区供图"]
)
def test_who_gave_a_page_s_pictures_is_no_article(line: str) -> None:
    found = split(f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n{line}\n\n责任编辑：林晓禾")
    assert [a.headline for a in found.articles] == ["石塘大桥通车"]
    assert line not in found.articles[0].text


def test_a_whole_sentence_before_a_jump_line_is_the_storys_own() -> None:
    page = (
        "# 老桥加固完工\n\n青川日报讯（记者 路平）3月1日，青川老桥加固工程完工，桥面重新铺装，两侧"
        "人行道各加宽0.8米。工程队连续干了45天。\n\n今年内还将有三座老桥动工加固。（下转第三版）\n"
    )
    (article,) = split_articles(make_edition(page)).articles
    assert article.paragraphs[-1].text == "今年内还将有三座老桥动工加固。"
    assert article.incomplete == "tail"


@pytest.mark.parametrize(
    "between",
    [
        "几名工人正在给桥栏杆刷漆。",
        "工人在桥头检查刚装好的路灯",
        "【名词解释】\n\n悬索桥靠缆绳挂住桥面。",
    ],
)
def test_what_interrupts_a_torn_line_is_taken_out_of_it(between: str) -> None:
    found = split(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}从主桥的拉索到引桥的路基，专家组走了两天才把全部\n\n"
        f"{between}\n\n测完。得分当天就公布在工地的公告栏里，过路的村民都围上去看。"
    )
    assert "才把全部测完。得分当天" in found.articles[0].text
    assert between[-6:] not in found.articles[0].text


def test_a_passage_goes_back_to_the_torn_article_that_it_stands_above() -> None:
    found = split(
        "户上门登记，三天里收到竹编订单六十多份，竹编厂的老师傅忙得连午饭也顾不上吃。\n\n"
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n"
        "竹编厂接到大订单\n\n本报讯（记者 方圆）竹编厂的老师傅没有想到，一份订单会从海外寄来。"
        "为了按时交货，厂里请村里会竹编的人都来帮忙，还派人挨家挨"
    )
    assert [a.headline for a in found.articles] == ["石塘大桥通车", "竹编厂接到大订单"]
    assert "挨家挨户上门登记" in found.articles[1].text


@pytest.mark.parametrize(
    "text",
    [
        "先说价钱。一斤涨了两角，不算多。",
        "“好。”他点点头说。",
        "了不起的是，他走完了全程。",
        "的确，路不好走。",
    ],
)
def test_a_short_sentence_may_open_a_paragraph(text: str) -> None:
    assert not begins_inside(text)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("面对百年不遇的大水", "八百名青年守住了石塘大堤"),
        ("总投资9亿元", "石塘抽水电站开工"),
        ("6月1日零时起", "石塘启用新版公交线路图"),
        ("石塘海关", "一张报关单“瘦”了三圈"),
        ("架线上山 引水下塬", "石塘全部村庄通水通电"),
        ("我在石塘修钟表", "四层木楼里的嘀嗒声"),
    ],
)
def test_what_is_no_statement_of_its_own_leads_to_the_headline(above: str, below: str) -> None:
    article = only(f"{above}\n\n{below}\n\n本报讯（记者 高远）{NEWS}")
    assert (article.kicker, article.headline) == (above, below)


def test_a_signed_opinion_is_commentary_and_a_signed_story_no_brief() -> None:
    opinion = "有人说，排队是小事。其实，小事里有规矩，规矩里有人心。与其抱怨别人，不如自己先站好。"
    story = "外婆的竹椅放在门口，坐过三代人。夏天的晚上，她摇着扇子，给我们讲山那边的事。"
    kinds = [
        a.kind
        for a in split(f"# 排队的学问\n\n石矛\n\n{opinion}\n\n# 竹椅\n\n高远\n\n{story}").articles
    ]
    assert kinds == ["commentary", "feature"]


def test_each_poem_of_a_row_without_stops_has_its_own_title_and_poet() -> None:
    verses = ["船靠岸的时候", "灯还没有亮", "等船的人站起来", "又坐了下去"]
    others = ["雪落在瓦上", "瓦落在梦里", "梦里有人扫雪", "扫出一条小路"]
    found = split(
        "\n\n".join(
            [f"# 老屋\n\n□苏芷\n\n{NEWS}", "渡头", "方圆", *verses, "初雪", "高远", *others]
        )
    )
    assert [(a.headline, a.byline) for a in found.articles[1:]] == [
        ("渡头", ("方圆",)),
        ("初雪", ("高远",)),
    ]


def test_articles_in_columns_of_different_widths_are_read_on_one_page() -> None:
    found = split(
        """
老街新开“时间银行”
　　本报讯（记者 高远）南门老街的“时间
银行”正式开张，第一天就有四十多名居民来
开户。银行没有柜台，只有一面贴满卡片的墙。
居民杨素芬把照看邻居孩子的两个小时存进去。
　　她转身就“取”出一次上门修水管的服务。

公交十七路延长到高铁站
本报讯（记者 林晓禾）从3月8日起，公交十七路由人民广场延长至
青川高铁站，首班车六点，末班车二十二点三十分，途经七个新站点。
沿线居民等这趟车等了三年，头一天早上站台上就排起了长队，车上座
无虚席。
"""
    )
    first, second = found.articles
    assert [len(a.paragraphs) for a in found.articles] == [2, 1]
    assert "“时间银行”正式开张" in first.text
    assert "墙。居民杨素芬" in first.text
    assert "延长至青川高铁站" in second.text
    assert "座无虚席" in second.text


@pytest.mark.parametrize(
    ("text", "writers"),
    [
        ("林 晓 禾", ("林晓禾",)),
        ("高 远 方 圆", ("高远", "方圆")),
        ("（市民 高女士）", ("高女士",)),
    ],
)
def test_names_are_closed_up_and_what_someone_is_is_no_name(
    text: str, writers: tuple[str, ...]
) -> None:
    assert parse_byline(text).writers == writers


@pytest.mark.parametrize("signature", ["石塘镇 高远", "石塘镇 读者 高远", "（退休教师　高远）"])
def test_a_letter_is_by_whom_it_is_signed_and_not_by_a_place(signature: str) -> None:
    builder = DraftBuilder(page=1)
    block = Block(page=1, lines=((9, signature),), text=signature)
    builder.add(Part(block=block, role="closing", seen=frozenset(see_text(block, ""))))
    assert builder.writers == ("高远",)


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("石塘小区 高远", True),
        ("（退休教师　林晓禾）", True),
        ("石塘大桥 昨日通车", False),
        ("高远 林晓禾", False),
    ],
)
def test_a_place_and_a_name_sign_a_letter(text: str, signs: bool) -> None:
    block = Block(page=1, lines=((1, text),), text=text)
    assert ("place_and_name" in see_text(block, "")) is signs


WRAPPED = """
渡口夜里也亮着灯
　　晚报讯（记者 高远）青川渡口的
两盏旧马灯昨晚换成了新的，摆渡的老
周把灯绳系在桩子上，说这样远处来的
{torn}
{head}
　　晚报讯（记者 林晓禾）河滩上的
书屋昨天开张，第一天来了六十多人。
书架是渡口拆下来的旧船板做成的。
{later}
　　修鞋的师傅姓孟，在巷口坐了二十
年，昨天把摊子搬进了社区的门洞里。
"""


@pytest.mark.parametrize(
    ("torn", "head"),
    [
        ("人不用喊，看灯就知道船在哪一边靠", "旧船板搭起一间书屋"),
        ("人不用喊，看灯就知道船在哪边。", "旧船板搭起一间书屋"),
        ("人不用喊，看灯就知道船在哪边。", "河滩书屋开张第一天来了六十多人呢"),
    ],
)
def test_a_head_among_wrapped_lines_is_a_line_of_its_own(torn: str, head: str) -> None:
    page = WRAPPED.format(torn=torn, head=head, later="巷口的修鞋摊搬了家").strip("\n")
    texts = [block.text for block in make_blocks(make_edition(page).pages[0])]
    assert head in texts
    assert "巷口的修鞋摊搬了家" in texts
    assert sum(text.startswith("晚报讯") for text in texts) == 2


def test_the_last_words_of_a_wrapped_paragraph_are_no_head() -> None:
    page = WRAPPED.format(torn="人不用喊，看灯就知道船在哪一边靠", head="岸。", later="老孟").strip(
        "\n"
    )
    texts = [block.text for block in make_blocks(make_edition(page).pages[0])]
    assert any(text.endswith("船在哪一边靠岸。") for text in texts)


def test_rows_of_a_table_below_wrapped_text_stay_rows() -> None:
    text = "\n".join(NEWS[i : i + 20] for i in range(0, len(NEWS), 20)) * 2
    found = split(
        f"石塘大桥通车\n本报讯（记者 高远）过桥的\n{text}\n\n本周菜价一览表\n"
        "白菜 每斤一元二角 跌一角五分\n土豆 每斤两元四角 涨一角八分\n莲藕 每斤五元六角 跌三角整"
    )
    assert [p.text[:2] for p in found.articles[-1].paragraphs][-3:] == ["白菜", "土豆", "莲藕"]


def test_an_article_goes_on_below_a_copy_of_its_head_and_opening() -> None:
    head = f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}"
    article = only(
        f"{head}\n\n从主桥的拉索到引桥的路基，专家组现场一项一项打分，得分当天就贴在大会议\n\n"
        f"{head}\n\n室的墙上，谁都看得见。"
    )
    assert "大会议室的墙上" in article.text
    assert article.text.count("两岸三万多居民") == 1


def test_a_sentence_set_large_between_paragraphs_is_said_once() -> None:
    said = "桥修好了，两岸的心就近了"
    article = only(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n{said}。\n\n"
        f"“{said}。”村民杨素芬站在桥头说，她在两岸各有一块田，从前收一季稻子要绕三天的路。"
    )
    assert article.text.count(said) == 1


def test_a_heading_between_the_halves_of_a_torn_line_stands_behind_it() -> None:
    article = only(
        f"## 石塘大桥通车\n\n本报讯（记者 高远）{NEWS}从主桥的拉索到引桥的路基，专家组现场一项一项打\n\n"
        f"### 一块黑板记进度\n\n分，得分当天就贴在工地。\n\n黑板上的进度每天擦了又写，{NEWS}"
    )
    assert "一项一项打分" in article.text
    assert [p.text for p in article.paragraphs if p.role == "heading"] == ["一块黑板记进度"]


@pytest.mark.parametrize(
    "line",
    [
        "石塘日报",
        "责任编辑 方圆",
        "菜价·白菜1.2元 土豆2.4元 莲藕5.6元",
        "石塘日报社法律顾问：方圆律师事务所",
    ],
)
def test_furniture_between_the_halves_of_a_torn_line_is_not_read(line: str) -> None:
    article = only(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}从主桥的拉索到引桥的路基，专家组现场一项一项打\n\n"
        f"{line}\n\n分，得分当天就贴在工地，谁都看得见。"
    )
    assert "一项一项打分，得分" in article.text


def test_a_column_s_name_over_a_signed_opinion_is_no_headline() -> None:
    found = split(
        f"## 石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n## 街灯夜话\n\n### 楼梯口的旧藤椅\n\n"
        "□ 石矛\n\n买菜的大妈坐一坐，送水的小伙靠一靠。其实，温度不等于广场有多大。"
    )
    assert [a.headline for a in found.articles] == ["石塘大桥通车", "楼梯口的旧藤椅"]


def test_of_marked_lines_in_a_head_the_largest_is_the_headline() -> None:
    found = split(
        f"### 封面故事\n\n# 守桥人的一百个夜晚\n\n## 石塘大桥值守手记\n\n本报记者 高远\n\n{NEWS}\n\n"
        f"## 老街亮灯\n\n本报记者 方圆\n\n{NEWS[:-8]}五分钟。"
    )
    assert found.articles[0].headline == "守桥人的一百个夜晚"


def test_a_headline_in_two_lines_of_one_length_is_one() -> None:
    article = only(
        f"全市造桥推进会召开\n\n以桥连路聚人心\n\n以路带业上台阶\n\n高远讲话 方圆主持\n\n本报讯（记者 林晓禾）{NEWS}"
    )
    assert (article.kicker, article.headline) == (
        "全市造桥推进会召开",
        "以桥连路聚人心 以路带业上台阶",
    )


def test_three_short_lines_over_a_text_are_its_head_though_nobody_signed_above() -> None:
    found = split(
        f"石塘大桥通车\n\n本报讯（记者 高远）{NEWS}\n\n老渡船“退休”以后\n\n船舱里开起了书吧\n\n周末两天免费看书\n\n"
        "船舱铺了木板，靠窗摆着六张小桌，孩子们趴在桌上看书，外面就是慢慢流过的河水。（方圆）"
    )
    # The line above may be read with it: on a bare page it is a kicker by its sense only.
    assert found.articles[1].headline.endswith("船舱里开起了书吧")


def test_a_text_goes_on_below_a_table_inside_it() -> None:
    found = split(
        "## 竹编厂接到大订单\n\n本报讯（记者 方圆）竹编厂的老师傅没有想到，一份订单会从海外寄来，"
        "竹编厂的工人要加班三个月。\n\n## 数读\n\n2021 2022 2023 2024\n\n11.6 15.2 20.8 29.5\n\n"
        "竹编厂的老师傅说，订单多了，工人不够，海外的订单又要得急，只好请村里会竹编的人都来厂里帮忙。"
    )
    assert "都来厂里帮忙" in found.articles[0].text


SHELTER = "候车亭搭在老槐树下，能坐十二个人，夜里有一盏不太亮的灯。"


def test_items_that_are_signed_or_rows_of_a_chronicle_are_not_joined() -> None:
    page = f"""候车亭要不要拆

主持人：上期讨论引来读者来信四十一封，摘登如下。

{SHELTER}拆了就没了。——读者 高 远

旁边再搭一座，两全其美。——石塘中学 林晓禾

候车亭这三年

2026年 老亭加固，日均候车三百人次

2027年 添置座椅，日均候车五百人次

2028年1—4月 装上时刻牌，日均候车六百人次
"""
    texts = [a.text for a in split(page).articles]
    assert f"{SHELTER}拆了就没了。——读者 高 远\n旁边再搭一座" in texts[0]
    assert "五百人次\n2028年1—4月" in texts[1]


def test_an_imprint_longer_than_any_head_is_furniture() -> None:
    imprint = (
        "青川日报社地址：青川市临江区望渡路66号　邮编：000000　广告热线：6612399"
        "　发行热线：6612388　零售每份1.5元"
    )
    found = split(f"候车亭加了一盏灯\n\n本报讯（记者 高远）{SHELTER}\n\n{imprint}\n")
    assert [line.text for line in found.furniture] == [imprint]


def test_the_date_below_a_signature_goes_on_in_no_line_above_it() -> None:
    article = only(
        "致住户的一封信\n\n各位住户：\n\n本周检修水管，请提前储水。\n\n一、周二停水。\n\n二、周三恢复。\n\n"
        "河东物业服务中心\n\n2031年9月2日"
    )
    texts = [paragraph.text for paragraph in article.paragraphs]
    assert "本周检修水管，请提前储水。" in texts
    assert not any("日本周" in text for text in texts)
