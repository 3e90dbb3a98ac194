"""How papers differ: banners, mastheads, bylines, columns' names, boxes. All of it is made up."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英文华建国玉梅志鹏宇航思远晓雨欣然子涵佳怡浩天海燕春晖立新振东一鸣若水清源雅琴"
TOWNS = (
    "江州",
    "平阳",
    "云溪",
    "临川",
    "海右",
    "中原",
    "青岭",
    "南浦",
    "石门",
    "白沙",
    "东港",
    "安宁",
)
PAPERS = (
    "日报", "晚报", "晨报", "商报", "都市报", "早报", "时报", "周刊", "导报", "新报", "青年报",
    "农民报", "法治报", "教育报", "科技报", "电力报", "交通报", "新闻", "融媒",
)  # fmt: skip
SECTIONS = (
    "要闻", "综合", "社会", "经济", "民生", "国内", "文化", "科教", "县域", "时政", "综合新闻",
    "本地新闻", "社会新闻", "体育", "国际", "副刊", "专题", "健康", "教育", "旅游", "都市", "法治",
    "乡村振兴", "园区", "企业", "金融", "汽车", "房产", "读者", "评论", "天下", "时事", "观点",
)  # fmt: skip
COLUMNS = (
    "民生速递", "身边事", "街谈巷议", "今日关注", "记者调查", "现场直击", "热线追踪", "新春走基层",
    "百姓故事", "镇街传真", "一线见闻", "人物", "微观察", "三农看台", "车间来信", "社区新事",
    "文明实践", "最美人物", "法在身边", "消费提醒", "健康讲堂", "校园内外", "名医在线", "乡村一线",
    "项目建设进行时", "高质量发展看一线", "优化营商环境", "聚焦重点项目", "建设美丽家园", "奋斗者",
    "两会声音", "代表风采", "文旅新探", "老字号", "江边漫笔", "读书", "心香一瓣", "往事", "世相",
    "人物", "{town}人物", "{town}时评", "{town}故事", "{town}风物", "{town}茶座", "窗前", "水土", "灶台", "邻里", "邻 里", "手艺", "手 艺",
    "地头话", "杂谈", "市井杂谈", "随你说", "平凡一日", "凡人善举", "半日书房", "周末话题", "漫笔", "厂区漫笔", "井台", "老照片", "回 声",
    "耳 朵", "微言", "热点透视", "记者观察", "帮你问", "便民速查", "便民信息", "车间快讯", "本周话题", "家长里短", "师说", "探店", "寻味",
    "老街", "匠人", "身边好人", "暖新闻", "民情日记", "代表建议", "编读往来", "时令", "观察", "城事", "江岸夜话", "科普", "读者来信",
)  # fmt: skip
BRIEFS = (
    "简讯", "短讯", "快讯", "新闻速览", "一句话新闻", "要闻简报", "各地短波", "资讯", "动态",
    "新闻集锦", "部门动态", "行业动态", "镇街短波", "天下速览", "播报", "微新闻",
)  # fmt: skip
HEADINGS = (
    "记者调查", "专家说法", "多方联动", "典型带动", "成效初显", "问题所在", "未来可期", "相关链接",
    "从无到有的转变", "以责任守初心", "把难事办实", "让数据多跑路", "小窗口见大民生", "一线显身手",
)  # fmt: skip
OPINIONS = ("社论", "短评", "时评", "快评", "今日谈", "漫谈", "本报评论员", "来论", "一家之言")

# Lines of a head that are no statement of their own lead to the headline; what adds a fact, says
# who was in the chair or which of a series the story is, stands below it.
KICKERS = (
    "总投资{n}亿元", "历时{n}个月", "{m}月{d}日零时起", "{m}月{d}日起", "截至{m}月底", "时隔{n}年之后",
    "{town}海关", "{town}市人民医院", "{town}供电公司", "{town}经济开发区", "{office}", "{office}提醒", "{office}通报",
    "面对百年不遇的旱情", "面对突如其来的大雪", "春耕在即", "汛期将至", "高考前夕", "新春佳节期间", "为了一个承诺",
    "从{n}亩到{n}万亩", "从一间作坊到一个产业", "{n}年坚守一座山", "围绕群众急难愁盼", "今年以来", "总长{n}公里",
    "走进{town}老街", "聚焦{town}两会", "{town}日报记者探访", "市委常委会会议强调", "市长在调研时指出", "{who}在{town}调研时强调",
    "在全市经济工作会议上{who}要求", "抓项目 促投资 稳增长", "架桥修路 引水上山", "深山里的{n}位守林人", "我在{town}开书店", "一封寄往{town}的信",
    "{town}县", "{town}区", "高新区", "市公交公司", "{town}镇", "——{town}市创建文明城市纪实之{k}", "全市{n}个重点项目集中开工", "连续{n}年增长", "投资{n}万元 惠及{n}个村",
)  # fmt: skip
SUBHEADS = (
    "年产能增加{n}万吨", "首批{n}户居民搬入新居", "全长{n}公里 车程缩短{n}分钟", "惠及群众{n}万人", "{who}主持会议", "{who}主持并讲话",
    "{who}出席并致辞", "{who}作工作报告", "研究部署安全生产等工作", "审议通过{n}项议案", "{town}乡村旅游调查之{k}", "养老服务观察之{k}",
    "——{town}市推进乡村振兴见闻", "——记{town}中学教师{who}", "——来自{town}防汛一线的报道", "——访{town}文化馆馆长{who}", "预计{m}月底完工", "票价不变 每{n}分钟一班",
    "{office}：三天内答复", "专家：早发现早治疗", "警方提醒市民提高警惕", "已有{n}家企业入驻", "{n}名志愿者参加", "最高可补贴{n}元", "{who}率队督导", "会期{k}天",
    "居民盼望早日开通", "{town}{who}等参加", "每人每月最多{n}次", "受益农户{n}户",
)  # fmt: skip

DETAILS = (
    "比去年提前{n}天", "比上年增长{n}%", "首批{n}家企业入驻", "{k}年内惠及{n}万户", "首日开行{n}列", "为期{k}个月", "惠及{n}个村",
    "{n}家医院结果互认", "最低每斤{k}元{k}角", "一走就是{n}年", "提供岗位{n}个", "最快{k}小时到省城", "设{n}个便民点", "三天收集难题{n}个",
    "全长{n}公里 设站{k}座", "累计送出{n}份", "每天接待{n}人次", "两年走遍{n}户人家", "年内有望通车", "下月起试运行", "全部免费", "报名截至{m}月底",
    "奖励最高{n}元", "比原定时间早{n}小时", "周末也开门", "一次办好{n}件事", "将覆盖全部乡镇", "预计明年建成", "已助{n}人找到工作", "可在手机上办理",
    "{n}万亩农田受益", "专家：{k}类人要当心", "居民：盼了{n}年", "村民直呼“没想到”", "{office}：已责成整改", "记者体验：排队{n}分钟", "业内：还需观察",
    "法院：合同有效", "医生：先看这{k}点", "{who}的{n}年",
)  # fmt: skip
_WORKS = (
    "安全生产",
    "城市治理",
    "乡村振兴",
    "招商引资",
    "防汛抗旱",
    "生态环保",
    "园区建设",
    "项目建设",
    "文明创建",
    "基层党建",
    "粮食生产",
    "营商环境",
    "养老服务",
    "信访",
)
EVENTS = (
    "全市{work}推进会召开", "{office}召开{work}工作会议", "{who}到{town}区调研{work}工作", "{who}率队赴外地考察学习", "{town}市{work}系统干部职工学习会议精神",
    "{town}市举行{work}综合演练", "{work}专题研讨会举行 {who}出席并讲话", "{who}主持召开{work}调度会", "{office}扎实开展{work}活动", "{office}组织党员干部热议报告",
    "我市{work}工作综述", "{town}区交出{work}“成绩单”", "{town}县掀起{work}热潮", "全市{work}现场会在{town}举行 {who}讲话", "{office}召开今年第{k}次全会",
    "{who}专题调度{work}工作", "{town}市政协召开协商会议", "{office}奋力推动{work}上台阶", "{town}市第{k}届{work}论坛举行", "基层干部群众建言{work}",
)  # fmt: skip


def fill_line(dice: Random, form: str, style: Style) -> str:
    """Fill in a made-up line of a head."""
    office = style.town + dice.choice(
        ("市交通局", "市教育局", "市住建局", "县农业农村局", "公安局", "税务局")
    )
    while "{n}" in form:
        form = form.replace("{n}", str(dice.choice((2, 3, 5, 8, 12, 20, 36, 60, 180, 300))), 1)
    return form.format(
        town=style.town, office=office, who=make_name(dice), m=dice.randint(1, 12), d=dice.randint(1, 28),
        k=dice.choice("一二三四五六"), work=dice.choice(_WORKS),
    )  # fmt: skip


@dataclass(frozen=True)
class Style:
    """What all articles of a page have in common."""

    town: str
    paper: str
    local: bool
    """Whether its heads are a local paper's: fewer kickers, more columns and briefs."""

    mark: str
    """Mark-up of heads: none, flat, two, one, loose."""

    byline: str
    kickers: float
    """Share of kickers that are printed."""

    decks: float
    """Share of heads with a line below the headline, in a local paper."""

    made_up: float
    """Share of these lines that are made up; the rest is taken from the story."""

    columns: float
    """Share of heads under a column's name."""

    bylines: float
    closing: bool
    half: bool
    indent: bool
    wrap: int
    """Characters of a line; 0 where paragraphs are whole."""

    blank: bool
    """Whether blank lines stand between paragraphs."""

    headings: float
    briefs: bool
    boxes: int
    front: bool
    essays: bool
    """Whether its stories are a supplement's: two or three words over the author's name."""


