"""After publication: corrected in its place, or taken back, and nothing left behind."""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import re
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.cli import audiopaper
from audiopaper.config import Config, ShowSettings
from audiopaper.daily.daily_run import Day
from audiopaper.errors import InputError, RundownError
from audiopaper.intake import normalise_text
from audiopaper.model import Episode
from audiopaper.pipeline.changed_passages import mark_corrections
from audiopaper.pipeline.correction import (
    correct_episode,
    correction_on,
    drop_story,
    withdraw_episode,
)
from audiopaper.pipeline.page_anchors import keep_anchors
from audiopaper.pipeline.production import Order, produce
from audiopaper.publish.feed import render_feed
from audiopaper.publish.show_notes import describe
from audiopaper.rundown import load_rundown, save_rundown
from audiopaper.runtime import tell_nobody
from audiopaper.say_as import double_braces
from audiopaper.show.episode_record import load_episodes
from audiopaper.show.folder import ShowFolder
from audiopaper.show.publication import check_show, rebuild_feed
from audiopaper.show.sync import copy_show
from audiopaper.timeline import short_clock
from tests.support.builders import make_item, make_rundown
from tests.support.corrected_show import (
    SECOND,
    THIRD,
    change,
    config,  # noqa: F401
    correct,
    make,
    rundown_of,
)
from tests.support.daily_show import SIX, days, deliver, page_of, run
from tests.support.episode_folders import make_episode
from tests.support.sample_edition import PAGE, public_state


def _episode_of(*stories: tuple[str, str]) -> Episode:
    episode = make_episode(date=SECOND)
    story, cue = episode.stories[0], episode.cues[0]
    return replace(
        episode,
        stories=tuple(replace(story, title=t, chapter=n) for n, (t, _) in enumerate(stories)),
        cues=tuple(
            replace(cue, text=text, chapter=n)
            for n, (title, body) in enumerate(stories)
            for text in (title, *body.split("|"))
        ),
    )


BRIDGE, TEA = ("新桥通车", "甲。"), ("茶厂改建", "乙。")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            [BRIDGE, TEA],
            [BRIDGE, ("茶厂提前改建", "乙。")],
            "修改标题《茶厂改建》为《茶厂提前改建》",
        ),
        (
            [("改建", "乙。|丙。|丁。")],
            [("改建完成", "乙。|戊。|丁。")],
            "修改标题《改建》为《改建完成》",
        ),
        (
            [("简讯", "甲。"), ("简讯", "乙。")],
            [("简讯", "丙。"), ("简讯", "乙。")],
            "修改《简讯》",
        ),
        ([("简讯", "甲。"), ("简讯", "乙。")], [("简讯", "乙。")], "撤下《简讯》"),
        ([("简讯", "甲。")], [("简讯", "甲。"), ("简讯", "乙。")], "新增《简讯》"),
        ([BRIDGE], [TEA], "新增《茶厂改建》；撤下《新桥通车》"),
        ([BRIDGE, TEA], [TEA, BRIDGE], "调整了播出次序"),
        ([BRIDGE, TEA], [BRIDGE, TEA], "重新录制"),
    ],
)
def test_listeners_hear_what_has_changed(
    before: list[tuple[str, str]], after: list[tuple[str, str]], said: str
) -> None:
    describe_change = correction_on(THIRD)
    sentence = describe_change(_episode_of(*before), _episode_of(*after))
    assert sentence == f"更正（3月3日）：{said}。"


@pytest.mark.parametrize(
    ("by_hand", "gone"), [(True, "撤下《新桥通车》"), (False, "不再播报《新桥通车》")]
)
def test_only_what_somebody_took_out_is_withdrawn(by_hand: bool, gone: str) -> None:
    describe_change = correction_on(THIRD, by_hand=by_hand)
    before, after = _episode_of(("新桥通车", "甲。")), _episode_of(("茶厂改建", "乙。"))
    assert describe_change(before, after) == f"更正（3月3日）：新增《茶厂改建》；{gone}。"


def entries(config: Config) -> list[feedparser.FeedParserDict]:
    feed = feedparser.parse((config.folder / "output" / "feed.xml").read_bytes())
    assert not feed.bozo
    return list(feed.entries)


