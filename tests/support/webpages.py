"""Made-up web pages in the structure that news sites have; all text is of a town that is none."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

TITLE = "石塘大桥今晨通车 两岸居民不再绕行"
PARAGRAPHS = (
    "本报讯（记者高远）3月4日清晨，连接青川城区与南岸新区的石塘大桥正式通车，首批车辆于六时整驶过桥面。",
    "石塘大桥全长1.2公里，双向六车道，去年三月动工，比原定工期提前四十天完工。",
    "“以前去对岸买菜要绕十几里路，现在走路一刻钟就到了。”家住南岸的林晓禾说。",
    "桥上不收费。",
    "据市交通运输局介绍，大桥两端的公交线路同步调整，新增三条，途经两所学校和一家医院。养护单位将在桥上设置巡查岗，每日巡查两次。",
    "下一步，南岸新区还将修建两条连接道路，预计年底完工。",
)
LINKS = (
    "青川茶园开采首日收鲜叶千斤",
    "城北菜市场改造后重新开门迎客",
    "市图书馆本周延长开放至夜间十点",
    "南岸小学新校舍今年秋季启用",
    "青川河道清淤工程进入收尾阶段",
    "老城区三条背街小巷完成路面翻修",
    "全市中小学春季运动会报名开始",
    "山塘村修通最后一公里入户路",
)
FOOTER = (
    "版权所有：青川日报社 未经书面授权禁止使用 青ICP备00000000号 青公网安备 000000000000号",
    "违法和不良信息举报电话：000-0000000 互联网新闻信息服务许可证编号：00000000",
)


@dataclass(frozen=True, slots=True)
class Made:
    """A web page, and what must come of it."""

    html: str
    title: str = TITLE
    paragraphs: tuple[str, ...] = PARAGRAPHS
    byline: tuple[str, ...] = ("高远",)
    kicker: str = ""
    subhead: str = ""
    absent: tuple[str, ...] = (
        *LINKS,
        "版权所有",
        "ICP备",
        "分享",
        "字号",
        "举报",
        "责任编辑",
        "责编",
        "下一篇",
        "网友",
    )
    encoding: str = "utf-8"


def links(tag: str = "li", n: int = 8) -> str:
    return "".join(f'<{tag}><a href="/a/{i}.html">{t}</a></{tag}>' for i, t in enumerate(LINKS[:n]))


def ps(paragraphs: tuple[str, ...] = PARAGRAPHS, tag: str = "p") -> str:
    return "\n".join(f"<{tag}>{text}</{tag}>" for text in paragraphs)


def page(title: str, body: str, head: str = "", charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}</title>{head}'
        f"<style>p{{}}</style><script>var a='<p>不读</p>'</script></head><body>{body}</body></html>"
    )


def founder() -> Made:
    head = (
        '<table width="100%"><tr><td><a href="node_2.htm">第01版：要闻</a></td>'
        '<td><a href="node_3.htm">第02版：综合</a></td></tr></table>'
        f'<table><tr><td class="default" align="left"><ul>{links()}</ul></td></tr></table>'
        "<div>2026年3月4日 星期三 &nbsp; <a href='#'>放大</a> <a href='#'>缩小</a> <a href='#'>默认</a></div>"
    )
    art = (
        '<table><tr><td class="font02" align="center">青川建城以来跨度最大的桥</td></tr>'
        f'<tr><td class="font01" align="center" style="text-align:center"><founder-title><strong>{TITLE}</strong></founder-title></td></tr>'
        '<tr><td class="font02" align="center">全程免费通行</td></tr>'
        '<tr><td class="font02" align="center"></td></tr></table>'
        '<table><tr><td><div id="ozoom" style="ZOOM:100%"><founder-content>'
        + ps(tuple("　　" + p for p in PARAGRAPHS), "P")
        + "</founder-content></div></td></tr></table>"
    )
    foot = f'<table><tr><td align="center">{FOOTER[0]}</td></tr></table>'
    return Made(
        page("青川日报数字报", head + art + foot),
        kicker="青川建城以来跨度最大的桥",
        subhead="全程免费通行",
    )


def peoples_paper() -> Made:
    body = (
        '<div class="main w1000"><div class="left paper-box"><div class="paper-bot"><p class="left ban">第01版：要闻</p></div></div>'
        '<div class="right right-main"><div class="swiper-box"><ul class="news-list">'
        + links()
        + "</ul></div>"
        '<div class="article-box"><div class="article"><h3>青川建城以来跨度最大的桥</h3>'
        f"<h1>{TITLE}</h1><h2>全程免费通行</h2>"
        '<p class="sec">　　本报记者　高　远<span class="date">《青川日报》（2026年03月04日 第 01 版）</span></p>'
        '<div class="attachment"><table class="pci_c"><tr><td><img src="a.jpg"></td></tr></table></div>'
        '<div id="ozoom"><P>'
        + "</P><P>".join("　　" + p for p in PARAGRAPHS)
        + "</P></div></div></div>"
        '<div class="bottom"><p class="right art-btn"><a href="1.html">上一篇</a><a href="2.html">下一篇</a></p></div>'
        f'</div></div><div class="footer"><p>{FOOTER[0]}</p></div>'
    )
    return Made(page("青川日报", body), kicker="青川建城以来跨度最大的桥", subhead="全程免费通行")


def new_paper() -> Made:
    """The newer e-paper: everything is a div with a name of its own."""
    body = (
        '<div class="header"><div class="logo">青川晚报</div><div class="date">2026年03月04日 星期三</div></div>'
        '<div class="Newsleft"><div class="newsconimg"><img src="b1.jpg"></div><div class="newslist"><h3>第A06版：民生</h3><ul>'
        + links()
        + '</ul></div></div><div class="newscon"><div class="newsdetatit">'
        f'<p class="introtitle">青川建城以来跨度最大的桥</p><h3>{TITLE}</h3><p class="subtitle">全程免费通行</p></div>'
        '<div class="newsdetatext"><founder-content>'
        + ps(tuple("　　" + p for p in PARAGRAPHS))
        + '</founder-content></div><div class="newsdetaaud">语音播报</div></div>'
        '<div class="share"><span>分享到</span><a>微信</a><a>微博</a></div>'
        f'<div class="foot">{FOOTER[0]}<br>{FOOTER[1]}</div>'
    )
    return Made(
        page(f"{TITLE}-青川晚报", body), kicker="青川建城以来跨度最大的桥", subhead="全程免费通行"
    )


def wechat() -> Made:
    spans = "".join(
        f'<section style="margin:0"><section><p style="text-indent:2em"><span><span style="font-size:15px">{p[: len(p) // 2]}</span>'
        f"<span>{p[len(p) // 2 :]}</span></span></p></section></section><p><br></p>"
        for p in PARAGRAPHS
    )
    body = (
        '<div id="js_article" class="rich_media"><div class="rich_media_inner"><div id="page-content">'
        f'<h1 class="rich_media_title" id="activity-name">\n  {TITLE}\n </h1>'
        '<div id="meta_content" class="rich_media_meta_list"><span id="copyright_logo" class="rich_media_meta">原创</span>'
        '<span class="rich_media_meta rich_media_meta_text">高远</span>'
        '<span class="rich_media_meta rich_media_meta_nickname"><a id="js_name">青川发布</a></span>'
        '<em id="publish_time" class="rich_media_meta rich_media_meta_text">2026-03-04 08:15</em></div>'
        '<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">'
        '<section><p style="text-align:center">点击上方蓝字关注我们</p></section>'
        + spans
        + "<section><p>来源：青川日报</p><p>编辑：林晓禾</p><p>长按识别二维码关注青川发布</p></section></div>"
        '<div id="js_tags"><a>#青川 8个</a></div></div></div><div class="rich_media_tool"><span>阅读 1024</span><span>在看</span><span>写留言</span></div></div>'
        '<div id="js_pc_qr_code"><p>微信扫一扫<br>关注该公众号</p></div><div>预览时标签不可点</div>'
    )
    return Made(
        page(
            "",
            body,
            f'<meta property="og:title" content="{TITLE}"><meta property="og:type" content="article">',
        ),
        absent=(*LINKS, "关注", "扫一扫", "在看", "阅读 1024", "编辑：", "原创"),
    )


def agency() -> Made:
    body = (
        '<div class="topnav"><a>首页</a><a>时政</a><a>地方</a></div><div class="header domPC"><div class="header-top"><span>2026</span> <span>03/04</span> <span>07:57:40</span></div>'
        f'<div class="header-cont"><div class="head-line"><h1><span class="title">{TITLE}</span></h1><div class="source">来源：青川社</div></div>'
        '<div class="adv">字体：<span>小</span> <span>中</span> <span>大</span> 分享到：</div></div></div>'
        '<div class="main clearfix"><div class="main-left left"><div id="detail"><span id="detailContent">'
        + ps(tuple("　　" + p for p in PARAGRAPHS))
        + '</span><div class="page"><a>1</a><a>2</a><a>下一页</a></div></div>'
        '<div id="articleEdit"><span class="tiyi1">【纠错】</span><span class="editor"> 【责任编辑:林晓禾】 </span></div>'
        f'<div class="columBox"><h2>阅读下一篇：</h2><div>{links("p")}</div></div></div><div class="main-right right"><h3>热词</h3><ul>{links()}</ul></div></div>'
        f'<div class="foot">{FOOTER[0]}</div>'
    )
    return Made(page(f"{TITLE}-青川社", body))


def government() -> Made:
    body = (
        '<div class="wzdw">当前位置：<a>首页</a> &gt; <a>政务动态</a> &gt; <a>部门动态</a></div>'
        f'<div class="xl-title"><p class="bt">{TITLE}</p></div>'
        '<div class="xl-info">发布时间：2026-03-04 09:20 　来源：市交通运输局 　浏览次数：<span>128</span>次 　字号：[<a>大</a> <a>中</a> <a>小</a>] 　<a>打印</a></div>'
        '<div class="zw"><div class="TRS_Editor"><style>.TRS_Editor P{line-height:2}</style>'
        + ps(tuple("　　" + p for p in PARAGRAPHS))
        + '</div></div><div class="fj">附件：</div><div>扫一扫在手机打开当前页</div>'
        '<div class="xgxx"><h3>相关信息</h3><ul>' + links() + "</ul></div>"
        '<div class="footer"><p>主办单位：青川市人民政府办公室　网站标识码：0000000000</p><p>青ICP备00000000号</p></div>'
    )
    return Made(
        page(
            f"{TITLE}_部门动态_青川市人民政府",
            body,
            f'<meta name="ArticleTitle" content="{TITLE}"><meta name="SiteName" content="青川市人民政府">',
        ),
        absent=(*LINKS, "主办单位", "ICP备", "浏览次数", "扫一扫", "附件"),
    )


def portal() -> Made:
    comments = "".join(
        f'<div class="comment-item"><span class="user">网友{i}</span><p class="comment-content">这座桥我天天要走，说实话修得真不错，比以前方便太多了，给建设者点个赞，希望年底的路也早点修好。</p><span>回复 赞({i})</span></div>'
        for i in range(30)
    )
    body = (
        '<div class="nav"><a>新闻</a><a>体育</a><a>财经</a></div><div class="crumbs"><a>新闻中心</a> &gt; <a>社会</a> &gt; 正文</div>'
        f'<h1 class="post_title">{TITLE}</h1><div class="post_info">2026-03-04 08:15:10　来源: <a>青川日报</a>　<a>举报</a></div>'
        '<div class="post_main"><div class="post_top"><span>分享至</span><a>微信</a><a>微博</a></div><div class="post_body">'
        f"<p><b>{PARAGRAPHS[0]}</b></p>"
        '<p class="f_center"><img src="a.jpg"><br>石塘大桥全景。林晓禾 摄</p>'
        + ps(PARAGRAPHS[1:4])
        + '<p><a href="/x">点击进入专题：青川的桥</a></p><div class="gg200x300"><div class="ad">广告</div></div>'
        + ps(PARAGRAPHS[4:])
        + '</div><div class="post_statement">特别声明：以上文章内容仅代表作者本人观点，不代表本网观点或立场。</div>'
        '<div class="post_author">林晓禾 本文来源：青川日报 责任编辑：林晓禾_B0001</div></div>'
        f'<div class="post_recommend"><h3>相关推荐</h3>{links("div")}</div><div class="post_comment"><h3>网友评论</h3>{comments}</div>'
        f'<div class="post_side"><h2>热点新闻</h2><ul>{links()}</ul></div><div class="ntes_foot">{FOOTER[0]}</div>'
    )
    return Made(
        page(
            f"{TITLE}|青川|石塘大桥_青川门户新闻",
            body,
            f'<meta property="og:title" content="{TITLE}">',
        ),
        absent=(*LINKS, "网友", "我天天要走", "特别声明", "点击进入", "责任编辑", "广告"),
    )


def blog() -> Made:
    body = (
        '<header class="site-header"><a href="/">青川手记</a><nav><a>归档</a><a>关于</a></nav></header><main><article class="post">'
        f'<header class="entry-header"><h1 class="entry-title"><a href="/p/1">{TITLE}</a></h1><div class="entry-meta"><time>2026-03-04</time> · <span class="author">高远</span> · 3 分钟阅读</div></header>'
        '<div class="entry-content">' + ps() + "</div>"
        '<footer class="entry-footer">标签：<a>桥</a> <a>青川</a></footer></article>'
        '<section class="related"><h2>相关文章</h2>' + links("h3") + "</section>"
        '<div id="comments"><h2>2 条评论</h2><p>写得好，桥我也去走了，风很大，晚上灯很好看。</p></div></main>'
        '<aside class="sidebar"><h2>最新文章</h2><ul>'
        + links()
        + "</ul></aside><footer>© 2026 青川手记</footer>"
    )
    return Made(
        page(f"{TITLE} - 青川手记", body), absent=(*LINKS, "标签", "写得好", "评论", "分钟阅读")
    )


def old_table() -> Made:
    text = "<br>\n<br>\n".join("　　" + p for p in PARAGRAPHS)
    body = (
        '<table width="778" align="center"><tr><td><a href="/">首页</a> | <a href="/n">新闻</a> | <a href="/s">社会</a></td></tr></table>'
        '<table width="778" align="center"><tr><td width="180" valign="top"><table>'
        + links("tr")
        + '</table></td><td valign="top"><table width="100%"><tr><td>您现在的位置：首页 &gt;&gt; 本地新闻 &gt;&gt; 正文</td></tr>'
        f'<tr><td align="center" height="50"><font size="4"><b>{TITLE}</b></font></td></tr>'
        '<tr><td align="center">2026-3-4 8:15:00　来源：青川在线　作者：高远　点击：305</td></tr>'
        f'<tr><td class="zw">{text}</td></tr>'
        '<tr><td align="right">（责任编辑：林晓禾）</td></tr><tr><td>【打印本页】【关闭窗口】【返回顶部】</td></tr>'
        "<tr><td>上一篇：<a>城北菜市场改造后重新开门迎客</a><br>下一篇：<a>市图书馆本周延长开放至夜间十点</a></td></tr></table></td></tr></table>"
        f'<table width="778" align="center"><tr><td align="center">{FOOTER[0]}<br>{FOOTER[1]}</td></tr></table>'
    )
    return Made(
        page("青川在线", body, charset="gb2312"),
        encoding="gb18030",
        absent=(*LINKS, "您现在的位置", "点击：", "打印本页", "ICP备", "责任编辑", "上一篇"),
    )


def divs() -> Made:
    body = (
        '<div id="app"><div class="top"><a>青川号</a></div><div class="wrap"><div class="l"><div class="tt">'
        f'{TITLE}</div><div class="meta"><span>青川融媒</span> <span>03-04 08:15</span></div><div class="c">'
        + ps(PARAGRAPHS, "div")
        + '</div><div class="op"><div>收藏</div><div>举报</div></div><div class="cm"><div>评论 3</div><div>张三：桥修得真好，走起来很稳当，风景也不错，傍晚散步正合适。</div></div></div>'
        '<div class="r"><div class="t">热榜</div>' + links("div") + "</div></div></div>"
    )
    return Made(
        page(f"{TITLE}_青川号", body), absent=(*LINKS, "收藏", "举报", "评论 3", "热榜", "张三")
    )


def several_pages() -> Made:
    body = (
        f'<div class="w1000"><h1 id="p_title">{TITLE}</h1><p class="author">高远</p><div class="text_c"><p class="sou">2026年03月04日08:15 　来源：<a>青川日报</a></p>'
        '<div class="share_s">分享到：<a>微博</a></div><div class="show_text">'
        + ps(tuple("　　" + p for p in PARAGRAPHS))
        + '<div class="zdfy clearfix"><a href="1.html">【1】</a><a href="2.html">【2】</a><a href="3.html">【3】</a></div><p class="edit">(责编：林晓禾、高远)</p></div>'
        '<h3>推荐阅读</h3><div class="box"><a href="x">城北菜市场改造后重新开门迎客</a><p>经过半年改造，城北菜市场昨天重新开门，摊位由一百二十个增加到一百八十个，并设了便民小吃区。</p>'
        '<a href="y">市图书馆本周延长开放至夜间十点</a><p>市图书馆本周起延长开放时间，自习室、阅览室均开放到夜间十点，周末另设亲子专场。</p></div>'
        f'<h3>热点推荐</h3><ul>{links()}</ul></div></div><div class="copyright">{FOOTER[0]}</div>'
    )
    return Made(
        page(f"{TITLE}--社会--青川网", body),
        absent=(*LINKS, "【1】", "责编", "分享", "经过半年改造", "自习室", "版权所有"),
    )


def linked_data() -> Made:
    told = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE,
        "author": {"@type": "Person", "name": "高远"}, "articleBody": "\n".join(PARAGRAPHS),
    }  # fmt: skip
    head = f'<script type="application/ld+json">{json.dumps(told, ensure_ascii=False)}</script>'
    body = (
        '<div id="root"></div><noscript>请启用脚本后浏览本页</noscript><div class="hot">'
        + links("div")
        + "</div>"
    )
    return Made(page(f"{TITLE} - 青川客户端", body, head))


def bold_first() -> Made:
    body = (
        '<div class="content"><h2>'
        + TITLE
        + '</h2><div class="info"><span>稿源：青川网</span><span>编辑：林晓禾</span><span>2026年3月4日 08:15</span></div>'
        f"<p><strong>{PARAGRAPHS[0]}</strong></p><p><strong>提前四十天完工</strong></p>"
        + ps(PARAGRAPHS[1:3])
        + "<p><strong>公交同步调整</strong></p>"
        + ps(PARAGRAPHS[3:])
        + '</div><div class="bdsharebuttonbox">分享到：</div><h2>为你推荐</h2><div class="tj">'
        + links("div")
        + "</div>"
        f"<div>{FOOTER[0]}</div>"
    )
    return Made(
        page(f"{TITLE}_青川网", body),
        paragraphs=(*PARAGRAPHS, "提前四十天完工", "公交同步调整"),
        absent=(*LINKS, "稿源", "为你推荐", "ICP备", "分享到"),
    )


def one_paragraph() -> Made:
    text = "".join(PARAGRAPHS)
    body = (
        '<div class="bread">您所在的位置：<a>首页</a>&gt;<a>快讯</a></div><div class="left_box"><div class="tit"><h2>'
        + TITLE
        + '</h2><div class="info">2026-03-04 12:11　来源：青川日报　作者：高远</div></div>'
        f'<div class="txt_con"><p>{text}</p><p class="sm">声明：青川日报力求信息真实、准确，文章提及内容仅供参考。</p></div>'
        '<div class="tuijian"><h2>为你推荐</h2><dl><dt><a>城北菜市场改造后重新开门迎客</a></dt><dd>经过半年改造，城北菜市场昨天重新开门，摊位由一百二十个增加到一百八十个。</dd>'
        "<dt><a>市图书馆本周延长开放至夜间十点</a></dt><dd>市图书馆本周起延长开放时间，自习室、阅览室均开放到夜间十点，周末另设亲子专场。</dd></dl></div></div>"
        f'<div class="footer">{FOOTER[0]}</div>'
    )
    return Made(
        page(f"{TITLE}_青川日报网", body),
        paragraphs=(text[text.index("3月4日清晨") :],),
        absent=(*LINKS, "声明", "经过半年改造", "ICP备", "作者："),
    )


def no_title_mark() -> Made:
    """Neither the page's title nor a heading: the headline is centred above the text."""
    body = (
        '<div class="path"><a>首页</a>&gt;<a>新闻</a></div><div id="main"><p align="center"><b>'
        + TITLE
        + "</b></p>"
        '<p align="center">本报记者 高远</p>' + ps() + "</div>"
        f'<div id="links">友情链接：<a>青川日报</a> <a>青川网</a></div><p align="center">{FOOTER[0]}</p>'
    )
    return Made(page("无标题文档", body), absent=("首页", "友情链接", "ICP备"))


