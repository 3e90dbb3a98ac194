"""Clips become one MP3, levelled, with sounds, chapters and tags; nothing but wheels needed."""

from audiopaper.stitching.joining import stitch
from audiopaper.stitching.loudness import Loudness, measure_file
from audiopaper.stitching.music import find_sounds
from audiopaper.stitching.opus import require_opus
from audiopaper.stitching.piecework import Clips, SoundSettings
from audiopaper.stitching.slicing import slice_audio
from audiopaper.stitching.tags import make_tag

__all__ = [
    "Clips",
    "Loudness",
    "SoundSettings",
    "find_sounds",
    "make_tag",
    "measure_file",
    "require_opus",
    "slice_audio",
    "stitch",
]
