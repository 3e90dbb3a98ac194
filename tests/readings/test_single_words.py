"""How characters are said that are words of their own, where what stands beside them decides."""

from __future__ import annotations

import pytest

from audiopaper.readings.context_rules import find_rule
from audiopaper.readings.word_division import Division
from tests.bench_readings import SETS, read_case
from tests.support.read_marked import SHIPPED, assert_read


@pytest.mark.parametrize(
    "name", ["single-words", "prose-words", "prose-kinds", "local-kinds", "everyday-words"]
)
def test_everyday_phrases_are_read_right(name: str) -> None:
    cases = SETS[name]()
    wrong = [
        f"{case.text}: {got}"
        for case in cases
        if (got := read_case(case, SHIPPED)) not in case.wanted
    ]
    assert len(wrong) / len(cases) <= 0.01, "\n".join(wrong)


def test_behind_a_word_of_manner_di_is_the_particle_where_a_verb_follows() -> None:
    assert_read(
        "民警果断{地}冲了上去: de5",
        "他利落{地}翻过围墙: de5",
        "孩子欢天喜地{地}跑来: de5",
        "老人笑眯眯{地}迎上前: de5",
        "他们一锹一锹{地}挖: de5",
        "“嘭”{地}一声关上门: de5",
        "镇里有计划{地}推进: de5",
    )


def test_behind_other_words_and_before_no_verb_di_is_the_ground() -> None:
    assert_read(
        "青川是苹果主产{地}: di4",
        "工程建设用{地}获批: di4",
        "当{地}群众自发捐款: di4",
        "全村承包{地}确权: di4",
        "各{地}积极推进: di4",
        "在最贫困{地}的山区: di4",
        "他种的那块{地}丰收了: di4",
        "优势产业集聚{地}: di4",
        "他蹲在地上看{地}图: di4",
    )


def test_a_rule_for_a_word_of_its_own_leaves_other_words_alone() -> None:
    assert_read(
        "两家关{系}好得很: xi4",
        "死者{系}上海人: xi4",
        "香火很{盛}: sheng4",
        "参会人{数}过百: shu4",
        "数{量}一下子增加: liang4",
        "一{切}成果归于人民: qie4",
        "该{行}为违反规定: xing2",
        "我{行}走在乡间小路上: xing2",
        "银行卡{卡}号: ka3",
        "考{卷}出得很难: juan4",
        "宗{教}得到尊重: jiao4",
        "工作{中}了解民情: zhong1",
        "我{应}你邀请来访: ying4",
        "产品{应}需而变: ying4",
        "{撒}种子、{撒}一把盐: sa3 sa3",
    )


def test_money_and_books_are_given_back() -> None:
    assert_read(
        "她把钱{还}了: huan2",
        "书{还}了没有: huan2",
        "账一直没{还}上: huan2",
        "好借好{还}: huan2",
        "那笔账随借随{还}: huan2",
        "他{还}上了大学: hai2",
        "他{还}给孩子们唱了歌: hai2",
        "钱{还}没有到账: hai2",
        "病{还}没好: hai2",
    )


def test_a_verb_said_twice_is_read_as_a_verb() -> None:
    assert_read(
        "给她{量}一{量}血压: liang2 liang2",
        "{数}了{数}人头: shu3 shu3",
        "到街上{转}一{转}: zhuan4 zhuan4",
    )


def test_a_doubled_word_is_read_as_the_single_one_with_full_tones() -> None:
    assert_read(
        "孩子们高{高}{兴}{兴}: gao1 xing4 xing4",
        "打扮得漂漂{亮}{亮}: liang4 liang4",
        "{散}{散}漫漫: san3 san3",
        "日子{平}平{安}安: ping2 an1",
    )


def test_an_idiom_goes_before_what_stands_beside_its_characters() -> None:
    assert_read("如{数}家珍: shu3", "{少}不{更}事: shao4 geng1", "{便}宜行事: bian4")


