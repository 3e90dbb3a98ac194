"""The desk: what it changes in a show, whom it lets in, and that nothing is lost by it."""

from __future__ import annotations

import datetime as dt
import errno
import io
import itertools
import json
import os
import re
import signal
import threading
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

pytest.importorskip("starlette", reason="the desk's packages are not installed")

from audiopaper.config import read_config
from audiopaper.desk import jobs
from audiopaper.desk.access import MAX_FAILURES, WAIT_S, Access, Password
from audiopaper.desk.board import read_board
from audiopaper.desk.card_names import name_cards
from audiopaper.desk.edits import move_item, set_values
from audiopaper.desk.jobs import Job, jobs_folder, load_job, save_job
from audiopaper.desk.late_pages import offer_late_articles
from audiopaper.desk.phrases import load_phrases, name_failure
from audiopaper.desk.settings import name_edition
from audiopaper.desk.verdicts import load_verdicts, settle
from audiopaper.errors import AudiopaperError, ShowBusyError
from audiopaper.lexicon import Lexicon, load_lexicon
from audiopaper.model import EditionKey
from audiopaper.pipeline.known_names import settle_name, with_known_names
from audiopaper.pipeline.lexicon_entries import add_entry
from audiopaper.pipeline.text import settle_readings
from audiopaper.rundown import load_rundown
from audiopaper.show.folder import show_folder
from audiopaper.show.run_lock import hold_lock
from tests.support.builders import make_item
from tests.support.desk_show import DAY, DeskShow, lay_out_show, open_desk

PRESENTERS = ("lan", "song")
RUNDOWN = """\
# 手写的说明
schema = 1
date = 2026-03-02
paper = "青川日报"

# 头条先播
[[items]]
# 编辑注：已核
kind = "story"
title = "桥通了"
presenter = "lan"
text = \"\"\"
一段。
[[items]]是正文里的字。
\"\"\"

[[items]]
kind = "story"
title = "茶熟了"   # 晚到
presenter = "song"
drop = true
text = "两段。"

[[items]]
kind = "sign-off"
presenter = "lan"
text = "再见。"
"""


def _subclasses(kind: type[AudiopaperError]) -> list[type[AudiopaperError]]:
    own = [k for k in kind.__subclasses__() if k.__module__ == kind.__module__]
    return own + [deeper for each in own for deeper in _subclasses(each)]


anything = st.text(st.characters(blacklist_categories=["Cs"]), max_size=60)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskShow]:
    with open_desk(lay_out_show(tmp_path_factory.mktemp("desk"))) as show:
        yield show


@pytest.fixture
def own_desk(tmp_path: Path) -> Iterator[DeskShow]:
    with open_desk(lay_out_show(tmp_path)) as show:
        yield show


def version_of(show: DeskShow) -> str:
    page = show.ask(f"/day/{DAY}/main").body.decode()
    return page.partition('data-version="')[2].partition('"')[0]


def test_what_was_changed_before_a_page_listens_is_its_first_event(own_desk: DeskShow) -> None:
    shown = version_of(own_desk)
    text = own_desk.rundown.read_text("utf-8")
    own_desk.rundown.write_text(f"{text}# 手改\n", "utf-8")
    address = f"{own_desk.address}/day/{DAY}/events?version={shown}"
    with urlopen(address, timeout=60) as stream:
        lines = iter(stream.readline, b"")
        event = next(line for line in lines if line.startswith(b"event"))
    assert event == b"event: changed\n"


# Changes of the rundown


@given(anything, anything, st.booleans())
def test_a_changed_item_is_read_as_it_was_typed_and_every_other_line_stays(
    title: str, text: str, drop: bool
) -> None:
    values: dict[str, Any] = {"title": title, "text": text, "drop": drop}
    changed = set_values(2, values)(RUNDOWN)
    items = tomllib.loads(changed)["items"]
    assert [i.get("title") for i in items[:2]] == ["桥通了", "茶熟了"]
    assert items[2].get("drop", False) is drop
    assert "# 编辑注：已核" in changed
    assert "# 晚到" in changed
    assert changed.startswith(RUNDOWN.partition('kind = "sign-off"')[0])


