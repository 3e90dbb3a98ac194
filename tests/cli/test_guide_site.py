"""The guides as a site: whole, with search, the API and every error code, Chinese where it is."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

import audiopaper as package
from audiopaper.cli import audiopaper
from audiopaper.cli.guide_markdown import render_markdown
from audiopaper.cli.setup_commands import GUIDES_FOLDER


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("guides") / "site"
    done = CliRunner().invoke(audiopaper, ["guide", "--html", str(folder)], catch_exceptions=False)
    assert done.exit_code == 0
    assert "pages" in done.output
    return folder


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        self.links += [link for key in ("href", "src") if (link := own.get(key))]
        if tag not in (
            "meta",
            "link",
            "img",
            "input",
            "hr",
            "html",
            "title",
            "p",
            "li",
            "td",
            "th",
        ):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()


def test_every_guide_is_a_page_whose_links_lead_somewhere(site: Path) -> None:
    names = {path.stem for path in GUIDES_FOLDER.glob("*.md")} | {"api", "settings", "index"}
    assert names <= {path.stem for path in site.glob("*.html")}
    for page in site.rglob("*.html"):
        parser = _Links()
        parser.feed(page.read_text("utf-8"))
        assert not parser.open, (page.name, parser.open)
        for link in parser.links:
            if not re.match(r"[a-z]+:|#", link):
                assert (page.parent / link.partition("#")[0]).exists(), (page.name, link)


def test_the_search_finds_a_section_of_any_guide(site: Path) -> None:
    sections = json.loads((site / "search.json").read_text("utf-8"))
    assert len(sections) > 100
    (found,) = [s for s in sections if s["url"].startswith("errors.html") and "130" in s["text"]]
    anchor = found["url"].partition("#")[2]
    assert f'id="{anchor}"' in (site / "errors.html").read_text("utf-8")
    assert 'src="search.js"' in (site / "errors.html").read_text("utf-8")


def test_the_api_is_there_from_its_docstrings(site: Path) -> None:
    page = (site / "api.html").read_text("utf-8")
    for name in package.__all__:
        assert f'<h2 id="{name.lower()}"' in page
    assert "Lay chapters end to end" not in page
    assert "Raises:" in page


def test_every_error_code_is_there_in_both_languages(site: Path) -> None:
    for name in ("errors.html", "zh/errors.html"):
        page = (site / name).read_text("utf-8")
        codes = re.findall(r"<tr><td>(\d+)</td>", page)
        assert codes == [*map(str, range(12)), "130"]
    assert 'lang="zh-CN"' in (site / "zh" / "errors.html").read_text("utf-8")


def test_a_chinese_guide_is_shown_to_who_reads_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "# Errors" in CliRunner().invoke(audiopaper, ["guide", "errors"]).output
    monkeypatch.setenv("AUDIOPAPER_LANG", "zh")
    monkeypatch.setenv("LANGUAGE", "zh")
    assert "# 出错" in CliRunner().invoke(audiopaper, ["guide", "errors"]).output
    assert "出错" in CliRunner().invoke(audiopaper, ["guide"]).output
    monkeypatch.setenv("AUDIOPAPER_LANG", "en")
    CliRunner().invoke(audiopaper, ["guide"])


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("# A *b* `c < d`", '<h1 id="a-b-c-d">A <em>b</em> <code>c &lt; d</code></h1>'),
        (
            "a **b** [c](pages.md) <i>",
            '<p>a <strong>b</strong> <a href="PAGES">c</a> &lt;i&gt;</p>',
        ),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a\n   b\n2. c", "<ol>\n<li>a b</li>\n<li>c</li>\n</ol>"),
        ("    x = 1\n\n    y", "<pre><code>x = 1\n\ny</code></pre>"),
        ("```sh\na && b\n```", '<pre class="sh"><code>a &amp;&amp; b</code></pre>'),
        ("`{300|三百}` and *a*", "<p><code>{300|三百}</code> and <em>a</em></p>"),
        ('![a "b"](c.png)', '<p><img src="C.PNG" alt="a &quot;b&quot;"></p>'),
    ],
)
def test_a_guides_markdown_is_rendered(text: str, markup: str) -> None:
    assert render_markdown(text, lambda target: target.removesuffix(".md").upper()) == markup


def test_a_bar_in_code_is_no_border_of_a_table() -> None:
    page = render_markdown("| a | b |\n| --- | --- |\n| `{x|y}` | 2 |", str)
    assert "<tr><td><code>{x|y}</code></td><td>2</td></tr>" in page
