"""Checks of what is about to be published; a show with findings is not published.

Source:
    Apple Podcasts: RSS feed requirements and artwork specifications; podcast namespace 1.0;
    PSP-1 (https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification).
"""

from audiopaper.publish.checks.episode_check import check_episode
from audiopaper.publish.checks.feed_check import check_feeds
from audiopaper.publish.checks.finding import Finding, file_size
from audiopaper.publish.checks.show_check import check_briefing, check_settings

__all__ = [
    "Finding",
    "check_briefing",
    "check_episode",
    "check_feeds",
    "check_settings",
    "file_size",
]
