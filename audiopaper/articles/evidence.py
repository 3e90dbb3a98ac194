"""What can be seen of a block, as named features that the weights table speaks of."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from audiopaper.articles.bylines import (
    byline_strength,
    is_photo_credit,
    parse_byline,
    parse_closing,
    parse_opening,
)
from audiopaper.articles.grammar import (
    PAPER_ENDINGS,
    ends_open,
    ends_sentence,
    is_dateline,
    jump_in,
    jump_out,
)
from audiopaper.articles.variants import simplify

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.articles.blocks import Block

HEAD_CHARS = 48
"""A headline, kicker or subhead line is no longer than this: the longest of some hundred seen
on party dailies' front pages has 41 characters."""

_MASTHEAD = re.compile(
    r"主管|主办|^出版$|出版(?:社|物号)|国内统一|统一刊号|邮发代号|CN\s?\d\d-|ISSN|^第\s?\d{3,6}\s?号|总第\s?\d+|"
    r"^今日.{0,6}版|官方网站|^网址|新闻热线|广告热线|订阅热线|发行热线|爆料热线|零售价|定价|"
    r"投稿|^邮箱|QQ群|邮政编码|^邮编|^社址|^地址|承印|印刷厂|^电话|https?://|www\.|客户端|微信公众号|扫码|二维码|"
    r"版权所有|法律顾问|广告经营许可|数字报|^微博"
)
_CREDIT = re.compile(
    r"责任编辑|责编|本版编辑|版式|美编|校对|组版|值班(?:编委|总编|主任|领导)|编审|审读|一审|二审|三审|终审|"
    r"视觉|版面设计|编辑\s?[：:/／]|^编辑\s|本版主编|本版责编|^主编|执行编辑|总值班|监制"
)
_SECTION = re.compile(
    r"(?:(?:第?\s?[A-D]?\s?\d{1,3}\s?版?|第[一二三四五六七八九十]{1,3}版)[\s:：·|]*)?(?:要闻|综合|综合新闻|本地新闻|时政|时政要闻|时政新闻|经济|经济新闻|财经|社会|社会新闻|"
    r"民生|民生新闻|文化|文化新闻|教育|体育|体育新闻|国际|国际新闻|国内|国内新闻|国内国际|天下|副刊|专题|专版|"
    r"特别报道|广告|公告|公益广告|健康|卫生健康|科技|法治|法制|政法|评论|观点|理论|读者|导读|今日导读|"
    r"县市区|县域|区县|县区新闻|园区|乡村振兴|旅游|文旅|娱乐|汽车|房产|金融|农业|三农|党建|深度|调查|"
    r"都市|都市新闻|热线|新闻|要闻·综合|视点|焦点|聚焦|城事|城市|产业|企业|市场|行业|行业动态|资讯|"
    r"短评|时评|快评|社论|来论|言论|"
    r"综合·广告|新闻·综合|时事|本地|国内·国际|专栏|副刊·文学)"
    r"(?:[\s:：·|]*(?:第?\s?[A-D]?\s?\d{1,3}\s?版?|第[一二三四五六七八九十]{1,3}版))?(?:\s*[A-Za-z ]{2,24})?"
)
_FIRST_LINES = 8
_NUMBERED_SECTION = re.compile(
    r"(?:第?\s?[A-D]?\d{1,3}\s?版?|[A-D]\d{1,2})[\s\u3000]+[\u4e00-\u9fff]{2,6}"
)
_SECTION_PAIR = re.compile(r"[\u4e00-\u9fff]{2,4}[·•・/|][\u4e00-\u9fff]{2,4}")
_PAGE_ONLY = re.compile(
    r"[-—·\s]*(?:第?\s?[A-D]?\d{1,3}\s?版?|[A-D]\d{1,2}|第[一二三四五六七八九十]+版)[-—·\s]*"
)
_DATE = re.compile(
    r"(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|二[〇○零]\S{2}年\S{1,2}月\S{1,3}日|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}"
)
_DATE_LINE_WORD = re.compile(r"星期|农历|周[一二三四五六日]|第\s?\d+\s?[号期]|总第|版|\b[A-D]\d")
_SLOGAN = re.compile(
    r"贯彻|奋进|建功|新征程|新时代|新篇章|创建|主题教育|牢记|学习宣传|党的二十|二十大|精神|奋斗|创城|文明城市|"
    r"同心|共建|共享|系列|行动|进行时|走基层|在行动|专栏|专题|争当|喜迎|献礼|庆祝|聚力|攻坚|大讨论|"
    r"现代化|文明|和谐|美丽|家园|行$|★|·"
)
_EVENT = re.compile(
    r"举行|召开|举办|出席|讲话|会见|主持|参加|热议|学习|调研|考察|开展|组织|启动|开幕|闭幕|签约|座谈|"
    r"指出|获|建成|发布|揭牌|开工|投用|落户|率队|调度|督导|赴|到.{1,8}区|检查|慰问|部署|见闻|侧记|纪实|综述|回眸|巡礼"
)
_SAYS = re.compile(r"(?:强调|指出|要求|时指出|时强调|时要求|表示|提出|寄语|致辞|批示|署名文章)$")
_SERIES = re.compile(
    r"系列报道|系列评论|之[一二三四五六七八九十]$|[（(][一二三四五六七八九十]{1,2}[）)]$|聚焦|走进|专访|特别报道|观察$|专栏|"
    r"调查$|故事$|探访|追踪"
)
_CAPTION = re.compile(
    r"^[▲▼◀►△上下左右]?\s?(?:图为|图片为|上图|下图|左图|右图|这是|图①|图1|图一|题图|资料图)|[（(](?:资料|效果)图[^）)]{0,10}[）)]$"
)
_DATED_OPEN = re.compile(
    r"(?:\d{4}\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?日|近日|日前|昨日|昨天|连日来|今天|今日|近期|时下|眼下"
)
_CAPTION_TAIL = re.compile(r"(?:摄|供图|摄影报道|图)\s?[）)]?$")
_NOTICE_HEAD = re.compile(
    r"公告|公示|通告|启事|声明|遗失|招标|拍卖|讣告|通知|更正|致歉|倡议书|公开信|一封信|征集|招聘|招租|挂失|"
    r"注销|减资|停电|停水|中标|催告|送达|认领|转让|招商|出让"
)
_AD = re.compile(
    r"热线|咨询|电话|地址|抢购|优惠|预订|恭贺|开盘|特惠|诚聘|加盟|广告|敬请|垂询|宣$|限时|折起|钜惠|免费体验|"
    r"微信号|订购|售楼|楼盘|首付|火爆|盛大|回馈"
)
_SIGNATURE = re.compile(r"(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日")
_SALUTATION = re.compile(r"^(?:尊敬的|各|广大|全体|致|亲爱的)[^，。！？]{1,40}[：:]$")
_DIGEST = re.compile(
    r"\S{4}.{0,40}?(?:详?见|[/／→➤>»▶…—\s(（])\s?(?:今日|本报)?(?:第?\s?[A-D]?\d{1,2}|第[一二三四五六七八九十]{1,2})版[)）]?$"
)
_EXACT_NOTICE = re.compile(
    r"(?:房屋|旺铺|店铺|商铺|门面)?(?:转让|出租|出售|招租|求购|招聘|遗失|寻人|寻物|更正|声明|启事|公告|通知|征婚|家政|"
    r"通告|公示|讣告|致歉|遗失声明|更正启事|招聘启事|注销公告|减资公告|清算公告|分类信息|便民信息|分类广告)"
)
_MARKUP_ONLY = re.compile(r"!\[[^\]]*\]\([^)]*\)|<[^>]{1,200}>|[|:\-\s]{4,}|[-=_*—─━·.\s]{3,}")
_TIME_ROW = re.compile(r"\d{1,2}[:：]\d\d\D{1,12}\d{1,2}[:：]\d\d")
_PRIZE_ROW = re.compile(r"[一二三四五六七]等奖|中奖号码|[红蓝]球|前区|后区|每注|奖池|销售额")
_SAYS_COMMA = re.compile(r"(?:强调|指出|表示|介绍|认为|要求|提出|告诉记者|说|称|坦言|建议)[，,]")
_COLUMN = re.compile(
    r"(?:短波|简讯|快讯|短讯|简报|速览|速递|短新闻|一句话新闻|要闻集锦|新闻集锦|集锦|资讯|播报|点击|动态|传真|快报)$"
)
_WEATHER = re.compile(r"天气(?:预报|提示)?$|气象(?:预报|信息)?$|今明天气|天气趋势|生活指数$")
_WEATHER_WORD = re.compile(r"℃|°C|气温|降水|雨量|偏[东南西北]{1,2}风|北风|南风|东风|西风|阵雨|小雨|中雨|多云|晴")
_LISTING = re.compile(
    r"开奖|彩票|体彩|福彩|双色球|大乐透|节目预告|节目单|影讯|积分榜|排行榜|名单$|行情|牌价|时刻表|菜价|一览表?$"
)
_LABEL = re.compile(r"([^：:，。]{1,8})[：:]\s*(\S.*)")
_LABEL_WORD = re.compile(
    r"联系人|联系方式|电话|地址|时间|地点|邮箱|网址|红色?球|蓝色?球|前区|后区|开奖|奖池|注数|邮编|传真|单位|"
    r"开户行|账号|户名|主办|承办|协办|票价|最高|最低|明天|后天|今天|今日|明日|湿度|风力|紫外线|穿衣"
)
_HOUSE_LINE = re.compile(
    r"(?:新闻|广告|发行|订阅|爆料|订报)热线|官方|网址|邮发|印刷|社址|零售|定价|编辑部|责编|责任编辑|校对|版式|美编"
)
_ORG_END = re.compile(
    r"(?:局|委|办|会|中心|公司|政府|学校|学院|大学|医院|银行|法院|检察院|集团|院|部|社|队|站|所|厂|店|支行|指挥部)$"
)
_HAN = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]")
_LIST_LINE = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?\d{1,2}[）)、.．]|[①-⑳]|第[一二三四五六七八九十]{1,3}[，、])"
)
_WHO = re.compile(r"^[●■◆▲★☆※]")


