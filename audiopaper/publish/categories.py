"""Apple's categories for podcasts; a feed may name no others.

Source:
    Apple Podcasts categories, https://podcasters.apple.com/support/1691-apple-podcasts-categories
"""

from __future__ import annotations

import difflib
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
