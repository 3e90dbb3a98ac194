"""Whether a text can be a person's name, by its form alone."""

from __future__ import annotations

import re

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏"
    "魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
    "万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝"
    "包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾"
    "尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬"
    "师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚"
    "鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋"
    "相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢"
    "洪荀滑弓牧隗宓郗扶郦濮寿阎庾暨蔚訾巢蒯竺桓苍莘贡钮贲粘甯昌仉酆逄琚虢佴亓"
    "嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由傅常赖萧习丘畅糜"
)
COMPOUND_SURNAMES = (
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "端木",
    "夏侯", "南宫", "钟离", "宇文", "长孙", "申屠", "闻人", "独孤", "司空", "濮阳", "淳于", "澹台",
    "单于", "公冶", "公羊", "呼延", "东郭", "百里", "赫连", "万俟", "鲜于", "太史", "漆雕", "拓跋",
    "完颜", "纳兰", "轩辕", "仲孙", "巫马", "司寇", "左丘", "闾丘", "梁丘", "公西", "公良", "谷梁",
    "亓官",
)  # fmt: skip


def is_name(text: str) -> bool:
    """Return whether a text can be a Chinese person's name, written as bylines write it."""
    if "·" in text:
        return 3 <= len(text) <= 15 and all(is_han(c) or c == "·" for c in text)
    if not all(is_han(c) for c in text):
        return False
    if len(text) == 4:
        return text.startswith(COMPOUND_SURNAMES)
    return 2 <= len(text) <= 3 and (text[0] in _SURNAMES or text.startswith(COMPOUND_SURNAMES))


def close_name(text: str) -> str:
    """Return a name without the space that is set between its characters."""
    return "".join(text.split())


_HAN = (("\u4e00", "\u9fff"), ("\u3400", "\u4dbf"), ("\U00020000", "\U000323af"))


def is_han(char: str) -> bool:
    """Return whether a character is a Chinese one, be it rare."""
    return any(first <= char <= last for first, last in _HAN)


# Words of bylines that look like names.
NO_NAMES = re.compile(
    "北京|报道|综合|整理|整合|文字|摄影|特派|特约|本报|供稿|提供|受访者|受访|资料|"
    "编辑|实习|联合|连线|图片|制图|视频|剪辑|海报|策划|统筹|执笔|摘自|来源|转载|"
    "发自|电话|热线|通讯|采访|现场|网络|官方|供图|责编|美编|校对|新华社|手记|观察|"
    "调查|视点|札记|感言|心得|留言|帮办|走访|直播|探访|追踪|日记|故事|点评|来信|"
    "提问|在线|有约|之家|视线|眼中|笔下|镜头|推荐|简介|感悟|随笔|亲历|体验|热议|"
    "本版|本文|图为|[上下左右题插绘]图为?|出镜|主播|主持|朗诵|配音|文案|设计|翻译|审校|监制|"
    "编译|解答人|指导|辅导|市民|读者|居民|村民|业主|家长|网友"
)


PLACE_END = re.compile(r"[州市县区镇乡村局台社办部处科院所站队]$")