def repeated_lines(pages: Sequence[Sequence[Block]]) -> frozenset[str]:
    """Find the short texts that stand on more than one page: running heads, banners, slogans."""
    seen: Counter[str] = Counter()
    for blocks in pages:
        seen.update({shape(b.text) for b in blocks if len(b.text) <= HEAD_CHARS})
    return frozenset(text for text, n in seen.items() if n > 1 and len(text) > 1)


def shape(text: str) -> str:
    """Give a text without spaces and digits, so that running heads of two pages are alike."""
    return re.sub(r"[\s\d０-９第版A-D]", "", text)


def see_page(blocks: Sequence[Block], paper: str, repeated: frozenset[str]) -> list[frozenset[str]]:
    """Name what can be seen of each block of a page."""
    levels = Counter(b.level for b in blocks if b.level)
    texts = [frozenset(_see_text(block, paper)) for block in blocks]
    main = _headline_level(blocks, levels, texts)
    zones = _head_zones(blocks, texts)
    company = _see_company(blocks, texts, zones, main)
    usual_gap = _usual_gap(blocks)
    first_prose = next((i for i, b in enumerate(blocks) if _is_prose(b)), len(blocks))
    out: list[frozenset[str]] = []
    for i, block in enumerate(blocks):
        above = blocks[i - 1] if i else None
        below = blocks[i + 1] if i + 1 < len(blocks) else None
        seen = set(texts[i])
        seen.update(_see_level(block, main))
        if (
            shape(block.text) in repeated
            and len(block.text) <= HEAD_CHARS
            and not is_dateline(block.text)
        ):
            seen.add("repeated")
        if i < first_prose and i < 30:
            seen.add("page_head")
            seen.discard("label_line")
            if "signature_date" in seen:
                seen.add("head_date")
        if i < _FIRST_LINES and _NUMBERED_SECTION.fullmatch(block.text.strip()):
            seen.add("section_name")
        if i >= len(blocks) - 2:
            seen.add("page_foot")
        seen.update(_see_neighbours(block, above, below))
        seen.update(zones.get(i, ()))
        if i in zones or i - 1 in zones:
            seen.discard("above_open")
        if "above_open" in seen and "clauses" in seen and not seen & {"stop", "comma"}:
            seen.discard("above_open")
            seen.add("interrupts")
        if _is_name_under_head(blocks, texts, i):
            seen.add("name_under_head")
        seen.update(company.get(i, ()))
        if above is not None and block.gap >= max(3, usual_gap + 2):
            seen.add("gap")
        if i + 2 < len(blocks) and "sponsor" in texts[i + 2] and "stop" not in seen:
            seen.add("near_sponsor")
        if _is_over_contact(blocks, texts, i):
            seen.add("below_label")
        if "above_open" not in seen and not seen & _NOT_BARE:
            if seen & {"head_short", "head_long"}:
                seen.add("bare_line")
        elif "above_open" not in seen and "open" in seen and seen & {"head_short", "head_long"}:
            seen.add("comma_line")
        out.append(frozenset(seen))
    return out


