"""The pages beside the edition's: past days, the lexicon, the presenters."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

pytest.importorskip("starlette", reason="the desk's packages are not installed")

from audiopaper.pipeline.production import Order, produce
from audiopaper.runtime import tell_nobody
from tests.support.desk_show import DAY, DeskShow, lay_out_show, open_desk

LOG_LINE = (
    '10.0.0.{} - - [02/Mar/2026:06:{:02}:00 +0800] "GET /episodes/2026-03-02/{} HTTP/1.1" '
    '{} {} "-" "{}"\n'
)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskShow]:
    """A show with a public episode, and a log of the server that gives it to listeners."""
    folder = lay_out_show(tmp_path_factory.mktemp("screens"), drafted=False)
    config = folder / "config.toml"
    config.write_text(
        f'{config.read_text("utf-8")}[publish]\naccess_logs = "access.log"\n', "utf-8"
    )
    with open_desk(folder) as show:
        made = produce(Order(paths=(folder / "inbox" / DAY,)), show.config, tell_nobody)
        assert made.episode is not None
        audio, size = made.episode.audio, made.episode.audio_bytes
        lines = [
            # One listener in two parts, another in one, a third who asked for the beginning only,
            # and a robot.
            LOG_LINE.format(1, 1, audio, 206, size // 2, "AppleCoreMedia/1.0"),
            LOG_LINE.format(1, 2, audio, 206, size - size // 2, "AppleCoreMedia/1.0"),
            LOG_LINE.format(2, 3, audio, 200, size, "AntennaPod/3.4"),
            LOG_LINE.format(3, 4, audio, 206, 2, "AppleCoreMedia/1.0"),
            LOG_LINE.format(4, 5, audio, 200, size, "Googlebot/2.1"),
        ]
        (folder / "access.log").write_text("".join(lines), "utf-8")
        yield show


def test_past_days_have_title_length_downloads_and_report(public: DeskShow) -> None:
    page = public.ask("/days").body.decode()
    row = page.partition("<tbody>")[2]
    assert "夜间公交今起开行" in row
    assert "已发布" in row
    assert re.findall(r'<td class="number">([^<]*)</td>', row)[1] == "2"
    assert f'href="/day/{DAY}/report"' in row
    assert public.ask(f"/day/{DAY}/report").status == 200


def test_the_lexicon_shows_who_decided_and_what_nobody_verified_first(public: DeskShow) -> None:
    lexicon = public.folder / "voices" / "lexicon" / "ours.toml"
    lexicon.write_text(
        '[[entry]]\ntext = "单文"\npinyin = "shan4 wen2"\nsource = "林, desk, 2026-03-02"\n\n'
        '[[entry]]\ntext = "长乐口"\npinyin = "chang2 le4 kou3"\n',
        "utf-8",
    )
    page = public.ask("/lexicon").body.decode()
    rows = re.findall(
        r'<th scope="row">([^<]*)</th><td class="short">([^<]*)</td><td>([^<]*)</td>', page
    )
    assert rows == [
        ("长乐口", "cháng lè kǒu", "未核实"),
        ("单文", "shàn wén", "林, desk, 2026-03-02"),
    ]
    # A search finds shipped entries, too, by characters and by pinyin.
    assert "单文" in public.ask("/lexicon?q=shan4").body.decode()
    assert "没有找到" in public.ask("/lexicon?q=%E9%BE%98%E9%BE%98").body.decode()


def test_each_presenter_has_a_sample(public: DeskShow) -> None:
    page = public.ask("/presenters").body.decode()
    samples = re.findall(r'data-presenter="([^"]*)" data-sentence="([^"]*)"', page)
    assert {name for name, _ in samples} == {"lan", "song"}
    body = {"presenter": samples[0][0], "sentence": samples[0][1]}
    answer = public.ask("/hear", body, cookie=public.session())
    assert answer.headers["content-type"] == "audio/mpeg"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("config.toml", "设置或主播文件有误"), ("voices/lexicon/ours.toml", "读音表有误")],
)
def test_a_page_that_cannot_be_shown_says_why_in_the_desks_language(
    public: DeskShow, name: str, sentence: str
) -> None:
    path = public.folder / name
    before = path.read_bytes() if path.exists() else b""
    path.write_text("[wrong", "utf-8")
    try:
        answer = public.ask("/lexicon", Accept="text/html,*/*;q=0.8")
    finally:
        path.write_bytes(before)
    assert answer.status in (400, 422)
    assert answer.headers["content-type"].startswith("text/html")
    page = answer.body.decode()
    assert sentence in page
    assert 'role="alert"' in page


def test_the_years_have_months_downloads_and_how_the_lexicon_grew(public: DeskShow) -> None:
    (public.folder / "voices" / "lexicon" / "ours.toml").write_text(
        '[[entry]]\ntext = "单文"\npinyin = "shan4 wen2"\nsource = "asked"\nadded = 2026-03-05\n',
        "utf-8",
    )
    page = public.ask("/years").body.decode()
    row = re.findall(r'<th scope="row">2026-03</th>(.*)</tr>', page)[0]
    episodes, _minutes, decided, grown, corrections, downloads = re.findall(r">([^<]+)</td>", row)
    assert (episodes, decided, grown, corrections, downloads) == ("1", "1", "1", "0", "2")
    assert "还没有更正过" in page
    assert 'href="/years" aria-current="page"' in page
