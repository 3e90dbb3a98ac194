"""A sheet as a PDF file, without a browser: its text objects in any order one likes."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.tools.printed.setting import MM, Sheet, cells


def write_pdf(sheets: Sequence[Sheet], *, shuffle: int | None = None, rotate: int = 0) -> bytes:
    """Write sheets as the pages of a PDF.

    Args:
        sheets: The pages.
        shuffle: Seed by which the text objects are shuffled; None for reading order.
        rotate: Degrees by which each page says that it is shown turned; the text is set so that
            it stands upright when shown.
    """
    objects: list[bytes] = [b"", b""]
    for name in (b"STSong-Light", b"STHeiti-Bold"):
        objects.append(
            b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/UniGB-UCS2-H/DescendantFonts[%d 0 R]>>"
            % (name, len(objects) + 2)
        )
        objects.append(
            b"<</Type/Font/Subtype/CIDFontType0/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)"
            b"/Ordering(GB1)/Supplement 2>>/DW 1000/W[1 95 500 814 939 500]/FontDescriptor %d 0 R>>"
            % (name, len(objects) + 2)
        )
        objects.append(
            b"<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
            b"/Ascent 880/Descent -120/CapHeight 880/StemV %d>>"
            % (name, 180 if b"Bold" in name else 93)
        )
    kids = []
    for sheet in sheets:
        content = _content(sheet, shuffle, rotate)
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        size = (sheet.width / MM, sheet.height / MM)
        if rotate % 180:
            size = size[::-1]
        objects.append(
            b"<</Type/Page/Parent 2 0 R/Rotate %d/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R"
            b"/Resources<</Font<</F0 3 0 R/F1 6 0 R>>>>>>" % (rotate, *size, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    out, places = bytearray(b"%PDF-1.5\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _content(sheet: Sheet, shuffle: int | None, rotate: int) -> bytes:
    height = sheet.height
    pieces = []
    for line in sheet.lines:
        if line.vertical:
            em = line.size * MM
            for n, char in enumerate(line.text):
                pieces.append(_text(char, line.x, line.y + n * em, line.size, 0, line.bold, height))
            continue
        natural = cells(line.text) * line.size * MM / 2
        spread = 0.0
        if line.width and len(line.text) > 1:
            spread = (line.width - natural) / MM / (len(line.text) - 1)
        pieces.append(_text(line.text, line.x, line.y, line.size, spread, line.bold, height))
    if shuffle is not None:
        Random(shuffle).shuffle(pieces)
    shapes = [
        f"{r.x / MM:.2f} {(height - r.y - r.height) / MM:.2f} {r.width / MM:.2f} "
        f"{r.height / MM:.2f} re f"
        for r in sheet.rules
    ]
    # An inline image of one grey pixel.
    shapes += [
        f"q {p.width / MM:.2f} 0 0 {p.height / MM:.2f} {p.x / MM:.2f} "
        f"{(height - p.y - p.height) / MM:.2f} cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
        for p in sheet.pictures
    ]
    turn = {
        0: "1 0 0 1 0 0",
        90: f"0 1 -1 0 {height / MM:.2f} 0",
        180: f"-1 0 0 -1 {sheet.width / MM:.2f} {height / MM:.2f}",
        270: f"0 -1 1 0 0 {sheet.width / MM:.2f}",
    }[rotate]
    return "\n".join([f"{turn} cm", *shapes, *pieces]).encode("latin-1")


def _text(
    text: str, x: float, y: float, size: float, spread: float, bold: bool, height: float
) -> str:
    code = text.encode("utf-16-be").hex()
    base = (height - y) / MM - 0.88 * size
    return f"BT /F{int(bold)} {size} Tf {spread:.4f} Tc {x / MM:.3f} {base:.3f} Td <{code}> Tj ET"
