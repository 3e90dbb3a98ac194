"""Clips become one MP3, levelled, with sounds, chapters and tags; nothing but wheels needed."""

from audiopaper.stitching.joining import stitch
from audiopaper.stitching.loudness import Loudness, measure_file

__all__ = ["Loudness", "measure_file", "stitch"]
