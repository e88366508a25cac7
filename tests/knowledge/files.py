"""Small PDF and Word files made in memory, as the loaders meet them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from reportlab.pdfgen.canvas import Canvas

LAW = [
    "Chương I. QUY ĐỊNH CHUNG",
    "Điều 1. Phạm vi",
    "Luật này nói về nuôi ong.",
    "Điều 2. Điều kiện",
    "1. Người nuôi ong phải:",
    "a) đủ 18 tuổi;",
    "đ) có đất.",
    "2. Xã kiểm tra trong 3 ngày.",
    "Chương II. THI HÀNH",
    "Điều 3a. Hiệu lực",
    "Luật có hiệu lực ngay.",
]


def plain_pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """ASCII pages written by reportlab."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for lines in pages:
        for number, line in enumerate(lines):
            canvas.drawString(72, 780 - 18 * number, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def pdf_of(pages: Sequence[Sequence[str]]) -> bytes:
    """Pages in any script: the letters get codes of their own, a ToUnicode table says what each code means."""
    letters = sorted({c for lines in pages for line in lines for c in line})
    codes = {letter: number for number, letter in enumerate(letters, start=33)}
    assert len(codes) < 220, "one byte a letter"
    table = "\n".join(f"<{code:02X}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{len(codes)} beginbfchar\n{table}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    widths = " ".join(["500"] * 256)
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        f"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 0/LastChar 255/Widths[{widths}]/ToUnicode 4 0 R>>",
        _stream(cmap),
    ]
    for number, lines in enumerate(pages):
        shown = "".join(f"<{''.join(f'{codes[c]:02X}' for c in line)}> Tj T*\n" for line in lines)
        objects.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {6 + 2 * number} 0 R>>"
        )
        objects.append(_stream(f"BT /F1 11 Tf 16 TL 60 800 Td\n{shown}ET"))
    return _numbered(objects)


def _stream(text: str) -> str:
    return f"<</Length {len(text)}>>stream\n{text}\nendstream"


def _numbered(objects: Sequence[str]) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    rows = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
    return out + f"{tail}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF".encode()


def docx_file(
    paragraphs: Sequence[str], *, title: str = "", heading: str = "", table: Sequence[Sequence[str]] = ()
) -> bytes:
    """A Word file: title, heading, paragraphs, one table."""
    document = docx.Document()
    if title:
        document.add_heading(title, 0)
    if heading:
        document.add_heading(heading, 2)
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
