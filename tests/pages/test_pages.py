from __future__ import annotations

import codecs
import contextlib
import datetime as dt
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.articles import split_articles
from audiopaper.errors import InputError
from audiopaper.pages import BadPageError, decode_page, html_text, printed_number, read_edition
from audiopaper.pages.filenames import PageName, read_page_name
from audiopaper.pages.markdown import plain_lines
from audiopaper.pages.page_files import find_files

TEXT = "城北新桥通车\n\n青川日报讯（记者 高远）城北新桥昨天通车，两岸居民往来更加方便了。\n"


def write_page(path: Path, text: str = TEXT, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


# --- text ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TEXT.encode(), id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), id="utf-8-bom"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), id="utf-16-le-bom"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), id="utf-16-be-bom"),
        pytest.param(TEXT.encode("utf-16-le"), id="utf-16-le"),
        pytest.param(TEXT.encode("utf-16-be"), id="utf-16-be"),
        pytest.param(TEXT.encode("gb18030"), id="gb18030"),
        pytest.param(
            "渡輪公司經理譚耀輝表示，夜航線每晚開出六班。".encode("gb18030"), id="traditional"
        ),
    ],
)
def test_every_usual_encoding_is_read(data: bytes) -> None:
    assert decode_page(data) in (TEXT, "渡輪公司經理譚耀輝表示，夜航線每晚開出六班。")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_an_editor_counts_them(end: str, tmp_path: Path) -> None:
    page = write_page(tmp_path / "01.txt", end.join(["第一行。", "", "第三行。"]) + end)
    assert read_edition([page]).pages[0].lines == ("第一行。", "", "第三行。")


@given(st.binary(max_size=400))
def test_no_bytes_are_too_strange_to_be_judged(data: bytes) -> None:
    with contextlib.suppress(BadPageError):
        assert isinstance(decode_page(data), str)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b" \n\t\r\n", "is empty", id="blank"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "is no text", id="picture"),
        pytest.param(bytes(range(256)) * 8, "is no text", id="binary"),
        pytest.param(b"\xff\xfe\x00\xd8\x41", "is broken", id="broken-utf-16"),
        pytest.param("字".encode() * 4_000_000, "is larger than a page", id="huge"),
        pytest.param("字\n".encode() * 30_000, "has more lines", id="too-many-lines"),
    ],
)
def test_a_page_that_cannot_be_read_is_an_input_error_that_names_it(
    data: bytes, problem: str, tmp_path: Path
) -> None:
    page = tmp_path / "07.txt"
    page.write_bytes(data)
    with pytest.raises(InputError, match=f"07.txt {problem}") as failure:
        read_edition([page])
    divided = "as a file of its own" in failure.value.remedy
    assert divided == (len(data) > 10_000 and "no text" not in problem)


def test_a_bad_page_among_good_ones_is_skipped_and_named(tmp_path: Path) -> None:
    write_page(tmp_path / "01.txt")
    (tmp_path / "02.txt").write_bytes(b"\x00\x01\x02" * 100)
    edition = read_edition([tmp_path])
    assert [p.name for p in edition.pages] == ["01.txt"]
    assert [s.name for s in edition.skipped] == ["02.txt"]


# --- files -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "numbers"),
    [
        (["10.txt", "2.txt", "1.md"], [1, 2, 10]),
        (["第03版.txt", "第01版.txt", "第02版.txt"], [1, 2, 3]),
        (["2026-03-02_02.txt", "2026-03-02_01.txt"], [1, 2]),
        (["20260302-A02.txt", "20260302-A01.txt"], [1, 2]),
        (["B01.txt", "A02.txt", "A01.txt"], [1, 2, 3]),
        (["front.txt", "back.txt"], [1, 2]),
    ],
)
def test_pages_stand_in_the_order_of_their_names(
    names: list[str], numbers: list[int], tmp_path: Path
) -> None:
    for name in names:
        write_page(tmp_path / name)
    edition = read_edition([tmp_path])
    assert [p.number for p in edition.pages] == numbers
    if "A01.txt" in names:
        assert [p.name for p in edition.pages] == ["A01.txt", "A02.txt", "B01.txt"]


def test_files_and_folders_may_be_mixed_and_named_twice(tmp_path: Path) -> None:
    one = write_page(tmp_path / "a" / "01.txt")
    write_page(tmp_path / "b" / "02.txt")
    edition = read_edition([tmp_path / "b", one, tmp_path / "a"])
    assert [p.number for p in edition.pages] == [1, 2]


def test_hidden_files_and_other_formats_in_a_folder_are_left_out(tmp_path: Path) -> None:
    for name in ("01.txt", ".02.txt", "03.jpg", "~04.txt"):
        write_page(tmp_path / name)
    assert [p.name for p in read_edition([tmp_path]).pages] == ["01.txt"]


@pytest.mark.parametrize("name", ["missing", "empty", "page.doc"])
def test_what_is_no_page_is_an_input_error_that_says_so(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_page(tmp_path / "page.doc")
    with pytest.raises(InputError, match=name):
        read_edition([tmp_path / name])


def test_no_edition_has_hundreds_of_pages(tmp_path: Path) -> None:
    for n in range(201):
        write_page(tmp_path / f"{n + 1}.txt", "字")
    with pytest.raises(InputError, match="201"):
        read_edition([tmp_path])


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("# 2 要闻", 2),
        ("第三版", 3),
        ("A08 便民", 8),
        ("青川日报 第十二版", 12),
        ("城北新桥通车", 0),
    ],
)
def test_running_heads_tell_the_page_number(head: str, number: int) -> None:
    assert printed_number([head, "", "城北新桥昨天通车。"]) == number


