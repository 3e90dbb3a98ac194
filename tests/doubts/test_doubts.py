"""Doubtful text: each kind is found where it should be, and sound text is left in peace."""

import datetime as dt
import json
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.cli import audiopaper
from audiopaper.doubts import find_doubts
from audiopaper.doubts.future_dates import see_later_dates
from audiopaper.doubts.lookalikes import see_lookalikes
from audiopaper.doubts.repetition import see_repeats
from audiopaper.doubts.torn_sentences import MIN_START_LOG_ODDS, is_torn_end, judge_start
from audiopaper.model import (
    Article,
    Edition,
    HeadPart,
    LineRange,
    Link,
    Page,
    Paragraph,
    Repair,
    RepairRule,
    SplitEdition,
)
from tests.support.paths import EDITIONS

TORN_STARTS = [
    "里的鱼很多，镇上的人都来看。",
    "业集群，加快形成以竹木加工、农机制造为主的格局。",
    "责人说，今年的樱桃比去年早熟了六天。",
    "员们背着药箱翻过山梁，逐户给牛羊打防疫针。",
    "术人员编成六个小组，轮流在大棚里值夜。",
    "民的日子一天天好起来。",
    "们把草莓装进篮子，等着货车来拉。",
    "众反映强烈的停车难问题得到缓解。",
    "量检测中心的人说，三个村的水质都达标。",
    "，青川港的吞吐量翻了一番。",
    "的时候，渡船已经靠了岸。",
]
WHOLE_STARTS = [
    "市审计局总审计师梁启舟表示，要把账算清。",
    "市领导文秋实、严济民参加活动。",
    "去年秋天，县气象台的工作人员上山安装雨量筒。",
    "“茶要趁热喝，话要趁早说。”茶馆老板笑着说。",
    "今年全县茶园面积预计扩大到十二万亩。",
    "据介绍，这座粮库能存稻谷六万吨。",
    "县里给每个村配了一台应急发电机。",
    "他先给卫生院打电话，又叫醒了隔壁的两户人家。",
    "记者在码头看到，三台吊车正在卸一船木材。",
    "第一趟车运的是菜，第二趟车运的是花。",
    "7月16日凌晨，货车横在了桥头。",
]
TORN_ENDS = [
    "今年春天以来，全县改造老旧茶园四千亩，新修机耕道从十八条增加到",
    "县电力公司这几天在更换山上的电杆，每走三里路就要歇",
    "她是全县最年轻的邮递员，背包里常年装着针线、手电筒和一",
    "学校把暑假空出来的宿舍收拾干净，游客在网上填写姓",
    "护林员随身带一个水壶，哪里有枯枝，哪里有火星，都用红",
    "前年盖粮仓的时候，有人说木料少用了几根，请来木匠一数，",
    "他辞职回到镇上，跟着师傅学做油纸伞，糊纸的时候",
    "雾大的时候看不见灯塔，听得见钟声，钟楼上的人整夜都",
    "关了十几年的戏园子重新开锣了，头一场还没散，来订票的",
    "镇上有一家做竹编的合作社来谈订单，交货日期早了半个月，只",
]
WHOLE_ENDS = [
    "全县改造老旧茶园四千亩，新修机耕道十八条。",
    "她问放多少盐，母亲躺在床上，想了想，说：“看着放。”",
    "图为学生们在植物园里，跟着讲解员识别早春的花卉（资料图片）",
    "会议提出了三条要求，各乡镇、各部门要逐条对照落实：",
    "竹影横斜水清浅，渡口无人舟自还——",
    "云岭县茶叶研究所副研究员罗知秋和她的三位同事",
    "联系电话：6123456",
    "●板栗，统货，每斤三块五，比上周涨了两毛",
    "3.申请人的户口簿、居住证，连续三个月的缴费凭证",
    "雨停了，路还没有干……",
]
LOOKALIKES = [
    ("戏台的木柱己经漆过三遍", "己", "已"),
    ("县林业局负责人说，己派人上山查看火情", "己", "已"),
    ("园区免费为27家人驻企业代办登记", "人", "入"),
    ("补贴资金到账以后，十个工作曰内发放到户", "曰", "日"),
    ("调解不成的，由人民去院依法审理，材料末经核实", "末", "未"),
    ("全村人均可支配收人超过两万元", "人", "入"),
    ("各级部门要深人基层听取意见", "人", "入"),
    ("市人大常委会审仪通过了条例", "仪", "议"),
    ("全市投人资金三千万元改造管网", "人", "入"),
    ("要科学规划一合理布局、分步实施", "一", "、"),
    ("春耕备耕农资供应充足，各乡镇己全面开始备耕", "己", "已"),
    ("学生们在老师的带领下参观博物倌，末来将常态化开放", "末", "未"),
]
SOUND_WORDS = [
    "自己的事情自己办，克己奉公",
    "人民群众的收入稳步增长",
    "本周末气温下降，末班车推迟到九点",
    "三个工作日内办结，逾期未办结的要说明原因",
    "数千名游客走进白鹭湖公园",
    "会议进一步明确了统一的标准",
    "一村一品，一户一策，一件一件地办",
    "土地流转以后，战士们回到了家乡",
    "各地要因地制宜发展名优水果",
    "己所不欲勿施于人的道理人人都懂"[10:],
    "守塔人每到整点就看一次表",
    "几千人参加了土木工程学院的活动",
]
REPEATS = [
    ("村级集体经济经济发展路径", "经济经济"),
    ("综合服务服务平台建成以后", "服务服务"),
    ("园区的的规划已经公布", "的的"),
    ("渠水流到了了田头", "了了"),
    ("市民在在公园里散步", "在在"),
    ("排污口逐年减减少到六个", "减减"),
    ("气象台的观测员观测员住在山顶", "观测员观测员"),
    ("为群众提供便利便利的条件", "便利便利"),
    ("这项工作由由县里牵头", "由由"),
    ("安全生产安全生产责任制", "安全生产安全生产"),
    ("让巡河从“我要做”向“我要做”转变", "“我要做”向“我要做”"),
]
SOUND_REPEATS = [
    "大家讨论讨论再定",
    "一件一件地办，一条一条地落实",
    "市水利局局长走到田头",
    "县图书馆馆长介绍",
    "沟沟坎坎都走遍了，山山水水都看过",
    "人民群众众口一词，老书记记性好",
    "桃花开得红红火火",
    "一座座桥、一条条路",
    "发展中国家的中国国歌声",
    "妈妈和奶奶天天去看看",
    "让巡河从“要我做”向“我要做”转变",
]
EDITION = dt.date(2024, 8, 28)
LATER = [
    "8月29日，全县茶艺比赛决出了名次。",
    "9月3日，县里开了座谈会，茶农踊跃发言。",
    "他在2024年10月2日获得一等奖。",
    "8月30日上午，消防队员救出三名被困的村民。",
    "今年12月1日，大桥建成通车。",
    "9月1日凌晨，货车横在桥头拦下了十一辆车。",
    "2025年1月5日，法院审结了这起小案子。",
    "记者8月31日从县粮食局获悉，新稻谷已经入仓。",
    "老人9月8日走失，家属四处寻找。",
    "11月6日，老板谈起这笔生意，笑得合不拢嘴。",
]
EARLIER = [
    "8月27日，全县茶艺比赛开幕。",
    "大赛将于8月29日落下帷幕。",
    "报名时间为9月1日，逾期不候。",
    "暑期专列8月31日前全部停运，截至目前运行平稳。",
    "去年9月3日，县里开了座谈会。",
    "1998年发大水，9月3日他三天没下船。",
    "新规自10月1日起施行。",
    "展览持续到9月30日。",
    "12月20日，老人第一次写日记，同年他参军，那年12月25日到了前线。"[17:],
    "8月28日，本报热线接到来电。",
    "国庆文艺演出定于9月29日举行。",
]