def test_a_correction_keeps_what_apps_know_an_episode_by(config: Config) -> None:
    before = make(config)
    (old,) = entries(config)
    more = "一万三千册图书，还有近百种旧报刊的合订本、全县各乡镇的地图和三代茶工留下来的手写账簿"
    change(rundown_of(config), "三万册图书", more)
    after = correct(config, note="图书是一万三千册")
    (new,) = entries(config)
    assert (new.id, new.published, new.enclosures[0].href) == (
        old.id,
        old.published,
        old.enclosures[0].href,
    )
    assert int(new.enclosures[0].length) == after.audio_bytes != before.audio_bytes
    assert after.duration_ms > before.duration_ms
    folder = config.folder / "output/episodes/2026-03-02"
    assert "一万三千册" in (folder / "transcript.txt").read_text("utf-8")
    assert after.corrections == ("更正（3月3日）：图书是一万三千册。",)
    (cue,) = [cue for cue in after.cues if cue.correction]
    assert "一万三千册" in cue.text
    said = f"更正（3月3日）：图书是一万三千册。 {short_clock(cue.start_ms)} 此处更正"
    assert said in new.description
    assert said in new.content[0].value
    newest = json.loads((config.folder / "output" / "latest.json").read_text("utf-8"))
    assert [c["starts"] for c in newest["corrections"]] == [[cue.start_ms / 1000]]
    assert check_show(config) == ()


def test_a_correction_of_a_reading_alone_is_marked_where_it_is_heard() -> None:
    before = make_episode()
    cues = list(before.cues)
    cues[2] = replace(cues[2], end_ms=cues[2].end_ms - 40)
    after = mark_corrections(before, replace(before, cues=tuple(cues)), 1)
    assert [cue.correction for cue in after] == [0, 0, 1, 0, 0]
    # A later correction elsewhere keeps the mark.
    cues[4] = replace(cues[4], text="农机下了田。")
    again = mark_corrections(replace(before, cues=after), replace(before, cues=tuple(cues)), 2)
    assert [cue.correction for cue in again] == [0, 0, 1, 0, 2]


def test_another_voice_is_no_correction_of_each_sentence() -> None:
    before = make_episode()
    slower = tuple(replace(cue, end_ms=cue.end_ms + 30) for cue in before.cues)
    marked = mark_corrections(before, replace(before, cues=slower), 1)
    assert [cue.correction for cue in marked] == [0] * 5


def built(config: Config) -> dt.datetime:
    text = (config.folder / "output" / "feed.xml").read_text("utf-8")
    told = ET.fromstring(text).findtext("channel/lastBuildDate") or ""
    return email.utils.parsedate_to_datetime(told)


def test_the_feeds_last_change_moves_with_a_correction_and_never_goes_back(
    config: Config,
) -> None:
    make(config)
    make(config, 3)
    before = built(config)
    change(rundown_of(config), "三万册图书", "一万三千册图书")
    # Before the feed's newest date of publication: the clock is one, and time goes on.
    early = dt.datetime.fromisoformat("2026-03-02T20:00:00+00:00")
    correct_episode(config, SECOND, today=THIRD, tell=tell_nobody, now=early)
    assert built(config) > before
    change(rundown_of(config), "一万三千册图书", "三万册图书")
    later = dt.datetime.fromisoformat("2026-03-03T01:02:03.456+00:00")
    correct_episode(config, SECOND, today=THIRD, tell=tell_nobody, now=later)
    assert built(config).isoformat() == "2026-03-03T09:02:03+08:00"
    feed = (config.folder / "output" / "feed.xml").read_bytes()
    rebuild_feed(config)
    assert (config.folder / "output" / "feed.xml").read_bytes() == feed
    for day in (SECOND, THIRD):
        withdraw_episode(config, day)
    make(config, 1)
    assert built(config).isoformat() == "2026-03-03T09:02:03+08:00"
    assert check_show(config) == ()


def test_a_correction_without_a_note_tells_what_is_other(config: Config) -> None:
    make(config)
    change(rundown_of(config), "三万册图书", "一万三千册图书")
    assert correct(config).corrections == ("更正（3月3日）：修改《老茶厂改成图书馆》。",)


def test_correcting_nothing_changes_nothing(config: Config) -> None:
    make(config)
    before = public_state(config.folder / "output")
    made = correct_episode(config, SECOND, today=THIRD, tell=tell_nobody)
    assert made.same
    assert public_state(config.folder / "output") == before


