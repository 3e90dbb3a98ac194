"""What can be seen of a block's own text, as named signs."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from audiopaper.articles import page_words as words
from audiopaper.articles.byline_forms import byline_strength, is_photo_credit
from audiopaper.articles.datelines import is_dateline
from audiopaper.articles.features.picture_signs import see_caption
from audiopaper.articles.jump_lines import jump_in, jump_out
from audiopaper.articles.paragraph_bylines import parse_closing, parse_opening
from audiopaper.articles.person_names import is_name
from audiopaper.articles.sentence_ends import ends_open, ends_sentence
from audiopaper.variants import simplify

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiopaper.articles.blocks import Block

_CLOSE = "”’』」》）)】〕 "

_STORY_ENDS = (
    "综述", "侧记", "纪实", "见闻", "回眸", "巡礼", "启示", "观察", "探访", "调查", "记", "录",
)  # fmt: skip

# Signs of a short line that one pattern finds: in the line with its spaces, or without them.
_SPACED = {
    "masthead_words": words.MASTHEAD,
    "credit": words.CREDIT,
    "says_comma": words.SAYS_COMMA,
    "phone": words.PHONE,
}
_TIGHT = {
    "event_words": words.EVENT,
    "says": words.SAYS,
    "series_words": words.SERIES,
    "series_number": words.SERIES_NUMBER,
    "notice_words": words.NOTICE_HEAD,
    "ad_words": words.AD,
    "salutation": words.SALUTATION,
    "presides": words.PRESIDES,
    "introduces": words.INTRODUCES,
    "notice_end": words.NOTICE_END,
    "closing_formula": words.CLOSING_FORMULA,
    "no_subject": words.NO_SUBJECT,
    "meeting": words.MEETING,
    "place_colon": words.PLACE_COLON,
    "listing_words": words.LISTING,
    "notice_exact": words.EXACT_NOTICE,
    "calendar_words": words.CALENDAR,
    "banner_words": words.BANNER,
    "names_column": words.NAMES_COLUMN,
    "asks": words.ASKS,
    "preface": words.PREFACE,
}
_TIGHT_UP_TO = {
    "column_words": (words.COLUMN, 12),
    "weather_words": (words.WEATHER, 16),
    "org_name": (words.ORG_END, 28),
}

_BRACKETED_NAMES = (
    "byline",
    "byline_likely",
    "byline_maybe",
    "photo_credit",
    "jump_in",
    "jump_out",
)
_EXCLUDES: Mapping[str, frozenset[str]] = {
    # A line of prose may speak of prices and addresses too.
    "torn_clauses": frozenset({"masthead_words", "credit"}),
    # 社论 alone names the column; who wrote it is not said.
    "section_name": frozenset({"byline"}),
    **dict.fromkeys(_BRACKETED_NAMES, frozenset({"bracketed"})),
}
"""The signs that a line does not have where it has another one."""


def see_text(block: Block, paper: str) -> set[str]:
    """Name the signs of a block's own text; the tagger learns what each speaks for."""
    text = block.text
    if block.front_matter:
        return {"front_matter"}
    plain = simplify(unicodedata.normalize("NFKC", text[:200]))
    tight = simplify(re.sub(r"\s", "", text[: 4 * words.HEAD_CHARS]))
    seen = _see_size(text, len(tight) if len(text) < 4 * words.HEAD_CHARS else len(text))
    seen |= _see_marks(text, plain)
    seen |= _see_names(text)
    if len(tight) <= words.HEAD_CHARS and len(text) < 4 * words.HEAD_CHARS:
        seen |= _see_short(text, plain, tight, paper)
        if not seen & {"exclaims", "comma", "colon_inside"} and "stop" in seen:
            seen.add("one_clause")
    elif len(text) <= 120 and "stop" not in seen:
        # An imprint with address, telephones and price may be longer than any head.
        seen |= {"imprint"} if len(words.MASTHEAD.findall(plain)) > 1 else set()
        seen |= {"credit"} if words.CREDIT.search(plain) else set()
    for name in seen & _EXCLUDES.keys():
        seen -= _EXCLUDES[name]
    return seen | _see_forms(text, plain, len(tight) > 14 or "stop" in seen)


