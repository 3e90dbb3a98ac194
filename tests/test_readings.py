"""How each character is said."""

from hypothesis import given
from hypothesis import strategies as st

from audiopaper.lexicon import Lexicon
from audiopaper.model import Segment
from audiopaper.readings import add_readings


def read(text: str, lexicon: Lexicon | None = None) -> Segment:
    segment = Segment(item=0, presenter="lan", printed=text)
    (read_segment,) = add_readings([segment], lexicon or Lexicon())
    return read_segment


@given(st.text(min_size=1))
def test_readings_tile_any_text(text: str) -> None:
    at = 0
    for reading in read(text).readings:
        assert reading.start == at
        at = reading.end
    assert at == len(text)


@given(st.text(min_size=1))
def test_reading_what_is_spoken_changes_nothing(text: str) -> None:
    spoken = read(text).spoken
    assert not spoken or read(spoken).spoken == spoken


@given(st.text(min_size=1))
def test_spoken_text_holds_no_digit_and_no_symbol(text: str) -> None:
    assert all(c.isalpha() or c in "〇，。！？；：、 " for c in read(text).spoken)
