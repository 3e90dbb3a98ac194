"""The README's clips: the natural voice, and names as they are said without and with this program.

    python -m tests.tools.record_clips [FOLDER]

speaks sentences of this project's own by kokoro (`pip install ".[natural]"`):

voice.mp3    the opening of the sample edition's first story, by the show's anchor
names-before.mp3   names with the readings that pypinyin alone gives them
names-after.mp3    the same sentence, voice and engine, with this program's readings
"""

from __future__ import annotations

import sys
from pathlib import Path

from pypinyin import Style, lazy_pinyin

from audiopaper.config import Config, defaults_folder, load_presenters, read_config, voices_folder
from audiopaper.files import write_file
from audiopaper.model import Reading, Segment
from audiopaper.pipeline.engine_choice import configured_engine
from audiopaper.pipeline.lexicon_entries import show_lexicon
from audiopaper.pipeline.single_clips import encode_clip
from audiopaper.pipeline.text import settle_readings

FOLDER = Path(__file__).parents[2] / "audiopaper" / "guides" / "clips"

OPENING = (
    "青川12条公交线路今起“换新”。今天清晨5时40分，一辆喷着茶叶图案的12路公交车将从尉迟桥总站驶出，"
    "比往常提早20分钟。从这一天起，我市12条公交线路的走向和班次一次调整到位，新能源车辆占比提高到85%。"
)
NAMES = "曾局长、解主任和区科长昨天来到单县。"


def read_plainly(text: str, presenter: str) -> Segment:
    """Give each character the reading that pypinyin alone chooses in that text.

    Args:
        text: Han characters and Chinese punctuation.
        presenter: Who says it.
    """
    syllables = lazy_pinyin(
        text, style=Style.TONE3, neutral_tone_with_five=True, v_to_u=False, errors=list
    )
    readings = tuple(
        Reading(start=n, end=n + 1, spoken=character, pinyin=(syllable,) * character.isalpha())
        for n, (character, syllable) in enumerate(zip(text, syllables, strict=True))
    )
    return Segment(item=0, presenter=presenter, printed=text, readings=readings)


def speak_clips(config: Config) -> dict[str, tuple[Segment, bytes]]:
    """Speak the clips: by name, what was said and its MP3."""
    presenters = load_presenters(voices_folder(config))
    anchor = config.presenters.anchor
    lexicon = show_lexicon(config)
    opening, names = settle_readings(
        [Segment(item=0, presenter=anchor, printed=text) for text in (OPENING, NAMES)], lexicon
    )
    segments = {
        "voice": opening,
        "names-before": read_plainly(NAMES, anchor),
        "names-after": names,
    }
    engine = configured_engine("kokoro", config, presenters)
    try:
        return {
            name: (segment, encode_clip(engine.synthesise(segment)))
            for name, segment in segments.items()
        }
    finally:
        engine.close()


def main(arguments: list[str]) -> int:
    """Write the clips; print each with its size and its readings."""
    folder = Path(arguments[0]) if arguments else FOLDER
    for name, (segment, mp3) in speak_clips(read_config(defaults_folder() / "config.toml")).items():
        path = folder / f"{name}.mp3"
        write_file(path, mp3)
        said = " ".join(" ".join(reading.pinyin) for reading in segment.readings)
        print(f"{path}  {len(mp3) // 1000} kB  {said}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
