"""What validators and directories ask of a feed, a line each: ``python -m tests.check_feed_rules``.

With a folder that was published (``output``), its feeds are looked at; without one, a show of two
editions is made with the tone engine. Prints every rule with its source, and what offends it; ends
with 1 where something does. `tests.publish.test_directories` runs all of it, and spoils the feed once for
each rule to see that the rule bites.

Sources: W3C, the messages of the feed validator (github.com/w3c/feedvalidator, which no package
registry offers, so that its rules for RSS 2.0 and iTunes are written out here); RSS, rssboard.org;
Apple, podcast requirements and RSS feed guide; PSP-1, the Podcast Standards Project's RSS
specification; PC20, the podcast namespace (each element against ``data/podcast_namespace.xsd``);
PSC, Podlove Simple Chapters 1.2; RFC 5005, feed paging and archiving.
"""

from __future__ import annotations

import email.utils
import re
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from audiopaper.config import defaults_folder, read_config
from audiopaper.pipeline.production import Order, produce
from audiopaper.publish.checks.show_check import CATEGORIES
from audiopaper.runtime import tell_nobody
from tests.support import tone_engine
from tests.support.paths import DATA
from tests.support.sample_edition import PAGE

BASE = "https://pod.example.org/q/"

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "fh": "http://purl.org/syndication/history/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
SCHEMA = DATA / "podcast_namespace.xsd"

Tree = Any
"""An element of lxml, which has no types."""

Check = str | Callable[[Tree, Path], Iterator[str]]
"""An XPath expression that is true of a good feed, or what finds offenders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that is asked."""

    source: str
    """Who asks."""

    says: str
    """What."""

    check: Check
    """How to see it."""

    spoil: tuple[str, str]
    """What to replace in a good feed (a regular expression, once) to offend it."""


def addresses(channel: Tree, _: Path) -> Iterator[str]:
    for path in ("//@url", "//@href", "//link/text()", "//image/url/text()"):
        for url in channel.xpath(path, namespaces=NAMES):
            if not re.fullmatch(r"https?://[0-9A-Za-z.\-\[\]:]+/[!-;=?-Z_a-z~%#\[\]]*", url):
                yield url


def dates(channel: Tree, _: Path) -> Iterator[str]:
    for told in channel.xpath("pubDate/text()|lastBuildDate/text()|item/pubDate/text()"):
        form = r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d\d[0-5]\d"
        moment = email.utils.parsedate_to_datetime(told) if re.fullmatch(form, told) else None
        if moment is None or f"{moment:%a}" != told[:3] or moment.year < 1990:
            yield told


def newest_first(channel: Tree, _: Path) -> Iterator[str]:
    told = [email.utils.parsedate_to_datetime(d) for d in channel.xpath("item/pubDate/text()")]
    if told != sorted(told, reverse=True):
        yield "the items are not newest first"


def once(path: str, *children: str) -> Callable[[Tree, Path], Iterator[str]]:
    def check(channel: Tree, _: Path) -> Iterator[str]:
        for parent in channel.xpath(path, namespaces=NAMES):
            for child in children:
                count = len(parent.xpath(child, namespaces=NAMES))
                if count != 1:
                    yield f"{count} of {child} in {parent.tag}"

    return check


def unique(path: str) -> Callable[[Tree, Path], Iterator[str]]:
    def check(channel: Tree, _: Path) -> Iterator[str]:
        told = channel.xpath(path, namespaces=NAMES)
        yield from {value for value in told if told.count(value) > 1}

    return check


def every(path: str, form: str) -> Callable[[Tree, Path], Iterator[str]]:
    def check(channel: Tree, _: Path) -> Iterator[str]:
        told = channel.xpath(path, namespaces=NAMES)
        yield from (repr(value) for value in told if not re.fullmatch(form, value, re.DOTALL))

    return check


def characters(channel: Tree, _: Path) -> Iterator[str]:
    text = etree.tostring(channel, encoding="unicode")
    yield from (repr(c) for c in re.findall("[\x7f-\x9f\ufffd\ufffe\uffff]", text))


