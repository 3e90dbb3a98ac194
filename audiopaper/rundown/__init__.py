"""The running order of an episode: drafted from the rankings, kept in a file that editors edit."""

from audiopaper.rundown.drafting import draft_rundown, lunar_date, spoken_ms
from audiopaper.rundown.file import is_edited, load_rundown, save_rundown

__all__ = [
    "draft_rundown",
    "is_edited",
    "load_rundown",
    "lunar_date",
    "save_rundown",
    "spoken_ms",
]
