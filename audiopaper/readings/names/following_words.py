"""The word behind a name that may be taken for its last character: 李丽|为病人翻身.

Each of these characters occurs in given names with a reading of its own, and is more often a
preposition, an adverb or a verb. What it introduces stands behind it, and nothing that a name of
three characters would do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.character_sets import HAN
from audiopaper.readings.context_rules import find_rule
from audiopaper.readings.names.name_cues import NUMERALS, beginning, load_cues
from audiopaper.readings.tokens import plain_han
from audiopaper.readings.word_lists import read_words

if TYPE_CHECKING:
    from collections.abc import Sequence

# The characters that are read by the context rules, and their readings as words.
_BY_RULE = {"为": "wei4", "更": "geng4", "切": "qie1"}

_SOMEBODY = "[他她它我你您咱谁]|大家|众人|人群|自己|对方|观众|记者|台下"

# 朝|球门猛射, 朝|窗外看: a direction or a thing, and a movement or gesture.
_TOWARDS = re.compile(
    f"着|(?:{_SOMEBODY}|[天地]空?|[东西南北前后左右上下里外][边面方]?|[^，。；、]{{1,5}}"
    "(?:门|窗|[里外内边上下前后面处]|方向|身|队|人|员|者|[伙战]友|们|镜头|远方|家|车|路|山|海|河|岸|旗|墓|碑))"
    "[^，。；、]{0,4}(?:走|跑|奔|冲|扑|飞|驶|开|爬|游|挪|挥|招|摆|看|望|瞧|瞪|喊|叫|吼|喝|笑|射|扔|抛"
    "|掷|吐|伸|指|竖|敬|鞠|磕|点头|眨|鸣|开枪|泼|喷|砸|打|踢|跪|行礼|倾|靠|移)"
)

# 盛|来一碗汤
_LADLES = re.compile(
    "[来了上满起出好着给]{0,2}[一两三四五六几半][大小满]?[碗勺盘锅杯瓢桶盆盏]|[来了上满起出好着]{0,2}[饭汤粥菜面]"
)

# 少|分了两斤, 少|说空话
_LESS = re.compile(
    rf"[{HAN}]{{1,2}}了|不了|[{HAN}]{{1,2}}[{NUMERALS}半几]|[说走花吃喝睡拿收种带去]"
)

# 应|于十日内还款, 应|多喝水: what a court, a doctor or a contract asks for.
_OUGHT = re.compile(
    "(?:当|该)?(?:于|按|依|自|向|对|在[^，。；]{1,12}[内前后]|共同|连带|各自|立即|立刻|及时|尽快|尽早|尽量|多|少|避免|注意|严格"
    "|承担|赔|支付|给付|返还|偿还|归还|退还|交付|交还|履行|负|停止|排除|恢复|搬|腾|协助|配合|继续|予以"
    "|定期|坚持|保持|接受|遵守|提前|再次|先行?|每[天日月年次])"
)

# 教|孩子们写字
_TEACHES = re.compile(
    "[他她它我你您咱]|会(?:了|[他她我])|孩子|学[生员]|大家|徒弟|[村居]民|工友|老人|儿子|女儿|妻子|同学"
)

# 任|县委书记
_SERVES_AS = re.compile(
    "[^，。；：、]{0,16}?(?:书记|主任|主席|委员|代表|教授|经理|[长员师])(?=[，。；、）]|$)"
)

_BY_PATTERN = {
    "朝": ("chao2", _TOWARDS),
    "盛": ("cheng2", _LADLES),
    "少": ("shao3", _LESS),
    "应": ("ying1", _OUGHT),
    "教": ("jiao1", _TEACHES),
    "任": ("ren4", _SERVES_AS),
}

FOLLOWING = frozenset(_BY_RULE) | frozenset(_BY_PATTERN)
"""The characters that may be words behind a name."""

# 张维为|在, 马善为|和, 马善为|拿出, 马善为|从小: what follows a name and no preposition.
_ACTS = re.compile(
    f"[为和与及同跟在将把被是的也都就还又才已曾正说称则却便]|(?!为)[{HAN}][着过]|(?!为)[{HAN}]{{1,2}}了"
    "|[拿掏捐交站走跑冲喊提献付]出|[来赶走跑回看听见找谈拿收接]到|从|每[天日年月周次晚]|[今去前昨][天年日]"
    "|当[天场日晚即]|一(?:直|路|边)|连[夜续]"
)

# 陈天为|提出: what a speaker does; also what names have behind them and no preposition has.
_LONGEST_CUE = 5

# 任命王芳|为县卫健局局长
_APPOINTS = re.compile(
    "(?:任命|聘请|聘任|特聘|聘用|推选|选举|选出|推举|推荐|委任|委派|提名|补选|增选|增补|追认|授予|选定|指定|确定|决定|同意|免去)"
    f"[^，。；：]{{0,6}}[{HAN}]{{2}}$"
)

# 沈川|为发展青川经济: what somebody aims at.
_AIM = re.compile(
    f"(?:发展(?![出成了中学])|保护|解决|帮助|推动|守护|改善|振兴|挽救|抢救|掩护|救治|照顾|争取|实现|筹集|追求|维护|寻找|供养|偿还|还清)[{HAN}]{{2}}"
)

_LOOK_BACK = 12

# Stands in the place of a name's last character, which no pattern may take for a word: 张译|为.
_ANONYMOUS = "某"


def read_behind_name(text: str, at: int, breaks: Sequence[int]) -> str:
    """Return how a character behind a name is read if it is a word there.

    Args:
        text: What is said.
        at: Offset of the character.
        breaks: Whether a word of the text's division begins or ends at an offset; one value more
            than the text has characters.

    Returns:
        The reading, or an empty string if the character is rather the last one of the name.

    Example:
        >>> read_behind_name("李丽为病人翻身", 2, [1, 1, 1, 1, 0, 1, 0, 1])
        'wei4'
        >>> read_behind_name("张维为在台上", 2, [1, 1, 1, 1, 1, 0, 1])
        ''
    """
    behind = text[at + 1 : at + 2]
    if not behind or not plain_han(behind):
        return ""
    syllable, pattern = _BY_PATTERN.get(text[at], ("", None))
    if pattern:
        return syllable if pattern.match(text, at + 1) else ""
    syllable = _BY_RULE.get(text[at], "")
    if not syllable or _ACTS.match(text, at + 1) or _speaks(text, at + 1):
        return ""
    begun = bytearray(breaks)
    begun[at] = 1
    if text[at] == "为" and _APPOINTS.search(text[max(0, at - _LOOK_BACK) : at]):
        return "wei2"
    rule = find_rule(f"{text[: at - 1]}{_ANONYMOUS}{text[at:]}", at, begun)
    if rule and rule.syllable:
        return syllable if rule.syllable == syllable else ""
    aims = text[at] == "为" and (_has_object(text, at + 1, breaks) or _AIM.match(text, at + 1))
    return syllable if aims else ""


def _speaks(text: str, at: int) -> bool:
    return bool(beginning(text, at, load_cues().speech, _LONGEST_CUE))


def _has_object(text: str, at: int, breaks: Sequence[int]) -> bool:
    """Whether a word for people begins at an offset that is no form of address: 毕业生, 党员."""
    end = next((i for i in range(at + 1, len(text)) if breaks[i]), len(text))
    cues, word = load_cues(), text[at:end]
    return bool(
        len(word) > 1
        and word in cues.titles_before - cues.titles_after
        and word not in read_words("verbs.txt")
        and plain_han(text[end : end + 1] or "，")
    )
