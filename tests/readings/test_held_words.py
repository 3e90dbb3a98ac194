"""Words that keep their reading, though what stands beside them would read a character otherwise."""

from __future__ import annotations

from audiopaper.lexicon import load_lexicon
from audiopaper.model import Segment
from audiopaper.readings import add_readings
from tests.support.read_marked import assert_read
from tests.tools.audit import LEXICON_FOLDER


def test_a_common_word_is_not_read_by_what_stands_beside_it() -> None:
    assert_read(
        "青川的会上强{调}高标准: diao4",
        "种种论{调}暗含偏见: diao4",
        "与其他药品{相}比更便宜: xiang1",
        "青川女排队{长}惠小青: zhang3",
        "商会秘书{长}达林说: zhang3",
        "由公安{处}罚: chu3",
        "代理{行}使这项权利: xing2",
        "新品{种}上架了: zhong3",
    )


def test_a_reviewed_word_is_not_read_as_two_by_a_rule_for_the_character_alone() -> None:
    assert_read(
        "学校的{教}风学风: jiao4",
        "村里的{林}{相}改造: lin2 xiang4",
        "存贷利{差}收窄: cha1",
    )


def test_characters_that_often_begin_another_word_are_read_by_their_neighbours() -> None:
    assert_read(
        "舞台设计上{将}有新意: jiang1",
        "这一{应}对办法管用: ying4",
        "决心以{为}民办事的态度服务: wei4",
        "表演上{将}山歌融入舞蹈: jiang1",
    )


def test_a_word_that_ends_in_ground_has_no_particle() -> None:
    assert_read(
        "大家走进文化遗产{地}。: di4",
        "政策不断落{地}，村里通了路: di4",
        "病例较多{地}市派出了医生: di4",
        "他小心翼翼{地}放下: de5",
    )


def test_a_place_to_be_is_neutral_and_local_authorities_are_full() -> None:
    assert_read(
        "巴掌大的地{方}漏水了: fang5",
        "有的地{方}下了雪: fang5",
        "他找了个地{方}坐下: fang5",
        "离村口不远的地{方}有座桥: fang5",
        "他们的地{方}政府: fang1",
        "支持青川的地{方}经济: fang1",
        "中央和地{方}两级财政: fang1",
        "深厚的地{方}文化: fang1",
    )


def test_who_holds_an_office_abroad_has_no_surname_of_this_country() -> None:
    texts = ["总统盖莱到访青川", "盖莱表示满意", "青川书记盖如银说"]
    segments = [Segment(item=0, presenter="", printed=text) for text in texts]
    read = add_readings(segments, load_lexicon(LEXICON_FOLDER))
    said = [{r.start: r.pinyin for r in segment.readings} for segment in read]
    assert [said[0][2], said[1][0], said[2][4]] == [("gai4",), ("gai4",), ("ge3",)]