def choose_style(dice: Random, *, marked: bool, local: bool) -> Style:
    """Choose a paper and its habits."""
    town = dice.choice(TOWNS)
    essays = local and dice.random() < _ESSAYS
    wrap = dice.randint(12, 36) if dice.random() < _WRAPPED else 0
    mark = dice.choice(("two", "two", "flat", "one", "loose", "bold")) if marked else "none"
    return Style(
        town=town,
        paper=town + dice.choice(PAPERS),
        local=local,
        mark=mark,
        byline=dice.choice(("name", "name", "block"))
        if essays
        else dice.choice(
            ("wire", "local", "local", "media", "line", "block", "name", "photo", "inline")
        ),
        kickers=dice.choice((0.0, 0.3, 0.7)) if local else 1.0,
        decks=dice.choice((0.1, 0.3, 0.6)),
        made_up=dice.choice((0.2, 0.6)),
        columns=dice.choice((0.1, 0.4, 0.8)) if local else 0.5,
        bylines=1.0 if essays else dice.choice((0.0, 0.3, 0.6, 0.9, 1.0)),
        closing=dice.random() < 0.25,
        half=dice.random() < 0.12,
        indent=dice.random() < (0.75 if wrap else 0.2),
        wrap=wrap,
        blank=dice.random() < (0.4 if wrap else 0.8),
        headings=dice.choice((0.0, 0.15, 0.4)),
        briefs=local and dice.random() < 0.45,
        boxes=dice.choice((0, 0, 1, 1, 2, 3)) if local else dice.choice((0, 0, 1)),
        front=dice.random() < 0.3,
        essays=essays,
    )


