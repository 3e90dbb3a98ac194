"""Lines round the text of a web page's article: time, source, authors, editors, controls."""

from __future__ import annotations

import re

_TIME = (
    r"(?:(?:19|20)?\d{2}\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}\s?日?|\d{1,2}[-/月]\d{1,2}日?|昨天|今天|前天|刚刚|\d+\s?(?:小时|分钟|天)前)"
    r"[\sT·]*(?:(?:星期|周)[一二三四五六日天])?[\s,，]*(?:[上下]午)?\s?(?:\d{1,2}\s?[:：时]\s?\d{2}(?:\s?[:：分]\s?\d{2}秒?)?分?)?"
)
TIME = re.compile(_TIME)
_LABEL = (
    r"(?:文章|信息|新闻|稿件|内容|本文|消息|原文|首次|最后|最近)?(?:来源于?|稿源|出处|转自|摘自|作者|撰稿|撰文|记者|通讯员|供稿|投稿|文字|摄影|图片|责任编辑|责编|美编|编辑|编审|编校|审核|校对|监制|主编|终审|初审|复审|二审|三审|签发|值班|统筹|策划|"
    r"发布(?:时间|日期|者|人|单位|机构|于|机关)?|发表(?:时间|于)?|刊发|更新(?:时间|于)?|时间|日期|浏览(?:次数|量|数)?|阅读(?:次数|量|数)?|点击(?:次数|率|数|量)?|访问(?:次数|量)?|人气|热度|评论数?|字[体号](?:大小)?|字数|大小|分类|栏目|频道|标签|关键[词字]|"
    r"分享(?:到|至)?|保护视力色|打印|索引号|发文机构|主题分类|文号|有效性|用户|编号|订阅)"
)
_LABELLED = re.compile(
    rf"{_LABEL}\s?[:：/]\s*[^:：]{{0,24}}?(?=\s|$|[|｜]|{_LABEL}\s?[:：/]|{_TIME}|[】\]）)])"
)
_CONTROL = re.compile(
    r"字[体号](?:大小)?|A[-+－＋]?(?=\s|$|A)|[大中小](?=\s|$|[大中小])|[大小]字[号体]|打印(?:本[页文])?|关闭(?:窗口)?|收藏|分享(?:到|至|按钮)?(?:微信|微博|QQ|朋友圈|空间|好友)*|纠错|复制链接|订阅|关注|已关注|"
    r"微信(?:好友|朋友圈|扫一扫)?|(?:新浪|腾讯)?微博|朋友圈|QQ(?:空间|好友)?|Qzone|手机(?:看|版|观看|扫码)\S{0,4}|语音播报|听新闻|朗读|播放|原创|转载|置顶|展开|收起|全文|点赞|在看|写留言|举报|投诉|放大|缩小|默认|[+＋]\d{1,3}|"
    r"\d+\s?(?:人)?(?:参与|评论|跟贴|阅读|浏览|次|赞|收藏|点击|人气|w\+?|万)+|(?:参与|评论|跟贴|阅读|浏览|赞|收藏|点击)\s?[(（]?\d*[)）]?|用微信扫描?二维码|扫一扫.{0,10}|分享至好友和朋友圈|在手机(?:打开|阅读)\S{0,6}|调整字体|正文|来源"
)
_REST = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]")
_MAX_INFO_CHARS = 160
_MAX_REST_CHARS = 14

STAMP = re.compile(
    rf"《?\s?([\u4e00-\u9fff ]{{2,14}}?)\s?》?\s*[（(]\s*{_TIME}[^（()）]{{0,20}}[）)]"
    rf"|{_TIME}\s*第?\s?[A-Z]?\d{{1,3}}\s?版"
)
"""What an e-paper prints on each article: 《青川日报》（2026年03月04日 第 01 版）."""


