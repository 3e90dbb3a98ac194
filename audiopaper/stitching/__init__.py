"""Clips become one MP3, levelled, with sounds, chapters and tags; no outside program is needed."""

from audiopaper.stitching.early_pieces import EarlyPieces, find_early_pieces
from audiopaper.stitching.sound_library import find_sounds
from audiopaper.stitching.stitch_inputs import Clips, MissingClipError, SoundSettings, load_clip
from audiopaper.stitching.stitcher import stitch

__all__ = [
    "Clips",
    "EarlyPieces",
    "MissingClipError",
    "SoundSettings",
    "find_early_pieces",
    "find_sounds",
    "load_clip",
    "stitch",
]