def test_a_correction_keeps_what_the_report_says_of_the_pages(config: Config) -> None:
    path = config.folder / "01.txt"
    path.write_text(PAGE.replace("三万册图书", "三万册图书，书架己经装满"), "utf-8")
    produce(Order(paths=(path,)), config, tell_nobody)
    report = rundown_of(config).with_name("report.json")
    before = json.loads(report.read_text("utf-8"))
    assert [row["kind"] for row in before["doubtful_text"]] == ["look-alike"]
    change(rundown_of(config), "票价2元", "票价3元")
    for _ in range(2):
        correct(config)
        after = json.loads(report.read_text("utf-8"))
        of_pages = ("pages", "articles", "doubtful_text", "repairs", "furniture")
        assert [after.get(key, []) for key in of_pages] == [before[key] for key in of_pages]
    assert "Doubtful text" in report.with_suffix(".html").read_text("utf-8")


def test_a_damaged_report_stops_no_correction(config: Config) -> None:
    make(config)
    change(rundown_of(config), "票价2元", "票价3元")
    rundown_of(config).with_name("report.json").write_text("{", "utf-8")
    assert correct(config).corrections


def test_a_second_correction_keeps_the_word_of_the_first(config: Config) -> None:
    make(config)
    change(rundown_of(config), "三万册图书", "一万三千册图书")
    correct(config, note="甲")
    change(rundown_of(config), "票价2元", "票价3元")
    assert correct(config, note="乙").corrections == (
        "更正（3月3日）：甲。",
        "更正（3月3日）：乙。",
    )
    # The same pages once more, by hand: what was said stays said.
    assert len(make(config).corrections) == 2


def test_what_is_not_public_cannot_be_corrected(config: Config) -> None:
    with pytest.raises(InputError, match="no episode of 2026-03-02 is public"):
        correct(config)
    make(config, hold=True)
    with pytest.raises(InputError, match="no episode of 2026-03-02 is public"):
        correct(config)


