"""Whether the machine has a Chinese font: a PDF that embeds none is shown with it."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest


def has_chinese_font() -> bool:
    """Return whether fontconfig knows a Chinese font; other systems than Linux come with one."""
    if sys.platform != "linux":
        return True
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    listed = subprocess.run([lister, ":lang=zh"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


needs_chinese_font = pytest.mark.skipif(
    not has_chinese_font(), reason="no Chinese font is installed (apt: fonts-noto-cjk)"
)
