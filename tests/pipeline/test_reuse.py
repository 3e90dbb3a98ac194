"""What is taken from an earlier run, and what must make it anew."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from audiopaper.config import Config, LeadSettings
from audiopaper.doubts import TextDoubt
from audiopaper.errors import ConfigError, LexiconError, PublishError
from audiopaper.lexicon import Entry, Lexicon, load_lexicon
from audiopaper.model import Edition, Segment, SplitEdition
from audiopaper.pipeline import lexicon_entries, text, text_cache
from audiopaper.pipeline.text import ReadEdition
from audiopaper.publish import cover, typefaces
from audiopaper.show import artwork, stage_cache
from audiopaper.show.folder import ShowFolder
from audiopaper.store import hash_store, program_identity
from audiopaper.store.hash_store import HashStore, hash_files
from tests.support.paths import EDITIONS, LEXICON_FOLDER
from tests.support.sample_edition import PAGE

SEGMENT = Segment(item=0, presenter="lan", printed="青川重新开放，3.5万人到场。")


@pytest.fixture
def show(tmp_path: Path) -> ShowFolder:
    show = ShowFolder(tmp_path)
    show.work.mkdir()
    return show


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was really made, in order."""
    calls: list[str] = []

    def count(module: object, name: str) -> None:
        real: Callable[..., object] = getattr(module, name)

        def counted(*args: object, **kwargs: object) -> object:
            calls.append(name)
            return real(*args, **kwargs)

        monkeypatch.setattr(module, name, counted)

    count(text, "settle_readings")
    count(text_cache, "split_and_rank")
    count(lexicon_entries, "parse_contents")
    count(cover, "make_cover")
    count(cover, "prepare_cover")
    return calls


def settle(
    segments: list[Segment], lexicon: Lexicon, show: ShowFolder, max_names: int = 0
) -> tuple[Segment, ...]:
    return text_cache.decide_readings_once(segments, lexicon, show, max_names=max_names)


def decided(pinyin: str, *, weak: frozenset[str] = frozenset()) -> Lexicon:
    entry = Entry(text="重新", pinyin=tuple(pinyin.split()), file="our.toml")
    return Lexicon(entries=(entry,), weak_surnames=weak)


def read_pinyin(segments: tuple[Segment, ...]) -> str:
    return " ".join(" ".join(reading.pinyin) for reading in segments[0].readings)


def test_a_script_that_was_settled_is_settled_once(show: ShowFolder, made: list[str]) -> None:
    lexicon = decided("chong2 xin1", weak=frozenset("安白常方高"))
    first = settle([SEGMENT], lexicon, show)
    # Sets are in another order in each process, and so here in another order of making.
    again = settle([SEGMENT], decided("chong2 xin1", weak=frozenset("高方常白安")), show)
    assert made == ["settle_readings"]
    assert again == first == text.settle_readings([SEGMENT], lexicon)


@pytest.mark.parametrize(
    ("segment", "lexicon"),
    [
        pytest.param(SEGMENT, decided("zhong4 xin1"), id="another-entry"),
        pytest.param(SEGMENT, Lexicon(), id="no-entry"),
        pytest.param(SEGMENT, Lexicon(surnames={"青": ("qing1",)}), id="surname"),
        pytest.param(
            Segment(item=0, presenter="lan", printed="青川重新开放，3.5万人到场！"),
            decided("chong2 xin1"),
            id="text",
        ),
        pytest.param(
            Segment(item=0, presenter="song", printed=SEGMENT.printed),
            decided("chong2 xin1"),
            id="presenter",
        ),
    ],
)
def test_another_text_or_lexicon_is_settled_anew(
    show: ShowFolder, made: list[str], segment: Segment, lexicon: Lexicon
) -> None:
    settle([SEGMENT], decided("chong2 xin1"), show)
    again = settle([segment], lexicon, show)
    assert made == ["settle_readings"] * 2
    assert again == text.settle_readings([segment], lexicon)


def test_what_stands_elsewhere_in_the_script_settles_it_anew(
    show: ShowFolder, made: list[str]
) -> None:
    other = Segment(item=1, presenter="lan", printed="天晴。")
    settle([SEGMENT], Lexicon(), show)
    settle([SEGMENT, other], Lexicon(), show)
    settle([other, SEGMENT], Lexicon(), show)
    assert made == ["settle_readings"] * 3


