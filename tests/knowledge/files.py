"""Small PDF and Word files made in memory, as the loaders meet them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from reportlab.pdfgen.canvas import Canvas

from eval.planted_files import pdf_of as pdf_of

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
