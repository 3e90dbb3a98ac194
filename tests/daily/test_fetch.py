"""What `audiopaper fetch` promises: whole editions, politely, of the common e-papers and feeds."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiopaper.articles import split_articles
from audiopaper.cli import audiopaper
from audiopaper.config import SourceSettings, load_config
from audiopaper.daily.fetch import polite_client
from audiopaper.daily.fetch.epaper_links import page_label
from audiopaper.daily.fetch.fetched_edition import epaper_address, fetch_edition
from audiopaper.daily.fetch.polite_client import PoliteClient
from audiopaper.errors import ConfigError, InputError
from audiopaper.pages import read_edition
from audiopaper.show.inbox import find_deliveries
from tests.support.epaper_server import HEADLINES, SYSTEMS, EpaperServer, article, serve_epaper

DAY = dt.date(2026, 3, 4)
BEIJING = dt.timezone(dt.timedelta(hours=8))


@pytest.fixture
def site() -> Iterator[EpaperServer]:
    with serve_epaper() as server:
        yield server


class Clock:
    """A clock that moves only while somebody waits."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def client_of(site: EpaperServer, clock: Clock | None = None, *hosts: str) -> PoliteClient:
    clock = clock or Clock()
    return PoliteClient(
        hosts or (site.host,),
        contact="https://pod.example.org/",
        version="1",
        timer=clock.time,
        sleep=clock.sleep,
    )


def fetch(site: EpaperServer, path: str, inbox: Path, date: dt.date | None = None) -> Path:
    edition = fetch_edition(site.url(path), client_of(site), inbox, date=date, zone=BEIJING)
    return edition.folder


@pytest.mark.parametrize("system", SYSTEMS)
def test_an_edition_of_each_system_comes_whole_and_in_its_order(
    system: str, site: EpaperServer, tmp_path: Path
) -> None:
    path, site.files = SYSTEMS[system]()
    folder = fetch(site, path, tmp_path / "inbox")
    assert folder.name == "2026-03-04"
    edition = read_edition([folder])
    assert edition.date == DAY
    assert not edition.skipped
    articles = split_articles(edition).articles
    assert [a.headline for a in articles] == list(HEADLINES)
    assert all(len(a.paragraphs) == 4 for a in articles)
    assert len(edition.pages) == 2
    (delivery,) = find_deliveries(tmp_path / "inbox")
    assert delivery.date == DAY


def test_any_page_of_an_edition_leads_to_all_of_it(site: EpaperServer, tmp_path: Path) -> None:
    _, site.files = SYSTEMS["founder"]()
    folder = fetch(site, "/html/2026-03/04/node_3.htm", tmp_path)
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["01-01.html", "01-02.html", "A02-01.html"]


def test_other_days_and_other_hosts_are_not_followed(site: EpaperServer, tmp_path: Path) -> None:
    path, site.files = SYSTEMS["founder"]()
    fetch(site, path, tmp_path)
    assert not [asked for asked in site.asked if "/03/03/" in asked or "node_9" in asked]


def test_robots_txt_is_read_first_and_obeyed(site: EpaperServer, tmp_path: Path) -> None:
    path, site.files = SYSTEMS["founder"]()
    site.robots = "User-agent: audiopaper\nDisallow: /html/\n"
    with pytest.raises(InputError, match=r"robots\.txt") as failure:
        fetch(site, path, tmp_path)
    assert "ask the newspaper" in failure.value.remedy
    assert site.asked == ["/robots.txt"]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("code", "asked"), [(404, True), (403, True), (503, False)])
def test_a_robots_txt_that_is_not_there_allows_and_a_failing_one_forbids(
    code: int, asked: bool, site: EpaperServer
) -> None:
    site.files = {"/a.htm": "x"}
    site.codes["/robots.txt"] = code
    if asked:
        assert client_of(site).fetch(site.url("/a.htm")) == b"x"
    else:
        with pytest.raises(InputError, match=r"robots\.txt"):
            client_of(site).fetch(site.url("/a.htm"))


def test_a_host_is_asked_once_a_second(site: EpaperServer) -> None:
    clock = Clock()
    site.files = {"/a.htm": "x", "/b.htm": "y"}
    client = client_of(site, clock)
    client.fetch(site.url("/a.htm"))
    client.fetch(site.url("/b.htm"))
    assert clock.waits == [1.0, 1.0], "behind robots.txt, and between both pages"


def test_a_longer_pause_that_robots_txt_asks_for_is_kept(site: EpaperServer) -> None:
    clock = Clock()
    site.files, site.robots = {"/a.htm": "x"}, "User-agent: *\nCrawl-delay: 7\n"
    client_of(site, clock).fetch(site.url("/a.htm"))
    assert clock.waits == [7.0]
    site.robots = "User-agent: *\nCrawl-delay: 600\n"
    with pytest.raises(InputError, match="600 s"):
        client_of(site).fetch(site.url("/a.htm"))