def values(channel: Tree, _: Path) -> Iterator[str]:
    long = ("description", "encoded", "txt")
    for element in channel.iter(etree.Element):
        text = element.text or ""
        if len(element) or etree.QName(element).localname in long:
            continue
        if len(text) > 255 or text != text.strip():
            yield f"{element.tag}: {text[:40]!r}"


def markup(channel: Tree, _: Path) -> Iterator[str]:
    for told in channel.xpath("item/content:encoded/text()", namespaces=NAMES):
        yield from re.findall(r"<(?!/?(?:p|ul|ol|li|a|br|em|strong)[ />])[^>]*>", told)
        yield from re.findall(r"<[^>]+\s(?:on\w+|style)=[^>]*>", told)
        yield from re.findall(r"""(?:src|href)=["'](?!https?://)[^"']*""", told)


def plain(channel: Tree, _: Path) -> Iterator[str]:
    path = "title|description|copyright|item/title|item/description"
    for told in channel.xpath(path):
        if re.search(r"</?[a-zA-Z][^<]*>|&(?:#\d+|\w+);", told.text or ""):
            yield told.text[:60]


def sizes(channel: Tree, _: Path) -> Iterator[str]:
    for told in channel.xpath("description|item/description"):
        if len((told.text or "").encode()) > 4000:
            yield f"{len(told.text.encode())} bytes"


def categories(channel: Tree, _: Path) -> Iterator[str]:
    outer = channel.xpath("itunes:category", namespaces=NAMES)
    if not outer:
        yield "none"
    for one in outer:
        under = one.xpath("itunes:category/@text", namespaces=NAMES)
        if not set(under) <= set(CATEGORIES.get(one.get("text"), ())) or len(under) > 1:
            yield f"{one.get('text')} > {under}"
        if one.get("text") not in CATEGORIES:
            yield str(one.get("text"))


def base_of(channel: Tree) -> str:
    own = channel.xpath("string(atom:link[@rel='self']/@href)", namespaces=NAMES)
    return str(own).rpartition("/")[0] + "/"


def cover(channel: Tree, output: Path) -> Iterator[str]:
    for href in channel.xpath("//itunes:image/@href", namespaces=NAMES):
        path = output / href.removeprefix(base_of(channel))
        if not path.is_file():
            yield f"{href} leads nowhere"
            continue
        with Image.open(path) as image:
            good = image.width == image.height and 1400 <= image.width <= 3000
            kinds = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}.get(image.format or "", ())
            if not good or image.mode != "RGB" or not href.endswith(kinds or "\n"):
                yield f"{href}: {image.format} {image.size} {image.mode}"


def lengths(channel: Tree, output: Path) -> Iterator[str]:
    for told in channel.xpath("item/enclosure"):
        path = output / told.get("url", "").removeprefix(base_of(channel))
        if not path.is_file() or str(path.stat().st_size) != told.get("length"):
            yield f"{told.get('url')}: {told.get('length')}"


def linked(channel: Tree, output: Path) -> Iterator[str]:
    base = base_of(channel)
    for url in channel.xpath("//podcast:*/@url|//item/link/text()", namespaces=NAMES):
        if (
            url.startswith(base)
            and not (output / url.removeprefix(base).partition("?")[0]).is_file()
        ):
            yield url


def schema(channel: Tree, _: Path) -> Iterator[str]:
    rules = etree.XMLSchema(etree.parse(SCHEMA))
    for element in channel.iter(f"{{{NAMES['podcast']}}}*"):
        if not rules.validate(element):
            yield str(rules.error_log.last_error.message)


def podcast_number(channel: Tree, _: Path) -> Iterator[str]:
    told = channel.xpath("string(podcast:guid)", namespaces=NAMES)
    seed = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    first = base_of(channel) + "feed.xml"
    # A feed that moved keeps its first number: only the version can be told of those.
    if told != str(uuid.uuid5(seed, first.partition("://")[2])):
        yield f"{told} is not of {first} (right for a feed that moved)"


