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
from audiopaper.doubts.days import see_later_dates
from audiopaper.doubts.lookalikes import see_lookalikes
from audiopaper.doubts.repetition import see_repeats
from audiopaper.doubts.torn import MIN_START_LOG_ODDS, is_torn_end, judge_start
from audiopaper.model import (
    Article,
    Edition,
    HeadPart,
    LineRange,
    Link,
    Page,
    Paragraph,
    Repair,
    SplitEdition,
)

TORN_STARTS = [
    "里的鱼很多，镇上的人都来看。",
    "业集群，加快形成以竹木加工、农机制造为主的格局。",
    "责人说，今年的樱桃比去年早熟了六天。",
    "员们带着配件下到乡镇，逐台检修收割机。",
    "术骨干组成九支维修服务队，分赴各乡镇。",
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
    "去年冬天，县档案馆的工作人员登门拜访。",
    "“写字的时候，那些人就都还在。”老人说。",
    "今年全市小麦机收率预计达到九成八。",
    "据介绍，全市血型库存均在安全线以上。",
    "县里给每座水库配了一口铜锣。",
    "他第一个念头是打电话报警，第二个念头是后面还有车。",
    "记者在窗口看到，办事员从交材料到拿到许可只用了两天。",
    "第一本记的是钱，第二本记的是人。",
    "7月16日凌晨，货车横在了桥头。",
]
TORN_ENDS = [
    "全市新建改造污水管网三百一十二公里，城区直排口从七十三个减少到",
    "市排水公司这几天在疏通江滨路的雨水管，每隔两百米就要下",
    "驾驶员是所里惟一的女司机，她的车里备着藿香正气水、冰毛巾和一",
    "机关把夜里空出来的车位拿出来，居民在手机上登记车",
    "他随身带一个本子，哪里有人电鱼，哪里冲来了垃圾，都用铅",
    "去年修机耕道的时候，有人怀疑石料多算了两车，翻开账本一看，",
    "她请假回到老家，照着母亲说的一步一步做，撒盐的时候",
    "手机会没电，基站会断电，锣不会，谁看见了险情都可",
    "停转了二十二年的水磨又转起来了，端午小长假前两天，来看的",
    "园区里有一家做冷链设备的企业来看厂房，层高差了六十厘米，只",
]
WHOLE_ENDS = [
    "全市新建改造污水管网三百一十二公里，直排口减少到六个。",
    "她问放多少盐，母亲躺在床上，想了想，说：“看着放。”",
    "图为学生们在植物园里，跟着讲解员识别早春的花卉（资料图片）",
    "会议提出了三条要求，各乡镇、各部门要逐条对照落实：",
    "竹影横斜水清浅，渡口无人舟自还——",
    "临溪县柳湾镇石门村党支部书记晏长根",
    "联系电话：6123456",
    "●板栗，统货，每斤三块五，比上周涨了两毛",
    "3.申请人的户口簿、居住证，连续三个月的缴费凭证",
    "桥通了，日子还是要过……",
]
LOOKALIKES = [
    ("老人的日记本封皮己经磨得发白", "己", "已"),
    ("市住建局负责人说，己会同文物部门拟定导则", "己", "已"),
    ("园区免费为27家人驻企业代办登记", "人", "入"),
    ("申请材料齐全的，三个工作曰内办结", "曰", "日"),
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
    "老人每天早上八点敲三下钟",
    "几千人参加了土木工程学院的活动",
]
REPEATS = [
    ("村级集体经济经济发展路径", "经济经济"),
    ("综合服务服务平台建成以后", "服务服务"),
    ("园区的的规划已经公布", "的的"),
    ("渠水流到了了田头", "了了"),
    ("市民在在公园里散步", "在在"),
    ("排污口逐年减减少到六个", "减减"),
    ("水利局的打井队打井队在山上", "打井队打井队"),
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
    "8月29日，全市职业技能大赛落下帷幕。",
    "9月3日，市政协召开协商会，委员踊跃发言。",
    "他在2024年10月2日获得一等奖。",
    "8月30日上午，消防队员救出三名被困的村民。",
    "今年12月1日，大桥建成通车。",
    "9月1日凌晨，货车横在桥头拦下了十一辆车。",
    "2025年1月5日，法院审结了这起小案子。",
    "记者8月31日从县农业农村局获悉，补贴发放到户。",
    "老人9月8日走失，家属四处寻找。",
    "11月6日，负责人说起这件事，直竖大拇指。",
]
EARLIER = [
    "8月27日，全市职业技能大赛开幕。",
    "大赛将于8月29日落下帷幕。",
    "报名时间为9月1日，逾期不候。",
    "暑期专列8月31日前全部停运，截至目前运行平稳。",
    "去年9月3日，市政协召开协商会。",
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
        "老街的馄饨店",
        "郭嫂在老街卖了三十年馄饨。",
        "",
        "民的日子一天天好起来，己经有六家店重新开张。",
        "8月30日上午，老街重新开街，客流过万。",
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
    ("市农机服务中心主任毕长青", "市农机服务中心党组书记毕长青"),
    ("县水利局局长池振海", "县水利局副局长池振海"),
    ("灌区管理处主任苏承平", "水库管理处主任苏承平"),
    ("柳湾镇副镇长巩大有", "柳湾镇镇长巩大有"),
    ("所长茅亦白", "指导员茅亦白"),
    ("乡党委书记花敬之", "乡人大主席花敬之"),
    ("合作社理事长袁立春", "合作社会计袁立春"),
    ("总经理付晓岚", "车间主任付晓岚"),
    ("队长伏长河", "技术员伏长河"),
    ("研究员方静姝", "副教授方静姝"),
]
SAID = "介绍，服务队每到一地都会留下一张写有姓名和电话的卡片，机手遇到毛病随时可以打"


