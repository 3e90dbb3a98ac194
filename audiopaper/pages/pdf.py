"""Pages of a PDF: text objects with their boxes, whatever order the file has them in.

pypdfium2 (BSD-3-Clause, Apache-2.0) reads the file.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audiopaper.intake import normalise_text
from audiopaper.layout import Box
from audiopaper.legible_names import make_legible
from audiopaper.pages.decoding import BadPageError
from audiopaper.pages.geometry import Glyph, arrange_page, join_glyphs
from audiopaper.pages.page_numbers import PageFile
from audiopaper.pages.pdfium import PDFIUM_LOCK
from audiopaper.pages.scan.ocr_models import is_installed
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MAX_PDF_BYTES = 300_000_000
"""A page with its photographs in print quality has under 30 MB; an edition goes in one file."""

MAX_SHEETS = 200
"""As many pages as an edition may have."""

MAX_GLYPHS = 200_000
"""A page full of classified adverts has some 30,000 characters."""

_MM = 25.4 / 72


def can_read(path: Path) -> bool:
    """Return whether a file's name says that it is a PDF."""
    return path.suffix.lower() == ".pdf"


_SINGLE = "save the pages of one day, each as a PDF of its own, and run again"
_PRINT = "export the PDF again from the program that it comes from"


def read(path: Path) -> tuple[PageFile, ...]:
    """Read the pages of a PDF, each in reading order, with its layout.

    Raises:
        BadPageError: It is encrypted, damaged, empty or too large, or has no text.
    """
    # Imported here: it takes a tenth of a second, which only PDF files need.
    import pypdfium2
    import pypdfium2.raw as pdfium

    name = make_legible(path.name)
    try:
        if path.stat().st_size > MAX_PDF_BYTES:
            raise BadPageError(
                _("is larger than {max_pdf_bytes} MB", max_pdf_bytes=MAX_PDF_BYTES // 10**6),
                remedy=_(_SINGLE),
            )
        data = path.read_bytes()
    except OSError as error:
        raise BadPageError(_("cannot be read: {reason}", reason=system_reason(error))) from error
    try:
        with PDFIUM_LOCK:
            document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise BadPageError(
                _("is encrypted"), remedy=_("save it without a password and run again")
            ) from error
        raise BadPageError(_("is no PDF, or damaged"), remedy=_(_PRINT)) from error
    try:
        return _read_sheets(document, name)
    except pypdfium2.PdfiumError as error:
        raise BadPageError(_("is damaged"), remedy=_(_PRINT)) from error
    finally:
        with PDFIUM_LOCK:
            document.close()


_NO_TEXT = (
    "export the PDF with its text, not as a picture, or save the page as .txt; or have it "
    'recognised: pip install "audiopaper[ocr]"'
)


def _read_sheets(document: Any, name: str) -> tuple[PageFile, ...]:
    with PDFIUM_LOCK:
        count = len(document)
    if count == 0:
        raise BadPageError(_("has no page"), remedy=_(_PRINT))
    if count > MAX_SHEETS:
        raise BadPageError(
            _("has {count} pages, more than one edition has", count=count), remedy=_(_SINGLE)
        )
    sheets = []
    problem = ""
    for number in range(count):
        try:
            lines, layout = _read_sheet(document, number)
        except BadPageError as bad:
            problem = problem or str(bad)
            continue
        whole = count == 1
        shown = name if whole else _("{name}, page {number}", name=name, number=number + 1)
        sheets.append(PageFile(shown, lines, layout=layout, sheet=0 if whole else number + 1))
    if not sheets:
        raise BadPageError(problem, remedy=_(_NO_TEXT))
    return tuple(sheets)


_BROKEN_IN = 20
"""A page with more broken characters than one in so many is recognised by its picture."""

_PICTURE_DPI = 240


def _read_sheet(document: Any, number: int) -> tuple[tuple[str, ...], Any]:
    content = _read_content(document, number)
    if isinstance(content, _Picture):
        return _recognise(content)
    shown = _list_shown(content.glyphs)
    if not shown:
        raise BadPageError(_("holds no text: its pages are pictures"), remedy=_(_NO_TEXT))
    if _count_broken(shown) * 5 > len(shown):
        raise BadPageError(
            _("has fonts that do not say which characters they show"), remedy=_(_NO_TEXT)
        )
    body = body_size(shown)
    return arrange_page(
        join_glyphs(content.glyphs, body),
        content.rules,
        content.pictures,
        width_mm=content.width_mm,
        height_mm=content.height_mm,
        body_pt=body,
    )


@dataclass(frozen=True, slots=True)
class _Content:
    """What is printed on a page, in millimetres from the top left."""

    glyphs: list[Glyph]
    rules: tuple[Box, ...]
    pictures: tuple[Box, ...]
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class _Picture:
    """A drawing of a page in shades of grey."""

    pixels: Any
    dpi: float


def _read_content(document: Any, number: int) -> _Content | _Picture:
    """Read a page's content, or draw it if its characters cannot be used and OCR is installed.

    Only this part calls PDFium: text is arranged and recognised without the lock.
    """
    with PDFIUM_LOCK:
        sheet = document[number]
        try:
            glyphs, width, height, turn = _read_glyphs(sheet)
            shown = _list_shown(glyphs)
            is_unreadable = not shown or _count_broken(shown) * _BROKEN_IN > len(shown)
            if is_unreadable and is_installed():
                return _draw(sheet)
            return _Content(glyphs, *_read_shapes(sheet, turn, width, height), width, height)
        finally:
            sheet.close()


def _list_shown(glyphs: Sequence[Glyph]) -> list[Glyph]:
    return [glyph for glyph in glyphs if not glyph.char.isspace()]


def _count_broken(shown: Sequence[Glyph]) -> int:
    return sum(glyph.char == "\ufffd" for glyph in shown)


def _draw(sheet: Any) -> _Picture:
    # Imported here: most PDF files have their text.
    from audiopaper.pages.scan.page_images import MAX_EDGE

    scale = min(_PICTURE_DPI / 72, MAX_EDGE / max(1.0, *sheet.get_size()))
    bitmap = sheet.render(scale=scale, grayscale=True)
    try:
        pixels = bitmap.to_numpy()
        return _Picture(pixels.reshape(pixels.shape[:2]).copy(), 72 * scale)
    finally:
        bitmap.close()


def _recognise(picture: _Picture) -> tuple[tuple[str, ...], Any]:
    """Read a page by its picture: it has no text, or fonts that do not say what they show."""
    from audiopaper.pages.scan.page_images import PageImage
    from audiopaper.pages.scan.page_reader import read_page

    return read_page(PageImage(picture.pixels, picture.dpi))


def body_size(glyphs: Sequence[Glyph]) -> float:
    """Return the size that most characters are set in, in points."""
    sizes = Counter(round(glyph.size_pt * 4) / 4 for glyph in glyphs)
    return sizes.most_common(1)[0][0]


class _Turn:
    """From a PDF's user space, turned by quarter circles, to millimetres from the top left."""

    def __init__(self, box: tuple[float, float, float, float], quarters: int) -> None:
        self.left, self.bottom, self.right, self.top = box
        self.quarters = quarters % 4
        size = ((self.right - self.left) * _MM, (self.top - self.bottom) * _MM)
        self.width, self.height = size if self.quarters % 2 == 0 else size[::-1]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point's place on the page as it is read."""
        right, down = (x - self.left) * _MM, (self.top - y) * _MM
        wide, high = (self.right - self.left) * _MM, (self.top - self.bottom) * _MM
        return (
            (right, down),
            (high - down, right),
            (wide - right, high - down),
            (down, wide - right),
        )[self.quarters]

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a rectangle as it is read."""
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return Box(left=min(x0, x1), top=min(y0, y1), right=max(x0, x1), bottom=max(y0, y1))


def _read_glyphs(sheet: Any) -> tuple[list[Glyph], float, float, _Turn]:
    """Read the characters of a page, upright as most of them are read."""
    import pypdfium2.raw as pdfium

    page = sheet.get_textpage()
    try:
        count = min(pdfium.FPDFText_CountChars(page.raw), MAX_GLYPHS)
        angles = Counter(
            -round(pdfium.FPDFText_GetCharAngle(page.raw, i) / (math.pi / 2)) % 4
            for i in range(0, count, max(1, count // 400))
        )
        quarters = angles.most_common(1)[0][0] if angles else 0
        turn = _Turn(sheet.get_mediabox(), quarters)
        glyphs = list(_glyphs(pdfium, page.raw, count, turn))
    finally:
        page.close()
    return glyphs, turn.width, turn.height, turn


_LINE_ENDS = frozenset({0x0A, 0x0D, 0xFFFE, 0x02})
_MIN_PT, _MAX_PT = 2.0, 400.0


def _glyphs(pdfium: Any, page: Any, count: int, turn: _Turn) -> Iterator[Glyph]:
    rect, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    bold: dict[int, bool] = {}
    for i in range(count):
        code = pdfium.FPDFText_GetUnicode(page, i)
        if code in _LINE_ENDS or pdfium.FPDFText_IsGenerated(page, i) == 1:
            continue
        char = _character(code, pdfium.FPDFText_HasUnicodeMapError(page, i) == 1)
        pdfium.FPDFText_GetMatrix(page, i, matrix)
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = pdfium.FPDFText_GetFontSize(page, i) * scale
        if not _MIN_PT <= size <= _MAX_PT:
            continue
        pdfium.FPDFText_GetLooseCharBox(page, i, rect)
        pdfium.FPDFText_GetCharOrigin(page, i, x, y)
        wide = unicodedata.east_asian_width(char) in "WF"
        across = math.hypot(matrix.a, matrix.b) / scale if wide else 0.0
        box = _em_box(turn, rect, turn.point(x.value, y.value), size * _MM, across)
        yield Glyph(char, box, size, _is_bold(pdfium, page, i, bold))


def _em_box(turn: _Turn, rect: Any, origin: tuple[float, float], em: float, across: float) -> Box:
    """Return a character's em box: its height by the line it stands on, for fonts differ in theirs.

    Args:
        turn: How the page is turned.
        rect: The box of the font.
        origin: Where the character begins on its line.
        em: Size of the type in millimetres.
        across: Width of a character as wide as an em, in ems; 0 for narrower characters.
    """
    loose = turn.box(
        min(rect.left, rect.right),
        min(rect.bottom, rect.top),
        max(rect.left, rect.right),
        max(rect.bottom, rect.top),
    )
    left, right = loose.left, max(loose.right, loose.left + 0.05 * em)
    if across and abs(origin[0] - left) < 0.3 * em:
        # Some fonts have boxes of their own for a few characters.
        left, right = origin[0], origin[0] + across * em
    if abs(origin[1] - loose.bottom) < em and loose.height < 2 * em:
        return Box(left=left, top=origin[1] - 0.88 * em, right=right, bottom=origin[1] + 0.12 * em)
    return Box(left=left, top=loose.top, right=right, bottom=max(loose.bottom, loose.top))


def _character(code: int, broken: bool) -> str:
    """Return the character of a code; U+FFFD where its font does not say which it is."""
    private = 0xE000 <= code <= 0xF8FF or code >= 0xF0000
    if code == 0 or private or broken or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    return normalise_text(chr(code)) or " "


_BOLD_WEIGHT = 600


def _is_bold(pdfium: Any, page: Any, i: int, known: dict[int, bool]) -> bool:
    item = pdfium.FPDFText_GetTextObject(page, i)
    font = pdfium.FPDFTextObj_GetFont(item) if item else None
    if not font:
        return False
    key = ctypes.addressof(font.contents)
    if key not in known:
        name = ctypes.create_string_buffer(200)
        pdfium.FPDFFont_GetBaseFontName(font, name, 200)
        named = name.value.decode("ascii", "replace").lower()
        heavy = any(word in named for word in ("bold", "black", "heavy", "heiti", "simhei", "-hei"))
        known[key] = heavy or pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
    return known[key]


_MAX_SHAPES = 20_000
_MIN_PICTURE_MM, _MAX_RULE_MM, _MIN_RULE_MM = 12.0, 1.6, 8.0


def _read_shapes(
    sheet: Any, turn: _Turn, width: float, height: float
) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """Read rules and pictures; a frame gives four rules."""
    import pypdfium2.raw as pdfium

    rules: list[Box] = []
    pictures: list[Box] = []
    for number, item in enumerate(sheet.get_objects(max_depth=4)):
        if number > _MAX_SHAPES:
            break
        if item.type not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            continue
        box = turn.box(*item.get_bounds())
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            if min(box.width, box.height) > _MIN_PICTURE_MM:
                pictures.append(box)
        elif min(box.width, box.height) <= _MAX_RULE_MM:
            if max(box.width, box.height) >= _MIN_RULE_MM:
                rules.append(box)
        elif box.width < 0.95 * width or box.height < 0.95 * height:
            rules += _sides(box)
    return tuple(rules), tuple(pictures)


def _sides(box: Box) -> tuple[Box, ...]:
    """Return the sides of a frame or a tinted area that is large enough to enclose text."""
    if min(box.width, box.height) < _MIN_PICTURE_MM:
        return ()
    return (
        Box(left=box.left, top=box.top, right=box.right, bottom=box.top),
        Box(left=box.left, top=box.bottom, right=box.right, bottom=box.bottom),
        Box(left=box.left, top=box.top, right=box.left, bottom=box.bottom),
        Box(left=box.right, top=box.top, right=box.right, bottom=box.bottom),
    )
