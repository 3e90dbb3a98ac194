"""What local papers print beside their stories: letters, tables, forecasts, adverts between lines."""

from __future__ import annotations

from random import Random

from audiopaper.articles.roles import Role
from tests.tools.newspapers.corpus import Story
from tests.tools.newspapers.styles import SECTIONS, Style, make_name

Rows = list[tuple[str, Role]]

LETTER_COLUMNS = (
    "读者来信", "居民来信", "群众来信", "来信照登", "市民之声", "读者之声", "您的来信", "回音壁", "百姓热线", "有话要说",
)  # fmt: skip
_WRITERS = ("一位父亲", "一位乘客", "一名业主", "一位老读者", "几位居民", "一位家长", "一位骑手")
_ROADS = ("中山路", "滨河小区", "钟楼街", "东门社区", "果园村", "建设街", "南桥镇", "纺织厂宿舍")
_OFFICES = (
    "市公交公司",
    "市城管局",
    "市住建局",
    "供水公司",
    "区教育局",
    "市交警支队",
    "街道办事处",
)


def make_letter(dice: Random, style: Style, story: Story) -> Rows:
    """Make a reader's letter of a story's paragraphs, and sometimes the office's answer."""
    texts = [p for p, head in zip(story.paragraphs, story.headings, strict=True) if not head]
    texts = [text[: text.rfind("。", 0, 200) + 1] or text for text in texts[: dice.randint(1, 3)]]
    greeting = dice.choice(("编辑同志：", "编辑同志：", "编辑：", "尊敬的编辑：", "", ""))
    rows: Rows = [(story.headline, "headline")]
    if greeting and dice.random() < 0.4:
        texts[0] = greeting + texts[0]
    elif greeting:
        rows.append((greeting, "lede"))
    rows += [(text, "text") for text in texts]
    if not greeting or rows[1][0] != greeting:
        rows[1] = (rows[1][0], "lede")
    name = make_name(dice)
    signed = dice.choice((
        f"读者　{name}", f"市民 {name}", f"{style.town}市{dice.choice(_ROADS)} 读者 {name}", dice.choice(_WRITERS),
        f"{dice.choice(_ROADS)}　{name}", f"读者 {name[0]}先生", "一读者", f"（读者 {name}）", f"{dice.choice(_ROADS)}居民 {name}",
        f"{dice.choice(_ROADS)}社区居民 {name}", f"（市民 {name[0]}女士）", f"{dice.choice(_ROADS)} {dice.choice(_WRITERS)}",
        f"{dice.choice(_WRITERS)} {name}", f"{style.town}市{dice.choice(_ROADS)}　{name}",
    ))  # fmt: skip
    if dice.random() < 0.25:
        rows[-1] = (f"{rows[-1][0]}（{style.town}读者 {name}）", rows[-1][1])
    else:
        rows.append((signed, "closing"))
    if dice.random() < _ANSWERED:
        answer = story.paragraphs[-1][:160]
        answer = answer[: answer.rfind("。") + 1] or answer
        label = dice.choice(("编后：", "编者答：", "答复：", f"{dice.choice(_OFFICES)}答复："))
        rows.append((label + answer, "text"))
    return rows


_ANSWERED = 0.3


def make_answers(dice: Random, style: Style, stories: list[Story]) -> Rows:
    """Make a column of readers' questions with the offices' answers, under the column's name."""
    name = dice.choice(("民生直通车", "有问必答", "百姓问答", "问政回音", "你问我答", "便民问答"))
    rows: Rows = [(name, "headline")]
    for story in stories:
        asked = story.headline.replace(" ", "，")
        who = f"（{dice.choice(_ROADS)} {make_name(dice)[0]}女士）" if dice.random() < 0.5 else ""
        rows.append((f"{dice.choice(('问', '市民问', '读者问'))}：{asked}？{who}", "text"))
        answer = story.paragraphs[0][:220]
        answer = answer[: answer.rfind("。") + 1] or answer
        rows.append((f"{dice.choice(('答', dice.choice(_OFFICES) + '答'))}：{answer}", "text"))
    rows[1] = (rows[1][0], "lede")
    return rows


