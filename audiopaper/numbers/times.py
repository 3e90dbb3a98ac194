"""Rules for times of day, for results of matches with a colon, and for ratios."""

from __future__ import annotations

import re
from itertools import pairwise

from audiopaper.numbers.context_words import (
    CONTEST_WORDS,
    RATIO_WORDS,
    SCORE_WORDS,
    TIME_BEFORE,
    TIME_BEHIND,
)
from audiopaper.numbers.number_rule import (
    Match,
    NumberRule,
    compile_pattern,
    make_rule,
    words_before,
    words_behind,
)
from audiopaper.numbers.race_times import say_sixtieth
from audiopaper.numbers.scores import say_score
from audiopaper.numbers.spelling import spell_cardinal, spell_decimal, spell_digits
from audiopaper.numbers.wording import always, one_by_one

_HOUR = re.compile(r"[01]?\d|2[0-4]")
_MINUTE = re.compile(r"[0-5]\d")
_RATIO = re.compile(RATIO_WORDS)
_SCORE = compile_pattern(SCORE_WORDS)
# 可以9:30 and 所以9:30 are no results.
_SCORE_BEFORE = compile_pattern('(?:(?<![可所难加予得足何借])以|比分)[“"]?$')
_LEVEL_BEFORE = compile_pattern('(?:[战追改扳]至|[追打]到|[打战追改扳]成)[“"]?$')
_CONTEST = compile_pattern(CONTEST_WORDS)
# 第二局8:10后: the score in a game or set, from which the match went on.
_GAME_BEFORE = compile_pattern(
    "(?:(?:第[一二三四五六七八九十\\d]+|[首次末]|决胜|关键)[局盘节]|加时赛?|落后|领先|比分)[^，。；、：:午晚晨早夜课]{0,3}$"
)
_BEGINS = re.compile("之?[前后]?(?:许|左右)?(?:[开起]|举行|[播打直重]|准时|鸣枪|上课|下课)")
_RALLY_BEHIND = compile_pattern("^之?后[^，。；]{0,4}(?:连[得下追扳胜]|追平|扳|反超)")
_DAY_BEFORE = re.compile("[午晚晨早夜天日][^，。；]{0,2}\\Z")
_LISTED = re.compile(r"\d{1,3}[:：∶]\d{1,3}(?:(?:[、，]|, ?)\d{1,3}[:：∶]\d{1,3})+")
_LISTED_CHARS = 40
_TIME_BEFORE = compile_pattern(TIME_BEFORE)
_TIME_BEHIND = compile_pattern(TIME_BEHIND)
_LETTER_BEFORE = re.compile("[A-Za-z]$")
_LABEL_BEFORE = re.compile(
    "(?:方案|选项|问题|附件|步骤|案例|场景|目标|任务|环节|建议|提示|亮点|看点|条件|情形|类型|档位|套餐|例|图|表)$"
)
_COUNTS = compile_pattern("<S>(?:[%‰]|<UNIT>|<COUNTED>)")
_LARGE = re.compile("[万亿]")
# 青梧队12:10柳浦队: what stands between two teams is a score, unless the second begins a clause.
_TEAM_BEFORE = re.compile("队$")
_TEAM_BEHIND = compile_pattern(
    "^(?![对迎与和同在抵到出开将战客主从赴飞乘离返前举参挑])<HAN>{2,5}队(?:$|[，；、）)])"
)


def _colon(m: Match) -> str | None:
    """Say 21:18 as a score or a time of day, by the words around it; without any, as a time."""
    before, behind = words_before(m), words_behind(m)
    ratio = f"{spell_decimal(m['h'])}比{spell_decimal(m['m'])}"
    if _is_label(m, before, behind):
        return None
    if not _MINUTE.fullmatch(m["m"]) or not _HOUR.fullmatch(m["h"]) or _LARGE.match(behind):
        return ratio
    if _RATIO.search(before) or _RATIO.search(behind):
        return ratio
    if _LEVEL_BEFORE.search(before):
        return ratio
    if _TEAM_BEFORE.search(before) and _TEAM_BEHIND.search(behind):
        return ratio
    if _is_within_game(before, behind):
        return ratio
    if _TIME_BEFORE.search(before) or _TIME_BEHIND.search(behind):
        return None
    return ratio if _is_score(m, before, behind) else None


def _is_within_game(before: str, behind: str) -> bool:
    """Whether a pair of figures is the score that a game or set stood at: 第二局8:10后连得4分."""
    if _TIME_BEFORE.search(before) or _DAY_BEFORE.search(before) or _BEGINS.match(behind):
        return False
    return bool(_GAME_BEFORE.search(before) or _RALLY_BEHIND.search(behind))