def test_the_user_agent_says_what_asks_and_whose(site: EpaperServer) -> None:
    site.files = {"/a.htm": "x"}
    client_of(site).fetch(site.url("/a.htm"))
    assert site.agents == {"audiopaper/1 (+https://pod.example.org/)"}


def test_only_hosts_that_the_show_names_are_asked(site: EpaperServer) -> None:
    with pytest.raises(InputError, match="none of the hosts") as failure:
        client_of(site, None, "epaper.example.org").fetch(site.url("/a.htm"))
    assert "[source]" in failure.value.remedy
    assert not site.asked


def test_a_redirection_is_followed_only_to_hosts_of_the_show(site: EpaperServer) -> None:
    site.files = {"/b.htm": "y"}
    site.redirects = {"/a.htm": "/b.htm", "/c.htm": "http://localhost:9/x", "/d.htm": "/d.htm"}
    client = client_of(site)
    assert client.fetch(site.url("/a.htm")) == b"y"
    with pytest.raises(InputError, match="none of the hosts"):
        client.fetch(site.url("/c.htm"))
    with pytest.raises(InputError, match="sent on more than"):
        client.fetch(site.url("/d.htm"))


def test_a_page_that_is_too_large_is_an_error(
    site: EpaperServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polite_client, "MAX_BYTES", 100)
    site.files = {"/a.htm": "x" * 101}
    with pytest.raises(InputError, match="larger than"):
        client_of(site).fetch(site.url("/a.htm"))


def test_requests_of_one_edition_are_bounded(
    site: EpaperServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polite_client, "MAX_REQUESTS", 2)
    site.files = {"/a.htm": "x", "/b.htm": "y"}
    client = client_of(site)
    client.fetch(site.url("/a.htm"))
    with pytest.raises(InputError, match="more than 2 requests"):
        client.fetch(site.url("/b.htm"))


def test_an_article_that_is_missing_leaves_nothing_in_the_inbox(
    site: EpaperServer, tmp_path: Path
) -> None:
    path, site.files = SYSTEMS["founder"]()
    del site.files["/html/2026-03/04/content_12.htm"]
    with pytest.raises(InputError, match=r"content_12\.htm cannot be fetched: it answered 404"):
        fetch(site, path, tmp_path)
    assert not list(tmp_path.iterdir())


def test_an_edition_that_is_there_is_not_overwritten(site: EpaperServer, tmp_path: Path) -> None:
    path, site.files = SYSTEMS["founder"]()
    fetch(site, path, tmp_path)
    with pytest.raises(InputError, match="there already"):
        fetch(site, path, tmp_path)


def test_a_day_that_differs_from_the_address_is_an_error(
    site: EpaperServer, tmp_path: Path
) -> None:
    path, site.files = SYSTEMS["founder"]()
    with pytest.raises(InputError, match="the address is of 2026-03-04"):
        fetch(site, path, tmp_path, dt.date(2026, 3, 5))


def test_a_page_without_articles_is_an_error(site: EpaperServer, tmp_path: Path) -> None:
    site.files = {"/html/2026-03/04/node_2.htm": "<html><body><p>维护中</p></body></html>"}
    with pytest.raises(InputError, match="leads to no article"):
        fetch(site, "/html/2026-03/04/node_2.htm", tmp_path)


def rss(site: EpaperServer) -> str:
    items = "".join(
        f"<item><title>{h}</title><link>{site.url(f'/news/{n}.html')}</link>"
        f"<pubDate>{date}</pubDate></item>"
        for n, (h, date) in enumerate(
            zip(
                HEADLINES,
                # 01:10 of the 4th in Beijing, and 23:50 of the 3rd.
                ("Tue, 03 Mar 2026 17:10:00 GMT", "Wed, 04 Mar 2026 08:00:00 +0800",
                 "Tue, 03 Mar 2026 15:50:00 GMT"),
                strict=True,
            ),
            1,
        )
    )  # fmt: skip
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>青川</title>{items}</channel></rss>'


