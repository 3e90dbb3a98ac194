"""What the review shows the editor, and in which order."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.cli import audiopaper
from audiopaper.lexicon import Entry, Lexicon, load_lexicon
from audiopaper.model import Segment
from audiopaper.pipeline.text import settle_readings
from audiopaper.reading_review import Doubt, review_readings, warn_of_silence
from audiopaper.readings.tokens import plain_han
from tests.support.paths import LEXICON_FOLDER, SAMPLE

SHIPPED = load_lexicon(LEXICON_FOLDER)


def settle(*texts: str, lexicon: Lexicon = SHIPPED) -> tuple[Segment, ...]:
    printed = [Segment(item=i, presenter="lan", printed=text) for i, text in enumerate(texts)]
    return settle_readings(printed, lexicon)


def review(*texts: str, lexicon: Lexicon = SHIPPED) -> tuple[Doubt, ...]:
    return review_readings(settle(*texts, lexicon=lexicon))


def test_a_number_that_was_mended_or_taken_from_elsewhere_in_the_story_is_listed() -> None:
    story = [
        Segment(item=0, presenter="lan", printed=text)
        for text in ("市民拨打120求助。", "120回话，捐款l00万元。")
    ]
    settled = settle_readings(story, SHIPPED)
    assert [segment.spoken for segment in settled] == [
        "市民拨打幺二零求助。",
        "幺二零回话，捐款一百万元。",
    ]
    doubtful = {doubt.text for doubt in review_readings(settled) if doubt.sure < 0.9}
    assert {"120", "l00"} <= doubtful


def one(doubts: tuple[Doubt, ...], text: str) -> Doubt:
    (found,) = [doubt for doubt in doubts if doubt.text == text]
    return found


@pytest.mark.parametrize(
    ("text", "kind", "part", "said"),
    [
        pytest.param("市长曾令新说", "person", "曾令新", "zeng1 ling4 xin1", id="person"),
        pytest.param("记者到蔚县采访", "place", "蔚县", "yu4 xian4", id="place-of-the-lexicon"),
        pytest.param("他到白溪县石坪镇去", "place", "石坪镇", "shi2 ping2 zhen4", id="place"),
        pytest.param("增长3.5%", "number", "3.5%", "bai3 fen1 zhi1 san1 dian3 wu3", id="number"),
        pytest.param("全市GDP增长", "letters", "GDP", "", id="letters"),
        pytest.param("把谷种播撒进田里", "polyphone", "撒", "sa3", id="sources-disagree"),
    ],
)
def test_each_kind_that_deserves_an_ear_is_shown(
    text: str, kind: str, part: str, said: str
) -> None:
    doubt = one(review(text), part)
    assert (doubt.kind, " ".join(doubt.pinyin)) == (kind, said)
    assert f"【{part}】" in doubt.context
    assert doubt.source
    assert 0 <= doubt.sure <= 1


def test_a_polyphone_on_which_sources_disagree_names_the_other_reading() -> None:
    assert one(review("把谷种播撒进田里"), "撒").others == ("sa1",)


@pytest.mark.parametrize(
    "text",
    ["要充分发挥优势", "由村里调解", "其余部分见下页", "达到目的", "值得学习", "市长朱健到场。"],
)
def test_a_common_word_is_not_shown_though_the_network_reads_it_otherwise(text: str) -> None:
    assert not [doubt for doubt in review(text) if doubt.kind == "polyphone"]


def test_a_reading_is_shown_once_a_word() -> None:
    doubts = review("把谷种播撒进田里", "他们播撒希望，播撒爱")
    assert one(doubts, "撒").count == 3


def test_a_single_character_that_is_read_in_two_ways_comes_before_words() -> None:
    doubts = review("把谷种播撒进田里", "他们真管真严、长管长严")
    assert doubts[0].text in ("长", "管")


def test_what_nobody_could_doubt_is_left_out() -> None:
    assert review("今天天气很好。") == ()


def test_what_is_said_twice_is_counted_and_shown_once() -> None:
    assert one(review("市长曾令新说", "曾令新还说"), "曾令新").count == 2


def test_a_respelled_name_says_what_engines_are_sent() -> None:
    assert one(review("记者曾令新"), "曾令新").respelling == "增令新"


def test_a_respelling_outside_a_name_is_shown() -> None:
    own = Entry(text="重", pinyin=("chong2",), before=("长",), source="asked", file="ours.toml")
    doubt = one(review("到长重去", lexicon=Lexicon(entries=(own,))), "重")
    assert doubt.kind in ("respelling", "term")
    assert doubt.respelling


def test_the_most_doubtful_comes_first() -> None:
    doubts = review("市长曾令新说，心社1921书社，增长3%，可以还", "把谷种播撒进田里")
    assert [d.sure for d in doubts] == sorted(d.sure for d in doubts)
    assert len({d.sure for d in doubts}) > 2


def test_unverified_sources_come_first_among_equals() -> None:
    entries = tuple(
        Entry(text=text, pinyin=tuple(pinyin.split()), source=source, file="terms.toml")
        for text, pinyin, source in (
            ("模治具", "mu2 zhi4 ju4", "asked"),
            ("看门人", "kan1 men2 ren2", "unverified"),
        )
    )
    doubts = review("模治具和看门人", lexicon=Lexicon(entries=entries))
    assert [(d.text, d.unverified) for d in doubts] == [("看门人", True), ("模治具", False)]


def test_what_nobody_looked_up_comes_before_what_the_program_guessed() -> None:
    entry = Entry(text="模治具", pinyin=("mu2", "zhi4", "ju4"), file="terms.toml")
    doubts = review("队长主罚点球命中，他可以还，模治具", lexicon=Lexicon(entries=(entry,)))
    assert doubts[0].text == "模治具"
    assert len(doubts) > 1


@pytest.mark.parametrize(
    ("bare", "told"),
    [
        pytest.param("预告21:18分晓", "今晚21:18播出", id="time-or-score"),
        pytest.param("约定1/5", "已完成1/5的面积", id="fraction"),
        pytest.param("心社1921书社", "始建于1921年", id="bare-year"),
        pytest.param("建设1210", "建设1210个", id="code-or-number"),
    ],
)
def test_numbers_settled_without_evidence_are_less_sure(bare: str, told: str) -> None:
    doubts = [next(d for d in review(text) if d.kind == "number") for text in (bare, told)]
    assert doubts[0].sure < 0.9 <= doubts[1].sure


@pytest.mark.parametrize(
    ("text", "surname", "others"),
    [
        pytest.param("单外婆来了。", "单", "shan4", id="family"),
        pytest.param("镇上有任公渡。", "", "", id="inside-a-clause"),
        pytest.param("任公渡修好了。", "任", "ren2", id="monument"),
        pytest.param("局长都兴国到场。", "都", "du1", id="behind-a-title"),
        pytest.param("解晦唱了一段。", "解", "xie4", id="somebody"),
        pytest.param("区晦之的信还在。", "区", "ou1", id="of-somebody"),
        pytest.param("都来看戏。", "", "", id="adverb"),
        pytest.param("种在坡上的树活了。", "", "", id="verb"),
        pytest.param("任务完成了。", "", "", id="word"),
        pytest.param("解决不了问题。", "", "", id="verb-of-two"),
        pytest.param("区里来了干部。", "区", "ou1", id="district"),
        pytest.param("那人走了。", "", "", id="pronoun"),
    ],
)
def test_a_surname_read_as_an_everyday_word_is_shown_where_a_name_may_stand(
    text: str, surname: str, others: str
) -> None:
    shown = {d.text: d.others for d in review(text) if d.text in SHIPPED.surnames}
    assert shown.get(surname, ()) == ((others,) if others else ())


@pytest.mark.parametrize(
    ("text", "name", "other"),
    [
        ("院长覃秋水到会。", "覃秋水", "tan2 qiu1 shui3"),
        ("记者隗春报道。", "隗春", "kui2 chun1"),
        ("局长乐建军到会。", "乐建军", "le4 jian4 jun1"),
    ],
)
def test_a_surname_that_families_read_in_two_ways_is_never_certain(
    text: str, name: str, other: str
) -> None:
    doubt = one(review(text), name)
    assert doubt.sure <= 0.8
    assert other in doubt.others


def test_a_surname_with_one_reading_names_no_other() -> None:
    assert one(review("校长逄秋水到会。"), "逄秋水").others == ()


def test_one_name_with_two_readings_is_a_conflict_and_never_settled_by_chance() -> None:
    own = Entry(
        text="乐平", pinyin=("yue4", "ping2"), before=("记者",), kind="name", file="ours.toml"
    )
    lexicon = Lexicon(entries=(*SHIPPED.entries, own), surnames=SHIPPED.surnames)
    doubts = [d for d in review("记者乐平到了乐平", lexicon=lexicon) if d.text == "乐平"]
    assert {(" ".join(d.pinyin), d.others) for d in doubts} == {
        ("yue4 ping2", ("le4 ping2",)),
        ("le4 ping2", ("yue4 ping2",)),
    }
    assert all(d.conflict for d in doubts)
    assert max(d.sure for d in doubts) < 0.5


def test_a_name_read_otherwise_where_it_was_not_found_is_a_conflict() -> None:
    # Two segments that were settled apart, as by an editor's rundown of another day.
    named = settle("市长曾令新说")
    lone = settle("曾令新", lexicon=Lexicon())
    conflicts = [d for d in review_readings([*named, *lone]) if d.conflict]
    assert {" ".join(d.pinyin) for d in conflicts} == {"zeng1 ling4 xin1", "ceng2 ling4 xin1"}


def test_a_character_without_a_reading_is_silent_and_said_to_be() -> None:
    segments = settle("陈𠮶到场")
    assert segments[0].spoken == "陈到场"
    assert segments[0].respelled == "陈𠮶到场"
    assert "unknown" in [item.kind for item in review_readings(segments)]
    (warning,) = warn_of_silence(segments)
    assert "𠮶" in warning
    assert "audiopaper lexicon add" in warning


def test_nothing_is_warned_of_where_every_character_has_a_reading() -> None:
    assert warn_of_silence(settle("陈到场")) == ()


# Numbers and readings together, for any text.

ANY_TEXT = st.text(min_size=1) | st.text(
    st.sampled_from("曾长得一不0123456789:：.-—~/％%第号年月日℃㎡Ⅳ①々𠮶𠮷，。“” \n·AbGDP"),
    min_size=1,
)


@given(ANY_TEXT)
def test_any_text_gives_readings_that_tile_it_and_can_be_spoken(text: str) -> None:
    (segment,) = settle(text)
    at = 0
    for reading in segment.readings:
        assert reading.start == at
        assert 0 <= reading.sure <= 1
        assert len(reading.pinyin) == sum(bool(plain_han(c)) for c in reading.spoken)
        at = reading.end
    assert at == len(text)
    assert all(c.isalpha() or plain_han(c) or c in "，。！？；：、 " for c in segment.spoken)


@given(ANY_TEXT)
def test_settling_what_is_spoken_changes_nothing(text: str) -> None:
    spoken = settle(text)[0].spoken
    assert not spoken or settle(spoken)[0].spoken == spoken


@given(st.lists(ANY_TEXT, min_size=1, max_size=3))
def test_any_text_can_be_reviewed(texts: list[str]) -> None:
    doubts = review(*texts)
    assert len({(d.kind, d.text, d.pinyin, d.spoken, d.context) for d in doubts}) == len(doubts)
    assert all(d.count >= 1 and d.context.count("【") >= 1 for d in doubts)


# As a user meets it.


def run(*words: str) -> str:
    result = CliRunner().invoke(audiopaper, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_readings_shows_an_edition_as_json() -> None:
    rows = json.loads(run("readings", str(SAMPLE), "--json"))
    assert {"person", "place", "number", "polyphone"} <= {row["kind"] for row in rows}
    assert [row["sure"] for row in rows] == sorted(row["sure"] for row in rows)
    assert set(rows[0]) == {
        "kind", "text", "spoken", "pinyin", "context", "source", "sure", "count", "others",
        "respelling", "conflict", "unverified",
    }  # fmt: skip


def test_readings_shows_an_edition_for_reading() -> None:
    lines = run("readings", str(SAMPLE)).splitlines()
    assert any("曾" in line and "zeng1" in line and "surname rule" in line for line in lines)


def test_readings_needs_no_date(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    text = (SAMPLE / "01.txt").read_text("utf-8")
    body = [line for line in text.splitlines() if "2026" not in line and "农历" not in line]
    page.write_text("\n".join(body), encoding="utf-8")
    assert json.loads(run("readings", str(page), "--json"))


def test_a_dry_run_shows_the_most_doubtful_and_where_the_rest_is(tmp_path: Path) -> None:
    words = ("produce", str(SAMPLE), "--output", str(tmp_path), "--dry-run")
    shown = run(*words)
    assert "Readings to check, 15 of " in shown
    assert f"audiopaper readings {SAMPLE} (" in shown
    rows = json.loads(run(*words, "--json"))["doubtful"]
    assert len(rows) > 15
    assert rows == sorted(rows, key=lambda row: row["sure"])


def test_readings_reviews_the_rundown_that_an_editor_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("init", "show")
    monkeypatch.chdir(tmp_path / "show")
    run("produce", str(SAMPLE), "--dry-run", "--engine", "espeak")
    date = dt.date(2026, 3, 2).isoformat()
    rundown = Path("output") / ".work" / date / "rundown.toml"
    text = rundown.read_text("utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title") and "堤" in line)
    rundown.write_text(text.replace(title, 'title = "护林员任重山的一天"'), encoding="utf-8")
    rows = json.loads(run("readings", str(SAMPLE), "--json"))
    assert "任重山" in {row["text"] for row in rows}