def _is_label(m: Match, before: str, behind: str) -> bool:
    """Whether the first number ends a label whose value is the second: PM2.5：35, 方案2：30人."""
    if _SCORE_BEFORE.search(before) or _RATIO.search(before) or _RATIO.search(behind):
        return False
    if _LETTER_BEFORE.search(before):
        small = len(m["h"]) == 1 and len(m["m"]) == 1 and not _COUNTS.match(behind)
        return not small and not _SCORE.search(before) and not _SCORE.search(behind)
    return bool(_LABEL_BEFORE.search(before) and _COUNTS.match(behind))


def _is_score(m: Match, before: str, behind: str) -> bool:
    """Whether a pair of figures is a score and no time of day, by the words and pairs around."""
    if _SCORE_BEFORE.search(before) or _SCORE.search(before) or _SCORE.search(behind):
        return True
    around = m.string[max(0, m.start() - _LISTED_CHARS) : m.end() + _LISTED_CHARS]
    for listed in _LISTED.finditer(around):
        if m[0] in listed[0]:
            led = _SCORE_BEFORE.search(around[: listed.start()])
            return bool(led) or not _are_times(listed[0])
    # 19:30 in front of a match is when it begins; few scores end in a five or a zero.
    contest = _CONTEST.search(before) or _CONTEST.search(behind)
    return bool(contest) and int(m["m"]) % 5 != 0


def _are_times(listed: str) -> bool:
    """Whether pairs of figures (9:50、13:15、18:40) are times of one day, one after the other."""
    pairs = re.findall(r"(\d+)[:：∶](\d+)", listed)
    if not all(_HOUR.fullmatch(h) and _MINUTE.fullmatch(m) for h, m in pairs):
        return False
    times = [int(h) * 60 + int(m) for h, m in pairs]
    return all(earlier < later for earlier, later in pairwise(times))


def _clock(hour: str, minute: str, second: str | None = None) -> str:
    spoken = ("两" if hour.lstrip("0") == "2" else spell_cardinal(hour)) + "点"
    if second is not None:
        return f"{spoken}{say_sixtieth(minute)}分{say_sixtieth(second)}秒"
    return spoken if int(minute) == 0 else f"{spoken}{say_sixtieth(minute)}分"


def _half_day(mark: str | None) -> str:
    if not mark:
        return ""
    return "上午" if mark.strip()[0] in "aA" else "下午"


def _formation(m: Match) -> str | None:
    """Say a formation of ten players, 4-4-2; return None for other numbers."""
    digits = re.findall(r"\d", m[0])
    zone = words_behind(m).startswith("联防")
    return spell_digits(m[0]) if zone or sum(map(int, digits)) == 10 else None


