from __future__ import annotations

import contextlib
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.cli import audiopaper
from audiopaper.cli.setup_commands import GUIDES_FOLDER
from audiopaper.config import EpisodeSettings, LeadSettings, PresenterSettings
from audiopaper.errors import InputError
from audiopaper.intake import normalise_text
from audiopaper.model import ARTICLE_KINDS, Article
from audiopaper.pages import read_edition
from audiopaper.pages.handover import SCHEMA_FILE, edition_json, schema_text
from audiopaper.pipeline.text import read_articles
from audiopaper.rundown import draft_rundown
from audiopaper.script import write_script
from tests.support.builders import make_article, make_paragraph

DAY = dt.date(2026, 3, 2)
ARTICLE = {"headline": "石塘大桥通车", "paragraphs": ["3月2日，石塘大桥通车。"]}


def write_edition(path: Path, *articles: dict[str, Any], **changes: Any) -> Path:
    told = {"schema": 1, "articles": list(articles) or [ARTICLE]} | changes
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return path


def test_articles_handed_over_reach_the_ranking_as_they_are(tmp_path: Path) -> None:
    # Whatever the splitter would take for furniture, bylines or jump lines stays where it was put.
    told = {
        "headline": "责编 李然",
        "kicker": "下转第2版",
        "pages": [2, 3],
        "kind": "feature",
        "byline": ["林晓禾", "高远"],
        "byline_roles": ["记者", "通讯员"],
        "paragraphs": ["## 青川日报", "（记者 王岚）", "2026年3月2日 星期一"],
    }
    file = write_edition(tmp_path / "edition.json", told, ARTICLE, paper="青川日报")
    read = read_articles([file], date=DAY, leads=LeadSettings())
    first, second = read.split.articles
    assert (first.headline, first.kicker, first.pages) == ("责编 李然", "下转第2版", (2, 3))
    assert [(p.role, p.text) for p in first.paragraphs] == [
        ("heading", "青川日报"),
        ("text", "（记者 王岚）"),
        ("text", "2026年3月2日 星期一"),
    ]
    assert first.byline_roles == ("记者", "通讯员")
    assert (first.id, second.id, second.pages) == ("p2-a1", "p1-a1", (1,))
    assert read.edition.paper == "青川日报"
    assert not read.split.furniture
    assert [r.rank is not None for r in read.rankings] == [True, True]


def test_articles_handed_over_are_read_out_as_they_are(tmp_path: Path) -> None:
    told = {
        "headline": "石塘大桥通车",
        "byline": ["林晓禾"],
        "byline_roles": ["记者"],
        "paragraphs": ["3月2日，石塘大桥通车。", "## 桥怎么走", "（记者 王岚）上层走车。"],
        "incomplete": "middle",
        "gap": 1,
    }
    read = read_articles(
        [write_edition(tmp_path / "edition.json", told)], date=DAY, leads=LeadSettings()
    )
    rundown = draft_rundown(
        read.cleaned,
        read.rankings,
        date=DAY,
        paper="",
        show="听报",
        episode=EpisodeSettings(),
        presenters=PresenterSettings(),
        leads=LeadSettings(),
        pace_chars={},
    )
    story = next(n for n, item in enumerate(rundown.items) if item.kind == "story")
    said = [s.printed for s in write_script(rundown, EpisodeSettings()) if s.item == story]
    assert said == [
        "石塘大桥通车",
        "本报记者林晓禾报道。",
        "3月2日，石塘大桥通车。",
        "此处有一部分内容未能刊出。",
        "桥怎么走",
        "（记者 王岚）上层走车。",
    ]


def test_the_command_prints_the_schema_and_needs_no_page() -> None:
    result = CliRunner().invoke(audiopaper, ["articles", "--schema"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["$defs"]["HandedArticle"]["required"] == [
        "headline",
        "paragraphs",
    ]


def test_the_guide_s_example_is_read(tmp_path: Path) -> None:
    guide = (GUIDES_FOLDER / "handover.md").read_text(encoding="utf-8")
    file = tmp_path / "edition.json"
    file.write_text(guide.split("```json")[1].split("```")[0], encoding="utf-8")
    (article,) = read_edition([file]).articles
    assert article.byline_roles == ("记者", "通讯员")
    known = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))["$defs"]["HandedArticle"]
    for key in known["properties"]:
        assert f"`{key}`" in guide


def test_the_date_is_the_file_s_the_folder_s_or_the_one_given(tmp_path: Path) -> None:
    dated = write_edition(tmp_path / "a" / "edition.json", date="2026-03-02")
    assert read_edition([dated]).date == DAY
    assert read_edition([write_edition(tmp_path / "2026-03-02" / "edition.json")]).date == DAY
    with pytest.raises(
        InputError, match=r"date given is 2026-03-04, but.*edition\.json says 2026-03-02"
    ):
        read_edition([dated], date=dt.date(2026, 3, 4))


def test_several_files_are_one_edition_and_ids_stay_apart(tmp_path: Path) -> None:
    write_edition(tmp_path / "articles-1.json", {**ARTICLE, "id": "p1-a1"}, paper="青川日报")
    write_edition(tmp_path / "articles-2.json", {**ARTICLE, "id": "p1-a1"}, ARTICLE)
    write_edition(tmp_path / "scan-02.json", date="2020-01-01")
    edition = read_edition([tmp_path])
    assert edition.date is None
    assert len({a.id for a in edition.articles}) == 3
    write_edition(tmp_path / "articles-2.json", paper="江州晚报")
    with pytest.raises(InputError, match="青川日报 and of 江州晚报"):
        read_edition([tmp_path])


