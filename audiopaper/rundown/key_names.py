"""The keys of a rundown file: their names in Chinese, and how their values are written."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from audiopaper.toml_mistakes import TomlForm
from audiopaper.toml_values import (
    write_bool,
    write_date,
    write_number,
    write_numbers,
    write_text,
    write_texts,
)
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiopaper.toml_values import WriteValue

# As the head of the file and the guide name them.
_CHINESE = {
    "kind": "种类 类型 类别",
    "title": "标题 題目 题目 标题行 標題",
    "head": "题头 題頭",
    "presenter": "主播 播音 播音员 主持人",
    "text": "正文 内容 內容 文字 全文",
    "article": "稿件 稿号",
    "pages": "版面 版 版次 页",
    "byline": "署名 记者 作者 記者",
    "roles": "身份 职务",
    "drop": "不播 删除 去掉",
    "paragraphs": "段数 段落 段",
    "date": "日期",
    "paper": "报纸 报名 報紙",
    "items": "条目",
}
_KEYS = {word: key for key, words in _CHINESE.items() for word in words.split()}


def find_key(name: str) -> str:
    """Return the key of a rundown file that a Chinese or full-width name means; else empty.

    Example:
        >>> find_key("标题"), find_key("ｔｉｔｌｅ"), find_key("天气")
        ('title', 'title', '')
    """
    folded = unicodedata.normalize("NFKC", name).strip().lower()
    return _KEYS.get(
        folded, folded if folded in _CHINESE or folded in ("schema", "fingerprint") else ""
    )


_WRITERS: Mapping[str, WriteValue] = {
    "schema": write_number,
    "date": write_date,
    "pages": write_numbers,
    "byline": write_texts,
    "roles": write_texts,
    "drop": write_bool,
    "paragraphs": write_number,
}
"""Of the keys whose value is no text."""

_EXAMPLES = {"schema": "1", "date": "2026-03-02", "pages": "[1]", "drop": "true", "paragraphs": "3"}


def _describe_value(_table: tuple[str, ...], key: str) -> str:
    return _("write: {key} = {example}", key=key, example=_EXAMPLES.get(key, '"…"'))


def _describe_line() -> str:
    return _(
        "the words of a story stand between text = {text_mark} and {text_mark}; a "
        "remark begins with #",
        text_mark='"""',
    )


RUNDOWN_FORM = TomlForm(
    headers="items",
    repeated="items",
    find_key=lambda _table, name: find_key(name),
    find_writer=lambda _table, key: _WRITERS.get(key, write_text),
    describe_value=_describe_value,
    describe_line=_describe_line,
    long_text="text",
)
"""The lines of a rundown file."""