def with_dropped(kept: str, dropped: str) -> SplitEdition:
    """Make a split page on which one passage was dropped as a copy of another."""
    _, split = split_lines("田间来了铁牛医生", kept)
    repair = Repair(
        source=LineRange(page=3, start=4, end=4), before=dropped, after="", rule="repeated passage"
    )
    return SplitEdition(articles=split.articles, furniture=(), repairs=(repair,))


@pytest.mark.parametrize(("kept", "dropped"), OFFICES)
def test_a_dropped_copy_that_names_another_office_is_shown(kept: str, dropped: str) -> None:
    edition, _ = split_lines("田间来了铁牛医生", f"{kept}{SAID}。")
    found = find_doubts(edition, with_dropped(f"{kept}{SAID}。", f"{dropped}{SAID}。"))
    assert [(d.kind, d.line) for d in found] == [("copy", 4)]
    assert "第3版第2行" in found[0].done


@pytest.mark.parametrize("end", range(8, 38, 3))
def test_a_dropped_copy_that_says_the_same_is_not(end: int) -> None:
    text = f"市农机服务中心主任毕长青{SAID}"
    edition, _ = split_lines("田间来了铁牛医生", f"{text}。")
    assert not find_doubts(edition, with_dropped(f"{text}。", text[:end]))


@pytest.mark.parametrize("sure", [0.05, 0.1, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.59])
def test_a_link_that_is_not_sure_names_the_other_line(sure: float) -> None:
    edition, split = split_lines("渡口", "老柴在渡口撑了四十", "四年船，如今大桥通了。", "五年船。")
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
    edition, split = split_lines("渡口", "老柴在渡口撑了四十", "四年船，如今大桥通了。")
    lines = [LineRange(page=3, start=n, end=n) for n in (2, 3)]
    link = Link(line=lines[0], successor=lines[1], probability=sure, kind="torn")
    found = find_doubts(edition, replace(split, links=(link,)))
    assert not [d for d in found if d.kind == "link"]


@dataclass(frozen=True)
class Line:
    """A line of a page with its role."""

    role: str
    confidence: float
    others: tuple[tuple[str, float], ...]
    page: int = 3
    line: int = 7
    text: str = "青川至省城城际列车增开六对"