def is_info(line: str) -> bool:
    """Whether a line is nothing but time, source, authors, counts and controls.

    Example:
        >>> is_info("2026-03-04 07:57:40来源：青川新闻网"), is_info("字号：A- A A+")
        (True, True)
        >>> is_info("3月4日，石塘大桥正式通车。")
        False
    """
    if (
        len(line) > _MAX_INFO_CHARS
        or re.search(r"[。！？]", line[:-1])
        or line.endswith(("。", "！", "？", "，", "；"))
    ):
        return False
    stamp = STAMP.search(line)
    if stamp is not None:
        rest = STAMP.sub(" ", line).strip()
        return len(rest) <= 2 or is_reporters(rest) or is_info(rest)
    rest, labels = _LABELLED.subn(" ", line)
    rest, times = TIME.subn(" ", rest)
    rest, controls = _CONTROL.subn(" ", rest)
    chars = len(_REST.sub("", rest))
    if not (labels or times or controls):
        return False
    if times and re.match(rf"\s*{_TIME}", line) and not labels:
        # The site's or the writers' names stand behind the time without a label.
        return chars <= _MAX_REST_CHARS and "，" not in line
    if labels:
        return chars <= _MAX_REST_CHARS
    return chars <= 2 if not times else chars <= 8 and "，" not in line


_EDITORS = re.compile(
    r"^[【\[（(\s]*(?:纠错[】\])）]\s*)?(?:(?:责任|值班|网络|新媒体|本文|本期|页面|栏目|融媒)?(?:编辑|责编|编审|校对|审核|监制|主编|美编|编校|初审|复审|终审|二审|三审|签发|总值班|出品|见习编辑)[、/\s]{0,2})+\s*[:：丨|/]"
    r"|^[【\[（(]\s*(?:责任)?编辑\s+\S{2,4}\s*[】\]）)]$|^纠错$|^【?我要纠错】?"
)
_SOURCE = re.compile(
    r"^[【\[（(\s]*(?:文章|信息|新闻|稿件|图片|视频|资料|素材|本文|综合|部分|内容)*(?:来源于?|稿源|转自|转载自|摘自|出处)\s*[:：丨|]|^原(?:标题|题)\s*[:：]"
)
_NAME = r"(?:[\u4e00-\u9fff·]{2,4}|[\u4e00-\u9fff][ \u3000]{1,2}[\u4e00-\u9fff](?![\u4e00-\u9fff]))"
_AUTHOR = re.compile(
    r"(?:作者|记者|文|撰文|撰稿|通讯员|本报记者)\s?[:：/]\s*((?:[\u4e00-\u9fff·]{2,4}[\s、，,&]*){1,5}?)"
    rf"(?=$|[|｜\s】）)]|{_LABEL}|{_TIME}|\d)"
)
_REPORTERS = re.compile(
    r"(?:本报|本网|本台|总台|央视|全媒体|融媒体?|新媒体|特约|见习|首席|实习|[\u4e00-\u9fff]{2,6}(?:日报|晚报|新闻|网|社|在线|客户端))*"
    r"(?:记者|通讯员|评论员)[\s\u3000:：]*(?:"
    + _NAME
    + r"[\s\u3000、，,]*){1,6}(?:(?:文/图|文并图|摄影报道|报道|图/文)\s*)?"
)


def is_editors(line: str) -> bool:
    """Whether a line names the editors: （责编：高远、林晓禾）."""
    return len(line) <= 120 and _EDITORS.search(line) is not None


def is_source(line: str) -> bool:
    """Whether a line says where a text came from: 来源：…, 原标题：…."""
    return len(line) <= 100 and _SOURCE.search(line) is not None


def author_of(line: str) -> str:
    """Return the authors that a line of time and source names, as a byline; empty if there is none.

    Example:
        >>> author_of("2026-03-04 12:11来源：青川网作者：高远"), author_of("来源：青川网")
        ('作者：高远', '')
    """
    line = STAMP.sub(" ", line)
    match = _AUTHOR.search(line)
    if match:
        label, names = match.group(0)[: match.start(1) - match.start()], match.group(1)
        return label + names.strip(" \u3000、，,&")
    whole = _REPORTERS.fullmatch(line.strip())
    return line.strip() if whole else ""


def is_reporters(line: str) -> bool:
    """Whether a line is nothing but reporters with their names: 本报记者 高远."""
    return len(line) <= 60 and _REPORTERS.fullmatch(line.strip()) is not None


SECTION_NUMBER = re.compile(
    r"(?:No\.?|PART|Part)?\s?0?\d{1,2}[.、]?|[一二三四五六七八九十]{1,2}、?|[（(][一二三四五六七八九十\d]{1,2}[）)]"
)
"""A number alone on its line, which opens a part of a text."""