@pytest.mark.parametrize(
    ("values", "head"),
    [
        pytest.param({"title": "茶香 采茶忙"}, None, id="title"),
        pytest.param({"title": "采茶忙"}, None, id="title-is-still-a-line"),
        pytest.param({"title": "新茶", "head": "新茶 采茶忙"}, "新茶 采茶忙", id="both"),
        pytest.param({"text": "改了。"}, "茶熟了 采茶忙", id="text"),
        pytest.param({"title": "茶熟了"}, "茶熟了 采茶忙", id="same-title"),
    ],
)
def test_a_title_that_is_changed_alone_is_read_alone(
    values: dict[str, Any], head: str | None
) -> None:
    rundown = RUNDOWN.replace('title = "茶熟了"', 'title = "茶熟了"\nhead = "茶熟了 采茶忙"')
    assert tomllib.loads(set_values(1, values)(rundown))["items"][1].get("head") == head


@pytest.mark.parametrize(("index", "to"), [(0, 2), (2, 0), (1, 1), (0, 1)])
def test_a_moved_item_takes_its_comments_along(index: int, to: int) -> None:
    # The line of the text that looks like an item is no item.
    rundown = RUNDOWN.replace("[[items]]是", "items 是")
    moved = move_item(index, to)(rundown)
    before, after = tomllib.loads(rundown)["items"], tomllib.loads(moved)["items"]
    before.insert(to, before.pop(index))
    assert after == before
    head = next(n for n, line in enumerate(moved.splitlines()) if line == "# 头条先播")
    assert 'title = "桥通了"' in "\n".join(moved.splitlines()[head : head + 6])


def test_a_move_that_would_tear_a_text_is_refused_and_the_file_stays(own_desk: DeskShow) -> None:
    show = own_desk
    show.rundown.write_text(RUNDOWN, "utf-8")
    given = {"version": version_of(show), "index": 0, "to": 1}
    answer = show.ask(f"/day/{DAY}/move", given, cookie=show.session())
    assert answer.status == 400
    assert show.rundown.read_text("utf-8") == RUNDOWN