def test_another_program_makes_everything_anew(
    show: ShowFolder, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for program in ("one", "other"):
        monkeypatch.setattr(stage_cache, "name_program", lambda program=program: program)
        settle([SEGMENT], Lexicon(), show)
        artwork.draw_cover_once("青川听报", 60, show)
    assert made == ["settle_readings", "make_cover"] * 2


def test_another_limit_of_names_settles_it_anew(show: ShowFolder, made: list[str]) -> None:
    listed = Segment(
        item=0, presenter="lan", printed="市民王德胜、李文秀、张伟民、赵晓东、陈立新出席会议。"
    )
    shipped = load_lexicon(LEXICON_FOLDER)
    every, few = settle([listed], shipped, show), settle([listed], shipped, show, max_names=3)
    assert made == ["settle_readings"] * 2
    assert "陈立新" in every[0].spoken
    assert "陈立新" not in few[0].spoken


@pytest.mark.parametrize("change", ["contents", "name", "more", "none"])
def test_a_program_is_known_by_its_contents_and_not_by_dates(tmp_path: Path, change: str) -> None:
    (tmp_path / "readings").mkdir()
    table = tmp_path / "readings" / "words.tsv"
    table.write_text("重新\tchong2", "utf-8")
    before, dates = hash_files(tmp_path, (".py", ".tsv")), table.stat()
    match change:
        case "contents":  # put back with the old date, and as long as it was
            table.write_text("重新\tzhong4", "utf-8")
            os.utime(table, ns=(dates.st_atime_ns, dates.st_mtime_ns))
        case "name":
            table.rename(table.with_name("word.tsv"))
        case "more":
            (tmp_path / "rule.py").write_text("", "utf-8")
        case _:
            table.touch()
            (tmp_path / "readings" / "words.pyc").write_bytes(b"compiled")
    assert (hash_files(tmp_path, (".py", ".tsv")) == before) is (change == "none")


def test_tables_and_code_of_readings_are_part_of_the_program() -> None:
    names = set(hash_store._list_files(str(program_identity._PACKAGE), program_identity._ENDINGS))
    assert {
        "readings/words.tsv",
        "readings/names/people.py",
        "numbers/dates.py",
        "lexicon/lookup_table.py",
    } <= names


def test_an_entry_that_is_damaged_is_made_anew(show: ShowFolder, made: list[str]) -> None:
    first = settle([SEGMENT], Lexicon(), show)
    (entry,) = show.pieces.glob("*/*.piece")
    data = entry.read_bytes()
    entry.write_bytes(data.replace("重".encode(), "动".encode(), 1))
    assert settle([SEGMENT], Lexicon(), show) == first
    assert made == ["settle_readings"] * 2


def test_doubts_of_the_same_pages_are_listed_once_and_of_other_pages_anew(
    show: ShowFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def find(read: ReadEdition) -> tuple[TextDoubt, ...]:
        calls.append(read.edition.paper)
        doubt = TextDoubt(
            kind="repetition",
            page=1,
            line=len(read.split.articles) + 1,
            text="",
            done="",
            other="",
            sure=0.5,
        )
        return (doubt,)

    monkeypatch.setattr(text_cache, "find_text_doubts", find)
    split = SplitEdition(articles=(), furniture=())
    for paper in ("青川日报", "青川日报", "青川晚报"):
        edition = Edition(date=None, paper=paper, pages=())
        read = ReadEdition(edition=edition, split=split, cleaned=(), rankings=())
        assert text_cache.find_text_doubts_once(read, show)[0].line == 1
    assert calls == ["青川日报", "青川晚报"]


def test_where_nothing_can_be_kept_everything_is_made(
    tmp_path: Path, show: ShowFolder, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settle([SEGMENT], Lexicon(), ShowFolder(tmp_path / "nowhere"))
    assert not (tmp_path / "nowhere").exists()

    def refuse(*_: object) -> None:
        raise PublishError("disk full", remedy="free disk space")

    monkeypatch.setattr(HashStore, "store", refuse)
    settle([SEGMENT], Lexicon(), show)
    settle([SEGMENT], Lexicon(), show)
    assert made == ["settle_readings"] * 3


@pytest.mark.parametrize("name", ["heads_of_two_lines", "jump_two_pieces", "damage_on_a_bare_page"])
def test_pages_that_were_split_are_split_once(name: str, show: ShowFolder, made: list[str]) -> None:
    pages, leads = [EDITIONS / name], LeadSettings()
    first = text_cache.read_articles_once(pages, show, date=None, leads=leads)
    again = text_cache.read_articles_once(pages, show, date=None, leads=leads)
    assert made == ["split_and_rank"]
    assert again.split.articles
    assert replace(again, parts=first.parts) == first
    # What each line was taken for is not stored: it is found when somebody asks.
    assert again.lines == first.lines


def test_what_a_first_run_split_is_stored_when_the_show_has_a_work_folder(
    tmp_path: Path, made: list[str]
) -> None:
    new_show, leads = ShowFolder(tmp_path / "output"), LeadSettings()
    pages = [EDITIONS / "heads_of_two_lines"]
    first = text_cache.read_articles_once(pages, new_show, date=None, leads=leads)
    assert not new_show.work.exists()
    new_show.work.mkdir(parents=True)
    text_cache.store_articles(first, new_show, leads)
    again = text_cache.read_articles_once(pages, new_show, date=None, leads=leads)
    text_cache.store_articles(again, new_show, leads)
    assert made == ["split_and_rank"]
    assert replace(again, parts=first.parts) == first


def test_other_pages_or_leads_are_split_anew(
    tmp_path: Path, show: ShowFolder, made: list[str]
) -> None:
    page = tmp_path / "01.txt"
    page.write_text(PAGE, "utf-8")
    day = dt.date(2026, 3, 2)
    text_cache.read_articles_once([page], show, date=day, leads=LeadSettings())
    text_cache.read_articles_once([page], show, date=day, leads=LeadSettings(max_stories=2))
    page.write_text(PAGE.replace("。", "！"), "utf-8")
    again = text_cache.read_articles_once([page], show, date=day, leads=LeadSettings())
    assert made == ["split_and_rank"] * 3
    assert "！" in again.split.articles[0].text


def test_a_lexicon_is_parsed_once_until_a_file_is_another(
    tmp_path: Path, show: ShowFolder, made: list[str]
) -> None:
    config = Config(folder=tmp_path, output=".")
    file = tmp_path / "voices" / "lexicon" / "our.toml"
    file.parent.mkdir(parents=True)
    file.write_text('[[entry]]\ntext = "重新"\npinyin = "chong2 xin1"\n', "utf-8")
    first = lexicon_entries.show_lexicon(config)
    again = lexicon_entries.show_lexicon(config)
    assert made == ["parse_contents"]
    assert again == first
    assert list(again.matches("重新开放")) == list(first.matches("重新开放")) != []
    file.write_text(file.read_text("utf-8").replace("chong2", "zhong4"), "utf-8")
    assert "zhong4" in str(lexicon_entries.show_lexicon(config).entries)
    file.write_text("[[entry", "utf-8")
    for _ in range(2):
        with pytest.raises(LexiconError, match=r"our\.toml is not TOML"):
            lexicon_entries.show_lexicon(config)


def test_a_cover_is_drawn_once_for_a_title_and_size(show: ShowFolder, made: list[str]) -> None:
    first = artwork.draw_cover_once("青川听报", 60, show)
    assert artwork.draw_cover_once("青川听报", 60, show) == first
    assert made == ["make_cover"]
    artwork.draw_cover_once("青川听报", 64, show)
    artwork.draw_cover_once("青川早报", 60, show)
    assert made == ["make_cover"] * 3


def test_another_typeface_draws_the_cover_anew(
    tmp_path: Path, show: ShowFolder, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    face = tmp_path / "face.ttf"
    monkeypatch.setattr(typefaces, "find_font", lambda: face if face.exists() else None)
    monkeypatch.setattr(cover, "_has_glyphs", lambda *_: False)
    artwork.draw_cover_once("青川听报", 60, show)
    for data in (b"a face", b"another face"):
        face.write_bytes(data)
        artwork.draw_cover_once("青川听报", 60, show)
    assert made == ["make_cover"] * 3


def test_the_shows_own_cover_is_prepared_once_until_it_changes(
    tmp_path: Path, show: ShowFolder, made: list[str]
) -> None:
    path = tmp_path / "cover.png"
    for colour in ("red", "red", "blue"):
        Image.new("RGB", (1400, 1400), colour).save(path)
        data = artwork.prepare_cover_once(path, 480, show)
        assert data == cover.prepare_cover(path, 480)
    assert made.count("prepare_cover") == 2 + 3


def test_a_cover_that_is_refused_is_refused_each_time(tmp_path: Path, show: ShowFolder) -> None:
    path = tmp_path / "cover.png"
    with pytest.raises(ConfigError, match="no such file"):
        artwork.prepare_cover_once(path, 480, show)
    Image.new("RGB", (1400, 700)).save(path)
    for _ in range(2):
        with pytest.raises(ConfigError, match="1400 x 700"):
            artwork.prepare_cover_once(path, 480, show)


def test_what_is_found_of_a_cover_is_found_again(show: ShowFolder) -> None:
    small = cover.make_cover("青川听报", 300)
    found = [artwork.check_cover_once(small, "cover.jpg", show) for _ in range(2)]
    assert found[0] == found[1]
    assert "300 x 300" in found[0][0].problem
    assert not artwork.check_cover_once(cover.make_cover("青川听报", 1400), "cover.jpg", show)
