"""Rules for stars that give a mark: 指数★★★☆☆, ★★★★级酒店. Stars that adorn a line are silent."""

from __future__ import annotations

from audiopaper.numbers.number_rule import Match, NumberRule, make_rule
from audiopaper.numbers.spelling import spell_cardinal

_STARS = "(?P<full>★{1,10})(?P<empty>☆{0,9})(?![★☆])"
_RATED = (
    "(?:指数|[评星等]级|级别|难度|强度|推荐[度值]?|评[分价]|好评度?|[财桃爱健事学]运|运[势程气]|热度|人气|口[味感碑]"
    "|环境|服务|性价比)(?:[为是达：:]|评为)?[“ ]?$"
)
_BEFORE_VALUE = "[为是达获：:][“ ]?$"
_END = "^(?:$|[，。；、！？）)”」 \u3000])"
_RATED_BEHIND = "^(?:级|酒店|宾馆|饭店|民宿|好评)"


def _say_stars(m: Match) -> str:
    return spell_cardinal(str(len(m["full"]))) + "星"


def _say_row(m: Match) -> str | None:
    """Say a row of stars; None for a single one, which may be a mark of the list."""
    return _say_stars(m) if len(m[0]) > 1 else None


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "stars",
        "symbol",
        _STARS,
        _say_stars,
        ("洗车指数★★☆，", "洗车指数二星，"),
        ("难度：★。", "难度：一星。"),
        before=_RATED,
        unless_before="[★☆]$|[\\d一二三四五]星级$",
    ),
    make_rule(
        "stars-behind-verb",
        "symbol",
        _STARS,
        _say_row,
        ("该店为★★★★★。", "该店为五星。"),
        ("通知：★★★请注意", "通知：请注意"),
        before=_BEFORE_VALUE,
        after=_END,
        unless_before="[★☆]$",
    ),
    make_rule(
        "stars-of-hotel",
        "symbol",
        _STARS,
        _say_row,
        ("入住★★★★级酒店", "入住四星级酒店"),
        ("三星级★★★酒店", "三星级酒店"),
        after=_RATED_BEHIND,
        unless_before="[★☆]$|星级[（(]?$",
    ),
)