_NOT_BARE = frozenset({"stop", "comma", "dateline", "colon_end", "label_line"})


def _is_prose(block: Block) -> bool:
    return is_dateline(block.text) or (len(block.text) > 50 and "。" in block.text)


def _headline_level(
    blocks: Sequence[Block], levels: Counter[int], texts: Sequence[frozenset[str]]
) -> int:
    """Tell which mark-up level the page's headlines have: the highest one used more than once
    that leads to a dateline or byline, else the highest that is not the page's own title.
    """
    if not levels:
        return 0
    led: Counter[int] = Counter()
    for i, block in enumerate(blocks):
        if not (is_dateline(block.text) or byline_strength(block.text) >= 1):
            continue
        at, best = i - 1, 0
        while at >= 0 and i - at <= 4 and blocks[at].level and not texts[at] & _NO_HEAD:
            best = min(best or 9, blocks[at].level)
            at -= 1
        if best:
            led[best] += 1
    if led:
        return max(led, key=lambda level: (led[level], -level))
    several = [level for level, n in levels.items() if n > 1]
    return min(several or levels)


def _see_level(block: Block, main: int) -> set[str]:
    if not block.level:
        return {"page_marked"} if main else set()
    if block.level == main:
        return {"heading", "level_main"}
    return {"heading", "level_above" if block.level < main else "level_below"}


