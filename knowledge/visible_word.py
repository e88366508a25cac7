"""What a reader of a Word file sees of a paragraph: no hidden runs, no white letters on white, none too small."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from knowledge.text import letters
from knowledge.visible import LEAST_POINTS

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

_WHITE, _NO_FILL = "FFFFFF", frozenset({"", "auto", "FFFFFF"})
_STYLES = 10
"""Styles that rest on one another; more would be a ring."""


def shown_paragraph(paragraph: Paragraph, document: Document) -> tuple[str, int]:
    """The text of a paragraph as it is printed, links included, and how many characters of it are hidden."""
    shown, hidden = [], 0
    for run in (run for part in paragraph.iter_inner_content() for run in getattr(part, "runs", [part])):
        if _hidden(run, paragraph, document):
            hidden += letters(run.text)
        else:
            shown.append(run.text)
    return "".join(shown), hidden


def _hidden(run: Run, paragraph: Paragraph, document: Document) -> bool:
    fonts = list(_fonts(run, paragraph))
    size = next((font.size for font in fonts if font.size is not None), None)
    if next((font.hidden for font in fonts if font.hidden is not None), False):
        return True
    if size is not None and size.pt <= LEAST_POINTS:
        return True
    colour = next((font.color.rgb for font in fonts if font.color is not None and font.color.rgb is not None), None)
    return str(colour) == _WHITE and not _on_ground(run, document)


def _fonts(run: Run, paragraph: Paragraph) -> Iterator[Any]:
    """What decides how a run looks, the nearest first: its own font, its style's, the paragraph's."""
    yield run.font
    for style in (run.style, paragraph.style):
        for _ in range(_STYLES):
            if style is None:
                break
            yield style.font
            style = getattr(style, "base_style", None)


def _on_ground(run: Run, document: Document) -> bool:
    """Whether anything around a run is coloured: its own shade or mark, the paragraph's, the cell's, the table's."""
    for around in (run._r, *run._r.iterancestors()):
        shades = around.xpath("./w:rPr/w:shd | ./w:pPr/w:shd | ./w:tcPr/w:shd | ./w:tblPr/w:shd")
        if any(_attribute(shade, "fill") not in _NO_FILL for shade in shades) or around.xpath("./w:rPr/w:highlight"):
            return True
        for style in around.xpath("./w:tblPr/w:tblStyle"):
            found = document.styles.element.xpath(f'.//w:style[@w:styleId="{_attribute(style, "val")}"]//w:shd')
            if any(_attribute(shade, "fill") not in _NO_FILL for shade in found):
                return True
    return False


def _attribute(element: Any, name: str) -> str:
    from docx.oxml.ns import qn

    return str(element.get(qn(f"w:{name}")) or "")