def two_columns() -> Made:
    """The body stands in two elements, with an advert between them."""
    body = (
        f'<h1>{TITLE}</h1><p class="time">2026-03-04　青川日报</p><div class="article-body"><div class="part">'
        + ps(PARAGRAPHS[:4])
        + '</div><div class="ad-box"><a href="z">买房就到青川置业网</a></div><div class="part">'
        + ps(PARAGRAPHS[4:])
        + '</div></div><div class="more"><h4>更多新闻</h4>'
        + links("p")
        + "</div>"
    )
    return Made(page(f"{TITLE}_青川日报", body), absent=(*LINKS, "青川置业网", "更多新闻"))


PAGES: dict[str, Callable[[], Made]] = {
    made.__name__: made
    for made in (
        founder, peoples_paper, new_paper, wechat, agency, government, portal, blog, old_table,
        divs, several_pages, linked_data, bold_first, one_paragraph, no_title_mark, two_columns,
    )
}  # fmt: skip


def node_page() -> str:
    return page(
        "青川日报",
        '<div class="l_t">01版：要闻</div><div id="titleList"><ul>'
        + links()
        + '</ul></div><div class="note"><span>本报留言须遵守法律，不得散布谣言，违者自负其责。</span></div>'
        f'<div class="copyright">{FOOTER[0]}</div>',
    )