_ESSAYS, _WRAPPED = 0.08, 0.14


def make_name(dice: Random) -> str:
    """Make up a person's name."""
    return dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, dice.choice((1, 2, 2))))


def make_byline(dice: Random, style: Style, date: str) -> tuple[str, str, str]:
    """Make a byline: the line above the text, what the text opens with, the line at the end."""
    names = [make_name(dice) for _ in range(dice.choice((1, 1, 1, 2, 2, 3)))]
    joined = dice.choice((" ", "　", "、")).join(names)
    one = names[0]
    if style.closing:
        return "", "", dice.choice((
            f"（{joined}）", f"（记者 {joined}）", f"（通讯员 {joined}）", f"（本报记者 {joined}）", f"本报记者 {joined}",
            f"本报记者 {one} 通讯员 {make_name(dice)}", f"记者 {joined}", f"文/{one}",
        ))  # fmt: skip
    match style.byline:
        case "wire":
            opening = dice.choice((
                f"本报{style.town}{date}电（记者{joined}）", f"新华社北京{date}电（记者{joined}）",
                f"本报{date}讯（记者{joined}）", f"据新华社{style.town}{date}电 ", f"中新社{style.town}{date}电 ",
            ))  # fmt: skip
            return "", opening, ""
        case "local":
            who = f"记者 {one} 通讯员 {' '.join(names[1:])}" if names[1:] else f"记者 {one}"
            return "", f"本报讯{dice.choice(('', ' '))}（{who}）", ""
        case "media":
            return (
                "",
                f"{style.paper}讯（{dice.choice(('全媒体记者', '记者', '通讯员'))} {joined}）",
                "",
            )
        case "line":
            return (
                f"{dice.choice(('本报记者', '记者', '全媒体记者', '本报通讯员'))} {joined}",
                "",
                "",
            )
        case "block":
            return (
                f"{dice.choice('■□◆●')}{dice.choice(('', ' '))}{dice.choice(('本报记者 ', '全媒体记者 ', '记者 ', '', '通讯员 '))}{joined}",
                "",
                "",
            )
        case "inline":
            more = f" {dice.choice(('通讯员', '实习生'))} {names[1]}" if names[1:] else ""
            return "", dice.choice((
                f"本报记者 {one}{more} ", f"本报讯 记者{one}报道 ", f"本报讯 记者 {one}{more} ", f"本报记者{one}报道 ",
            )), ""  # fmt: skip
        case "photo":
            return dice.choice((
                f"本报记者 {joined} 文/图", f"文/{one} 图/{make_name(dice)}", f"本报记者 {one} 通讯员 {make_name(dice)} 摄影报道",
                f"文/图 记者 {joined}",
            )), "", ""  # fmt: skip
        case _:
            spaced = " ".join(one) if len(one) == 2 else one
            mark = dice.choice(("", "", "□ ", "□", "■ ", "◎ ", "文/"))
            return mark + dice.choice((one, spaced)), "", ""


