"""How people talk in reports: must and the particle, what goes on, sounds, things of a house."""

from __future__ import annotations

from tests.support.read_marked import assert_read


def test_dei_is_must_behind_who_or_what_has_to() -> None:
    assert_read(
        "如今{得}忙到后半夜: dei3",
        "两个人{得}忙活大半天: dei3",
        "来回{得}大半天: dei3",
        "进出{得}摸黑: dei3",
        "说话{得}凑到耳边: dei3",
        "土豆{得}挑圆的: dei3",
        "再开准{得}熄火: dei3",
    )


def test_de_is_the_particle_behind_a_verb_that_is_described() -> None:
    assert_read(
        "蝉叫{得}人心烦: de5",
        "东西堆{得}到处都是: de5",
        "嫌挣{得}少，不肯来: de5",
        "案板剁{得}当当响: de5",
        "菜端上来{得}冒尖: de5",
    )


def test_di_is_the_particle_behind_a_sound_or_a_measured_manner() -> None:
    assert_read(
        "他噌{地}站起来: de5",
        "蜂群嗡{地}散开: de5",
        "一笔一画{地}描了下来: de5",
        "一城一{地}的得失: di4",
        "歌声传出二里{地}去: di4",
    )


def test_zhe_goes_on_before_the_eye_and_the_ground() -> None:
    assert_read(
        "他闭{着}眼听戏: zhe5",
        "两队的人脚蹬{着}地: zhe5",
        "做事要{着}眼长远: zhuo2",
        "飞机平稳{着}地: zhao2",
    )


def test_bei_carries_over_the_river_and_is_a_back() -> None:
    assert_read(
        "他一{背}就是十几年: bei1",
        "他{背}过的孩子都大了: bei1",
        "个子高，{背}上的包更高: bei4",
    )


def test_things_about_the_house_end_in_a_neutral_syllable() -> None:
    assert_read(
        "被{子}晒得松软: zi5",
        "他被{子}女接走了: zi3",
        "火苗{子}往上蹿: zi5",
        "浇一勺卤{子}: zi5",
        "一屋子热乎气{儿}: er5",
        "妇{儿}医院: er2",
    )


def test_a_wheel_turns_and_a_person_turns_round() -> None:
    assert_read(
        "水泵不{转}了: zhuan4",
        "猴子满场{转}: zhuan4",
        "他{转}身就走: zhuan3",
    )


def test_chong_is_towards_whom_one_shouts() -> None:
    assert_read(
        "他{冲}楼上喊了一声: chong4",
        "他{冲}进火场: chong1",
    )


def test_snow_is_over_the_ankles_and_a_word_has_not_ended() -> None:
    assert_read(
        "积雪{没}了脚脖子: mo4",
        "话音{没}落，人就到了: mei2",
        "家道{没}落: mo4",
    )


def test_gan_does_a_trade_and_cha_falls_short() -> None:
    assert_read(
        "{干}我们这行要细心: gan4",
        "每人{干}上一刻钟: gan4",
        "水分{差}一个点都不收: cha4",
        "夫妻俩{为}孩子的事吵了几句: wei4",
    )


def test_kitchen_field_and_stage_have_their_own_readings() -> None:
    assert_read(
        "油条{炸}好装盘: zha2",
        "他{系}好围裙: ji4",
        "船工{系}缆: ji4",
        "奶奶{调}的馅: tiao2",
        "给鸡{撒}了把米: sa3",
        "风车还在{转}: zhuan4",
        "用泥把墙缝{糊}严: hu1",
        "乡亲们赶{场}: chang2",
        "汤圆煮{散}了: san3",
        "石{磨}的{磨}扇: mo4 mo4",
        "村里的{巷}道硬化了: xiang4",
        "大伙叫她{角}儿: jue2",
        "这事他{应}了: ying1",
        "{劈}成八股的线: pi3",
    )
    assert_read(
        "楼房被{炸}后坍塌: zha4",
        "机器运{转}: zhuan3",
        "赶{场}演出: chang3",
        "人群都{散}了: san4",
        "煤矿的{巷}道掘进: hang4",
        "桌{角}儿: jiao3",
        "木头{劈}成两半: pi1",
        "他{撒}了个谎: sa1",
    )