def front_page() -> str:
    boxes = "".join(
        f'<div class="box"><h3><a href="/c{n}">{name}</a></h3><ul>{links()}</ul></div>'
        for n, name in enumerate(("时政", "社会", "财经", "文化"))
    )
    return page(
        "青川新闻网_青川门户",
        f'<h1 class="logo"><a href="/">青川新闻网</a></h1>{boxes}<div class="foot">{FOOTER[0]}</div>',
    )


def digest_page() -> str:
    rows = "".join(
        f'<li><h3><a href="/a{n}">{text}</a></h3><p>记者昨天从有关部门了解到，{text}，相关工作正在有序推进，市民反映良好。</p><span>2026-03-04</span></li>'
        for n, text in enumerate(LINKS)
    )
    return page(
        "时政要闻_青川新闻网",
        f'<div class="crumbs">首页 &gt; 时政要闻</div><h1>时政要闻</h1><ul class="list">{rows}</ul><div><a>1</a> <a>2</a> <a>下一页</a></div>',
    )


LISTS: dict[str, Callable[[], str]] = {f.__name__: f for f in (node_page, front_page, digest_page)}


ARTICLES = tuple(
    (title, tuple(f"本报讯（记者林晓禾）{title}。{text}" for text in PARAGRAPHS[1 : 2 + n % 3]))
    for n, title in enumerate(LINKS[:6])
)