def make_closing(dice: Random, style: Style) -> str:
    """Make the line below an article that says who its author is or where it came from."""
    place = dice.choice(
        (
            "中学",
            "市委党校",
            "市文化馆",
            "大学",
            "县文联",
            "人民医院",
            "市委政策研究室",
            "农业农村局",
        )
    )
    return dice.choice((
        f"（作者单位：{style.town}{place}）", f"（作者系{style.town}{place}教师）", f"（作者为{style.town}{place}副主任）",
        "（据新华社电）", "（均据新华社）", f"（据{style.paper}）", "（综合新华社、人民日报）", f"（{make_name(dice)} 整理）",
        f"（本版稿件由{make_name(dice)}采写）", f"（供稿：{style.town}{place}）",
    ))  # fmt: skip


def make_masthead(dice: Random, style: Style, page: int, date: str, full_date: str) -> list[str]:
    """Make the lines that stand at a page's top."""
    section = dice.choice(SECTIONS)
    day = f"星期{dice.choice('一二三四五六日')}"
    if not style.front:
        if dice.random() < 0.2:
            return []
        return [
            dice.choice((
                f"{page} {section}", f"{section} {page:02d}", f"A{page:02d} {section}", f"第{page:02d}版 {section}",
                f"{page:02d} {section} {full_date} {day}", f"{style.paper} {full_date} {day} 第{page}版 {section}",
                f"{full_date}　{day}　{section}", section, f"{section}·{dice.choice(SECTIONS)}", f"{page:02d}",
            ))
        ]  # fmt: skip
    lines = [
        style.paper, f"中共{style.town}市委主管主办", f"国内统一连续出版物号 CN {dice.randint(11, 62)}-00{dice.randint(10, 99)}",
        f"{full_date} {day}", f"第{dice.randint(3000, 19999)}号 今日{dice.choice('四八')}版", f"新闻热线：{dice.randint(8000000, 8999999)}",
        f"{style.town}日报社出版", f"网址：www.{dice.choice(('news', 'daily', 'paper'))}.example.cn", f"邮发代号 {dice.randint(10, 80)}-{dice.randint(1, 99)}",
        f"今日天气：多云转晴 {dice.randint(1, 9)}℃～{dice.randint(10, 30)}℃ 东北风3级", f"农历{dice.choice('正二三四五六七八九十')}月初{dice.choice('一二三四五六七八九')}",
        "责任编辑：" + make_name(dice),
    ]  # fmt: skip
    first, rest = lines[:1], lines[1:]
    return first + dice.sample(rest, dice.randint(2, len(rest) - 2))