def _see_forms(text: str, plain: str, whole: bool) -> set[str]:
    """Name the forms of captions, notices, notes and rows that a text of any length may have."""
    seen = see_caption(text, plain)
    if whole and words.DATED_OPEN.match(text):
        seen.add("dated_open")
    if len(text) <= 160 and words.LOST_NOTICE.fullmatch(plain):
        seen.add("lost_notice")
    if words.DATA_ROW.fullmatch(text):
        seen.add("data_row")
    if words.EDITORS_NOTE.match(simplify(text[:40])):
        seen.add("editors_note")
    if len(text) <= 80 and words.READER_CONTACT.fullmatch(text):
        seen.add("reader_contact")
    if (
        len(text) <= 120
        and words.WEATHER_LINE.match(plain)
        and len(words.WEATHER_WORD.findall(plain)) >= 2
    ):
        seen.add("weather_line")
    return seen


def _see_size(text: str, chars: int) -> set[str]:
    seen = set()
    if chars <= 4:
        seen.add("tiny")
    if chars <= 14:
        seen.add("head_short")
    elif chars <= words.HEAD_CHARS:
        seen.add("head_long")
    else:
        seen.add("middling" if chars <= 80 else "long")
    if chars > 220:
        seen.add("very_long")
    if not words.HAN.search(text[:400]):
        seen.add("no_han")
    if len(text) < 400 and words.MARKUP_ONLY.fullmatch(text):
        seen.add("markup_only")
    return seen


# A kicker of three clauses is shorter; the rest of a torn sentence may be as long as it likes.
_MAX_KICKER_CHARS = 34


def _see_marks(text: str, plain: str) -> set[str]:
    """Name the signs of punctuation."""
    seen = set()
    if ends_sentence(text):
        seen.add("stop")
        exclaims = text.rstrip("”’』」 ")[-1:] in "？！?!"
        if exclaims and len(text) <= 2 * words.HEAD_CHARS and "。" not in text:
            seen.add("exclaims")
    elif ends_open(text):
        seen.add("open")
    if "。" in text[:-1].rstrip(_CLOSE):
        seen.add("sentences")
    if any(mark in plain for mark in "，,；;"):
        seen.add("comma")
    if any(mark in plain for mark in "：:"):
        seen.add("colon_inside")
    if text.endswith(("：", ":")):
        seen.add("colon_end")
    if text.endswith(("，", ",", "、")):
        seen.add("comma_end")
    if "open" in seen and len(re.findall("[，,]", text)) > 1 and len(text) > _MAX_KICKER_CHARS:
        seen.add("torn_clauses")
    if text.startswith(("—", "--", "──")) and "stop" not in seen:
        seen.add("dash")
    if text[:1] in "，。、；：！？”’）》」』,.;:!?)":
        seen.add("mid_start")
    if words.LIST_LINE.match(text):
        seen.add("list_line")
    if words.SPEAKER.match(text):
        seen.add("says_who")
    if re.search(r"\d{7,}$", plain[-24:]):
        seen.add("phone_end")
    return seen


def _see_names(text: str) -> set[str]:
    """Name the signs of datelines, bylines and jump lines."""
    seen = set()
    if is_dateline(text):
        seen.add("dateline")
    else:
        opening = parse_opening(text)
        if opening.writers and opening.rest:
            seen.add("byline_opening")
    strength = byline_strength(text)
    if is_photo_credit(text):
        seen.add("photo_credit")
    elif strength > 0:
        sure = "byline" if strength >= 2 else "byline_likely"
        seen.add(sure if strength >= 1 else "byline_maybe")
    rest, closing = parse_closing(text)
    if closing is not None and rest:
        seen.add("byline_closing" if closing.writers else "caption_closing")
    leaving = jump_out(text)
    if leaving is not None:
        # A whole sentence before it is the story's own, however short.
        alone = len(text) < 40 and not (leaving.rest and ends_sentence(leaving.rest))
        seen.add("jump_out" if alone else "ends_in_jump")
    entering = jump_in(text)
    if entering is not None:
        seen.add("jump_in" if len(entering.rest) < 6 else "starts_in_jump")
    return seen