def _see_text(block: Block, paper: str) -> set[str]:
    text = block.text
    seen: set[str] = set()
    if block.front_matter:
        return {"front_matter"}
    plain = simplify(unicodedata.normalize("NFKC", text[:200]))
    tight = simplify(re.sub(r"\s", "", text))
    n = len(tight)
    short = n <= HEAD_CHARS
    if len(text) < 400 and _MARKUP_ONLY.fullmatch(text):
        seen.add("markup_only")
    if re.search(r"\d{7,}$", plain[-24:]):
        seen.add("phone_end")
    if not _HAN.search(text[:400]):
        seen.add("no_han")
    if ends_sentence(text):
        seen.add("stop")
        if text.rstrip("”’』」 ")[-1:] in "？！?!" and short and "。" not in text:
            seen.add("exclaims")
    elif ends_open(text):
        seen.add("open")
    if n <= 4:
        seen.add("tiny")
    if n <= 14:
        seen.add("head_short")
    elif short:
        seen.add("head_long")
    elif n <= 80:
        seen.add("middling")
    else:
        seen.add("long")
    if n > 220:
        seen.add("very_long")
    if (
        short
        and ends_sentence(text)
        and not re.search(r"[，,；;：:]", plain)
        and "exclaims" not in seen
    ):
        seen.add("one_clause")
    if _DATED_OPEN.match(text) and (n > 14 or ends_sentence(text)):
        seen.add("dated_open")
    if "。" in text[:-1].rstrip(_CLOSE):
        seen.add("sentences")
    if re.search(r"[，,；;]", plain):
        seen.add("comma")
    if text.endswith(("：", ":")):
        seen.add("colon_end")
    if text.startswith(("——", "—", "--", "──")) and not ends_sentence(text):
        seen.add("dash")
    if text[:1] in "，。、；：！？”’）》」』,.;:!?)":
        seen.add("mid_start")
    if is_dateline(text):
        seen.add("dateline")
    else:
        opening = parse_opening(text)
        if opening.writers and opening.rest:
            seen.add("byline_opening")
    strength = byline_strength(text)
    if is_photo_credit(text):
        seen.add("photo_credit")
    elif strength >= 2:
        seen.add("byline")
    elif strength >= 1:
        seen.add("byline_likely")
    elif strength > 0:
        seen.add("byline_maybe")
    rest, closing = parse_closing(text)
    if closing is not None and rest:
        seen.add("byline_closing" if closing.writers else "caption_closing")
    if jump_out(text) is not None:
        seen.add("jump_out" if len(text) < 40 else "ends_in_jump")
    entering = jump_in(text)
    if entering is not None:
        seen.add("jump_in" if len(entering.rest) < 6 else "starts_in_jump")
    if short:
        seen.update(_see_short(text, plain, tight, paper))
    elif n <= 120 and not ends_sentence(text) and _CREDIT.search(plain):
        seen.add("credit")
    if n <= 120 and _CAPTION.search(plain):
        seen.add("caption_words")
    if n <= 200 and _CAPTION_TAIL.search(plain[-12:]) and ("（" in text[-24:] or " " in text[-14:]):
        seen.add("caption_tail")
    if re.match(r"(?:问|答|记者|主持人|Q|A)\s?[：:]", text):
        seen.add("says_who")
    if _LIST_LINE.match(text):
        seen.add("list_line")
    return seen


