"""What an editor says a number sounds like."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.cli import audiopaper
from audiopaper.config import EpisodeSettings
from audiopaper.errors import AudiopaperError, RundownError
from audiopaper.lexicon import Lexicon
from audiopaper.pipeline.text import settle_readings
from audiopaper.rundown import load_rundown, save_rundown
from audiopaper.say_as import double_braces, read_sayings
from audiopaper.script import write_script
from tests.support.builders import make_item, make_rundown


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert invoke("init", "show").exit_code == 0
    monkeypatch.chdir(tmp_path / "show")
    return tmp_path / "show"


def invoke(*words: str, text: str | None = None) -> Result:
    return CliRunner().invoke(audiopaper, words, input=text)


def refused(done: Result) -> AudiopaperError:
    assert isinstance(done.exception, AudiopaperError)
    return done.exception


def spoken(text: str) -> str:
    return str(json.loads(invoke("pronounce", "--json", text).stdout)["spoken"])


def test_a_number_is_said_as_the_lexicon_says_wherever_it_stands_whole(show: Path) -> None:
    assert invoke("lexicon", "add", "501所", "--say", "五零幺所").exit_code == 0
    assert spoken("他在501所工作，另有2501所学校") == "他在五零幺所工作，另有两千五百零一所学校"
    assert "501所 said 五零幺所 (ours.toml)" in invoke("lexicon", "list", "501所").stdout
    assert "501所 said 五零幺所" in invoke("lexicon", "check").stdout
    assert "not needed" not in invoke("lexicon", "check").stdout


@pytest.mark.parametrize(
    ("text", "say", "whole", "inside"),
    [
        ("BA", "毕诶", "村BA开赛，BA2队、“BA”", ["CBA开赛", "BAT", "CＢＡ"]),
        ("Lab", "莱布", "Lab开放，新Lab", ["Labs", "Label", "CollabLab"]),
        ("K1路", "开幺路", "坐K1路、ｋ1路与Ｋ1路", ["AK1路"]),
        ("5G", "伍寄", "用上5G网，5G-A", ["5GHz", "15G"]),
        ("é", "诶", "é形", ["café"]),
    ],
)
def test_a_saying_of_letters_is_not_heard_inside_a_longer_word(
    show: Path, text: str, say: str, whole: str, inside: list[str]
) -> None:
    assert invoke("lexicon", "add", text, "--say", say).exit_code == 0
    assert say in spoken(whole)
    for sentence in inside:
        assert say not in spoken(f"他说{sentence}了"), sentence


@pytest.mark.parametrize(
    ("text", "printed", "inside"),
    [
        ("3.5%", "增长3.5％", "增长13.5％"),
        ("3.5％", "增长3.5%", "增长23.5%"),
        ("A-12号", "在A－12号，", "在AA－12号，"),
        ("A－12号", "在A−12号，", "在A−312号，"),
        ("2／3", "占2/3", "占12/3"),
        ("50＋", "有50+家", "有150+家"),
    ],
)
def test_a_saying_holds_for_signs_of_either_width(
    show: Path, text: str, printed: str, inside: str
) -> None:
    assert invoke("lexicon", "add", text, "--say", "甲乙丙").exit_code == 0
    assert "甲乙丙" in spoken(printed)
    assert "甲乙丙" not in spoken(inside)


def test_a_context_holds_for_signs_of_either_width(show: Path) -> None:
    assert invoke("lexicon", "add", "重", "chong2", "--context", "5％重").exit_code == 0
    assert "chong2" in invoke("pronounce", "--json", "约5%重，5％重").stdout
    assert invoke("lexicon", "add", "5%", "--say", "百分五", "--context", "增5％强").exit_code == 0
    assert spoken("增5%强") == "增百分五强"


def test_a_saying_is_kept_to_its_context(show: Path) -> None:
    add = ("lexicon", "add", "110", "--say", "一百一十", "--before", "拨出")
    assert invoke(*add).exit_code == 0
    assert spoken("拨出110，请拨打110") == "拨出一百一十，请拨打幺幺零"


@pytest.mark.parametrize("say", ["3百", "%", " "])
def test_a_saying_that_is_not_in_words_is_refused(show: Path, say: str) -> None:
    done = invoke("lexicon", "add", "300", "--say", say)
    assert refused(done).exit_code == 6
    assert "write it in words" in refused(done).remedy
    # The words of the example are those of its own text, not of this one.
    assert "audiopaper lexicon add 300余台 --say 三百余台" in refused(done).remedy
    assert not (show / "voices" / "lexicon" / "ours.toml").exists()


@pytest.mark.parametrize(("text", "pinyin"), [("S3高速", "gao1 su4"), ("110站", "zhan4")])
def test_words_are_never_offered_that_are_another_texts(show: Path, text: str, pinyin: str) -> None:
    for words in (("--say", text), (pinyin,)):
        remedy = refused(invoke("lexicon", "add", text, *words)).remedy
        assert "--say" not in remedy or text not in remedy


def test_the_context_of_an_entry_is_read_in_one_sense(
    show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        invoke("lexicon", "add", "重", "chong2", "--before", "长", "--after", "山").exit_code == 0
    )
    assert "only behind “长”; only before “山”" in invoke("lexicon", "list", "重").stdout
    monkeypatch.setenv("AUDIOPAPER_LANG", "zh")
    shown = invoke("lexicon", "list", "重").stdout.splitlines()[0]
    assert shown == "重 chong2（只在“长”之后；只在“山”之前；ours.toml）  未核实"


def test_a_saying_and_pinyin_of_one_text_are_one_too_many(show: Path) -> None:
    assert invoke("lexicon", "add", "300", "san1", "--say", "三百").exit_code == 2
    own = show / "voices" / "lexicon" / "ours.toml"
    own.write_text('[[entry]]\ntext = "绿岛"\npinyin = "lv4 dao3"\nsay = "绿岛"\n', "utf-8")
    done = invoke("lexicon", "check")
    assert done.exit_code == 6
    assert "line 2: 绿岛 has both pinyin and say" in done.output


def test_a_rundown_says_what_stands_behind_the_bar_and_prints_what_stands_before_it() -> None:
    item = make_item(text="救出{300|三百}余人，其中{12|十来}名儿童。\n## 第{1|一}天")
    segments = settle_readings(write_script(make_rundown(item), EpisodeSettings()), Lexicon())
    printed, said = [s.printed for s in segments], [s.spoken for s in segments]
    assert printed[-2:] == ["救出300余人，其中12名儿童。", "第1天"]
    assert said[-2:] == ["救出三百余人，其中十来名儿童。", "第一天"]


def test_a_long_paragraph_is_never_cut_inside_what_is_said_as_one() -> None:
    item = make_item(
        text="青川开通公交线路，" * 32 + "{1,000，5|一千零五}人乘坐。" + "市民欢迎。" * 30
    )
    segments = settle_readings(write_script(make_rundown(item), EpisodeSettings()), Lexicon())
    assert "一千零五人" in "".join(s.spoken for s in segments)
    assert any("1,000，5人" in s.printed for s in segments)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ("救出{300}余人", "is no mark"),
        ("救出{300|三百余人", "is no mark"),
        ("救出{300|}余人", "nothing is said"),
        ("救出{|三百}余人", "nothing printed"),
        ("救出{300|3百}余人", "not in words"),
        ("救出300}余人", "is no mark"),
    ],
)
def test_a_wrong_mark_in_a_rundown_is_named_with_its_line(
    tmp_path: Path, wrong: str, problem: str
) -> None:
    path = tmp_path / "rundown.toml"
    # As an editor's hand leaves it: the program itself writes no such file.
    save_rundown(path, make_rundown(make_item(text="第一段。\n救出若干人。")))
    path.write_text(path.read_text("utf-8").replace("救出若干人", wrong), "utf-8")
    number = next(
        n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if wrong in line
    )
    with pytest.raises(RundownError, match=f"line {number}: .*{problem}"):
        load_rundown(path, presenters=("lan",))


@pytest.mark.parametrize(
    ("text", "printed", "spoken"),
    [
        ("救出｛300｜三百来｝人", "救出300人", "三百来"),
        ("救出｛300|三百来｝人", "救出300人", "三百来"),
        ("救出{300｜三百来}人", "救出300人", "三百来"),
        ("救出｛３００｜三百来}人", "救出３００人", "三百来"),
    ],
)
def test_a_mark_may_be_typed_in_full_width(text: str, printed: str, spoken: str) -> None:
    read, sayings = read_sayings(text)
    assert (read, [s.spoken for s in sayings]) == (printed, [spoken])


@pytest.mark.parametrize("text", ["集合｛甲，乙｝共两个", "甲｜乙", "｝"])
def test_a_full_width_brace_without_a_bar_is_printed(text: str) -> None:
    assert read_sayings(text) == (text, ())


def test_half_a_mark_in_full_width_is_no_mark() -> None:
    with pytest.raises(ValueError, match="is no mark"):
        read_sayings("救出｛300｜三百来人")


@given(st.text(st.sampled_from("{}|甲1｛｝｜")))
def test_doubled_braces_are_printed_as_braces(text: str) -> None:
    assert read_sayings(double_braces(text)) == (text, ())


def test_pronounce_and_say_take_marks_and_leave_other_braces_alone(show: Path) -> None:
    row = json.loads(invoke("pronounce", "--json", "救出{300|三百来}人").stdout)
    assert (row["text"], row["spoken"]) == ("救出300人", "救出三百来人")
    assert row["readings"][2]["source"] == "number:rundown"
    assert spoken("集合{a,b}和甲") == "集合，a，b，和甲"
    done = invoke("pronounce", "救出{300|3百}人")
    assert (refused(done).exit_code, "{300|三百}" in refused(done).remedy) == (4, True)


def test_a_reading_is_chosen_by_its_number(show: Path) -> None:
    listed = invoke("lexicon", "add", "长乐")
    assert refused(listed).exit_code == 6
    assert "1  chang2 le4" in listed.stdout
    assert "音乐" in listed.stdout
    assert "--reading N" in refused(listed).remedy
    line = next(x for x in listed.stdout.splitlines() if "chang2 yue4" in x)
    assert invoke("lexicon", "add", "长乐", "--reading", line.split()[0]).exit_code == 0
    row = json.loads(invoke("pronounce", "--json", "到长乐去").stdout)["readings"]
    assert [r["pinyin"] for r in row[1:3]] == [["chang2"], ["yue4"]]


def test_a_number_that_no_reading_has_and_a_text_without_one_are_refused(show: Path) -> None:
    done = invoke("lexicon", "add", "长乐", "--reading", "99")
    assert (refused(done).exit_code, "no number 99" in refused(done).problem) == (6, True)
    done = invoke("lexicon", "add", "300余台")
    assert (refused(done).exit_code, "--say WORDS" in refused(done).remedy) == (6, True)


def test_an_own_entry_that_is_no_word_is_passed_over_and_the_reason_is_shown(show: Path) -> None:
    assert invoke("lexicon", "add", "长清", "chang2 qing1").exit_code == 0
    done = invoke("pronounce", "市长清楚")
    assert "passed over: 长清 chang2 qing1 in ours.toml, the words are 市长|清楚" in done.stdout
    assert "passed over" not in invoke("pronounce", "他到长清去").stdout