def test_a_day_without_an_episode_is_refused_with_the_public_days_and_nothing_is_asked(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(config.folder)
    make(config)
    done = CliRunner().invoke(audiopaper, ["withdraw", "2026-03-05"])
    assert isinstance(done.exception, InputError)
    assert "2026-03-02" in done.exception.remedy
    assert "?" not in done.output


def test_a_story_is_withdrawn_from_episode_and_rundown(config: Config) -> None:
    before = make(config)
    path = rundown_of(config)
    path.write_text("# 编辑的话\n" + path.read_text("utf-8"), "utf-8")
    title = before.stories[1].title
    made = correct_episode(config, SECOND, without=2, today=THIRD, tell=tell_nobody)
    assert [s.title for s in made.episode.stories] == [before.stories[0].title]
    assert made.episode.guid == before.guid
    assert made.episode.corrections == (f"更正（3月3日）：撤下《{title}》。",)
    assert path.read_text("utf-8").startswith("# 编辑的话\n")
    folder = config.folder / "output"
    for file in folder.rglob("*"):
        if file.is_file() and ".work" not in file.parts and file.suffix in {".txt", ".vtt"}:
            assert "老茶厂" not in file.read_text("utf-8") or "老茶厂" not in title
    assert check_show(config) == ()
    with pytest.raises(RundownError, match="the only story"):
        correct_episode(config, SECOND, without=1, today=THIRD, tell=tell_nobody)
    with pytest.raises(InputError, match="has 1 stories, no 2"):
        correct_episode(config, SECOND, without=2, today=THIRD, tell=tell_nobody)


def anchors(config: Config) -> dict[str, str]:
    """Where the page, the chapters and the search lead to each story: the fragment by title."""
    folder = config.folder / "output"
    page = (folder / "episodes/2026-03-02/index.html").read_text("utf-8")
    parts = re.findall(r'<article id="(c\d+)".*?<h3>(.*?)</h3>', page, re.DOTALL)
    shown = {re.sub("<a.*?</a>|<.*?>", "", heading): anchor for anchor, heading in parts}
    chapters = json.loads((folder / "episodes/2026-03-02/chapters.json").read_bytes())["chapters"]
    linked = {c["title"]: c["url"].partition("#")[2] for c in chapters if "url" in c}
    (episode,) = json.loads((folder / "search/2026-03.json").read_bytes())
    searched = {story["title"]: story["place"] for story in episode["stories"]}
    assert len(set(shown.values())) == len(shown)
    assert {title: shown[title] for title in searched} == searched
    assert {title: linked[title] for title in searched if linked} == (searched if linked else {})
    return searched


BRIDGE, FERRY, SCHOOL, WELL = "渡口修桥", "轮渡停航", "小学开学", "古井清淤"
STORIES = {
    BRIDGE: "河埠头的新桥昨日动工，桥长二百米，两年后完工。\n工地每晚十点停工。",
    FERRY: "白沙岛轮渡因大风停航一天，今晨六点恢复。\n退票到码头售票处。",
    SCHOOL: "港务子弟小学今天开学，新生一百二十人。\n校门口那条路早晚各禁行半小时。",
    WELL: "老街的古井清淤完毕，井水化验合格。\n居民可以照旧打水。",
}


def write_stories(config: Config, *titles: str, **texts: str) -> None:
    """Put stories into the rundown of 2 March, in that order, in place of those it has."""
    rundown = load_rundown(rundown_of(config), presenters=("lan", "song"))
    texts = STORIES | texts
    stories = [make_item(title=title, text=texts[title], byline=()) for title in titles]
    others = [item for item in rundown.items if item.kind != "story"]
    items = (*others[:-1], *stories, others[-1])
    save_rundown(rundown_of(config), replace(rundown, items=items))


def test_an_address_leads_to_its_story_whatever_is_withdrawn_moved_or_added(
    config: Config,
) -> None:
    show = replace(config.show, base_url="https://tingbao.example/")
    config = replace(config, show=show)
    make(config)
    write_stories(config, BRIDGE, FERRY, SCHOOL)
    correct(config)
    before = anchors(config)
    correct_episode(config, SECOND, without=2, today=THIRD, tell=tell_nobody)
    assert anchors(config) == {title: before[title] for title in (BRIDGE, SCHOOL)}
    # The number of a story that was withdrawn is nobody's.
    write_stories(config, WELL, SCHOOL, BRIDGE)
    correct(config)
    moved = anchors(config)
    assert {title: moved[title] for title in (BRIDGE, SCHOOL)} == {
        title: before[title] for title in (BRIDGE, SCHOOL)
    }
    assert moved[WELL] not in before.values()
    rebuild_feed(config)
    assert anchors(config) == moved
    assert check_show(config) == ()


@pytest.mark.parametrize(
    ("title", "text"),
    [
        pytest.param("小学今日开学", STORIES[SCHOOL], id="another-headline"),
        pytest.param(SCHOOL, "开学推迟到下周一。", id="another-text"),
        pytest.param(
            "小学开学，新生130人", STORIES[SCHOOL].replace("一百二十", "一百三十"), id="both"
        ),
    ],
)
def test_a_story_that_is_corrected_keeps_its_address(config: Config, title: str, text: str) -> None:
    make(config)
    write_stories(config, BRIDGE, FERRY, SCHOOL)
    correct(config)
    before = anchors(config)
    write_stories(config, title, FERRY, **{title: text})
    correct(config)
    assert anchors(config) == {title: before[SCHOOL], FERRY: before[FERRY]}


def test_an_episode_that_is_made_again_as_it_was_has_the_addresses_of_positions() -> None:
    before = make_episode()
    assert keep_anchors(before, before) == ((), 0)
    assert [before.anchor(n) for n in range(3)] == ["c1", "c2", "c3"]
    # What an earlier version has numbered stays, even if all of it is there again.
    numbered = replace(before, anchors=(1, 4, 2), last_anchor=5)
    assert keep_anchors(numbered, before) == ((1, 4, 2), 5)
    with pytest.raises(ValueError, match="anchor"):
        replace(before, anchors=(1, 2))


@given(st.text())
def test_any_note_is_one_line_of_a_feed_that_parses(note: str) -> None:
    line = correction_on(THIRD, note)(make_episode(), make_episode())
    assert line.startswith("更正（3月3日）：")
    assert line.endswith("。")
    corrected = make_episode(corrections=(line,))
    lines = describe(corrected).split("\n")
    assert len(lines) == len(describe(make_episode()).split("\n")) + 1
    assert lines[1].startswith("更正（3月3日）")
    (item,) = ET.fromstring(render_feed(ShowSettings(), [corrected], cover=None)).iter("item")
    assert "更正（3月3日）" in (item.findtext("description") or "")


PRINTED = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=30
).filter(lambda text: normalise_text(text).strip())