def test_a_story_is_moved_dropped_and_rewritten(own_desk: DeskShow) -> None:
    show, cookie = own_desk, own_desk.session()
    stories = [
        n
        for n, item in enumerate(load_rundown(show.rundown, presenters=PRESENTERS).items)
        if item.kind == "story"
    ]
    for path, body in (
        ("move", {"index": stories[0], "to": stories[1]}),
        ("values", {"index": stories[1], "values": {"drop": True}}),
        ("values", {"index": stories[0], "values": {"title": "新的“标题”", "text": "一。\n二。"}}),
    ):
        answer = show.ask(
            f"/day/{DAY}/{path}", {"version": version_of(show), **body}, cookie=cookie
        )
        assert answer.status == 200, answer.body
    items = load_rundown(show.rundown, presenters=PRESENTERS).items
    assert items[stories[1]].drop
    assert (items[stories[0]].title, items[stories[0]].text) == ("新的“标题”", "一。\n二。")
    logged = (show.folder / "output/.work/logs/desk.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["who"] for line in logged] == ["tester"] * 3


def test_what_somebody_else_wrote_meanwhile_is_never_overwritten(own_desk: DeskShow) -> None:
    show, seen = own_desk, version_of(own_desk)
    by_hand = show.rundown.read_text("utf-8") + "# 手改\n"
    show.rundown.write_text(by_hand, "utf-8")
    given = {"version": seen, "index": 3, "values": {"title": "我的"}}
    answer = show.ask(f"/day/{DAY}/values", given, cookie=show.session())
    assert answer.status == 409
    assert version_of(show) in answer.told["main"]
    assert show.rundown.read_text("utf-8") == by_hand


def test_the_last_story_cannot_be_dropped(own_desk: DeskShow) -> None:
    show = own_desk
    show.rundown.write_text(RUNDOWN.replace("[[items]]是", "items 是"), "utf-8")
    given = {"version": version_of(show), "index": 0, "values": {"drop": True}}
    answer = show.ask(f"/day/{DAY}/values", given, cookie=show.session())
    assert answer.status == 400
    assert "no story is left" in answer.told["detail"]
    assert not list(show.work.glob("*.checked.toml"))


def test_nothing_is_changed_while_a_run_is_at_work(own_desk: DeskShow) -> None:
    show, seen = own_desk, version_of(own_desk)
    before = show.rundown.read_bytes()
    with hold_lock(show.folder / "output" / ".work" / "lock"):
        given = {"version": seen, "index": 3, "values": {"title": "我的"}}
        assert show.ask(f"/day/{DAY}/values", given, cookie=show.session()).status == 423
    assert show.rundown.read_bytes() == before


def test_an_item_is_named_alike_wherever_it_stands() -> None:
    items = [
        make_item(title="简讯", article_id="p1-a1"),
        make_item(title="简讯", article_id=""),
        make_item(title="简讯", article_id="", text="另一条简讯。"),
        make_item(title="来信", article_id=""),
        make_item(title="标题", article_id="版 1", text="手写的编号。"),
        make_item(kind="greeting", title="开场", article_id=""),
        make_item(kind="greeting", title="开场", article_id="", text="晚上好。"),
    ]
    names = dict(zip(name_cards(items), items, strict=True))
    assert len(names) == len(items)
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", name) for name in names)
    assert {"p1-a1"} < names.keys()
    for order in ([6, 5, 4, 3, 2, 1, 0], [1, 0, 2, 3, 4, 6, 5]):
        moved = [items[n] for n in order]
        assert dict(zip(name_cards(moved), moved, strict=True)) == names
    twice = [items[0], items[0]]
    assert len(set(name_cards(twice))) == 2


LONG_STORY = """
[[items]]
kind = "story"
title = "长稿"
presenter = "lan"
byline = ["林青"]
paragraphs = 1
text = '''
本报记者林青报道。
第一段讲了很多关于桥的事。
## 小标题
第二段引了负责人的话：“我们会修好它。
不会让大家等。”
第三段是结尾，比前面都短。
'''
"""


def test_a_story_may_end_only_where_it_ends_when_it_is_read(own_desk: DeskShow) -> None:
    head, first, rest = own_desk.rundown.read_text("utf-8").partition("\n[[items]]")
    own_desk.rundown.write_text(f"{head}{LONG_STORY}{first}{rest}", "utf-8")
    key = EditionKey.parse(DAY)
    now = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    card = read_board(own_desk.config, key, now).cards[0]
    assert [(e.paragraphs, e.words) for e in card.endings] == [
        (1, "讲了很多关于桥的事。"),
        (3, "不会让大家等。”"),
        (4, "是结尾，比前面都短。"),
    ]
    assert card.chosen_ending == 1
    assert card.endings[0].seconds == round(card.length_ms / 1000)
    # What is offered takes as long as it will when it is chosen.
    for ending in card.endings:
        text = own_desk.rundown.read_text("utf-8")
        chosen = re.sub(
            r"(?m)^paragraphs = \d+", f"paragraphs = {ending.paragraphs}", text, count=1
        )
        own_desk.rundown.write_text(chosen, "utf-8")
        length_ms = read_board(own_desk.config, key, now).cards[0].length_ms
        assert ending.seconds == round(length_ms / 1000)


# Readings


def reading_of(show: DeskShow, text: str) -> str:
    from audiopaper.model import Segment
    from audiopaper.pipeline.lexicon_entries import show_lexicon

    segment = Segment(item=0, presenter="lan", printed=text)
    (settled,) = settle_readings([segment], show_lexicon(show.config))
    return " ".join(s for r in settled.readings for s in r.pinyin)


def decide(show: DeskShow, **given: str) -> Any:
    body = {"id": "x", "kind": "person", "context": "", **given}
    return show.ask(f"/day/{DAY}/reading", body, cookie=show.session())


def test_a_decided_name_is_read_so_from_then_on(own_desk: DeskShow) -> None:
    assert decide(own_desk, text="单文", pinyin="shan4 wen2", scope="always").status == 200
    assert reading_of(own_desk, "馆长单文说").startswith("guan3 zhang3 shan4 wen2")
    written = (own_desk.folder / "voices/lexicon/ours.toml").read_text("utf-8")
    assert 'source = "tester, desk, 2026-03-02"' in written


def test_only_here_leaves_every_other_place_as_it_was(own_desk: DeskShow) -> None:
    here, elsewhere = "一斤干茶要采五万个芽头", "衣服干了再收"
    before = reading_of(own_desk, elsewhere)
    answer = decide(
        own_desk,
        text="干",
        kind="polyphone",
        pinyin="gan4",
        scope="here",
        context="掐断口就会发红。一斤【干】茶要采五万个芽头",
    )
    assert answer.status == 200
    assert reading_of(own_desk, here).split()[2] == "gan4"
    assert reading_of(own_desk, elsewhere) == before


def test_wrong_pinyin_is_refused_with_the_way_out(own_desk: DeskShow) -> None:
    answer = decide(own_desk, text="单文", pinyin="shan wen", scope="always")
    assert answer.status == 422
    assert "tone" in answer.told["detail"]
    assert not (own_desk.folder / "voices/lexicon/ours.toml").exists()


def test_a_settled_reading_is_not_shown_again(own_desk: DeskShow) -> None:
    page = own_desk.ask(f"/day/{DAY}/main").body.decode()
    name = page.partition('data-reading data-id="')[2].partition('"')[0]
    assert decide(own_desk, id=name, text="x", scope="right").status == 200
    assert f'data-id="{name}"' not in own_desk.ask(f"/day/{DAY}/main").body.decode()


def test_a_name_that_is_right_is_known_from_then_on(own_desk: DeskShow) -> None:
    assert decide(own_desk, text="单解放", scope="right").status == 200
    assert decide(own_desk, text="当地方", kind="polyphone", scope="right").status == 200
    next_day = dt.date.fromisoformat(DAY) + dt.timedelta(days=1)
    lexicon = with_known_names(Lexicon(), show_folder(own_desk.config), next_day)
    assert lexicon.known == {"单解放"}


def test_a_verdict_on_a_reading_that_somebody_else_changed_is_refused(own_desk: DeskShow) -> None:
    page = own_desk.ask(f"/day/{DAY}/main").body.decode()
    rows = {
        match["text"]: {"id": match["id"], "kind": match["kind"], "said": match["said"]}
        for match in re.finditer(
            r'data-id="(?P<id>\w+)" data-text="(?P<text>[^"]+)" data-kind="(?P<kind>\w+)".*?'
            r'data-said="(?P<said>[^"]+)"',
            page,
        )
    }
    text = next(text for text, row in rows.items() if row["kind"] == "person")
    shown = {"text": text, **rows[text]}
    # The same verdict twice, as of two editors who agree.
    assert decide(own_desk, scope="right", **shown).status == 200
    assert decide(own_desk, scope="right", **shown).status == 200
    syllables = rows[text]["said"].split()
    other = " ".join(["ou1", *syllables[1:]])
    assert decide(own_desk, text=text, pinyin=other, scope="always").status == 200
    verdicts = (own_desk.work / "verdicts.json").read_bytes()
    for scope, pinyin in (("right", ""), ("always", rows[text]["said"])):
        answer = decide(own_desk, scope=scope, pinyin=pinyin, **shown)
        assert answer.status == 409
        assert text in answer.told["said"]
        assert "data-readings" in answer.told["main"]
    assert (own_desk.work / "verdicts.json").read_bytes() == verdicts


def test_a_sentence_is_heard_with_a_reading_that_is_tried_out(desk: DeskShow) -> None:
    body = {"sentence": "馆长单文说。", "presenter": "lan"}
    as_is = desk.ask("/hear", body, cookie=desk.session())
    tried = desk.ask(
        "/hear", {**body, "mark": "单文", "pinyin": "dan1 wen2"}, cookie=desk.session()
    )
    assert (as_is.status, as_is.headers["content-type"]) == (200, "audio/mpeg")
    assert tried.status == 200
    assert tried.body != as_is.body
    assert not (desk.folder / "voices/lexicon/ours.toml").exists()


# Who is let in


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example:80"}, 421),
        ({"Host": "[::1"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"cookie": "audiopaper-desk=guessed"}, 401),
    ],
)
def test_what_another_site_could_send_is_refused(
    desk: DeskShow, headers: dict[str, str], status: int
) -> None:
    before = desk.rundown.read_bytes()
    given = {"version": version_of(desk), "index": 0, "to": 1}
    answer = desk.ask(f"/day/{DAY}/move", given, **{"cookie": desk.session(), **headers})
    assert answer.status == status
    assert desk.rundown.read_bytes() == before


