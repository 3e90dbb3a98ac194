"""The README's clips, heard by an independent recogniser: ``python -m tests.tools.hear_clips``.

Prints for each clip in the repository what Whisper base hears, how many of its syllables were
misheard, and of each name with a rare reading, whether the one that was meant or the other one was
heard. A recogniser writes the likeliest characters, so a name may be written with neither. Needs the
extra ``ear``.
"""

from __future__ import annotations

import sys

import miniaudio

from audiopaper.config import defaults_folder, read_config
from audiopaper.model import Segment
from audiopaper.pipeline.lexicon_entries import show_lexicon
from audiopaper.pipeline.text import settle_readings
from tests.tools.ear import RATE_HZ, hear, heard_reading, heard_units, score, units_of
from tests.tools.record_clips import FOLDER, NAMES, OPENING, read_plainly


def said_in_clips() -> dict[str, Segment]:
    """What each clip says, with its readings."""
    config = read_config(defaults_folder() / "config.toml")
    anchor = config.presenters.anchor
    opening, names = settle_readings(
        [Segment(item=0, presenter=anchor, printed=text) for text in (OPENING, NAMES)],
        show_lexicon(config),
    )
    return {
        "voice": opening,
        "names-before": read_plainly(NAMES, anchor),
        "names-after": names,
    }


def main() -> int:
    """Hear each clip and print what was heard."""
    said = said_in_clips()
    before, after = (units_of(said[name]) for name in ("names-before", "names-after"))
    pairs = [
        (n, *(min(units[n].readings) for units in (before, after)))
        for n in range(len(after))
        if before[n].readings != after[n].readings
    ]
    for name, segment in said.items():
        sound = miniaudio.decode_file(
            str(FOLDER / f"{name}.mp3"),
            output_format=miniaudio.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=RATE_HZ,
        )
        text, loops = hear(sound.samples.tobytes(), RATE_HZ)
        units = units_of(segment)
        result = score(units, heard_units(text), loops=loops)
        print(f"{name}.mp3  {len(sound.samples) / RATE_HZ:.1f} s  {text.strip()}")
        print(
            f"  {result.units} syllables, {result.wrong_syllables} misheard, "
            f"{result.wrong_toned} with their tones"
        )
        for n, *both in pairs if segment.printed == NAMES else ():
            heard = sorted(heard_reading(units, heard_units(text), n, both))
            meant = min(units[n].readings)
            print(f"  {units[n].text}: said {meant}, heard {' or '.join(heard) or 'neither'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