@given(
    st.lists(st.tuples(PRINTED, PRINTED), min_size=2, max_size=4),
    st.integers(0, 3),
    st.sampled_from(["", "# 编辑的话：先播这条", '# """ [[items]]']),
)
def test_dropping_a_story_leaves_all_else_in_its_rundown_as_it_was(
    told: list[tuple[str, str]], number: int, comment: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rundown.toml"
        items = [
            make_item(title=title, text=double_braces(normalise_text(text))) for title, text in told
        ]
        save_rundown(path, make_rundown(*items))
        text = path.read_text("utf-8")
        path.write_text(f"{text}{comment}\n", "utf-8")
        before = load_rundown(path, presenters=["lan"])
        titles = [item.title for item in before.items]
        at = number % len(titles)
        drop_story(path, titles[at], titles[: at + 1].count(titles[at]), presenters=["lan"])
        after = load_rundown(path, presenters=["lan"])
        assert after.items[at] == replace(before.items[at], drop=True)
        assert [i for n, i in enumerate(after.items) if n != at] == [
            i for n, i in enumerate(before.items) if n != at
        ]
        lines = path.read_text("utf-8").split("\n")
        assert [line for line in lines if line != "drop = true"] == f"{text}{comment}\n".split("\n")


def test_a_withdrawn_episode_is_gone_everywhere_and_stays_gone(config: Config) -> None:
    www = config.folder / "www"
    config = replace(config, publish=replace(config.publish, target=str(www)))
    deliver(config, "2026-03-01", {"01.txt": page_of(1)})
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    run(config)
    assert (www / "episodes" / "2026-03-02").is_dir()
    withdraw_episode(config, SECOND)
    assert days(config) == ["2026-03-01"]
    assert len(entries(config)) == 1
    assert not (config.folder / "output/episodes/2026-03-02").exists()
    assert "2026-03-02" not in (config.folder / "output/index.html").read_text("utf-8")
    assert check_show(config) == ()
    assert run(config, SIX + dt.timedelta(hours=1)) == Day()
    rebuild_feed(config)
    assert len(entries(config)) == 1


def test_the_last_episode_can_be_withdrawn_too(config: Config) -> None:
    make(config)
    withdraw_episode(config, SECOND)
    assert entries(config) == []
    assert check_show(config) == ()
    again = make(config)
    assert [e.id for e in entries(config)] == [again.guid]


def test_a_withdrawn_episode_is_made_again_only_by_its_name(config: Config) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    run(config)
    withdraw_episode(config, SECOND)
    with pytest.raises(InputError) as refused:
        produce(Order(), config, tell_nobody)
    assert refused.value.remedy.endswith("audiopaper produce --date 2026-03-02")
    assert entries(config) == []
    made = produce(Order(date=SECOND), config, tell_nobody)
    assert any("to take it back: audiopaper withdraw 2026-03-02" in w for w in made.warnings)
    assert len(entries(config)) == 1


def test_a_further_edition_follows_the_first_one_whichever_is_made_first(config: Config) -> None:
    path = config.folder / "evening.txt"
    path.write_text(PAGE.replace("三万册", "四万册"), "utf-8")
    further = produce(Order(paths=(path,), edition="evening"), config, tell_nobody)
    assert any('evening = "晚报"' in warning for warning in further.warnings)
    make(config)
    extra = produce(Order(paths=(path,), edition="extra"), config, tell_nobody)
    episodes = {e.edition: e for e in load_episodes(ShowFolder(config.folder / "output"))}
    assert extra.episode is not None
    first, evening, third = (episodes[name].published for name in ("", "evening", "extra"))
    assert first is not None
    assert evening == first + dt.timedelta(hours=1)
    assert third == first + dt.timedelta(hours=2)


def test_nothing_of_a_withdrawn_episode_stands_in_files_of_the_show(config: Config) -> None:
    www = config.folder / "www"
    config = replace(config, publish=replace(config.publish, target=str(www)))
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    run(config)
    (config.folder / "output/search/ours.json").write_text("[]", "utf-8")
    title = entries(config)[0].title
    for folder in (config.folder / "output", www):
        assert title in (folder / "search/2026-03.json").read_text("utf-8")
        assert title in (folder / "latest.json").read_text("utf-8")
    withdraw_episode(config, SECOND)
    copy_show(config, str(www), dry_run=False, tell=tell_nobody)
    for folder in (config.folder / "output", www):
        public = [p for p in folder.rglob("*") if p.is_file() and ".work" not in p.parts]
        assert [p.name for p in public if title.encode() in p.read_bytes()] == []
    assert (config.folder / "output/search/ours.json").is_file(), "which is not the program's"
    make(config)
    copy_show(config, str(www), dry_run=False, tell=tell_nobody)
    assert title in (www / "search/2026-03.json").read_text("utf-8")


def test_a_held_episode_is_given_up(config: Config) -> None:
    make(config, hold=True)
    withdraw_episode(config, SECOND)
    assert not (config.folder / "output/.work/2026-03-02/episode").exists()


def test_a_further_edition_is_corrected_and_withdrawn_by_its_name(config: Config) -> None:
    make(config)
    path = config.folder / "evening.txt"
    path.write_text(PAGE.replace("三万册", "四万册"), "utf-8")
    produce(Order(paths=(path,), edition="evening"), config, tell_nobody)
    assert len({entry.id for entry in entries(config)}) == 2
    change(rundown_of(config, "2026-03-02-evening"), "票价2元", "票价3元")
    made = correct_episode(config, SECOND, today=THIRD, tell=tell_nobody, edition="evening")
    assert made.episode.key == "2026-03-02-evening"
    assert made.episode.audio == "qingchuan-2026-03-02-evening.mp3"
    assert check_show(config) == ()
    with pytest.raises(InputError) as unknown:
        withdraw_episode(config, SECOND, "night")
    assert "2026-03-02 --edition evening, 2026-03-02;" in unknown.value.remedy
    withdraw_episode(config, SECOND, "evening")
    assert [e.key for e in load_episodes(ShowFolder(config.folder / "output"))] == ["2026-03-02"]


def test_a_corrected_audio_file_is_replaced_just_before_the_feed(config: Config) -> None:
    www = config.folder / "www"
    config = replace(config, publish=replace(config.publish, target=str(www)))
    make(config)
    order: list[str] = []

    def copy() -> tuple[str, ...]:
        return copy_show(config, str(www), dry_run=False, tell=tell_nobody).sent

    audio = "episodes/2026-03-02/qingchuan-2026-03-02.mp3"
    assert copy()[0] == audio, "new audio goes before what leads to it"
    change(rundown_of(config), "三万册图书", "一万三千册图书")
    real = Path.replace

    def noted(path: Path, target: Path) -> Path:
        if ".work" not in target.parts:
            order.append(target.name)
        return real(path, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", noted)
        correct(config)
    assert order[-3:] == ["qingchuan-2026-03-02.mp3", "episode.json", "feed.xml"]
    assert {"transcript.vtt", "index.html"} <= set(order[:-3])
    assert copy()[-3:] == (audio, "feed.json", "feed.xml")


def test_the_commands_say_what_they_did_and_copy_at_once(config: Config) -> None:
    www = config.folder / "www"
    with (config.folder / "config.toml").open("a", encoding="utf-8") as file:
        file.write(f'[publish]\ntarget = "{www}"\n')
    make(config)
    make(config, 3)
    change(rundown_of(config), "三万册图书", "一万三千册图书")
    runner = CliRunner()
    corrected = runner.invoke(audiopaper, ["correct", "2026-03-02", "--note", "一万三千册"])
    assert corrected.exit_code == 0, corrected.output
    assert "：一万三千册。" in corrected.stdout
    assert "sent" in corrected.stdout
    assert "一万三千册" in (www / "episodes/2026-03-02/transcript.txt").read_text("utf-8")
    withdrawn = runner.invoke(audiopaper, ["withdraw", "2026-03-02", "--yes"])
    assert withdrawn.exit_code == 0, withdrawn.output
    assert not list((www / "episodes/2026-03-02").glob("*"))
    assert len(feedparser.parse((www / "feed.xml").read_bytes()).entries) == 1


def folder_state(config: Config) -> dict[str, str]:
    return public_state(config.folder / "output")


OTHER_SHOW = [
    pytest.param({"base_url": "https://ting.example.net/pod/"}, id="address"),
    pytest.param({"author": "柳河电台"}, id="author"),
    pytest.param({"title": "听柳河"}, id="title"),
    pytest.param({"website": "https://liuhe.example.org/"}, id="website"),
    pytest.param({"id": "liuhe"}, id="id"),
]


def with_show(config: Config, changes: dict[str, str]) -> Config:
    return replace(config, show=replace(config.show, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("changes", OTHER_SHOW)
def test_another_tag_alone_is_nothing_to_correct(config: Config, changes: dict[str, str]) -> None:
    make(config)
    before = folder_state(config)
    made = correct_episode(with_show(config, changes), SECOND, today=THIRD, tell=tell_nobody)
    assert (made.same, made.episode.corrections, made.held) == (True, (), "")
    assert folder_state(config) == before
    assert not rundown_of(config).with_name("making").exists()


def test_another_template_of_titles_is_nothing_to_correct(config: Config) -> None:
    make(config)
    before = folder_state(config)
    other = replace(config, episode=replace(config.episode, title="{paper}{year}{date}"))
    for changed in (other, replace(other, publish=replace(other.publish, hold=True))):
        made = correct_episode(changed, SECOND, today=THIRD, tell=tell_nobody, note="没有改动")
        assert (made.same, made.episode.corrections, made.held) == (True, (), "")
        assert folder_state(config) == before
    # By hand it is made again as it is to be, and the producer is told.
    path = config.folder / "pages2" / "01.txt"
    outcome = produce(Order(paths=(path,)), other, tell_nobody)
    assert outcome.episode is not None
    assert outcome.episode.title == "青川日报2026年3月2日"
    assert any("0 of" in warning for warning in outcome.warnings)


@pytest.mark.parametrize("changes", OTHER_SHOW)
def test_a_correction_is_announced_whatever_else_changed(
    config: Config, changes: dict[str, str]
) -> None:
    before = make(config)
    change(rundown_of(config), "三万册图书", "一万三千册图书")
    changed = with_show(config, changes)
    made = correct_episode(changed, SECOND, today=THIRD, tell=tell_nobody)
    assert (made.same, len(made.episode.corrections)) == (False, 1)
    assert (made.episode.guid, made.episode.audio) == (before.guid, before.audio)
    rebuild_feed(changed)
    # Only a changed id is named, since the next day would be published under another one.
    assert [finding.place for finding in check_show(changed)] == ["config.toml"] * ("id" in changes)


def test_another_spelling_that_sounds_the_same_is_a_correction(config: Config) -> None:
    make(config)
    change(rundown_of(config), "票价2元", "票价二元")
    assert correct(config).corrections


def test_a_published_day_keeps_its_guid_under_another_id(config: Config) -> None:
    before = make(config)
    other = with_show(config, {"id": "liuhe"})
    after = correct_episode(other, SECOND, today=THIRD, tell=tell_nobody, without=1).episode
    assert (after.guid, after.audio) == (before.guid, before.audio)
    # Taken back and made again it is the same day to apps.
    withdraw_episode(other, SECOND)
    assert make(other).guid == before.guid
    assert check_show(other) == ()


def replaced(config: Config, **changes: object) -> list[str]:
    path = config.folder / "pages2" / "01.txt"
    order = replace(Order(paths=(path,)), **changes)  # type: ignore[arg-type]
    warnings = produce(order, config, tell_nobody).warnings
    return [warning for warning in warnings if "was public" in warning]


def test_a_public_day_that_is_made_anew_by_hand_is_named(config: Config) -> None:
    make(config)
    assert replaced(config) == []
    change(rundown_of(config), "三万册图书", "一万三千册图书")
    # What is held replaces nothing, and a dry run makes nothing.
    assert replaced(config, hold=True) == []
    assert replaced(config, dry_run=True) == []
    (config.folder / "output/.work/2026-03-02/hold.txt").unlink()
    (warning,) = replaced(config)
    assert re.match(r"2026-03-02 was public, and its audio was replaced .*: [01] of \d+", warning)
    change(rundown_of(config), "票价2元", "票价3元")
    assert replaced(config, correction=correction_on(THIRD)) == []
    for clip in (config.folder / "output/.work/cache").rglob("*.*"):
        clip.unlink(missing_ok=True)
    change(rundown_of(config), "票价3元", "票价4元")
    (warning,) = replaced(config)
    (new, count) = re.findall(r"(\d+) of (\d+)", warning)[0]
    assert 0 < int(new) <= int(count)