@pytest.mark.parametrize("text", TORN_STARTS)
def test_a_paragraph_that_begins_inside_a_word_is_doubtful(text: str) -> None:
    assert judge_start(text) >= MIN_START_LOG_ODDS


@pytest.mark.parametrize("text", WHOLE_STARTS)
def test_a_paragraph_that_begins_as_paragraphs_do_is_not(text: str) -> None:
    assert judge_start(text) < MIN_START_LOG_ODDS


@pytest.mark.parametrize("text", TORN_ENDS)
def test_a_paragraph_that_ends_inside_a_sentence_is_doubtful(text: str) -> None:
    assert is_torn_end(text)


@pytest.mark.parametrize("text", WHOLE_ENDS)
def test_an_end_with_a_stop_or_of_a_label_is_not(text: str) -> None:
    assert not is_torn_end(text)


@pytest.mark.parametrize(("text", "printed", "meant"), LOOKALIKES)
def test_a_character_that_looks_like_the_right_one_is_doubtful(
    text: str, printed: str, meant: str
) -> None:
    assert (printed, meant) in {(text[f.start], f.other) for f in see_lookalikes(text)}


@pytest.mark.parametrize("text", SOUND_WORDS)
def test_a_character_that_fits_its_words_is_not(text: str) -> None:
    assert not see_lookalikes(text)


