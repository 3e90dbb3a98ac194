from __future__ import annotations

import datetime as dt
import html.parser
import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiopaper.config import ShowSettings
from audiopaper.errors import ConfigError
from audiopaper.model import Cue, Episode
from audiopaper.publish.site import render_site
from audiopaper.publish.words import load_words
from tests.test_episodes import make_episode
from tests.test_feed import HOSTILE, SHOW, with_text

ZH = load_words("zh", Path())
EPISODE_PAGE = "episodes/2026-03-02/index.html"


class Reader(html.parser.HTMLParser):
    """What a reader without scripts and styles gets: the elements in order, and the text."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]


def site(*episodes: Episode, show: ShowSettings = SHOW, newest: int = 60) -> dict[str, bytes]:
    return render_site(show, episodes or (make_episode(),), words=ZH, newest=newest)


def told() -> Episode:
    """An episode whose cues know their paragraphs."""

    def cue(start: int, text: str, chapter: int, paragraph: int, role: str = "text") -> Cue:
        return Cue(
            start_ms=start,
            end_ms=start + 900,
            text=text,
            presenter="lan",
            chapter=chapter,
            paragraph=paragraph,
            role=role,  # type: ignore[arg-type]
        )

    return make_episode(
        cues=(
            cue(2_600, "您正在收听听报。", 0, 0, "ident"),
            cue(9_020, "青川大桥通车", 1, 0, "headline"),
            cue(12_000, "全长1200米。", 1, 1),
            cue(13_000, "双向六车道。", 1, 1),
            cue(14_000, "桥下有船", 1, 2, "heading"),
            cue(15_000, "Boats pass.", 1, 3),
            cue(16_000, "They wait.", 1, 3),
            cue(300_270, "春耕开始", 2, 0, "headline"),
            cue(303_000, "农机下田。", 2, 1),
        )
    )


def test_the_text_stands_in_articles_with_headings_and_paragraphs() -> None:
    page = re.sub(r"<span[^>]*>|</span>", "", site(told())[EPISODE_PAGE].decode())
    assert page.count("<article") == 3
    assert "<h3>青川大桥通车</h3>" in page
    assert "<p>全长1200米。双向六车道。</p>" in page
    assert "<h4>桥下有船</h4>" in page
    assert "<p>Boats pass. They wait.</p>" in page
    assert page.count("青川大桥通车</h3>") == 1


def test_people_stand_under_their_roles_and_each_word_in_its_language() -> None:
    episode = told()
    first, *rest = episode.stories
    named = replace(first, byline=("王岚", "林青"), byline_roles=("记者", "通讯员"))
    episode = replace(episode, stories=(named, *rest))
    page = render_site(SHOW, [episode], words=load_words("en", Path()), newest=60)[EPISODE_PAGE]
    assert '<span lang="en">Page 1</span> · <span lang="zh-cn">记者王岚，通讯员林青</span>' in (
        page.decode()
    )


def test_headings_go_down_one_step_at_a_time() -> None:
    for page in ("index.html", EPISODE_PAGE):
        tags = [t for t, _ in Reader(site(told())[page]).elements if re.fullmatch(r"h\d", t)]
        levels = [int(tag[1]) for tag in tags]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


def test_an_episode_made_before_paragraphs_were_told_keeps_its_headlines() -> None:
    page = re.sub(r"<span[^>]*>|</span>", "", site()[EPISODE_PAGE].decode())
    assert "<h3>青川大桥通车</h3>" in page
    assert "<p>全长1200米。</p>" in page


def test_nothing_is_fetched_from_elsewhere_and_the_policy_says_so() -> None:
    for name, page in site(told()).items():
        if not name.endswith(".html"):
            continue
        reader = Reader(page)
        policy = next(
            m["content"] or ""
            for m in reader.all("meta")
            if m.get("http-equiv") == "Content-Security-Policy"
        )
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "http" not in policy
        loaded = [e.get("src") for e in reader.all("script", "img", "audio", "iframe")]
        loaded += [e.get("href") for e in reader.all("link")]
        assert loaded
        assert not [a for a in loaded if a is None or re.match(r"\w+:|//", a)]
        assert not [e for t, e in reader.elements if t == "style" or "style" in e]
        assert not [e for _, e in reader.elements if any(k.startswith("on") for k in e)]


def test_every_link_inside_the_site_leads_to_a_file_that_there_is() -> None:
    episodes = [told(), make_episode(date=dt.date(2026, 3, 3))]
    files = site(*episodes)
    known = {
        *files,
        *("cover.jpg", "feed.xml", "assets/cover.jpg", "assets/icon.jpg"),
        *(
            f"episodes/{e.date}/{name}"
            for e in episodes
            for name in (
                *(e.audio, "chapters.json", "transcript.txt", "transcript.vtt"),
                *("transcript.srt", "transcript.json"),
            )
        ),
    }
    for name, page in files.items():
        if not name.endswith(".html"):
            continue
        for element in Reader(page).elements:
            address = element[1].get("href") or element[1].get("src") or ""
            address = address.split("#")[0]
            if not address or re.match(r"\w+:", address):
                continue
            parts: list[str] = name.split("/")[:-1]
            for part in address.split("/"):
                parts = parts[:-1] if part == ".." else [*parts, part]
            assert "/".join(parts) in known, (name, address)


def test_without_scripts_a_chapter_is_played_by_its_address() -> None:
    reader = Reader(site(told())[EPISODE_PAGE])
    chapters = [a["href"] for a in reader.all("a") if "data-start" in a]
    assert chapters == [
        "qingchuan-2026-03-02.mp3#t=0.000",
        "qingchuan-2026-03-02.mp3#t=9.000",
        "qingchuan-2026-03-02.mp3#t=300.250",
    ]
    (audio,) = reader.all("audio")
    assert "controls" in audio
    # What only scripts make work is hidden until they run.
    hidden = {e.get("id") for e in reader.all("div", "p", "button") if "hidden" in e}
    assert {"controls", "resumed", "hint"} <= hidden


def test_newest_first_and_older_ones_as_links() -> None:
    days = [make_episode(date=dt.date(2026, 3, day)) for day in (2, 4, 3)]
    index = site(*days, newest=2)["index.html"].decode()
    at = [index.index(f"2026年3月{day}日") for day in (4, 3, 2)]
    assert at == sorted(at)
    assert index.count('<article class="entry">') == 2
    assert ZH["older"] in index


def test_neighbours_are_linked_and_the_ends_have_one() -> None:
    files = site(*(make_episode(date=dt.date(2026, 3, day)) for day in (2, 3, 4)))
    middle = files["episodes/2026-03-03/index.html"].decode()
    assert 'rel="next" href="../2026-03-04/index.html"' in middle
    assert 'rel="prev" href="../2026-03-02/index.html"' in middle
    assert 'rel="next"' not in files["episodes/2026-03-04/index.html"].decode()


def test_the_way_to_subscribe_is_told_in_three_forms() -> None:
    files = site()
    index = files["index.html"].decode()
    assert 'href="https://tingbao.example/show/feed.xml"' in index
    assert 'href="podcast://tingbao.example/show/feed.xml"' in index
    assert files["assets/feed.svg"].startswith(b"<svg")


@pytest.mark.parametrize("said", [*HOSTILE, "长" * 10_000, "{{ 7*7 }}", "'\"><img src=x>"])
def test_hostile_text_stays_text_on_every_page(said: str) -> None:
    episode = with_text(said)
    episode = replace(episode, cues=(replace(episode.cues[0], text=f"甲{said}"),))
    files = site(episode, show=replace(SHOW, title=f"听报{said}", copyright=said))
    for name in ("index.html", EPISODE_PAGE):
        reader = Reader(files[name])
        assert len(reader.all("script")) == 1
        assert not [i for i in reader.all("img") if i.get("src") == "x"]
        assert "49" not in files[name].decode() or "49" in said
        visible = " ".join(re.sub("[\x00-\x1f\u202a-\u202e]", "", said).split())
        assert visible in " ".join("".join(reader.text).split())


@settings(max_examples=40)
@given(st.text(max_size=30))
def test_any_text_gives_the_same_elements(said: str) -> None:
    def elements(text: str) -> list[str]:
        # Where nothing is left of a name, its line is left out.
        told = Reader(site(with_text(text))[EPISODE_PAGE]).elements
        return [tag for tag, attributes in told if tag != "p" and "lang" not in attributes]

    assert elements(said) == elements("文")


def test_the_same_episodes_give_the_same_bytes_in_any_order() -> None:
    a, b = make_episode(), make_episode(date=dt.date(2026, 3, 3))
    assert site(a, b) == site(b, a)


def test_both_languages_have_the_same_words_with_the_same_blanks() -> None:
    english = load_words("en", Path())
    assert english.keys() == ZH.keys()
    for key, value in ZH.items():
        assert set(re.findall(r"\{.*?\}", english[key])) == set(re.findall(r"\{.*?\}", value)), key


def test_every_word_is_used_somewhere() -> None:
    folder = Path(__file__).parents[1] / "audiopaper" / "publish"
    used = "".join(p.read_text("utf-8") for p in (folder / "templates").iterdir())
    used += (folder / "site.py").read_text("utf-8")
    downloads = {"transcript_vtt", "transcript_srt", "transcript_json", "transcript_txt"}
    for key in ZH.keys() - downloads - {"chapters_json"}:
        assert f"words.{key}" in used or f'words["{key}"]' in used, key


def test_an_english_page_says_which_language_the_paper_is_in() -> None:
    page = render_site(SHOW, [told()], words=load_words("en", Path()), newest=60)[EPISODE_PAGE]
    reader = Reader(page)
    assert reader.all("html")[0]["lang"] == "en"
    assert {a["lang"] for a in reader.all("article")} == {"zh-cn"}


def test_a_show_may_use_words_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('episodes = "往期"\n', "utf-8")
    words = load_words("own.toml", tmp_path)
    assert (words["episodes"], words["chapters"]) == ("往期", ZH["chapters"])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('episoden = "x"', "no word"),
        ("episodes = 3", "not a text"),
        ('episodes = "{x}"', "not a text"),
        ('minutes = "{minutes"', "not a text"),
        ("episodes = ", "cannot be read"),
    ],
)
def test_wrong_words_are_refused_by_name(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "own.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=problem):
        load_words("own.toml", tmp_path)