def test_xiangqi_has_chariots_ministers_and_moves() -> None:
    assert_read(
        "红方弃马换{车}: ju1",
        "黑方双{车}错杀: ju1",
        "红方弃{相}: xiang4",
        "五{着}之后: zhao1",
        "这一着是败{着}: zhao1",
    )
    assert_read("红方{车}辆: che1", "红色轿{车}: che1", "统一{着}装: zhuo2")


def test_zhe_belongs_to_the_verb_whatever_word_it_would_begin() -> None:
    assert_read(
        "民工们憋{着}劲儿抢工期: zhe5",
        "两个队暗暗较{着}劲: zhe5",
        "船工甩{着}手上岸: zhe5",
        "奶奶揉{着}眼下了炕: zhe5",
        "孩子眨巴{着}眼听故事: zhe5",
        "老汉哆嗦{着}手签了字: zhe5",
        "她嘟囔{着}想回家: zhe5",
        "屋里飘{着}墨香: zhe5",
        "徒弟学{着}装门窗: zhe5",
        "鸥鸟绕{着}陆地飞: zhe5",
        "送来大家等{着}急用的药: zhe5",
        "乡亲们盼{着}落实: zhe5",
        "他讲{着}重庆话: zhe5",
    )


def test_written_verbs_with_zhuo_stay_behind_nouns_adverbs_and_modal_verbs() -> None:
    assert_read(
        "从小处{着}眼，从细节{着}手: zhuo2 zhuo2",
        "从种养{着}手增收: zhuo2",
        "镇上已{着}手修桥: zhuo2",
        "他想{着}手修桥: zhuo2",
        "处处为邻居{着}想: zhuo2",
        "列队{着}装检查: zhuo2",
        "换{着}装上台: zhuo2",
        "探测器在月背{着}陆: zhuo2",
        "伞兵稳稳{着}陆: zhuo2",
        "工作有了{着}落: zhuo2",
        "重{着}墨，细{着}笔: zhuo2 zhuo2",
        "家里人等{着}急了: zhao2",
    )


def test_a_knot_is_tied_and_an_affair_is_ended() -> None:
    assert_read(
        "缆绳打{了}结，越扯越紧: le5",
        "辫子编{了}结再盘起来: le5",
        "先把拧了扣的地{方}松开: fang5",
        "恩怨就此{了}结: liao3",
        "两家想早点{了}结: liao3",
        "把青川的地{方}财政管好: fang1",
    )


def test_a_yield_is_obtained_and_a_task_must_be_done() -> None:
    assert_read(
        "垦荒两载，{得}稻田六百亩: de2",
        "此战，{得}战马八百匹: de2",
        "三日之内，{得}诗九首: de2",
        "客队左路{得}球后传中: de2",
        "有舍有{得}，才走得远: de2",
        "他{得}两面锦旗: de2",
        "要过渡，{得}买票两张: dei3",
        "进山一趟，{得}走路三十里: dei3",
        "天旱，{得}浇水两遍: dei3",
        "他跑{得}球鞋开了胶: de5",
    )


def test_both_sides_of_what_is_fried_or_ground_are_described() -> None:
    assert_read(
        "锅贴煎{得}两面焦黄: de5",
        "竹签削{得}两头尖: de5",
        "门板刨{得}两边平整: de5",
        "脸蛋冻{得}两颊通红: de5",
        "掌柜{得}两头牛: de2",
    )


def test_di_is_the_particle_behind_turns_repetitions_and_sounds() -> None:
    assert_read(
        "你一句他一句{地}争开了: de5",
        "左一趟右一趟{地}往镇上跑: de5",
        "深一脚浅一脚{地}赶路: de5",
        "一座桥一座桥{地}查: de5",
        "一户人家一户人家{地}问: de5",
        "娃娃哇{地}哭出声: de5",
        "他噗{地}笑了: de5",
        "火苗呼{地}窜起来: de5",
        "他在坡上刨{地}、点豆: di4",
        "这一片那一片{地}都荒了: di4",
        "老人称呼{地}名用土话: di4",
        "一场戏一{场}戏地排: chang3",
        "一场秋雨一{场}寒: chang2",
    )
