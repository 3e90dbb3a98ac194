"""The printed page beside a story at the desk."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from audiopaper.desk.page_pictures import draw_sheet, find_sheet, has_pictures
from audiopaper.desk.pictures import HEIGHT, draw_sound
from audiopaper.pages import read_edition
from tests.support.printed_stories import make_page
from tests.tools.printed.pdf import write_pdf


def save(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def open_picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_story_is_shown_as_its_part_of_the_page(tmp_path: Path) -> None:
    sheet, _ = make_page()
    path = save(tmp_path, "02.pdf", write_pdf([sheet]))
    page = read_edition([path]).pages[0]
    assert page.layout is not None
    article = next(line.article for line in page.layout.lines if line and line.article)
    printed = [
        text
        for text, line in zip(page.lines, page.layout.lines, strict=True)
        if line and line.article == article
    ]
    found = find_sheet((path,), page.number, printed)
    assert found is not None
    assert found.box is not None
    part = open_picture(draw_sheet(found))
    whole = find_sheet((path,), page.number, ())
    assert whole is not None
    assert whole.box is None
    assert part.width * part.height < open_picture(draw_sheet(whole)).size[0] ** 2
    assert has_pictures([path])


def test_of_a_file_of_several_pages_the_storys_is_shown(tmp_path: Path) -> None:
    sheets = [make_page(seed=n, number=n)[0] for n in (1, 2)]
    path = save(tmp_path, "day.pdf", write_pdf(sheets))
    numbers = [page.number for page in read_edition([path]).pages]
    found = [find_sheet((path,), number, ()) for number in numbers]
    assert [sheet and sheet.number for sheet in found] == [0, 1]


_DRAW_AND_READ = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from audiopaper.desk.page_pictures import Sheet, draw_sheet
from audiopaper.pages import read_edition

path = Path(sys.argv[1])
with ThreadPoolExecutor(4) as threads:
    drawn = [threads.submit(draw_sheet, Sheet(path, n % 2, None)) for n in range(8)]
    read = [threads.submit(read_edition, [path]) for _ in range(4)]
    print(len({task.result() for task in drawn}), len({repr(task.result()) for task in read}))
"""


def test_pages_are_drawn_and_read_by_several_threads(tmp_path: Path) -> None:
    # In a process of its own: calls of PDFium that meet end the process.
    path = save(tmp_path, "day.pdf", write_pdf([make_page(seed=n, number=n)[0] for n in (1, 2)]))
    done = subprocess.run(
        [sys.executable, "-c", _DRAW_AND_READ, path], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.split()) == (0, ["2", "1"]), done.stderr


def test_a_picture_beside_a_pages_text_is_its_picture(tmp_path: Path) -> None:
    path = save(tmp_path, "01.txt", "青川日报\n\n## 新桥通车\n\n新桥昨天通车了。\n".encode())
    assert not has_pictures([path])
    assert find_sheet((path,), 1, ()) is None
    picture = io.BytesIO()
    Image.new("L", (300, 400), 200).save(picture, "PNG")
    save(tmp_path, "01.png", picture.getvalue())
    found = find_sheet((path,), 1, ())
    assert found is not None
    assert open_picture(draw_sheet(found)).size == (300, 400)


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_not_drawn(tmp_path: Path, data: bytes) -> None:
    path = save(tmp_path, "01.txt", "青川日报\n\n## 新桥通车\n\n新桥昨天通车了。\n".encode())
    save(tmp_path, "01.jpg", data)
    found = find_sheet((path,), 1, ())
    assert found is not None
    with pytest.raises(ValueError, match="cannot be drawn"):
        draw_sheet(found)


def test_a_link_that_leads_elsewhere_is_no_picture(tmp_path: Path) -> None:
    path = save(tmp_path, "01.txt", "青川日报\n\n## 新桥通车\n\n新桥昨天通车了。\n".encode())
    (tmp_path / "01.jpg").symlink_to(save(tmp_path, "secret", b""))
    assert not has_pictures([path])


def test_the_waveform_stands_above_the_loudness() -> None:
    svg = draw_sound([-0.5, -1.0], [0.5, 1.0], [-16.0, float("-inf")], [0.0, 0.5], -16.0)
    # Half of full scale, then all of it; silence is no bar at all.
    assert "M240.0 22.5V68.0M720.0 0.0V90.5" in svg
    assert f"M720.0 {HEIGHT}V{HEIGHT}.0" in svg
    assert "draw" not in draw_sound([], [], [], [], -16.0)
