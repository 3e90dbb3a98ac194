"""What the people of a byline are: the words for houses, ranks and roles in print."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.character_sets import HAN
from audiopaper.model import Credit

if TYPE_CHECKING:
    from collections.abc import Sequence

PAPER = (
    rf"[{HAN}]{{1,7}}?(?:日报|晚报|早报|晨报|都市报|商报|时报|周报|青年报|报社|电视台|网"
    r"|日報|晚報|早報|晨報|商報|時報|週報|電視台)"
)
"""A pattern of newspapers' and stations' names."""

AUTHOR_GROUP_ENDS = (
    "(?:课题|调研|研究|写作|编写|撰写|起草)组|(?:理论学习)?中心组|党组|研究中心|研究会"
)
"""How names of groups end that sign as authors."""

TUTOR = re.compile(r"[指辅輔][导導](?:老师|教师|老師|教師)")
"""Who guided a pupil's text and did not write it."""

NARRATES = re.compile(r"口述|[讲講]述|自述")
"""What only the byline of a text says that someone told and someone else wrote down."""

TASK = re.compile(
    r"(?P<task>口述|[讲講]述|自述|整理|[记記][录錄]|采[写寫]|[执執][笔筆]|撰文)[人者]?"
)
"""What each person of such a byline did."""

# What a role is called in print, as counted in bylines of the sample and of the pages written
# blind: a house, what the reporter works with or on, and the role itself.
_ROLE = re.compile(
    rf"(?P<house>本[报報刊台网網]|新华社|新華社|中新社|{PAPER})?"
    rf"(?P<rank>(?:全媒体|融媒体?|新媒体|首席|高级|资深|特约|特派|见习|实习|文字|摄影|视频|驻站|實習|見習|攝影|全媒體"
    rf"|驻[{HAN}]{{1,3}}?|体育|文化|时政|经济|财经|法治|教育|健康|科技|社会|民生){{0,4}})"
    r"(?P<role>记者|通讯员|实习生|评论员|撰稿人?|撰文|供稿|作者|报道员|观察员|执笔"
    rf"|記者|通訊員|實習生|評論員|{TUTOR.pattern})"
)
UNIT_ENDS = (
    "中心|[处院部厂局馆队办站所室组社系会科镇乡县区村校台班]|公司|集团|学校|中学|小学|车间|支行"
    "|街道|大学|医院"
)
"""How names of units end, whose people sign what they send to a newspaper."""

# Who sends a letter or a report and works for no newspaper: 读者, 退休教师, 梅园社区居民, 市城管局.
_OUTSIDE = re.compile(
    rf"(?!新华社|新華社|中新社|本[报報刊台网網])"
    rf"(?P<house>)(?P<rank>)(?P<role>[{HAN}]{{0,12}}?(?:读者|讀者|市民|居民|村民|网友|业主|家长|乘客|游客|用户"
    r"|教师|老师|教授|讲师|研究员|医生|医师|护士|律师|工程师|学生|同学|职工|员工|工人|农民|农户|干部|民警|警察"
    r"|法官|检察官|[校院局处科会馆站队所村]长|主任|书记|主席|经理|董事长|作家|诗人|画家|司机|骑手|志愿者|退休人员"
    rf"|代表|委员|(?<=[{HAN}]{{2}})(?:{UNIT_ENDS})))"
)
_NOTE = re.compile(
    r"\s?[（(](?:(?:本文)?(?P<author>作者)[^（）()]*|(?P<words>[^（）()，。\s]{2,24}))[）)]"
)
_BETWEEN = re.compile(rf"[^{HAN}·]+")
_AUTHOR_GROUP = re.compile(rf"\S+(?:{AUTHOR_GROUP_ENDS})")
_KEPT_RANKS = re.compile(rf"首席|见习|实习|特约|特派|驻[{HAN}]{{1,3}}")
"""The rest says what a reporter works with (全媒体, 摄影), which nobody needs to hear."""


