from __future__ import annotations

import datetime as dt
import html.parser
import itertools
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiopaper.config import ShowSettings
from audiopaper.errors import ConfigError
from audiopaper.model import Cue, Episode, Story
from audiopaper.publish.page_strings import load_words
from audiopaper.publish.site import render_site
from audiopaper.publish.site_files import ICON_SIZES, icon_name
from audiopaper.publish.template_values import keep_whole
from tests import HANG_S
from tests.support.episode_folders import make_episode
from tests.support.feed_values import HOSTILE, SHOW, with_text
from tests.support.paths import PACKAGE

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
    assert '<p class="para">全长1200米。双向六车道。</p>' in page
    assert "<h4>桥下有船</h4>" in page
    assert '<p class="para">Boats pass. They wait.</p>' in page
    assert page.count("青川大桥通车</h3>") == 1


def test_no_line_of_a_page_ends_inside_a_name_or_a_date() -> None:
    episode = told()
    cues = tuple(
        replace(cue, text="3月2日高岚<b>走了。", names=("高岚",)) if cue.start_ms == 12_000 else cue
        for cue in episode.cues
    )
    pages = site(replace(episode, cues=cues, title="高岚到青川"))
    whole = '<span class="n">高岚</span>'
    told_page = pages[EPISODE_PAGE].decode()
    assert f'<span class="n">3月2日</span>{whole}&lt;b&gt;走了。' in told_page
    assert f"{whole}到青川</h1>" in told_page
    assert f"{whole}到青川</a>" in pages["index.html"].decode()


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
    assert '<p class="para">全长1200米。</p>' in page


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
        data = [e for e in reader.all("script") if e.get("type") == "application/ld+json"]
        elements = [e for e in reader.all("script", "img", "audio", "iframe") if e not in data]
        loaded = [e.get("src") for e in elements]
        loaded += [e.get("href") for e in reader.all("link") if e.get("rel") != "canonical"]
        assert loaded
        assert not [a for a in loaded if a is None or re.match(r"\w+:|//", a)]
        assert not [e for t, e in reader.elements if t == "style" or "style" in e]
        assert not [e for _, e in reader.elements if any(k.startswith("on") for k in e)]


