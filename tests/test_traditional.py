"""Traditional pages, from the file to what is said and shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from audiopaper.articles import split_articles
from audiopaper.config import (
    EpisodeSettings,
    LeadSettings,
    PresenterSettings,
    defaults_folder,
)
from audiopaper.errors import ConfigError
from audiopaper.lexicon import load_lexicon
from audiopaper.model import Edition, Rundown, Segment, Story
from audiopaper.pages import read_edition
from audiopaper.pipeline.text import read_articles, settle_readings
from audiopaper.publish.file_tags import write_title
from audiopaper.publish.page_strings import load_words
from audiopaper.publish.show_notes import describe, render_notes
from audiopaper.rundown import draft_rundown
from audiopaper.script import write_script
from audiopaper.variants import is_traditional, simplify, to_traditional
from tests.support.episode_folders import make_episode
from tests.support.paths import DATA, EDITIONS

FOLDER = DATA / "traditional"
DAY = dt.date(2026, 3, 2)
PAPERS = {"morning.txt": "青川日報", "evening.md": "東湖晚報", "wrapped.txt": "北川時報"}


def edition(name: str) -> Edition:
    return read_edition([FOLDER / name])


def draft(name: str, episode: EpisodeSettings | None = None) -> Rundown:
    read = read_articles([FOLDER / name], date=None, leads=LeadSettings())
    return draft_rundown(
        read.cleaned,
        read.rankings,
        date=DAY,
        paper=read.edition.paper,
        show="聽報",
        episode=episode or EpisodeSettings(minutes=60),
        presenters=PresenterSettings(anchor="lan", stories=("lan",)),
        leads=LeadSettings(),
        pace_chars={"lan": 270},
    )


@pytest.mark.parametrize("name", PAPERS)
def test_paper_and_date_are_those_of_the_masthead(name: str) -> None:
    assert edition(name).paper == PAPERS[name]
    assert edition(name).date == DAY


def test_articles_are_split_as_simplified_ones_are() -> None:
    first, second = split_articles(edition("morning.txt")).articles
    assert "縣長曾令新督導重慶路工程" in (first.headline, first.kicker)
    assert first.byline == ("歐陽靜",)
    assert second.headline.startswith("頭髮捐出去")
    assert second.byline == ("仇小妹",)
    library, bank, comment = split_articles(edition("evening.md")).articles
    assert library.byline == ("樂懷章",)
    assert bank.byline == ("華國強",)
    assert comment.kind == "commentary"


def test_wrapped_traditional_columns_come_out_whole() -> None:
    (article,) = split_articles(edition("wrapped.txt")).articles
    assert len(article.paragraphs) == 3
    assert article.byline == ("譚耀輝",)
    assert article.paragraphs[1].text.startswith("根據去年修訂的《港口條例》，夜航船隻須配備")


@pytest.mark.parametrize("name", PAPERS)
def test_what_the_program_says_itself_is_in_the_papers_script(name: str) -> None:
    rundown = draft(name)
    by_kind = {item.kind: item for item in rundown.items}
    assert by_kind["ident"].text == "您正在收聽的是《聽報》。本節目由人工智能語音合成播報。"
    assert by_kind["greeting"].text == (
        f"今天是2026年3月2日，星期一，農曆正月十四。以下是《{PAPERS[name]}》的主要內容。"
    )
    assert by_kind["sign-off"].text == (
        f"以上就是今天《{PAPERS[name]}》的主要內容，感謝收聽，明天再見。"
    )
    assert [by_kind[kind].title for kind in ("ident", "greeting", "headlines", "sign-off")] == [
        "片頭",
        "開場",
        "內容提要",
        "結束語",
    ]
    order = EpisodeSettings(minutes=60, headline_order="connectives")
    script = "".join(s.printed for s in write_script(draft("evening.md", order), order))
    assert "最後，" in script
    assert not set(script) & set("还后听报导这个说时会")


def test_what_the_program_says_for_a_simplified_paper_stays_simplified(tmp_path: Path) -> None:
    page = tmp_path / "01.txt"
    page.write_text(
        "石塘大桥通车\n\n本报讯（记者 林晓禾）石塘大桥昨天通车，两岸居民不再绕行。\n",
        encoding="utf-8",
    )
    read = read_articles([page], date=DAY, leads=LeadSettings())
    rundown = draft_rundown(
        read.cleaned,
        read.rankings,
        date=DAY,
        paper="青川日报",
        show="听报",
        episode=EpisodeSettings(),
        presenters=PresenterSettings(anchor="lan", stories=("lan",)),
        leads=LeadSettings(),
        pace_chars={"lan": 270},
    )
    assert rundown.items[0].text == "您正在收听的是《听报》。本节目由人工智能语音合成播报。"


def test_names_with_titles_are_read_as_in_simplified_text() -> None:
    lexicon = load_lexicon(defaults_folder() / "voices" / "lexicon")
    texts = [
        paragraph.text
        for name in PAPERS
        for article in split_articles(edition(name)).articles
        for paragraph in article.paragraphs
    ]
    segments = [Segment(item=0, presenter="", printed=text) for text in texts]
    plain = [Segment(item=0, presenter="", printed=simplify(text)) for text in texts]
    read, same = settle_readings(segments, lexicon), settle_readings(plain, lexicon)
    for ours, theirs in zip(read, same, strict=True):
        assert [(r.start, r.end, r.pinyin) for r in ours.readings] == [
            (r.start, r.end, r.pinyin) for r in theirs.readings
        ]
        assert [(n.start, n.end) for n in ours.names] == [(n.start, n.end) for n in theirs.names]


def test_what_is_printed_stays_as_it_is() -> None:
    rundown = draft("morning.txt")
    text = "".join(item.text for item in rundown.items if item.kind == "story")
    assert "洗乾淨、晾乾後的頭髮" in text
    assert is_traditional(text)


def test_the_web_page_can_have_traditional_words(tmp_path: Path) -> None:
    words = load_words("zh-Hant", tmp_path)
    assert words["lang"] == "zh-Hant"
    assert words["subscribe"] == "訂閱"
    assert words["synthetic"] == "本節目由人工智能語音合成播報。"
    with pytest.raises(ConfigError):
        load_words("zh-Hans-TW", tmp_path)


def test_the_notes_of_an_episode_follow_the_papers_script() -> None:
    story = Story(title="縣長督導重慶路工程", pages=(1,), chapter=0, byline=())
    episode = make_episode(paper="青川日報", stories=(story,))
    assert "\n《青川日報》2026年3月2日的主要內容。本節目由人工智能語音合成播報" in describe(episode)
    assert ">文字稿與收聽<" in render_notes(episode, "https://a.example/")
    title = write_title(
        "{date} {headline}{more}", date=episode.date, headlines=(story.title,) * 2, show="聽報"
    )
    assert title == "3月2日 縣長督導重慶路工程等2條"
    assert "的主要内容。本节目" in describe(make_episode(paper="青川日报"))


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("因版面所限，以下内容未刊完整。", "因版面所限，以下內容未刊完整。"),
        ("该稿其余部分见第{page}版。", "該稿其餘部分見第{page}版。"),
        ("此处有一部分内容未能刊出。", "此處有一部分內容未能刊出。"),
        (
            "以上是该稿的前一部分，全文请看报纸第{page}版。",
            "以上是該稿的前一部分，全文請看報紙第{page}版。",
        ),
        ("这里是青川电台，请听今天的要闻", "這裡是青川電臺，請聽今天的要聞"),
        ("周末之后，录制与发布", "週末之後，錄製與發佈"),
        ("皇后、公里、版面、只有", "皇后、公里、版面、只有"),
        ("為了這個", "為了這個"),
    ],
)
def test_the_programs_words_in_traditional_characters(simplified: str, traditional: str) -> None:
    assert to_traditional(simplified) == traditional
    assert to_traditional(traditional) == traditional


@pytest.mark.parametrize("text", ["鍾乾樂昨天到訪", "記者鍾乾樂報導說"])
def test_an_entry_written_in_traditional_characters_holds(tmp_path: Path, text: str) -> None:
    (tmp_path / "ours.toml").write_text(
        '[[entry]]\ntext = "鍾乾樂"\npinyin = "zhong1 qian2 yue4"\n'
        '[[entry]]\ntext = "長"\npinyin = "chang2"\nbefore = ["樓"]\n'
        '[surnames]\n"曉" = "xiao3"\n',
        encoding="utf-8",
    )
    lexicon = load_lexicon(tmp_path)
    (segment,) = settle_readings([Segment(item=0, presenter="", printed=text)], lexicon)
    start = text.index("鍾")
    said = [r.pinyin for r in segment.readings if start <= r.start < start + 3]
    assert said == [("zhong1",), ("qian2",), ("yue4",)]
    assert "晓" in lexicon.surnames
    (tower,) = settle_readings([Segment(item=0, presenter="", printed="高樓長廊")], lexicon)
    assert tower.readings[2].pinyin == ("chang2",)


@pytest.mark.parametrize(
    "file",
    [
        *(FOLDER / name for name in PAPERS),
        EDITIONS / "traditional_city" / "A04.txt",
        EDITIONS / "traditional_characters" / "A2.txt",
    ],
    ids=lambda path: path.stem,
)
def test_a_page_is_split_in_either_script_alike(file: Path) -> None:
    printed = read_edition([file])
    pages = tuple(replace(page, lines=tuple(map(simplify, page.lines))) for page in printed.pages)
    plain = replace(printed, paper=simplify(printed.paper), pages=pages)
    ours, theirs = split_articles(printed).articles, split_articles(plain).articles
    assert [(simplify(a.headline), a.kind, len(a.paragraphs)) for a in ours] == [
        (a.headline, a.kind, len(a.paragraphs)) for a in theirs
    ]
    assert [tuple(map(simplify, a.byline)) for a in ours] == [a.byline for a in theirs]
