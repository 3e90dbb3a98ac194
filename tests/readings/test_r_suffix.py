"""儿 colours the syllable before it, or is a syllable of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiopaper.engines.ssml import mark_up
from audiopaper.lexicon import Lexicon, load_lexicon
from audiopaper.model import Segment
from audiopaper.readings import add_readings
from tests.support.reading_rows import said


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("等一会儿就开饭", "一会儿"),
        ("青川的花儿开了", "花儿"),
        ("小孩儿们围过来", "小孩儿"),
        ("他是个好老头儿", "老头儿"),
        ("他媳妇儿在镇上", "媳妇儿"),
        ("这活儿不好干", "活儿"),
        ("一碗葱花儿面", "葱花儿"),
        ("正儿八经的手艺", "正儿八经"),
        ("爷儿俩上了山", "爷儿"),
        ("这儿科技发达", "这儿"),
        ("说一声玩儿命干", "玩儿"),
        ("没有小道儿消息", "小道儿"),
        ("青川的包子馅儿大", "馅儿"),
        ("在巷口拐个弯儿再走", "弯儿"),
        ("给村民提了醒儿", "醒儿"),
        ("碟子里的菜码儿齐了", "码儿"),
        ("桌上有面包渣儿", "渣儿"),
        ("豆芽儿炒粉丝", "芽儿"),
        ("虎头鞋儿、手绢儿", "鞋儿"),
        ("鼓槌儿断了", "槌儿"),
    ],
)
def test_a_suffix_has_no_tone_and_belongs_to_its_host(text: str, word: str) -> None:
    assert said(text, word).split()[word.index("儿")] == "er5"
    (segment,) = add_readings([Segment(item=0, presenter="", printed=text)], Lexicon())
    at = text.index(word) + word.index("儿")
    assert next(r for r in segment.readings if r.start == at).joined


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("他的女儿上学了", "女儿"),
        ("儿童乐园开门", "儿童"),
        ("镇上的幼儿园", "幼儿园"),
        ("孩儿出门去了", "孩儿"),
        ("运动健儿凯旋", "健儿"),
        ("新生儿体检", "新生儿"),
        ("关爱留守儿童", "留守儿童"),
        ("安全非同儿戏", "非同儿戏"),
        ("生儿育女的事", "生儿育女"),
        ("市妇儿中心开诊", "妇儿"),
        ("省儿基会捐款", "儿基会"),
        ("姑娘儿子都来了", "儿子"),
        ("李雪儿是老师", "李雪儿"),
        ("台儿庄的战役", "台儿庄"),
        ("护士单美儿上班", "单美儿"),
        ("我儿时的乐园", "儿时"),
        ("门票由鞋儿童乐园收", "儿童"),
        ("这出小戏儿子爱看", "儿子"),
    ],
)
def test_a_child_and_the_beginning_of_a_word_have_a_full_syllable(text: str, word: str) -> None:
    assert said(text, word).split()[word.index("儿")] == "er2"


def sent_to_azure(folder: Path, text: str, entry: str, pinyin: str) -> str:
    lines = f'[[entry]]\ntext = "{entry}"\npinyin = "{pinyin}"\nsource = "unverified"\n'
    folder.joinpath("ours.toml").write_text(lines, "utf-8")
    lexicon = load_lexicon(folder)
    (read,) = add_readings([Segment(item=0, presenter="lan", printed=text)], lexicon)
    (piece,) = mark_up(read, 2400)
    return piece.markup


def test_a_service_with_r_coloured_phones_is_sent_one_syllable(tmp_path: Path) -> None:
    markup = sent_to_azure(tmp_path, "一个重儿", "重儿", "chong2 er5")
    assert 'ph="chong r 2">重儿<' in markup


def test_a_service_finds_the_suffix_of_a_host_without_phones_itself(tmp_path: Path) -> None:
    markup = sent_to_azure(tmp_path, "吃凉粉儿", "凉粉儿", "liang2 fen3 er5")
    assert markup == "吃凉粉儿"