def test_rare_surnames_are_said_as_families_say_them() -> None:
    assert_read("主任{贠}小苏说: yun4", "局长{那}文海表示: na1", "{秦}{桧}跪像: qin2 hui4")


def test_the_pronoun_is_nobodys_family() -> None:
    assert_read("不只守住{那}一草一木: na4", "书记{那}番话: na4", "老队长{那}股精神: na4")


@pytest.mark.parametrize(("text", "fits"), [("请系好鞋带", True), ("关系好转", False)])
def test_a_rule_may_ask_for_a_break_of_the_division(text: str, fits: bool) -> None:
    rule = find_rule(text, text.index("系"), Division(text).breaks)
    assert (rule is not None) is fits


def test_wei_is_the_preposition_where_something_is_done_for_somebody() -> None:
    assert_read(
        "市里去年初{为}企业在海外市场找到买家: wei4",
        "青川银行累计{为}农户垫付了运费: wei4",
        "他们在{为}下月的运动会排练: wei4",
        "两村{为}下一代修了路: wei4",
        "二来也是{为}保护行人安全: wei4",
        "继续{为}青川发展添动力: wei4",
        "针对这一情况，{为}准确执行新规，镇里办了培训: wei4",
        "这款车专{为}快递员设计: wei4",
        "他常{为}买不到书而烦恼: wei4",
        "人民警察{为}人民: wei4",
        "医疗队{为}五百名患者实施了手术: wei4",
    )


def test_wei_is_the_verb_where_it_says_what_something_is() -> None:
    assert_read(
        "大部分{为}主动选择停业: wei2",
        "平均浓度{为}千分之三: wei2",
        "青川站升格{为}二等站: wei2",
        "展览以剪纸{为}主题: wei2",
        "（作者{为}青川大学教授）: wei2",
        "他们坚持导向{为}魂、内容为王: wei2",
        "老有所{为}: wei2",
        "以“青川与水”{为}主题的展览: wei2",
        "会展以对接服务采购会{为}出发点: wei2",
        "学校坚持以我{为}主: wei2",
        "集购物、休闲{为}一体: wei2",
        "他被确诊{为}轻症: wei2",
        "该镇被解读{为}改革的样本: wei2",
    )


def test_a_further_dictionary_reads_words_that_the_others_lack() -> None:
    assert_read(
        "列车驶过青{藏}铁路: zang4",
        "青川容积{率}有所调整: lv4",
        "老人老有所{乐}: le4",
        "他从太{行}山区回来: hang2",
        "村里搭起九{曲}桥: qu1",
        "飞机抵达加德满{都}: du1",
        "镇里打好{重}难点攻坚战: zhong4",
    )


def test_a_further_dictionary_is_silent_where_its_characters_belong_to_others() -> None:
    assert_read(
        "他们每周三天{都}在开会: dou1",
        "尽快将{相}关企业移出清单: xiang1",
        "王建友还{将}相关项目报来: jiang1",
    )


def test_verbs_that_the_network_takes_for_other_words_have_rules() -> None:
    assert_read(
        "新一茬菇刚{长}出来: zhang3",
        "乘客{长}舒了口气: chang2",
        "他{种}苜蓿不是一帆风顺: zhong4",
        "村里引来三{种}苜蓿: zhong3",
        "周末也必须{得}加班: dei3",
        "小鸟吓{得}一个趔趄: de5",
        "大家好好{干}: gan4",
        "包里装着南瓜{干}: gan1",
        "他把{假}还给了干部: jia4",
        "货架上摆着{假}古董: jia3",
        "民警{曾}答应陪女儿: ceng2",
        "一些地{方}试水新规: fang5",
        "一些地{方}政府试水新规: fang1",
        "这项工作{重}治疗轻预防: zhong4",
    )