def test_every_link_inside_the_site_leads_to_a_file_that_there_is() -> None:
    episodes = [told(), make_episode(date=dt.date(2026, 3, 3))]
    files = site(*episodes)
    known = {
        *files,
        *("cover.jpg", "feed.xml", "feed.json", "assets/cover.jpg"),
        *map(icon_name, ICON_SIZES),
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
    assert {"deck", "resumed", "hint", "copy-here"} <= hidden


def test_a_page_asks_for_the_new_audio_of_a_corrected_episode_under_its_old_name() -> None:
    corrected = dt.datetime.fromisoformat("2026-03-03T09:30:00+08:00")
    episode = replace(told(), corrected=corrected, corrections=("3月3日更正：桥长1300米。",))
    episode = replace(episode, cues=(*episode.cues[:-1], replace(episode.cues[-1], correction=1)))
    files = site(episode)
    for name in ("index.html", EPISODE_PAGE):
        elements = Reader(files[name]).elements
        addresses = [e.get("href") or e.get("src") or "" for _, e in elements]
        addresses += [e.get("data-audio") or "" for _, e in elements if e.get("id") == "offline"]
        loaded = [address for address in addresses if ".mp3" in address]
        assert loaded
        assert [a for a in loaded if ".mp3?v=20260303093000" not in a] == []
        # A browser remembers places under the name, which a correction does not change.
        names = [e["data-audio"] for _, e in elements if e.get("class") in ("newest", "entry")]
        names += [e["data-name"] for _, e in elements if e.get("id") == "deck"]
        assert names == [episode.audio]


def test_the_page_opens_with_the_newest_episode_and_a_way_to_play_it() -> None:
    days = [make_episode(date=dt.date(2026, 3, day)) for day in (2, 4, 3)]
    index = site(*days)["index.html"].decode()
    newest, play, subscribe, older = (
        index.index(mark)
        for mark in (
            "2026年3月4日",
            'href="episodes/2026-03-04/index.html#play"',
            'href="subscribe.html"',
            'id="episodes"',
        )
    )
    assert newest < play < subscribe < older


def test_older_episodes_stand_under_their_months() -> None:
    days = [dt.date(2026, 3, 4), dt.date(2026, 3, 3), dt.date(2026, 2, 27), dt.date(2026, 1, 5)]
    index = site(*(make_episode(date=day) for day in days), newest=2)["index.html"].decode()
    assert index.count('<article class="entry"') == 1
    marks = (
        "2026年3月4日",
        "2026年3月3日",
        ZH["older"],
        "2026年2月</",
        "2026年2月27日",
        "2026年1月</",
    )
    positions = [index.index(mark) for mark in marks]
    assert positions == sorted(positions)


def test_a_show_without_an_episode_has_a_page() -> None:
    files = render_site(SHOW, [], words=ZH, newest=60)
    assert ZH["no_episodes"] in files["index.html"].decode()
    assert "subscribe.html" in files


def test_neighbours_are_linked_and_the_ends_have_one() -> None:
    files = site(*(make_episode(date=dt.date(2026, 3, day)) for day in (2, 3, 4)))
    middle = files["episodes/2026-03-03/index.html"].decode()
    assert 'rel="next" href="../2026-03-04/index.html"' in middle
    assert 'rel="prev" href="../2026-03-02/index.html"' in middle
    assert 'rel="next"' not in files["episodes/2026-03-04/index.html"].decode()


def test_the_subscription_page_leads_to_each_app_and_says_what_to_do() -> None:
    files = site()
    page = files["subscribe.html"].decode()
    links = [a["href"] or "" for a in Reader(files["subscribe.html"]).all("a")]
    encoded = "https%3A%2F%2Ftingbao.example%2Fshow%2Ffeed.xml"
    assert f"https://antennapod.org/deeplink/subscribe?url={encoded}" in links
    assert "pktc://subscribe/tingbao.example/show/feed.xml" in links
    assert f"https://podcastaddict.com/feed/{encoded}" in links
    assert f"https://player.fm/subscribe?id={encoded}" in links
    assert f"overcast://x-callback-url/add?url={encoded}" in links
    assert "podcast://tingbao.example/show/feed.xml" in links
    assert "https://tingbao.example/show/feed.xml" in links
    assert ZH["subscribe_step_paste"] in page
    assert files["assets/subscribe.svg"].startswith(b"<svg")
    assert 'href="subscribe.html"' in files["index.html"].decode()


def test_numbers_in_directories_lead_to_the_shows_own_pages_there() -> None:
    show = replace(SHOW, directories={"apple": "123", "xiaoyuzhou": "65aB", "spotify": "x9"})
    links = [a["href"] for a in Reader(site(show=show)["subscribe.html"]).all("a")]
    assert "https://podcasts.apple.com/podcast/id123" in links
    assert "https://www.xiaoyuzhoufm.com/podcast/65aB" in links
    assert "https://open.spotify.com/show/x9" in links


@pytest.mark.parametrize("directories", [{"itunes": "1"}, {"apple": "1/../2"}, {"apple": ""}])
def test_a_directory_that_is_not_known_or_no_number_is_refused(
    directories: dict[str, str],
) -> None:
    with pytest.raises(ValueError, match="director"):
        replace(SHOW, directories=directories)


def test_a_show_on_this_machine_alone_shows_no_code_that_a_phone_cannot_follow() -> None:
    files = site(show=replace(SHOW, base_url="http://127.0.0.1:8000/"))
    assert "assets/subscribe.svg" not in files
    assert ZH["subscribe_local"] in files["subscribe.html"].decode()
    assert b"og:url" not in files[EPISODE_PAGE]


def test_what_is_shared_has_a_title_a_picture_and_one_address() -> None:
    reader = Reader(site(told())[EPISODE_PAGE])
    tags = {e["property"]: e["content"] for e in reader.all("meta") if "property" in e}
    base = "https://tingbao.example/show/"
    assert tags["og:url"] == base + EPISODE_PAGE
    assert tags["og:image"] == base + "assets/cover.jpg"
    assert tags["og:audio"] == f"{base}episodes/2026-03-02/qingchuan-2026-03-02.mp3"
    (canonical,) = [e for e in reader.all("link") if e.get("rel") == "canonical"]
    assert canonical["href"] == tags["og:url"]


@pytest.mark.parametrize(
    "said", ["青川大桥", "</script><script>alert(1)</script>", "<!--", "&amp;"]
)
def test_search_engines_read_the_episode_and_no_text_ends_its_description(said: str) -> None:
    page = site(with_text(said))[EPISODE_PAGE].decode()
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    document = json.loads(data)
    assert document["@type"] == "PodcastEpisode"
    assert document["associatedMedia"]["encodingFormat"] == "audio/mpeg"
    assert said in str(document)


def test_a_listener_may_write_of_what_was_misread() -> None:
    with_mail = replace(SHOW, owner_email="听报 <editor@tingbao.example>")
    (link,) = [a for a in Reader(site(show=with_mail)[EPISODE_PAGE]).all("a") if "id" in a]
    assert (link["id"], (link["href"] or "")[:30]) == ("contact", "mailto:editor@tingbao.example?")
    without = replace(SHOW, owner_email="")
    assert b"mailto:" not in site(show=without)[EPISODE_PAGE]


def test_corrections_stand_under_the_title() -> None:
    episode = replace(told(), corrections=("3月3日更正：“曾局长”应读“增局长”。",))
    page = site(episode)[EPISODE_PAGE].decode()
    assert page.index("3月3日更正") < page.index('id="player"')


def test_sixty_episodes_of_a_dozen_long_headlines_are_less_than_a_hundred_kilobytes() -> None:
    titles = [f"青川市第{n}小学体育馆落成：周末向附近居民免费开放，38万人受益" for n in range(12)]
    stories = tuple(Story(title=t, pages=(1,), byline=(), chapter=1) for t in titles)
    first = dt.date(2026, 1, 1)
    days = [make_episode(date=first + dt.timedelta(n), stories=stories) for n in range(60)]
    index = site(*days)["index.html"]
    assert len(index) < 100_000
    assert len(re.findall(b"<h3", index)) == 30
    assert len(set(re.findall(rb"episodes/2026-\d\d-\d\d/index.html", index))) == 60


def test_the_map_of_the_site_leads_to_each_page() -> None:
    days = [make_episode(date=dt.date(2026, 3, day)) for day in (1, 2)]
    root = ET.fromstring(site(*days)["sitemap.xml"])
    found = [url[0].text for url in root]
    base = "https://tingbao.example/show/"
    pages = ["", "subscribe.html", *(f"episodes/2026-03-0{d}/index.html" for d in (2, 1))]
    assert found == [base + page for page in pages]
    assert root[3][1].text == "2026-03-01T06:00:00+08:00"
    local = replace(SHOW, base_url="http://127.0.0.1:8000/")
    assert "sitemap.xml" not in site(show=local)


def test_the_manifest_holds_wherever_the_site_stands() -> None:
    files = site()
    manifest = json.loads(files["manifest.webmanifest"])
    assert manifest["name"] == SHOW.title
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"16x16", "192x192", "512x512"}
    addresses = [manifest["start_url"], manifest["scope"], *(i["src"] for i in manifest["icons"])]
    assert not [a for a in addresses if a.startswith(("/", "http"))]