# --- date ------------------------------------------------------------------------------------

DAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    "line",
    [
        "2026年3月2日 星期一 农历丙午年正月十四",
        "２０２６年３月２日　星期一",
        "二〇二六年三月二日 星期一",
        "二零二六年三月二日",
        "2026 年 3 月 2 日",
        "青川日报 2026年3月2日 星期一 第2版",
        "A05 民生 2026.03.02 责编 李然 美编 邹舟",
        "2026-03-02 星期一",
    ],
)
def test_the_masthead_tells_the_date(line: str, tmp_path: Path) -> None:
    page = write_page(tmp_path / "01.txt", f"青川日报\n{line}\n\n{TEXT}")
    assert read_edition([page]).date == DAY


@pytest.mark.parametrize(
    "line",
    [
        "2025年12月30日下午，全市防汛会召开，会议对今年的工作作了安排，要求各地早做准备。",
        "青川市城市管理局\n\n2025年12月30日",
        "据了解，工程于2025年12月30日动工。",
    ],
)
def test_a_date_in_a_text_is_not_the_edition_s(line: str, tmp_path: Path) -> None:
    page = write_page(tmp_path / "01.txt", f"{TEXT}\n{line}\n")
    assert read_edition([page]).date is None


@pytest.mark.parametrize("name", ["2026-03-02", "20260302", "2026_03_02", "青川日报2026年3月2日"])
def test_the_folder_tells_the_date_where_no_masthead_does(name: str, tmp_path: Path) -> None:
    write_page(tmp_path / name / "01.txt")
    assert read_edition([tmp_path / name]).date == DAY


def test_the_file_s_name_tells_the_date_too(tmp_path: Path) -> None:
    assert read_edition([write_page(tmp_path / "20260302_01.txt")]).date == DAY


def test_hexadecimal_names_are_no_dates(tmp_path: Path) -> None:
    assert read_edition([write_page(tmp_path / "001_58d20260302fdf3.txt")]).date is None


def test_front_matter_tells_the_date(tmp_path: Path) -> None:
    page = write_page(tmp_path / "01.md", f"---\ntitle: 要闻\ndate: 2026-03-02\n---\n{TEXT}")
    assert read_edition([page]).date == DAY


def test_two_sources_that_disagree_are_an_error_that_names_both(tmp_path: Path) -> None:
    page = write_page(tmp_path / "2026-03-03" / "01.txt", f"2026年3月2日 星期一\n\n{TEXT}")
    with pytest.raises(InputError, match=r"2026-03-02.*2026-03-03"):
        read_edition([page])
    with pytest.raises(InputError, match=r"2026-03-04.*2026-03-02"):
        read_edition([page], date=dt.date(2026, 3, 4))


def test_pages_of_two_days_are_an_error_that_names_both(tmp_path: Path) -> None:
    write_page(tmp_path / "01.txt", f"2026年3月2日 星期一 第8123号\n\n{TEXT}")
    write_page(tmp_path / "02.txt", f"青川日报 2026年3月3日 星期二\n\n{TEXT}")
    with pytest.raises(InputError, match=r"01\.txt.*02\.txt"):
        read_edition([tmp_path])


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param({"01.txt": TEXT, "01(1).txt": TEXT}, id="same-text"),
        pytest.param({"01.txt": TEXT, "02.txt": TEXT + "又讯。"}, id="other-page"),
        pytest.param(
            {
                "01-1.txt": "简讯\n\n本报记者 石小满\n\n" + "河堤栽树三千棵，专人浇水。" * 2,
                "01-2.txt": "简讯\n\n本报记者 石小满\n\n" + "文化馆周末教剪纸，每班二十人。" * 2,
            },
            id="articles-of-one-page",
        ),
    ],
)
def test_files_that_are_no_versions_of_one_page_need_nobody(
    pages: dict[str, str], tmp_path: Path
) -> None:
    for name, text in pages.items():
        write_page(tmp_path / name, text)
    assert read_edition([tmp_path]).objections == ()


@pytest.mark.parametrize(
    ("names", "read"),
    [
        pytest.param(["01.txt", "01.pdf"], ["01.txt"], id="twin"),
        pytest.param(["01.txt", "02.pdf", "03.pdf"], ["01.txt", "02.pdf", "03.pdf"], id="others"),
        pytest.param(["01.pdf", "02.pdf", "说明.txt"], ["01.pdf", "02.pdf", "说明.txt"], id="note"),
        pytest.param(
            ["要闻.txt", "体育.txt", "01.pdf", "02.pdf"], ["体育.txt", "要闻.txt"], id="names"
        ),
        pytest.param(["01.txt", "2026-03-02.pdf"], ["01.txt"], id="whole-edition"),
        pytest.param(["A01.txt", "B01.pdf"], ["A01.txt", "B01.pdf"], id="section"),
    ],
)
def test_pdfs_are_read_where_no_text_is_of_their_page(
    names: list[str], read: list[str], tmp_path: Path
) -> None:
    for name in names:
        write_page(tmp_path / name)
    assert sorted(path.name for path in find_files([tmp_path]).pages) == sorted(read)


