"""The words and forms of bylines: roles, offices, marks, names in brackets."""

from __future__ import annotations

import re

from audiopaper.articles.datelines import HAN, PAPER_ENDINGS
from audiopaper.byline_roles import AUTHOR_GROUP_ENDS, UNIT_ENDS

_ROLE = (
    rf"(?:[{HAN}]{{1,6}}?(?:{PAPER_ENDINGS})(?:[·•][{HAN}]{{1,6}}?)?)?"
    "(?:学生|校园|小|特邀|晚报|日报|早报|晨报|都市报|商报|体育|文体|文化|时政|经济|财经|法治|教育|健康|科技|社会|民生|视频|驻站|战地|本报|本刊|本网|本台|特约|特派|首席|见习|实习|全媒体|融媒体?|新媒体|高级|资深|驻[\u4e00-\u9fff]{1,4}?)*"
    "(?:摄影记者|文字记者|记者|通讯员|实习生|评论员|撰稿人?|撰文|参与采写|采写|作者|特派员|报道员|观察员|执笔|策划|统筹|(?:口述|讲述|整理)[人者]?)"
)
ROLE_WORD = re.compile(_ROLE)
WRITES = re.compile(r"文\s*[/／:：]|文字\s*[/／:：]?|文\s(?=.)")
BULLETS = "■●▲◆□◎★☆○△◇▪•▍▎*-—"
GROUP_BYLINE = re.compile(
    r"[■●▲◆□]?\s*(?:本报(?:特约)?(?:评论员|编辑部)|社论|新华社评论员)[\s\S]{0,12}"
)

_NAME = rf"(?:[{HAN}·]{{2,4}}|[{HAN}][\s\u3000][{HAN}])"
"""What may be a name; names of two characters are often set with a space between."""

# A bare name with what its bearer does: 高远（青川大学文学院学生）.
AFFILIATED = re.compile(
    rf"({_NAME})\s?[（(][^（）()，。]{{0,40}}(?:学生|教授|教师|老师|讲师|研究员|院长|校长|主任|委员|代表|会员|作家|诗人"
    r"|博士|硕士|博士生|研究生|律师|医生|医师|编辑|记者|评论员|书记|局长|处长|科长|干部|工程师|负责人|所长|馆长|村民|市民|读者"
    r"|职工|学者|专家|主席|会长|秘书长|公务员|导游|队长|队员|教练|司机|农民|工人|职员|店主|护士|厨师|民警|警察|演员|画家|设计师|程序员"
    r"|师傅|保安|保洁员|快递员|骑手|经理|董事长|站长|裁判|导演|志愿者|网友|退休人员|岁)[）)]"
)

# An office and a name behind a mark: □ 青川大学经济学院 高远.
OFFICE = (
    rf"(?:[{HAN}\d]{{0,6}}[（(]\d{{1,2}}[）)]班?|[{HAN}]{{1,20}}(?:大学|学院|研究院|研究所|党校|委|局|厅|办|中心|学校|中学|小学|医院|法院|检察院"
    rf"|农艺师|畜牧师|兽医师|工程师|主任医师|副主任医师|主治医师|药师|营养师|律师|副?教授|研究员|法官|检察官|民警"
    rf"|公司|集团|协会|学会|社科院|科学院|研究室|支队|大队|派出所"
    rf"|厂|部|处|科|车间|工区|工段|班组|馆|站|台|支行|分局|社区|幼儿园|高中|初中|支部)"
    # These stand alone as well.
    rf"|[{HAN}]{{0,20}}(?:社科联|文联|作协|工会|妇联|团委|党委|支部))"
)
OFFICE_AND_NAME = re.compile(rf"[（(]?\s?{OFFICE}[\s\u3000]+({_NAME})\s?[）)]?")

# An organisation's working group as the author: □ 市委党校课题组.
AUTHOR_GROUP = re.compile(
    rf"(?:[□■○●◎◇◆△▲☆★][\s\u3000]*|[（(]\s?)(?P<group>[{HAN}·“”]{{2,30}}(?:{AUTHOR_GROUP_ENDS}))\s?[）)]?"
)

# Behind a dateline: 本报讯（融媒体中心 高远 教务处 林晓禾）.
UNIT = re.compile(rf"[{HAN}]{{2,12}}(?:{UNIT_ENDS})")

# Pen names have no surname; a bullet or brackets of their own say that they are names.
PEN_NAMES = re.compile(
    rf"[□■○●◎◇◆△▲☆★]\s?{_NAME}(?:[\s\u3000、]+{_NAME}){{0,3}}|[（(]\s?{_NAME}(?:[\s、]{_NAME})?\s?[）)]"
)

# 作者单位：…, 作者为…, 作者分别系…: who the author is, alone in brackets.
AUTHOR_NOTE = re.compile(
    r"[（(【]\s?(?:本文)?作者(?:单位|简介|分别|均|现|[系为是：:])[^（）()]{0,100}[）)】]"
)
