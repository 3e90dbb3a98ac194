"""What each engine is sent: tones as they are spoken, by the words that they stand in."""

from __future__ import annotations

import pytest

from audiopaper.engines.kokoro.phonemes import read_sentences
from audiopaper.engines.pinyin import pinyin_text
from audiopaper.engines.sandhi import sandhi
from audiopaper.engines.ssml import mark_up
from audiopaper.engines.syllable_phonemes import pinyin_sentences
from audiopaper.lexicon import load_lexicon
from audiopaper.model import Segment
from audiopaper.readings import add_readings
from tests.support.paths import DATA, LEXICON_FOLDER

GOLDEN = DATA / "sent_to_engines.tsv"
SHIPPED = load_lexicon(LEXICON_FOLDER)


def sent(engine: str, phrase: str) -> str:
    (segment,) = add_readings([Segment(item=0, presenter="lan", printed=phrase)], SHIPPED)
    if engine == "espeak":
        return pinyin_text(segment)[0]
    if engine == "azure":
        return "".join(piece.markup for piece in mark_up(segment, 2400))
    if engine == "kokoro":
        return " ".join(word for s in read_sentences(segment) for word in s.words)
    groups = [group for s in pinyin_sentences(segment) for group in s.groups]
    return " ".join("".join(group) for group in groups)


def golden() -> list[list[str]]:
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("phrase", "engine", "told"), golden())
def test_each_engine_is_sent_what_the_golden_table_says(
    phrase: str, engine: str, told: str
) -> None:
    assert sent(engine, phrase) == told


@pytest.mark.parametrize(
    ("words", "citation", "spoken"),
    [
        ("领导 很 理解", "ling3 dao3 hen3 li3 jie3", "ling2 dao2 hen3 li2 jie3"),
        ("很 理解", "hen3 li3 jie3", "hen3 li2 jie3"),
        ("很 好", "hen3 hao3", "hen2 hao3"),
        ("总理 访问", "zong3 li3 fang3 wen4", "zong2 li2 fang3 wen4"),
        ("雨水 少", "yu3 shui3 shao3", "yu2 shui2 shao3"),
        ("纸 老虎", "zhi3 lao3 hu3", "zhi3 lao2 hu3"),
        ("展览馆", "zhan3 lan3 guan3", "zhan2 lan2 guan3"),
        ("美好 理想", "mei3 hao3 li3 xiang3", "mei2 hao3 li2 xiang3"),
        ("老师 好", "lao3 shi1 hao3", "lao3 shi1 hao3"),
        ("走走", "zou3 zou5", "zou2 zou5"),
        ("姐姐", "jie3 jie5", "jie3 jie5"),
        ("统一 思想", "tong3 yi1 si1 xiang3", "tong3 yi1 si1 xiang3"),
        ("逐一 过问", "zhu2 yi1 guo4 wen4", "zhu2 yi1 guo4 wen4"),
        ("这一 问题", "zhe4 yi1 wen4 ti2", "zhe4 yi2 wen4 ti2"),
        ("差不多", "cha4 bu4 duo1", "cha4 bu5 duo1"),
        ("岂不是", "qi3 bu4 shi4", "qi3 bu2 shi4"),
        ("不 怕", "bu4 pa4", "bu2 pa4"),
        ("好 啊", "hao3 a5", "hao3 wa5"),
        ("天 啊", "tian1 a5", "tian1 na5"),
        ("去 啊", "qu4 a5", "qu4 ya5"),
        ("说 啊", "shuo1 a5", "shuo1 ya5"),
        ("是 啊", "shi4 a5", "shi4 a5"),
        ("啊", "a1", "a1"),
    ],
)
def test_words_say_where_tones_change(words: str, citation: str, spoken: str) -> None:
    joined = [n > 0 for word in words.split() for n in range(len(word))]
    chars = words.replace(" ", "")
    assert " ".join(sandhi(chars, citation.split(), joined)) == spoken