def _whole(head: str, title: str = "青川日报", above: str = "") -> str:
    return page(title, above + "".join(head.format(t) + ps(q) for t, q in ARTICLES))


WHOLE: dict[str, str] = {
    "headings": _whole("<h2>{}</h2>", above="<nav>上一版</nav>"),
    "masthead": _whole(
        "<h2>{}</h2>",
        "青川日报 2026年3月2日 第1版 要闻",
        "<h1>青川日报</h1><p>2026年3月2日 星期一 第1版</p>",
    ),
    "first-level": _whole("<h1>{}</h1>", "青川日报 要闻"),
    "cells": page(
        "青川日报",
        "<table>"
        + "".join(
            f"<tr><td align=center><b>{t}</b></td></tr>"
            + "".join(f"<tr><td>{p}</td></tr>" for p in q)
            for t, q in ARTICLES
        )
        + "</table>",
    ),
    "linked-headlines": _whole('<h3><a href="a.htm">{}</a></h3>', "青川日报电子版"),
    "founder": _whole("<founder-title>{}</founder-title>"),
    "named-titles": _whole('<div class="title">{}</div>'),
    "bold": _whole("<p><strong>{}</strong></p>"),
    "section-name": _whole("<h2>{}</h2>", "综合新闻", "<h1>综合新闻</h1>"),
    "page-name": _whole("<h3>{}</h3>", "青川日报", "<h1>第02版：综合</h1>"),
    "two": page("青川日报", "".join(f"<h2>{t}</h2>" + ps(q) for t, q in ARTICLES[:2])),
    "briefs": page(
        "青川日报",
        "<h1>青川日报</h1><h2>简讯</h2>"
        + "".join(f"<h4>{t}</h4><p>{q[0][:38]}。</p>" for t, q in ARTICLES),
    ),
}
"""Pages that each hold a whole newspaper page, with several articles."""


