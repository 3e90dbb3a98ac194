"""What any text goes through where it comes in."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from audiopaper.cli import audiopaper
from audiopaper.errors import InputError
from audiopaper.intake import normalise_text, normalise_values
from audiopaper.lexicon import load_lexicon
from audiopaper.pages import read_edition
from audiopaper.rundown import load_rundown, save_rundown
from tests.support.builders import make_item, make_rundown


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("⻓江⼤桥通⻋", "长江大桥通车"),
        ("⾦⽔县⼈⺠政府", "金水县人民政府"),
        ("⻢局⻓⻅了⻩⽼师", "马局长见了黄老师"),
        ("⼆⼗⼀⽇", "二十一日"),
        ("⻘川⻔户⽹站", "青川门户网站"),
        ("⻛力六级，⻥塘⻰舟", "风力六级，鱼塘龙舟"),
        ("⻉壳⻝品⻚面", "贝壳食品页面"),
        ("⽣产⼒⾼，⾝体好", "生产力高，身体好"),
        ("⿊⻢⿎楼⿐炎", "黑马鼓楼鼻炎"),
        ("⻬心协⼒", "齐心协力"),
        ("\uf9d1年\uf914队", "六年樂队"),
        ("\ufa19社\ufa1b利", "神社福利"),
        ("\U0002f81a川", "冬川"),
        ("︽青川日报︾︻快讯︼", "《青川日报》【快讯】"),
        ("｢青川｣､北川｡", "「青川」、北川。"),
        ("他說︰「好」﹐走了﹗", "他說：「好」，走了！"),
        ("1﹐200人，9﹕30开始", "1,200人，9:30开始"),
        ("ﬁt", "fit"),
    ],
)
def test_look_alikes_become_the_characters_that_are_meant(printed: str, meant: str) -> None:
    assert normalise_text(printed) == meant


@pytest.mark.parametrize(
    "unseen",
    [
        "\u200b",
        "\u200c",
        "\u200d",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u200e",
        "\u200f",
        "\u202d",
        "\u2066",
        "\u061c",
        "\ufe0f",
        "\ufe00",
        "\U000e0030",
        "\U000e0100",
        "\u3164",
        "\u180e",
        "\ufffc",
        "\x00",
        "\x7f",
        "\ud800",
    ],
)
def test_invisible_characters_go_inside_numbers_and_names(unseen: str) -> None:
    assert normalise_text(f"13{unseen}9人，曾{unseen}令新") == "139人，曾令新"


def test_emoji_stay_whole() -> None:
    printed = "❤️点赞👨‍👩‍👧，1️⃣号楼，☎️，©️"
    assert normalise_text(printed) == printed


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("新楼&nbsp;启用", "新楼 启用"),
        ("重5&thinsp;kg、2\u202f000元", "重5 kg、2 000元"),
        ("&#26032;&#x697C;启用", "新楼启用"),
        ("&ldquo;好&rdquo;&hellip;&hellip;", "“好”……"),
        ("&amp;nbsp;&amp;nbsp;本报讯", "  本报讯"),
        ("齐全&amp;amp;mdash;好", "齐全—好"),
        ("&lt;满100减50&gt;", "<满100减50>"),
        ("气温30&deg;C，3&times;4", "气温30°C，3×4"),
        ("研发R&amp;D中心", "研发R&D中心"),
        ("A&amp;B公司", "A&B公司"),
        ("曾&#8203;令新", "曾令新"),
        ("汽&shy;车", "汽车"),
        ("＆nbsp；本报讯", " 本报讯"),
        ("新楼&NBSP;启用&nbsp启用", "新楼 启用 启用"),
        ("马可&middot;波罗", "马可·波罗"),
        ("一行&#10;同一行", "一行 同一行"),
        ("https://qc.example/?a=1&amp;lt=2", "https://qc.example/?a=1&lt=2"),
        ("&emsp;&emsp;本报讯", "\u2003\u2003本报讯"),
        ("&ldquo;青川&rdquo;号&permil;", "“青川”号‰"),
    ],
)
def test_character_references_that_were_left_over_are_resolved(printed: str, meant: str) -> None:
    assert normalise_text(printed) == meant


@pytest.mark.parametrize(
    "printed",
    [
        "研发R&D投入",
        "AT&T公司；H&M门店",
        "BTC&ETH；两种币",
        "问答Q&A;其他",
        "空格写作&nbsp;，小于号写作&lt;。",
        "在HTML里&nbsp;表示空格",
        "“&lt;”是小于号的转义",
        "`&amp;`",
        "网址 https://qc.example/?a=1&b=2&lt=3",
        "&没有名字;",
        "&#;",
        "&#xZZ;",
        "三&五",
        "＆",
    ],
)
def test_references_that_a_text_speaks_of_and_plain_ampersands_stay(printed: str) -> None:
    assert normalise_text(printed) == printed


def test_an_article_on_web_pages_has_its_left_over_references_resolved_all_the_same() -> None:
    assert normalise_text("公司改用HTML5&nbsp;技术。") == "公司改用HTML5 技术。"


@pytest.mark.parametrize(
    "printed",
    [
        "２０２６年３月２日，Ａ座",
        "“青川”，《日报》；3.5％",
        "　　本报讯（记者 白小禾）",
        "①②Ⅲ㎡℃½²",
        "3﹒5万，-３℃，5﹪",
        "這說們會國來時個為對與於後",
        "氵字旁，廿、卅",
        "\t表格\t一",
        "约翰·史密斯",
        "㐀𠮷",
    ],
)
def test_what_the_splitter_and_the_numbers_go_by_is_left_alone(printed: str) -> None:
    assert normalise_text(printed) == printed


TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.characters(min_codepoint=0x2E80, max_codepoint=0x2FD5),
        st.sampled_from(
            list("&#x;ampltnbsgq0123456789；＆“”‘’👍青川\u200b\u200d\ufe0f\u20e3\u00ad\n")
        ),
    ),
    max_size=60,
)


@settings(max_examples=400)
@given(TEXTS)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise_text(text)
    assert normalise_text(once) == once


@settings(max_examples=400)
@given(TEXTS)
def test_lines_stay_lines(text: str) -> None:
    assert normalise_text(text).count("\n") == text.count("\n")


@settings(max_examples=400)
@given(TEXTS.map(lambda text: text.replace("&", "").replace("＆", "")))
def test_no_printable_character_is_lost(text: str) -> None:
    drawn = [c for c in text if c.isprintable() and c not in IGNORABLE]
    normal = normalise_text(text)
    kept = [c for c in normal if c.isprintable()]
    assert len(kept) >= len(drawn)
    same = [
        c for c in drawn if unicodedata.normalize("NFKC", c) == c and not "\u2e80" <= c < "\u2f00"
    ]
    left = iter(normal)
    assert all(c in left for c in same if c not in "﹐﹕")


IGNORABLE = set("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffc\ufe0f\u200d") | {
    chr(c)
    for first, last in ((0x180B, 0x180F), (0xFE00, 0xFE0E), (0xE0100, 0xE01EF), (0x1BCA0, 0x1BCA3))
    for c in range(first, last + 1)
}


def test_every_radical_of_a_pdf_font_gets_a_character_of_its_own() -> None:
    silent = {chr(c) for c in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6))}
    left = {c for c in silent if normalise_text(c) == c}
    assert left <= {"\u2e80", "\u2e9a"}


def test_all_texts_of_a_document_are_normalised_and_its_keys_are_not() -> None:
    document = {"⻓": ["⻓&mdash;", 1, None, {"x": "13\u200b9"}], "n": 2.5, "t": True}
    assert normalise_values(document) == {
        "⻓": ["长—", 1, None, {"x": "139"}],
        "n": 2.5,
        "t": True,
    }


# --- every door ------------------------------------------------------------------------------

PRINTED = "青川⼈⺠医\u200b院&ldquo;新楼&rdquo;启⽤"
MEANT = "青川人民医院“新楼”启用"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("01.txt", "{}\n\n本报讯 {}。"),
        ("01.md", "# {}\n\n本报讯 {}。"),
        ("01.html", "<h1>{}</h1><p>本报讯 {}。"),
    ],
)
def test_pages_come_in_as_they_are_meant(tmp_path: Path, name: str, form: str) -> None:
    page = tmp_path / name
    page.write_text(form.format(PRINTED, PRINTED.replace("&", "&amp;")), encoding="utf-8")
    (only,) = read_edition([page]).pages
    assert [line.lstrip("# ") for line in only.lines if line] == [MEANT, f"本报讯 {MEANT}。"]


def test_a_page_of_nothing_but_left_over_references_is_empty(tmp_path: Path) -> None:
    page = tmp_path / "01.txt"
    page.write_text("&nbsp;\n\n&nbsp;&#8203;\n", encoding="utf-8")
    with pytest.raises(InputError, match="is empty"):
        read_edition([page])


def test_line_numbers_of_a_page_stay_true(tmp_path: Path) -> None:
    page = tmp_path / "01.txt"
    page.write_text(f"青川日报\n&nbsp;\n{PRINTED}&#10;\n\u200b\n本报讯。\n", encoding="utf-8")
    (only,) = read_edition([page]).pages
    assert only.lines == ("青川日报", " ", f"{MEANT} ", "", "本报讯。")


def test_articles_handed_over_come_in_as_they_are_meant(tmp_path: Path) -> None:
    file = tmp_path / "edition.json"
    article = {"headline": PRINTED, "paragraphs": [PRINTED], "byline": ["曾\u200b令新"]}
    document = {"schema": 1, "paper": "青川⽇报", "articles": [article]}
    file.write_text(json.dumps(document), encoding="utf-8")
    edition = read_edition([file])
    assert edition.paper == "青川日报"
    (read,) = edition.articles
    assert (read.headline, read.text, read.byline) == (MEANT, MEANT, ("曾令新",))


def test_a_rundown_comes_in_as_it_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "rundown.toml"
    save_rundown(path, make_rundown(make_item(title=PRINTED, text=PRINTED)))
    (item,) = load_rundown(path, presenters=["lan"]).items
    assert (item.title, item.text) == (MEANT, MEANT)


def test_what_is_said_and_pronounced_comes_in_as_it_is_meant() -> None:
    result = CliRunner().invoke(audiopaper, ["pronounce", "--json", PRINTED])
    row = json.loads(result.stdout)
    assert row["text"] == MEANT
    assert [r["pinyin"] for r in row["readings"] if r["text"] == "院"] == [["yuan4"]]


def test_a_lexicon_entry_comes_in_as_it_is_meant(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[[entry]]\ntext = "⻓\u200b乐"\npinyin = "chang2 le4"\nbefore = ["⼤"]\n'
        '[surnames]\n"⻢" = "ma3"\n',
        encoding="utf-8",
    )
    lexicon = load_lexicon(tmp_path)
    assert [(e.text, e.before) for e in lexicon.entries] == [("长乐", ("大",))]
    assert "马" in lexicon.surnames