def _sum(m: Match) -> str:
    signs = {"-": "减", "+": "加"}
    parts = re.findall(r"[-+]|[^-+ ]+", m[0])
    return "".join(signs.get(part) or spell_decimal(part) for part in parts)


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "clock-with-seconds",
        "digit",
        r"(?P<h>[01]?\d|2[0-4])<COLON>(?P<m>[0-5]\d)<COLON>(?P<s>[0-5]\d)(?![\d:：∶.])<AMPM>",
        lambda m: _half_day(m["ampm"]) + _clock(m["h"], m["m"], m["s"]),
        ("于5:35:36发射", "于五点三十五分三十六秒发射"),
        ("15:15:15复合肥", "十五比十五比十五复合肥"),
        ("产业结构为9:45:46", "产业结构为九比四十五比四十六"),
        # The parts of nitrogen, phosphorus and potassium in a fertiliser.
        unless_before=f"{RATIO_WORDS}|结构|肥|[氮N][-:：∶、]?[磷P]",
        unless_after="肥|钾",
    ),
    make_rule(
        "ratio-chain",
        "digit",
        r"\d{1,5}(?:\.\d{1,4})?(?:<COLON>\d{1,5}(?:\.\d{1,4})?){2,6}(?![.\d])",
        lambda m: "比".join(spell_decimal(part) for part in re.split("[:：∶]", m[0])),
        ("按1:2:3配制", "按一比二比三配制"),
        ("12.1:38.5:49.4", "十二点一比三十八点五比四十九点四"),
    ),
    make_rule(
        "clock-range",
        "digit",
        r"(?P<h>[01]?\d|2[0-4])<COLON>(?P<m>[0-5]\d)<TO>(?P<h2>[01]?\d|2[0-4])<COLON>(?P<m2>[0-5]\d)(?!\d)",
        lambda m: f"{_clock(m['h'], m['m'])}至{_clock(m['h2'], m['m2'])}",
        ("9:00—17:00", "九点至十七点"),
    ),
    make_rule(
        "set-with-tie-break",
        "digit",
        # The bracket holds the points of the loser of the tie-break, which mean little alone.
        r"(?P<a>[67])(?:<COLON>|-)(?P<b>(?!(?P=a))[67])[（(]\d{1,2}[)）]",
        say_score,
        ("7∶6（5）险胜", "七比六险胜"),
        unless_before=r"[\d.:：∶-]$",
    ),
    make_rule(
        "score-or-ratio",
        "digit",
        r"(?P<h>\d{1,6}(?:\.\d{1,4})?)<COLON>(?P<m>\d{1,6}(?:\.\d{1,4})?)(?!\d|<COLON>\d)",
        _colon,
        ("3:2", "三比二"),
        ("比分定格在78:96", "比分定格在七十八比九十六"),
        ("以21:18战胜对手", "以二十一比十八战胜对手"),
        ("晚上21:18播出", "晚上二十一点十八分播出"),
        ("PM2.5：35", "PM二点五：三十五"),
        ("方案2：30人", "方案二：三十人"),
        ("《渡口》9:50、13:15", "《渡口》九点五十分、十三点十五分"),
        ("以21:14、21:19收官", "以二十一比十四、二十一比十九收官"),
        ("联赛19:35开赛", "联赛十九点三十五分开赛"),
        ("比例为1:10", "比例为一比十"),
        ("第三局9:11后连追三分", "第三局九比十一后连追三分"),
        ("首盘4:5后扳平", "首盘四比五后扳平"),
        ("决胜局8:10开打", "决胜局八点十分开打"),
        ("第二节8:50下课", "第二节八点五十分下课"),
        ("晚上8:10后停水", "晚上八点十分后停水"),
    ),
    make_rule(
        "clock",
        "digit",
        r"(?P<h>[01]?\d|2[0-4])<COLON>(?P<m>[0-5]\d)(?!\d)<AMPM>(?:分(?!钟))?",
        lambda m: _half_day(m["ampm"]) + _clock(m["h"], m["m"]),
        ("8月16号12:00之前", "八月十六号十二点之前"),
        ("8:00 a.m.", "上午八点"),
        ("22：58", "二十二点五十八分"),
        ("2:02", "两点零二分"),
        ("7:30分", "七点三十分"),
        unless_before="[A-Za-z]$|(?:方案|选项|例|图|表)$",
    ),
    make_rule(
        "half-day-and-clock",
        "letter",
        # PM10:35 is the air's dust.
        r"(?P<half>AM|PM) ?(?P<h>0?[1-9]|1[0-2])[:：](?P<m>[0-5]\d)(?!\d)(?<!PM10[:：]\d\d)",
        lambda m: _half_day(m["half"]) + _clock(m["h"], m["m"]),
        ("PM2:30开会", "下午两点三十分开会"),
        ("PM10:35", "PM十:三十五"),
    ),
    make_rule(
        "on-the-hour",
        "digit",
        "00分",
        always("整"),
        ("10时00分", "十时整"),
        before="[时点]$",
    ),
    make_rule(
        "sixtieth",
        "digit",
        r"0[0-9](?=[分秒′″])",
        lambda m: say_sixtieth(m[0]),
        ("9时01分", "九时零一分"),
        ("9时05分", "九时零五分"),
    ),
    make_rule(
        "hundredths",
        "digit",
        r"\d{1,3}(?![\d.年月日号个名人])",
        one_by_one,
        ("9秒83", "九秒八三"),
        ("1米78", "一米七八"),
        before=r"\d[秒米]$",
        unless_after="^<MEASURE>",
    ),
    make_rule(
        "sum",
        "digit",
        r"<NUM>(?: ?[-+] ?<NUM>){1,5}(?= ?=)",
        _sum,
        ("9-5=4", "九减五等于四"),
    ),
    make_rule(
        "formation",
        "digit",
        r"\d(?:-\d){2,4}(?![-\d.]|[号室栋])|[3-6][1-6]{2,3}(?=阵)",
        _formation,
        ("以4-1-4-1阵型", "以四一四一阵型"),
        ("排出4-3-3", "排出四三三"),
        ("442阵型", "四四二阵型"),
        ("2-1-2联防", "二一二联防"),
        around="^联防|主打|打法|改打|采用|阵[型式容]|[排摆]出|变阵|站位|首发|三后卫|四后卫|^阵",
    ),
)
