"""The body of a web page's article: the element that most of its text stands in."""

from __future__ import annotations

import itertools
import re
from itertools import accumulate
from typing import TYPE_CHECKING

from audiopaper.pages.web.elements import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.pages.web.elements import Node, WebBlock, WebDocument

_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|cmt|pinglun|tiezhang?|gentie|post-comment|replies|relat(?:ed|ion|ive)s?"
    r"|recommend\w*|rec|tuijian|xgyd|xgxw|xiangguan|hot\w*|rank\w*|paihang\w*|guess|like|side|sidebar|aside|right"
    r"|foot|footer|bottom|copyright|bq|share\w*|bdshare\w*|social|nav|navi|navbar|menu|crumbs?"
    r"|breadcrumbs?|position|weizhi|dqwz|login|register|search|qrcode|qr|ewm|erweima|keywords?|tags?"
    r"|pager|pages?-?nav|pagination|paging|ads?|advert\w*|banner|download|toolbar|tools?|disclaimer"
    r"|statement|declare|friend\w*|link|links|topbar|header|vote|weixin|wechat|kefu|more|next|prev"
    r"|other|news-?list|title-?list|toplist|menubar|catalog|mulu)(?:$|[\s_\d-])"
)
_BODY = re.compile(
    r"(?:^|[\s_-])(?:article\w*|art\w*|contents?|text|txt\w*|body|detail\w*|zoom|ozoom|trs[\s_-]?editor"
    r"|entry|post\w*|story|zw|zhengwen|con|main|rich\w*|nr|neirong|founder-content|js)(?:$|[\s_\d-])"
)
_COMMENTS = re.compile(r"comment|pinglun|gentie|related|recommend|tuijian")
_ASIDE_TAGS = frozenset({"aside", "tfoot", "form", "footer", "nav"})
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "dt"})
_ITEMS = frozenset({"li", "dd", "blockquote"})
_MARKS = re.compile(r"[，。；！？…]")

_END_LINE = re.compile(
    r"[【\[（(■●▍|\s]*(?:(?:更多|查看|全部)?(?:相关|推荐|延伸|拓展|热门|热点|精彩|猜你|为[你您]|大家都在|今日|往期|最新|最热|24小时|一周|阅读|"
    r"编辑|本网|图片|视频|本周|本类|同类|频道)(?:新闻|阅读|推荐|链接|文章|报道|资讯|内容|专题|稿件|喜欢|看|热点|热文|热搜|图集|图片|视频|评论|排行|精选|回顾|消息|话题|信息|热榜|榜)+"
    r"|(?:网友|最新|热门|全部|发表|我要|我来|精彩|用户|读者|新闻)?(?:评论|跟贴|留言|跟帖)(?:区|列表|\d*条?)?|发表您?的?(?:看法|评论)|(?:点击|24小时|新闻|周|日|月)?排行榜?|热[帖词榜文]"
    r"|(?:免责|版权|本网|网站|郑重)?(?:声明|申明)|特别(?:声明|提示)|分享(?:到|至|让更多人看到|按钮)?|责任编辑|责编"
    r"|关注我们|扫[一码]扫.{0,12}|友情链接|返回(?:顶部|列表|首页|上[一级]页?)|打赏|点赞|收藏|举报|"
    r"上一[篇条则版期页]|下一[篇条则版期页]|网站地图|关于我们|联系我们|主办单位|承办单位|猜你喜欢|为[你您]推荐"
    r"|Tags?|标签|关键[词字])[\s】\]）)：:>»》.…↓]*(?:更多[>»\s]*)?",
    re.IGNORECASE,
)

_MAX_END_LINE_CHARS = 40


def is_end_line(text: str) -> bool:
    """Whether a line opens what stands below an article: related links, comments, sharing.

    Example:
        >>> is_end_line("相关新闻"), is_end_line("为你推荐：更多>>"), is_end_line("桥通了。")
        (True, True, False)
    """
    return len(text) <= _MAX_END_LINE_CHARS and _END_LINE.fullmatch(text) is not None


