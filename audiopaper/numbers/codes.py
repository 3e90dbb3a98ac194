"""Rules for the numbers of documents, standards, plates and identity cards: digit by digit."""

from __future__ import annotations

import re

from audiopaper.numbers import context_words
from audiopaper.numbers.number_rule import (
    Match,
    NumberRule,
    make_rule,
    make_sign,
    words_before,
    words_behind,
)
from audiopaper.numbers.spelling import spell_cardinal, spell_digits
from audiopaper.numbers.wording import dashed_with_yao, one_by_one_with_yao

_CODE_CUE = (
    "(?:代码|编号|证号|账号|帐号|卡号|编码|批号|邮编|代号|ISBN|ISSN|(?<![A-Za-z])CN|刊号|密码|验证码|学号|工号"
    "|流水号|序列号|合同号|注册号|机号|身份证号?码?|许可证|备案号|[公网]安备|ICP备|号码|尾号|运单号"
    "|(?<![下接派])单号|电挂|电报挂号|门牌号|舷号|分辨率|端口)"
)
# Words for a document: the number names it and counts nothing.
_STANDARDS = "(?:GB|GB/T|DB\\d\\d|DB\\d\\d/T|[A-Z]{2}/T|ISO|IEC|ISO/IEC|IEEE|HJ|JGJ|CJJ)"
# The number of a document behind its year in brackets, or that of a licence.
_DOCUMENT_BEFORE = re.compile(r"备[A-Z\d-]{6,12}号$|(?:19|20)\d\d[)）\]〕][^，。；、]{0,14}\d号$")
_DAY_BEFORE = re.compile(r"月(?:[0-3]?\d|[一二三十]{1,3})号$")
_PLATE_WORD = re.compile("牌|车|号")
# The last character of the plates of some vehicles.
_PLATE_SORT = re.compile("[港澳学警挂领使](?![口区大门湾珠元币])")


def _numbers_apart(m: Match) -> str:
    """Number and year of a standard, each digit by digit: GB 4943.1-2022."""
    return "、".join(
        "点".join(spell_digits(digits) for digits in part.split("."))
        for part in re.split("[-—:：∶]", m[0])
    )


def _number_behind_number(m: Match) -> str | None:
    """Say the part of a document or house, 22号-1; None for a range: 5号-8楼."""
    before = words_before(m)
    number = re.search(r"(\d{1,16})号$", before)
    falls = bool(number) and int(m["n"]) < int(number[1] if number else 0)
    if not (falls or _DOCUMENT_BEFORE.search(before)) or _DAY_BEFORE.search(before):
        return None
    return "杠" + spell_cardinal(m["n"])


