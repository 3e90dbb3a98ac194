"""Web pages of news sites: the article under the page's title, whole, and nothing round it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.articles import split_articles
from audiopaper.articles.coverage import find_lost_text
from audiopaper.errors import InputError
from audiopaper.model import Article
from audiopaper.pages import html_text, read_edition
from audiopaper.pages.web.single_article import ListOfTitlesError, read_article
from tests.support.webpages import (
    ARTICLES,
    LINKS,
    LISTS,
    PAGES,
    PARAGRAPHS,
    SITES,
    TITLE,
    WHOLE,
    Made,
    links,
    page,
    ps,
)


def write(folder: Path, name: str, html: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(html.encode(encoding))
    return path


def read(folder: Path, made: Made) -> tuple[Article, ...]:
    edition = read_edition([write(folder, "01.html", made.html, made.encoding)])
    found = split_articles(edition)
    assert find_lost_text(edition, found) == ()
    return tuple(a for a in found.articles if a.kind != "photo_caption")


@pytest.mark.parametrize("name", PAGES)
def test_a_web_page_gives_the_article_of_its_title_whole_and_alone(
    name: str, tmp_path: Path
) -> None:
    made = PAGES[name]()
    (article,) = read(tmp_path, made)
    body = "".join(p.text for p in article.paragraphs)
    assert article.headline.replace(" ", "") == made.title.replace(" ", "")
    assert (article.kicker, article.subhead) == (made.kicker, made.subhead)
    assert article.byline == made.byline
    for text in made.paragraphs:
        assert text.removeprefix("本报讯（记者高远）") in body
    spoken = article.kicker + article.headline + article.subhead + body
    assert [text for text in made.absent if text in spoken] == []


@pytest.mark.parametrize("name", SITES)
def test_other_structures_give_it_too(name: str, tmp_path: Path) -> None:
    (article,) = read(tmp_path, Made(SITES[name]))
    assert article.headline.replace(" ", "") == TITLE.replace(" ", "")
    shown = PARAGRAPHS[1:2] if name == "short_beside_summaries" else PARAGRAPHS[1:]
    texts = [p.text for p in article.paragraphs]
    assert [text for text in shown if text not in texts] == []
    body = "".join(texts)
    assert [
        t for t in (*LINKS, "编辑", "原创", "分享", "声明", "ICP备", "2026-03-04") if t in body
    ] == []


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_titles_is_refused_and_says_what_to_give(name: str, tmp_path: Path) -> None:
    listed = write(tmp_path, "node_2.html", LISTS[name]())
    with pytest.raises(InputError, match=r"node_2\.html is a list of titles; give the article pag"):
        read_edition([listed])


@pytest.mark.parametrize(
    "body",
    [
        "<p>本报讯 石塘大桥3月4日清晨通车，不收费。</p>",
        '<p><img src="a.jpg"></p><p>3月4日，车辆驶过石塘大桥。高远 摄</p>',
    ],
    ids=["brief", "picture"],
)
def test_a_brief_under_the_page_s_title_is_an_article_among_many_links(
    body: str, tmp_path: Path
) -> None:
    html = page(f"{TITLE}_青川网", f"<h1>{TITLE}</h1><div>{body}</div><ul>{links()}</ul>")
    (only,) = read_edition([write(tmp_path, "01.html", html)]).pages
    assert only.lines[0] == f"# {TITLE}"
    assert "石塘大桥" in only.lines[2]
    assert len(only.lines) == 3


@pytest.mark.parametrize("name", ["right", "list", "top-box", "other", "header", "more", "side"])
def test_an_element_that_holds_the_headline_is_beside_nothing_whatever_its_name(
    name: str, tmp_path: Path
) -> None:
    notice = "公告说，相关工作正在推进，下一步还将加大力度，请各单位遵照执行，并及时报告。"
    side = "".join(f"<div><p>青川{n}号{notice}</p></div>" for n in range(30))
    html = page(
        f"{TITLE}_青川网",
        f'<div class="left"><h4>公告栏</h4>{side}</div>'
        f'<div class="{name}"><h1>{TITLE}</h1><div class="box1">{ps()}</div></div>',
    )
    (article,) = read(tmp_path, Made(html))
    texts = [p.text for p in article.paragraphs]
    assert texts[1:] == list(PARAGRAPHS[1:])


def test_a_list_of_titles_is_reported_and_the_edition_goes_on(tmp_path: Path) -> None:
    write(tmp_path, "node_2.html", LISTS["node_page"]())
    write(tmp_path, "content_3.html", PAGES["agency"]().html)
    edition = read_edition([tmp_path])
    assert [page.name for page in edition.pages] == ["content_3.html"]
    assert [(p.name, p.problem) for p in edition.skipped] == [
        ("node_2.html", "is a list of titles; give the article pages")
    ]


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_newspaper_page_in_html_goes_to_the_splitter_as_before(
    name: str, tmp_path: Path
) -> None:
    path = write(tmp_path, "01.html", WHOLE[name])
    (only,) = read_edition([path]).pages
    assert only.roles == ()
    assert "\n".join(only.lines) == html_text(WHOLE[name])


@pytest.mark.parametrize(
    ("info", "byline"),
    [
        ("2026-03-04 12:11　来源：青川日报　作者：高远", ("高远",)),
        ("来源：青川日报 记者：高远 林晓禾 2026年3月4日", ("高远", "林晓禾")),
        ("2026年03月04日 08:15 来源：青川网 编辑：高远", ()),
        ("2026-03-04 | 责任编辑：高远", ()),
        ("本报记者　高　远《青川日报》（2026年03月04日 第 01 版）", ("高远",)),
        ("稿源：青川社 浏览：1024 字号：大 中 小", ()),
        ("发布时间：2026-03-04 撰稿：高远", ("高远",)),
        ("阅读：2.1万 03-04 08:15 青川融媒", ()),
        ("来源：青川市人民政府办公室 发布日期：2026-03-04", ()),
        ("本报记者 高远 通讯员 林晓禾", ("高远", "林晓禾")),
        ("2026/3/4 8:15:00", ()),
    ],
)
def test_time_source_and_authors_are_no_headline_and_no_text(
    info: str, byline: tuple[str, ...], tmp_path: Path
) -> None:
    text = (PARAGRAPHS[0].removeprefix("本报讯（记者高远）"), *PARAGRAPHS[1:])
    made = Made(page(f"{TITLE}_青川网", f"<h1>{TITLE}</h1><div>{info}</div>{ps(text)}"))
    (article,) = read(tmp_path, made)
    assert (article.headline, article.subhead, article.kicker) == (TITLE, "", "")
    assert article.byline == byline
    assert article.paragraphs[0].text == text[0]


@pytest.mark.parametrize(
    "text",
    [
        "未经许可不得占用桥面，市民可拨打电话举报，记者昨天从市交通运输局获悉。",
        "“版权所有者可以向法院起诉。”法官高远说，去年受理了三起这样的案件。",
        "来源于山泉的水经过三道过滤，才送进千家万户，这是水厂的新规定。",
        "关注青川的人都知道，这座桥盼了二十年，如今终于通车了。",
        "编辑部的灯亮到深夜，高远还在核对明天要见报的最后一篇稿件。",
    ],
)
def test_a_paragraph_that_speaks_of_such_things_stays(text: str, tmp_path: Path) -> None:
    body = (*PARAGRAPHS[:3], text, *PARAGRAPHS[3:])
    made = Made(page(f"{TITLE}_青川网", f"<h1>{TITLE}</h1><div class='c'>{ps(body)}</div>"))
    (article,) = read(tmp_path, made)
    assert text in [p.text for p in article.paragraphs]


def test_bold_lines_between_paragraphs_are_headings_of_the_body(tmp_path: Path) -> None:
    (article,) = read(tmp_path, PAGES["bold_first"]())
    headings = [p.text for p in article.paragraphs if p.role == "heading"]
    assert headings == ["提前四十天完工", "公交同步调整"]


def test_a_short_line_between_paragraphs_is_a_heading_and_joined_to_none(tmp_path: Path) -> None:
    body = (*PARAGRAPHS[:3], "公交线路同步调整", PARAGRAPHS[4], "今天，", "桥上车水马龙。")
    made = Made(page(f"{TITLE}_青川网", f"<h1>{TITLE}</h1><div class='c'>{ps(body)}</div>"))
    (article,) = read(tmp_path, made)
    shown = [(p.role, p.text) for p in article.paragraphs[3:]]
    assert shown == [
        ("heading", "公交线路同步调整"),
        ("text", PARAGRAPHS[4]),
        ("text", "今天，桥上车水马龙。"),
    ]


def test_an_article_on_several_web_pages_is_one_article(tmp_path: Path) -> None:
    for number, texts in enumerate((PARAGRAPHS[:3], PARAGRAPHS[3:]), start=1):
        pager = "<div><a href='1'>[1]</a> <a href='2'>[2]</a> <a href='2'>下一页</a></div>"
        html = page(f"{TITLE}_青川网", f"<h1>{TITLE}</h1><div class='c'>{ps(texts)}{pager}</div>")
        write(tmp_path, f"20260304-03-{number:02}.html", html)
    other = page("城北新桥今日动工_青川网", f"<h1>城北新桥今日动工</h1>{ps(PARAGRAPHS[4:])}")
    write(tmp_path, "20260304-04-01.html", other)
    edition = read_edition([tmp_path])
    found = split_articles(edition)
    assert find_lost_text(edition, found) == ()
    assert [(a.headline, len(a.paragraphs)) for a in found.articles] == [
        (TITLE, 6),
        ("城北新桥今日动工", 2),
    ]


def test_a_text_may_open_with_a_word(tmp_path: Path) -> None:
    body = ("今晨，", *PARAGRAPHS[1:])
    made = Made(page(f"{TITLE}_青川网", f"<h1>{TITLE}</h1><div class='c'>{ps(body)}</div>"))
    (article,) = read(tmp_path, made)
    assert article.paragraphs[0].text.startswith("今晨，石塘大桥全长")


def test_a_picture_s_caption_is_no_paragraph_of_the_article(tmp_path: Path) -> None:
    edition = read_edition([write(tmp_path, "01.html", PAGES["portal"]().html)])
    articles = split_articles(edition).articles
    assert [a.kind for a in articles if "全景" in a.paragraphs[0].text] == ["photo_caption"]


def test_a_web_page_s_text_is_put_right_like_any_other(tmp_path: Path) -> None:
    html = PAGES["agency"]().html.replace("桥上不收费。", "⻘川⼈民&amp;nbsp;桥上不\u200b收费。")
    (only,) = read_edition([write(tmp_path, "01.html", html)]).pages
    assert any("青川人民" in line and "不收费" in line for line in only.lines)


def test_the_extractor_is_imported_for_web_pages_only() -> None:
    import subprocess
    import sys

    code = "import sys, audiopaper.pages; sys.exit('trafilatura' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "<h1>石塘大桥通车</h1>",
                    "<title>石塘大桥通车_青川网</title>",
                    "<div class='comment'>",
                ),
                *(
                    f"<p>{ARTICLES[0][1][0]}</p>",
                    "<p>",
                    "</p>",
                    "</div>",
                    "<td>",
                    "<a href='x'>",
                    "</a>",
                ),
                *(
                    "桥",
                    "\0",
                    "\ud800",
                    "<br>",
                    "&#",
                    "<![",
                    "来源：青川",
                    "2026-03-04",
                    "<li>",
                    "<pre>",
                ),
                *(
                    "<script type='application/ld+json'>[{",
                    "</script>",
                    "<span class='author'>高远",
                ),
            ]
        ),
        max_size=40,
    )
)
def test_no_web_page_breaks_the_reader_of_articles(pieces: list[str]) -> None:
    try:
        lines = read_article("".join(pieces))
    except ListOfTitlesError:
        return
    assert all(line.text.strip() and line.role for line in lines)
    assert sum(line.role == "headline" for line in lines) == bool(lines)


def dated(title: str, when: str) -> str:
    text = tuple(f"{title}，{line}" for line in PARAGRAPHS[1:])
    return page(f"{title}_青川网", f"<h1>{title}</h1><div>{when}</div>{ps(text)}")


def test_the_times_of_articles_date_an_edition_only_where_nothing_else_does(
    tmp_path: Path,
) -> None:
    night, day = tmp_path / "a", tmp_path / "2026-03-05"
    for folder in (night, day):
        folder.mkdir()
        write(folder, "01.html", dated("石塘大桥今晨通车", "2026-03-03 22:10 来源：青川日报"))
        write(folder, "02.html", dated("城北新桥今日动工", "2026年3月4日 08:15　来源：青川网"))
    assert str(read_edition([night]).date) == "2026-03-04"
    edition = read_edition([day])
    assert str(edition.date) == "2026-03-05"
    assert edition.warnings == (
        "01.html: the article is of 2026-03-03, and the edition of 2026-03-05",
    )


def test_the_date_an_e_paper_prints_on_its_article_is_the_edition_s(tmp_path: Path) -> None:
    folder = tmp_path / "2026-03-05"
    folder.mkdir()
    write(folder, "01.html", PAGES["peoples_paper"]().html)
    with pytest.raises(InputError, match=r"2026-03-04.*2026-03-05"):
        read_edition([folder])
