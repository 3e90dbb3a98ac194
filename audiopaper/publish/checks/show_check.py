"""Checks the settings that directories read, and the briefing for smart speakers.

Source:
    Apple Podcasts categories, https://podcasters.apple.com/support/1691-apple-podcasts-categories;
    a feed may name no others.
"""

from __future__ import annotations

import difflib
import json
import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from audiopaper.publish.briefing import MAX_ITEMS, MAX_TEXT_CHARS
from audiopaper.publish.checks.finding import Finding, check_address, file_size, flag
from audiopaper.publish.feed import MAX_VALUE_CHARS
from audiopaper.publish.file_names import BRIEFING_NAME
from audiopaper.publish.sanitiser import ascii_address, one_line
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from audiopaper.config import ShowSettings

CATEGORIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Arts": (
            *("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
        ),
        "Business": (
            *("Careers", "Entrepreneurship", "Investing", "Management", "Marketing"),
            "Non-Profit",
        ),
        "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
        "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
        "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
        "Government": (),
        "Health & Fitness": (
            *("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition"),
            "Sexuality",
        ),
        "History": (),
        "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
        "Leisure": (
            *("Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies"),
            *("Home & Garden", "Video Games"),
        ),
        "Music": ("Music Commentary", "Music History", "Music Interviews"),
        "News": (
            *("Business News", "Daily News", "Entertainment News", "News Commentary", "Politics"),
            *("Sports News", "Tech News"),
        ),
        "Religion & Spirituality": (
            *("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion"),
            "Spirituality",
        ),
        "Science": (
            *("Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics"),
            *("Natural Sciences", "Nature", "Physics", "Social Sciences"),
        ),
        "Society & Culture": (
            *("Documentary", "Personal Journals", "Philosophy", "Places & Travel"),
            "Relationships",
        ),
        "Sports": (
            *("Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey"),
            *("Rugby", "Running", "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness"),
            "Wrestling",
        ),
        "Technology": (),
        "True Crime": (),
        "TV & Film": (
            *("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
        ),
    }
)
"""Each category's subcategories."""


def nearest_category(category: Sequence[str]) -> tuple[str, ...]:
    """Return the category of the list that is nearest to the given one; itself if it is listed.

    Example:
        >>> nearest_category(["News", "Dayly News"])
        ('News', 'Daily News')
    """
    known = [
        *((top,) for top in CATEGORIES),
        *((t, s) for t, under in CATEGORIES.items() for s in under),
    ]
    if tuple(category) in known:
        return tuple(category)
    names = {" > ".join(path): path for path in known}
    nearest = difflib.get_close_matches(" > ".join(category), names, n=1, cutoff=0.0)
    return names[nearest[0]]


def check_settings(show: ShowSettings) -> tuple[Finding, ...]:
    """Check the settings of a show that directories read."""
    findings = []
    nearest = nearest_category(show.category)
    if nearest != tuple(show.category):
        category, meant = " > ".join(show.category), " > ".join(nearest)
        remedy = _("did you mean {meant!r}? See podcasters.apple.com, categories", meant=meant)
        problem = _("[show] category {category!r} is not in Apple's list", category=category)
        findings.append(flag("config.toml", problem, remedy))
    for name in ("title", "author", "copyright"):
        length = len(one_line(getattr(show, name)))
        if length > MAX_VALUE_CHARS:
            problem = _("[show] {name} has {length} characters", name=name, length=length)
            remedy = _(
                "directories take {max_value_chars}: shorten it", max_value_chars=MAX_VALUE_CHARS
            )
            findings.append(flag("config.toml", problem, remedy))
    return tuple(findings)


def check_briefing(data: bytes, show: ShowSettings, output: Path) -> tuple[Finding, ...]:
    """Check ``briefing.json`` against Amazon's reference.

    Args:
        data: The file.
        show: Gives the address.
        output: The output folder.
    """
    remedy = "write it anew: audiopaper feed"
    try:
        items = json.loads(data)
        addresses = [(item["streamUrl"], item["redirectionUrl"]) for item in items]
        dates = [item["updateDate"] for item in items]
        texts = [item["mainText"] for item in items]
        names = {item["uid"] for item in items}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return (flag(BRIEFING_NAME, _("it is damaged: {error}", error=error), remedy),)
    findings = []
    if len(items) > MAX_ITEMS or len(names) < len(items):
        findings.append(
            flag(
                BRIEFING_NAME,
                _("{count} items, {count_2} of them new", count=len(items), count_2=len(names)),
                remedy,
            )
        )
    if dates != sorted(dates, reverse=True):
        findings.append(flag(BRIEFING_NAME, _("its items are not newest first"), remedy))
    if any(len(text) > MAX_TEXT_CHARS or re.search("[<>]", text) for text in texts):
        findings.append(flag(BRIEFING_NAME, _("a text is too long or holds markup"), remedy))
    base = ascii_address(show.base_url)
    for url in (url for pair in addresses for url in pair):
        if not url.startswith("https://"):
            findings.append(flag(BRIEFING_NAME, _("{url} is not https", url=url), remedy))
        findings += check_address(BRIEFING_NAME, url, base, lambda path: file_size(output / path))
    return tuple(findings)