_MASTHEAD = "青川日报\n2026年3月2日 星期一 第8123期\n\n"


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("2026年3月1日 星期日", id="weekday"),
        pytest.param("03 文体 2026.03.01", id="number-and-section"),
        pytest.param("文体 2026年3月1日", id="section"),
        pytest.param("二〇二六年三月一日 星期日", id="Han-digits"),
        pytest.param("2026-03-01", id="alone"),
        pytest.param("第三版\n青川日报\n2026年3月1日", id="three-lines"),
        pytest.param("03\n文体\n2026年3月1日 星期日", id="number-above"),
        pytest.param("# 文体 2026年3月1日 责编 李然", id="heading"),
    ],
)
def test_a_running_head_of_another_day_is_refused_beside_a_full_masthead(
    head: str, tmp_path: Path
) -> None:
    write_page(tmp_path / "01.txt", f"{_MASTHEAD}{TEXT}")
    write_page(tmp_path / "03.txt", f"{head}\n\n{TEXT}")
    with pytest.raises(InputError, match=r"01\.txt.*2026-03-02.*03\.txt.*2026-03-01"):
        read_edition([tmp_path])


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("2026年3月20日青川文化馆开馆", id="headline-that-begins-with-it"),
        pytest.param("2026年3月7日 星期六 青川剧场演《碧玉簪》", id="listing"),
        pytest.param("遗失声明\n2026年2月28日", id="notice"),
        pytest.param("公告\n2026年2月28日", id="notice-named-like-a-section"),
        pytest.param("青川文化馆三月活动\n2026年3月7日 星期六", id="below-a-headline"),
        pytest.param("自2026年3月9日起停水", id="in-a-sentence"),
        pytest.param("文体 2026年3月2日", id="same-day"),
    ],
)
def test_a_date_that_is_in_no_running_head_leaves_the_masthead_s(head: str, tmp_path: Path) -> None:
    write_page(tmp_path / "01.txt", f"{_MASTHEAD}{TEXT}")
    write_page(tmp_path / "03.txt", f"{head}\n\n{TEXT}")
    assert read_edition([tmp_path]).date == DAY


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("3月1日 星期日 第03版 文体", id="whole"),
        pytest.param("03 文体 3月1日 星期日", id="number-section-weekday"),
        pytest.param("三版 三月一日 星期日", id="Han-digits"),
        pytest.param("3.1 星期日 03", id="two-numbers"),
        pytest.param("03\n文体\n3月1日（星期日）", id="three-lines"),
        pytest.param("青川日报 3月1日", id="paper"),
        pytest.param("城南生活圈 第03版 3月1日 星期日", id="section-of-its-own"),
        pytest.param("3月1日 周日", id="weekday"),
        pytest.param("26年3月1日 文体 03版", id="short-year"),
        pytest.param("版次：03 日期：2026-03-01", id="labels"),
        pytest.param("2026·03·01 星期日", id="raised-points"),
        pytest.param("20260301 第03版", id="eight-digits"),
        pytest.param("QINGCHUAN DAILY 1 Mar 2026", id="English"),
        pytest.param("Sunday, March 1, 2026 A03", id="English-weekday"),
        pytest.param("青川日报 QINGCHUAN DAILY Mar 1", id="English-without-year"),
    ],
)
def test_a_running_head_of_another_day_is_refused_in_any_form(head: str, tmp_path: Path) -> None:
    folder = tmp_path / "2026-03-02"
    write_page(folder / "01.txt", f"{_MASTHEAD}{TEXT}")
    write_page(folder / "03.txt", f"{head}\n\n{TEXT}")
    with pytest.raises(InputError, match=r"01\.txt.*2026-03-02, 03\.txt line \d says .*[1一]"):
        read_edition([folder])
    (folder / "01.txt").unlink()
    with pytest.raises(InputError, match=r"03\.txt.*2026-03-0|folder 2026-03-02.*03\.txt"):
        read_edition([folder])