def test_also_for_somebody_has_a_verb_behind_and_give_back_has_none() -> None:
    assert_read(
        "青川站{还}给环卫工熬了姜汤: hai2",
        "厂里{还}给涨了工资: hai2",
        "邻居{还}给送来了菜: hai2",
        "书店{还}给读者倒水: hai2",
        "他{还}给孩子起了名: hai2",
    )
    assert_read(
        "捡到的钱包{还}给失主: huan2",
        "他把伞{还}给老师道谢: huan2",
        "押金应{还}给住户: huan2",
        "欠的钱已经{还}给老乡: huan2",
        "土地{还}给农民耕种: huan2",
    )


def test_wei_is_for_somebody_behind_a_noun_that_looks_like_its_verb() -> None:
    assert_read(
        "零售价格{为}菜农增收提供空间: wei4",
        "这一变化{为}小镇带来商机: wei4",
        "分歧升级{为}谈判蒙上阴影: wei4",
        "树荫{为}行人遮阳: wei4",
        "会议{为}来年定调: wei4",
        "他被指{为}同伙打掩护: wei4",
    )
    assert_read(
        "均价{为}每斤三元: wei2",
        "价格{为}八千元，提供安装: wei2",
        "主要任务{为}提供服务: wei2",
        "常被解读{为}补贴: wei2",
        "旧厂改建{为}养老院: wei2",
    )


def test_dang_is_to_hold_a_post_and_to_serve_as_a_thing() -> None:
    assert_read(
        "他爷爷以前{当}过铁道兵: dang1",
        "她十九岁{当}会计: dang1",
        "退休后{当}上了志愿者: dang1",
        "父亲三十岁{当}校长时: dang1",
        "最好看的{当}{数}花灯: dang1 shu3",
    )
    assert_read(
        "竹筒{当}水杯: dang4",
        "旧轮胎{当}花盆: dang4",
        "一辆板车{当}救护车: dang4",
        "门板{当}床板睡: dang4",
        "别把我{当}老师: dang4",
        "红薯{当}主粮: dang4",
    )
    assert_read("{当}数百人涌入时: dang1", "他不想{当}老板: dang1", "村里{当}样板: dang1")


def test_bei_carries_a_person_or_a_load_and_an_animal_has_a_back() -> None:
    assert_read(
        "每人{背}了两大包干粮: bei1",
        "战士{背}了一名群众: bei1",
        "她{背}了个竹篓: bei1",
        "行李重，大家帮着{背}: bei1",
    )
    assert_read(
        "鱼{背}上长着鳍: bei4",
        "牛{背}上坐着牧童: bei4",
        "学生{背}了两段课文: bei4",
        "帮着{背}单词: bei4",
    )


def test_zhao_is_what_a_verb_has_reached() -> None:
    assert_read(
        "他没等{着}末班车: zhao2",
        "一口没吃{着}: zhao2",
        "总算逮{着}机会: zhao2",
        "谁也没见{着}谁: zhao2",
        "好不容易点{着}火: zhao2",
    )
    assert_read("他没看{着}黑板: zhe5", "她才刚走{着}路: zhe5", "灯还亮{着}: zhe5")


def test_za_binds_and_zha_takes_root() -> None:
    assert_read(
        "老汉头{扎}白毛巾: za1",
        "腰{扎}皮带: za1",
        "用皮筋{扎}住头发: za1",
        "袋口要{扎}牢: za1",
    )
    assert_read("她一头{扎}进水里: zha1", "把根{扎}牢在乡村: zha1")


def test_flowers_are_in_bloom_and_a_vessel_contains() -> None:
    assert_read("院里{盛}放的海棠: sheng4", "湖边{盛}放着荷花: sheng4")
    assert_read("瓶里{盛}放着清水: cheng2", "把菜{盛}放在盘子里: cheng2")


def test_the_animals_of_a_pair_are_counted_one_by_one() -> None:
    assert_read(
        "两只羊羔，一{只}是黑的，另一只是白的: zhi1",
        "两只羊羔，一只是黑的，另一{只}是白的: zhi1",
        "村里养了五只鹅，其中一{只}是灰的: zhi1",
        "一{只}是公的，一只是母的: zhi1",
        "唯一{只}是时间不够: zhi3",
        "这一切{只}是开始: zhi3",
    )