def atom(site: EpaperServer) -> str:
    entries = "".join(
        f"<entry><title>{h}</title><link rel='self' href='/x'/><link href='/news/{n}.html'/>"
        f"<updated>2026-03-0{day}T09:00:00+08:00</updated></entry>"
        for n, (h, day) in enumerate(zip(HEADLINES, (4, 4, 3), strict=True), 1)
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'


@pytest.mark.parametrize("kind", [rss, atom])
@pytest.mark.parametrize("date", [None, DAY])
def test_a_feed_gives_the_articles_of_a_day_by_the_shows_clock(
    kind: object, date: dt.date | None, site: EpaperServer, tmp_path: Path
) -> None:
    site.files = {f"/news/{n}.html": article(h) for n, h in enumerate(HEADLINES, 1)}
    site.files["/feed.xml"] = kind(site)  # type: ignore[operator]
    folder = fetch(site, "/feed.xml", tmp_path, date)
    assert folder.name == "2026-03-04"
    articles = split_articles(read_edition([folder])).articles
    assert [a.headline for a in articles] == list(HEADLINES[:2])


def test_a_feeds_entities_are_not_expanded(site: EpaperServer, tmp_path: Path) -> None:
    site.files["/feed.xml"] = (
        '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<rss><channel><item><link>&f;</link><pubDate>Wed, 04 Mar 2026 08:00:00 +0800</pubDate>"
        "</item></channel></rss>"
    )
    with pytest.raises(InputError, match="names no article"):
        fetch(site, "/feed.xml", tmp_path)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("第A02版：民生", "A02"),
        ("第 A 02 版：民生", "A02"),
        ("\n  第\t3\n版", "03"),
        ("  B5 体育", "B05"),
        ("第0012版", "12"),
        ("要闻", ""),
        pytest.param("第" + " " * 5000 + "要闻", "", id="many-spaces"),
        pytest.param("第" + "0" * 5000 + "要闻", "", id="many-zeros"),
    ],
)
def test_a_page_is_named_by_the_text_of_its_link(text: str, label: str) -> None:
    assert page_label(text, "https://paper.example/html/2026-03/04/node_3.htm") == label


def test_the_address_of_an_epaper_is_made_of_its_name_and_the_day() -> None:
    settings = SourceSettings(
        epapers={"qcrb": "https://e.test/html/{year}-{month}/{day}/node_1.htm"}
    )
    assert epaper_address(settings, "qcrb", DAY) == "https://e.test/html/2026-03/04/node_1.htm"
    with pytest.raises(ConfigError, match="names no 'other'"):
        epaper_address(settings, "other", DAY)


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"hosts": ("https://a.test",)}, "is no host"),
        ({"epapers": {"a": "https://a.test/{hour}"}}, "must hold no braces but"),
        ({"epapers": {"a": "ftp://a.test/"}}, "not a web address"),
        ({"epapers": {"a": "https://a.test/{year}{month}/1.htm"}}, "must hold {day}"),
        ({"epapers": {"a": "https://a.test/{day}.htm"}}, "must hold {year} {month}"),
    ],
)
def test_a_wrong_source_is_refused(settings: dict[str, object], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        SourceSettings(**settings)  # type: ignore[arg-type]


def test_by_the_command_line_an_edition_lies_in_the_inbox(
    site: EpaperServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polite_client, "PAUSE_S", 0.0)
    _, site.files = SYSTEMS["founder"]()
    address = site.url("/html/{year}-{month}/{day}/node_2.htm")
    Path("config.toml").write_text(
        f'inbox = "inbox"\n[source]\nhosts = ["{site.host}"]\nepapers = {{ qcrb = "{address}" }}\n'
    )
    ran = CliRunner().invoke(
        audiopaper, ["fetch", "--epaper", "qcrb", "--date", "2026-03-04", "--json"]
    )
    assert ran.exit_code == 0, ran.output
    shown = json.loads(ran.stdout)
    assert (shown["date"], shown["pages"], shown["articles"]) == ("2026-03-04", 2, 3)
    assert len(list((tmp_path / "inbox" / "2026-03-04").iterdir())) == 3


def test_an_epaper_whose_address_names_no_day_is_not_taken_for_that_of_a_day(
    site: EpaperServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polite_client, "PAUSE_S", 0.0)
    _, site.files = SYSTEMS["founder"]()
    address = site.url("/html/2026-03/04/node_2.htm")
    Path("config.toml").write_text(
        f'inbox = "inbox"\n[source]\nhosts = ["{site.host}"]\nepapers = {{ qcrb = "{address}" }}\n'
    )
    ran = CliRunner().invoke(audiopaper, ["fetch", "--epaper", "qcrb", "--date", "2026-03-04"])
    assert isinstance(ran.exception, InputError)
    assert "the same address every day" in ran.exception.problem
    assert "{year}, {month} and {day}" in ran.exception.remedy
    # Who gives an address for once says which day it is of.
    assert CliRunner().invoke(audiopaper, ["fetch", address]).exit_code == 0


def test_without_a_source_nothing_is_asked(site: EpaperServer) -> None:
    Path("config.toml").write_text('inbox = "inbox"\n')
    ran = CliRunner().invoke(audiopaper, ["fetch", site.url("/html/2026-03/04/node_2.htm")])
    assert isinstance(ran.exception, ConfigError)
    # What is offered may be appended to the file as it stands.
    offered = ran.exception.remedy.partition("\n")[2]
    Path("config.toml").write_text(f'inbox = "inbox"\n[publish]\ntarget = ""\n{offered}\n')
    assert load_config(None).source.hosts == (site.host,)
    assert not site.asked