@pytest.mark.parametrize(
    "foot",
    [
        "03 文体 2026年3月1日 星期日",
        "3月1日 星期日 第03版",
        "青川日报 3月1日 03版",
        "第三版 文体 三月一日",
    ],
)
def test_a_running_head_at_the_foot_of_a_page_is_compared_too(foot: str, tmp_path: Path) -> None:
    write_page(tmp_path / "01.txt", f"{_MASTHEAD}{TEXT}")
    page = write_page(tmp_path / "03.txt", f"{TEXT}\n\n{foot}\n")
    with pytest.raises(InputError, match=r"03\.txt line \d says"):
        read_edition([tmp_path])
    write_page(page, f"{foot}\n{TEXT}\n\n".replace("1日", "2日").replace("一日", "二日"))
    assert read_edition([tmp_path]).date == DAY


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(f"3月7日 星期六 青川剧场演《碧玉簪》\n\n{TEXT}", id="listing"),
        pytest.param(f"3月7日青川文化馆开馆\n\n{TEXT}", id="headline"),
        pytest.param(f"3月8日起停水 第03版\n\n{TEXT}", id="in-a-sentence"),
        pytest.param(f"公告\n3月1日\n\n{TEXT}", id="notice"),
        pytest.param(f"青川文化馆三月活动\n3月7日 星期六\n\n{TEXT}", id="below-a-headline"),
        pytest.param(f"文化 3月7日\n\n{TEXT}", id="section-and-event"),
        pytest.param(f"3月7日—8日 周末\n\n{TEXT}", id="days"),
        pytest.param("3月7日 星期六\n看花灯\n3月8日 星期日\n赶集\n", id="days-listed"),
        pytest.param(f"{TEXT}\n青川市水务局\n2026年3月1日\n", id="signature"),
        pytest.param(f"{TEXT}\n青川日报社\n3月1日\n", id="signature-of-the-paper"),
        pytest.param(f"{TEXT}\n（3月1日 星期日）\n", id="end-of-a-letter"),
        pytest.param(f"{TEXT}\n第26024期 2026-03-01 05 12 18\n", id="table"),
        pytest.param(f"图3 石塘桥 2026年3月1日\n\n{TEXT}", id="picture"),
        pytest.param(f"12.5 亿元投向公路\n\n{TEXT}", id="amount"),
        pytest.param(f"03 文体 3月2日 星期一\n\n{TEXT}", id="same-day"),
        pytest.param(f"农历正月十四 3月2日 星期一 03\n\n{TEXT}", id="lunar"),
        pytest.param(f"3月7日 星期一 第03版\n\n{TEXT}", id="digit-misread"),
    ],
)
def test_a_date_of_something_else_is_no_running_head(page: str, tmp_path: Path) -> None:
    folder = tmp_path / "2026-03-02"
    write_page(folder / "01.txt", f"青川日报\n2026年3月2日 星期一 第8123期\n今日4版\n\n{TEXT}")
    write_page(folder / "03.txt", page)
    assert read_edition([folder]).date == DAY


@pytest.mark.parametrize(
    "head", ["2026年3月2日 星期三", "青川日报 3月2日 周三", "第03版 2026-03-02 Wednesday"]
)
def test_a_weekday_that_is_not_the_dates_is_named(head: str, tmp_path: Path) -> None:
    write_page(tmp_path / "2026-03-02" / "03.txt", f"{head}\n\n{TEXT}")
    (warning,) = read_edition([tmp_path / "2026-03-02"]).warnings
    assert warning == "03.txt line 1 prints 星期三, and 2026-03-02 is 星期一"


def test_the_date_given_stands_where_nothing_is_printed(tmp_path: Path) -> None:
    page = write_page(tmp_path / "01.txt")
    assert read_edition([page]).date is None
    assert read_edition([page], date=DAY).date == DAY


# --- paper -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        (f"江州晚报\n2026年3月2日\n\n{TEXT}", "江州晚报"),
        (f"中国渔机报\n2026年3月2日\n\n{TEXT.replace('青川日报讯', '本报讯')}", "中国渔机报"),
        (TEXT, "青川日报"),
        ("市领导举报热线\n\n本报讯 天晴。", ""),
        (f"A05 民生\n江州晚报 2026年3月5日 星期四\n\n{TEXT}", "江州晚报"),
    ],
)
def test_masthead_running_head_or_datelines_name_the_paper(
    text: str, paper: str, tmp_path: Path
) -> None:
    assert read_edition([write_page(tmp_path / "01.txt", text)]).paper == paper


def test_an_e_paper_page_is_read_without_its_menus_and_scripts(tmp_path: Path) -> None:
    page = write_page(
        tmp_path / "01.html",
        "<html><head><title>青川日报</title><style>p{}</style></head><body>"
        "<nav>上一版</nav><script>var a = '<p>不读</p>';</script>"
        "<h2>石塘大桥\n通车</h2><p>本报讯&nbsp;大桥<b>通车</b>了。<br/>两岸不再绕行。</p></body></html>",
    )
    (only,) = read_edition([page]).pages
    assert [line for line in only.lines if line] == [
        "## 石塘大桥通车",
        "本报讯 大桥通车了。",
        "两岸不再绕行。",
    ]


@given(st.lists(st.text("桥通车了，。1a", min_size=1), min_size=1))
def test_no_paragraph_of_a_web_page_is_lost_or_joined(paragraphs: list[str]) -> None:
    page = "".join(f"<p>{text}</p>" for text in paragraphs)
    assert html_text(page).split("\n\n") == paragraphs


