"""Pictures and XML files that harm who trusts them: where `tests.fuzz` starts."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from random import Random

import numpy as np
from PIL import Image

from tests.support.printed_stories import make_page
from tests.tools.printed.alto import write_alto
from tests.tools.printed.pictures import DAMAGES, draw, scan
from tests.tools.printed.setting import SetLine, Sheet

SECRET = "秘密文件的内容"
"""What stands in the file that XML tries to include."""

_PNG = b"\x89PNG\r\n\x1a\n"
_MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F", "YCbCr")
_TEXTS = (
    "城北新桥昨日通车",
    "车流量约三万二千辆，没有拥堵。",
    "渠水提前十天进田",
    "□本报记者 许青禾",
)


def small_sheet(dice: Random) -> Sheet:
    """Set a few lines somewhere, in any size, some of them from top to bottom."""
    lines = [
        SetLine(
            dice.choice(_TEXTS), dice.uniform(0, 50), dice.uniform(2, 50), dice.choice((8, 10, 16, 40)),
            bold=dice.random() < 0.3, vertical=dice.random() < 0.2,
        )
        for _ in range(dice.randint(0, 9))
    ]  # fmt: skip
    return Sheet(60, 60, lines)


def pictures() -> list[bytes]:
    """Draw small pages and save them in each way that a picture is saved in."""
    dice = Random(19)
    plain = draw(small_sheet(dice), dpi=130)
    out = [scan(small_sheet(dice), how, dpi=130) for how in DAMAGES]
    for mode in _MODES:
        image = _in_mode(plain, mode)
        for form in ("PNG", "TIFF", "JPEG"):
            saved = _saved(image, form)
            if saved is not None:
                out.append(saved)
    for compression in ("tiff_lzw", "tiff_deflate", "packbits", "group4", "jpeg"):
        image = plain.convert("1") if compression == "group4" else plain
        saved = _saved(image, "TIFF", compression=compression)
        if saved is not None:
            out.append(saved)
    many = [draw(small_sheet(dice), dpi=130) for _ in range(4)]
    stacked = _saved(many[0], "TIFF", save_all=True, append_images=many[1:])
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = _saved(plain, "JPEG", exif=exif)
    return [*out, bomb(), *(data for data in (stacked, turned) if data is not None)]


def _in_mode(plain: Image.Image, mode: str) -> Image.Image:
    if mode == "I;16":
        return Image.fromarray(np.asarray(plain).astype(np.uint16) << 8)
    return plain.convert(mode)


def _saved(image: Image.Image, form: str, **how: object) -> bytes | None:
    out = io.BytesIO()
    try:
        image.save(out, form, **how)
    except (OSError, ValueError, KeyError):
        return None
    return out.getvalue()


# --- pictures that are more than they seem -------------------------------------------------------


def damage_picture(data: bytes, dice: Random) -> bytes:
    """Go on from a picture: its header, its chunks or its tags say something else."""
    kinds: tuple[Callable[[bytes, Random], bytes], ...] = (
        _bend_png if data.startswith(_PNG) else _bend_bytes,
        _bend_tiff if data[:2] in (b"II", b"MM") else _bend_bytes,
        _bend_bytes,
    )
    for _ in range(dice.choice((1, 1, 2, 4))):
        data = dice.choice(kinds)(data, dice)
    return data


def _bend_bytes(data: bytes, dice: Random) -> bytes:
    """Change, cut out or double some bytes, mostly near the start, where sizes and tags stand."""
    end = len(data) if dice.random() < 0.5 else min(len(data), 400)
    at = dice.randrange(max(1, end))
    match dice.randrange(4):
        case 0:
            value = dice.choice((0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)))
            return data[:at] + bytes([value]) * dice.choice((1, 1, 2, 4)) + data[at + 1 :]
        case 1:
            return data[:at] + data[at + dice.randrange(1, 64) :]
        case 2:
            return data[: at + dice.randrange(64)] + data[at:]
        case _:
            return data[: dice.randrange(len(data) + 1)]


def _bend_png(data: bytes, dice: Random) -> bytes:
    """Change a chunk of a PNG; its checksum is right again, so that it is read."""
    chunks = list(_chunks(data))
    if not chunks:
        return data
    n = dice.randrange(len(chunks))
    kind, body = chunks[n]
    match dice.randrange(5):
        case 0 if kind == b"IHDR" and len(body) == 13:
            sides = (0, 1, 299, 300, 5000, 40_000, 2**31 - 1, 2**32 - 1)
            form = bytes(dice.choice((0, 1, 2, 3, 4, 6, 8, 16)) for _ in range(2)) + body[10:]
            body = struct.pack(">II", dice.choice(sides), dice.choice(sides)) + form
        case 1:
            body = _bend_bytes(body, dice) if body else b"\x00"
        case 2:
            chunks.insert(n, (kind, body))
        case 3:
            kind = dice.choice(
                (b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"pHYs", b"eXIf", b"iCCP", b"zTXt")
            )
        case _:
            bomb = zlib.compress(bytes(2_000_000))
            chunks.insert(1, (b"zTXt", b"Comment\x00\x00" + bomb))
    chunks[n] = (kind, body)
    return _PNG + b"".join(
        struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b)) for k, b in chunks
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at + 12 <= len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += 12 + size


_TAGS = (254, 256, 257, 258, 259, 262, 273, 274, 277, 278, 279, 282, 283, 284, 296, 320, 322, 323)
"""What a TIFF says of its picture: sizes, compression, strips, tiles, turn, resolution."""


def _bend_tiff(data: bytes, dice: Random) -> bytes:
    """Change a tag of a TIFF, or let its pages lead back to each other."""
    order = "<" if data[:2] == b"II" else ">"
    if len(data) < 8:
        return data
    (at,) = struct.unpack(order + "I", data[4:8])
    if at + 2 > len(data):
        return data
    (count,) = struct.unpack(order + "H", data[at : at + 2])
    tag = at + 2 + 12 * dice.randrange(max(1, min(count, 40)))
    if tag + 12 > len(data):
        return data
    if dice.random() < 0.15:
        end = at + 2 + 12 * count
        return data[:end] + struct.pack(order + "I", at) + data[end + 4 :]
    value = dice.choice((0, 1, 2, 8, 300, 40_000, 2**31 - 1, 2**32 - 1, dice.randrange(70_000)))
    name = dice.choice(_TAGS) if dice.random() < 0.3 else None
    head = (
        data[tag : tag + 8]
        if name is None
        else struct.pack(order + "H", name) + data[tag + 2 : tag + 8]
    )
    return data[:tag] + head + struct.pack(order + "I", value) + data[tag + 12 :]


def bomb() -> bytes:
    """Make a PNG of a kilobyte that says it is 200,000 pixels wide and high."""
    return _PNG + b"".join(
        struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b))
        for k, b in (
            (b"IHDR", struct.pack(">IIBBBBB", 200_000, 200_000, 1, 0, 0, 0, 0)),
            (b"IDAT", zlib.compress(bytes(1_000_000))),
            (b"IEND", b""),
        )
    )


# --- XML that fetches, includes and grows --------------------------------------------------------

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "哈哈"}">' for n in range(9))
_DOCTYPES = (
    '<!DOCTYPE a [<!ENTITY x SYSTEM "secret.txt">]>',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
    '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
    '<!DOCTYPE a SYSTEM "secret.txt">',
    '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p.dtd"> %p;]>',
    f"<!DOCTYPE a [{_LAUGHS}]>",
    '<?xml-stylesheet href="http://127.0.0.1:9/a.xsl"?>',
)
_INCLUDES = (
    "&x;", "&l8;", "&#x0;", "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='secret.txt' "
    "parse='text'/>",
)  # fmt: skip


def xml_files() -> list[bytes]:
    """Write ALTO files that declare entities, include others or name what lies elsewhere."""
    alto = write_alto(make_page("evening")[0])
    start, _, rest = alto.partition("\n")
    out = [alto.encode()]
    for doctype in _DOCTYPES:
        for include in _INCLUDES:
            body = rest.replace('CONTENT="', f'CONTENT="{include if include[0] == "&" else ""}', 1)
            if include[0] != "&":
                body = body.replace("<PrintSpace>", "<PrintSpace>" + include, 1)
            out.append(f"{start}{doctype}{body}".encode())
    return out


def mets_files() -> list[bytes]:
    """Write METS files that name pages beside them, outside of their folder and in the network."""
    places = (
        "1.xml", "file://./1.xml", "../1.xml", "/etc/passwd", "file:///etc/passwd", "mets.xml",
        "http://127.0.0.1:9/1.xml", "\\\\host\\1.xml", "1.xml%00", "a/../1.xml",
    )  # fmt: skip
    return [
        (
            "<mets xmlns:xlink='x'><fileSec><fileGrp>"
            + "".join(
                f"<file ID='F{k}'><FLocat xlink:href='{p}'/></file>" for k, p in enumerate(named)
            )
            + "</fileGrp></fileSec><structMap><div TYPE='ARTICLE'><div TYPE='BODY'><fptr>"
            "<area FILEID='F0' BEGIN='b1'/></fptr></div></div></structMap></mets>"
        ).encode()
        for named in (places, places[:1], places[1:6], places[:1] * 300)
    ]
