"""What stands between a page's articles: captions and credits, banners, slogans, page labels."""

from __future__ import annotations

import re
from random import Random

from tests.tools.newspapers.heads import list_clauses
from tests.tools.newspapers.styles import SECTIONS, Style, make_name

_CAPTION_CHARS = (6, 26)
_VERBS = (
    "贯彻", "落实", "学习", "推进", "建设", "打造", "喜迎", "决胜", "奋进", "践行", "弘扬", "聚焦", "决战", "争创",
    "创建", "走进", "守护", "共建", "唱响", "凝聚", "献礼", "迎战", "护航", "深耕", "冲刺",
)  # fmt: skip
_OBJECTS = (
    "党代会精神", "全会精神", "新发展理念", "高质量发展", "新征程", "现代化新{town}", "全国文明城市", "卫生城市", "乡村振兴",
    "四季度", "开门红", "平安{town}", "初心使命", "劳模精神", "{town}两会", "春运", "营商环境", "百日攻坚", "重点项目",
    "和美乡村", "主题教育", "安全生产月", "我们的节日", "实体经济", "产业强市", "奋斗故事", "最美{town}", "绿水青山",
)  # fmt: skip
_TICKERS = (
    "{paper}社 新闻热线 0{n}5-8123456", "{section} {n:02d}", "{town}{section}", "本版编辑 {section}", "责编 版式 校对",
    "欢迎关注{paper}微信公众号", "新闻线索一经采用即付稿酬", "A{n:02d} {section}", "{n:02d}", "责编 {who} 版式 {who}", "广告",
    "责任编辑：{who} 电话：812{n:02d}34", "编辑 {who}", "{paper}客户端", "扫码看视频", "■", "★", "{n}版 {section}",
    "本栏编辑：{who}", "投稿邮箱：news{n}@example.cn", "（资料图）", "热线 812{n:02d}34", "更多新闻请看{paper}客户端",
)  # fmt: skip


def make_credit(dice: Random) -> str:
    """Make the line that names who took a picture."""
    who = make_name(dice)
    form = dice.choice((
        "{} 摄", "{} 摄", "记者 {} 摄", "本报记者 {} 摄", "通讯员 {} 摄", "通讯员 {} 摄影报道", "（{} 摄）", "摄影 {}", "摄影/{}",
        "■见习记者 {} 摄", "图/{}", "{}/摄", "资料图片",
    ))  # fmt: skip
    return form.format(who)


def make_captions(dice: Random, real: tuple[str, ...], text: str) -> list[str]:
    """Make the captions of a picture or of some, from real ones or a clause of the text."""
    clauses = list_clauses(text, *_CAPTION_CHARS)
    if real and (not clauses or dice.random() < 0.5):
        found = dice.choice(real)
        if not re.search(r"[摄图发）)]$", found) and dice.random() < 0.6:
            found += dice.choice((" ", "　", "")) + make_credit(dice)
        rows = [found]
    elif clauses:
        rows = [
            clause + "。"
            for clause in dice.sample(
                clauses, min(len(clauses), dice.choice((1, 1, 1, 1, 1, 1, 1, 2, 3)))
            )
        ]
        if dice.random() < 0.05:
            rows = [row.rstrip("。") for row in rows]
        elif len(rows) == 1 and dice.random() < 0.2:
            rows[0] += dice.choice((" ", "　", "")) + make_credit(dice)
    else:
        rows = [dice.choice(("活动现场。", "施工现场。", "资料图片"))]
    if len(rows) > 1 and dice.random() < 0.6:
        return [mark + row for mark, row in zip("①②③④", rows, strict=False)]
    if dice.random() < 0.15:
        return [dice.choice("▲▼◀▲") + row for row in rows]
    return rows


def make_slogan(dice: Random, style: Style) -> str:
    """Make a slogan of one or two clauses."""

    def clause() -> str:
        return dice.choice(_VERBS) + dice.choice(_OBJECTS)

    one, two = clause(), clause()
    form = dice.choice(
        (
            one,
            one,
            f"{one} {two}",
            f"{one} {two}",
            f"——{one}",
            f"{one}·{two}",
            f"{one}！",
            f"“{one}”主题活动",
            f"{one}　{two}",
        )
    )
    return form.format(town=style.town)


def make_banner(dice: Random, style: Style, columns: tuple[str, ...]) -> list[str]:
    """Make a banner of one or two lines: a column's name, a slogan, a page's label."""
    roll = dice.random()
    if roll < 0.25:
        form = dice.choice(_TICKERS)
        while "{who}" in form:
            form = form.replace("{who}", make_name(dice), 1)
        section = dice.choice(SECTIONS)
        return [
            form.format(town=style.town, paper=style.paper, section=section, n=dice.randint(1, 16))
        ]
    form = dice.choice(("{}", "{}", "{}", "【{}】", "·{}·", "★{}★", "■{}"))
    if roll < 0.6:
        return [form.format(dice.choice(columns).format(town=style.town))]
    first = form.format(make_slogan(dice, style))
    if dice.random() < 0.2:
        return [first, "——" + make_slogan(dice, style).lstrip("—")]
    return [first]