def test_a_months_text_can_be_searched() -> None:
    days = [make_episode(date=dt.date(2026, month, 1)) for month in (2, 3)]
    files = site(*days)
    assert json.loads(files["search/months.json"]) == ["2026-03", "2026-02"]
    (episode,) = json.loads(files["search/2026-02.json"])
    assert episode["path"] in files
    assert [(s["place"], s["text"]) for s in episode["stories"]] == [
        ("c2", "青川大桥通车\n全长1200米。"),
        ("c3", "春耕开始\n农机下田。"),
    ]


def test_a_correction_leads_to_where_it_is_heard_and_back() -> None:
    episode = replace(told(), corrections=("3月3日更正：图书是一万三千册。",))
    cues = [replace(episode.cues[1], start_ms=192_400, correction=1), *episode.cues[2:]]
    page = site(replace(episode, cues=tuple(cues)))[EPISODE_PAGE].decode()
    assert '#t=192.400" data-jump="192400">3:12 此处更正</a>' in page
    assert page.count('href="#correction-1">更正</a>') == 1
    assert 'id="correction-1"' in page


@pytest.mark.parametrize("said", [*HOSTILE, "长" * 10_000, "{{ 7*7 }}", "'\"><img src=x>"])
def test_hostile_text_stays_text_on_every_page(said: str) -> None:
    episode = with_text(said)
    episode = replace(episode, cues=(replace(episode.cues[0], text=f"甲{said}"),))
    files = site(episode, show=replace(SHOW, title=f"听报{said}", copyright=said))
    for name in ("index.html", EPISODE_PAGE):
        reader = Reader(files[name])
        scripts = [e for e in reader.all("script") if e.get("type") != "application/ld+json"]
        assert all((e["src"] or "").endswith(".js") for e in scripts)
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
        told = [pair for pair in told if pair[1].get("class") != "n"]
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
    folder = PACKAGE / "publish"
    used = "".join(p.read_text("utf-8") for p in (folder / "templates").glob("*.*"))
    used += "".join(
        (folder / name).read_text("utf-8") for name in ("site.py", "template_values.py")
    )
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


