"""得 as "must" behind the noun that has to do something, and its other two readings."""

from __future__ import annotations

from tests.support.read_marked import assert_read


def test_behind_a_noun_and_before_a_predicate_it_is_must() -> None:
    assert_read(
        "村支书{得}带头栽树: dei3",
        "水库大坝{得}加固: dei3",
        "渡口的铁船{得}补漏: dei3",
        "广播稿{得}按时交: dei3",
        "这条路{得}拓宽: dei3",
        "养蜂{得}看花期: dei3",
        "修桥{得}先勘察: dei3",
        "老师{得}备课: dei3",
        "天亮前{得}赶到集上: dei3",
        "账本{得}公开: dei3",
        "护士{得}戴口罩: dei3",
        "大棚{得}通风: dei3",
        "医生{得}下乡巡诊: dei3",
        "书记{得}坐末排: dei3",
        "桥墩{得}重新灌浆: dei3",
        "晒盐{得}盼晴天: dei3",
        "修谱{得}问老人: dei3",
        "村医{得}持证: dei3",
    )


def test_what_only_must_introduces_follows_any_word() -> None:
    assert_read(
        "乡村振兴{得}靠年轻人: dei3",
        "古镇改造{得}征求住户意见: dei3",
        "工作{得}有人干: dei3",
        "安全{得}天天讲: dei3",
        "分配{得}由大伙儿定: dei3",
    )


def test_behind_verbs_and_adjectives_it_is_the_particle() -> None:
    assert_read(
        "青川的企业发展{得}很快: de5",
        "小区改造{得}很漂亮: de5",
        "路修{得}平整: de5",
        "树长{得}比房高: de5",
        "他激动{得}跳了起来: de5",
        "工作{得}很出色: de5",
        "广场装点{得}璀璨夺目: de5",
        "产量增长{得}快: de5",
        "服务{得}热情周到: de5",
        "他站{得}出来: de5",
        "一家人活{得}有意义: de5",
        "水涨{得}漫过了桥: de5",
        "声音大{得}盖过了雷: de5",
        "他的话多{得}说不完: de5",
        "汤鲜{得}掉眉毛: de5",
    )


def test_before_what_is_won_it_is_to_obtain() -> None:
    assert_read(
        "不劳而{得}: de2",
        "青川中学{得}奖: de2",
        "这家厂{得}益于技改: de2",
        "全村{得}到补贴: de2",
    )


def test_before_de_it_is_what_somebody_has_got() -> None:
    assert_read(
        "她{得}的是什么病: de2",
        "厂里{得}的订单不少: de2",
        "小李{得}的金牌最沉: de2",
        "村里去年{得}的补助: de2",
        "谁{得}的票多谁当选: de2",
        "爷爷{得}的勋章: de2",
    )
    assert_read("老师讲{得}的确好: de5", "你{得}的确想清楚: dei3")


def test_a_thing_that_has_to_be_done_stands_before_it_too() -> None:
    assert_read(
        "这医保{得}退了: dei3",
        "学费{得}退了: dei3",
        "这房子{得}拆了: dei3",
        "须{得}三个人抬: dei3",
        "，{得}救火: dei3",
    )
    assert_read("需{得}到批准: de2", "，{得}山水之趣: de2")
