"""Pages in the encodings that newspapers' systems write, and pages that are broken."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from audiopaper.errors import InputError
from audiopaper.pages import BadPageError, decode_page, read_edition
from audiopaper.variants import to_traditional
from tests.support.paths import DATA

SIMPLIFIED = (
    "青川日报",
    "石塘大桥通车",
    "渡轮公司经理谭耀辉表示，夜航线每晚开出六班。",
    "本报讯（记者 解兰英）昨天上午，城北河堤步道正式开放，市民可以从石桥一直走到东门码头。",
    "鲈鱼、鲫鱼、鳊鱼、鳜鱼",
    "曾令新 单文斌 仇小妹 乐怀章",
    "豌豆尖每斤3.5元，茼蒿每斤4元，蒜薹缺货",
    "一、二、三年级的学生下周一上午八点到校注册，家长不必陪同。",
)
TRADITIONAL = (*map(to_traditional, SIMPLIFIED), "縣長說，颱風過後橋樑將儘快修復", "鄺太與嫲嫲")


@pytest.mark.parametrize("text", SIMPLIFIED)
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
def test_simplified_pages_are_never_taken_for_another_encoding(text: str, encoding: str) -> None:
    assert decode_page(text.encode(encoding)) == text


@pytest.mark.parametrize("text", TRADITIONAL)
@pytest.mark.parametrize("encoding", ["big5hkscs", "gb18030", "utf-16-le", "utf-16-be"])
def test_traditional_pages_are_never_taken_for_another_encoding(text: str, encoding: str) -> None:
    assert decode_page(text.encode(encoding)) == text


@pytest.mark.parametrize("text", ["縣長說：「好」", "海灣日報　第3版", "碁盤與裏面，恒生指數"])
def test_big5_of_windows_is_read(text: str) -> None:
    assert decode_page(text.encode("cp950")) == text


def test_a_big5_page_makes_an_edition(tmp_path: Path) -> None:
    page = tmp_path / "01.txt"
    source = DATA / "traditional" / "morning.txt"
    page.write_bytes(source.read_text(encoding="utf-8").replace("〇", "○").encode("big5"))
    edition = read_edition([page])
    assert edition.paper == "青川日報"
    assert edition.date == dt.date(2026, 3, 2)
    assert "縣長曾令新督導重慶路工程" in edition.pages[0].lines
    assert not edition.warnings


def test_a_few_bad_bytes_cost_a_few_characters_and_the_lines_are_named(tmp_path: Path) -> None:
    lines = [f"{text}第{n}段。" for n, text in enumerate(SIMPLIFIED * 6)]
    data = "\n".join(lines).encode().replace("第3段".encode(), b"\xe7\xacP", 1)
    page = tmp_path / "01.txt"
    page.write_bytes(data)
    edition = read_edition([page])
    assert edition.pages[0].lines[4:] == tuple(lines[4:])
    (warning,) = edition.warnings
    assert warning.startswith("01.txt, line 4: a character is broken")


def test_a_page_that_was_cut_off_inside_a_character_is_read() -> None:
    text = "，".join(SIMPLIFIED)
    assert decode_page(text.encode()[:-1]) == text[:-1] + "\ufffd"
    assert decode_page(b"\xef\xbb\xbf" + text.encode()[:-1]).startswith(text[:-1])


def test_a_gbk_page_with_a_broken_byte_is_read() -> None:
    text = "。\n".join(SIMPLIFIED * 4)
    data = text.encode("gb18030")
    broken = decode_page(data[:-1])
    assert broken[:-3] == text[: len(broken) - 3]


def test_the_wide_space_of_gbk_is_a_space() -> None:
    assert decode_page("石塘大桥".encode("gb18030") + b"\xa3\xa0" + "通车".encode("gb18030")) == (
        "石塘大桥\u3000通车"
    )


@pytest.mark.parametrize("seed", range(12))
def test_noise_is_refused_with_a_sentence(seed: int) -> None:
    data = random.Random(seed).randbytes(400)
    with pytest.raises(BadPageError, match=r"is no text|binary|is broken"):
        decode_page(bytes(byte | 0x80 if seed % 2 else byte for byte in data))


def test_the_sentence_names_the_encodings_that_are_read(tmp_path: Path) -> None:
    page = tmp_path / "01.txt"
    page.write_bytes("пример текста на русском языке".encode("cp1251"))
    with pytest.raises(InputError, match="UTF-8, UTF-16, GB18030 or Big5"):
        read_edition([page])


_PAGE = "\n".join(f"{text}第{n}段。" for n, text in enumerate(SIMPLIFIED * 2))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(_PAGE.encode().decode("gb18030", "ignore").encode(), id="UTF-8-as-GBK"),
        pytest.param(_PAGE.encode().decode("latin-1").encode(), id="UTF-8-as-Latin-1"),
        pytest.param(_PAGE.encode("gbk").decode("latin-1").encode(), id="GBK-as-Latin-1"),
        pytest.param(_PAGE.encode("gbk").decode("big5", "ignore").encode(), id="GBK-as-Big5"),
        pytest.param(_PAGE.encode("ascii", "replace"), id="question-marks"),
    ],
)
def test_a_page_that_was_decoded_wrongly_is_to_be_delivered_again(
    data: bytes, tmp_path: Path
) -> None:
    (tmp_path / "02.txt").write_bytes(data)
    with pytest.raises(InputError, match=r"02\.txt holds characters that were decoded") as failure:
        read_edition([tmp_path])
    assert "delivered again" in failure.value.remedy
    (tmp_path / "01.txt").write_text(_PAGE, "utf-8")
    assert [page.name for page in read_edition([tmp_path]).skipped] == ["02.txt"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("鲈鱼、鲫鱼、鳊鱼、鳜鱼、鲢鱼、鳙鱼、黄鳝、泥鳅、鳗鲡、鲟鱼" * 2, id="rare"),
        pytest.param("谭耀辉 仇小妹 乐怀章 郗愔 亓官 麴义 逄锦 妫水 昝立 乜守义" * 2, id="names"),
        pytest.param("Qingchuan Daily reports on the new bridge. " * 4, id="English"),
        pytest.param("今天去不去？他问了三次？为什么？" * 6, id="questions"),
    ],
)
def test_rare_characters_are_no_wrong_ones(text: str, tmp_path: Path) -> None:
    (tmp_path / "01.txt").write_text(text, "utf-8")
    assert read_edition([tmp_path]).pages[0].lines == (text.rstrip(" "),) or text.endswith(" ")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_zero_bytes_are_broken_characters(encoding: str, tmp_path: Path) -> None:
    lines = _PAGE.split("\n")
    data = _PAGE.encode(encoding).replace("第2段".encode(encoding), b"\0\0", 1)
    page = tmp_path / "01.txt"
    page.write_bytes(data + b"\n" + bytes(3000))
    edition = read_edition([page])
    assert edition.pages[0].lines[3 : len(lines)] == tuple(lines[3:])
    (warning,) = edition.warnings
    assert warning.startswith(f"01.txt, line 3, {len(lines) + 1}: a character is broken")


@pytest.mark.parametrize("lost", [21, 22])
def test_behind_half_a_character_the_rest_of_the_line_is_read(lost: int) -> None:
    data = SIMPLIFIED[3].encode("gb18030")
    text = decode_page(data[:lost] + data[lost + 1 :])
    assert text.count("\ufffd") == 1
    assert text.endswith(SIMPLIFIED[3][-20:])
