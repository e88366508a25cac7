"""What a reader of a PDF sees of a page: no letters painted white on nothing, none painted not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from knowledge.text import letters

if TYPE_CHECKING:
    from pypdf import PageObject

_INVISIBLE = 3
"""Text rendering mode: neither filled nor stroked."""
_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"'})
_PAINTS = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh", b"Do", b"INLINE IMAGE"})
"""What may lay a ground under letters; behind a scanned page its recognised text lies unpainted, and is meant."""
_WHITES = {b"g": [1.0], b"rg": [1.0, 1.0, 1.0], b"k": [0.0, 0.0, 0.0, 0.0]}
_COLOURS = frozenset({*_WHITES, b"sc", b"scn"})


def shown_page(page: PageObject) -> tuple[str, int]:
    """The text of a page without what nobody sees, and how many characters that was."""
    from pypdf.generic import ContentStream, NameObject

    content = page.get_contents()
    if content is None:
        return page.extract_text(), 0
    stream = ContentStream(content, page.pdf)
    kept = _shown(stream.operations)
    if len(kept) == len(stream.operations):
        return page.extract_text(), 0
    whole = letters(page.extract_text())
    stream.operations = kept
    page[NameObject("/Contents")] = stream
    shown = page.extract_text()
    return shown, max(0, whole - letters(shown))


def _shown(operations: list[tuple[Any, bytes]]) -> list[tuple[Any, bytes]]:
    """The operations of a page without those that show letters unseen."""
    white, mode, painted = False, 0, False
    saved: list[tuple[bool, int]] = []
    kept = []
    for operands, operator in operations:
        if operator == b"q":
            saved.append((white, mode))
        elif operator == b"Q" and saved:
            white, mode = saved.pop()
        elif operator == b"Tr":
            mode = int(operands[0]) if operands else 0
        elif operator in _COLOURS:
            white = [float(o) for o in operands if not isinstance(o, str)] == _WHITES.get(operator, [1.0, 1.0, 1.0])
        painted = painted or (operator in _PAINTS and not white)
        if not (operator in _SHOWS and not painted and (white or mode == _INVISIBLE)):
            kept.append((operands, operator))
    return kept