def make_voices(dice: Random, stories: list[Story]) -> Rows:
    """Make a column of readers' remarks of a sentence or two, each behind its writer's name."""
    rows: Rows = [(dice.choice(("微言", "网友热议", "众说", "留言板", "网言网语")), "headline")]
    mark = dice.choice(("@{}：", "@{} ", "“{}”：", "网友“{}”："))
    for story in stories:
        text = story.paragraphs[-1]
        text = text[: text.find("。") + 1] or text[:60]
        rows.append(
            (mark.format(make_name(dice) + dice.choice(("", "的书房", "爱吃鱼"))) + text, "text")
        )
    rows[1] = (rows[1][0], "lede")
    return rows


def make_house_note(dice: Random, style: Style) -> str:
    """Make what a page says of itself below its stories: where to write, whose opinion it is."""
    return dice.choice((
        "来稿请注明真实姓名、地址及联系方式。", "本版言论仅代表作者个人观点", "本版言论不代表本报立场。", f"投稿邮箱：{style.town}@example.cn",
        f"欢迎提供新闻线索 电话 81{dice.randint(10000, 99999)}", "来稿文责自负，一个月内未见刊用可自行处理。", f"发送对象：{style.town}市直各单位",
        "本栏目欢迎读者来信来电", f"来稿请寄：news{dice.randint(1, 9)}@example.cn　本版责编：{make_name(dice)}", "版权所有，未经许可不得转载。",
    ))  # fmt: skip


def make_digest(dice: Random, headlines: list[str]) -> list[str]:
    """Make the list of what stands on other pages."""
    form = dice.choice(("{}……{}版", "{} ……{}版", "{}（详见{}版）", "{} ▶{}版", "{}　{}版"))
    rows = [form.format(line[:18], dice.randint(2, 8)) for line in headlines]
    return [dice.choice(("导读", "今日导读", "内页导读", "速读")), *rows]


_GOODS = (
    "白菜",
    "土豆",
    "西红柿",
    "黄瓜",
    "鸡蛋",
    "鲜猪肉",
    "带鱼",
    "苹果",
    "大葱",
    "白萝卜",
    "花生油",
    "鲤鱼",
)
_PLACES = (
    "文化馆小剧场",
    "图书馆报告厅",
    "体育中心",
    "人民广场",
    "青少年宫",
    "老年大学",
    "城东书店",
    "美术馆",
)
_EVENTS = ("皮影戏", "读书会", "义诊", "棋友赛", "公益电影", "招聘会", "书画展", "京剧专场")
_SKIES = ("晴", "多云", "阴有小雨", "晴到多云", "小雨转阴", "阵雨")


_CELLS = 0.15
"""Share of price lists whose names and prices stand in rows of their own."""


def make_table(dice: Random, style: Style) -> Rows:
    """Make a forecast, a price list or a list of events, of many short rows."""
    n = dice.randint
    kind = dice.choice(("weather", "prices", "events", "water", "scores", "clinic"))
    if kind == "weather":
        head = dice.choice(("三天天气预报", "天气预报", f"{style.town}天气", "气象信息"))
        rows = [
            dice.choice((
                f"{day} {dice.choice(_SKIES)} {n(1, 9)}到{n(10, 20)}℃ 东北风{n(2, 5)}级",
                f"{day}\u3000{dice.choice(_SKIES)}\u3000偏北风{n(2, 4)}级\u3000{n(1, 9)}～{n(10, 20)}℃", f"{day}：{dice.choice(_SKIES)}，气温{n(1, 9)}至{n(10, 20)}℃",
            ))
            for day in ("今天白天", "今天夜间", "明天", "后天")[: n(2, 4)]
        ]  # fmt: skip
        if dice.random() < 0.4:
            rows = [part for row in rows for part in row.replace("\u3000", " ").split(" ", 1)]
    elif kind == "prices":
        unit = dice.choice(("（元/斤）", "（元/公斤）", ""))
        head = (
            dice.choice(("蔬菜零售价", "今日菜价", "农产品收购价", "一周行情", "市场成交价")) + unit
        )
        rows = [
            f"{good} {n(1, 20)}.{n(0, 9)}0 {dice.choice(('平', '涨0.10', '跌0.20', '与前日持平', '+0.05', '-0.08'))}"
            for good in dice.sample(_GOODS, n(3, 6))
        ]
        if dice.random() < _CELLS:
            rows = [part for row in rows for part in row.split(" ", 1)]
        elif dice.random() < 0.4:
            rows.insert(
                0,
                dice.choice(
                    ("品名 均价 涨跌", f"（{n(1, 12)}月{n(1, 28)}日，元/公斤）", "品种 最高 最低")
                ),
            )
    elif kind == "events":
        head = dice.choice(("周末去处", "文化惠民演出预告", "活动预告", "周末好去处", "影院排片"))
        day = n(1, 20)
        rows = [
            f"{style.town[0]}区{day + k // 2}日{n(9, 19)}:{dice.choice(('00', '30'))} {dice.choice(_PLACES)} {dice.choice(_EVENTS)}"[
                2:
            ]
            for k in range(n(3, 6))
        ]
    elif kind == "water":
        head = dice.choice(("停水通知", "停电信息", "停水信息", "计划停电"))
        rows = [
            f"{n(7, 9)}时至{n(15, 18)}时 {dice.choice(_ROADS)}、{dice.choice(_ROADS)}一带"
            for _ in range(n(2, 5))
        ]
        rows.append(f"服务热线 0{n(300, 999)}-{n(2000000, 8999999)}")
    elif kind == "scores":
        head = dice.choice(("积分榜", "昨日赛果", "全民健身联赛战报"))
        rows = [
            f"{style.town}{x}队 {n(0, 3)}:{n(0, 3)} {make_name(dice)[0]}家庄队"
            for x in "一二三四"[: n(2, 4)]
        ]
    else:
        head = dice.choice(("专家门诊", "今日义诊", "名医坐诊"))
        rows = [
            f"{dice.choice(('内科', '骨科', '眼科', '儿科'))} {make_name(dice)} 周{x}上午"
            for x in "一二三四五"[: n(2, 5)]
        ]
        rows.append(f"地点：{style.town}市人民医院门诊楼")
    roles: list[Role] = ["headline", "lede", *(["text"] * (len(rows) - 1))]  # type: ignore[list-item]
    return list(zip([head, *rows], roles, strict=True))


