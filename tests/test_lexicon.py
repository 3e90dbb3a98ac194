"""The lexicon: what people decided, and what a wrong file says."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.cli import audiopaper
from audiopaper.config import defaults_folder
from audiopaper.errors import LexiconError
from audiopaper.intake import normalise_text
from audiopaper.lexicon import (
    SHIPPED_FILES,
    Entry,
    Lexicon,
    ignored_files,
    load_lexicon,
    render_entry,
)
from audiopaper.model import Segment
from audiopaper.pipeline.lexicon_entries import OWN_FILE
from audiopaper.pipeline.text import settle_readings
from audiopaper.readings.entries import find_entries
from tests.support.paths import LEXICON_FOLDER as SHIPPED
from tests.support.sample_edition import PAGE


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def entry(text: str, pinyin: str, **more: object) -> Entry:
    return Entry(text=text, pinyin=tuple(pinyin.split()), **more)  # type: ignore[arg-type]


def found(lexicon: Lexicon, text: str, *, shipped: bool = False) -> list[tuple[int, str]]:
    words = find_entries(text, (), lexicon)
    return [(at, " ".join(e.pinyin)) for at, e in (words.shipped if shipped else words.own)]


def test_a_missing_folder_is_an_empty_lexicon(tmp_path: Path) -> None:
    assert len(load_lexicon(tmp_path / "none")) == 0


def test_the_shipped_files_load_and_every_entry_names_what_was_consulted() -> None:
    lexicon = load_lexicon(SHIPPED)
    assert lexicon.surnames["曾"] == ("zeng1",)
    # What was decided in this checkout with `audiopaper lexicon add` is its editor's.
    shipped = [entry for entry in lexicon.entries if entry.file != OWN_FILE]
    assert all(e.source for e in shipped)
    assert {e.kind for e in shipped} <= {"name", "place", "term"}


def test_an_entry_is_read_with_its_context(tmp_path: Path) -> None:
    write(
        tmp_path,
        "ours.toml",
        '[[entry]]\ntext = "乐平"\npinyin = "Yue4 ping2"\nbefore = ["记者"]\nsource = "本人"\n',
    )
    (only,) = load_lexicon(tmp_path).entries
    assert only == entry("乐平", "yue4 ping2", before=("记者",), source="本人", file="ours.toml")


@pytest.mark.parametrize(
    ("text", "problem", "remedy"),
    [
        pytest.param(
            '\n[[entry]]\ntext = "绿岛"\npinyin = "lü4 dao3"\n',
            "line 3: 绿岛 has wrong pinyin: 'lü4' is not written with v",
            "lv4 dao3",
            id="umlaut",
        ),
        pytest.param(
            '[[entry]]\ntext = "曾令新"\npinyin = "zeng1 ling4"\n',
            "line 2: 曾令新 has wrong pinyin: 3 characters, but 2 syllables",
            "one syllable a character",
            id="count",
        ),
        pytest.param(
            '[[entry]]\ntext = "曾"\npinyin = "zong9"\n', "ends in no tone", "tone", id="tone"
        ),
        pytest.param(
            '[[entry]]\ntext = "曾"\npinyin = "zeng"\n', "has no tone", "tone", id="no-tone"
        ),
        pytest.param(
            '[[entry]]\ntext = "曾"\npinyin = "zheeng1"\n', "near it: 'zheng'", "", id="typo"
        ),
        pytest.param('[[entry]]\ntext = "曾"\n', "line 2: 曾 has no pinyin", "", id="no-pinyin"),
        pytest.param(
            '[[entry]]\npinyin = "zeng1"\n', "entry 1: text is missing", "曾令新", id="no-text"
        ),
        pytest.param(
            '[[entry]]\ntext = "曾"\npinyin = "zeng1"\nbefor = ["记者"]\n',
            "line 2: 曾 has the unknown key 'befor'",
            "did you mean 'before'?",
            id="unknown-key",
        ),
        pytest.param(
            '[[entry]]\ntext = "曾"\npinyin = "zeng1"\nbefore = "记者"\n',
            "no list of texts as before",
            'before = ["记者"]',
            id="context",
        ),
        pytest.param(
            '[[entry]]\ntext = "乐山"\npinyin = "le4 shan1"\n'
            '[[entry]]\ntext = "乐山"\npinyin = "yue4 shan1"\n',
            "line 5: 乐山 already has an entry: le4 shan1",
            "context",
            id="twice",
        ),
        pytest.param(
            "[surname]\n",
            "line 1: [surname] is no table",
            "did you mean [surnames]",
            id="unknown-table",
        ),
        pytest.param('[surnames]\n"曾" = 1\n', "line 2: 曾 has no pinyin", "", id="surname"),
        pytest.param("曾 = 1\n", "line 1", "quotes", id="no-toml"),
        pytest.param('"x" = 1\nentry = [', "line 2", "quotes", id="no-end"),
        pytest.param(f"\nx = {'1' * 5000}\n", "line 2: a number", "quotes", id="long-number"),
        pytest.param(
            "[[entry]]\ntext = “单秀英”", "line 2", 'write: text = "单秀英"', id="curly-quotes"
        ),
        pytest.param(
            "[[entry]]\nbefore ＝ [“记者”、“编辑”]",
            "line 2",
            'write: before = ["记者", "编辑"]',
            id="curly-list",
        ),
        pytest.param(
            "[[entry]]\nadded = 2026年3月8日", "line 2", "write: added = 2026-03-08", id="date"
        ),
        pytest.param(
            "[[entry]]\nadded = 2026-13-18", "line 2", "write added = 2026-03-02", id="no-date"
        ),
        pytest.param(
            '[entry]\ntext = "单秀英"\n[entry]\n', "line 1", "write: [[entry]]", id="one-bracket"
        ),
        pytest.param('[surnames]\n单 = "shan4"', "line 2", '"单" = "shan4"', id="bare-han"),
        pytest.param("[[entry]]\ntext = 300", "line 2", 'text = "300"', id="text-number"),
        pytest.param(
            '[[entry]]\ntext = "鹭岛"\npinyin = "lù dǎo"',
            "'lù' is written 'lu4'",
            'write: "lu4 dao3"',
            id="tone-marks",
        ),
        pytest.param(
            '# 曾家\n[[entry]]\nsource = "问 曾 家"\nbefore = ["曾"]\ntext = "曾"\npinyin = "zeng"\n',
            "line 5: 曾 has wrong pinyin",
            "tone",
            id="text-above-in-source",
        ),
        pytest.param(
            '[[entry]]\ntext = "绿岛"\npinyin = "lv4 dao3"\nsource = "曾"\n'
            '[[entry]]\ntext = "曾"\npinyin = "zeng1"\nbefor = ["a"]\n',
            "line 6: 曾 has the unknown key",
            "before",
            id="text-in-entry-above",
        ),
        pytest.param(
            '[[entry]]\ntxt = "曾"\npinyin = "zeng1"\n',
            "line 1: entry 1 has the unknown key 'txt'",
            "did you mean 'text'?",
            id="text-misspelled",
        ),
        pytest.param(
            '\n[[entry]]\npinyin = "zeng1"\ntext = "曾 令"\n',
            "line 4, entry 1: text holds a space: '曾 令'",
            "characters",
            id="space",
        ),
        pytest.param(
            '[[entry]]\ntext = "300人"\nsay = true\n', "has no text as say", "quotes", id="say-bool"
        ),
        pytest.param(
            '[[entry]]\ntext = "B2路"\npinyin = "B er4 lu4"\n',
            "'B' has no pinyin",
            "say =",
            id="letter",
        ),
        pytest.param(
            'title = "曾\n',
            "is not TOML: line 1: the closing quotes",
            'write: title = "曾"',
            id="no-quotes",
        ),
        pytest.param(
            '[[entry]]\ntext = "单秀英"\npinyin = "shan4 xiu4 ying1"\n'
            '[[entry]]\ntext = "單秀英"\npinyin = "dan1 xiu4 ying1"\n',
            "line 5: 單秀英 already has an entry: shan4",
            "context",
            id="traditional",
        ),
        pytest.param(
            '[[entry]]\ntext = "华"\npinyin = "hua2"\nbefore = ["重", "中"]\n'
            '[[entry]]\ntext = "华"\npinyin = "hua4"\nbefore = ["中", "重"]\n',
            "line 6: 华 already has an entry: hua2",
            "context",
            id="order-of-context",
        ),
    ],
)
def test_a_wrong_file_is_named_with_its_line_and_the_way_out(
    tmp_path: Path, text: str, problem: str, remedy: str
) -> None:
    path = write(tmp_path, "ours.toml", text)
    with pytest.raises(LexiconError) as caught:
        load_lexicon(tmp_path)
    assert str(path) in caught.value.problem
    assert problem in caught.value.problem
    assert remedy in caught.value.remedy
    assert caught.value.exit_code == 6


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_bytes("# 读音".encode("gb18030"))
    with pytest.raises(LexiconError, match="UTF-8"):
        load_lexicon(tmp_path)


def test_two_files_of_an_editor_that_contradict_are_both_named(tmp_path: Path) -> None:
    write(tmp_path, "a.toml", '[[entry]]\ntext = "乐山"\npinyin = "le4 shan1"\n')
    write(tmp_path, "b.toml", '[[entry]]\ntext = "乐山"\npinyin = "yue4 shan1"\n')
    with pytest.raises(LexiconError, match=r"b\.toml, line 2: 乐山 .* in a\.toml"):
        load_lexicon(tmp_path)


@pytest.mark.parametrize("table", ["surnames", "given"])
def test_two_files_that_read_a_surname_differently_are_both_named(
    tmp_path: Path, table: str
) -> None:
    write(tmp_path, "a.toml", f'[{table}]\n"区" = "ou1"\n')
    write(tmp_path, "b.toml", f'\n[{table}]\n"单" = "shan4"\n"区" = "qu1"\n')
    with pytest.raises(LexiconError, match=r"b\.toml, line 4: 区 is qu1 here and ou1 in a\.toml"):
        load_lexicon(tmp_path)
    write(tmp_path, "b.toml", f'[{table}]\n"区" = "ou1"\n')
    load_lexicon(tmp_path)
    # A show's own reading takes precedence over a shipped one.
    write(tmp_path, "names.toml", f'[{table}]\n"区" = "qu1"\n')
    assert getattr(load_lexicon(tmp_path), table)["区"] == ("ou1",)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_any_end_of_a_line_is_one(tmp_path: Path, end: str) -> None:
    text = render_entry(entry("绿岛", "lv4 dao3"))
    (tmp_path / "ours.toml").write_bytes(text.replace("\n", end).encode())
    assert found(load_lexicon(tmp_path), "去绿岛") == [(1, "lv4 dao3")]


def test_files_of_a_show_are_read_whatever_the_case_of_their_ending(tmp_path: Path) -> None:
    text = render_entry(entry("绿岛", "lv4 dao3"))
    write(tmp_path, "mine.TOML", text)
    assert len(load_lexicon(tmp_path).entries) == 1
    assert ignored_files(tmp_path) == ()
    (tmp_path / "2026").mkdir()
    write(tmp_path / "2026", "names.toml", text)
    for name in ("more.toml.txt", "ours.toml~", ".ours.toml.swp", "ours.toml.bak", "notes.txt"):
        write(tmp_path, name, "x")
    assert len(load_lexicon(tmp_path).entries) == 1
    names = [path.relative_to(tmp_path).as_posix() for path in ignored_files(tmp_path)]
    assert names == ["2026/names.toml", "more.toml.txt"]


@pytest.mark.parametrize("text", ["Ｂ２路", "B2路", "B２路"])
@pytest.mark.parametrize("printed", ["乘Ｂ２路去", "乘B2路去"])
def test_width_makes_no_difference(tmp_path: Path, text: str, printed: str) -> None:
    write(tmp_path, "ours.toml", f'[[entry]]\ntext = "{text}"\nsay = "比二路"\n')
    segment = Segment(item=0, presenter="lan", printed=printed)
    (settled,) = settle_readings([segment], load_lexicon(tmp_path))
    assert settled.printed == printed
    assert settled.spoken == "乘比二路去"


def test_an_editors_entry_replaces_the_shipped_one(tmp_path: Path) -> None:
    write(tmp_path, "places.toml", '[[entry]]\ntext = "乐山"\npinyin = "le4 shan1"\n')
    write(tmp_path, "a.toml", '[[entry]]\ntext = "乐山"\npinyin = "yue4 shan1"\n')
    lexicon = load_lexicon(tmp_path)
    assert found(lexicon, "到乐山") == [(1, "yue4 shan1")]
    assert not found(lexicon, "到乐山", shipped=True)


def test_the_longest_entry_wins_and_context_beats_none() -> None:
    lexicon = Lexicon(
        entries=(
            entry("单", "dan1"),
            entry("单", "shan4", before=("记者",)),
            entry("单田芳", "shan4 tian2 fang1"),
        )
    )
    assert found(lexicon, "单田芳") == [(0, "shan4 tian2 fang1")]
    assert found(lexicon, "记者单和单") == [(2, "shan4"), (4, "dan1")]


def test_an_entry_keeps_out_of_the_contexts_it_excludes() -> None:
    lexicon = Lexicon(
        entries=(entry("六合", "lu4 he2", not_before=("开",), not_after=("彩", "八荒")),)
    )
    assert found(lexicon, "到六合区") == [(1, "lu4 he2")]
    assert not found(lexicon, "六合彩与六合八荒，开六合")


def test_a_rendered_entry_is_read_back_as_it_was(tmp_path: Path) -> None:
    written = entry(
        "单田芳",
        "shan4 tian2 fang1",
        after=('"说', "\\"),
        kind="name",
        source="a\tb",
        file="x.toml",
    )
    write(tmp_path, "x.toml", render_entry(written))
    assert load_lexicon(tmp_path).entries == (written,)


# As an editor meets it.


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A show that was just laid out, as the working folder."""
    monkeypatch.chdir(tmp_path)
    assert invoke("init", "show").exit_code == 0
    monkeypatch.chdir(tmp_path / "show")
    # What was added to the lexicon of this checkout comes with its voices.
    own_file(tmp_path / "show").unlink(missing_ok=True)
    return tmp_path / "show"