def test_pages_allow_no_code_but_the_desks_own(desk: DeskShow) -> None:
    for path in (
        "/days",
        "/years",
        "/lexicon",
        "/presenters",
        "/settings",
        f"/day/{DAY}",
        f"/day/{DAY}/report",
    ):
        answer = desk.ask(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
    cookie = desk.ask("/days").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_no_path_leads_out_of_the_show(desk: DeskShow) -> None:
    (desk.folder / "secret.txt").write_text("secret", "utf-8")
    for path in (
        "/static/../../secret.txt",
        "/static/%2e%2e/%2e%2e/app.py",
        "/day/..%2f..%2f/audio",
    ):
        answer = desk.ask(path)
        assert answer.status in (400, 404)
        assert b"secret" not in answer.body


def test_with_a_password_nothing_is_shown_before_it_is_given(tmp_path: Path) -> None:
    folder = lay_out_show(tmp_path, drafted=False)
    access = Access(password=Password("qingchuan-2026"))
    with open_desk(folder, access) as show:
        assert show.ask("/days").headers["location"] == "/login"
        form = b"name=editor&password=wrong"
        assert show.ask("/login", form).status == 403
        answer = show.ask("/login", b"name=%E6%9E%97&password=qingchuan-2026")
        cookie = answer.headers["set-cookie"].partition(";")[0]
        assert show.ask("/days", cookie=cookie).status == 200


def test_two_desks_on_one_machine_keep_their_sessions(tmp_path: Path) -> None:
    folders = tmp_path / "a", tmp_path / "b"
    for folder in folders:
        folder.mkdir()
        lay_out_show(folder, drafted=False)
    with open_desk(folders[0]) as one, open_desk(folders[1]) as other:
        jar: dict[str, str] = {}
        for show in (one, other, one):
            cookie = "; ".join(f"{name}={value}" for name, value in jar.items())
            sent = show.ask("/", cookie=cookie).headers.get("set-cookie", "")
            # A browser keeps cookies by host, whatever the port.
            if sent:
                name, _, value = sent.partition(";")[0].partition("=")
                jar[name] = value
        cookie = "; ".join(f"{name}={value}" for name, value in jar.items())
        for show in (one, other):
            form = urlencode({"show_title": "青川听报"}).encode()
            assert show.ask("/settings", form, cookie=cookie).status == 200


def test_wrong_passwords_are_slowed_down() -> None:
    now = [0.0]
    password = Password("qingchuan-2026", clock=lambda: now[0])
    assert not any(password.check("wrong") for _ in range(MAX_FAILURES))
    assert not password.check("qingchuan-2026")
    assert password.wait_s() > 0
    now[0] += WAIT_S
    assert password.check("qingchuan-2026")


# Uploads


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("02.txt", b"\x00\x01\x02PNG" * 40, ""),
        ("..%2f02.txt", b"x", "404"),
        (".hidden.txt", b"x", "no name"),
        ("02.exe", b"MZ", "02.exe"),
        ("a:b.txt", b"x", "no name"),
        (quote("版" * 80 + ".txt"), b"x", "no name"),
        ("1" * 300 + ".txt", b"x", "no name"),
        ("02.txt", b"", ""),
    ],
)
def test_what_is_no_page_never_enters_the_inbox(
    desk: DeskShow, name: str, data: bytes, problem: str
) -> None:
    before = sorted(desk.folder.rglob("*.txt"))
    answer = desk.ask(f"/day/{DAY}/pages/{name}", data, method="PUT", cookie=desk.session())
    assert answer.status in (400, 404)
    assert sorted(desk.folder.rglob("*.txt")) == before
    if answer.status == 400 and problem:
        assert problem in answer.told["detail"]