def test_what_a_web_page_hides_is_not_read_and_spaces_part_clauses(tmp_path: Path) -> None:
    page = write_page(
        tmp_path / "01.html",
        '<?xml version="1.0" encoding="gb2312"?><!DOCTYPE html><html><head><meta charset="gb2312">'
        '</head><body><form id="form1"><div style="display: none">收藏本页<div>分享</div></div>'
        "<founder-title>念好山字经\u3000唱响茶乡戏</founder-title>"
        "<table><tr><td>本报讯</td><td>茶园<br>开采\n了</td></tr></table>"
        "<p hidden>打印</p><p>Wi-Fi\n6 covers\nthe hall。</p></form></body></html>",
        encoding="gb18030",
    )
    lines = [line for line in read_edition([page]).pages[0].lines if line]
    assert lines[0].replace("\u3000", " ") == "念好山字经 唱响茶乡戏"
    assert lines[1:] == ["本报讯", "茶园", "开采了", "Wi-Fi 6 covers the hall。"]


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        pytest.param("<p><a>放大</a> <a>缩小</a> 朗读</p>桥通了。", ["桥通了。"], id="buttons"),
        pytest.param("<ul><li><a>石塘大桥通车</a></li></ul>桥通了。", ["桥通了。"], id="contents"),
        pytest.param(
            "<h2><a>桥通了</a></h2>路宽了。", ["## 桥通了", "路宽了。"], id="headline-link"
        ),
        pytest.param("<td><a>石塘大桥今起通车</a></td>", ["石塘大桥今起通车"], id="linked-title"),
        pytest.param("<ul><li>一号桥<a>（图）</a></li></ul>", ["一号桥（图）"], id="list"),
        pytest.param("<h1>桥<br>通了</h1>路宽。", ["# 桥 通了", "路宽。"], id="break-in-headline"),
        pytest.param("<p>大</p>桥", ["桥"], id="size-of-type"),
        pytest.param("返回目录" * 45 + "桥", ["返回目录" * 45 + "桥"], id="hostile"),
    ],
)
def test_what_steers_a_web_page_is_not_its_text(html: str, lines: list[str]) -> None:
    assert html_text(html).split("\n\n") == lines


HTML = st.lists(
    st.sampled_from(
        [
            *"<>=桥\n\0\ud800",
            *["<p>", "</p>", "<h2>", "<![", "<!--", "<a", "</", "&#", "&amp;", "<nav>"],
            "通 车",
        ]
    ),
    max_size=60,
)


@given(HTML)
def test_no_web_page_is_too_broken_to_be_read(pieces: list[str]) -> None:
    text = html_text("".join(pieces))
    assert all(line.strip() for line in text.split("\n\n")) or not text


@pytest.mark.parametrize("unit", ["<", "<a ", "<!", "<![", "<!--", "&#", "<b>字", "<div>", "</x "])
def test_a_hostile_web_page_of_some_size_ends(unit: str) -> None:
    # 200 kB: Python's own parser needs minutes for "<a " and breaks at "<![".
    assert len(html_text(unit * (200_000 // len(unit)))) <= 400_000


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("**本报讯** 桥*昨天*通了。", "本报讯 桥昨天通了。"),
        ("见[图集](https://example.org/a.html)。", "见图集。"),
        ("![桥](bridge.png)", "![桥](bridge.png)"),
        ("桥![桥](bridge.png)通了。", "桥通了。"),
        ("> 他说，桥通了。", "他说，桥通了。"),
        ("- 一号桥", "一号桥。"),
        ("- 一号桥；", "一号桥；"),
        ("- [上一版](01.md)", "上一版"),
        ("## 桥 **通** 了", "## 桥 通 了"),
        ("全长3*2公里，5*6米。", "全长3*2公里，5*6米。"),
        (r"1\. 桥", "1. 桥"),
        ("----", "----"),
        ("snake_case_name", "snake_case_name"),
    ],
)
def test_markdown_is_read_without_its_mark_up(printed: str, plain: str, tmp_path: Path) -> None:
    page = write_page(tmp_path / "01.md", f"{TEXT}\n{printed}\n末行。\n")
    assert read_edition([page]).pages[0].lines[-2] == plain
    text = write_page(tmp_path / "text" / "01.txt", f"{TEXT}\n{printed}\n末行。\n")
    assert read_edition([text]).pages[0].lines[-2] == printed


@given(st.lists(st.text(alphabet=list("桥#*_[]()!> -`\\<br/>1.字"), max_size=30), max_size=8))
def test_markdown_keeps_its_lines_and_its_characters(lines: list[str]) -> None:
    plain = plain_lines(lines)
    assert len(plain) == len(lines)
    for before, after in zip(lines, plain, strict=True):
        assert after.count("字") == before.count("字") or "](" in before


def test_front_matter_tells_the_paper(tmp_path: Path) -> None:
    page = write_page(tmp_path / "01.md", "---\npaper: 《江州晚报》\n---\n" + TEXT)
    assert read_edition([page]).paper == "江州晚报"


def test_links_that_lead_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    write_page(tmp_path / "secret" / "private.txt")
    inbox = tmp_path / "inbox"
    inside = write_page(inbox / "01.txt")
    (inbox / "02.txt").symlink_to(tmp_path / "secret" / "private.txt")
    (inbox / "03.txt").symlink_to(inside)
    (inbox / "04.txt").symlink_to(inbox / "04.txt")
    edition = read_edition([inbox])
    assert [p.name for p in edition.pages] == ["01.txt"]
    assert [(s.name, s.problem) for s in edition.skipped] == [
        ("02.txt", "is a link that leads out of its folder"),
        ("04.txt", "is a link that leads to no file"),
    ]
    (inbox / "01.txt").unlink()
    (inbox / "03.txt").unlink()
    with pytest.raises(InputError, match=r"02\.txt is a link"):
        read_edition([inbox])


@pytest.mark.parametrize("target", ["gone/03.txt", "03.txt"])
def test_a_link_to_no_file_is_named(target: str, tmp_path: Path) -> None:
    (tmp_path / "03.txt").symlink_to(target)
    with pytest.raises(InputError, match=r"03\.txt is a link that leads to no file"):
        read_edition([tmp_path])
    write_page(tmp_path / "01.txt")
    (skipped,) = read_edition([tmp_path]).skipped
    assert (skipped.name, skipped.problem) == ("03.txt", "is a link that leads to no file")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"{\\rtf1\\ansi \\u26611?}", "is a file of another format (RTF)"),
        (b"%PDF-1.7\n", "is a file of another format (PDF)"),
        (b"PK\x03\x04\x14", "is a file of another format (DOCX, ZIP)"),
        (b"<?xml version='1.0'?><nitf><body/></nitf>", "is a file of another format (XML)"),
    ],
)
def test_another_format_that_is_named_a_text_is_named(
    data: bytes, problem: str, tmp_path: Path
) -> None:
    write_page(tmp_path / "01.txt")
    (tmp_path / "03.txt").write_bytes(data)
    (skipped,) = read_edition([tmp_path]).skipped
    assert skipped.problem.startswith(problem)