def locked(channel: Tree, _: Path) -> Iterator[str]:
    yield from once(CHANNEL, "podcast:guid", "itunes:author")(channel, _)
    told = channel.xpath("podcast:locked", namespaces=NAMES)
    owned = bool(channel.xpath("itunes:owner/itunes:email", namespaces=NAMES))
    if [bool(one.get("owner")) for one in told] != [True] * owned:
        yield f"{len(told)} of podcast:locked, and the owner is {owned}"


def in_description(channel: Tree, _: Path) -> Iterator[str]:
    for item in channel.xpath("item"):
        text = item.xpath("string(description)")
        told = re.findall(r"^(\d\d):([0-5]\d):([0-5]\d) \S", text, re.MULTILINE)
        starts = [int(h) * 3600 + int(m) * 60 + int(s) for h, m, s in told]
        length = int(item.xpath("string(itunes:duration)", namespaces=NAMES) or 0)
        if not starts or starts[0] or starts != sorted(starts) or starts[-1] > length:
            yield f"{item.findtext('title')}: {starts}"


def simple_chapters(channel: Tree, _: Path) -> Iterator[str]:
    for item in channel.xpath("item"):
        path = "psc:chapters[@version='1.2']/psc:chapter"
        told = item.xpath(path, namespaces=NAMES)
        starts = [one.get("start", "") for one in told]
        exact = all(re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3}", start) for start in starts)
        if not exact or starts[:1] != ["00:00:00.000"] or starts != sorted(set(starts)):
            yield f"{item.findtext('title')}: {starts}"
        elif not all((one.get("title") or "").strip() for one in told):
            yield f"{item.findtext('title')}: a chapter has no title"


def soundbites(channel: Tree, _: Path) -> Iterator[str]:
    for bite in channel.xpath("item/podcast:soundbite", namespaces=NAMES):
        length = bite.xpath("number(../itunes:duration)", namespaces=NAMES)
        if float(bite.get("startTime")) + float(bite.get("duration")) > length + 1:
            yield bite.text


def archives(channel: Tree, output: Path) -> Iterator[str]:
    base = base_of(channel)
    own = channel.xpath(f"string({SELF}/@href)", namespaces=NAMES).removeprefix(base)
    names = [f"feed-{n}.xml" for n in range(1, len(list(output.glob("feed-*.xml"))) + 1)]
    names.append("feed.xml")
    at = names.index(own)
    for rel, to in (("prev-archive", at - 1), ("next", at - 1), ("previous", at + 1)):
        wanted = [base + names[to]] if 0 <= to < len(names) else []
        told = channel.xpath(f"atom:link[@rel='{rel}']/@href", namespaces=NAMES)
        if told != wanted:
            yield f"{rel} of {own}: {told}"


def namespaces(channel: Tree, _: Path) -> Iterator[str]:
    told = channel.getroottree().getroot().nsmap
    for prefix in ("itunes", "podcast", "atom", "content"):
        if told.get(prefix) != NAMES[prefix]:
            yield f"{prefix}: {told.get(prefix)}"


TEXT = r"\S(.*\S)?"
CHANNEL = "self::channel"
SELF = "atom:link[@rel='self']"