def invoke(*words: str) -> Result:
    return CliRunner().invoke(audiopaper, words)


def pronounced(text: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(invoke("pronounce", "--json", text).stdout)[
        "readings"
    ]
    return rows


def own_file(show: Path) -> Path:
    return show / "voices" / "lexicon" / "ours.toml"


def test_what_an_editor_adds_is_how_it_is_pronounced(show: Path) -> None:
    assert pronounced("到乐平去")[1]["pinyin"] == ["le4"]
    assert invoke("lexicon", "add", "乐平", "yue4 ping2", "--source", "问过当地人").exit_code == 0
    row = pronounced("到乐平去")[1]
    assert (row["pinyin"], row["source"]) == (["yue4"], "lexicon ours.toml")


def test_an_addition_keeps_what_stands(show: Path) -> None:
    own_file(show).write_text("# 我的话\n" + render_entry(entry("绿岛", "lv4 dao3")), "utf-8")
    before = own_file(show).read_text("utf-8")
    assert invoke("lexicon", "add", "单田芳", "shan4 tian2 fang1").exit_code == 0
    assert own_file(show).read_text("utf-8").startswith(before)
    listed = json.loads(invoke("lexicon", "list", "--json").stdout)
    assert [row["text"] for row in listed[:2]] == ["绿岛", "单田芳"]


def test_a_context_is_what_stands_around_the_text_in_it(show: Path) -> None:
    assert invoke("lexicon", "add", "重", "chong2", "--context", "长重山").exit_code == 0
    assert pronounced("长重山")[1]["pinyin"] == ["chong2"]
    assert pronounced("很重的路")[1]["pinyin"] == ["zhong4"]


def test_before_and_after_may_be_repeated(show: Path) -> None:
    words = ("--before", "到", "--before", "去", "--after", "市")
    assert invoke("lexicon", "add", "乐平", "yue4 ping2", *words).exit_code == 0
    assert [pronounced(f"{verb}乐平市")[1]["pinyin"] for verb in "到去看"] == [
        ["yue4"],
        ["yue4"],
        ["le4"],
    ]


def test_a_context_of_latin_words_keeps_its_space(show: Path) -> None:
    words = ("--before", "Blue Bay", "--after", "路")
    assert invoke("lexicon", "add", "8", "--say", "捌", *words).exit_code == 0
    assert 'before = ["Blue Bay"]' in own_file(show).read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        pytest.param(("单田芳", "shan4 tian2 fan"), "'fan' has no tone", id="tone"),
        pytest.param(("单田芳", "shan4 tian2"), "3 characters, but 2 syllables", id="count"),
        pytest.param(("单 田", "shan4 tian2"), "is no text for an entry", id="space"),
        pytest.param(("重", "chong2", "--context", "长山"), "just once", id="context"),
        pytest.param(("重", "chong2", "--context", "重"), "no context", id="context-alone"),
        pytest.param(("重", "chong2", "--context", " 重 "), "no context", id="context-blank"),
        pytest.param(("重", "chong2", "--before", ""), "neither before nor", id="before-empty"),
        pytest.param(("重", "chong2", "--after", " "), "neither before nor", id="after-blank"),
        pytest.param(("重", "chong2", "--after", "山 路"), "neither before nor", id="after-two"),
        pytest.param(("8", "--say", "八", "--before", "K "), "neither before nor", id="before-end"),
    ],
)
def test_a_wrong_addition_is_refused_and_changes_nothing(
    show: Path, words: tuple[str, ...], problem: str
) -> None:
    result = invoke("lexicon", "add", *words)
    assert isinstance(result.exception, LexiconError)
    assert problem in result.exception.problem
    assert not own_file(show).exists()


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        pytest.param(("掠影", "lue4 ying3"), 'write: "lve4 ying3"', id="lue"),
        pytest.param(("疟疾", "nüe4 ji2"), 'write: "nve4 ji2"', id="umlaut"),
        pytest.param(("渠县", "qü2 xian4"), 'write: "qu2 xian4"', id="umlaut-behind-q"),
        pytest.param(("绿浦", "lǜ pǔ"), 'write: "lv4 pu3"', id="marks"),
        pytest.param(("鹭浦", "lù pu3"), 'write: "lu4 pu3"', id="mark-and-digit"),
        pytest.param(("鹭浦", "Lu4pu3"), 'write: "lu4 pu3"', id="run-together"),
        pytest.param(("味儿", "weir4"), 'write: "wei4 er5"', id="retroflex"),
        pytest.param(("味儿", "wei4 r"), 'write: "wei4 er5"', id="retroflex-apart"),
        pytest.param(("鹭浦", "lù pu"), "one syllable a character", id="tone-unknown"),
        pytest.param(("味道", "weir4"), "one syllable a character", id="no-retroflex"),
        pytest.param(("鹭浦", "lue4"), "one syllable a character", id="too-few"),
        pytest.param(("GDP", "G D P"), "lexicon add K1路 --say 开幺路", id="letters"),
    ],
)
def test_pinyin_of_another_spelling_is_shown_as_the_lexicon_has_it(
    show: Path, words: tuple[str, ...], remedy: str
) -> None:
    result = invoke("lexicon", "add", *words)
    assert isinstance(result.exception, LexiconError)
    assert remedy in result.exception.remedy
    assert not own_file(show).exists()


