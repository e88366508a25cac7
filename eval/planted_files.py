"""Planted texts as the files an operator would import: Markdown and HTML as they stand, Word and PDF made here."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Sequence
from pathlib import Path

LINE_CHARS, PAGE_LINES = 90, 46
"""What fits on an A4 page of 11 points."""
STEM_CHARS = 60
LETTERS = 220
"""Letters that one PDF may hold: a byte each."""


def file_name(identity: str, title: str, form: str) -> str:
    """A name such as people give their files; the identity keeps it apart from all others."""
    words = " ".join(re.findall(r"[^\W_]+", title))
    return f"{identity} {words[:STEM_CHARS].strip()}.{form}"


def written(folder: Path, name: str, text: str) -> Path:
    """The file in the format that its name says."""
    path = folder / name
    make = {".docx": _docx, ".pdf": _pdf}.get(path.suffix, str.encode)
    path.write_bytes(make(text))
    return path


def _docx(text: str) -> bytes:
    """The first paragraph is the title, "## " opens a heading; cells parted by "|" are a table's."""
    import docx

    document = docx.Document()
    for number, block in enumerate(block for block in text.split("\n\n") if block.strip()):
        for line in block.splitlines():
            cells = [cell.strip() for cell in line.strip("| ").split("|")]
            if number == 0:
                document.add_heading(line, 0)
            elif line.startswith("## "):
                document.add_heading(line.removeprefix("## "), 2)
            elif len(cells) > 1:
                row = document.add_table(rows=1, cols=len(cells)).rows[0]
                for cell, said in zip(row.cells, cells, strict=True):
                    cell.text = said
            else:
                document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _pdf(text: str) -> bytes:
    lines = [part for line in text.splitlines() for part in textwrap.wrap(line, LINE_CHARS) or [""]]
    return pdf_of([lines[at : at + PAGE_LINES] for at in range(0, len(lines), PAGE_LINES)])


def pdf_of(pages: Sequence[Sequence[str]]) -> bytes:
    """Pages in any script, no font needed: the letters get codes of their own, a ToUnicode table tells each code."""
    letters = sorted({c for lines in pages for line in lines for c in line})
    codes = {letter: number for number, letter in enumerate(letters, start=33)}
    assert len(codes) < LETTERS, "one byte a letter"
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
