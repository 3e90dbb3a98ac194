"""得 as the verb "must" (dei3) behind the noun that has to do something: 干部|得|带头.

At the beginning of a clause ``context.tsv`` has it as "must", unless the clause says how much was
obtained (de2): ，得|良田|三百亩.

The particle (de5) stands behind a verb or an adjective, and "to obtain" (de2) before a noun. Behind
a noun, and before a verb or an adverb, 得 is neither. A verb with its object is as a noun here,
since the particle never follows one: 种|粮|得|看|天.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.readings.tokens import plain_han
from audiopaper.readings.word_lists import read_words

if TYPE_CHECKING:
    from collections.abc import Sequence

# What nouns of two characters or more end in, and no adjective or verb but one with its object.
_NOUN_ENDS = frozenset(
    "人家民工农师长员者众友军兵警医校院局厅部委会社团队组班站厂店铺馆园司业构位村镇乡县市区省街"
    "巷道路桥梁楼房屋棚室库仓墙门窗窖井河渠沟江湖塘坝堤水电田地土山林树苗草花果菜瓜豆米麦稻粮粉饭"
    "汤药酒茶肉鱼虾蟹鸡鸭鹅猪牛羊马狗蜂虫菇衣鞋帽书报稿册账票据证件卡款钱费税债租金车船机器具灯线"
    "网货物品料材图表案章度策程产务事课题项标号码子头儿亲爷娘姐弟妹婆妻女童孩伙客商贩户主匠"
    "手士笔纸盆碗锅炉灶炕床椅桌柜箱袋瓶桶绳刀斧锄镰犁石砖瓦沙泥煤油盐糖种肥膜天节夜季年月日里"
    "晚早时权职岗绩质量病痕火矿港岛岸坡沿岭湾滩讼序段期"
    "墩谱蚕州城口面体法情价台官类文词字骨影话声音本目板片语源层堂底牌盘派额壁条剧丝府史轮臣宫洞龙"
    "谷块架籍枪炮群潮址歌洲脉宝旗单刊座壳雨池孔鸟肠筒镜腿箭辈柱姓泉帝牙珠麻艇穴蛋锋诗兽剑盒宅肢殿"
    "壶胎塔庙蛇笼扇钟链舱桃炭枝奶梯墨钢墓廊寨巢堡孙棍禽柄叶舰泽秋帘篮帅窑丘琴棒槽砂缸檐寺薯薪椒茎"
    "犬梢埠铜闸坛桑锣爹蛾橘桐竹粥"
)

# Others, whether the division has them as words or not.
_NOUNS = frozenset({
    "书记", "医生", "学生", "考生", "师生", "先生", "手续", "大棚", "政府", "村务", "合同",
    "低保", "医保", "社保",
})  # fmt: skip

# 增长, 服务: what these end in is no noun of its own.
_NO_NOUNS = frozenset({
    "修长", "加长", "增长", "成长", "生长", "延长", "拉长", "擅长",
    "滋长", "伸长", "服务", "测量", "打量", "衡量", "花费", "消费",
    "落后", "滞后", "照料", "预料",
})  # fmt: skip

# Nouns of one character, and what limits the time.
_SHORT_NOUNS = frozenset(
    "人水医师兵民桥路楼房屋墙门窗井河渠沟塘坝堤电田地山林树苗草果菜瓜豆米麦稻粮饭汤药酒茶肉鱼虾蟹鸡鸭鹅"
    "猪牛羊马狗蜂虫衣鞋帽书稿账票证款钱费税债车船灯货表案事课题锅碗刀石砖瓦煤盐糖村镇县市校厂店"
    "娃前后时蚕盐谱墩桨帆炉灶柜缸棚库坡崖滩岸港岛湾塔庙寺碑坟砖梁柱檐笔纸琴棋绳针伞扇刀钟鼓锣炮"
    "枪奶虾蟹贝麻棉桑竹藤枝叶谷薯葱姜蒜椒糕饼粥"
)

# Verbs, prepositions and adverbs of one character.
_VERBS = frozenset(
    "靠讲看坐修拆搬赶烧种管治陪打推算写交去来走用让叫给把向往从由按跟凭找买卖学练问说听读查改换装"
    "补建盖挖填铺砌运拉扛抬挑背喂养放收割浇洗扫擦晾晒存留防守护保抓带领派请送寄拿取做干办搞弄开关"
    "停通签报赔还付缴捐借租搭乘骑骂劝哄教吃喝睡躺歇等候熬顾盯瞧照先再常多少早快慢总都也全重另会能"
    "持省盼清选评比催救捞编织缝描绘录拍印登审批核验扣押封堵疏浚绕躲避轮调喊联拓扩加增减降灌接敢肯"
    "懂爱戴穿系拴捆夹包裹埋拔摘采剪砍锯刨磨翻耕松施撒喷除灭杀控限严巡回进出上下有退"
)

# What follows "must" behind any word of two characters: 企业|发展|得|靠|创新.
_FOLLOWS_MUST = ("靠", "由", "按", "依靠", "征求", "有人", "天天", "年年", "时时", "久久为功")

# 快得很, 多得多: what the particle introduces.
_DEGREE = frozenset("很太更最极非十较越挺好不那这真特格分如似像到了过着")

# 种子, 上级: nouns that begin with a verb's character.
_NOUN_WORDS_END = frozenset("子者员级法手量率度费款品料器单分贴助援")

# 百姓|得|实惠, 作品|得|优秀|奖: what is obtained, though lists have it as an adjective.
_OBTAINED = frozenset({
    "实惠", "便利", "方便", "便宜", "平安", "温暖", "幸福", "安宁",
    "健康", "安全", "自由", "荣誉", "优惠",
})  # fmt: skip
_OBTAINED_ENDS = frozenset("奖称号票分")

# 得|良田|三百亩: things, then how many of them, up to the end of the clause. A length of time or a
# distance says how long something must be done (得|走路|三十里).
_GAINS = re.compile(
    "[^，。；！？：一二两三四五六七八九十百千万几数不]{1,5}[一二两三四五六七八九十百千万几数余多]+"
    "[亩顷艘间匹副首卷册件座名石斤吨头只口门架辆篇枚颗株幅尊方粒座](?=[，。；！？、]|$)"
)

_IDIOM_CHARS = 4


def is_obligation(text: str, at: int, breaks: Sequence[int]) -> bool:
    """Whether 得 at an offset is the verb "must", by the words on both sides of it.

    Args:
        text: What is said.
        at: Offset of 得.
        breaks: Whether a word begins or ends at an offset, ``len(text) + 1`` values.

    Example:
        >>> is_obligation("村民得带头", 2, [1, 0, 1, 1, 0, 1])
        True
    """
    if not (at and breaks[at] and breaks[at + 1]):
        return False
    start = next(i for i in range(at - 1, -1, -1) if breaks[i])
    end = next((i for i in range(at + 2, len(text) + 1) if breaks[i]), at + 1)
    word = text[start:at]
    if len(word) > 1 and text.startswith(_FOLLOWS_MUST, at + 1):
        return True
    if word in read_words("manners.txt"):
        return False
    known = text[max(0, at - 2) : at] in _NOUNS
    return (known or _is_noun(word)) and _begins_predicate(text, at + 1, end)


def is_gain(text: str, at: int, breaks: Sequence[int]) -> bool:
    """Whether 得 at an offset begins a clause that says how much was obtained (de2).

    Example:
        >>> is_gain("，得良田十亩。", 1, [1, 1, 1, 0, 1, 1, 1, 1])
        True
    """
    if not breaks[at + 1] or (at and plain_han(text[at - 1])):
        return False
    end = next((i for i in range(at + 2, len(text) + 1) if breaks[i]), at + 1)
    return bool(_GAINS.match(text, at + 1)) and not _begins_predicate(text, at + 1, end)


def _is_noun(word: str) -> bool:
    if len(word) == 1:
        return word in _SHORT_NOUNS
    return word[-1] in _NOUN_ENDS and word not in _NO_NOUNS


def _begins_predicate(text: str, start: int, end: int) -> bool:
    """Whether a verb, an adverb or an adjective stands between two offsets."""
    word = text[start:end]
    if not word or word[0] in _DEGREE or text[end : end + 1] in _OBTAINED_ENDS:
        return False
    if len(word) == 1:
        return word in _VERBS
    if word in read_words("verbs.txt") | read_words("manners.txt"):
        return word not in _OBTAINED
    return len(word) == _IDIOM_CHARS or (word[0] in _VERBS and word[-1] not in _NOUN_WORDS_END)
