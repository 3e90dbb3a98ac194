"""What the guide to pages promises of ALTO, METS and hOCR files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audiopaper.articles import split_articles
from audiopaper.errors import InputError
from audiopaper.pages import read_edition
from tests.support.printed_stories import make_page, make_stories
from tests.tools.printed.alto import write_alto, write_hocr

ALTO = (
    '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>mm10'
    "</MeasurementUnit></Description>{tags}<Layout><Page WIDTH='2000' HEIGHT='3000'><PrintSpace>"
    "{blocks}</PrintSpace></Page></Layout></alto>"
)


def block(name: str, text: str, top: int, tags: str = "") -> str:
    place = f"HPOS='100' VPOS='{top}' WIDTH='{40 * len(text)}' HEIGHT='40'"
    return (
        f"<TextBlock ID='{name}' TAGREFS='{tags}' {place}><TextLine {place}>"
        f"<String CONTENT='{text}' WC='0.5' {place}/></TextLine></TextBlock>"
    )


def save(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def squash(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("version", [2, 3, 4])
def test_a_chinese_page_passes_whole_whatever_the_order_of_its_blocks(
    version: int, tmp_path: Path
) -> None:
    sheet, _ = make_page("trade")
    path = save(tmp_path, "01.xml", write_alto(sheet, version=version, shuffle=version))
    found = {squash(a.headline): a for a in split_articles(read_edition([path])).articles}
    for story in make_stories():
        body = squash("".join(p.text for p in found[squash(story.headline)].paragraphs))
        assert squash(story.paragraphs[0]) in body
        assert squash(story.paragraphs[-1])[-12:] in body[-30:]


def test_boxes_and_confidences_are_those_of_the_file(tmp_path: Path) -> None:
    path = save(tmp_path, "a.xml", ALTO.format(tags="", blocks=block("a", "Gruene Felder", 500)))
    layout = read_edition([path]).pages[0].layout
    assert layout is not None
    (line,) = layout.lines
    assert line is not None
    assert (layout.width_mm, layout.height_mm) == (200, 300)
    assert (line.boxes[0].left, line.boxes[0].top) == (10, 50)
    assert line.confidence == 0.5


def test_the_order_and_the_articles_that_a_file_names_stand(tmp_path: Path) -> None:
    tags = (
        "<Tags><StructureTag ID='t1' TYPE='article' LABEL='article1'/>"
        "<StructureTag ID='t2' TYPE='article' LABEL='article2'/>"
        "<LayoutTag ID='h' LABEL='headline'/></Tags>"
    )
    blocks = (
        block("h2", "渠水提前十天进田", 100, "t1 h")
        + block("h1", "城北新桥昨日通车", 100, "t2 h")
        + block("b1", "新桥全长一千二百米，双向六车道，昨日通车。", 200, "t2")
        + block("b2", "八个乡镇的渠道已经全部放水，比往年早十天。", 200, "t1")
    )
    path = save(tmp_path, "a.xml", ALTO.format(tags=tags, blocks=blocks))
    first, second = split_articles(read_edition([path])).articles
    assert (first.headline, second.headline) == ("渠水提前十天进田", "城北新桥昨日通车")
    assert first.paragraphs[0].text.startswith("八个乡镇")


def test_a_mets_package_is_an_edition_and_its_pages_are_read_once(tmp_path: Path) -> None:
    (tmp_path / "alto").mkdir()
    for number in (1, 2):
        sheet, _ = make_page("party", seed=number, number=number)
        save(tmp_path / "alto", f"{number}.xml", write_alto(sheet))
    save(tmp_path, "loose.xml", write_alto(make_page()[0]))
    files = "".join(
        f"<file ID='F{n}'><FLocat LOCTYPE='URL' xlink:href='{href}'/></file>"
        for n, href in enumerate(
            ["file://./alto/1.xml", "alto/2.xml", "../secret.xml", "http://127.0.0.1:9/3.xml"]
        )
    )
    mets = f"<mets xmlns:xlink='x'><fileSec><fileGrp>{files}</fileGrp></fileSec></mets>"
    save(tmp_path, "mets.xml", mets)
    edition = read_edition([tmp_path])
    assert [page.number for page in edition.pages] == [1, 2]
    assert str(edition.date) == "2026-03-02"


def test_hocr_is_read_with_its_confidences(tmp_path: Path) -> None:
    sheet, _ = make_page("evening")
    page = read_edition([save(tmp_path, "01.html", write_hocr(sheet))]).pages[0]
    assert page.layout is not None
    assert {line.confidence for line in page.layout.lines if line} == {0.87}
    headlines = {squash(a.headline) for a in split_articles(read_edition([tmp_path])).articles}
    assert squash(make_stories()[0].headline) in headlines


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("<alto><Layout>", "is no XML that can be read", id="cut"),
        pytest.param("<alto/>", "holds no page", id="empty"),
        pytest.param(
            '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><alto><Layout/>&x;</alto>',
            "declares entities",
            id="entity",
        ),
        pytest.param("<mets/>", "names no ALTO file", id="no-files"),
    ],
)
def test_xml_that_cannot_be_used_is_one_sentence(text: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=problem):
        read_edition([save(tmp_path, "a.xml", text)])
