"""Pinyin as people write it: syllables with tone digits, checked against their characters."""

from __future__ import annotations

import difflib
import re
import unicodedata

from audiopaper.translations import _

# Every toneless syllable of Mandarin that a dictionary lists, rare and dialectal ones included
# (pypinyin 0.55, pinyin_dict.json; ê is written ei).
_SYLLABLE_TABLE = """
    a ai an ang ao ba bai ban bang bao bei ben beng bi bian biang biao bie bin bing bo bong bu ca
    cai can cang cao ce cei cen ceng cha chai chan chang chao che chen cheng chi chong chou chu
    chua chuai chuan chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de
    dei den deng di dia dian diao die din ding diu dong dou du duan dui dun duo e ei en eng er fa
    fan fang fei fen feng fiao fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai
    guan guang gui gun guo ha hai han hang hao he hei hen heng hm hng hong hou hu hua huai huan
    huang hui hun huo ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan
    kang kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le
    lei len leng li lia lian liang liao lie lin ling liu lo long lou lu luan lun luo lv lve m ma
    mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu n na nai nan nang nao
    ne nei nen neng ng ni nia nian niang niao nie nin ning niu nong nou nu nuan nun nuo nv nve o
    ou pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao
    qie qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru rua ruan rui
    run ruo sa sai san sang sao se sen seng sha shai shan shang shao she shei shen sheng shi shou
    shu shua shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai tan tang tao
    te tei teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo
    wong wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi
    yin ying yo yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang
    zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou
    zu zuan zui zun zuo
"""

_SYLLABLES = frozenset(_SYLLABLE_TABLE.split())


# The dots between the parts of a name: 阿依古丽·买买提.
_DOTS = "·•・‧"


def parse_pinyin(text: str, pinyin: str) -> tuple[str, ...]:
    """Check pinyin against its characters.

    Args:
        text: The characters it is for.
        pinyin: Syllables separated by spaces: ``"lv4 dao3"``.

    Returns:
        A syllable for each character, in lower case; "" for the dot inside a name.

    Raises:
        ValueError: A syllable is invalid, or their number is not that of the characters; the
            message says which.
    """
    syllables = tuple(s for s in pinyin.lower().split() if s not in _DOTS)
    for syllable in syllables:
        if syllable[-1] not in "12345" or syllable[:-1] not in _SYLLABLES:
            raise ValueError(_explain_foreign(text) or _explain(syllable))
    spoken = [character for character in text if character not in _DOTS]
    if len(syllables) != len(spoken):
        raise ValueError(
            _(
                "{count} characters, but {count_2} syllables in {pinyin!r}",
                count=len(spoken),
                count_2=len(syllables),
                pinyin=pinyin,
            )
        )
    rest = iter(syllables)
    return tuple("" if character in _DOTS else next(rest) for character in text)


# Unicode's combining macron, acute, caron and grave: the marks of tones 1 to 4.
_TONE_MARKS = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_RUN_TOGETHER = re.compile(r"(?<=[1-5])(?=[a-z])|[,，、'’-]+")


def correct_pinyin(text: str, pinyin: str) -> str:
    """Return pinyin of another spelling as the lexicon has it; empty if it cannot be told.

    Tone marks, ü, lue and nue, the r of 儿 and syllables without a space between them are known.

    Args:
        text: The characters it is for.
        pinyin: What was written.

    Example:
        >>> correct_pinyin("花儿", "huar1"), correct_pinyin("略阳", "lüè yáng")
        ('hua1 er5', 'lve4 yang2')
        >>> correct_pinyin("略阳", "lue4 yan")
        ''
    """
    plain = "".join(map(_move_mark, re.split(r"(\s+)", pinyin.lower())))
    spelled = " ".join(_respell(s) for s in _RUN_TOGETHER.sub(" ", plain).split())
    syllables = spelled.split()
    if spelled == pinyin.lower() or ("er5" in syllables and not set("儿兒") & set(text)):
        return ""
    try:
        parse_pinyin(text, spelled)
    except ValueError:
        return ""
    return spelled


def _move_mark(syllable: str) -> str:
    """Give a syllable with its tone mark as a digit behind it."""
    parts = unicodedata.normalize("NFD", syllable)
    marks = [_TONE_MARKS[c] for c in parts if c in _TONE_MARKS]
    if len(marks) != 1:
        return syllable
    bare = "".join(c for c in parts if c not in _TONE_MARKS)
    return unicodedata.normalize("NFC", bare) + marks[0]


def _respell(syllable: str) -> str:
    """Give a syllable with a digit in the lexicon's spelling; as it is if no rule knows it."""
    letters, tone = syllable[:-1], syllable[-1]
    letters = letters.replace("u:", "v").replace("ü", "v")
    # Behind j, q, x and y, ü is always written u; lüe and nüe are often written without dots.
    letters = re.sub("^([jqxy])v", r"\1u", letters)
    letters = re.sub("^([ln])ue$", r"\1ve", letters)
    if syllable in ("r", "r5"):
        return "er5"
    if letters not in _SYLLABLES and letters.endswith("r") and letters[:-1] in _SYLLABLES:
        return f"{letters[:-1]}{tone} er5"
    return f"{letters}{tone}"


def find_foreign(text: str) -> str:
    """Return the first Latin letter or digit of a text, which has no pinyin; empty if none."""
    return next((c for c in text if c.isdigit() or "LATIN" in unicodedata.name(c, "")), "")


def _explain_foreign(text: str) -> str:
    character = find_foreign(text)
    return _("{character!r} has no pinyin", character=character) if character else ""


def _explain(syllable: str) -> str:
    if "ü" in syllable or "u:" in syllable:
        return _("{syllable!r} is not written with v: write ü as v", syllable=syllable)
    respelled = _respell(_move_mark(syllable))
    if respelled != syllable and all(
        s[:-1] in _SYLLABLES and s[-1] in "12345" for s in respelled.split()
    ):
        return _(
            "{syllable!r} is written {respelled!r} here", syllable=syllable, respelled=respelled
        )
    if syllable in _SYLLABLES:
        return _(
            "{syllable!r} has no tone: add a digit, 1 to 4, or 5 for the neutral tone",
            syllable=syllable,
        )
    if syllable[:-1] in _SYLLABLES:
        return _("{syllable!r} ends in no tone: the digits are 1 to 5", syllable=syllable)
    near = difflib.get_close_matches(syllable.rstrip("0123456789"), _SYLLABLES, n=1)
    return _("{syllable!r} is not pinyin", syllable=syllable) + (
        _("; near it: {near!r}", near=near[0]) if near else ""
    )