@pytest.mark.parametrize(("text", "run"), REPEATS)
def test_words_said_twice_in_a_row_are_doubtful(text: str, run: str) -> None:
    assert [text[r.start : r.end] for r in see_repeats(text)] == [run]


@pytest.mark.parametrize("text", SOUND_REPEATS)
def test_words_that_speech_doubles_are_not(text: str) -> None:
    assert not see_repeats(text)


@pytest.mark.parametrize("text", LATER)
def test_a_past_day_after_the_editions_date_is_doubtful(text: str) -> None:
    assert see_later_dates(text, EDITION)


@pytest.mark.parametrize("text", EARLIER)
def test_a_day_that_was_or_is_planned_is_not(text: str) -> None:
    assert not see_later_dates(text, EDITION)


def split_lines(*lines: str, date: dt.date | None = None) -> tuple[Edition, SplitEdition]:
    """Lay lines out as a page of one story: its headline, then paragraphs."""
    page = Page(number=3, name="3.txt", lines=lines)
    paragraphs = tuple(
        Paragraph(text=text, sources=(LineRange(page=3, start=n, end=n),))
        for n, text in enumerate(lines[1:], 2)
        if text
    )
    head = HeadPart(role="headline", text=lines[0], source=LineRange(page=3, start=1, end=1))
    article = Article(
        id="p3-a1",
        pages=(3,),
        kind="news",
        headline=lines[0],
        paragraphs=paragraphs,
        head=(head,),
    )
    edition = Edition(date=date, paper="青川日报", pages=(page,))
    return edition, SplitEdition(articles=(article,), furniture=())


def test_each_doubt_names_page_line_what_was_done_and_what_else_was_possible() -> None:
    edition, split = split_lines(
        "山上的灯塔",
        "老周在山上守了二十六年灯塔。",
        "",
        "民的日子一天天好起来，己经有六户人家搬回山上。",
        "8月30日上午，灯塔重新点亮，来看的人过千。",
        date=EDITION,
    )
    found = find_doubts(edition, split)
    assert [(d.kind, d.page, d.line) for d in found] == [
        ("look-alike", 3, 4),
        ("torn-start", 3, 4),
        ("date", 3, 5),
    ]
    assert all(d.done and d.other and "【" in d.text and d.article == "p3-a1" for d in found)


OFFICES = [
    ("县茶叶研究所所长罗知秋", "县茶叶研究所副研究员罗知秋"),
    ("县气象局局长龙望山", "县气象局副局长龙望山"),
    ("林场管理站站长温知暖", "苗圃管理站站长温知暖"),
    ("松岭镇副镇长施有年", "松岭镇镇长施有年"),
    ("所长卜一帆", "指导员卜一帆"),
    ("乡党委书记柏长青", "乡人大主席柏长青"),
    ("合作社理事长尤立夏", "合作社会计尤立夏"),
    ("总经理齐晚舟", "车间主任齐晚舟"),
    ("队长江边月", "技术员江边月"),
    ("研究员关山远", "副教授关山远"),
]
SAID = "介绍，采茶季里每天清早都有两班车从镇上开到山脚，茶农凭一张蓝色的小票就能免费坐"