_CLOSE = "”’』」》）)】〕 "


def _see_short(text: str, plain: str, tight: str, paper: str) -> set[str]:
    seen: set[str] = set()
    if _MASTHEAD.search(plain):
        seen.add("masthead_words")
    if (paper and tight in (paper, f"{paper}社")) or re.fullmatch(
        rf"[\u4e00-\u9fff]{{2,6}}(?:{PAPER_ENDINGS})社?", tight
    ):
        seen.add("paper_name")
    if _CREDIT.search(plain):
        seen.add("credit")
    if _PAGE_ONLY.fullmatch(plain):
        seen.add("page_only")
    label = re.sub(
        r"^\s*(?:第?\s?[A-D]?\d{1,3}\s?版?|第[一二三四五六七八九十]{1,3}版)\s*", "", plain
    )
    if _SECTION.fullmatch(plain.strip()) or (
        _SECTION_PAIR.fullmatch(label.strip()) and label.strip() != plain.strip()
    ):
        seen.add("section_name")
    if _DIGEST.search(plain.strip()) and not seen & {"masthead_words", "date_line"}:
        seen.add("digest_line")
    if _EXACT_NOTICE.fullmatch(tight):
        seen.add("notice_exact")
    if _DATE.search(plain):
        rest = _DATE.sub("", plain)
        if _DATE_LINE_WORD.search(rest) or (paper and paper in rest):
            seen.add("date_line")
        elif len(re.sub(r"\W", "", rest)) <= 2:
            seen.add("signature_date")
    slogans = len(set(_SLOGAN.findall(tight)))
    if slogans:
        seen.add("slogan_words")
    if slogans >= 3 or (slogans == 2 and len(tight) <= 16):
        seen.add("slogan_strong")
    if _EVENT.search(tight):
        seen.add("event_words")
    if _is_slogan_dash(tight):
        seen.add("slogan_dash")
    if _SAYS.search(tight):
        seen.add("says")
    if _SERIES.search(tight):
        seen.add("series_words")
    if _NOTICE_HEAD.search(tight):
        seen.add("notice_words")
    if _AD.search(tight):
        seen.add("ad_words")
    if _SALUTATION.match(tight):
        seen.add("salutation")
    if re.search(r"\S[\s\u3000]+\S", text.strip()) and len(tight) >= 8:
        seen.add("clauses")
    if _WHO.match(text):
        seen.add("bullet")
    seen.update(_see_form(text, plain, tight, paper))
    if re.search(r"\d{7,}|\d{3,4}-\d{7,8}|(?:热线|电话)\S{0,4}\d{5}", plain):
        seen.add("phone")
    return seen


def _see_form(text: str, plain: str, tight: str, paper: str) -> set[str]:
    """Name the signs of notices, listings and columns in a short line."""
    seen: set[str] = set()
    if _TIME_ROW.search(plain) or _PRIZE_ROW.search(plain) or _is_row(plain):
        seen.add("label_line")
    if _SAYS_COMMA.search(plain):
        seen.add("says_comma")
    if _COLUMN.search(tight) and len(tight) <= 12:
        seen.add("column_words")
    if _WEATHER.search(tight) and len(tight) <= 16:
        seen.add("weather_words")
    if _LISTING.search(tight):
        seen.add("listing_words")
    label = _LABEL.fullmatch(plain.strip())
    if label and not ends_sentence(text):
        value = re.sub(r"\s", "", label.group(2))
        digits = sum(c.isdigit() for c in value)
        house = _HOUSE_LINE.search(text) or (paper and paper in text)
        if house:
            pass
        elif _LABEL_WORD.search(label.group(1)) or digits * 10 > len(value) * 4:
            seen.add("label_line")
    if _ORG_END.search(tight) and len(tight) <= 28:
        seen.add("org_name")
    if re.search(r"\S\s?宣$", text) and len(tight) <= 30:
        seen.add("sponsor")
    if re.fullmatch(r"(?:星期|周)[一二三四五六日天]|农历\S{4,14}|\d{1,2}月\d{1,2}日", tight):
        seen.add("calendar_words")
    return seen