@pytest.mark.parametrize(
    "start", ["<html>", "\n<!DOCTYPE html>\n<html>", "<?xml version='1.0'?><html>"]
)
def test_a_web_page_that_is_named_a_text_is_read_as_one(start: str, tmp_path: Path) -> None:
    text = f"{start}<head><title>城北新桥通车</title></head><body><p>城北新桥昨天通车。</p></body></html>"
    write_page(tmp_path / "01.txt", text)
    lines = read_edition([tmp_path]).pages[0].lines
    assert "城北新桥昨天通车。" in lines
    assert not any("<" in line for line in lines)


@pytest.mark.parametrize(
    ("name", "inside", "is_named"),
    [
        ("第二叠.zip", "03.txt", True),
        ("20260302.zip", "版面/03.txt", True),
        ("附件.7z", "", True),
        ("20260302.zip", "01.txt", False),
        ("图片.zip", "5.jpg", False),
        ("01.zip", "原稿.docx", False),
    ],
)
def test_an_archive_that_may_hold_a_page_is_named(
    name: str, inside: str, is_named: bool, tmp_path: Path
) -> None:
    write_page(tmp_path / "01.txt")
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr(inside or "x", "x")
    warnings = read_edition([tmp_path]).warnings
    assert any(f"not unpacked: {name}" in warning for warning in warnings) == is_named


def test_a_folder_may_be_a_link_itself(tmp_path: Path) -> None:
    write_page(tmp_path / "real" / "01.txt")
    (tmp_path / "inbox").symlink_to(tmp_path / "real")
    assert len(read_edition([tmp_path / "inbox"]).pages) == 1


def test_what_is_neither_file_nor_folder_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "01.txt")
    with pytest.raises(InputError, match="is no file"):
        read_edition([tmp_path / "01.txt"])
    with pytest.raises(InputError, match="holds no page file"):
        read_edition([tmp_path])