ROLES = [
    ("text", 0.5, (("headline", 0.5),)),
    ("headline", 0.45, (("text", 0.35), ("furniture (banner)", 0.2))),
    ("caption", 0.55, (("text", 0.45),)),
    ("furniture (stray line)", 0.4, (("heading in the body", 0.3), ("text", 0.3))),
    ("heading in the body", 0.5, (("headline", 0.5),)),
    ("byline", 0.5, (("caption", 0.5),)),
    ("text, the article's first", 0.3, (("text", 0.2), ("caption", 0.5))),
    ("kicker", 0.3, (("headline", 0.2), ("furniture (banner)", 0.5))),
    ("subhead", 0.58, (("heading in the body", 0.42),)),
    ("byline at the end", 0.5, (("text", 0.5),)),
]
SURE_ROLES = [
    ("text", 0.9, (("headline", 0.1),)),
    ("headline", 0.45, (("kicker", 0.35), ("subhead", 0.2))),
    ("caption", 0.65, (("text", 0.35),)),
    ("furniture (stray line)", 0.99, ()),
    ("furniture (stray line)", 0.5, (("furniture (banner)", 0.4), ("text", 0.1))),
    ("byline", 0.4, (("byline at the end", 0.5), ("text", 0.1))),
    ("text, the article's first", 0.3, (("text", 0.5), ("caption", 0.2))),
    ("kicker", 0.5, (("headline", 0.2), ("furniture (banner)", 0.3))),
    ("subhead", 0.62, (("heading in the body", 0.38),)),
    ("jump line to another page", 1.0, ()),
]


@pytest.mark.parametrize(("role", "sure", "others"), ROLES)
def test_a_line_whose_part_is_not_clear_is_doubtful(
    role: str, sure: float, others: tuple[tuple[str, float], ...]
) -> None:
    edition, split = split_lines("渡口", "老柴在渡口撑了四十四年船。")
    found = find_doubts(edition, split, [Line(role, sure, others)])
    assert [(d.kind, d.page, d.line) for d in found] == [("role", 3, 7)]


@pytest.mark.parametrize(("role", "sure", "others"), SURE_ROLES)
def test_a_line_is_not_doubtful_between_parts_that_air_alike(
    role: str, sure: float, others: tuple[tuple[str, float], ...]
) -> None:
    edition, split = split_lines("渡口", "老柴在渡口撑了四十四年船。")
    assert not find_doubts(edition, split, [Line(role, sure, others)])


def test_a_passage_that_stands_twice_on_a_page_is_doubtful() -> None:
    passage = "对愿意留下来居住的原住户厨卫改造给予六成补贴，对手工业的铺面租金三年不涨"
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
    lines = ["老街的馄饨店", *(" ".join(text.split("\n")) for text in texts)]
    edition, split = split_lines(*lines, date=EDITION)
    for doubt in find_doubts(edition, split):
        assert 1 <= doubt.line <= len(lines)


PAGE = """青川日报 2024年8月28日 星期三

老街的馄饨店重新开张

本报讯（记者 任思齐）郭嫂在文昌街卖了三十年馄饨，她的店己经有三代人光顾。

8月30日上午，老街重新开街，郭嫂天没亮就起来和面，第一碗馄饨端给了对门修伞的老人。

老人吃完，把碗翻过来看了看碗底的字，说还是从前的味道。
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
    assert "Readings that deserve an ear" in shown


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
    assert "Doubtful text（2）" in (work / "report.html").read_text(encoding="utf-8")


SEAMS = [
    "近年来，青川县大力发展竹木加工。",
    "据了解，全县已有九成农户用上自来水。",
    "据统计，今年上半年接待游客三十万人次。",
    "“过去，我们靠天吃饭。”谭茂林说。",
    "连日来，农机服务队分赴各乡镇。",
    "今年以来，全市新建管网三百公里。",
    "郝建功说，那天夜里下着大雨。",
    "日前，镇政府送去了慰问金。",
    "会议指出，要把服务送到田头。",
    "目前，施工队已经进场。",
]
HALVES = [
    "里能倒出水，闷得喘不过气。",
    "个口子，年底前全部封堵。",
    "漏吃，走不动的老人由他送上门。",
    "十，清清楚楚。”老人说。",
    "记车牌就能用，一晚上三元。",
    "点，今年换了三种焊条来练。",
    "创雪糕的就有七十三间。",
    "灭火工作，积极应对低温天气。",
    "们的手伸不出来，社区腾出活动室。",
    "理站的技术员下到田里查看苗情。",
]


def joined(lower: str) -> tuple[Edition, SplitEdition]:
    """Make a story of one paragraph that was joined from two lines."""
    upper = "市排水公司这几天疏通江滨路的雨水管，老曹系好安全绳，雨靴"
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
