"""The lexicon: what people decided, and what a wrong file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiopaper.errors import LexiconError
from audiopaper.lexicon import Entry, Lexicon, load_lexicon, render_entry

SHIPPED = Path(__file__).resolve().parents[1] / "voices" / "lexicon"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def entry(text: str, pinyin: str, **more: object) -> Entry:
    return Entry(text=text, pinyin=tuple(pinyin.split()), **more)  # type: ignore[arg-type]


def found(lexicon: Lexicon, text: str, *, shipped: bool = False) -> list[tuple[int, str]]:
    return [(at, " ".join(e.pinyin)) for at, e in lexicon.find(text, shipped=shipped)]


def test_a_missing_folder_is_an_empty_lexicon(tmp_path: Path) -> None:
    assert len(load_lexicon(tmp_path / "none")) == 0


def test_the_shipped_files_load_and_every_entry_names_what_was_consulted() -> None:
    lexicon = load_lexicon(SHIPPED)
    assert lexicon.surnames["曾"] == ("zeng1",)
    assert all(e.source for e in lexicon.entries)
    assert {e.kind for e in lexicon.entries} <= {"name", "place", "term"}


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
            "line 5: 乐山 stands there already as le4 shan1",
            "context",
            id="twice",
        ),
        pytest.param("[surname]\n", "unknown key 'surname'", "did you mean", id="unknown-table"),
        pytest.param('[surnames]\n"曾" = 1\n', "line 2: 曾 has no pinyin", "", id="surname"),
        pytest.param("曾 = 1\n", "line 1", "quotes", id="no-toml"),
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
