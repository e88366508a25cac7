"""The lines of PDF, Word and HTML files, with what each format says about them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import BackendMissing, KnowledgeError, SourceUnreadable
from knowledge.text import clean, one_line
from knowledge.visible import drop_hidden
from knowledge.visible_pdf import shown_page
from knowledge.visible_word import shown_paragraph

ARTICLE = re.compile(r"^(Chương\s+[IVXLC\d]+|Mục\s+\d+|Điều\s+\d+[a-z]?)\b\.?\s*(.*)$")
CLAUSE = re.compile(r"^(\d{1,2})\.\s+\S")
POINT = re.compile(r"^([a-zđ])\)\s+\S")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document with what its format says about it."""

    text: str
    heading: int = 0
    """1-4 for a heading, 0 for body text."""
    page: int | None = None
    hidden: int = 0
    """Characters that nobody sees, left out here."""


def lines_of(path: Path) -> Iterator[Line]:
    """The lines of a file; an empty one only where something is hidden."""
    reader = {".pdf": _pdf, ".docx": _docx, ".html": _html, ".htm": _html}[path.suffix.lower()]
    try:
        for line in reader(path):
            text = clean(line.text)
            if text or line.hidden:
                yield Line(text, line.heading, line.page, line.hidden)
    except KnowledgeError:
        raise
    except ImportError as error:
        raise BackendMissing(f"{path.suffix} needs {error.name}", advice="pip install mocua") from error
    except Exception as error:  # each library raises its own; the operator needs one sentence
        raise SourceUnreadable(
            f"{path.name} cannot be read as {path.suffix[1:].upper()} ({type(error).__name__})",
            advice="Open it in its own program, save it again, and import it once more.",
        ) from error


def _pdf(path: Path) -> Iterator[Line]:
    from pypdf import PdfReader

    for number, page in enumerate(PdfReader(path).pages, start=1):
        shown, hidden = shown_page(page)
        yield Line("", 0, number, hidden)
        for text in _joined(shown.splitlines()):
            yield Line(text, 0, number)


def _joined(raw: list[str]) -> Iterator[str]:
    """Sentences that the page's width broke are put together again; list items and headings stay apart."""
    current = ""
    for line in (clean(r) for r in raw):
        starts = bool(ARTICLE.match(line) or CLAUSE.match(line) or POINT.match(line) or line[:1] in "-+•")
        if current and line and not starts and current[-1] not in ".:;!?" and (line[0].islower() or len(current) > 60):
            current = f"{current} {line}"
        else:
            if current:
                yield current
            current = line
    if current:
        yield current


def _docx(path: Path) -> Iterator[Line]:
    import docx

    document = docx.Document(str(path))
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                cells = {cell._tc: [shown_paragraph(p, document) for p in cell.paragraphs] for cell in row.cells}
                texts = (one_line(" ".join(text for text, _ in said)) for said in cells.values())
                hidden = sum(number for said in cells.values() for _, number in said)
                yield Line(" | ".join(dict.fromkeys(texts)), hidden=hidden)
            continue
        style = (block.style.name or "") if block.style else ""
        match = re.match(r"(?:Heading|Tiêu đề) (\d)|(Title)", style)
        text, hidden = shown_paragraph(block, document)
        yield Line(text, min(int(match[1] or 1), 3) if match else 0, hidden=hidden)


_BLOCKS = (
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "td", "th", "dt", "dd", "pre", "blockquote", "caption", "figcaption",
    "div", "section", "article", "main", "body",
)  # fmt: skip


def _html(path: Path) -> Iterator[Line]:
    from bs4 import BeautifulSoup
    from bs4.element import NavigableString

    soup = BeautifulSoup(path.read_bytes(), "lxml")
    for frame in soup(["nav", "footer", "form"]):
        frame.decompose()
    yield Line("", hidden=drop_hidden(soup))
    said: list[str] = []
    block, name = None, ""
    for node in soup.descendants:
        if type(node) is NavigableString:  # not a comment, not a doctype
            holder = node.find_parent(_BLOCKS)
            if holder is not block:
                yield _html_line(name, said)
                block, name, said = holder, holder.name if holder else "", []
            said.append(str(node))
        elif getattr(node, "name", "") == "br":
            yield _html_line(name, said)
            said = []
    yield _html_line(name, said)


def _html_line(block: str, said: list[str]) -> Line:
    text = "".join(said)
    return Line(text if block == "pre" else one_line(text), int(block[1]) if re.fullmatch(r"h[1-4]", block) else 0)
