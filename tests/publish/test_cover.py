from __future__ import annotations

import io
import itertools
from pathlib import Path

import pytest
from PIL import Image

from audiopaper.errors import ConfigError
from audiopaper.publish import cover, typefaces


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def saved(path: Path, size: tuple[int, int], mode: str = "RGB", kind: str = "JPEG") -> Path:
    Image.new(mode, size, 0).save(path, kind)
    return path


@pytest.mark.parametrize("size", [55, 800, 3000])
def test_the_built_in_cover_is_a_square_rgb_picture(size: int) -> None:
    image = opened(cover.make_cover("青川听报", size))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (size, size))


def test_the_built_in_cover_is_the_same_every_time() -> None:
    assert cover.make_cover("青川听报", 300) == cover.make_cover("青川听报", 300)


def test_the_built_in_cover_has_contrast_at_the_size_of_a_list() -> None:
    image = opened(cover.make_cover("青川听报", 55, kind="PNG")).convert("L")
    histogram = image.histogram()
    assert sum(histogram[:90]) > 300
    assert sum(histogram[200:]) > 600


def test_a_title_without_a_face_is_left_out_and_no_box_is_drawn(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(typefaces, "find_font", lambda: None)
    plain = cover.make_cover("龘龘听报", 300)
    assert plain == cover.make_cover("Another 龘", 300)
    assert cover.find_missing("龘龘听报") == "龘"
    monkeypatch.setattr(typefaces, "find_font", lambda: tmp_path / "latin.ttf")
    monkeypatch.setattr(cover, "_has_glyphs", lambda font, text: False)
    assert cover.make_cover("青川听报", 300) == plain


def test_a_machine_without_a_face_sets_the_title_in_the_shipped_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typefaces, "find_font", lambda: None)
    assert cover.make_cover("青川听报", 300) != cover.make_cover("青川晚报", 300)
    assert cover.find_missing("青川听报 Morning News 3月2日") == ""
    assert typefaces.SHIPPED_FACE.stat().st_size <= 300_000


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("青川听报 3月12日", ["青川听报", "3月12日"]),
        ("听报 3月2日", ["听报", "3月2日"]),
        ("青川日报早间新闻 2026年3月2日", ["青川日报", "早间新闻", "2026年3月2日"]),
        ("Qingchuan Daily News", ["Qingchuan", "Daily", "News"]),
        ("青川第12期", ["青川", "第12期"]),
    ],
)
def test_a_date_and_a_word_never_break_across_lines(title: str, lines: list[str]) -> None:
    assert cover._break_title(title) == lines


@pytest.mark.parametrize(
    "title", ["听", "听报", "青川日报早间新闻", "Qingchuan Daily News", "A B " * 30]
)
def test_a_title_is_set_inside_its_block(title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    font = next(
        (p for p in Path("/usr/share/fonts").glob("**/*.ttf") if "DejaVu" in p.name),
        typefaces.find_font(),
    )
    if font is None:
        pytest.skip("no face on this machine to set a title in")
    monkeypatch.setattr(typefaces, "find_font", lambda: font)
    monkeypatch.setattr(cover, "_has_glyphs", lambda font, text: True)
    image = opened(cover.make_cover(title, 400, kind="PNG"))
    # The margin around the masthead stays empty, whatever the title.
    assert len(image.crop((0, 0, 30, 400)).getcolors() or ()) == 1
    assert len(image.crop((0, 0, 400, 30)).getcolors() or ()) == 1
    titled = image.crop((40, 40, 360, 180)).getcolors(1 << 20)
    assert titled is not None
    assert len(titled) > 2


@pytest.mark.parametrize("size", [480, 1400])
def test_the_block_is_vermilion_and_the_wave_ink_but_for_one_bar(size: int) -> None:
    image = opened(cover.make_cover("青川听报", size, kind="PNG"))
    row = [image.getpixel((x, size * 72 // 100)) for x in range(size)]
    bars = [shade for shade, _run in itertools.groupby(row)]
    assert image.getpixel((size // 2, size * 11 // 100)) == cover._VERMILION
    assert image.getpixel((size // 2, size * 482 // 1000)) == cover._INK
    assert bars.count(cover._INK) == 13
    assert bars.count(cover._VERMILION) == 1
    assert image.getpixel((2, 2)) == image.getpixel((size - 3, size - 3)) == cover._PAPER


def test_faces_without_chinese_are_seen_through() -> None:
    latin = next(Path("/usr/share/fonts").glob("**/DejaVuSans.ttf"), None)
    if latin is None:
        pytest.skip("needs a face that has no Chinese characters (DejaVu Sans)")
    assert cover._has_glyphs(latin, "Qingchuan Daily")
    assert not cover._has_glyphs(latin, "青川")


@pytest.mark.parametrize(
    "title", ["听", "青川日报", "青川日报早间新闻", "Qingchuan Daily News Today"]
)
def test_a_title_is_broken_without_losing_a_character(title: str) -> None:
    lines = cover._break_title(title)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    assert all(lines)
    assert len(lines) <= 3


def test_a_jpeg_of_the_right_kind_is_left_as_it_is(tmp_path: Path) -> None:
    path = saved(tmp_path / "c.jpg", (1400, 1400))
    assert cover.prepare_cover(path) == path.read_bytes()


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("RGBA", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("L", "JPEG"), ("CMYK", "JPEG")],
)
def test_other_modes_become_a_jpeg_in_rgb(mode: str, kind: str, tmp_path: Path) -> None:
    path = saved(tmp_path / "c", (1500, 1500), mode, kind)
    image = opened(cover.prepare_cover(path))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1500, 1500))


def test_a_cover_for_a_tag_is_brought_down(tmp_path: Path) -> None:
    path = saved(tmp_path / "c.jpg", (3000, 3000))
    assert opened(cover.prepare_cover(path, 800)).size == (800, 800)


@pytest.mark.parametrize("size", [(1399, 1399), (3001, 3001), (1400, 1500), (1, 1)])
def test_a_cover_of_a_wrong_size_is_refused_with_its_size(
    size: tuple[int, int], tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match=rf"{size[0]} x {size[1]}"):
        cover.prepare_cover(saved(tmp_path / "c.png", size, kind="PNG"))


def test_a_cover_of_another_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="GIF"):
        cover.prepare_cover(saved(tmp_path / "c.png", (1400, 1400), "P", "GIF"))


@pytest.mark.parametrize("data", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n"])
def test_a_damaged_cover_is_named(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "封面.png"
    path.write_bytes(data)
    with pytest.raises(ConfigError, match="封面") as raised:
        cover.prepare_cover(path)
    assert "0x" not in str(raised.value)


def test_a_truncated_cover_is_named(tmp_path: Path) -> None:
    path = saved(tmp_path / "c.jpg", (1400, 1400))
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(ConfigError, match=r"c\.jpg"):
        cover.prepare_cover(path)


def test_a_missing_cover_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        cover.prepare_cover(tmp_path / "c.jpg")


def test_a_drawing_that_is_brought_down_in_bands_has_the_bytes_of_one_step() -> None:
    size = 2 * cover._BAND_PX + 30
    image = Image.effect_noise((2 * size, 2 * size), 90).convert("RGB")
    whole = image.resize((size, size), cover._FILTER)
    assert cover._halved(image, size).tobytes() == whole.tobytes()