def test_lines_stay_apart_in_what_search_engines_and_visitors_search() -> None:
    episode = make_episode()
    rows = ("名次 学校 金", "1 东街小学 12", "2 西坪中学 9")
    cues = tuple(
        replace(episode.cues[1], text=text, start_ms=9_020 + n, end_ms=9_021 + n)
        for n, text in enumerate(rows)
    )
    files = site(replace(episode, cues=cues))
    (month,) = json.loads(files["search/2026-03.json"])
    assert month["stories"][0]["text"] == "\n".join(rows)
    page = files["episodes/2026-03-02/index.html"].decode()
    document = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(document)["associatedMedia"]["transcript"] == "\n".join(rows)


@pytest.mark.parametrize(
    ("text", "names", "shown"),
    [
        pytest.param(
            "镇长𬭎卫民说", ("卫民",), '镇长<span class="n">𬭎卫民</span>说', id="surname"
        ),
        pytest.param("高𬀩来了", ("高",), '<span class="n">高𬀩</span>来了', id="given-name"),
        pytest.param("高岚住𬮤镇", ("高岚",), '<span class="n">高岚</span>住𬮤镇', id="elsewhere"),
        pytest.param("1 东街小学", (), "1 东街小学", id="cell-of-a-row"),
    ],
)
def test_a_rare_character_belongs_to_the_name_beside_it(
    text: str, names: tuple[str, ...], shown: str
) -> None:
    assert str(keep_whole(text, names)) == shown