def with_dropped(kept: str, dropped: str) -> SplitEdition:
    """Make a split page on which one passage was dropped as a copy of another."""
    _, split = split_lines("采茶季开了免费班车", kept)
    repair = Repair(
        source=LineRange(page=3, start=4, end=4),
        before=dropped,
        after="",
        rule=RepairRule.REPEATED_PASSAGE,
    )
    return SplitEdition(articles=split.articles, furniture=(), repairs=(repair,))


@pytest.mark.parametrize(("kept", "dropped"), OFFICES)
def test_a_dropped_copy_that_names_another_office_is_shown(kept: str, dropped: str) -> None:
    edition, _ = split_lines("采茶季开了免费班车", f"{kept}{SAID}。")
    found = find_doubts(edition, with_dropped(f"{kept}{SAID}。", f"{dropped}{SAID}。"))
    assert [(d.kind, d.line) for d in found] == [("copy", 4)]
    assert "第3版第2行" in found[0].done


@pytest.mark.parametrize("end", range(8, 38, 3))
def test_a_dropped_copy_that_says_the_same_is_not(end: int) -> None:
    text = f"县茶叶研究所所长罗知秋{SAID}"
    edition, _ = split_lines("采茶季开了免费班车", f"{text}。")
    assert not find_doubts(edition, with_dropped(f"{text}。", text[:end]))


@pytest.mark.parametrize("sure", [0.05, 0.1, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.59])
def test_a_link_that_is_not_sure_names_the_other_line(sure: float) -> None:
    edition, split = split_lines(
        "渡口", "老周在山上守了二十", "六年灯塔，如今通了公路。", "三年灯塔。"
    )
    lines = [LineRange(page=3, start=n, end=n) for n in (2, 3, 4)]
    link = Link(
        line=lines[0],
        successor=lines[1],
        probability=sure,
        kind="torn",
        other=lines[2],
        other_probability=1 - sure,
    )
    found = [d for d in find_doubts(edition, replace(split, links=(link,))) if d.kind == "link"]
    assert [(d.line, d.sure) for d in found] == [(2, sure)]
    assert "第3版第3行" in found[0].done
    assert "第3版第4行" in found[0].other


@pytest.mark.parametrize("sure", [0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99, 1.0])
def test_a_link_that_is_sure_is_not_doubtful(sure: float) -> None:
    edition, split = split_lines("渡口", "老周在山上守了二十", "六年灯塔，如今通了公路。")
    lines = [LineRange(page=3, start=n, end=n) for n in (2, 3)]
    link = Link(line=lines[0], successor=lines[1], probability=sure, kind="torn")
    found = find_doubts(edition, replace(split, links=(link,)))
    assert not [d for d in found if d.kind == "link"]


def test_a_headline_that_goes_on_nowhere_is_not_doubtful() -> None:
    edition, split = split_lines("山上的灯塔又亮了", "老周在山上守了二十六年灯塔。")
    head = LineRange(page=3, start=1, end=1)
    link = Link(line=head, successor=None, probability=0.5, kind="torn")
    assert not find_doubts(edition, replace(split, links=(link,)))


@dataclass(frozen=True)
class Line:
    """A line of a page with its role."""

    role: str
    confidence: float
    others: tuple[tuple[str, float], ...]
    page: int = 3
    line: int = 7
    text: str = "松岭茶园新修步道十公里"