def _is_row(plain: str) -> bool:
    """Tell whether a line is a table's row: several columns, figures in more than one."""
    if plain.startswith("|") and plain.rstrip().endswith("|"):
        return True
    columns = plain.split()
    if len(columns) < 3:
        return False
    figures = sum(any(c.isdigit() for c in column) for column in columns)
    if figures >= 2 or (figures and ("℃" in plain or "°C" in plain)):
        return True
    # 紫外线 弱 洗车 不宜 晨练 不宜: words in pairs.
    return len(columns) >= 6 and max(len(c) for c in columns) <= 4


def _is_slogan_dash(tight: str) -> bool:
    """Tell whether a line led by a dash goes on with a column's slogan, not with a headline."""
    if not tight.startswith(("——", "—", "--")):
        return False
    bare = tight.lstrip("—-")
    if bare.startswith(("论", "写在", "记", "访", "来自", "献给")) or bare.endswith(_STORY_ENDS):
        return False
    return re.search(r"贯彻|精神|牢记|奋进|迎接|喜迎|献礼|庆祝", bare) is not None


_STORY_ENDS = (
    "综述", "侧记", "纪实", "见闻", "回眸", "巡礼", "启示", "观察", "探访", "调查", "记", "录",
)  # fmt: skip


def _see_neighbours(block: Block, above: Block | None, below: Block | None) -> set[str]:
    seen: set[str] = set()
    if above is not None and jump_out(above.text) is not None:
        seen.add("above_jump")
    if above is not None and not above.level and not block.level:
        if len(above.text) > 24 and ends_open(above.text) and not _is_head_like(above):
            seen.add("above_open")
        if len(above.text) > 60 and above.text.rstrip().endswith(("，", ",", "、")):
            seen.add("above_open")
    if above is not None and above.text.startswith(("![", "<img")):
        seen.add("above_picture")
    if above is not None and byline_strength(above.text) >= 1:
        seen.add("above_byline")
        if parse_byline(above.text).photographers or "图" in above.text or "摄" in above.text:
            seen.add("above_photo_byline")
    if below is not None:
        if _SALUTATION.match(re.sub(r"\s", "", below.text[:60])):
            seen.add("below_salutation")
        if len(below.text) < 30 and _SIGNATURE.fullmatch(re.sub(r"\s", "", below.text)):
            seen.add("below_signature_date")
        if is_dateline(below.text):
            seen.add("below_dateline")
        elif byline_strength(below.text) >= 1:
            seen.add("below_byline")
        if below.level and block.level:
            seen.add("below_heading_higher" if below.level < block.level else "below_heading")
        if len(block.text) <= HEAD_CHARS and _is_slogan_dash(re.sub(r"\s", "", below.text[:60])):
            seen.add("below_slogan_dash")
        if len(_WEATHER_WORD.findall(below.text[:200])) >= 3:
            seen.add("below_weather")
        if _DIGEST.search(below.text[:80].strip()):
            seen.add("below_digest")
        if re.search(r"\S\s?宣$", below.text[-12:]) and len(below.text) < 40:
            seen.add("near_sponsor")
        if re.search(r"(?:电话|邮箱|热线|微信)[：:]", below.text) and len(below.text) < 150:
            seen.add("below_phone")
        longer = len(block.text) - len(below.text)
        if longer >= 6 and len(below.text) <= HEAD_CHARS:
            seen.add("longer_than_below")
        if is_photo_credit(below.text):
            seen.add("below_photo_credit")
    if (
        above is not None
        and len(above.text) <= HEAD_CHARS
        and len(block.text) - len(above.text) >= 3
    ):
        seen.add("longer_than_above")
    return seen