def test_a_text_that_stands_there_is_not_decided_twice(show: Path) -> None:
    assert invoke("lexicon", "add", "乐平", "yue4 ping2").exit_code == 0
    before = own_file(show).read_text("utf-8")
    result = invoke("lexicon", "add", "乐平", "le4 ping2")
    assert isinstance(result.exception, LexiconError)
    assert "already has an entry for 乐平: yue4 ping2" in result.exception.problem
    assert own_file(show).read_text("utf-8") == before


def test_a_file_that_nothing_can_follow_is_named(show: Path) -> None:
    own_file(show).write_text('entry = [{ text = "绿岛", pinyin = "lv4 dao3" }]\n', "utf-8")
    result = invoke("lexicon", "add", "乐平", "yue4 ping2")
    assert isinstance(result.exception, LexiconError)
    assert "[[entry]]" in result.exception.remedy


def test_without_voices_of_its_own_a_show_is_told_how_to_get_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = invoke("lexicon", "add", "单田芳", "shan4 tian2 fang1")
    assert isinstance(result.exception, LexiconError)
    assert "audiopaper init" in result.exception.remedy
    assert list(tmp_path.iterdir()) == []


def test_a_check_lists_what_is_unverified_overrides_or_was_never_needed(show: Path) -> None:
    for words in (("六安", "liu4 an1"), ("人民", "ren2 min2", "--source", "问过")):
        assert invoke("lexicon", "add", *words).exit_code == 0
    result = invoke("lexicon", "check", "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert "六安" in {row["text"] for row in found["unverified"]}
    assert [[a["file"], b["file"]] for a, b in found["conflicts"]] == [["ours.toml", "places.toml"]]
    assert [row["text"] for row in found["unneeded"]] == ["人民"]
    assert "not needed: 人民" in invoke("lexicon", "check").stdout


def test_a_check_names_entries_of_one_text_that_share_a_context(show: Path) -> None:
    for words in (
        ("华", "hua2", "--before", "重", "--before", "中"),
        ("华", "hua4", "--before", "重"),
        ("华", "hua1", "--before", "年"),
        ("华", "hua1", "--before", "中", "--after", "裔"),
    ):
        assert invoke("lexicon", "add", *words).exit_code == 0
    conflicts = json.loads(invoke("lexicon", "check", "--json").stdout)["conflicts"]
    pairs = [[" ".join(e["pinyin"]) for e in pair] for pair in conflicts]
    assert pairs == [["hua4", "hua2"]]


def test_a_check_and_a_run_name_what_is_not_read(show: Path) -> None:
    write(show / "voices" / "lexicon", "mine.toml.txt", "")
    assert "mine.toml.txt is not read" in invoke("lexicon", "check").stderr
    page = show / "01.txt"
    page.write_text(PAGE, "utf-8")
    assert "mine.toml.txt is not read" in invoke("produce", str(page), "--dry-run").stderr


def test_full_width_text_is_added_as_pages_print_it(show: Path) -> None:
    assert invoke("lexicon", "add", "３００余台", "--say", "三百来台").exit_code == 0
    assert 'text = "300余台"' in own_file(show).read_text("utf-8")


def test_a_check_names_every_wrong_file_and_ends_with_the_lexicons_code(show: Path) -> None:
    folder = show / "voices" / "lexicon"
    write(folder, "a.toml", "[[entry]\n")
    write(folder, "b.toml", '[[entry]]\ntext = "曾"\npinyin = "zeng"\n')
    result = invoke("lexicon", "check")
    assert result.exit_code == LexiconError.exit_code
    assert "a.toml" in result.stderr
    assert "b.toml, line 2" in result.stderr


def test_a_list_can_be_asked_for_a_text(show: Path) -> None:
    rows = json.loads(invoke("lexicon", "list", "长乐村", "--json").stdout)
    assert {"长乐村", "长乐"} <= {row["text"] for row in rows}
    assert all(row["text"] in "长乐村" for row in rows)


def test_a_listed_surname_has_the_file_that_decides_it(show: Path) -> None:
    own_file(show).write_text('[surnames]\n"重" = "chong2"\n"单" = "dan1"\n', "utf-8")
    rows = json.loads(invoke("lexicon", "list", "--json").stdout)
    listed = {row["text"]: (row["pinyin"], row["file"]) for row in rows if row["kind"] == "surname"}
    assert listed["重"] == (["chong2"], "ours.toml")
    assert listed["单"] == (["dan1"], "ours.toml"), "the show's own file replaces the shipped one"
    assert listed["曾"] == (["zeng1"], "names.toml")
    first_shipped = next(n for n, row in enumerate(rows) if row["file"] in SHIPPED_FILES)
    assert {row["text"] for row in rows[:first_shipped]} == {"重", "单"}


@given(
    st.text(st.characters(categories=["Lo"]), min_size=1, max_size=4)
    .map(normalise_text)
    .filter(bool),
    st.text(min_size=1).map(normalise_text).filter(str.strip),
)
def test_any_entry_survives_writing_and_reading(text: str, source: str) -> None:
    written = Entry(text=text, pinyin=("ma1",) * len(text), source=source, file="ours.toml")
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), "ours.toml", render_entry(written))
        assert load_lexicon(Path(folder)).entries == (written,)


