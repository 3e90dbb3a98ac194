"""Torn lines find their rests: over captions, boxes, other columns, heads, in the wrong order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiopaper.articles import split_articles
from audiopaper.articles.coverage import find_lost_text
from audiopaper.articles.links.link_features import LINK_FEATURES
from audiopaper.articles.links.rivals import RIVAL_FEATURES, see_rivals
from audiopaper.articles.seams import goes_on
from audiopaper.articles.sentence_ends import begins_inside
from audiopaper.model import Article, Edition, Page, SplitEdition


def split(*lines: str) -> SplitEdition:
    text = [line for printed in lines for line in (printed, "")]
    page = Page(number=2, name="02.txt", lines=tuple(text))
    return split_articles(Edition(date=None, paper="青川日报", pages=(page,)))


def article(found: SplitEdition, headline: str) -> Article:
    return next(a for a in found.articles if a.headline == headline)


def paragraphs(found: SplitEdition, headline: str) -> list[str]:
    return [p.text for p in article(found, headline).paragraphs]


HEAD = "## 青川河两岸新添三座步行桥"
OPENING = "青川日报讯（记者 林晓禾）记者昨日从市住房和城乡建设局获悉，青川河两岸新建的三座步行桥全部建成，市民过河不用再绕远路。"
TORN = "据了解，三座步行桥总投资四千二百万元，桥面采用防滑材料，两侧安装了太阳能照明设备，方便附近居民晚上出行和散步锻"
REST = "炼。市住房和城乡建设局有关负责人表示，下一步还将在桥头修建小游园，为群众提供更多休闲空间。"
WHOLE = TORN + REST
AFTER = "家住河东的市民说，过去送孩子上学要走半个小时，现在只要十分钟。"
CAPTION = "图为市民在新建成的步行桥上散步。 本报记者 高远 摄"


def test_a_torn_line_is_one_paragraph_with_the_rest_right_below_it() -> None:
    found = split(HEAD, OPENING, TORN, REST, AFTER)
    assert paragraphs(found, HEAD[3:])[1:] == [WHOLE, AFTER]


def test_a_caption_between_the_halves_of_a_line_is_not_read_in_its_middle() -> None:
    found = split(HEAD, OPENING, TORN, CAPTION, REST, AFTER)
    assert WHOLE in paragraphs(found, HEAD[3:])
    assert all("散步。" not in p for p in paragraphs(found, HEAD[3:]))


def test_a_banner_between_the_halves_of_a_line_is_not_read_in_its_middle() -> None:
    found = split(HEAD, OPENING, TORN, "【民生视点】", REST, AFTER)
    assert WHOLE in paragraphs(found, HEAD[3:])


def test_a_rest_behind_the_next_paragraph_goes_back_to_its_line() -> None:
    found = split(HEAD, OPENING, TORN, AFTER, REST)
    assert paragraphs(found, HEAD[3:])[1:] == [WHOLE, AFTER]


def test_a_rest_of_one_character_and_a_comma_is_no_beginning_of_a_sentence() -> None:
    torn = "市交通局昨天说，青川大桥将增设两条非机动车道和一条人行步"
    rest = "道，预计十月底完工，届时骑车过河不用再与汽车抢路。"
    found = split(HEAD, OPENING, torn, AFTER, rest)
    assert paragraphs(found, HEAD[3:])[1:] == [torn + rest, AFTER]


@pytest.mark.parametrize("opening", ["是，", "好，", "不，", "一，", "但，"])
def test_a_word_of_one_character_may_open_a_sentence(opening: str) -> None:
    assert not begins_inside(opening + "这件事我们已经办好了。")
    assert begins_inside("道，预计十月底完工。")


OTHER_HEAD = "## 南山小学操场向居民开放"
OTHER = "青川日报讯（记者 高远）从本周六起，南山小学操场在周末向周边居民免费开放，居民凭身份证登记后即可入场锻炼身体。"
OTHER_NEXT = "学校负责人说，操场开放以来秩序良好，孩子们周末也多了一个打球的地方。"


def test_a_rest_under_another_head_goes_back_to_its_article() -> None:
    found = split(HEAD, OPENING, TORN, OTHER_HEAD, OTHER, REST, OTHER_NEXT)
    assert WHOLE in paragraphs(found, HEAD[3:])
    assert all(REST not in p for p in paragraphs(found, OTHER_HEAD[3:]))


def test_a_head_below_its_own_first_line_stands_over_it() -> None:
    cut = len(
        "青川日报讯（记者 高远）从本周六起，南山小学操场在周末向周边居民免费开放，居民凭身份证登"
    )
    found = split(HEAD, OPENING, AFTER, OTHER[:cut], OTHER_HEAD, OTHER[cut:], OTHER_NEXT)
    story = article(found, OTHER_HEAD[3:])
    assert story.paragraphs[0].text.startswith("从本周六起")
    assert story.paragraphs[0].text.endswith("入场锻炼身体。")
    assert story.byline == ("高远",)
    assert paragraphs(found, HEAD[3:])[-1] == AFTER


STRAY = "社区民警说，楼道里装上烟雾报警器以后，老人忘关煤气的险情一起也没有发生。"
POLICE = (
    "## 烟雾报警器装进三百户楼道",
    "青川日报讯（记者 方圆）城西社区为三百户老人家的楼道装上烟雾报警器，社区民警和网格员每周上门检查煤气。",
    "负责安装的师傅介绍，报警器的电池能用三年，社区统一更换，老人不花一分钱。",
)


TORN_TREES = (
    "两岸的绿化工程也已经开工，桥头将种上三百",
    "棵树，市民可以认养，树上挂认养人的名牌。",
)


@pytest.mark.parametrize("above", [True, False])
def test_a_paragraph_that_shares_its_words_with_the_article_beside_it_goes_back(
    above: bool,
) -> None:
    own = (HEAD, OPENING, *TORN_TREES[:1], STRAY, *TORN_TREES[1:])
    found = split(*own, *POLICE) if above else split(*POLICE, *own)
    assert STRAY not in paragraphs(found, HEAD[3:])
    assert STRAY in paragraphs(found, POLICE[0][3:])
    assert "column read across" in find_moves(found)


def test_on_a_page_without_a_torn_line_each_paragraph_stays_where_it_is_printed() -> None:
    found = split(HEAD, OPENING, AFTER, STRAY, "".join(TORN_TREES), *POLICE)
    assert STRAY in paragraphs(found, HEAD[3:])


def test_a_paragraph_that_shares_a_word_with_its_own_article_stays() -> None:
    stray = STRAY.replace("老人", "河东的市民")
    found = split(HEAD, OPENING, AFTER, stray, "桥头将种上三百棵树。", *POLICE)
    assert stray in paragraphs(found, HEAD[3:])


def find_moves(found: SplitEdition) -> list[str]:
    return [repair.rule for a in found.articles for repair in a.repairs if repair.rule]


def test_a_whole_line_goes_on_nowhere() -> None:
    found = split(HEAD, OPENING, AFTER, OTHER_HEAD, OTHER, OTHER_NEXT)
    assert not [link for link in found.links if link.successor is not None]


def test_a_link_says_its_lines_and_how_sure_it_is() -> None:
    found = split(HEAD, OPENING, TORN, REST)
    (link,) = [link for link in found.links if link.line.start == 5]
    assert link.successor is not None
    assert (link.successor.start, link.kind) == (7, "torn")
    assert 0.5 < link.probability <= 1


def test_a_line_whose_rest_is_missing_is_known_to_break_off() -> None:
    found = split(HEAD, OPENING, TORN, OTHER_HEAD, OTHER, OTHER_NEXT)
    (link,) = [link for link in found.links if link.line.start == 5]
    assert link.successor is None
    assert article(found, HEAD[3:]).incomplete == "tail"


def test_a_line_that_goes_over_two_tears_is_one_paragraph() -> None:
    cut = len("据了解，三座步行桥总投资四千二百万元，桥面采用防滑材")
    found = split(HEAD, OPENING, TORN[:cut], TORN[cut:], REST, AFTER)
    assert WHOLE in paragraphs(found, HEAD[3:])


def test_a_copy_that_is_dropped_is_handed_out_with_the_words_it_was_dropped_for() -> None:
    said = "市住房和城乡建设局局长何望春表示，步行桥的养护要落实到人，每座桥每天都要有人巡查，发现问题当天处理，让群众走得放心、走得安心。"
    again = said.replace("市住房和城乡建设局局长", "市城市管理局副局长")
    found = split(HEAD, OPENING, said, AFTER, again)
    (copy,) = found.copies
    assert not copy.same
    assert {copy.text, copy.original_text} == {said, again}
    assert {copy.line.start, copy.original.start} == {5, 9}


def test_the_characters_at_a_join_tell_a_rest_from_a_beginning() -> None:
    assert goes_on("坚定不移推动高质量发", "展，不断满足群众需要") > goes_on(
        "坚定不移推动高质量发", "记者从会上获悉"
    )
    assert goes_on("市民的生活更加方便。", "记者从会上获悉") < -2


PRINTED = (
    HEAD,
    OPENING,
    TORN,
    REST,
    AFTER,
    CAPTION,
    "【民生视点】",
    OTHER_HEAD,
    OTHER,
    OTHER_NEXT,
    "（下转第3版）",
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PRINTED), max_size=14))
def test_lines_in_any_order_lose_no_character_and_come_out_alike_twice(lines: list[str]) -> None:
    page = Page(number=1, name="01.txt", lines=tuple(lines))
    edition = Edition(date=None, paper="", pages=(page,))
    found = split_articles(edition)
    assert find_lost_text(edition, found) == ()
    assert split_articles(edition) == found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="青川桥的，。“”（）记者#- 1a\u3000", max_size=40), max_size=12))
def test_any_text_is_split_without_a_lost_character(lines: list[str]) -> None:
    page = Page(number=1, name="01.txt", lines=tuple(lines))
    edition = Edition(date=None, paper="", pages=(page,))
    assert find_lost_text(edition, split_articles(edition)) == ()


def seen_with(**values: float) -> list[float]:
    return [values.get(name, 0.0) for name in LINK_FEATURES]


def test_a_link_is_ahead_of_other_rests_and_of_other_lines_that_fit_its_rest() -> None:
    pairs = [(1, 5), (1, 6), (2, 5)]
    seen = [seen_with(words=words) for words in (2.0, 0.5, 3.0)]
    lines, rests = np.array(pairs).T
    rivals = see_rivals(np.array(seen, dtype=np.float32), lines, rests)
    ahead = {
        pair: dict(zip(RIVAL_FEATURES, row, strict=True))
        for pair, row in zip(pairs, rivals.tolist(), strict=True)
    }
    assert ahead[1, 5]["words, against other rests"] == 1.5
    assert ahead[1, 6]["words, against other rests"] == -1.5
    assert ahead[1, 5]["words, against other lines"] == -1.0
    assert ahead[2, 5]["words, against other lines"] == 1.0
    assert [ahead[pair]["no other line"] for pair in pairs] == [0, 1, 0]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(4, 7)), unique=True, max_size=12), st.data()
)
def test_only_the_best_of_a_lines_rests_is_ahead(
    pairs: list[tuple[int, int]], data: st.DataObject
) -> None:
    scores = data.draw(st.lists(st.integers(-5, 5), min_size=len(pairs), max_size=len(pairs)))
    lines, rests = (np.array([pair[n] for pair in pairs], dtype=np.intp) for n in (0, 1))
    seen = np.array([seen_with(seam=score) for score in scores], dtype=np.float32)
    rivals = see_rivals(seen.reshape(len(pairs), len(LINK_FEATURES)), lines, rests)
    ahead = rivals[:, RIVAL_FEATURES.index("seam, against other rests")].tolist()
    for at, (line, _) in enumerate(pairs):
        others = [scores[n] for n, (own, _) in enumerate(pairs) if own == line and n != at]
        assert ahead[at] == (scores[at] - max(others) if others else 0)


def test_the_verses_of_a_short_poem_are_read_in_their_order() -> None:
    found = split(
        "## 榆钱",
        "□石秀禾",
        "老屋门前有一棵榆树，",
        "春天一到，",
        "它就把钱挂满枝头。",
    )
    assert "".join(paragraphs(found, "榆钱")) == "老屋门前有一棵榆树，春天一到，它就把钱挂满枝头。"