@pytest.mark.parametrize(
    "unit", ["（", "（）", "5", "2026年", "字", " ", "\u3000", "第", "日报", "#"]
)
def test_a_hostile_page_is_read_to_its_end(unit: str, tmp_path: Path) -> None:
    page = write_page(tmp_path / "01.txt", "字\n" + unit * (600_000 // len(unit)))
    assert read_edition([page]).date is None


# --- how names are read ------------------------------------------------------------------------

ARTICLE = "\n\n本报讯（记者高远）{}今晨通车，首批车辆于六时整驶过桥面，两岸居民不再绕行。\n"


def write_named(folder: Path, *names: str) -> None:
    for n, name in enumerate(names):
        write_page(folder / name, f"第{n}号桥通车{ARTICLE.format(f'第{n}号桥')}")


@pytest.mark.parametrize(
    ("name", "section", "number", "article"),
    [
        ("20260304-10-01.txt", "", 10, 1),
        ("2026-03-04-10-01.txt", "", 10, 1),
        ("2026_03_04_10_1.txt", "", 10, 1),
        ("20260304_A10-01.html", "A", 10, 1),
        ("20260304A01001.txt", "A", 1, 1),
        ("qcrb_B01.txt", "B", 1, None),
        ("qcrbB01.txt", "B", 1, None),
        ("qcrb20260304B01.txt", "B", 1, None),
        ("青川晚报_20260304_T08.txt", "T", 8, None),
        ("特1.txt", "特", 1, None),
        ("T特刊.txt", "T", None, None),
        ("A叠第01版.txt", "A", 1, None),
        ("C1.txt", "C", 1, None),
        ("第06版.txt", "", 6, None),
        ("06版 民生.txt", "", 6, None),
        ("青川日报_20260304_第01版_要闻_3.txt", "", 1, 3),
        ("20260304_071500_A02.txt", "A", 2, None),
        ("2026-03-04 07:15 B02.txt", "B", 2, None),
        ("20260304T0715_03.txt", "", 3, None),
        ("2026030412.txt", "", 12, None),
        ("0304-A07.txt", "A", 7, None),
        ("第1234期-03.txt", "", 3, None),
        ("100.txt", "", 100, None),
        ("node_3.htm", "", 3, None),
        ("content_123456_7890123.htm", "", None, None),
        ("nw.D110000qcrb_20260304_2-01.htm", "", 1, 2),
        ("58d4e887afd03df3.txt", "", 58, None),
        ("front.txt", "", None, None),
    ],
)
def test_a_file_s_name_gives_section_page_and_article(
    name: str, section: str, number: int | None, article: int | None
) -> None:
    assert read_page_name(name) == PageName(section, number, article)


@pytest.mark.parametrize(
    "names",
    [
        ["qcrb_A01.txt", "qcrb_A02.txt", "qcrb_A10.txt", "qcrb_B01.txt", "qcrb_B02.txt"],
        ["A01.txt", "A16.txt", "B01.txt", "C1.txt", "T01.txt", "特1.txt"],
        ["1.txt", "2.txt", "9.txt", "10.txt", "11.txt", "100.txt"],
        ["20260304-1.txt", "20260304-2.txt", "20260304-10.txt"],
        ["20260304_071500_A01.txt", "20260304_070000_A02.txt", "20260304_060000_B01.txt"],
        ["01.txt", "20260304-02.txt", "第03版.txt", "2026-03-04-4.txt", "2026_03_04_05版.txt"],
        ["头版.txt", "要闻2.txt", "要闻10.txt"],
        ["第一版.txt", "第二版.txt", "第三版.txt", "第十版.txt", "第十二版.txt"],
        ["back.txt", "front.txt"],
        ["A02.txt", "A1-特别.txt"][::-1],
        ["01.txt", "02.txt", "A01.txt", "封面.txt"],
    ],
)
def test_pages_are_sorted_by_section_and_number_whatever_the_names(
    names: list[str], tmp_path: Path
) -> None:
    write_named(tmp_path, *reversed(names))
    assert [p.name for p in read_edition([tmp_path]).pages] == names


def test_files_of_one_page_are_one_page_in_order(tmp_path: Path) -> None:
    names = [f"20260304-{page:02}-{n:02}.txt" for page in (2, 10) for n in (1, 2, 3, 10)]
    write_named(tmp_path, *names)
    pages = read_edition([tmp_path]).pages
    assert [p.number for p in pages] == [2, 10]
    shown = [line for line in pages[1].lines if line.endswith("桥通车")]
    assert shown == ["第4号桥通车", "第5号桥通车", "第6号桥通车", "第7号桥通车"]
    assert pages[1].name == "20260304-10-01.txt to 20260304-10-10.txt"


def test_web_pages_of_one_page_stay_an_article_each(tmp_path: Path) -> None:
    for n, title in enumerate(("石塘大桥今晨通车", "城北新桥动工"), start=1):
        body = f"<h1>{title}</h1>" + "".join(
            f"<p>{title}，记者从现场获悉，{x}。</p>" * 2 for x in "甲乙丙"
        )
        write_page(tmp_path / f"20260304-10-{n:02}.html", f"<title>{title}_青川网</title>{body}")
    edition = read_edition([tmp_path])
    assert [p.number for p in edition.pages] == [10]
    headlines = [a.headline for a in split_articles(edition).articles]
    assert headlines == ["石塘大桥今晨通车", "城北新桥动工"]


def test_an_edition_of_many_articles_a_page_has_no_more_pages(tmp_path: Path) -> None:
    for n in range(300):
        write_page(tmp_path / f"20260304-{n // 20 + 1:02}-{n % 20 + 1:02}.txt", "字")
    assert len(read_edition([tmp_path]).pages) == 15


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("第6版 民生", 6),
        ("06版", 6),
        ("A06 民生", 6),
        ("2026年3月4日 星期三 第六版", 6),
        ("青川日报 06版 要闻 责编：高远", 6),
        ("第06版：要闻", 6),
    ],
)
def test_the_printed_page_number_wins_over_the_name_s_with_a_warning(
    head: str, number: int, tmp_path: Path
) -> None:
    write_page(tmp_path / "03.txt", f"{head}\n\n石塘大桥通车{ARTICLE.format('桥')}")
    write_named(tmp_path, "04.txt")
    edition = read_edition([tmp_path])
    assert [(p.name, p.number) for p in edition.pages] == [("04.txt", 4), ("03.txt", number)]
    (warning,) = edition.warnings
    assert all(part in warning for part in ("03.txt", "6", "3"))


@pytest.mark.parametrize(
    "head",
    [
        "第3版 民生",
        "石塘大桥通车 第6版",
        "下转第6版",
        "（下转第六版）",
        "今日8版",
        "今日共 8 版",
        "暴雨预警发布 5版\n桥上不收费 6版",
        "青川日报\n2026年3月4日 星期三",
        "12",
        "见6版",
        "8",
        "G60 高速今晨恢复通行",
    ],
)
def test_a_pointer_to_another_page_moves_no_page(head: str, tmp_path: Path) -> None:
    write_page(tmp_path / "03.txt", f"{head}\n\n石塘大桥通车{ARTICLE.format('桥')}")
    write_named(tmp_path, "04.txt")
    edition = read_edition([tmp_path])
    assert [(p.name, p.number) for p in edition.pages] == [("03.txt", 3), ("04.txt", 4)]
    assert edition.warnings == ()


def test_two_files_that_claim_one_page_keep_their_names_numbers(tmp_path: Path) -> None:
    write_page(tmp_path / "03.txt", f"第4版 民生\n\n石塘大桥通车{ARTICLE.format('桥')}")
    write_page(tmp_path / "04.txt", f"第4版 民生\n\n城北新桥动工{ARTICLE.format('桥')}")
    edition = read_edition([tmp_path])
    assert [(p.name, p.number) for p in edition.pages] == [("03.txt", 3), ("04.txt", 4)]
    assert "another file is page 4" in edition.warnings[0]


