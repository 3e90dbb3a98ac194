"""Forms of type that few pages have: rare characters, spaced type, Latin stops, lists, letters."""

from __future__ import annotations

import pytest

from audiopaper.articles import split_articles
from audiopaper.articles.bylines import parse_byline
from audiopaper.articles.sentence_ends import ends_open, ends_sentence
from audiopaper.articles.single_lines import close_spaced_out
from audiopaper.model import Article
from tests.articles.test_articles import make_edition

MASTHEAD = "青川日报　2026年3月2日　星期一　第5版\n\n"


def articles_of(text: str) -> tuple[Article, ...]:
    return split_articles(make_edition(MASTHEAD + text)).articles


@pytest.mark.parametrize(
    ("printed", "writers", "photographers"),
    [
        ("记者 林𬭎 高远", ("林𬭎", "高远"), ()),
        ("本报记者 高𫖯 摄", (), ("高𫖯",)),
        ("记者 张　文", ("张文",), ()),
        ("记者 李　文　通讯员 高远", ("李文", "高远"), ()),
        ("（王　图）", ("王图",), ()),
        ("高远 文 林晓禾 图", ("高远",), ("林晓禾",)),
        ("高 远 文 林 晓 图", ("高远",), ("林晓",)),
        ("记者 司徒 静 通讯员 皇甫 山", ("司徒静", "皇甫山"), ()),
        ("记者 高 远 夏侯 静", ("高远", "夏侯静"), ()),
        ("本报记者 宇文 静 淳于 山 高 远", ("宇文静", "淳于山", "高远"), ()),
        ("记者 司徒 静 远", ("司徒静远",), ()),
        ("记者 司 徒 静 高 远", ("司徒静", "高远"), ()),
        ("记者 高 远 司 徒 静", ("高远", "司徒静"), ()),
        ("记者 万俟静 申屠 山 摄影 高 远", ("万俟静", "申屠山"), ("高远",)),
        ("记者 东方 高远", ("东方", "高远"), ()),
        ("记者 慕容 摄影", (), ("慕容",)),
        ("记者 解放 通讯员 任务", ("解放", "任务"), ()),
        ("记者 查 看 通讯员 成就", ("查看", "成就"), ()),
    ],
)
def test_names_with_rare_characters_or_the_marks_of_credits_are_read(
    printed: str, writers: tuple[str, ...], photographers: tuple[str, ...]
) -> None:
    byline = parse_byline(printed)
    assert (byline.writers, byline.photographers) == (writers, photographers)


def test_a_note_on_a_picture_is_nobody() -> None:
    articles = articles_of(
        "最后一班渡船\n本报记者 高远 文/图\n昨天傍晚，石塘渡口的最后一班船靠了岸，孟大江把缆绳系在老槐树上。\n"
        "图①：孟大江在收缆绳。\n图②：当年的船工合影。（翻印）\n"
    )
    assert articles[0].byline == ("高远",)


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("渡 口 停 航，汽 车 改 道", "渡口停航，汽车改道"),
        ("（ 记 者 高 远 ） 渡 口 停 航 。", "（记者高远）渡口停航。"),
        ("上 午 8 时 AI Lab 开 门", "上午8时AI Lab开门"),
        ("2 0 2 6 年 3 月", "2026年3月"),
        ("1 码头队 5 1 0 16", "1 码头队 5 1 0 16"),
        ("渡口 停航 汽车 改道", "渡口 停航 汽车 改道"),
        ("□ 高 远 方 圆", "□ 高 远 方 圆"),
        ("林 晓 高 远 文/图", "林 晓 高 远 文/图"),
        ("□ 林 晓 方 圆/文 高 远/图", "□ 林 晓 方 圆/文 高 远/图"),
        ("□ 渡 口 停 航", "□渡口停航"),
        ("高 远 方 圆", "高远方圆"),
    ],
)
def test_a_line_with_a_space_between_all_characters_is_closed_up(printed: str, text: str) -> None:
    assert close_spaced_out(printed) == text


@pytest.mark.parametrize("stop", ["修好了.", "修好了．", "修好了.”", "Done."])
def test_a_latin_full_stop_ends_a_sentence(stop: str) -> None:
    assert ends_sentence(stop)
    assert not ends_open(stop)