ROLES = [
    ("text", 0.5, (("headline", 0.5),)),
    ("headline", 0.45, (("text", 0.35), ("furniture", 0.2))),
    ("caption", 0.55, (("text", 0.45),)),
    ("furniture", 0.4, (("heading", 0.3), ("text", 0.3))),
    ("heading", 0.5, (("headline", 0.5),)),
    ("byline", 0.5, (("caption", 0.5),)),
    ("lede", 0.3, (("text", 0.2), ("caption", 0.5))),
    ("kicker", 0.3, (("headline", 0.2), ("furniture", 0.5))),
    ("subhead", 0.58, (("heading", 0.42),)),
    ("closing", 0.5, (("text", 0.5),)),
]
SURE_ROLES = [
    ("text", 0.9, (("headline", 0.1),)),
    ("headline", 0.45, (("kicker", 0.35), ("subhead", 0.2))),
    ("caption", 0.65, (("text", 0.35),)),
    ("furniture", 0.99, ()),
    ("jump_out", 0.5, (("jump_in", 0.4), ("text", 0.1))),
    ("byline", 0.4, (("closing", 0.5), ("text", 0.1))),
    ("lede", 0.3, (("text", 0.5), ("caption", 0.2))),
    ("kicker", 0.5, (("headline", 0.2), ("furniture", 0.3))),
    ("subhead", 0.62, (("heading", 0.38),)),
    ("jump_out", 1.0, ()),
]


@pytest.mark.parametrize(("role", "sure", "others"), ROLES)
def test_a_line_whose_part_is_not_clear_is_doubtful(
    role: str, sure: float, others: tuple[tuple[str, float], ...]
) -> None:
    edition, split = split_lines("渡口", "老周在山上守了二十六年灯塔。")
    found = find_doubts(edition, split, [Line(role, sure, others)])
    assert [(d.kind, d.page, d.line) for d in found] == [("role", 3, 7)]


@pytest.mark.parametrize(("role", "sure", "others"), SURE_ROLES)
def test_a_line_is_not_doubtful_between_parts_that_air_alike(
    role: str, sure: float, others: tuple[tuple[str, float], ...]
) -> None:
    edition, split = split_lines("渡口", "老周在山上守了二十六年灯塔。")
    assert not find_doubts(edition, split, [Line(role, sure, others)])


def test_a_passage_that_stands_twice_on_a_page_is_doubtful() -> None:
    passage = "对愿意改种新品种的茶农每亩给予八百元的苗木补助，对合作社的烘干设备三年免收租金"
    edition, split = split_lines("老街", f"县里说，{passage}。", f"会上，{passage}。")
    found = [d for d in find_doubts(edition, split) if d.kind == "repetition"]
    assert [d.line for d in found] == [3]
    assert "第2行" in found[0].other


@given(
    st.lists(
        st.text(alphabet="的了己经一人驻末、，。“”8月29日年\u3000 Aa\n", max_size=40), max_size=6
    )
)
def test_any_text_is_looked_at_and_each_doubt_stands_on_the_page(texts: list[str]) -> None:
    lines = ["山上的灯塔", *(" ".join(text.split("\n")) for text in texts)]
    edition, split = split_lines(*lines, date=EDITION)
    for doubt in find_doubts(edition, split):
        assert 1 <= doubt.line <= len(lines)


PAGE = """青川日报 2024年8月28日 星期三

山上的灯塔又亮了

本报讯（记者 林知雨）老周在山上守了二十六年灯塔，他的灯己经照过三代渔民。

8月30日上午，灯塔重新点亮，老周天没亮就上山擦镜子，第一个来看灯的是山下修船的木匠。

木匠站了一会儿，把帽子摘下来又戴上，说还是从前的样子。
"""


def review_page(tmp_path: Path, *options: str) -> str:
    page = tmp_path / "1.txt"
    page.write_text(PAGE, encoding="utf-8")
    config = tmp_path / "config.toml"
    config.write_text('[show]\ntitle = "青川早读"\n', encoding="utf-8")
    result = CliRunner().invoke(
        audiopaper, ["review", str(page), "--config", str(config), *options]
    )
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_review_shows_doubtful_text_with_page_and_line(tmp_path: Path) -> None:
    shown = review_page(tmp_path)
    assert "page 1 line 5    look-alike" in shown
    assert "【8月30日】" in shown
    assert "Readings to check" in shown


def test_the_reviews_json_holds_text_and_readings(tmp_path: Path) -> None:
    shown = json.loads(review_page(tmp_path, "--json"))
    assert list(shown) == ["schema", "text", "readings"]
    assert {(d["kind"], d["page"], d["line"]) for d in shown["text"]} == {
        ("look-alike", 1, 5),
        ("date", 1, 7),
    }
    assert all(d["done"] and d["other"] for d in shown["text"])