@pytest.mark.parametrize(
    "name",
    ["2026-03-02-10-01", "2026_03_02_A01", "20260302", "qcrb20260302A01", "20260302_071500_A02",
     "2026030201", "20260302071500", "A01_2026.3.2", "青川日报2026年3月2日第1版"],
)  # fmt: skip
def test_a_date_in_any_form_in_a_file_s_name_is_the_edition_s(name: str, tmp_path: Path) -> None:
    assert read_edition([write_page(tmp_path / f"{name}.txt")]).date == DAY


def test_a_name_s_date_that_disagrees_with_the_masthead_is_refused(tmp_path: Path) -> None:
    page = write_page(tmp_path / "20260303-01-01.txt", f"2026年3月2日 星期一\n\n{TEXT}")
    with pytest.raises(InputError, match=r"2026-03-02.*20260303-01-01.*2026-03-03"):
        read_edition([page])


@pytest.mark.parametrize(
    ("pages", "beside", "unread"),
    [
        ("01.txt 02.txt", "03.docx", "03.docx"),
        ("01.txt 02.txt", "03版.zip", "03版.zip"),
        ("01.txt 02.txt", "第四版.wps", "第四版.wps"),
        ("01.txt 02.txt", "03.txt.part", "03.txt.part"),
        ("01.txt 02.txt", "03", "03"),
        ("01.txt 02.txt", "03.jpg", "03.jpg"),
        ("01.txt 02.txt", "B叠/B01.txt", "B叠/B01.txt"),
        ("01.txt 02.txt", "03版/东桥通车.txt", "03版/"),
        ("A01.txt B01.txt", "B02.docx", "B02.docx"),
        ("qcrb_20260302_01.txt", "qcrb_20260302_03.docx", "qcrb_20260302_03.docx"),
        ("要闻.txt 民生.txt", "03.docx", "03.docx"),
    ],
)
def test_what_has_the_number_of_no_page_that_is_read_is_named(
    pages: str, beside: str, unread: str, tmp_path: Path
) -> None:
    write_named(tmp_path, *pages.split(), beside)
    edition = read_edition([tmp_path])
    (warning,) = edition.warnings
    assert f"has such a number: {unread}; a page" in warning
    assert edition.skipped == ()


@pytest.mark.parametrize(
    ("pages", "beside"),
    [
        ("01.txt 02.txt", "01.docx 02.doc"),
        ("01.txt 02.txt", "原稿/01.docx 原稿/02.docx"),
        ("01.txt 02.txt", "01.txt.md5 md5.sums SHA256SUMS 说明3.docx img_2034.jpg"),
        ("01.txt 02.txt", "图片/5.jpg 图片/12.png"),
        ("01.txt 02.txt", "02_files/main9.css 02_files/5.js"),
        ("01.txt 02.txt", "2026-03-01/07.txt"),
        ("01.txt 02.txt", ".03.docx ~03.docx 备忘.docx"),
        ("01.txt 02.txt", "A01.docx A02.docx"),
        ("要闻.txt 民生.txt", "01.docx 02.docx"),
    ],
)
def test_what_is_no_further_page_is_not_named(pages: str, beside: str, tmp_path: Path) -> None:
    write_named(tmp_path, *pages.split(), *beside.split())
    assert read_edition([tmp_path]).warnings == ()


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        ([""], "01.txt is empty"),
        (["", ""], "01.txt is empty (and one more page)"),
        (["", " ", "\n"], "01.txt is empty (and 2 more pages)"),
    ],
)
def test_an_edition_of_empty_pages_is_to_be_delivered_again(
    texts: list[str], problem: str, tmp_path: Path
) -> None:
    for number, text in enumerate(texts, 1):
        write_page(tmp_path / f"{number:02}.txt", text)
    with pytest.raises(InputError) as failure:
        read_edition([tmp_path])
    assert failure.value.problem == problem
    assert "delivered again" in failure.value.remedy


@pytest.mark.parametrize(
    ("entries", "problem", "remedy"),
    [
        ([], "it is empty", "put the day's pages"),
        (["01.doc", "02.doc"], "but 01.doc, 02.doc", "save each page as text"),
        (["2022-01-28/", "2022-01-29/"], "but the folders 2022-01-28, 2022-01-29", "one of them"),
        (["2022-01-28/", "note.doc"], "but the folder 2022-01-28", "2022-01-28"),
        (
            [f"{n}.doc" for n in range(9)],
            "but 0.doc, 1.doc, 2.doc, 3.doc, 4.doc and 4 more",
            "text",
        ),
        ([".hidden", "~lock"], "it is empty", "put the day's pages"),
    ],
)
def test_a_folder_without_pages_says_what_it_does_hold(
    entries: list[str], problem: str, remedy: str, tmp_path: Path
) -> None:
    for name in entries:
        path = tmp_path / name
        path.mkdir() if name.endswith("/") else path.write_bytes(b"")
    with pytest.raises(InputError) as failure:
        read_edition([tmp_path])
    assert f"holds no page file{':' if 'empty' in problem else ','} {problem}" in str(
        failure.value.problem
    )
    assert remedy in failure.value.remedy