_SECOND = (PARAGRAPHS[0].removeprefix("本报讯（记者高远）"), *PARAGRAPHS[1:])
_TEXT = ps(tuple("　　" + text for text in _SECOND))
_RELATED = f'<div class="x1"><ul>{links()}</ul></div>'


SITES: dict[str, str] = {
    "badge_in_headline": page(
        TITLE + "_石塘_通车_大桥",
        f'<div class="wrapper-box"><div class="location"><a>新闻</a> &gt; 正文</div><div class="left main"><div class="text"><div class="text-title"><h1>{TITLE}<span class="article-tag"><span>原创</span></span></h1><div class="article-info"><span class="time">2026-03-04 08:19</span><span>来源: <a>青川日报</a></span></div></div><article class="article" id="mp-editor"><p data-role="original-title" style="display:none">原标题：{TITLE}</p>{_TEXT}<p><a href="/">返回首页，查看更多</a></p><p data-role="editor-name">责任编辑：<span></span></p></article><div class="statement">平台声明：该文观点仅代表作者本人，本号系信息发布平台，本站仅提供信息存储空间服务。</div><div class="bottom-relate-wrap">阅读 (<em>102</em>)</div></div></div><div class="column right"><div class="user-info">青川日报 文章 总阅读 查看TA的文章&gt;</div></div><div class="groom-read"><div class="title">推荐阅读</div>{_RELATED}</div></div>',
        f'<meta property="og:title" content="{TITLE}">',
    ),
    "breaks_only": page(
        TITLE + "_绿政公署_青川新闻",
        f'<div class="newscontent"><h1 class="news_title">{TITLE}</h1><div class="news_about"><p>青川新闻记者 高远</p><p>2026-03-04 07:42 <span>来源：<span>青川新闻</span></span></p></div><div class="news_txt">'
        + "<br><br>".join(_SECOND)
        + f'<div style="display:none" id="preload"></div><div class="contheight"></div></div><div class="news_keyword"><span>关键词 &gt;&gt; </span><a>桥</a></div><div class="go_app"><h3>继续阅读</h3></div></div><div class="main_rt">{_RELATED}</div>',
    ),
    "crumbs_and_tools": page(
        TITLE + " _青川网",
        f'<div class="g-main"><div class="g-crumbs">首页&gt; 时政频道&gt; 要闻 &gt; 正文</div><h1 class="u-title">{TITLE}</h1><div class="m-contentMsg"><div class="m-con-msg"><span class="m-con-time">2026-03-04 07:42</span> <span class="m-con-source">来源：<a>青川日报</a></span><span class="m-con-author"> 作者：高远</span></div></div><div class="u-mainText" id="article_inbox">{_TEXT}<div class="m-zbTool liability"> [ <span class="liability">责编：林晓禾</span> ]</div></div><div class="m-tool">阅读剩余全文（）</div><div class="m-relevant">{_RELATED}</div></div>',
    ),
    "headings_of_levels": page(
        TITLE + "--社会·法治--青川网",
        f'<div class="layout route cf">青川网&gt;&gt;<a>社会·法治</a></div><div class="layout rm_txt cf"><div class="col col-1 fl"><h4 class="pre">青川建城以来跨度最大的桥</h4><h1>{TITLE}</h1><h4 class="sub"></h4><div class="author cf">本报记者 高远</div><div class="channel cf"><div class="col-1-1 fl">2026年03月04日07:42 | 来源：<a>青川网－青川日报</a></div><div class="col-1-2 fr"><ul><li>小字号</li></ul></div></div><div class="rm_txt_con cf"><div class="bza"></div>{_TEXT}<p class="paper_num">《 青川日报 》（ 2026年03月04日 07 版）</p><div class="edit cf">(责编：高远、林晓禾)</div><p>分享让更多人看到</p></div><div class="zdfy cf"></div></div><div class="col col-2 fr">{_RELATED}</div></div>',
    ),
    "abstract_box": page(
        TITLE + "-新闻频道-青川财经网",
        f'<div class="layout mg articleName"><h1>{TITLE}</h1></div><div class="tip fl"><span class="pr20">2026-03-04 07:42:10</span><a rel="nofollow">青川日报&nbsp;</a></div><div class="art_contextBox" id="artibodydesc"><p><strong>　　摘要：石塘大桥通车。</strong></p></div><div class="art_contextBox"><p>'
        + "<br/><br/>".join("　　" + p for p in _SECOND)
        + f'</p><div style="text-align:right">(责任编辑：林晓禾 HN001)</div><p>【免责声明】本文仅代表作者本人观点，与青川财经网无关。</p></div><div class="aboutNews">{_RELATED}</div>',
    ),
    "names_in_pinyin": page(
        "青川日报",
        f'<div class="wrap"><div class="top">青川日报 2026年03月04日 星期三 <a>返回报网首页</a></div><div class="left"><div class="bmname">第03版：综合</div><div class="bmdh"><a>第01版：要闻</a><a>第02版：时政</a><a>第03版：综合</a></div></div><div class="right"><div class="bt1">青川建城以来跨度最大的桥</div><div class="bt">{TITLE}</div><div class="ft">全程免费通行</div><div class="zz">本报记者 高远</div><div class="neirong">{_TEXT}</div><div class="prev"><a>上一篇</a> <a>下一篇</a></div></div></div><div>{FOOTER[0]}</div>',
    ),
    "player": page(
        TITLE + "_青川网",
        f'<h1>{TITLE}</h1><div class="info">2026-03-04 07:42 来源：青川网</div><div class="player"><p>您的浏览器不支持播放</p></div><div class="con"><p>（视频来源：青川广播电视台）</p>{_TEXT}<p>（总台记者 高远）</p></div>{_RELATED}',
    ),
    "related_inside": page(
        TITLE + "_青川网",
        f'<h1>{TITLE}</h1><div class="con">{ps(_SECOND[:3])}<div class="rel"><h4>相关阅读</h4><p><a>城北菜市场改造后重新开门迎客</a></p></div>{ps(_SECOND[3:])}</div>{_RELATED}',
    ),
    "cells_of_founder": page(
        "青川日报",
        f'<table><tr><td class="info3"><table><tr><td align="center" class="font02" style="text-align:center">青川建城以来跨度最大的桥</td></tr><tr><td align="center" class="font01" style="text-align:center">{TITLE}</td></tr><tr><td align="center" class="font02" style="text-align:center">全程免费通行</td></tr><tr><td align="center" class="font02">本报记者 高远</td></tr></table></td></tr><tr><td><div id="ozoom">{_TEXT}</div></td></tr></table><div>第01版：要闻</div>',
    ),
    "paragraph_title": page(
        "青川日报",
        f'<div class="article"><p class="introtitle">青川建城以来跨度最大的桥</p><p class="articleTitle">{TITLE}</p><p class="subtitle">全程免费通行</p><p class="author">高远</p><div id="articleContent"><p>'
        + "</p><p>".join(_SECOND)
        + f'</p></div></div><ul class="titles">{links()}</ul>',
    ),
    "signature": page(
        TITLE + "_青川网",
        f'<h1>{TITLE}</h1><div class="con">{_TEXT}<p align=right>青川市交通运输局</p><p align=right>2026年3月4日</p></div>{_RELATED}',
    ),
    "title_in_body": page(
        "青川网",
        f'<div class="con"><p style="text-align:center"><strong>{TITLE}</strong></p>{_TEXT}</div>{_RELATED}',
    ),
    "short_beside_summaries": page(
        TITLE + "_青川网",
        f'<h1>{TITLE}</h1><div class="aa">{ps(_SECOND[:2])}</div><div class="bb">'
        + "".join(
            f"<div><h5><a>{t}</a></h5><p>记者昨天从有关部门了解到，{t}，相关工作正在有序推进，市民反映良好，下一步还将加大力度，确保按期完成，让群众满意。</p></div>"
            for t in LINKS * 2
        )
        + "</div>",
    ),
    "list_inside": page(
        TITLE + "_青川网",
        f'<h1>{TITLE}</h1><div class="con">{_TEXT}<ul><li>1路：由南岸新区至火车站，首班六时</li><li>2路：由南岸新区至市医院，首班六时三十分</li><li>3路：由南岸新区至二中，首班七时</li></ul><blockquote>“桥通了，日子也顺了。”林晓禾说。</blockquote><p>晚高峰加开四班。</p></div>{_RELATED}',
    ),
}
"""Further structures; the same text, without the dateline."""