def test_the_report_and_its_json_hold_the_doubtful_text(tmp_path: Path) -> None:
    page = tmp_path / "1.txt"
    page.write_text(PAGE, encoding="utf-8")
    options = ["--dry-run", "--json", "--output", str(tmp_path / "output"), str(page)]
    result = CliRunner().invoke(audiopaper, ["produce", *options])
    assert result.exit_code == 0, result.output
    listed = json.loads(result.stdout)["doubtful_text"]
    work = tmp_path / "output" / ".work" / "2024-08-28"
    report = json.loads((work / "report.json").read_text(encoding="utf-8"))
    assert report["doubtful_text"] == listed
    assert [row["line"] for row in listed] == [5, 7]
    assert "Doubtful text (2)" in (work / "report.html").read_text(encoding="utf-8")


UNSURE = ["labels_and_torn_ends", "tables_page", "torn_lines_interrupted", "trade_paper"]
"""Editions with lines whose role is not clear."""


@pytest.mark.parametrize("edition", UNSURE)
def test_doubts_are_the_same_in_each_language_of_messages(
    edition: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = []
    for language in ("en", "zh"):
        monkeypatch.setenv("AUDIOPAPER_LANG", language)
        words = ["articles", str(EDITIONS / edition), "--explain", "--json"]
        result = CliRunner().invoke(audiopaper, words, catch_exceptions=False)
        listed.append(json.loads(result.stdout)["doubts"])
    assert listed[0] == listed[1]
    assert [doubt for doubt in listed[0] if doubt["kind"] == "role"]


def test_roles_are_explained_in_the_language_of_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "1.txt"
    page.write_text(PAGE, encoding="utf-8")
    for language, words in (("en", "headline: "), ("zh", "标题")):
        monkeypatch.setenv("AUDIOPAPER_LANG", language)
        result = CliRunner().invoke(audiopaper, ["articles", str(page), "--explain"])
        assert words in result.stdout
        assert "headline" not in result.stdout or language == "en"


SEAMS = [
    "近年来，青川县大力发展竹木加工。",
    "据了解，全县已有九成农户用上自来水。",
    "据统计，今年上半年接待游客三十万人次。",
    "“过去，我们靠天吃饭。”茶农老周说。",
    "连日来，农机服务队分赴各乡镇。",
    "今年以来，全市新建管网三百公里。",
    "马长山说，那年山里下了大雪。",
    "日前，镇上的茶市开了秤。",
    "会议指出，要把茶苗育好。",
    "目前，施工队已经进场。",
]
HALVES = [
    "里灌满了泥，走一步滑半步。",
    "个山头，年底前全部种完。",
    "漏记，送信的人第二天又跑了一趟。",
    "九斤，一两也没有少。”茶农说。",
    "名就能住，一个晚上四十元。",
    "寸，竹篾就编不成圈。",
    "具店的就有三十多家。",
    "灭火工作，积极应对低温天气。",
    "们的脚冻得发麻，师傅生起了炭火。",
    "理站的技术员下到田里查看苗情。",
]


def joined(lower: str) -> tuple[Edition, SplitEdition]:
    """Make a story of one paragraph that was joined from two lines."""
    upper = "县电力公司这几天更换山上的电杆，老周系好安全带，鞋"
    edition, split = split_lines("井下", upper, lower)
    sources = tuple(LineRange(page=3, start=n, end=n) for n in (2, 3))
    paragraph = Paragraph(text=upper + lower, sources=sources)
    story = replace(split.articles[0], paragraphs=(paragraph,))
    return edition, replace(split, articles=(story,))


@pytest.mark.parametrize("lower", SEAMS)
def test_a_line_that_begins_a_paragraph_is_doubtful_behind_half_a_sentence(lower: str) -> None:
    found = find_doubts(*joined(lower))
    assert [(d.kind, d.line) for d in found] == [("link", 3)]


@pytest.mark.parametrize("lower", HALVES)
def test_a_lower_half_that_begins_inside_a_sentence_is_not(lower: str) -> None:
    assert not [d for d in find_doubts(*joined(lower)) if d.kind == "link"]