def _usual_gap(blocks: Sequence[Block]) -> int:
    gaps = sorted(b.gap for b in blocks[1:])
    return gaps[len(gaps) // 2] if gaps else 0


_MAX_ZONE_LINES = 5
# A line of up to six characters over a headline names the column, not the story.
_LABEL_CHARS = 6


_NO_HEAD = frozenset(
    {
        "section_name",
        "page_only",
        "masthead_words",
        "paper_name",
        "date_line",
        "credit",
        "no_han",
        "label_line",
        "digest_line",
        "markup_only",
        "signature_date",
    }
)


def _head_zones(blocks: Sequence[Block], texts: Sequence[frozenset[str]]) -> dict[int, set[str]]:
    """Find the short lines over a dateline or byline: a headline and its company."""
    found: dict[int, set[str]] = {}
    for i, block in enumerate(blocks):
        if not (
            is_dateline(block.text)
            or byline_strength(block.text) >= 1
            or _is_name_under_head(blocks, texts, i)
        ):
            continue
        if is_photo_credit(block.text):
            continue
        zone: list[int] = []
        for at in range(i - 1, max(-1, i - 1 - _MAX_ZONE_LINES), -1):
            if not _may_be_head(blocks[at]) or at in found or texts[at] & _NO_HEAD:
                break
            zone.append(at)
        for place, at in enumerate(zone):
            tight = re.sub(r"\s", "", blocks[at].text)
            found[at] = {"zone", "zone_only" if len(zone) == 1 else ""}
            if len(zone) > 1:
                found[at].add("zone_bottom" if place == 0 else "zone_upper")
                if place == len(zone) - 1:
                    found[at].add("zone_top")
                    if len(tight) <= _LABEL_CHARS and tight[-1:] not in "：:！？":
                        found[at].add("zone_label")
    return found


def _is_over_contact(blocks: Sequence[Block], texts: Sequence[frozenset[str]], index: int) -> bool:
    """Tell whether a label or a telephone number stands below, with at most a short line between."""
    for at in range(index + 1, min(index + 3, len(blocks))):
        if texts[at] & {"label_line", "phone_end"}:
            return True
        if len(blocks[at].text) > HEAD_CHARS or "stop" in texts[at]:
            return False
    return False


def _is_name_under_head(
    blocks: Sequence[Block], texts: Sequence[frozenset[str]], index: int
) -> bool:
    """Tell whether one bare name stands where a byline does: below a short line, over a text."""
    if "byline_maybe" not in texts[index] or not 0 < index < len(blocks) - 1:
        return False
    below = blocks[index + 1].text
    return _may_be_head(blocks[index - 1]) and len(below) > 40 and ends_sentence(below[-4:])


def _may_be_head(block: Block) -> bool:
    text = block.text
    tight = len(re.sub(r"\s", "", text))
    if tight > HEAD_CHARS or is_dateline(text) or byline_strength(text) >= 1:
        return False
    if block.level:
        return True
    return not ends_sentence(text) or ("。" not in text and tight <= 30)


def _see_company(
    blocks: Sequence[Block],
    texts: Sequence[frozenset[str]],
    zones: Mapping[int, set[str]],
    main: int,
) -> dict[int, set[str]]:
    """Look further than the next block at the short lines that no dateline or byline follows."""
    heads = [
        i
        for i, block in enumerate(blocks)
        if (block.level or (_may_be_head(block) and len(block.text) <= 30))
        and not texts[i] & _NO_HEAD
    ]
    if not heads:
        return {}
    led = sum(1 for i in heads if blocks[i].level == main and i in zones)
    unled = sum(1 for i in heads if blocks[i].level == main and i not in zones)
    starts = set(heads)
    twins = _twins(blocks, texts, zones)
    common = _common_pairs(blocks)
    found: dict[int, set[str]] = {}
    for i in heads:
        if i in zones:
            continue
        seen = found.setdefault(i, set())
        if i in twins:
            seen.add("twin")
        if main and blocks[i].level == main and led >= max(2, unled):
            seen.add("unled")
        below = _texts_from(blocks, starts, i + 1, 1)
        above = _texts_from(blocks, starts, i - 1, -1)
        if below and (
            texts[below[-1]] & {"byline", "byline_likely", "byline_maybe", "byline_closing"}
        ):
            seen.add("closes_below")
        if _chars_since_head(blocks, zones, texts, i) < _MIN_CHARS_OVER_HEADING:
            seen.add("short_above")
        seen.update(_cohesion(blocks, above, below, common))
    for i, many in _mates(heads, zones, texts).items():
        seen = found.setdefault(i, set())
        seen.add("mates" if many else "lone")
        if not many and "short_above" in seen:
            seen.add("lone_short")
    for i in range(1, len(blocks)):
        if "dateline" in texts[i - 1] and _is_torn_opening(blocks[i - 1].text):
            found.setdefault(i, set()).add("above_torn_dateline")
    return found


def _mates(
    heads: Sequence[int], zones: Mapping[int, set[str]], texts: Sequence[frozenset[str]]
) -> dict[int, bool]:
    """Tell of each short line outside a head whether its article has others like it."""
    groups: list[list[int]] = [[]]
    free = [i for i in heads if i not in zones and "label_line" not in texts[i]]
    borders = sorted(zones)
    at = 0
    for i in free:
        if at < len(borders) and borders[at] < i:
            groups.append([])
            while at < len(borders) and borders[at] < i:
                at += 1
        groups[-1].append(i)
    return {i: len(group) > 1 for group in groups for i in group}


def _is_torn_opening(text: str) -> bool:
    """Tell whether a dateline stands there with no sentence behind it."""
    return len(text) <= 120 and len(parse_opening(text).rest) <= 24 and not ends_sentence(text)


_TWIN_CHARS, _TWIN_BLOCKS = 18, 16


def _twins(
    blocks: Sequence[Block], texts: Sequence[frozenset[str]], zones: Mapping[int, set[str]]
) -> set[int]:
    """Find short lines of equal length near each other: an article's headings are made alike."""
    found: set[int] = set()
    last: dict[int, int] = {}
    for i, block in enumerate(blocks):
        tight = len(re.sub(r"\s", "", block.text))
        if i in zones or texts[i] & {"dateline", "byline", "byline_closing"}:
            last.clear()
        if i in zones or tight > _TWIN_CHARS or tight < 4 or texts[i] & {"stop", "label_line"}:
            continue
        if i and ends_open(blocks[i - 1].text) and len(blocks[i - 1].text) > _TWIN_CHARS:
            continue
        for length in (tight - 1, tight, tight + 1):
            other = last.get(length)
            if other is not None and 1 < i - other <= _TWIN_BLOCKS:
                found.update((i, other))
        last[tight] = i
    return found


# An article that has headings in its body has more than a paragraph above the first.
_MIN_CHARS_OVER_HEADING = 120


def _chars_since_head(
    blocks: Sequence[Block],
    zones: Mapping[int, set[str]],
    texts: Sequence[frozenset[str]],
    index: int,
) -> int:
    """Count the characters between an article's head and a line, up to what matters."""
    chars = 0
    for at in range(index - 1, -1, -1):
        if at in zones:
            return chars
        if texts[at] & {"byline", "byline_likely"}:
            # What stands right under a byline may open the body with a heading.
            return chars or _MIN_CHARS_OVER_HEADING
        chars += len(blocks[at].text)
        if chars >= _MIN_CHARS_OVER_HEADING or "dateline" in texts[at]:
            return chars
    return chars


# How far a heading's surroundings are compared: two or three paragraphs.
_COHESION_CHARS = 500


def _texts_from(blocks: Sequence[Block], heads: set[int], at: int, step: int) -> list[int]:
    out: list[int] = []
    chars = 0
    while 0 <= at < len(blocks) and at not in heads and chars < _COHESION_CHARS:
        out.append(at)
        chars += len(blocks[at].text)
        at += step
    return out


def _pairs(text: str) -> set[str]:
    return {
        text[i : i + 2]
        for i in range(min(len(text), 2 * _COHESION_CHARS) - 1)
        if _HAN.match(text[i]) and _HAN.match(text[i + 1])
    }


def _common_pairs(blocks: Sequence[Block]) -> set[str]:
    """Find the character pairs of everyday words: those that many paragraphs have."""
    seen: Counter[str] = Counter()
    texts = [b for b in blocks if len(b.text) > HEAD_CHARS]
    for block in texts:
        seen.update(_pairs(block.text))
    limit = max(3, len(texts) // 5)
    return {pair for pair, n in seen.items() if n > limit}


def _cohesion(
    blocks: Sequence[Block], above: Sequence[int], below: Sequence[int], common: set[str]
) -> set[str]:
    """Tell whether the texts round a heading speak of one thing, by the words they share."""
    before = set().union(*(_pairs(blocks[i].text) for i in above)) - common
    after = set().union(*(_pairs(blocks[i].text) for i in below)) - common
    if len(after) < 20 or len(before) < 20:
        return set()
    share = len(before & after) / len(after)
    # Measured on the shared and made-up pages: neighbours in one article share 2 to 12 in a
    # hundred, neighbours in two articles 0 to 6.
    if share >= 0.07:
        return {"coheres"}
    return {"parts"} if share <= 0.015 else set()


def _is_head_like(block: Block) -> bool:
    """Tell whether an unfinished block is rather a headline than a torn paragraph."""
    text = block.text
    return len(text) <= HEAD_CHARS and not re.search(r"[，,；;。]", text)