# The service worker with doubles of the cache and the network, each a table by address.
_WORKER_DOUBLE = """
const vm = require("vm"), fs = require("fs");
const base = "https://qingchuan.example/q/", store = new Map(), listeners = {};
let net = {};
const cache = {
  keys: async () => [...store.keys()].map((url) => ({ url })),
  delete: async (request) => store.delete(request.url),
  match: async (address) => store.get(address)?.clone(),
  put: async (address, answer) => { store.set(address, new Response(await answer.blob(), answer)); },
};
const fetchDouble = async (asked) => {
  const text = net[(asked.url ?? asked).replace(base, "")];
  if (text === undefined) throw new TypeError("no network");
  const body = text === "breaks off" ? new ReadableStream({ pull: (c) => c.error(new TypeError("cut")) }) : text;
  return new Response(body, { headers: { ETag: text, "Content-Length": `${text.length}` } });
};
vm.runInNewContext(fs.readFileSync(process.argv[2], "utf8"), {
  self: { registration: { scope: base }, addEventListener: (name, listener) => { listeners[name] = listener; } },
  caches: { open: async () => cache, delete: async () => store.clear() },
  fetch: fetchDouble, URL, Response,
});
const tools = {
  online: (files) => { net = files; },
  save: (names) => new Promise((done) => listeners.message({ data: names, ports: [{ postMessage: done }], waitUntil() {} })),
  open: async (name, headers = {}) => {
    let answer;
    const request = { method: "GET", url: base + name, headers: new Headers(headers) };
    listeners.fetch({ request, respondWith: (promise) => { answer = promise; } });
    try { return await (await answer).text(); } catch { return null; }
  },
};
(async () => console.log(JSON.stringify(await eval(process.argv[3])(tools))))();
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        pytest.param(
            """async ({ online, save, open }) => {
              online({ "index.html": "front 1", "1/index.html": "page 1", "1/a.mp3": "audio 1" });
              const first = await save(["index.html", "1/index.html", "1/a.mp3"]);
              online({ "index.html": "front 2", "2/index.html": "page 2", "2/a.mp3": "breaks off" });
              const second = await save(["index.html", "2/index.html", "2/a.mp3"]);
              online({});
              return [first, second, await open("index.html"), await open("1/index.html"),
                await open("1/a.mp3", { Range: "bytes=0-4" }), await open("2/index.html")];
            }""",
            [True, False, "front 1", "page 1", "audio", None],
            id="yesterdays-episode-stays-until-todays-is-there",
        ),
        pytest.param(
            """async ({ online, save, open }) => {
              online({ "index.html": "front 1", "1/index.html": "page 1", "1/a.mp3": "audio 1" });
              await save(["index.html", "1/index.html", "1/a.mp3"]);
              online({ "index.html": "front 2", "2/index.html": "page 2", "2/a.mp3": "audio 2" });
              const second = await save(["index.html", "2/index.html", "2/a.mp3"]);
              online({});
              return [second, await open("index.html"), await open("2/a.mp3"), await open("1/a.mp3")];
            }""",
            [True, "front 2", "audio 2", None],
            id="todays-replaces-yesterdays",
        ),
        pytest.param(
            """async ({ online, save, open }) => {
              online({ "index.html": "front", "1/index.html": "names a.mp3", "1/a.mp3": "audio" });
              await save(["index.html", "1/index.html", "1/a.mp3"]);
              online({ "1/index.html": "names a.mp3?v=2", "1/a.mp3?v=2": "corrected" });
              const seen = await open("1/index.html");
              online({});
              return [seen, await open("1/index.html"), await open("1/a.mp3")];
            }""",
            ["names a.mp3?v=2", "names a.mp3", "audio"],
            id="a-corrected-page-goes-with-its-audio",
        ),
        pytest.param(
            """async ({ online, save, open }) => {
              online({ "index.html": "front", "1/a.mp3": "audio" });
              await save(["index.html", "1/a.mp3"]);
              online({ "index.html": "front", "1/a.mp3": "corrected" });
              const again = await save(["index.html", "1/a.mp3"]);
              online({});
              return [again, await open(""), await open("1/a.mp3")];
            }""",
            [True, "front", "corrected"],
            id="audio-that-changed-under-its-address",
        ),
    ],
)
def test_what_is_saved_for_offline_is_whole(
    tmp_path: Path, scenario: str, expected: list[object]
) -> None:
    double = tmp_path / "double.js"
    double.write_text(_WORKER_DOUBLE, "utf-8")
    worker = PACKAGE / "publish" / "templates" / "worker.js"
    command = ["node", str(double), str(worker), scenario]
    ended = subprocess.run(command, check=True, capture_output=True, text=True, timeout=HANG_S)
    assert json.loads(ended.stdout) == expected