# A remark in brackets is a line of no head: （以上价格仅供参考）.
_BRACKETED = re.compile(r"[（(][^（）()]{5,}[）)]")
_WHOLE = {
    "scene": words.SCENE,
    "pictured": words.PICTURED,
    "bracketed": _BRACKETED,
    "hotline": words.HOTLINE,
    "motto": words.MOTTO,
    "letter_signature": words.LETTER_SIGNATURE,
}
"""Signs of a line that is this and nothing else."""


def _see_short(text: str, plain: str, tight: str, paper: str) -> set[str]:
    """Name the signs that only a short line can have: furniture, notices, listings, slogans."""
    seen = {name for name, pattern in _SPACED.items() if pattern.search(plain)}
    seen |= {name for name, pattern in _TIGHT.items() if pattern.search(tight)}
    seen |= {
        name
        for name, (pattern, most) in _TIGHT_UP_TO.items()
        if len(tight) <= most and pattern.search(tight)
    }
    seen |= _see_house_line(plain, tight, paper, seen)
    seen |= _see_slogan(text, tight)
    seen |= {name for name, pattern in _WHOLE.items() if pattern.fullmatch(text.strip())}
    if text[:1] in "●■◆▲★☆※":
        seen.add("bullet")
    if words.PICTURE_LABEL.fullmatch(tight):
        seen.add("picture_label")
    if "letter_signature" not in seen and _signs_with_place(text.strip()):
        seen.add("place_and_name")
    if words.TICKER.fullmatch(plain.strip()):
        seen.add("ticker")
    if words.SPONSOR.search(text) and len(tight) <= 30:
        seen.add("sponsor")
    if not seen & {"banner_words", "ticker", "credit"} and _is_label(text, plain, paper):
        seen.add("label_line")
    return seen


def _signs_with_place(text: str) -> bool:
    """Return whether a line is a place, or what someone is, and a name: 桃源小区 高远."""
    parts = words.PLACE_AND_NAME.fullmatch(text)
    return parts is not None and is_name(parts["name"]) and not is_name(parts[1])


_PAGE_ENDS = ("版", "版)", "版）")


def _is_digest(bare: str) -> bool:
    """Return whether a line points to a page; its end is checked first, as the search is slow."""
    return bare.endswith(_PAGE_ENDS) and words.DIGEST.search(bare) is not None


def _see_house_line(plain: str, tight: str, paper: str, known: set[str]) -> set[str]:
    """Name the signs of what a paper prints of itself: its name, pages, sections, dates, digest."""
    seen = set()
    if _is_paper_name(tight, paper) or _is_running_head(plain):
        seen.add("paper_name")
    if words.PAGE_ONLY.fullmatch(plain):
        seen.add("page_only")
    if _is_section(plain.strip()):
        seen.add("section_name")
    seen |= _see_date(plain, paper)
    if not (seen | known) & {"masthead_words", "date_line"} and _is_digest(plain.strip()):
        seen.add("digest_line")
    return seen


def _see_slogan(text: str, tight: str) -> set[str]:
    """Name the signs of slogans, and of clauses with spaces between."""
    seen = set()
    slogans = len(set(words.SLOGAN.findall(tight)))
    if slogans:
        seen.add("slogan_words")
    if slogans >= 3 or (slogans == 2 and len(tight) <= 16):
        seen.add("slogan_strong")
    if is_slogan_dash(tight):
        seen.add("slogan_dash")
    if re.search(r"\S[\s\u3000]+\S", text) and len(tight) >= 8:
        seen.add("clauses")
    if "slogan_strong" in seen and is_pair(text):
        seen.add("slogan_pair")
    return seen


