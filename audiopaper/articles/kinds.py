"""What kind of article a draft is: evidence for each kind, the highest sum decides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.variants import simplify

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.articles.drafts import Draft
    from audiopaper.model import ArticleKind

BRIEF_CHARS = 220
"""A text up to this length is a brief; papers' 短讯 columns run from 60 to 200 characters."""

_SIGNS: Mapping[str, re.Pattern[str]] = {
    "notice_head": re.compile(
        r"公告|公示|通告|启事|声明|遗失|招标|拍卖|讣告|更正|致歉|倡议书|公开信|一封信|招聘|招租|挂失|注销|"
        r"停电|停水|催告|送达|通知$|征集|须知|"
        r"^(?:转让|出租|出售|求购|寻人|寻物|家政|分类信息|便民信息|房屋出租|旺铺转让)$"
    ),
    "ad_head": re.compile(
        r"高价|回收|名表|首付|现房|旺铺|清仓|甩卖|抢购|优惠|特惠|钜惠|盛大|开盘|诚邀|诚聘|热销|加盟|广告|促销|★|宣$|热线"
    ),
    "weather_head": re.compile(r"天气|气象|预报"),
    "serial_head": re.compile(r"[（(]?连载[\s·]?[（(]?[\d①-⑳一二三四五六七八九十]+[）)]"),
    "listing_head": re.compile(
        r"开奖|彩票|体彩|福彩|节目(?:单|预告)|电视|影讯|成绩|积分榜|排行|榜单|名单|一览|导读|行情|牌价|票务|"
        r"比分|赛程|对阵|战报|航班|时刻表|价格表|菜价"
    ),
    "comment_head": re.compile(
        r"评论|社论|时评|快评|短评|论坛$|杂谈|锐评|观察家|来论|热评|漫谈|今日谈|微评|茶座|札记|新论|随想|三人谈|青年说|编后|编余|编辑手记|百家言|圆桌|论语|有话说|我见"
    ),
    "exhort_head": re.compile(
        r"^(?:别|莫|勿|岂|何妨|谨防|警惕|切莫|不妨|不能|不要|不该|理应|请|愿|莫让|别让|让|给|且)"
        r"|应当?有|还需|更要|不等于|不是.{1,8}是|才能|何以|怎能|不能只|不应|不可|须有|要有|少些|多些|多一[点些份]|少一[点些份]|之道$"
    ),
    "brief_head": re.compile(
        r"短波|简讯|快讯|短讯|简报|速览|一句话|速递|点击|要闻集锦|集锦|短新闻|资讯"
    ),
    "weather_text": re.compile(
        r"℃|°C|风力|偏[东南西北]风|阵雨|多云|晴|湿度|降水|最高气温|最低气温"
    ),
    "phone_text": re.compile(r"热线|咨询|电话|微信|网址|\d{7,}"),
    "ad_text": re.compile(
        r"免费上门|上门(?:回收|服务)|当场结算|拎包|首付|现房|抢购|垂询|扫码(?:预约|咨询|报名)|(?:咨询|预订|订购|销售|招商)(?:热线|电话)"
        r"|限时|特价|包送|签订\S{1,4}合同|加盟|凭本报|前\d+名"
    ),
    "signed_date": re.compile(r"(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日$"),
    "salutation": re.compile(r"^(?:尊敬的|各|广大|全体|致|亲爱的)[^，。！？]{1,40}[：:]$"),
    "sponsor": re.compile(r"\s?宣$|主办单位|协办单位|赞助|特约刊登"),
}

# What says an opinion. Of 58 signed commentaries on the shared, made-up and held-out pages 35
# have two of these words or more, of 24 essays one; the signature names a person, not an office.
_ARGUES = re.compile(
    r"不妨|应当|应该|不该|理应|本该|更要|还要|还得|必须|不能|不可|不应|不必|何以|何必|何妨|岂|难道|说到底|归根|值得|与其|在于|关键|才是|才能"
    r"|不等于|并非|而是|不是[^，,。]{2,12}[，,]是|毕竟|倘若|试想|固然|诚然|其实|当然|有人说|有人问|有人会|笔者|在我看来|我倒?以为|我倒|我看|未必|切忌|切莫|谁说|无非"
    r"|最怕|何尝|怎能|怎样才|多一[点些份]|少一[点些份]|该不该|一味|理由|道理|底气|规矩"
)
_COMMENTATOR = re.compile("评论员|社论|编辑部")
_OFFICE = re.compile(r"记者|通讯员|本报|本刊|[/／]|摄|报道|供图")

# Adverts among the articles are short; longer ones have a page's own label.
_AD_CHARS = 150

_ROW = re.compile(
    r"\d{1,2}[:：]\d\d\D{1,12}\d{1,2}[:：]\d\d|[一二三]等奖|(?:\d\d\s){4}|(?:\d{1,2}[:：]\d{1,2}[^，。]{2,14}){2}|\d\.\d\d[\s\u3000]+[\u4e00-\u9fff]{2,4}\s\d"
)

