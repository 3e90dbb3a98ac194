"""How characters are said that are words of their own, where what stands beside them decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiopaper.lexicon import load_lexicon
from audiopaper.readings.division import Division
from audiopaper.readings.rules import find_rule
from tests.bench_readings import SETS, parse_marked, read_case

SHIPPED = load_lexicon(Path(__file__).resolve().parents[1] / "voices" / "lexicon")


def assert_read(*marked: str) -> None:
    """Compare ``sentence with {marked} characters: pinyin`` with how they are read."""
    wrong = []
    for line in marked:
        case = parse_marked(line.replace(": ", "\t") + "\t")
        got = read_case(case, SHIPPED)
        if got not in case.wanted:
            wrong.append(f"{line}, not {got}")
    assert not wrong, "\n".join(wrong)


def test_everyday_phrases_are_read_right() -> None:
    cases = SETS["single-words"]()
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
