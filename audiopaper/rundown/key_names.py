"""The keys of a rundown file under the names that people give them in Chinese."""

from __future__ import annotations

import unicodedata

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