def _plate(m: Match) -> str | None:
    """Digits of a number plate: five characters or six behind the two that name its town."""
    head = re.search("[A-Z][·-]?([A-Z0-9×*]{0,5})$", words_before(m))
    behind = words_behind(m)
    tail = re.match("[A-Z0-9×*]{0,6}", behind)
    length = len(head[1] if head else "") + len(m[0]) + len(tail[0] if tail else "")
    if _PLATE_SORT.match(behind) and length >= 4:
        return spell_digits(m[0], yao=True)
    named = _PLATE_WORD.search(words_before(m)[-8:]) and length > 1
    return spell_digits(m[0], yao=True) if length in (5, 6) or named else None


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "identity-number",
        "digit",
        r"\d{17}(?:\d(?![\dA-Za-z])|(?=[Xx](?![\dA-Za-z])))",
        one_by_one_with_yao,
        ("430102199001011234", "四三零幺零二幺九九零零幺零幺幺二三四"),
        ("身份证43010219900101123X", "身份证四三零幺零二幺九九零零幺零幺幺二三X"),
    ),
    make_rule(
        "patent",
        "digit",
        # Year, kind, serial number and check digit.
        r"(?P<n>(?:(?:19|20)\d\d|[89]\d|0[0-3]) ?[1-389] ?\d{5,7})(?:\.(?:(?P<check>\d)|(?=[Xx])))?"
        r"(?![\d.])",
        lambda m: (
            spell_digits(m["n"], yao=True)
            + ("点" + spell_digits(m["check"] or "", yao=True) if "." in m[0] else "")
        ),
        ("ZL 2023 1 0123456.7", "ZL 二零二三幺零幺二三四五六点七"),
        ("专利号98101234.X", "专利号九八幺零幺二三四点X"),
        before="(?:ZL|专利(?:申请)?号|申请号)(?:[为是]|[:：])? ?(?:ZL|CN)? ?$",
    ),
    make_rule(
        "long-run",
        "digit",
        r"\d{17,}+",
        one_by_one_with_yao,
        ("共12345678901234567890", "共幺二三四五六七八九零幺二三四五六七八九零"),
    ),
    make_rule(
        "tail-number",
        "digit",
        r"\d{3,6}(?!\d)",
        one_by_one_with_yao,
        ("尾号1702", "尾号幺七零二"),
        ("手机号末四位是3721", "手机号末四位是三七二幺"),
        before='(?:尾号|号?[末后][三四五六]位(?:数字?)?)(?:分别)?[为是]?[：:“"]?$',
    ),
    make_rule(
        "parcel-of-land",
        "digit",
        r"(?P<year>(?:19|20)\d\d)-(?P<number>\d{1,3})(?!\d)",
        lambda m: f"{spell_digits(m['year'])}、{spell_digits(m['number'])}",
        ("宗地2022-36", "宗地二零二二、三六"),
        ("宗地编号2022-36", "宗地编号二零二二、三六"),
        before="(?:编号|地块|宗地|(?<![数文汉打名])字)[为是：:]?[^\\d。，；、]{0,3}$",
    ),
    make_rule(
        "parcel-before-its-word",
        "digit",
        r"(?P<year>(?:19|20)\d\d)-(?P<number>0\d{1,2}(?=号)|\d{1,3}(?=号?(?:地块|宗地)))",
        lambda m: f"{spell_digits(m['year'])}、{spell_digits(m['number'])}",
        ("2031-07号地块", "二零三一、零七号地块"),
        ("2031-07号、2031-08号两宗国有", "二零三一、零七号、二零三一、零八号两宗国有"),
    ),
    make_rule(
        "parcel-of-unit",
        "digit",
        # Two figures and two before 号 may be the first and the last of several parcels.
        r"(?P<unit>0\d)-(?P<number>\d{1,2})(?=[A-Za-z]?(?:地块|宗地))"
        r"|(?P<longunit>0\d{2,3})-(?P<longnumber>\d{1,2})(?=[A-Za-z]?号?(?:地块|宗地))",
        lambda m: "杠".join(map(spell_digits, m[0].split("-"))),
        ("03-12地块", "零三杠一二地块"),
        ("0305-06号地块", "零三零五杠零六号地块"),
        ("3-12号地块", "三至十二号地块"),
        unless_before=r"[\d.-]$",
    ),
    make_rule(
        "code-after-cue",
        "digit",
        r"(?!(?:19|20)\d\d[)）\]〕])\d{1,16}(?:[-/—]\d{1,12}){0,4}(?!\.?\d|[%年月×*xX]|<COUNTED>)",
        lambda m: spell_digits(m[0]) if len(m[0]) == 1 else dashed_with_yao(m),
        ("CN 43-0098", "CN 四三、零零九八"),
        ("邮政编码421001", "邮政编码四二幺零零幺"),
        ("限行尾号1和6", "限行尾号一和六"),
        ("许可证号1103", "许可证号幺幺零三"),
        ("许可证1103张", "许可证一千一百零三张"),
        before=_CODE_CUE + "[^\\d。，；、数量共约超近逾余了]{0,3}$",
    ),
    make_rule(
        "masked-sign-of-plate",
        "symbol",
        r"[×*]{1,5}",
        lambda m: "某" * len(m[0]),
        ("湘D12××8的司机", "湘D幺二某某八的司机"),
        before=f"{context_words.PLATE_BEFORE}$",
    ),
    make_rule(
        "masked-year",
        "digit",
        r"(?P<century>1\d|20)[×xX*]{2}(?=[年级届])",
        lambda m: spell_digits(m["century"]) + "某某",
        ("20××年", "二零某某年"),
    ),
    make_sign(
        "masked-figure",
        "×",
        "某",
        ("1×月", "一某月"),
        before="(?<!\\d)\\d$",
        after="^(?:[月日号时岁]|分[，。；、]|年(?!级))",
    ),
    make_rule(
        "code-at-exchange",
        "digit",
        r"(?P<n>\d{5,6})\.(?=(?:SH|SZ|BJ|HK|SS|sh|sz|bj|hk)(?![A-Za-z]))",
        lambda m: spell_digits(m["n"], yao=True) + "点",
        ("青川科技（300750.SZ）", "青川科技（三零零七五零点SZ）"),
    ),
    make_rule(
        "code-of-share",
        "digit",
        # The ranges that the exchanges of Shanghai, Shenzhen and Beijing give to shares.
        r"(?:60[0135]|68[89]|00[0-3]|30[0-2]|43\d|8[378]\d|92\d|[29]00)(?!000)\d{3}(?=[)）])",
        one_by_one_with_yao,
        ("青川股份（601888）停牌", "青川股份（六零幺八八八）停牌"),
        ("总人数（601888）", "总人数（六十万一千八百八十八）"),
        before="<HAN>[（(]$",
        unless_before="(?:[数量额值价款费计总次人户]|面积|产能|里程)[（(]$",
    ),
    make_rule(
        "code-of-bond-or-fund",
        "digit",
        r"(?:1[12568]|5[0168])(?!0000)\d{4}(?![\d.,]|<COUNTED>)",
        one_by_one_with_yao,
        ("青川转债（113012）", "青川转债（幺幺三零幺二）"),
        ("青川转债113012。", "青川转债幺幺三零幺二。"),
        ("青川转债113012张", "青川转债十一万三千零一十二张"),
        before="(?:转债|E[BT]|[国公]债|基金|ETF|LOF|REITs?)[（( ]?$",
    ),
    make_rule(
        "stock-code",
        "digit",
        r"\d{6}(?!\d)",
        one_by_one_with_yao,
        ("青川纸业（上海：601319）", "青川纸业（上海：六零幺三幺九）"),
        before="[(（](?:上海|深圳|北京|[沪深]市?|上交所|深交所|[Ss][HhZz])[:： ] ?$",
    ),
    make_rule(
        "province-of-standard",
        "digit",
        r"\d\d(?=/\d{3,5}[-—])",
        lambda m: spell_cardinal(m[0]),
        ("DB33/1092-2026", "DB三十三、一零九二、二零二六"),
        before="(?<![A-Z])DB$",
    ),
    make_rule(
        "licence-with-letter",
        "digit",
        r"\d{1,2}-\d{6,12}(?!\d)",
        dashed_with_yao,
        ("沪B2-20260001", "沪B二、二零二六零零零幺"),
        before="<HAN>[A-Z]$",
    ),
    make_rule(
        "number-behind-number",
        "symbol",
        r"-(?P<n>\d{1,2})(?![\d.:：]|<S>(?:[号日月年点时~—-]|<MEASURE>))",
        _number_behind_number,
        ("苏ICP备09012345号-2", "苏ICP备零九零幺二三四五号杠二"),
        ("（2031）云0102民初22号-31", "（二零三一）云零幺零二民初二十二号杠三十一"),
        ("云塘弄5号-1商铺", "云塘弄五号杠一商铺"),
        ("5号-7号", "五号至七号"),
        before=r"\d号$",
    ),
    make_rule(
        "standard",
        "digit",
        r"\d{1,6}(?:\.\d{1,2})?[-—:：∶](?:19|20)\d\d(?!\d)",
        _numbers_apart,
        ("GB2760-2014", "GB二七六零、二零一四"),
        ("GB 4943.1—2022", "GB 四九四三点一、二零二二"),
        ("HJ 2.1-2016", "HJ 二点一、二零一六"),
        ("ISO9001:2015", "ISO九零零一、二零一五"),
        before=r"(?:(?<![A-Z])(?!GDP|CBA|NBA|CPI|PPI|PMI|AQI)[A-Z]{2,4}|DB\d\d/?|/T|/TS|/IEC)[ ]?$",
        unless_after="^(?:赛季|年|学年|款|版)",
    ),
    make_rule(
        "standard-without-year",
        "digit",
        r"\d{2,6}(?:\.\d{1,2})?(?!\.?\d|-\d)",
        _numbers_apart,
        ("GB 2760标准", "GB 二七六零标准"),
        ("ISO14001认证", "ISO一四零零一认证"),
        before=rf"(?<![A-Za-z]){_STANDARDS} ?$",
        unless_after="^<S>(?:[个名人项条件]|<UNIT>)",
    ),
    make_rule(
        "document-code",
        "digit",
        # The variant of an aircraft is no code (A350-900: 九百); see model-with-hyphen.
        r"(?!\d{3}-[1-9]00(?!\d))\d{3,16}(?:[-/]\d{1,12}){1,4}(?![\dA-Za-z])",
        dashed_with_yao,
        ("ZZDFPZ415000/500", "ZZDFPZ四幺五零零零、五零零"),
        before="[A-Za-z]$",
    ),
    make_rule(
        "plate",
        "digit",
        r"\d{1,6}",
        _plate,
        ("湘D12345", "湘D幺二三四五"),
        ("湘D1A345", "湘D幺A三四五"),
        ("最新T10车型", "最新T十车型"),
        before=f"{context_words.PLATE_BEFORE}$",
        unless_after="^[股级轮]",
    ),
)
