from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.cleaning import clean_article
from audiopaper.model import HeadPart, LineRange
from tests.support.builders import make_article, make_paragraph


def clean(*paragraphs: str) -> list[str]:
    article = make_article(paragraphs=tuple(make_paragraph(p) for p in paragraphs))
    return [p.text for p in clean_article(article).paragraphs]


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        pytest.param(
            "他说,路修好了;桥也通了!", "他说，路修好了；桥也通了！", id="half-width-stops"
        ),
        pytest.param("全长3,200米,双向四车道。", "全长3,200米，双向四车道。", id="thousands-comma"),
        pytest.param("比分3:2,上午10:30开赛。", "比分3:2，上午10:30开赛。", id="score-and-time"),
        pytest.param(
            "投资 180 亿元，增长 6.5% 。", "投资180亿元，增长6.5%。", id="spaces-round-digits"
        ),
        pytest.param(
            "２０２６年３月，增长６．５％", "2026年3月，增长6.5％", id="full-width-digits"
        ),
        pytest.param("建成“一条街”（图片见三版）。", "建成“一条街”。", id="picture-note"),
        pytest.param("桥头设有驿站（见上图）。", "桥头设有驿站。", id="see-picture"),
        pytest.param("努力交出『优异答卷』", "努力交出“优异答卷”", id="corner-quotes"),
        pytest.param("他说：「这叫『双赢』。」", "他说：“这叫‘双赢’。”", id="nested-corner-quotes"),
        pytest.param('他说"桥通了"，笑了。', "他说“桥通了”，笑了。", id="straight-quotes"),
    ],
)
def test_the_noise_of_digitisation_goes(printed: str, cleaned: str) -> None:
    assert clean(printed) == [cleaned]


@pytest.mark.parametrize(
    "printed",
    [
        "联东U谷在全国有40余个园区。",
        "（第51期）论坛举行。",
        "他介绍，要建成“三横三纵”的路网。",
        "使用 AI 助手的老人多了。",
    ],
)
def test_what_is_right_stays_as_printed(printed: str) -> None:
    assert clean(printed) == [printed]


def test_a_traditional_text_keeps_its_quotes() -> None:
    printed = "「坐地鐵快，但看不到燈火。」帶着孫兒來坐船的簡婆婆說，她年輕時每天坐渡輪上班。"
    assert clean(printed) == [printed]


def test_an_opening_quote_that_is_surely_lost_comes_back() -> None:
    printed = "立足实际，统筹做好规划。”“高标准建设天桥。”大家你一言我一语。"
    assert clean("大家踊跃发言。", printed) == ["大家踊跃发言。", "“" + printed]


@pytest.mark.parametrize(
    ("above", "printed"),
    [
        pytest.param("他说：“先修路。", "再修桥。”大家都同意。", id="open-from-above"),
        pytest.param("他笑了。", "就如何当好‘看门人’，为发展贡献力量”展开讨论。", id="no-sentence"),
        pytest.param("他笑了。", "“先修路。”他说。", id="nothing-lost"),
    ],
)
def test_a_quote_is_not_guessed(above: str, printed: str) -> None:
    assert clean(above, printed) == [above, printed]


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("城北港 货物吞吐量首次突破 180 万吨", "城北港货物吞吐量首次突破180万吨"),
        ("老城区建成 “一刻钟” 便民菜场", "老城区建成“一刻钟”便民菜场"),
        ("做好山林“守夜人” 河湖“巡护员”", "做好山林“守夜人” 河湖“巡护员”"),
        ("念好山字经 唱响茶乡戏", "念好山字经 唱响茶乡戏"),
        ("书记率队赴外地考察学习 市长会见", "书记率队赴外地考察学习 市长会见"),
        ("全市春茶开采昨日 举行", "全市春茶开采昨日举行"),
        ("早稻栽插已 过九成", "早稻栽插已过九成"),
        ("农信社“菌菇 贷”下乡", "农信社“菌菇贷”下乡"),
        ("短 波", "短波"),
        ("快递柜“罢工” 谁来管", "快递柜“罢工” 谁来管"),
        ("抓项目 稳增长", "抓项目 稳增长"),
        ("楼道灯不亮了 怎么办", "楼道灯不亮了 怎么办"),
    ],
)
def test_a_headline_closes_up_where_a_space_is_an_accident(printed: str, cleaned: str) -> None:
    assert clean_article(make_article(headline=printed)).headline == cleaned