def test_a_page_is_put_into_the_days_folder(tmp_path: Path) -> None:
    with open_desk(lay_out_show(tmp_path, drafted=False)) as show:
        data = (
            "青川日报\n\n## 桥通了\n\n青川日报讯（记者 林青）新桥昨天通车，全长三公里。\n".encode()
        )
        path = f"/day/{DAY}/pages/02.txt"
        assert show.ask(path, data, method="PUT", cookie=show.session()).status == 200
        assert (show.folder / "inbox" / DAY / "02.txt").read_bytes() == data
        assert show.ask(path, data + b"x", method="PUT", cookie=show.session()).status == 400
        assert (show.folder / "inbox" / DAY / "02.txt").read_bytes() == data


def test_a_name_as_long_as_a_file_may_have_is_taken(own_desk: DeskShow) -> None:
    path = f"/day/{DAY}/pages/{quote('版' * 65)}.txt"
    page = "青川日报\n\n## 桥通了\n\n青川日报讯（记者 林青）新桥昨天通车，全长三公里。\n".encode()
    assert own_desk.ask(path, page, method="PUT", cookie=own_desk.session()).status == 200


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_failure_of_the_machine_is_a_sentence(
    own_desk: DeskShow, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number), "/tmp/page/02.txt")

    monkeypatch.setattr("audiopaper.desk.uploads._refuse_no_page", fail)
    path = f"/day/{DAY}/pages/02.txt"
    answer = own_desk.ask(path, b"x", method="PUT", cookie=own_desk.session())
    assert answer.status == 400
    assert f"/tmp/page/02.txt: {os.strerror(number)} → " in answer.told["detail"]


