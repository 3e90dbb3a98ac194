"""Clips become one MP3, levelled, with sounds, chapters and tags; no outside program is needed."""

from audiopaper.audio.loudness import Loudness, measure_file
from audiopaper.audio.opus import require_opus
from audiopaper.stitching.chapter_audio import slice_audio
from audiopaper.stitching.episode_audio import stitch
from audiopaper.stitching.piece_encoder import Clips, SoundSettings
from audiopaper.stitching.sound_library import find_sounds
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