# Source, what it asks, how to see it, and what to replace in a good feed to offend it.
_ROWS: tuple[tuple[str, str, Check, tuple[str, str]], ...] = (
    (
        "RSS",
        "version 2.0, one channel",
        "/rss[@version='2.0'] and count(/rss/*)=1",
        (' version="2.0">', ' version="0.91">'),
    ),
    (
        "PSP-1",
        "the three namespaces and content, written as the documents have them",
        namespaces,
        ('xmlns:podcast="https://p', 'xmlns:podcast="https://P'),
    ),
    (
        "W3C",
        "title, link, description, language, dates, image and docs stand once in the channel",
        once(
            CHANNEL,
            *("title", "link", "description", "language", "pubDate", "lastBuildDate", "image"),
            "docs",
        ),
        ("<language>", "<link>https://x.example/</link><language>"),
    ),
    (
        "W3C",
        "nothing of the channel stands behind an item",
        "not(item/following-sibling::*[not(self::item)])",
        ("</channel>", "<ttl>60</ttl></channel>"),
    ),
    (
        "W3C",
        "title, link, description, guid, enclosure, pubDate stand once in an item",
        once(
            "item",
            *("title", "link", "description", "guid", "enclosure", "pubDate"),
            *("content:encoded", "itunes:duration", "itunes:explicit", "itunes:title"),
        ),
        ("<enclosure ", '<enclosure url="https://x.example/" length="1" type="a/b"/><enclosure '),
    ),
    (
        "W3C",
        "the description stands before content:encoded",
        "not(item/content:encoded[not(preceding-sibling::description)])",
        ("(?s)(<item>.*?)<description>(.*?)</description>", r"\1<summary>\2</summary>"),
    ),
    (
        "W3C",
        "no character that is a control, no character or the sign of a lost one",
        characters,
        ("<language>", "<rating>\x85\ufffd</rating><language>"),
    ),
    (
        "W3C",
        "titles, descriptions and copyright are plain text",
        plain,
        ("<title>", "<title>&lt;b&gt;"),
    ),
    (
        "W3C",
        "show notes hold harmless elements, no scripts, no styles, whole addresses",
        markup,
        ("&lt;ul&gt;", "&lt;ul onclick='x()'&gt;"),
    ),
    (
        "W3C",
        "dates as RFC 2822 has them, with the right day of the week",
        dates,
        (r"<pubDate>\w{3}", "<pubDate>Xyz"),
    ),
    (
        "W3C",
        "each guid stands once, says whether it is an address, and is none",
        every("item/guid/@isPermaLink", "false"),
        ('isPermaLink="false"', 'isPermaLink="true"'),
    ),
    (
        "W3C",
        "a guid is a whole URN of a UUID",
        every("item/guid/text()", r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        ("urn:uuid:", "uuid:"),
    ),
    (
        "W3C",
        "the enclosure's length is a whole number, its type a media type",
        every("item/enclosure/@length", r"[1-9]\d*"),
        (r'length="\d+"', 'length="many"'),
    ),
    (
        "W3C",
        "atom:link has an address and a registered relation, one of them self",
        every(
            "atom:link/@rel",
            "self|hub|up|first|last|next|previous|prev-archive|next-archive|current",
        ),
        ('rel="self"', 'rel="me"'),
    ),
    (
        "PSP-1",
        "atom:link rel=self is there once, of the type of a feed",
        f"count({SELF})=1 and {SELF}/@type='application/rss+xml'",
        ('type="application/rss\\+xml"', 'type="text/xml"'),
    ),
    (
        "RSS",
        "the image's title and link are the channel's",
        "image/title=title and image/link=link",
        ("(?s)(<image>.*?<title>)", r"\1x"),
    ),
    (
        "RFC 3986",
        "each address is whole and of plain characters",
        addresses,
        ("https://pod.example.org/q/episodes", "/q/听"),
    ),
    (
        "RFC 5646",
        "the language is of two or three letters, with what follows",
        every("language/text()", "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"),
        ("<language>", "<language>Chinese "),
    ),
    (
        "PSP-1",
        "values of at most 255 characters, no spaces at their ends",
        values,
        ("<itunes:author>", "<itunes:author> "),
    ),
    (
        "Apple",
        "descriptions of at most 4000 bytes",
        sizes,
        ("<description>", "<description>" + "长" * 1400),
    ),
    (
        "Apple",
        "a category of the list, with one of its subcategories at most",
        categories,
        ('text="Daily News"', 'text="Football"'),
    ),
    (
        "Apple",
        "explicit is true or false, in channel and items",
        every("//itunes:explicit/text()", "true|false"),
        ("<itunes:explicit>false", "<itunes:explicit>no"),
    ),
    (
        "Apple",
        "author, type, image and explicit stand once in the channel",
        once(CHANNEL, "itunes:author", "itunes:type", "itunes:image", "itunes:explicit"),
        ("<itunes:author>", "<itunes:type>serial</itunes:type><itunes:author>"),
    ),
    (
        "Apple",
        "the type is episodic or serial, each episode full, trailer or bonus",
        every(
            "itunes:type/text()|item/itunes:episodeType/text()",
            "episodic|serial|full|trailer|bonus",
        ),
        ("<itunes:episodeType>full", "<itunes:episodeType>whole"),
    ),
    (
        "Apple",
        "the owner has a name and an address, where there is one",
        "not(itunes:owner) or (itunes:owner/itunes:name and contains(itunes:owner/itunes:email,'@'))",
        ("<itunes:email>[^<]*", "<itunes:email>nobody"),
    ),
    (
        "Apple",
        "the picture is a square JPEG or PNG in RGB, 1400 to 3000 px, named as what it is",
        cover,
        ('cover.jpg"', 'cover.png"'),
    ),
    (
        "Apple",
        "the audio's address ends as its format does, in ASCII",
        every("item/enclosure/@url", r"[!-~]+\.(mp3|m4a)"),
        (r'\.mp3"', '.ogg"'),
    ),
    (
        "Apple",
        "the audio's length is its file's, in bytes",
        lengths,
        ('length="', 'length="1'),
    ),
    (
        "Apple",
        "the duration is whole seconds, above nothing",
        every("item/itunes:duration/text()", r"[1-9]\d*"),
        ("<itunes:duration>", "<itunes:duration>00:"),
    ),
    (
        "Apple",
        "each episode's title is its own",
        unique("item/title/text()"),
        ("<title>3月3日", "<title>3月2日"),
    ),
    (
        "Apple",
        "a title has words, and no number but the date's",
        every("item/title/text()", TEXT),
        ("<title>3月3日[^<]*", "<title> "),
    ),
    (
        "Apple",
        "chapters in the description begin at 00:00:00, ascend and lie inside the episode",
        in_description,
        ("00:00:00 ", "00:00:01 "),
    ),
    (
        "RSS",
        "each guid stands once",
        unique("item/guid/text()"),
        ("(?s)(urn:uuid:[^<]*)(.*)urn:uuid:[^<]*", r"\1\2\1"),
    ),
    (
        "RSS",
        "items stand newest first",
        newest_first,
        (
            "Mar 2026 06:00:00 [+]0800</pubDate>\n      <itunes:author>",
            "Mar 2016 06:00:00 +0800</pubDate><itunes:author>",
        ),
    ),
    (
        "PSP-1",
        "guid and author are there, once; locked with the owner who may unlock it, or neither",
        locked,
        (" owner=", " o="),
    ),
    (
        "PSP-1",
        "podcast:guid is made of the feed's address",
        podcast_number,
        ("<podcast:guid>........", "<podcast:guid>00000000"),
    ),
    (
        "PSP-1",
        "an item has a link, a date, a duration, explicit and a transcript",
        once("item", "link", "pubDate", "itunes:duration", "podcast:transcript[@type='text/vtt']"),
        ('type="text/vtt"', 'type="text/plain"'),
    ),
    (
        "PSP-1",
        "copyright names the owner alone: no sign, no year, not the word",
        "not(copyright[contains(., '©') or contains(., 'opyright')])",
        ("<language>", "<copyright>© 2026</copyright><language>"),
    ),
    (
        "PC20",
        "each element is as its documentation has it",
        schema,
        ("medium>podcast", "medium>paper"),
    ),
    (
        "PC20",
        "medium and updateFrequency stand once, and that the voice is synthetic is said",
        once(
            CHANNEL,
            "podcast:medium",
            "podcast:updateFrequency",
            "podcast:txt[@purpose='ai-content']",
        ),
        ('purpose="ai-content"', 'purpose="x"'),
    ),
    (
        "PC20",
        "ai-content says true",
        every("podcast:txt[@purpose='ai-content']/text()", "true"),
        (">true</podcast:txt>", ">yes</podcast:txt>"),
    ),
    (
        "PC20",
        "an item has one chapters file and transcripts as WebVTT, SRT and JSON",
        once(
            "item",
            "podcast:chapters",
            *(
                f"podcast:transcript[@type='{kind}']"
                for kind in ("text/vtt", "application/x-subrip", "application/json")
            ),
        ),
        ("application/x-subrip", "application/json"),
    ),
    (
        "PC20",
        "a soundbite lies inside its episode",
        soundbites,
        (
            "<podcast:chapters ",
            '<podcast:soundbite startTime="9999" duration="20">x</podcast:soundbite><podcast:chapters ',
        ),
    ),
    ("PC20", "each file that is linked to is there", linked, ("transcript.vtt", "transcript.vtx")),
    (
        "PSC",
        "version 1.2; starts to the millisecond from 0 on, ascending; titles",
        simple_chapters,
        ('start="00:00:00.000"', 'start="00:00:00.500"'),
    ),
    (
        "RFC 5005",
        "an archive says that it is one and where the feed is; the feed does neither",
        f"boolean(fh:archive) = not(contains({SELF}/@href, 'feed.xml'))"
        " and boolean(fh:archive) = boolean(atom:link[@rel='current'])",
        (
            "<language>",
            "<fh:archive xmlns:fh='http://purl.org/syndication/history/1.0'/><language>",
        ),
    ),
    (
        "RFC 5005",
        "the feed leads to its newest archive, and each archive to the one before it",
        archives,
        ('rel="prev-archive"', 'rel="up"'),
    ),
)

RULES = tuple(
    Rule(source=source, says=says, check=check, spoil=spoil) for source, says, check, spoil in _ROWS
)


def offences(rule: Rule, feed: bytes, output: Path) -> list[str]:
    """What in a feed offends a rule."""
    channel = etree.fromstring(feed).find("channel")
    if isinstance(rule.check, str):
        return [] if channel.xpath(rule.check, namespaces=NAMES) is True else [rule.check]
    return list(rule.check(channel, output))


def check_output(output: Path) -> dict[Rule, list[str]]:
    """What in all feeds of a folder offends each rule."""
    feeds = {path.name: path.read_bytes() for path in sorted(output.glob("feed*.xml"))}
    return {
        rule: [
            f"{name}: {told}"
            for name, data in feeds.items()
            for told in offences(rule, data, output)
        ]
        for rule in RULES
    }


def make_show(folder: Path) -> Path:
    """A show of three editions, two of them in the feed and one in its archive."""
    (folder / "voices").symlink_to(defaults_folder() / "voices")
    (folder / "config.toml").write_text(
        f'engine = "tone"\n[show]\nid = "qingchuan"\nbase_url = "{BASE}"\n'
        'owner_email = "editor@tingbao.example"\n[feed]\npersons = true\nnewest = 2\n',
        "utf-8",
    )
    config = read_config(folder / "config.toml")
    with pytest.MonkeyPatch.context() as patch:
        tone_engine.install(patch)
        for day, week in ((1, "日"), (2, "一"), (3, "二")):
            page = folder / f"{day}.txt"
            new = f"2026年3月{day}日 星期{week}"
            page.write_text(PAGE.replace("2026年3月2日 星期一", new), "utf-8")
            produce(Order(paths=(page,)), config, tell_nobody)
    return folder / "output"


def main() -> int:
    """Print each rule and what offends it."""
    with tempfile.TemporaryDirectory(prefix="feed-rules-") as name:
        output = Path(sys.argv[1]) if sys.argv[1:] else make_show(Path(name))
        found = check_output(output)
    for rule, offenders in found.items():
        print(f"{'NO ' if offenders else 'yes'}  {rule.source:<9} {rule.says}")
        for told in offenders:
            print(f"       {told[:160]}")
    bad = sum(map(bool, found.values()))
    print(f"{len(found) - bad} of {len(found)} rules hold")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