# How the weights were found: by hand on the shared pages and made-up ones. 2 points decide
# alone, 1 needs a second sign.
WEIGHTS: Mapping[ArticleKind, Mapping[str, float]] = {
    "notice": {"notice_head": 2.0, "salutation": 1.5, "signed_date": 1.2, "phones": 0.4,
               "dateline": -3.0, "byline": -1.5},
    "ad": {"ad_head": 1.6, "phones": 1.2, "sponsor": 2.5, "ad_text": 1.0,
           "unsigned_phones": 0.8, "no_sentence": 1.0, "dateline": -4.0,
           "byline": -2.0, "no_body": 1.5},
    "weather": {"weather_head": 1.2, "weather_text": 1.8, "dateline": -1.5, "byline": -0.5},
    "listing": {"listing_head": 1.6, "serial_head": 4.0, "short_lines": 1.4, "figures": 1.0,
                "rows": 2.5, "dateline": -2.0, "byline": -1.0, "no_sentence": 1.0},
    "commentary": {"comment_head": 1.6, "commentator": 3.0, "dateline": -2.0, "exhort_head": 1.2,
                   "argues": 2.5, "says_once": 0.6},
    "brief": {"no_sentence": -1.5, "brief": 1.6, "brief_head": 2.5,
              "signed_above": -1.2},
    "feature": {"no_sentence": -1.0, "no_dateline_byline": 1.5, "headings": 0.8,
                "dateline": -0.5},
    "news": {"no_sentence": -1.0, "dateline": 1.5, "": 1.0},
    "fragment": {"headless": 2.4, "unfinished_head": 2.0, "headless_dateline": 0.8,
                 "no_text": 2.0},
}  # fmt: skip


def judge_kind(draft: Draft) -> ArticleKind:
    """Return the kind of article that a draft is."""
    if draft.form == "caption":
        return "photo_caption"
    signs = _signs(draft)
    sums = {
        kind: sum(weight for sign, weight in weights.items() if not sign or sign in signs)
        for kind, weights in WEIGHTS.items()
    }
    return max(sums, key=lambda kind: sums[kind])


def _sign_signature(draft: Draft, body: str) -> set[str]:
    """Name what a signature above the text says: briefs are signed below theirs, or not at all."""
    if draft.dateline or not draft.writers or not draft.paragraphs:
        return set()
    first = draft.paragraphs[0].sources[0]
    above = [h.text for h in draft.head if h.role == "byline" and h.source.start < first.start]
    if not above:
        return set()
    if any(_OFFICE.search(simplify(text)) for text in above):
        return {"signed_above"}
    argued = len(set(_ARGUES.findall(body)))
    return {"signed_above"} | ({"argues"} if argued > 1 else {"says_once"} if argued else set())


def _signs(draft: Draft) -> set[str]:
    lines = [simplify(p.text) for p in draft.paragraphs]
    body = "\n".join(lines)
    signs = _sign_head(draft) | _sign_lines(lines) | _sign_body(body)
    signs |= _sign_writers(draft) | _sign_signature(draft, body)
    if "phones" in signs and len(body) < _AD_CHARS and not (draft.dateline or draft.writers):
        signs.add("unsigned_phones")
    if sum(p.role == "heading" for p in draft.paragraphs) >= 2:
        signs.add("headings")
    return signs


def _sign_head(draft: Draft) -> set[str]:
    """Name what an article's head says, or the lack of one."""
    heads = (*draft.kickers, *draft.headlines, *draft.subheads)
    head = simplify(re.sub(r"\s", "", "".join(heads)))
    signs = {
        name for name, pattern in _SIGNS.items() if name.endswith("_head") and pattern.search(head)
    }
    if _SIGNS["comment_head"].search(simplify(re.sub(r"\s", "", draft.column))):
        signs.add("comment_head")
    if draft.headless:
        signs.add("headless_dateline" if draft.dateline else "headless")
        if draft.jump_from is not None or draft.dateline:
            signs.add("headless")
    if draft.jump_from is not None:
        signs.add("unfinished_head")
    return signs


def _sign_lines(lines: Sequence[str]) -> set[str]:
    """Name what the lines of an article look like one by one."""
    if not lines:
        return {"no_body", "no_text"}
    signs = set()
    if any(_SIGNS["salutation"].match(line) for line in lines[:2]):
        signs.add("salutation")
    if any(_SIGNS["signed_date"].search(line.strip()) for line in lines[-2:]):
        signs.add("signed_date")
    if any(_SIGNS["sponsor"].search(line.strip()) for line in lines if len(line) < 80):
        signs.add("sponsor")
    short = [line for line in lines if len(line) <= 30]
    if len(lines) >= 4 and len(short) * 10 >= len(lines) * 8:
        signs.add("short_lines")
    rows = [line for line in lines if _ROW.search(line) or line.startswith("|")]
    if rows and len(rows) * 10 >= len(lines) * 6:
        signs.add("rows")
    return signs


def _sign_body(body: str) -> set[str]:
    """Name what an article's text says as a whole."""
    n = len(body)
    signs = set()
    if n < 400 and len(_SIGNS["phone_text"].findall(body)) >= (1 if n < 120 else 2):
        signs.add("phones")
    if n < _AD_CHARS and _SIGNS["ad_text"].search(body):
        signs.add("ad_text")
    if n < 800 and len(_SIGNS["weather_text"].findall(body)) * 60 >= max(n, 180):
        signs.add("weather_text")
    if "。" not in body and "！" not in body:
        signs.add("no_sentence")
    if n and sum(map(str.isdigit, body)) * 5 > n:
        signs.add("figures")
    if 0 < n <= BRIEF_CHARS:
        signs.add("brief")
    return signs


def _sign_writers(draft: Draft) -> set[str]:
    """Name what an article's dateline and byline say."""
    signs = {"dateline"} if draft.dateline else set()
    if draft.writers:
        signs |= {"byline"} if draft.dateline else {"byline", "no_dateline_byline"}
    if any(_COMMENTATOR.search(simplify(writer)) for writer in draft.writers):
        signs.add("commentator")
    return signs