def is_pair(text: str) -> bool:
    """Return whether a line is clauses of one length, as slogans are: 贯彻新精神 奋进新征程."""
    clauses = re.split(r"[\s\u3000·，]+", text.strip())
    return len(clauses) > 1 and len({len(clause) for clause in clauses}) == 1


def _is_paper_name(tight: str, paper: str) -> bool:
    if paper and tight.startswith(paper):
        rest = tight[len(paper) :]
        return rest in ("", "社") or words.PAGE_ONLY.fullmatch(rest) is not None
    return words.PAPER_NAME.fullmatch(tight) is not None


_RUNNING = (words.PAPER_NAME, words.SECTION, words.PAGE_ONLY, words.CALENDAR)


def _is_running_head(plain: str) -> bool:
    """Return whether a line is a paper's name with a section's, a page's or a date beside it."""
    parts = [part for part in re.split(r"[\s\u3000·|｜—-]+", words.DATE.sub(" ", plain)) if part]
    if not any(words.PAPER_NAME.fullmatch(part) for part in parts):
        return False
    return len(parts) > 1 and all(any(p.fullmatch(part) for p in _RUNNING) for part in parts)


def _is_section(plain: str) -> bool:
    if words.SECTION.fullmatch(plain):
        return True
    label = words.PAGE_LABEL.sub("", plain).strip()
    return label != plain and words.SECTION_PAIR.fullmatch(label) is not None


def _see_date(plain: str, paper: str) -> set[str]:
    if not words.DATE.search(plain):
        return set()
    rest = words.DATE.sub("", plain)
    if words.DATE_LINE_WORD.search(rest) or (paper and paper in rest):
        return {"date_line"}
    return {"signature_date"} if len(re.sub(r"\W", "", rest)) <= 2 else set()


# Names behind a colon: 评委：高远 林晓禾 方圆.
_MIN_ROSTER = 3

# A longer beginning before a colon is a clause.
_LABEL_CHARS = 8


def _is_label(text: str, plain: str, paper: str) -> bool:
    """Return whether a line is a label with its value, or a row of figures."""
    if "。" in text[:-1] or words.HOUSE_LINE.search(text):
        return False
    if words.TIME_ROW.search(plain) or words.PRIZE_ROW.search(plain) or _is_row(plain):
        return True
    label = words.LABEL.fullmatch(plain.strip())
    if label and sum(map(is_name, label.group(2).split())) >= _MIN_ROSTER:
        return True
    if label and len(label.group(1)) > _LABEL_CHARS:
        return False
    if not label or ends_sentence(text) or (paper and paper in text):
        return False
    value = re.sub(r"\s", "", label.group(2))
    digits = sum(c.isdigit() for c in value)
    return words.LABEL_WORD.search(label.group(1)) is not None or digits * 10 > len(value) * 4


def _is_row(plain: str) -> bool:
    """Return whether a line is a table's row: several columns, figures in more than one."""
    if plain.startswith("|") and plain.rstrip().endswith("|"):
        return True
    columns = plain.split()
    if len(columns) < 3 or any(mark in plain for mark in "，,。"):
        return False
    figures = sum(any(c.isdigit() for c in column) for column in columns)
    if figures >= 2 or (figures and ("℃" in plain or "°C" in plain)):
        return True
    # 紫外线 弱 洗车 不宜 晨练 不宜: words in pairs.
    return len(columns) >= 6 and max(len(c) for c in columns) <= 4


def is_slogan_dash(tight: str) -> bool:
    """Return whether a line led by a dash goes on with a column's slogan, not with a headline."""
    if not tight.startswith(("——", "—", "--")):
        return False
    bare = tight.lstrip("—-")
    if bare.startswith(("论", "写在", "记", "访", "来自", "献给")) or bare.endswith(_STORY_ENDS):
        return False
    return re.search(r"贯彻|精神|牢记|奋进|迎接|喜迎|献礼|庆祝", bare) is not None
