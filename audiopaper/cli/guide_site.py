"""``audiopaper guide --html``: the guides as a site of plain files, with search."""

from __future__ import annotations

import html
import importlib
import inspect
import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import audiopaper
from audiopaper.cli.guide_markdown import render_markdown
from audiopaper.files import unwritable, write_file
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CHINESE = "zh"
"""Folder of the guides that are in Chinese, beside the others and on the site."""

_STYLE = """\
:root { color-scheme: light dark; --line: #8886; --quiet: #666; --link: #0645ad; }
@media (prefers-color-scheme: dark) { :root { --quiet: #aaa; --link: #8ab4f8; } }
body { margin: 0 auto; max-width: 64rem; padding: 1rem; line-height: 1.6;
  font-family: system-ui, "Noto Sans CJK SC", sans-serif; }
a { color: var(--link); }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: baseline; }
header input { flex: 1 1 12rem; font: inherit; padding: .4rem; }
nav ul { columns: 3 12rem; list-style: none; padding: 0; }
pre, .wide { overflow-x: auto; }
pre { padding: .8rem; border: 1px solid var(--line); border-radius: .3rem; }
table { border-collapse: collapse; } th, td { border: 1px solid var(--line); padding: .3rem .6rem;
  text-align: start; vertical-align: top; }
img { max-width: 100%; height: auto; }
#found p { margin: .2rem 0; } #found small { color: var(--quiet); }
"""

_SCRIPT = """\
"use strict";
const box = document.querySelector("#search"), found = document.querySelector("#found");
const most = 20;
let sections = null;
const show = async () => {
  const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
  if (words.length && !sections) sections = await (await fetch(box.dataset.index)).json();
  const hits = words.length ? sections.filter(
    (each) => words.every((word) => each.text.toLowerCase().includes(word))) : [];
  found.replaceChildren(...hits.slice(0, most).map((each) => {
    const line = document.createElement("p"), link = document.createElement("a");
    link.href = box.dataset.root + each.url;
    link.textContent = each.title;
    const at = Math.max(0, each.text.toLowerCase().indexOf(words[0]) - 40);
    const part = document.createElement("small");
    part.textContent = ` … ${each.text.slice(at, at + 140)} …`;
    line.append(link, part);
    return line;
  }));
};
box.addEventListener("input", show);
"""


def write_site(folder: Path, guides: Mapping[str, str], pictures: Path) -> int:
    """Write all guides as a site.

    Args:
        folder: Its folder; files of the same names are replaced.
        guides: Their texts by name, ``zh/`` in front of those in Chinese.
        pictures: Folder of their pictures.

    Returns:
        Number of its pages.

    Raises:
        PublishError: The folder cannot be written.
    """
    texts = {**guides, "api": describe_api()}
    texts["settings"] = f"# Settings: config.toml\n\n```toml\n{texts['settings']}\n```\n"
    sections: list[dict[str, str]] = []
    try:
        for name, text in texts.items():
            body = render_markdown(text, lambda target: _address(target, texts))
            sections += _cut_sections(name, body)
            write_file(folder / f"{name}.html", _page(name, body, texts))
        write_file(folder / "index.html", _page("index", _contents(texts), texts))
        write_file(folder / "search.json", json.dumps(sections, ensure_ascii=False))
        write_file(folder / "site.css", _STYLE)
        write_file(folder / "search.js", _SCRIPT)
        for picture in sorted(pictures.glob("*.png")):
            (folder / pictures.name).mkdir(exist_ok=True)
            shutil.copyfile(picture, folder / pictures.name / picture.name)
    except OSError as error:
        raise unwritable(
            folder, error, _("correct the folder's permissions, or name another")
        ) from error
    return len(texts) + 1


def describe_api() -> str:
    """Describe what ``from audiopaper import …`` gives, as Markdown, from the docstrings."""
    parts = ["# The Python API, from its docstrings", ""]
    for name in audiopaper.__all__:
        value: Any = getattr(audiopaper, name)
        where = importlib.import_module(value.__module__).__name__
        parts += [f"## {name}", "", f"`{name}{_signature(value)}`", "", f"from `{where}`", ""]
        parts += ["```text", inspect.getdoc(value) or "", "```", ""]
    return "\n".join(parts)


def _signature(value: Any) -> str:
    try:
        return str(inspect.signature(value)).replace("'", "")
    except (TypeError, ValueError):
        return ""


def _address(target: str, texts: Mapping[str, str]) -> str:
    name = target.removesuffix(".md")
    return f"{name}.html" if target.endswith(".md") and name in texts else target


def _title(text: str) -> str:
    return text.lstrip("#").lstrip().splitlines()[0]


def _contents(texts: Mapping[str, str]) -> str:
    rows = {False: "", True: ""}
    for name, text in texts.items():
        in_chinese = name.startswith(f"{CHINESE}/")
        rows[in_chinese] += f'<li><a href="{name}.html">{html.escape(_title(text))}</a></li>\n'
    chinese = (
        f'<h2 lang="zh">中文</h2><nav lang="zh"><ul>{rows[True]}</ul></nav>' if rows[True] else ""
    )
    return f"<h1>audiopaper</h1>\n{chinese}<h2>Guides</h2><nav><ul>\n{rows[False]}</ul></nav>"


def _page(name: str, body: str, texts: Mapping[str, str]) -> str:
    root = "../" if "/" in name else ""
    in_chinese = name.startswith(f"{CHINESE}/")
    title = _title(texts[name]) if name in texts else "audiopaper"
    language = "zh-CN" if in_chinese else "en"
    word = "查找" if in_chinese else "Search the guides"
    return (
        f'<!doctype html>\n<html lang="{language}">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)} · audiopaper</title>\n"
        f'<link rel="stylesheet" href="{root}site.css">\n'
        f'<header><a href="{root}index.html">audiopaper</a>'
        f'<input id="search" type="search" aria-label="{word}" placeholder="{word}" '
        f'data-root="{root}" data-index="{root}search.json"></header>\n'
        f'<div id="found" role="status"></div>\n<main>\n{body}\n</main>\n'
        f'<script src="{root}search.js"></script>\n</html>\n'
    )


def _cut_sections(name: str, body: str) -> list[dict[str, str]]:
    """Cut a page at its headings, for the search."""
    sections = []
    for piece in re.split(r"(?=<h[1-3] id=)", body):
        heading = re.match(r'<h\d id="([^"]*)">(.*?)</h\d>', piece, re.DOTALL)
        if heading:
            text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", piece)).split())
            title = html.unescape(re.sub(r"<[^>]+>", "", heading[2]))
            sections.append({"url": f"{name}.html#{heading[1]}", "title": title, "text": text})
    return sections