LEGAL = re.compile(
    r"版\s*权\s*(?:所\s*有|声明)|ICP\s*[备证]|公网安备|Copyright|All Rights? Reserved"
    r"|未经.{0,24}(?:不得|禁止|请勿|严禁|谢绝).{0,12}(?:转载|使用|复制|摘编|镜像|引用|链接|转发)"
    r"|互联网新闻信息服务许可|网络文化经营许可|违法和?不良信息举报|广播电视节目制作|增值电信业务"
    r"|^[【\[（(]?\s*(?:免责|版权|特别|本网|郑重|法律)?(?:声明|申明|提示)\s*[】\])）]?\s*[：:]|^Notice:"
    r"|^\s*(?:凡|本[网站]).{0,12}(?:注明|来源|转载|仅代表|刊登|原创|所有)|^.{0,12}(?:文章|内容|观点|作品).{0,8}(?:仅代表|不代表).{0,30}(?:观点|立场|无关)"
    r"|遵守中华人民共和国有关法律|有权在网站内转载|管理笔名和留言|如您对.{0,8}管理有意见|仅供参考.{0,20}(?:风险|投资建议)|如有侵权|侵删|^(?:本网|网站)?(?:新闻)?(?:热线|邮箱|电话|地址|投稿|邮编|传真)\S{0,4}[：:]",
    re.IGNORECASE,
)
"""What a site prints below every article about rights."""

PROMPT = re.compile(
    r"(?:客户端|APP|公众号).{0,10}(?:下载|扫码|扫一扫)|扫描.{0,6}二维码|扫二维码|用微信扫|请?长按.{0,8}(?:二维码|识别|关注)"
    r"|^[（(]?(?:点击|扫码|欢迎|戳|快来).{0,16}(?:关注|下载|订阅|进入|报名|大图|查看|阅读原文|了解).{0,30}$|感谢您的(?:反馈|支持).{0,30}$"
    r"|^(?:分享到?|微信|微博|QQ空间|朋友圈|收藏|打印|点赞|在看|阅读原文|预览时标签不可点|轻触阅读原文|打开网易新闻.{0,20}|展开全文|查看原图|加载更多|不感兴趣)[:：]?$",
    re.IGNORECASE,
)
"""What a site asks its readers to do, between the paragraphs too."""

_MAX_BOILERPLATE_CHARS = 300


def is_boilerplate(text: str) -> bool:
    """Whether a line is what a site prints on every page."""
    if len(text) > _MAX_BOILERPLATE_CHARS:
        return False
    return LEGAL.search(text) is not None or PROMPT.search(text) is not None


def prose_chars(block: WebBlock) -> int:
    """Count the characters of a block that are running text; 0 where it is none."""
    chars = len(block.text) - block.linked_chars
    if block.level or chars < 12 or block.linked_chars > chars or is_boilerplate(block.text):
        return 0
    return chars if _MARKS.search(block.text) else chars // 4


def suspect_blocks(document: WebDocument, headline: int = -1) -> list[bool]:
    """Return for each block whether its elements' names mark it as beside an article.

    Args:
        document: The web page.
        headline: Position of the headline, whose elements are beside nothing; -1 for none yet.
    """
    prose = [0, *accumulate(prose_chars(block) for block in document.blocks)]
    out: list[bool] = []
    for node in document.nodes:
        share = prose[node.end] - prose[node.first]
        named = node.tag in _ASIDE_TAGS or (
            _ASIDE.search(node.names) is not None and not _BODY.fullmatch(node.names)
        )
        # A name may be about something else: what holds most of the text is no aside.
        limit = 0.8 if _COMMENTS.search(node.names) else 0.33
        around = node.first <= headline < node.end
        aside = named and share < limit * prose[-1] and not around
        out.append(aside or (node.parent >= 0 and out[node.parent]))
    return [out[block.node] for block in document.blocks]


def find_body(
    document: WebDocument, start: int, suspect: Sequence[bool], voted: frozenset[str]
) -> tuple[int, int]:
    """Find the blocks of the body.

    Args:
        document: The web page.
        start: Position behind the headline; what stands before counts nothing.
        suspect: As `suspect_blocks` gives it.
        voted: Lines that an extractor took for the article's, letters and digits alone.

    Returns:
        First position and position behind the last; equal if there is no body.
    """
    weights = _weights(document, start, suspect, voted)
    sums = [0.0, *accumulate(weights)]
    if not sums[-1]:
        return start, start
    node = _descend(document, sums)
    first, end = max(node.first, start), node.end
    return _extend(document, start, first, end, suspect)