def test_a_show_that_writes_one_file_keeps_what_is_shipped(tmp_path: Path) -> None:
    shipped = defaults_folder() / "voices" / "lexicon"
    entry = '[[entry]]\ntext = "绿岛"\npinyin = "lv4 dao3"\nsource = "unverified"\n'
    (tmp_path / "own.toml").write_text(entry, encoding="utf-8")
    alone, with_shipped = load_lexicon(tmp_path), load_lexicon(tmp_path, shipped=shipped)
    assert not alone.surnames
    assert with_shipped.surnames == load_lexicon(shipped).surnames
    assert "绿岛" in [e.text for e in with_shipped.entries]


def test_a_shipped_file_that_a_show_has_itself_is_its_own(tmp_path: Path) -> None:
    shipped = defaults_folder() / "voices" / "lexicon"
    (tmp_path / "names.toml").write_text("", encoding="utf-8")
    assert not load_lexicon(tmp_path, shipped=shipped).surnames


def test_a_file_is_parsed_once_and_a_change_of_it_is_always_seen(tmp_path: Path) -> None:
    path = write(tmp_path, "ours.toml", '[[entry]]\ntext = "乐平"\npinyin = "yue4 ping2"\n')
    times = path.stat()
    first = load_lexicon(tmp_path)
    assert load_lexicon(tmp_path) is first
    # As long as before, and with its old date.
    write(tmp_path, "ours.toml", '[[entry]]\ntext = "乐平"\npinyin = "le4 ping2 "\n')
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert path.stat().st_size == times.st_size
    assert [e.pronunciation for e in load_lexicon(tmp_path).entries] == ["le4 ping2"]


def test_of_two_entries_the_one_with_more_context_is_first() -> None:
    plain = Entry(text="行子", pinyin=("xing2", "zi3"))
    excluding = Entry(text="行子", pinyin=("hang2", "zi5"), not_before=("步",))
    requiring = Entry(text="行子", pinyin=("hang2", "zi3"), after=("里",))
    for entries in ((excluding, requiring, plain), (plain, requiring, excluding)):
        matches = [entry for _, entry in Lexicon(entries=entries).matches("行子里")]
        assert matches == [requiring, excluding, plain]