def test_a_repair_of_a_headline_stands_where_the_headline_does() -> None:
    where = LineRange(page=2, start=7, end=7)
    head = HeadPart(role="headline", text="桥通了,路也宽了", source=where)
    article = make_article(headline=head.text, head=(head,))
    (repair,) = clean_article(article).repairs
    assert repair.source == where


@pytest.mark.parametrize(
    "note",
    [
        "（图片见三版）", "（下转第2版）", "（上接第一版）", "（详见A05版）", "（相关报道见今日4—5版）", "（见上图）",
        "（图①）", "（如下图所示）", "(记者 林晓禾 摄)", "（受访者供图）", "（资料图片）", "（新华社发）", "【未完待续】",
        "（扫描二维码看视频）", "（本文有删节）",
    ],
)  # fmt: skip
def test_notes_for_readers_are_not_said(note: str) -> None:
    assert clean(f"桥通了{note}。路也宽了。") == ["桥通了。路也宽了。"]
    assert clean("桥通了。", note) == ["桥通了。"]
    (repair,) = clean_article(make_article(paragraphs=(make_paragraph(f"桥{note}"),))).repairs
    assert note in repair.before
    assert note not in repair.after


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("大桥改道，详见本版图表。末班车是九点。", "大桥改道。末班车是九点。"),
        ("末班车是九点。站点位置如右图所示。", "末班车是九点。"),
        ("末班车是九点。市民可扫描下方二维码查询。", "末班车是九点。"),
        ("工程停了三年。>>>详见3版", "工程停了三年。"),
        ("工程停了三年。▶更多图片见5版", "工程停了三年。"),
        ("扫二维码看视频", ""),
        ("工程停了三年，请见第A05版。", "工程停了三年。"),
    ],
)
def test_what_only_points_to_the_page_is_not_said(printed: str, cleaned: str) -> None:
    assert clean(printed) == [cleaned] * bool(cleaned)


@pytest.mark.parametrize(
    "kept",
    [
        "市民扫描二维码即可乘车。", "如图书馆所示的那样，书要还。", "他看图说话。", "见图纸后，工人改了梁。",
        "游客扫码听讲解，一天三百人。", "右图是清代所绘，左图是今人所摹。", "他一见表哥就笑。",
    ],
)  # fmt: skip
def test_pictures_and_codes_that_are_news_stay(kept: str) -> None:
    assert clean(kept) == [kept]


def test_a_gap_stays_where_it_is_though_a_note_above_it_goes() -> None:
    texts = ("（图片见三版）", "桥通了。", "路也宽了。")
    article = make_article(paragraphs=tuple(map(make_paragraph, texts)), incomplete="middle", gap=2)
    cleaned = clean_article(article)
    assert [p.text for p in cleaned.paragraphs[: cleaned.gap]] == ["桥通了。"]


@pytest.mark.parametrize(
    "kept",
    [
        "（以下简称“市发改委”）", "（第51期）", "（据新华社）", "（女，45岁）", "（见附件2）", "（版图扩大）", "（国家图书馆）",
        "（由无人机航拍）", "（接第二棒）", "（含3月2日）",
    ],
)  # fmt: skip
def test_brackets_that_say_something_stay(kept: str) -> None:
    assert clean(f"桥通了{kept}。") == [f"桥通了{kept}。"]


def test_each_change_is_a_repair_that_shows_it() -> None:
    article = make_article(paragraphs=(make_paragraph("桥通了,路也宽了。"),))
    (repair,) = clean_article(article).repairs
    assert (repair.rule, repair.before, repair.after) == (
        "half-width stop",
        "桥通了,路也宽了。",
        "桥通了，路也宽了。",
    )


TEXTS = st.text(
    alphabet=st.sampled_from(
        list('桥通了，。,.;:!?“”"『』「」（）【】(图见上转版完已的 0123．５%a\u200b\u3000\n')
    ),
    max_size=80,
)