_SUSPECT_WEIGHT = 0.03
_ENDED_WEIGHT = 0.25
_SUMMARY_WEIGHT = 0.03
"""What stands right below the link to another article is that one's summary."""

MAX_SUMMARY_CHARS = 200
_MIN_TITLE_CHARS = 6
_MIN_SUMMARIES = 3
"""One or two may be an advert between the halves of an article."""


def _summaries(blocks: Sequence[WebBlock]) -> frozenset[int]:
    """Find the texts that each stand right below the link to another article."""
    below = frozenset(
        number
        for number, (link, block) in enumerate(itertools.pairwise(blocks), 1)
        if link.linked
        and len(link.text) >= _MIN_TITLE_CHARS
        and len(block.text) <= MAX_SUMMARY_CHARS
        and prose_chars(block)
    )
    return below if len(below) >= _MIN_SUMMARIES else frozenset()


def _weights(
    document: WebDocument, start: int, suspect: Sequence[bool], voted: frozenset[str]
) -> list[float]:
    summary = bare(document.summary)[:24]
    out: list[float] = []
    ended, read = 1.0, 0.0
    summaries = _summaries(document.blocks)
    level = document.blocks[start - 1].level if 0 < start <= len(document.blocks) else 0
    for number, block in enumerate(document.blocks):
        weight = float(prose_chars(block)) if number >= start else 0.0
        text = bare(block.text) if weight else ""
        if text in voted and not suspect[number]:
            weight *= 2
        if (
            weight
            and len(summary) >= 12
            and text.startswith(summary[: len(text)])
            and len(text) > 8
        ):
            weight += 200
        if read > 0 and (is_end_line(block.text) or 0 < block.level <= level):
            ended = _ENDED_WEIGHT
        if number in summaries:
            weight *= _SUMMARY_WEIGHT
        out.append(weight * ended * (_SUSPECT_WEIGHT if suspect[number] else 1.0))
        read += out[-1]
    return out


def _descend(document: WebDocument, sums: Sequence[float]) -> Node:
    """Go from the whole page to the smallest element that holds most of its text."""
    children: dict[int, list[int]] = {}
    for number, node in enumerate(document.nodes[1:], 1):
        if sums[node.end] > sums[node.first]:
            children.setdefault(node.parent, []).append(number)
    at = 0
    while True:
        node = document.nodes[at]
        whole = sums[node.end] - sums[node.first]
        inner = [n for n in children.get(at, ()) if _may_hold_body(document.nodes[n])]
        best = max(inner, key=lambda n: _held(document.nodes[n], sums), default=-1)
        if best < 0:
            return node
        held = _held(document.nodes[best], sums)
        single = document.nodes[best].end - document.nodes[best].first == 1
        share = 0.45 if _BODY.search(document.nodes[best].names) else 0.6
        if held < (0.95 if single and len(inner) > 1 else share) * whole:
            return node
        at = best


_MIN_BODY_BLOCKS = 4
"""An item of a list that holds fewer blocks is an item of a list in the text."""


def _may_hold_body(node: Node) -> bool:
    if node.tag in _ITEMS:
        return node.end - node.first >= _MIN_BODY_BLOCKS
    return node.tag not in _PARAGRAPHS


def _held(node: Node, sums: Sequence[float]) -> float:
    return sums[node.end] - sums[node.first]


_MIN_BESIDE_CHARS = 20


def _extend(
    document: WebDocument, start: int, first: int, end: int, suspect: Sequence[bool]
) -> tuple[int, int]:
    """Take in the text right beside the body: a first paragraph apart, a second column."""
    blocks = document.blocks
    for number in range(first - 1, start - 1, -1):
        block = blocks[number]
        if suspect[number] or (block.linked and not block.level):
            break
        if prose_chars(block) >= _MIN_BESIDE_CHARS and "。" in block.text:
            first = number
    number = end
    while number < len(blocks) and not suspect[number]:
        block = blocks[number]
        if is_end_line(block.text) or block.linked or is_boilerplate(block.text):
            break
        if prose_chars(block) >= _MIN_BESIDE_CHARS and "。" in block.text:
            end = number + 1
        elif number - end > 2:
            break
        number += 1
    return first, end