def test_the_picture_of_a_page_that_was_replaced_is_drawn_again(tmp_path: Path) -> None:
    with open_desk(lay_out_show(tmp_path, drafted=False)) as show:
        (page,) = (show.folder / "inbox" / DAY).glob("*.txt")
        Image.new("RGB", (40, 60), "white").save(page.with_suffix(".png"))
        address, cookie = f"/day/{DAY}/page/1", show.session()
        first = show.ask(address, cookie=cookie)
        assert first.status == 200
        assert Image.open(io.BytesIO(first.body)).size == (40, 60)
        known = {"If_None_Match": first.headers["etag"]}
        assert show.ask(address, cookie=cookie, **known).status == 304
        Image.new("RGB", (50, 70), "grey").save(page.with_suffix(".png"))
        again = show.ask(address, cookie=cookie, **known)
        assert Image.open(io.BytesIO(again.body)).size == (50, 70)


# Settings


def test_settings_are_changed_in_the_file_and_its_comments_stay(own_desk: DeskShow) -> None:
    path = own_desk.folder / "config.toml"
    path.write_text("# 说明\n" + path.read_text("utf-8"), "utf-8")
    form = urlencode(
        {"show_title": "青川听报", "episode_minutes": "9", "engine": "espeak"}
    ).encode()
    assert own_desk.ask("/settings", form, cookie=own_desk.session()).status == 200
    assert path.read_text("utf-8").startswith("# 说明\n")
    config = own_desk.config
    assert (config.show.title, config.episode.minutes) == ("青川听报", 9)
    assert "青川听报" in own_desk.ask("/settings").body.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [("episode_minutes", "many"), ("engine", "nobody"), ("show_base_url", "ftp:/x")],
)
def test_a_wrong_setting_is_refused_and_the_file_stays(
    desk: DeskShow, name: str, value: str
) -> None:
    before = (desk.folder / "config.toml").read_bytes()
    answer = desk.ask("/settings", urlencode({name: value}).encode(), cookie=desk.session())
    assert answer.status == 400
    assert 'role="alert"' in answer.body.decode()
    assert (desk.folder / "config.toml").read_bytes() == before
    assert not list(desk.folder.glob(".config*"))