@given(TEXTS, TEXTS)
def test_cleaning_twice_changes_nothing_more(headline: str, text: str) -> None:
    article = make_article(headline=headline, paragraphs=(make_paragraph(text),))
    once = clean_article(article)
    twice = clean_article(once)
    assert twice.headline == once.headline
    assert twice.paragraphs == once.paragraphs


@given(TEXTS)
def test_no_han_character_of_a_text_is_lost_but_in_notes(text: str) -> None:
    article = make_article(paragraphs=(make_paragraph(text),))
    cleaned = clean_article(article)
    lost = sum(text.count(c) for c in "桥通已") - sum(cleaned.text.count(c) for c in "桥通已")
    noted = [r for r in cleaned.repairs if r.rule == "picture note"]
    assert lost == sum(r.before.count(c) - r.after.count(c) for r in noted for c in "桥通已")


@pytest.mark.parametrize(
    "unit", ["（", "（图", "（）", "5", "字", "“", "”“", ", ", " ", "\u3000", "」"]
)
def test_a_hostile_text_is_cleaned_to_its_end(unit: str) -> None:
    # What is not linear needs hours for so much. `python -m tests.bench_hostile` times it.
    assert clean("字" + unit * (1_000_000 // len(unit)) + "字")[0].startswith("字")


def test_a_stop_beside_straight_quotes_is_mended_at_once() -> None:
    assert clean('他念":"上') == ["他念“：”上"]


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        pytest.param("1\t东街小学\t12\t8", "1 东街小学 12 8", id="tabs"),
        pytest.param("西坪中学 14 9 36.5%", "西坪中学 14 9 36.5%", id="spaces"),
        pytest.param("男子组\t3人\t5人", "男子组 3人 5人", id="units"),
        pytest.param("共 12 人 8 岁", "共12人8岁", id="torn-units"),
        pytest.param("2026 年 5 月 全县 共有 30 家", "2026年5月 全县 共有30家", id="headline"),
        pytest.param("第 3 次，共 12 人。", "第3次，共12人。", id="sentence"),
    ],
)
def test_the_cells_of_a_row_stay_apart(printed: str, cleaned: str) -> None:
    assert clean(printed) == [cleaned]
    assert clean(cleaned) == [cleaned]


@pytest.mark.parametrize(
    "kept",
    [
        "病人复查（超声扫描发现异常）后住院。", "公园换了检票机（扫码、刷脸均可）。", "菜场换了秤（市民扫码即可查产地）。", "货主被拦（视频在网上流传）后报案。",
        "塔建于宋代（见1987版《青川县志》），高30米。", "桥的来历，详见2015版县志。", "老人犯了难。访客须扫描岗亭旁边的二维码，才能进门。他回家了。",
        "公园里，长椅右侧的二维码被人撕去。", "他病了（照片由家人保存）。", "（照片在洪水中遗失）", "他量了27\"和32\"的两块屏。",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_note_stays(kept: str) -> None:
    assert clean(kept) == [kept]


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("桥通了（更多内容请扫码）。", "桥通了。"),
        ("桥通了（扫码观看视频）。", "桥通了。"),
        ("桥通了（下方二维码）。", "桥通了。"),
        ("桥通了（视频见本报客户端）。", "桥通了。"),
        ("桥通了（图见文末）。", "桥通了。"),
        ("桥通了（照片由受访者提供）。", "桥通了。"),
        ("桥通了。请扫描右侧二维码，观看视频。", "桥通了。"),
        ("桥通了。长按文末二维码关注我们。", "桥通了。"),
        ('他买了27"的"新款"显示器。', '他买了27"的“新款”显示器。'),
        ('他说"屏是27"，又说"好"。', "他说“屏是27”，又说“好”。"),
        ('它获得2031"优秀"称号。', "它获得2031“优秀”称号。"),
    ],
)
def test_notes_for_readers_and_quotes_beside_them_that_are_news(printed: str, cleaned: str) -> None:
    assert clean(printed) == [cleaned]


@pytest.mark.parametrize(
    "headline", ["东区停电两天 快备水", "全县连日高温 防中暑", "首日客流平稳 雪停了"]
)
def test_a_short_clause_of_a_headline_stays_apart(headline: str) -> None:
    assert clean_article(make_article(headline=headline)).headline == headline