@pytest.mark.parametrize("number", ["价格为3.", "2026.", "1．"])
def test_a_dot_behind_a_figure_ends_none(number: str) -> None:
    assert not ends_sentence(number)


def test_paragraphs_with_latin_stops_are_whole() -> None:
    lines = (
        "渡口昨天重新开航.",
        "船票还是一块钱.三十位老人坐了头一班.",
        "船工孟大江说，缆绳是新的.",
    )
    (article,) = articles_of("石塘渡口开航\n本报讯（记者 高远）" + "\n".join(lines) + "\n")
    assert tuple(p.text for p in article.paragraphs) == lines
    assert article.incomplete == ""


@pytest.mark.parametrize(
    "rows",
    ["码头街陈记豆腐\n石塘路二姐面馆\n老街孟家茶铺", "一等奖\n茶园水泵 农机站\n渡船护栏 码头社"],
)
def test_a_list_above_a_blank_line_is_no_head_of_the_story_below(rows: str) -> None:
    story = "石塘办起夜校\n本报讯（记者 高远）石塘社区夜校昨晚开课，首期教老人用手机。\n"
    articles = articles_of(f"今年获奖名单\n{rows}\n\n{story}")
    last = articles[-1]
    assert (last.kicker, last.headline, last.subhead) == ("", "石塘办起夜校", "")


@pytest.mark.parametrize(
    ("signature", "writer", "role"),
    [
        ("退休教师 孟小禾", "孟小禾", "退休教师"),
        ("石塘新村 读者 孟小禾", "孟小禾", "读者"),
        ("码头社区居民 孟 禾", "孟禾", "码头社区居民"),
    ],
)
def test_each_letter_has_its_own_signature(signature: str, writer: str, role: str) -> None:
    letter = (
        "{}\n石塘公园改造以后，路平了，花多了，长椅却少了。我每天陪老伴儿去散步，走一圈要歇两次，"
        "没有地方坐。\n希望园林部门再添几张椅子。\n{}\n"
    )
    first, second = articles_of(
        letter.format("公园里的长椅太少", signature)
        + "\n"
        + letter.format("路灯坏了半年", signature)
    )
    for article in (first, second):
        (credit,) = article.credits
        assert (credit.name, credit.role) == (writer, role)
    assert second.kicker == ""


def test_a_head_that_is_printed_again_at_the_foot_is_not_read() -> None:
    story = "石塘女排\n挺进四强\n本报讯（记者 高远）全省排球联赛昨天进行，石塘队以3比1取胜。\n"
    notes = "短讯\n△ 青川马拉松10月举行，6月起报名。\n△ 游泳馆5月底闭馆检修，年卡顺延。\n"
    articles = articles_of(f"{story}\n{notes}石塘女排\n挺进四强\n")
    assert "石塘女排" not in [p.text for article in articles for p in article.paragraphs]


def test_a_paragraph_that_a_caption_tears_is_read_once_and_whole() -> None:
    torn = "按照新办法，渡口的船票仍由镇里补贴，老人和学生过河一律免票，船工的工资按月发放，不再由"
    rest = "各村分摊。遇到涨水停航，镇里另派汽车绕行石塘大桥，把上学的孩子送到对岸，当天接回。"
    between = "“以前各村都嫌多出了钱。”船工孟大江说，去年为这事停过三个月的船。"
    (article, _) = articles_of(
        "石塘渡口改由镇里补贴\n本报讯（记者 高远）新修订的石塘渡口管理办法从下月起施行，船票不涨。\n"
        f"{torn}\n3月1日，孟大江在石塘渡口检修渡船。 本报记者 林晓禾 摄\n{rest}\n{between}\n{torn}{rest}\n"
        "据测算，一年的补贴约二十万元，够开一百五十班船。\n"
    )
    texts = [p.text for p in article.paragraphs]
    assert [text for text in texts if text.startswith("按照新办法")] == [torn + rest]
    assert not any("各村分摊据测算" in text or "由据测算" in text for text in texts)
    assert texts[-1].startswith("据测算")
