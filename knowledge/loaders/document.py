"""Training and policy texts into passages that keep their place: headings, Điều/Khoản/Điểm, page, date."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from langchain_core.documents import Document
from langchain_text_splitters import MarkdownHeaderTextSplitter, RecursiveCharacterTextSplitter

from knowledge.errors import BackendMissing, KnowledgeError, RecordRefused, SourceUnreadable
from knowledge.loaders.guide import clean_lines, front_matter
from knowledge.text import clean, fold, one_line
from knowledge.types import Passage
from knowledge.visible import drop_hidden, shown_markdown
from knowledge.visible_pdf import shown_page
from knowledge.visible_word import shown_paragraph

SUFFIXES = (".md", ".html", ".htm", ".pdf", ".docx")
PASSAGE_CHARS = 1200
"""Longest passage; a section of a training text is one passage, a long article of law becomes several."""

_HEADINGS = [("#", "h1"), ("##", "h2"), ("###", "h3"), ("####", "h4")]
_ARTICLE = re.compile(r"^(Chương\s+[IVXLC\d]+|Mục\s+\d+|Điều\s+\d+[a-z]?)\b\.?\s*(.*)$")
_CLAUSE = re.compile(r"^(\d{1,2})\.\s+\S")
_POINT = re.compile(r"^([a-zđ])\)\s+\S")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document with what its format says about it."""

    text: str
    heading: int = 0
    """1-4 for a heading, 0 for body text."""
    page: int | None = None


def digest(path: Path) -> str:
    """Content hash of a document file."""
    return hashlib.sha256(b"document 3\n" + path.read_bytes()).hexdigest()


def slug(path: Path) -> str:
    """Identifier of a document: its file name, ASCII, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(path.stem)).strip("-") or "document"


def load(path: Path, as_of: date | None = None) -> tuple[Passage, ...]:
    """The passages of one file; raises SourceUnreadable when it holds no text or cannot be parsed."""
    head: dict[str, object] = {}
    if path.suffix.lower() == ".md":
        text = clean_lines(_read(path))
        parsed = front_matter(text)
        head, body = parsed or ({}, text)
        pieces = list(_markdown(shown_markdown(body)))
    else:
        pieces = list(_pieces(_lines(path)))
    if not any(p.page_content.strip() for p in pieces):
        raise SourceUnreadable(f"{path.name} holds no text", advice="A scanned document needs text recognition first.")
    title = str(head.get("title") or _first_heading(pieces) or path.stem)
    audience = head.get("audience") or ["citizen", "team", "officer"]
    when = _stated(head) or as_of or datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date()
    name = slug(path)
    audiences = tuple(str(a) for a in audience) if isinstance(audience, list) else (str(audience),)
    return tuple(
        Passage(
            id=f"{name}#{number}", document=name, title=one_line(title), place=str(piece.metadata["place"]),
            text=piece.page_content.strip(), audience=audiences, as_of=when, source=path.name,
            page=piece.metadata.get("page"), asks=_asks(head, str(piece.metadata["place"])),
        )
        for number, piece in enumerate(_bounded(pieces), start=1)
    )  # fmt: skip


def _stated(head: dict[str, object]) -> date | None:
    stated = head.get("as_of")
    try:
        return stated if stated is None or isinstance(stated, date) else date.fromisoformat(str(stated))
    except ValueError as error:
        raise RecordRefused(1, f"as_of: {stated!r} is not a date like 2026-07-19") from error


def _asks(head: dict[str, object], place: str) -> tuple[str, ...]:
    """The front matter's `asks` for the headings of a place: {heading: [question, ...]}."""
    asks = head.get("asks")
    if not isinstance(asks, dict):
        return ()
    return tuple(str(q) for heading in place.split(" > ") for q in asks.get(heading, []))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceUnreadable(f"{path.name} is not UTF-8", advice="Convert it to Unicode (UTF-8) first.") from error


def _first_heading(pieces: Iterable[Document]) -> str:
    return next((str(p.metadata["place"]).split(" > ")[0] for p in pieces if p.metadata["place"]), "")


def _markdown(body: str) -> Iterator[Document]:
    for piece in MarkdownHeaderTextSplitter(_HEADINGS, strip_headers=True).split_text(body):
        place = " > ".join(piece.metadata[key] for _, key in _HEADINGS if key in piece.metadata)
        yield Document(page_content=piece.page_content, metadata={"place": place})


def _bounded(pieces: Iterable[Document]) -> Iterator[Document]:
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=PASSAGE_CHARS, chunk_overlap=0, separators=["\n\n", "\n", "; ", ". ", " "], keep_separator="end"
    )
    for piece in pieces:
        if piece.page_content.strip():
            yield from splitter.split_documents([piece])


def _pieces(lines: Iterable[Line]) -> Iterator[Document]:
    """Body text under its headings; articles and clauses of law open pieces of their own."""
    headings: dict[int, str] = {}
    text: list[str] = []
    page: int | None = None

    def close() -> Document:
        place = " > ".join(headings[level] for level in sorted(headings))
        return Document(page_content="\n".join(text), metadata={"place": place, "page": page})

    for line in lines:
        level, label = _level(line, in_law=any(v.startswith("Điều") for v in headings.values()))
        if level and text:
            yield close()
            text.clear()
        if level:
            headings = {k: v for k, v in headings.items() if k < level} | {level: label}
        if not text:
            page = line.page
        if not level or level >= _CLAUSE_LEVEL:
            text.append(line.text)
    if text:
        yield close()


_ARTICLE_LEVEL, _CLAUSE_LEVEL, _POINT_LEVEL = 6, 7, 8


def _level(line: Line, *, in_law: bool) -> tuple[int, str]:
    """Depth and label of a line that opens a place; (0, "") for body text."""
    if article := _ARTICLE.match(line.text):
        kind = article[1].split()[0]
        return ({"Chương": 4, "Mục": 5}.get(kind, _ARTICLE_LEVEL)), one_line(f"{article[1]}. {article[2]}".rstrip(". "))
    if line.heading:
        return line.heading, line.text
    if in_law and (clause := _CLAUSE.match(line.text)):
        return _CLAUSE_LEVEL, f"Khoản {clause[1]}"
    if in_law and (point := _POINT.match(line.text)):
        return _POINT_LEVEL, f"Điểm {point[1]}"
    return 0, ""


def _lines(path: Path) -> Iterator[Line]:
    reader = {".pdf": _pdf, ".docx": _docx, ".html": _html, ".htm": _html}[path.suffix.lower()]
    try:
        for line in reader(path):
            text = clean(line.text)
            if text:
                yield Line(text, line.heading, line.page)
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
        for text in _joined(shown_page(page).splitlines()):
            yield Line(text, 0, number)


def _joined(raw: list[str]) -> Iterator[str]:
    """Sentences that the page's width broke are put together again; list items and headings stay apart."""
    current = ""
    for line in (clean(r) for r in raw):
        starts = bool(_ARTICLE.match(line) or _CLAUSE.match(line) or _POINT.match(line) or line[:1] in "-+•")
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
                cells = (" ".join(shown_paragraph(p, document) for p in cell.paragraphs) for cell in row.cells)
                yield Line(" | ".join(dict.fromkeys(map(one_line, cells))))
            continue
        style = (block.style.name or "") if block.style else ""
        match = re.match(r"(?:Heading|Tiêu đề) (\d)|(Title)", style)
        yield Line(shown_paragraph(block, document), min(int(match[1] or 1), 3) if match else 0)


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
    drop_hidden(soup)
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