def test_what_is_on_a_back_and_what_is_put_on_it() -> None:
    assert_read(
        "奶奶{背}上背着孙女: bei4",
        "他{背}上还趴着一个孩子: bei4",
        "孩子{背}上起了红疹: bei4",
        "他{背}上背篓就走: bei1",
        "战士{背}上长枪出发: bei1",
        "她{背}上了行囊: bei1",
    )


def test_cheng_ladles_food() -> None:
    assert_read(
        "要多少{盛}多少: cheng2",
        "能吃多少，{盛}多少: cheng2",
        "青川的饭馆里客人自己{盛}: cheng2",
        "谁饿了谁{盛}: cheng2",
        "一勺一勺地{盛}: cheng2",
        "锅里有粥，{盛}点吃: cheng2",
        "你再{盛}一些: cheng2",
        "豆花{盛}在小瓷碗里: cheng2",
    )


def test_sheng_flourishes() -> None:
    assert_read(
        "青川的读书之风甚{盛}: sheng4",
        "老街香火最{盛}: sheng4",
        "今年的荷花比往年{盛}些: sheng4",
        "繁花{盛}处游人多: sheng4",
        "年轻气{盛}: sheng4",
    )


def test_zhao_reaches_or_catches_fire() -> None:
    assert_read(
        "三天下来什么也没学{着}: zhao2",
        "黄鼠狼没追{着}: zhao2",
        "累了一天，倒头就{着}: zhao2",
        "孩子一沾枕头就{着}了: zhao2",
        "干草一点就{着}: zhao2",
        "湿木头不好{着}: zhao2",
    )


def test_zhe_goes_on_or_lasts() -> None:
    assert_read(
        "院里点{着}灯: zhe5",
        "祠堂里还点{着}几支蜡烛: zhe5",
        "眉心点{着}一颗痣: zhe5",
        "他不说话，头直点{着}: zhe5",
        "大家谁也没闲{着}: zhe5",
        "他没打{着}伞: zhe5",
        "下酒总得有菜就{着}: zhe5",
        "就{着}咸菜吃馒头: zhe5",
    )


def test_zhao_is_a_move_of_chess() -> None:
    assert_read(
        "棋手一{着}一{着}地复盘: zhao1 zhao1",
        "第九{着}，红方失先: zhao1",
    )


def test_ai_is_next_to_or_bears() -> None:
    assert_read(
        "一户{挨}一户走访: ai1",
        "一座{挨}着一座: ai1",
        "一棵树{挨}一棵树: ai1",
        "{挨}的骂不少: ai2",
        "犯了错就该{挨}的批评: ai2",
        "一顿打也没{挨}: ai2",
        "好不容易{挨}到开春: ai2",
        "一天{挨}一天: ai2",
    )


def test_liang_measures_or_is_an_amount() -> None:
    assert_read(
        "测量员一段一段地{量}: liang2",
        "血压要天天{量}: liang2",
        "身高还没{量}: liang2",
        "他{量}过了: liang2",
        "视频点击{量}过了千万: liang4",
        "当地{量}不大: liang4",
        "血糖{量}偏高: liang4",
    )


def test_tu_brings_up_blood_or_spits() -> None:
    assert_read(
        "他{吐}了两口血: tu4",
        "老人{吐}了半碗血: tu4",
        "他{吐}了几口瓜子皮: tu3",
        "蛇{吐}着血红的信子: tu3",
    )


def test_zhi_counts_behind_a_verb() -> None:
    assert_read(
        "赶集捉{只}小花猫: zhi1",
        "青川人过年宰{只}羊: zhi1",
        "逮{只}蝈蝈给孩子玩: zhi1",
        "进屋拿{只}粗瓷碗: zhi1",
        "他赶集爱买{只}买鸡: zhi3",
        "农户售卖{只}收现金: zhi3",
        "老乡送{只}是鸡: zhi3",
        "全村人养{只}养鸭: zhi3",
    )
