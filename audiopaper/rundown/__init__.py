"""The running order of an episode: drafted from the rankings, and saved in a file for editors."""

from audiopaper.rundown.excerpts import cut_stories, find_body
from audiopaper.rundown.first_draft import draft_rundown, lunar_date
from audiopaper.rundown.reading_time import (
    Lengths,
    Overhead,
    Pace,
    count_chars,
    measure_rundown,
    spoken_ms,
    warn_of_length,
    warn_of_stories,
)
from audiopaper.rundown.repeats import warn_of_repeats
from audiopaper.rundown.rundown_file import is_edited, load_rundown, save_backup, save_rundown

__all__ = [
    "Lengths",
    "Overhead",
    "Pace",
    "count_chars",
    "cut_stories",
    "draft_rundown",
    "find_body",
    "is_edited",
    "load_rundown",
    "lunar_date",
    "measure_rundown",
    "save_backup",
    "save_rundown",
    "spoken_ms",
    "warn_of_length",
    "warn_of_repeats",
    "warn_of_stories",
]
