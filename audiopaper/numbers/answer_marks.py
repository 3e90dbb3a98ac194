"""Rules for ticks and crosses: in a box, in quotes, and as the answer to a question."""

from __future__ import annotations

from audiopaper.numbers.number_rule import NumberRule, make_sign

_DRAWN = "[打画划][^，。；打画划]{0,8}$"
_ENCLOSED_BEFORE, _ENCLOSED_BEHIND = '(?:[（(] ?|[“"‘])$', '^(?: ?[）)]|[”"’](?!号))'
# The number of a question, or a word that names questions.
_QUESTION = r"(?:(?:^|[^\d.√])\d{1,2}(?:[.．、]|题)|(?:答案|判断|正误)[^。；\d]{0,6}[:：]) ?$"
_ANSWERED = r"^(?: ?$|[，、；。,;)）]| ?\d{1,2}(?:[.．、]|题)|[ \u3000]+(?!\d))"

RULES: tuple[NumberRule, ...] = (
    make_sign(
        "right",
        "√",
        "对",
        ("答案：1.√ 2.×", "答案：一、对 二、错"),
        ("第6题√。", "第六题对。"),
        before=_QUESTION,
        after=_ANSWERED,
    ),
    make_sign(
        "wrong",
        "×",
        "错",
        ("第7题×，第8题√", "第七题错，第八题对"),
        ("2.×3", "二.乘三"),
        before=_QUESTION,
        after=_ANSWERED,
    ),
    make_sign(
        "cross",
        "×(?!×)",
        "叉",
        ("错误的打×。", "错误的打叉。"),
        ("在框内打“√”或“×”", "在框内打“勾”或“叉”"),
        ("打×折", "打某折"),
        before=_DRAWN,
        after='^(?:$|[”"’」）)，。；、！或和的])',
    ),
    make_sign("tick", "√", "勾", ("正确的打√", "正确的打勾"), before=_DRAWN),
    make_sign(
        "tick-enclosed",
        "√",
        "勾",
        ("（√）正确", "（勾）正确"),
        ("“√”表示完成", "“勾”表示完成"),
        before=_ENCLOSED_BEFORE,
        after=_ENCLOSED_BEHIND,
    ),
    make_sign(
        "cross-enclosed",
        "×",
        "叉",
        ("（×）错误", "（叉）错误"),
        ("“×”表示未完成", "“叉”表示未完成"),
        before=_ENCLOSED_BEFORE,
        after=_ENCLOSED_BEHIND,
    ),
)
