"""The splitter's tagger: learned weights, roles of a page's lines, and how sure they are."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiopaper.articles import explain_edition, explain_lines, split_articles
from audiopaper.articles.assembly import find_headlines
from audiopaper.articles.blocks import Block
from audiopaper.articles.coverage import find_lost_text
from audiopaper.articles.features import see_features
from audiopaper.articles.page_blocks import make_blocks
from audiopaper.articles.reasons import find_reasons
from audiopaper.articles.roles import Part, Role
from audiopaper.articles.tagger import (
    STATES,
    assign_roles,
    find_rows,
    make_weights,
    name_states,
    shipped_weights,
)
from audiopaper.model import Edition, Page
from tests.tools.gold_labels import all_cases, read_golds
from tests.tools.newspapers.corpus import Story
from tests.tools.newspapers.damage import LEVELS
from tests.tools.newspapers.golds import damage_page, narrow_heads
from tests.tools.newspapers.heads import make_head
from tests.tools.newspapers.pages import Maker
from tests.tools.newspapers.styles import choose_style

LINES = [
    "青川日报 2026年3月2日 星期一", "要闻", "市政府召开常务会议", "石塘大桥昨日通车", "两岸居民出行不再绕路",
    "本报讯（记者 高远）3月1日，青川市石塘大桥通车，两岸三万多居民过河不再绕行，车程缩短到十分钟。",
    "大桥全长八百米，投资两亿元，工期二十个月。桥面设双向四车道和人行道。", "市民在桥头合影。 方圆 摄",
    "（下转第三版）", "老街新貌", "“过去等渡船要半个钟头。”居民林若水说，如今走路就能过", "江。", "责任编辑：桑田",
]  # fmt: skip


def edition(lines: list[str]) -> Edition:
    page = Page(number=1, name="01.txt", lines=tuple("\n\n".join(lines).split("\n")))
    return Edition(date=None, paper="青川日报", pages=(page,))


def test_each_line_has_a_probability_for_every_role_it_may_play() -> None:
    (parts,) = explain_edition(edition(LINES))
    for part in parts:
        chances = [chance for _, chance in part.marginals]
        assert sum(chances) == pytest.approx(1, abs=0.07)
        assert chances == sorted(chances, reverse=True)
        assert 0 <= part.confidence <= 1


def test_a_plain_head_and_its_text_are_sure() -> None:
    (parts,) = explain_edition(edition(LINES[3:7]))
    assert [part.role for part in parts[1:]] == ["subhead", "lede", "text"]
    assert min(part.confidence for part in parts[2:]) > 0.9


@given(st.lists(st.sampled_from(LINES) | st.text(max_size=80), max_size=16))
@settings(max_examples=60, deadline=None)
def test_any_lines_in_any_order_lose_no_character_and_split_alike_twice(lines: list[str]) -> None:
    read = edition(lines)
    found = split_articles(read)
    assert find_lost_text(read, found) == ()
    assert split_articles(read) == found


def test_an_editor_is_given_reasons_in_words_and_other_roles_with_their_chance() -> None:
    told = explain_lines(explain_edition(edition(LINES))[0])
    for line in told:
        for reason in line.reasons:
            assert re.fullmatch(r".+ \([+-]\d+\.\d\)", reason)
            assert not set("=_>") & set(reason)
        assert all(0.05 <= chance <= 1 for _, chance in line.others)


def test_the_table_speaks_of_known_states_and_says_what_it_was_learned_from() -> None:
    weights = shipped_weights()
    assert weights.emissions.shape == (len(weights.features) + 1, len(STATES))
    assert re.search(r'"files": "[0-9a-f]{16}"', weights.note)


def test_furniture_is_one_state_in_a_head_and_another_in_a_body() -> None:
    assert name_states(["furniture", "headline", "furniture", "lede", "furniture"]) == [
        "furniture/out", "headline", "furniture/head", "lede", "furniture/body",
    ]  # fmt: skip


def test_a_table_of_weights_decides_by_features_and_by_what_stands_above() -> None:
    page = edition(["一", "二"]).pages[0]
    blocks = make_blocks(page)
    length, steps = np.zeros(len(STATES)), np.zeros((len(STATES) + 1, len(STATES)))
    length[STATES.index("headline")] = 2.0
    steps[STATES.index("headline"), STATES.index("subhead")] = 5.0
    weights = make_weights({"length=2": length}, steps)
    roles = [p.role for p in assign_roles(blocks, see_features(blocks, "", frozenset()), weights)]
    assert roles == ["headline", "subhead"]


def test_a_sign_is_worth_what_the_role_would_lose_without_it() -> None:
    (parts,) = explain_edition(edition(LINES))
    table = shipped_weights()
    assert table.networks is not None

    def score(signs: frozenset[str]) -> float:
        seen = [signs if other is part else other.seen for other in parts]
        rows = find_rows([frozenset(own & table.features.keys()) for own in seen], table)
        assert table.networks is not None
        scores = table.networks.weigh(rows)[place] + table.emissions[rows[place]].sum(axis=0)
        return float(scores[state] - scores.mean())

    states = name_states([part.role for part in parts])
    for place, (part, reasons) in enumerate(zip(parts, find_reasons(parts), strict=True)):
        state = STATES.index(states[place])
        for reason in reasons:
            if reason.name in part.seen:
                less = score(part.seen - {reason.name})
                assert reason.weight == pytest.approx(score(part.seen) - less, abs=1e-3)


# --- what the weights are learned from -------------------------------------------------------

STORY = Story(
    "青川市春耕观察", "千亩油菜花开 石塘迎来首批游客", "年接待量预计增长两成", "三农看台",
    tuple(f"{n}月的石塘，油菜花开满了山坡，村民林晓禾在田埂上支起了茶摊，一壶新茶卖{n}元，往来的游客坐下就不想走。" for n in range(2, 9)),
    (False,) * 7, ("游客在花田里拍照。",),
)  # fmt: skip


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("seed", range(6))
def test_a_page_is_laid_out_alike_by_the_same_seed_and_every_line_has_a_role(
    level: str, seed: int
) -> None:
    def make() -> tuple[str, dict[int, str]]:
        dice = random.Random(seed)
        style = choose_style(dice, marked=seed % 2 == 0, local=seed % 3 > 0)
        maker = Maker(dice, style, level, ("孩子们在河边放风筝。 方圆 摄",), ("青川漫笔",))
        page = maker.page(3, [STORY, STORY], [STORY] * 6)
        return page.text, dict(page.roles)

    text, roles = make()
    assert make() == (text, roles)
    lines = text.split("\n")
    assert {n for n, line in enumerate(lines, start=1) if line.strip()} == set(roles)


def test_the_labels_name_golds_that_are_there_and_lines_that_they_have() -> None:
    labelled = {gold.name: gold.pages for gold in read_golds()}
    for name, (gold, pages) in all_cases().items():
        assert name in labelled, f"{gold} has no labels"
        assert len(labelled[name]) == len(pages)


def test_a_narrow_column_breaks_long_heads_in_two_and_loses_no_character() -> None:
    texts = {"青川渡口改建完工 每天可渡两千人次": "headline", "渡船今天开航。" * 8: "lede"}
    blocks = [
        Block(page=1, lines=((n, text),), text=text, level=2 if n == 1 else 0)
        for n, text in enumerate(texts, start=1)
    ]
    roles: list[Role] = ["headline", "lede"]
    made = [narrow_heads(blocks, roles, seed=str(seed)) for seed in range(20)]
    assert {len(lines) for lines, _ in made} == {2, 3}
    for lines, owners in made:
        assert len(lines) == len(owners)
        assert lines[-1] == blocks[1].text
        assert " ".join(line.removeprefix("## ") for line in lines[:-1]) == blocks[0].text


def part_of(role: Role, text: str, headline: float, *signs: str) -> Part:
    block = Block(page=1, lines=((1, text),), text=text)
    chances: tuple[tuple[Role, float], ...] = ((role, 1 - headline), ("headline", headline))
    return Part(block=block, role=role, seen=frozenset(signs), marginals=chances)


def test_a_slogan_over_a_dateline_is_its_headline_where_there_is_no_other() -> None:
    slogan = part_of("furniture", "同心协力 种满种足", 0.2)
    opening = part_of("lede", "本报讯（记者 高远）青川今天开犁。", 0.0, "dateline")
    assert [p.role for p in find_headlines([slogan, opening])] == ["headline", "lede"]
    named = part_of("headline", "青川今天开犁", 0.9)
    assert find_headlines([slogan, named, opening])[0].role == "furniture"
    assert find_headlines([slogan, part_of("lede", "青川今天开犁。", 0.0)])[0].role == "furniture"


def test_the_line_of_a_head_that_may_be_the_headline_is_it_where_none_is() -> None:
    lines = [
        part_of("kicker", "市长在调研时强调", 0.02),
        part_of("subhead", "青川今天开犁", 0.3),
        part_of("lede", "青川今天开犁。", 0.0),
    ]
    assert [p.role for p in find_headlines(lines)] == ["kicker", "headline", "lede"]


def test_every_feature_of_the_table_has_words_for_an_editor() -> None:
    from audiopaper.articles.explain import _name_in_words

    for name in shipped_weights().features:
        words = _name_in_words(name)
        assert words
        assert not set("=_>") & set(words), name


@pytest.mark.parametrize("level", LEVELS)
def test_a_gold_is_damaged_alike_by_the_same_seed_and_every_line_has_its_role(level: str) -> None:
    page = edition(LINES).pages[0]
    blocks = make_blocks(page)
    roles = [part.role for part in explain_edition(edition(LINES))[0]]
    made = [damage_page(blocks, roles, level=level, seed="a") for _ in range(2)]
    assert made[0] == made[1]
    lines = made[0].text.split("\n")
    assert {n for n, line in enumerate(lines, start=1) if line.strip()} == set(made[0].roles)
    assert level != "none" or [line for line in lines if line] == LINES


def test_a_local_paper_has_fewer_kickers_than_the_daily_and_more_subheads() -> None:
    told = replace(STORY, kicker="石塘镇今年种下三千亩油菜", subhead="")
    local, daily = (
        [
            make_head(dice, choose_style(dice, marked=False, local=local), told)
            for dice in map(random.Random, range(60))
        ]
        for local in (True, False)
    )
    assert {head.kickers for head in daily} == {(told.kicker,)}
    assert 0 < sum(bool(head.kickers) for head in local) < 30
    assert sum(bool(head.decks) for head in local) > sum(bool(head.decks) for head in daily)
    assert any(told.kicker in head.decks for head in local)


def test_what_texts_share_is_seen_over_the_lines_between_them() -> None:
    torn = LINES[5] + "桥头还新修了步道和小广场，方便附近居民晚饭后散"
    rest = "步。青川市交通局说，石塘大桥的路灯月底前装好，居民过河更方便。"
    blocks = make_blocks(edition(["石塘大桥通车", torn, "今日关注", rest]).pages[0])
    seen = see_features(blocks, "", frozenset())
    assert {"across=6-10", "across=more"} & seen[2]
    assert any(name.startswith("seam_across=") for name in seen[2])
    assert not any(name.startswith("seam_above=") for name in seen[0])


def test_the_front_matter_of_a_file_is_declared_and_never_weighed() -> None:
    lines = (
        "---",
        "paper: 东湖晚报",
        "date: 2026-03-02",
        "---",
        "",
        "# 新桥昨天通车",
        "",
        LINES[6],
    )
    page = Page(number=1, name="01.md", lines=lines)
    split = split_articles(Edition(date=None, paper="东湖晚报", pages=(page,)))
    assert [article.headline for article in split.articles] == ["新桥昨天通车"]
    assert [line.line for line in split.furniture] == [1, 2, 3, 4]