def test_pages_and_articles_are_never_mixed(tmp_path: Path) -> None:
    write_edition(tmp_path / "edition.json")
    (tmp_path / "01.txt").write_text("城北新桥通车\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"edition\.json .* 01\.txt is a page"):
        read_edition([tmp_path])


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        pytest.param({"headlin": "x"}, "article 2: .*headlin", id="unknown-key"),
        pytest.param({"kind": "nws"}, "article 2, kind: .*nws", id="kind"),
        pytest.param({"pages": [0]}, r"article 2, pages\[0\]:", id="page"),
        pytest.param({"paragraphs": ["字", 3]}, r"article 2, paragraphs\[1\]:", id="paragraph"),
        pytest.param({"headline": None}, "article 2, headline:", id="headline"),
        pytest.param({"id": "../x"}, "article 2, id:", id="id-is-no-path"),
        pytest.param({"id": "first"}, "article 2, id: 'first' stands twice", id="id-twice"),
        pytest.param({"byline_roles": ["记者"]}, "article 2, byline_roles:", id="roles"),
        pytest.param({"gap": 2}, "article 2, gap:", id="gap"),
    ],
)
def test_a_wrong_value_is_named_with_its_file_and_place(
    changes: dict[str, Any], place: str, tmp_path: Path
) -> None:
    file = write_edition(tmp_path / "e.json", {**ARTICLE, "id": "first"}, ARTICLE | changes)
    with pytest.raises(InputError, match=rf"e\.json, {place}") as failure:
        read_edition([file])
    assert "audiopaper guide handover" in failure.value.remedy


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(b'{"schema": 1,\n "articles": [}', "line 2, column 15: no JSON", id="syntax"),
        pytest.param(b"[" * 100_000, "no JSON", id="deep"),
        pytest.param(b"\xff\xfe{}", "not UTF-8", id="encoding"),
        pytest.param(b"null", "at the top", id="null"),
        pytest.param(b'{"schema": 2, "articles": []}', "schema: .*2", id="schema"),
        pytest.param(b'{"schema": 1, "articles": []}', "articles: ", id="none"),
        pytest.param(b" " * 10_000_001, "larger than a page", id="large"),
        pytest.param(b'{"schema": 1, "date": "2026-02-30", "articles": [{"headline": "", '
                     b'"paragraphs": []}]}', "date: there is no 2026-02-30", id="no-such-day"),
    ],
)  # fmt: skip
def test_what_is_no_edition_is_refused_with_a_sentence(
    data: bytes, problem: str, tmp_path: Path
) -> None:
    file = tmp_path / "edition.json"
    file.write_bytes(data)
    with pytest.raises(InputError, match=problem):
        read_edition([file])


def test_the_schema_that_ships_is_the_form_that_is_read() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()


LINE = (
    st.text(
        st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"), exclude_characters="#"),
        min_size=1,
        max_size=20,
    )
    .map(normalise_text)
    .filter(str.strip)
    .filter(lambda text: "#" not in text)
)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    names = draw(st.lists(LINE, max_size=3))
    return make_article(
        id="",
        headline=draw(LINE),
        kicker=draw(st.just("") | LINE),
        subhead=draw(st.just("") | LINE),
        dateline=draw(st.just("") | LINE),
        kind=draw(st.sampled_from(ARTICLE_KINDS)),
        byline=tuple(names),
        byline_roles=tuple("记者" for _ in names) if draw(st.booleans()) else (),
        heading_level=draw(st.integers(0, 6)),
        incomplete=draw(st.sampled_from(["", "head", "middle", "tail"])),
        paragraphs=tuple(
            make_paragraph(draw(LINE), role=role)
            for role in draw(st.lists(st.sampled_from(["text", "heading"]), max_size=4))
        ),
    )


@given(st.lists(articles(), min_size=1, max_size=4))
def test_an_edition_written_is_the_edition_read(
    tmp_path_factory: pytest.TempPathFactory, told: list[Article]
) -> None:
    file = tmp_path_factory.mktemp("e") / "edition.json"
    form = edition_json(told, (), paper="青川日报", date=DAY)
    file.write_text(json.dumps(form, ensure_ascii=False), encoding="utf-8")
    read = read_edition([file])
    assert read.date == DAY
    names = ("headline", "kicker", "subhead", "dateline", "kind", "byline", "byline_roles")
    for before, after in zip(told, read.articles, strict=True):
        for name in (*names, "heading_level", "incomplete", "text"):
            assert getattr(after, name) == getattr(before, name)
        assert [p.role for p in after.paragraphs] == [p.role for p in before.paragraphs]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["schema", "articles", "paper", "date", "headline", "paragraphs", "pages"]
            )
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_no_json_is_too_strange_to_be_judged(
    tmp_path_factory: pytest.TempPathFactory, told: object
) -> None:
    file = tmp_path_factory.mktemp("e") / "edition.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    with contextlib.suppress(InputError):
        assert read_edition([file]).articles
