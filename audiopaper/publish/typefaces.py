"""Finds typefaces with Chinese characters on this machine."""

from __future__ import annotations

from pathlib import Path

# Where the usual systems keep a heavy CJK face, best first: Noto and Source Han (Linux), PingFang,
# Songti and STHeiti (macOS), YaHei and SimHei (Windows), WenQuanYi (small Linux systems).
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/noto-cjk/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/adobe-source-han-sans/SourceHanSansCN-Bold.otf",
    "/System/Library/Fonts/Supplemental/Songti.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/STHeiti Medium.ttc",
    "C:/Windows/Fonts/msyhbd.ttc",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/simhei.ttf",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/wenquanyi/wqy-zenhei/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
)


SHIPPED_FACE = Path(__file__).parent / "face" / "cover.woff2"
"""A subset of Noto Sans CJK SC Bold for machines without a face: the characters of place names and
titles, and the most frequent others (``python -m tests.tools.build_face``)."""


def find_font() -> Path | None:
    """Return the first typeface that has Chinese characters, or None if there is none."""
    return next((path for path in map(Path, _FONTS) if path.is_file()), None)
