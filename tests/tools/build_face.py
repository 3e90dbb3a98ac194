"""Build the face for covers on machines that have none: ``python -m tests.tools.build_face FONT``.

FONT is ``NotoSansCJK-Bold.ttc`` (SIL Open Font License 1.1; Debian: fonts-noto-cjk). Needs
``fonttools`` and ``brotli``. Characters: those that titles of newspapers and shows are made of, those
of the shipped lexicon of places, and then the most frequent of the frequency table, as many as fit
into 300 kB.
"""

from __future__ import annotations

import io
import sys
import tomllib
from collections import Counter
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from audiopaper.config import defaults_folder
from audiopaper.publish.typefaces import SHIPPED_FACE

MAX_BYTES = 300_000

# In the collection: Japanese, Korean, Simplified Chinese.
_SIMPLIFIED = 2
_TITLES = (
    "报日晚晨早午夜周刊时代新闻听播客广电台之声青年少妇女儿童农民工人教育法治制卫生健康体育财经商业"
    "消费者都市城乡县区省州乡镇村社区人大政协党委机关企业学校大学校园读看说讲声音频道天地今每零一二"
    "三四五六七八九十百千万年月日号期期刊版特别节目本简要快讯参考文摘文化艺术科技信息通讯联合"
)
_LATIN = "".join(map(chr, range(0x20, 0x7F))) + "，。、：；！？（）《》“”‘’·—…"


def order_characters() -> list[str]:
    """Han characters, those that are most likely in a title first."""
    places = tomllib.loads((defaults_folder() / "voices/lexicon/places.toml").read_text("utf-8"))
    named = Counter(c for c in repr(places) if "\u4e00" <= c <= "\u9fff")
    table = Path(__file__).parents[2] / "audiopaper/readings/frequencies.txt"
    frequent: Counter[str] = Counter()
    for line in table.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            count, *words = line.split(" ")
            for word in words:
                frequent.update(dict.fromkeys(word, int(float(count))))
    ordered = [
        *_TITLES,
        *(c for c, _ in named.most_common()),
        *(c for c, _ in frequent.most_common()),
    ]
    return [c for c in dict.fromkeys(ordered) if "\u4e00" <= c <= "\u9fff"]


def build(font: Path, characters: str) -> bytes:
    """Cut a face down to some characters, as WOFF 2."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.desubroutinize = True
    # The name and the licence stay, as the licence asks.
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    options.flavor = "woff2"
    face = TTFont(font, fontNumber=_SIMPLIFIED)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(face)
    face.flavor = "woff2"
    out = io.BytesIO()
    face.save(out, reorderTables=False)
    return out.getvalue()


def main(arguments: list[str]) -> None:
    """Write the largest face that fits, and print its size."""
    font, characters = Path(arguments[0]), order_characters()
    low, high = 500, len(characters)
    best, made = low, b""
    for _ in range(7):
        middle = (low + high) // 2
        data = build(font, _LATIN + "".join(characters[:middle]))
        if len(data) <= MAX_BYTES:
            low, best, made = middle, middle, data
        else:
            high = middle
    SHIPPED_FACE.parent.mkdir(exist_ok=True)
    SHIPPED_FACE.write_bytes(made)
    print(f"{best} Han characters of {len(characters)}, {len(made)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