# Long work


def test_a_killed_process_is_told_and_the_next_one_may_start(own_desk: DeskShow) -> None:
    config = own_desk.config
    folder = jobs_folder(config)
    save_job(folder, Job(verb="make", day=DAY, pid=2**22 - 1, started=1.0))
    job = load_job(folder)
    assert job is not None
    assert job.state == "failed"
    assert "ended unexpectedly" in job.problem
    assert "没有做成" in own_desk.ask(f"/day/{DAY}/main").body.decode()


def test_one_job_at_a_time(own_desk: DeskShow) -> None:
    folder = jobs_folder(own_desk.config)
    save_job(folder, Job(verb="make", day=DAY, pid=os.getpid(), started=1.0))
    with hold_lock(folder / "job.lock"):
        answer = own_desk.ask(f"/day/{DAY}/job", {"verb": "make"}, cookie=own_desk.session())
    assert answer.status == 423


def run_together(threads: int, work: Callable[[], None]) -> None:
    """Call a function in several threads, as requests of several pages do."""
    barrier = threading.Barrier(threads)

    def run() -> None:
        barrier.wait()
        work()

    running = [threading.Thread(target=run) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


@pytest.mark.parametrize("kind", ["verdicts", "readings", "names", "settings"])
def test_no_decision_is_lost_of_those_made_at_the_same_moment(tmp_path: Path, kind: str) -> None:
    config, editors, rounds = lay_config(lay_out_show(tmp_path, drafted=False)), 4, 5
    show, path = show_folder(config), config.folder / "config.toml"
    edition, lexicon = show.edition(dt.date(2026, 3, 2)), tmp_path / "lexicon"
    numbers, texts = itertools.count(), ["雾" + chr(0x4E00 + n) for n in range(editors * rounds)]

    def decide_one() -> None:
        number = next(numbers)
        if kind == "verdicts":
            settle(edition, f"{number}")
        elif kind == "readings":
            add_entry(lexicon, texts[number], say="雾河")
        elif kind == "names":
            settle_name(show, dt.date(2026, 3, 2), f"石{texts[number]}")
        else:
            name_edition(path, f"e{number}", texts[number])

    for _ in range(rounds):
        run_together(editors, decide_one)
    decided = {
        "verdicts": lambda: load_verdicts(edition).settled,
        "readings": lambda: [e for e in load_lexicon(lexicon).entries if not e.shipped],
        "names": lambda: with_known_names(Lexicon(), show, dt.date(2026, 3, 3)).known,
        "settings": lambda: read_config(path).show.editions,
    }
    assert len(decided[kind]()) == editors * rounds


def test_clicks_at_the_same_moment_start_one_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = lay_config(lay_out_show(tmp_path, drafted=False))
    started: list[object] = []
    monkeypatch.setattr(jobs, "_start_worker", lambda *given: started.append(given))
    for round_ in range(1, 6):
        refused: list[ShowBusyError] = []

        def click(refused: list[ShowBusyError] = refused) -> None:
            try:
                jobs.start_job(config, Job(verb="make", day=DAY), [])
            except ShowBusyError as error:
                refused.append(error)

        run_together(4, click)
        assert (len(started), len(refused)) == (round_, 3)
        (jobs_folder(config) / "job.json").unlink()


def test_a_killed_process_is_told_to_every_page_that_asks_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    save_job(folder, Job(verb="make", day=DAY, pid=2**22 - 1, started=1.0))
    states: set[str] = set()

    def ask() -> None:
        for _ in range(60):
            job = load_job(folder)
            assert job is not None
            states.add(job.state)

    run_together(4, ask)
    assert states == {"failed"}


def test_a_worker_that_is_asked_to_stop_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from audiopaper.desk import worker

    folder = lay_out_show(tmp_path, drafted=False)
    config = lay_config(folder)
    save_job(jobs_folder(config), Job(verb="draft", day=DAY))

    def interrupted(*_: object) -> list[str]:
        os.kill(os.getpid(), signal.SIGTERM)
        return []

    monkeypatch.setitem(worker._VERBS, "draft", interrupted)
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert worker.main(["--config", str(folder / "config.toml")]) == 1
    finally:
        signal.signal(signal.SIGTERM, before)
    job = load_job(jobs_folder(config))
    assert job is not None
    assert job.state == "stopped"


def test_late_pages_are_offered_to_an_edited_rundown_and_change_nothing_in_it(
    own_desk: DeskShow,
) -> None:
    show = own_desk
    edited = show.rundown.read_text("utf-8").replace("夜间公交今起开行", "夜班车开了")
    show.rundown.write_text(edited, "utf-8")
    late = "青川日报\n2026年3月2日 星期一\n第2版\n\n## 新桥昨天通车\n\n青川日报讯（记者 林青）城南新桥昨天通车，全长三公里。\n"
    (show.folder / "inbox" / DAY / "02.txt").write_text(late, "utf-8")
    pages = (show.folder / "inbox" / DAY,)
    added = offer_late_articles(show.rundown, pages, dt.date(2026, 3, 2), show.config)
    assert "新桥昨天通车" in added
    text = show.rundown.read_text("utf-8")
    assert text.startswith(edited.rstrip("\n"))
    items = load_rundown(show.rundown, presenters=PRESENTERS).items
    assert all(item.drop for item in items if item.title in added)
    assert offer_late_articles(show.rundown, pages, dt.date(2026, 3, 2), show.config) == ()


def lay_config(folder: Path) -> Any:
    from audiopaper.config import read_config

    return read_config(folder / "config.toml")


def test_what_cannot_be_done_is_told_with_the_way_out(tmp_path: Path) -> None:
    from audiopaper.desk import worker

    folder = lay_out_show(tmp_path, drafted=False)
    config = lay_config(folder)
    save_job(jobs_folder(config), Job(verb="correct", day="2026-03-09"))
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert worker.main(["--config", str(folder / "config.toml")]) == 1
    finally:
        signal.signal(signal.SIGTERM, before)
    job = load_job(jobs_folder(config))
    assert job is not None
    assert job.state == "failed"
    assert job.remedy


def test_a_damaged_rundown_is_a_warning_on_the_page(own_desk: DeskShow) -> None:
    own_desk.rundown.write_text("date = nonsense", "utf-8")
    answer = own_desk.ask(f"/day/{DAY}")
    assert answer.status == 200
    assert "rundown.toml" in answer.body.decode()


def test_a_failure_is_told_in_the_pages_language_and_the_programs_words_stand_below(
    own_desk: DeskShow,
) -> None:
    show = own_desk
    wrong = {"id": "x", "text": "单", "scope": "always", "pinyin": "shan", "context": ""}
    told = show.ask(f"/day/{DAY}/reading", wrong, cookie=show.session()).told
    assert told["said"] == load_phrases("zh")["failure_6"]
    assert "tone" in told["detail"]
    failed = Job(verb="make", day=DAY, state="failed", failure="failure_7", problem="no voice")
    save_job(jobs_folder(show.config), replace(failed, remedy="install one"))
    page = show.ask(f"/day/{DAY}").body.decode()
    assert load_phrases("zh")["failure_7"] in page
    assert '<p class="detail">no voice → install one</p>' in page
    with open_desk(show.folder, language="en") as english:
        page = english.ask(f"/day/{DAY}").body.decode()
        assert '<p class="trouble">no voice → install one</p>' in page
        assert load_phrases("en")["failure_7"] not in page


@pytest.mark.parametrize("kind", [AudiopaperError, *_subclasses(AudiopaperError)])
def test_every_sort_of_failure_has_its_sentence(kind: type[AudiopaperError]) -> None:
    assert name_failure(kind("problem", remedy="remedy")) in load_phrases("zh")


def test_every_word_stands_in_each_language() -> None:
    tables = [load_phrases(language) for language in ("zh", "en")]
    assert all(set(table) == set(tables[0]) for table in tables)
    assert all(all(table.values()) for table in tables)