def credit_from_role(name: str, role: str) -> Credit:
    """Read what a newsroom says of a name; words without a known role are taken as they are."""
    return _credit(name, _ROLE.search(role), role)


def credits_in_print(names: Sequence[str], printed: Sequence[str]) -> tuple[Credit, ...]:
    """Give for each name the last role that stands before it in the printed bylines.

    Args:
        names: The names, in printed order.
        printed: The bylines as printed.

    Returns:
        One credit a name, in the same order.
    """
    return tuple(
        replace(
            _credit(
                name,
                _role_before(name, printed, names),
                "作者" if _AUTHOR_GROUP.fullmatch(name) else "",
            ),
            task=_task(name, printed, names),
        )
        for name in names
    )


def is_outside(role: str) -> bool:
    """Return whether a role is that of somebody who works for no newspaper."""
    return _OUTSIDE.fullmatch(role) is not None


def _credit(name: str, role: re.Match[str] | None, otherwise: str = "") -> Credit:
    if role is None:
        task = TASK.fullmatch(otherwise)
        return Credit(name, task=task["task"]) if task else Credit(name, "", otherwise)
    ranks = "".join(_KEPT_RANKS.findall(role["rank"]))
    return Credit(name, role["house"] or "", ranks + role["role"])


def _role_before(name: str, printed: Sequence[str], names: Sequence[str]) -> re.Match[str] | None:
    for text in printed:
        place = _find_name(name, text)
        if place:
            roles = [m for m in _ROLE.finditer(text) if m.end() <= place.start()]
            before, behind = text[: place.start()], text[place.end() :]
            role = roles[-1] if roles else _affiliation(before, behind, names)
            if role is not None:
                return role
    return None


def _find_name(name: str, text: str) -> re.Match[str] | None:
    # A name of two characters may be set with a space between them.
    return re.search(r"[\s\u3000]{0,4}".join(map(re.escape, name)), text)


def _task(name: str, printed: Sequence[str], names: Sequence[str]) -> str:
    """Return what a byline such as 甲口述 乙整理 or 口述：甲 整理：乙 says of a name."""
    for text in filter(NARRATES.search, printed):
        marks = _task_marks(text, names)
        words = [word for _, _, word in marks]
        if name not in words:
            continue
        place = words.index(name)
        if marks[0][1] == "task":
            return _task_before(marks[:place])
        return next((word for _, sort, word in marks[place:] if sort == "task"), "")
    return ""


def _task_marks(text: str, names: Sequence[str]) -> list[tuple[int, str, str]]:
    """Return position, sort and text of the names, tasks and roles in a byline, in order.

    A role in front of all names and tasks is left out.
    """
    places = ((_find_name(name, text), name) for name in names)
    marks = [(place.start(), "name", name) for place, name in places if place is not None]
    marks += [(task.start(), "task", task["task"]) for task in TASK.finditer(text)]
    first = min(marks)[0]
    return sorted(marks + [(r.start(), "role", "") for r in _ROLE.finditer(text, first)])


def _task_before(marks: Sequence[tuple[int, str, str]]) -> str:
    """Return the task that leads to what follows some marks.

    A role behind a name begins another person's part: 口述：甲 记者 乙.
    """
    task, named = "", False
    for _, sort, word in marks:
        if sort == "task":
            task, named = word, False
        elif sort == "role" and named:
            task = ""
        named = named or sort == "name"
    return task


def _affiliation(before: str, behind: str, names: Sequence[str]) -> re.Match[str] | None:
    """Find in the words round a name who its bearer is, or where he or she works."""
    note = _NOTE.match(behind)
    if note is not None:
        return _ROLE.fullmatch(note["author"] or "") or _OUTSIDE.fullmatch(note["words"] or "")
    for name in names:
        before = before.replace(name, " ")
    words = reversed(_BETWEEN.split(before))
    return next(filter(None, map(_OUTSIDE.fullmatch, words)), None)