def make_foot(dice: Random, style: Style) -> list[str]:
    """Make the lines that stand at a page's foot."""
    a, b, c = (make_name(dice) for _ in range(3))
    if dice.random() < 0.4:
        return []
    return [
        dice.choice((
            f"责任编辑：{a} 版式：{b} 校对：{c}", f"责编 {a} 美编 {b}", f"本版编辑：{a} 电子信箱：news@example.cn",
            f"责编：{a}　版式：{b}", f"编辑/{a} 版式/{b} 校对/{c}", f"本版主编：{a} 责编：{b} 视觉：{c}",
            f"{style.paper} 地址：{style.town}市中山路{dice.randint(1, 300)}号 邮编：{dice.randint(100000, 800000)} 广告热线：{dice.randint(8000000, 8999999)}",
            f"值班总编 {a} 责任编辑 {b} 组版 {c}",
        ))
    ]  # fmt: skip


def make_box(dice: Random, style: Style) -> list[tuple[str, str]]:
    """Make a box: notices, adverts, a forecast, a table; its lines with their roles."""
    name, phone = make_name(dice), f"0{dice.randint(300, 999)}-{dice.randint(2000000, 8999999)}"
    office = style.town + dice.choice(
        ("市自然资源局", "市住建局", "县人民医院", "自来水公司", "供电公司", "市教育局")
    )
    boxes: tuple[list[tuple[str, str]], ...] = (
        [("招租", "headline"), (f"位于城东的沿街门面{dice.randint(2, 9)}间，面积{dice.randint(80, 300)}平方米，有意者请电话联系。", "lede"), (f"联系电话：{phone} {name}先生", "text")],
        [("遗失声明", "headline"), (f"{name}不慎遗失身份证一张，号码尾数为{dice.randint(1000, 9999)}，特此声明作废。", "lede"), (f"{style.town}市{make_name(dice)}商店遗失营业执照副本，声明作废。", "text")],
        [("公益广告", "furniture"), (dice.choice(("节约用水 从我做起", "文明出行 平安回家", "光盘行动 从我做起", "爱护一草一木 共建绿色家园")), "furniture"), (f"{style.paper}宣", "furniture")],
        [("停电公告", "headline"), (f"因线路检修，{dice.randint(3, 28)}日8时至17时，城南路、滨江路一带停电，请用户提前做好准备。", "lede"), (office, "text"), (f"2020年{dice.randint(1, 12)}月{dice.randint(1, 28)}日", "text")],
        [("天气预报", "headline"), (f"今天多云，{dice.randint(1, 9)}℃～{dice.randint(10, 20)}℃，东北风3到4级；明天小雨转阴，气温略降。", "lede")],
        [("公　告", "headline"), (f"经研究，{office}拟对滨河片区道路进行改造，现将方案予以公示，欢迎社会各界提出意见。", "lede"), (f"联系人：{name}　电话：{phone}", "text"), ("特此公告。", "text"), (office, "text")],
        [("体彩开奖", "headline"), (f"排列3 第{dice.randint(10000, 30000)}期 {dice.randint(0, 9)} {dice.randint(0, 9)} {dice.randint(0, 9)}", "lede"), (f"一等奖 {dice.randint(1, 90)}注 每注1040元", "text")],
        [("菜价行情", "headline"), ("品名 今日 昨日 涨跌", "lede"), (f"白菜 {dice.randint(1, 4)}.{dice.randint(0, 9)}0 {dice.randint(1, 4)}.50 平", "text"), (f"土豆 {dice.randint(1, 4)}.{dice.randint(0, 9)}0 {dice.randint(1, 4)}.20 涨", "text"), ("猪肉 28.00 27.50 涨", "text")],
        [("征稿启事", "headline"), (f"本版面向广大读者征稿，体裁不限，字数千字以内，来稿请注明姓名、地址。投稿邮箱：{dice.choice(('wx', 'fk', 'news'))}@example.cn", "lede")],
        [(f"{dice.choice(('金秋', '新春', '盛大'))}开盘 {dice.choice(('江景', '学区', '花园'))}洋房限时优惠", "headline"), (f"售楼热线：{phone}", "lede"), (f"项目地址：{style.town}大道与滨江路交会处", "text")],
        [("更正", "headline"), (f"本报昨日二版《城东小学搬迁》一文中，“{name}”应为“{make_name(dice)}”，特此更正，并致歉意。", "lede")],
    )  # fmt: skip
    return list(dice.choice(boxes))