_ADVERTS = (
    ("{town}牙科 洗牙有优惠", "名医坐诊，节假日不休息。地址：{town}市{road}{n}号。"),
    (
        "以旧换新 上门估价",
        "旧手机旧电脑高价回收，最高抵{n}元。地址：{road}商场二楼。",
    ),
    ("{town}驾校 随到随学", "一人一车，拿证快。报名电话：0{n}-8123456"),
    ("旺铺招租", "{road}临街门面，面积{n}平方米，有意者请电话联系。"),
    ("订报热线", "本报全年征订开始，每份{n}元，送报上门。电话：812{n}34"),
    ("{town}眼镜城 学生配镜优惠", "凭学生证八折，当日可取。地址：{town}市{road}。"),
    ("征订启事", "欢迎订阅{paper}，全国各地邮局均可办理。"),
)


def make_advert(dice: Random, style: Style) -> list[str]:
    """Make an advert of two lines, as it is set between an article's paragraphs."""
    n, road = dice.randint(100, 990), dice.choice(_ROADS)
    return [
        line.format(town=style.town, road=road, n=n, paper=style.paper)
        for line in dice.choice(_ADVERTS)
    ]


_LATIN = {
    "江州": "JIANGZHOU", "平阳": "PINGYANG", "云溪": "YUNXI", "临川": "LINCHUAN", "海右": "HAIYOU", "中原": "ZHONGYUAN",
    "青岭": "QINGLING", "南浦": "NANPU", "石门": "SHIMEN", "白沙": "BAISHA", "东港": "DONGGANG", "安宁": "ANNING",
    "日报": "RIBAO", "晚报": "WANBAO", "晨报": "CHENBAO", "商报": "SHANGBAO", "早报": "ZAOBAO", "周刊": "ZHOUKAN",
}  # fmt: skip


def make_folio(dice: Random, style: Style) -> str:
    """Make a page's running foot: the paper's name, in Latin letters too, a page, a section."""
    latin = f"{_LATIN.get(style.town, 'DUSHI')} {_LATIN.get(style.paper[2:], 'BAO')}"
    page, section = dice.randint(1, 16), dice.choice(SECTIONS)
    return dice.choice((
        f"{style.paper} {latin}", latin, f"{style.paper} {page}版", f"A{page:02d} {section}", f"{page} {section}", style.paper,
        f"{style.paper} 第{page}版", "准印证号 内部交流", f"订报热线 0{dice.randint(300, 999)}-{dice.randint(2000000, 8999999)}",
    ))  # fmt: skip
