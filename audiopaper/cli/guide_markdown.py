"""The guides' Markdown as HTML: headings, paragraphs, lists, tables, code, links, pictures."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FENCE = re.compile(r"(`{3,})(\w*)\s*")
_ITEM = re.compile(r"(\d+\.|[-*]) +(.*)")
_HEADING = re.compile(r"(#{1,4}) +(.*)")
_RULE = re.compile(r"\|?[\s|:-]*-[\s|:-]*")
_CODE = re.compile(r"(`+)(.+?)\1")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^()\s]+)\)")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])+)\]\(([^()\s]+)\)")
_STRONG = re.compile(r"\*\*(?=\S)(.+?)\*\*")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*]+?)\*(?!\w)")


def make_anchor(heading: str) -> str:
    """Make the address of a heading on its page.

    Example:
        >>> make_anchor("Exit codes, and what to do")
        'exit-codes-and-what-to-do'
    """
    return re.sub(r"[^\w]+", "-", heading.lower()).strip("-")


def render_inline(text: str, link: Callable[[str], str]) -> str:
    """Render a line of text.

    Args:
        text: Markdown without line breaks that count.
        link: Gives the address of a link or picture on the site.
    """
    hidden: list[str] = []

    def hide(markup: str) -> str:
        hidden.append(markup)
        return f"\0{len(hidden) - 1}\0"

    text = _CODE.sub(lambda m: hide(f"<code>{html.escape(m[2].strip())}</code>"), text)
    text = html.escape(text, quote=False)
    text = _PICTURE.sub(
        lambda m: hide(f'<img src="{html.escape(link(m[2]))}" alt="{html.escape(m[1])}">'), text
    )

    def anchor(match: re.Match[str]) -> str:
        start = hide(f'<a href="{html.escape(link(match[2]))}">')
        return f"{start}{match[1]}{hide('</a>')}"

    text = _LINK.sub(anchor, text)
    text = _STRONG.sub(r"<strong>\1</strong>", text)
    text = _EMPHASIS.sub(r"<em>\1</em>", text)
    while "\0" in text:
        text = re.sub(r"\0(\d+)\0", lambda m: hidden[int(m[1])], text)
    return text


def render_markdown(text: str, link: Callable[[str], str]) -> str:
    """Render a guide.

    Args:
        text: Its Markdown.
        link: Gives the address of a link or picture on the site.
    """
    return "\n".join(_blocks(text.splitlines(), link))


def _blocks(lines: list[str], link: Callable[[str], str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if fence := _FENCE.fullmatch(line.strip()):
            end = _find_end(lines, at + 1, fence[1])
            yield _code(lines[at + 1 : end], fence[2])
            at = end + 1
        elif not line.strip():
            at += 1
        elif heading := _HEADING.fullmatch(line):
            level, words = len(heading[1]), heading[2]
            yield f'<h{level} id="{make_anchor(words)}">{render_inline(words, link)}</h{level}>'
            at += 1
        elif line.startswith("    "):
            end = _while(lines, at, lambda each: not each.strip() or each.startswith("    "))
            yield _code([each[4:] for each in lines[at:end]], "")
            at = end
        elif "|" in line and at + 1 < len(lines) and _RULE.fullmatch(lines[at + 1]):
            end = _while(lines, at, lambda each: "|" in each)
            yield _table(lines[at:end], link)
            at = end
        elif _ITEM.fullmatch(line):
            end = _while(lines, at, lambda each: not each.strip() or bool(_in_list(each)))
            yield _list(lines[at:end], link)
            at = end
        elif line.strip("- ") == "":
            yield "<hr>"
            at += 1
        else:
            end = _while(lines, at, lambda each: bool(each.strip()) and not _begins(each))
            end = max(end, at + 1)
            yield f"<p>{render_inline(' '.join(map(str.strip, lines[at:end])), link)}</p>"
            at = end


def _begins(line: str) -> bool:
    """Whether a line ends the paragraph above it."""
    return bool(_HEADING.fullmatch(line) or _FENCE.fullmatch(line) or _ITEM.fullmatch(line))


def _in_list(line: str) -> bool:
    return bool(_ITEM.fullmatch(line)) or line.startswith("  ")


def _while(lines: list[str], at: int, holds: Callable[[str], bool]) -> int:
    """Return where lines of one kind end; blank lines at the end are not theirs."""
    end = at
    while end < len(lines) and holds(lines[end]):
        end += 1
    while end > at and not lines[end - 1].strip():
        end -= 1
    return end


def _find_end(lines: list[str], at: int, fence: str) -> int:
    return next((n for n in range(at, len(lines)) if lines[n].strip() == fence), len(lines))


def _code(lines: list[str], language: str) -> str:
    kind = f' class="{language}"' if language else ""
    return f"<pre{kind}><code>{html.escape(chr(10).join(lines).strip(chr(10)))}</code></pre>"


def _table(lines: list[str], link: Callable[[str], str]) -> str:
    rows = [[cell.strip() for cell in _cells(line)] for line in (lines[0], *lines[2:])]
    cells = [[render_inline(cell, link) for cell in row] for row in rows]
    head = "".join(f'<th scope="col">{cell}</th>' for cell in cells[0])
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n" for row in cells[1:])
    return (
        '<div class="wide"><table>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table></div>"
    )


def _cells(line: str) -> list[str]:
    """Cut a row at its bars, but for those inside code."""
    hidden = _CODE.sub(lambda m: m[0].replace("|", "\1"), line.strip().strip("|"))
    return [cell.replace("\1", "|") for cell in hidden.split("|")]


def _list(lines: list[str], link: Callable[[str], str]) -> str:
    items: list[list[str]] = []
    for line in lines:
        if item := _ITEM.fullmatch(line):
            items.append([item[2]])
        else:
            items[-1].append(re.sub(r"^ {2,3}", "", line))
    tag = "ol" if lines[0][0].isdigit() else "ul"
    inner = (
        render_inline(item[0], link)
        if len(item) == 1
        else render_markdown("\n".join(item), link).removeprefix("<p>").replace("</p>", "", 1)
        for item in items
    )
    return f"<{tag}>\n{''.join(f'<li>{text}</li>{chr(10)}' for text in inner)}</{tag}>"
