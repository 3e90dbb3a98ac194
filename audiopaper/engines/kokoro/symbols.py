"""The symbols of the model, with their numbers."""

from __future__ import annotations

_RUNS = {
    1: ";:,.!?", 9: "—…\"()“” \u0303ʣʥʦʨᵝꭧAI", 31: "O", 33: "Q", 35: "ST", 39: "W",
    41: "Yᵊabcdef", 50: "hijklmnopqrstuvwxyzɑɐɒæ", 75: "βɔɕç", 80: "ɖðʤə", 85: "ɚɛɜ", 90: "ɟ",
    92: "ɡ", 99: "ɥ", 101: "ɨɪʝ", 110: "ɯɰŋɳɲɴø", 118: "ɸθœ", 123: "ɹ", 125: "ɾɻ", 128: "ʁɽʂʃʈʧ",
    135: "ʊʋ", 138: "ʌɣɤ", 142: "χʎ", 147: "ʒʔ", 156: "ˈˌː", 162: "ʰ", 164: "ʲ", 169: "↓",
    171: "→↗↘", 177: "ᵻ",
}  # fmt: skip
"""Runs of symbols with consecutive numbers, by the number of the first."""

PAD = 0
"""Number of the padding before the first symbol and after the last."""

NUMBERS = {symbol: first + n for first, run in _RUNS.items() for n, symbol in enumerate(run)}
"""A number for each symbol.

Source:
    Kokoro-82M (Apache-2.0), ``config.json`` of version 1.0.
"""
