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

from knowledge.addressed import addressed
from knowledge.errors import RecordRefused, SourceUnreadable
from knowledge.lines import ARTICLE, CLAUSE, POINT, Line, lines_of
from knowledge.loaders.guide import clean_lines, front_matter
from knowledge.text import fold, one_line
from knowledge.types import Passage
from knowledge.visible import shown_markdown

SUFFIXES = (".md", ".html", ".htm", ".pdf", ".docx")
PASSAGE_CHARS = 1200
"""Longest passage; a section of a training text is one passage, a long article of law becomes several."""

_HEADINGS = [("#", "h1"), ("##", "h2"), ("###", "h3"), ("####", "h4")]
_MARKDOWN_ENDS = re.compile(r"(?<=  )\n|(?<=[.!?:;\"”])\n|\n(?=(?:[-*+•|]|\d{1,2}[.)])\s)")
"""Where a line of Markdown ends that is not merely broken: at a paragraph's end, a sentence's, before a list item."""
_LINE_ENDS = re.compile(r"\n")
_CONTENTS = re.compile(r"(?:\s|\.{2,}|…)\d{1,4}$")
"""How an entry of a table of contents ends."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read, and what of it was left out."""

    passages: tuple[Passage, ...]
    spoken: tuple[tuple[str, str], ...] = ()
    """(place, line) of lines that speak to a program, not to people."""
    hidden: int = 0
    """Characters that no reader of the file sees."""


def digest(path: Path) -> str:
    """Content hash of a document file."""
    return hashlib.sha256(b"document 4\n" + path.read_bytes()).hexdigest()


def slug(path: Path) -> str:
    """Identifier of a document: its file name, ASCII, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(path.stem)).strip("-") or "document"


def load(path: Path, as_of: date | None = None) -> tuple[Passage, ...]:
    """The passages of one file; raises SourceUnreadable when it holds no text or cannot be parsed."""
    return read(path, as_of).passages


def read(path: Path, as_of: date | None = None) -> Reading:
    """The passages of one file and what was left out of them; raises as `load` does."""
    head, pieces, hidden = _split(path)
    if not any(p.page_content.strip() for p in pieces):
        raise SourceUnreadable(f"{path.name} holds no text", advice="A scanned document needs text recognition first.")
    titles = [t for t in (one_line(str(head.get("title") or "")), one_line(_first_heading(pieces))) if t]
    spoken = [("", title) for title in titles[:1] if addressed([title])]
    pieces, more = _screened(pieces, _MARKDOWN_ENDS if path.suffix.lower() == ".md" else _LINE_ENDS)
    spoken += [one for one in more if one not in spoken]
    if not any(p.page_content.strip() for p in pieces):
        raise SourceUnreadable(
            f"{path.name} holds nothing but lines that speak to a machine, not to people",
            advice=f"Read it before anything else: “{spoken[0][1]}”.",
        )
    title = next((t for t in (*titles, _first_heading(pieces)) if t and not addressed([t])), one_line(path.stem))
    when = _stated(head) or as_of or datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date()
    return Reading(tuple(_passages(path, head, title, when, pieces)), tuple(spoken), hidden)


def _split(path: Path) -> tuple[dict[str, object], list[Document], int]:
    """(what a Markdown file says of itself, its text under its headings, how many characters nobody sees)"""
    if path.suffix.lower() != ".md":
        lines = list(lines_of(path))
        return {}, list(_pieces(line for line in lines if line.text)), sum(line.hidden for line in lines)
    text = clean_lines(_text(path))
    head, body = front_matter(text) or ({}, text)
    shown, hidden = shown_markdown(body)
    return head, list(_markdown(shown)), hidden


def _passages(
    path: Path, head: dict[str, object], title: str, when: date, pieces: Iterable[Document]
) -> Iterator[Passage]:
    name = slug(path)
    audience = head.get("audience") or ["citizen", "team", "officer"]
    audiences = tuple(str(a) for a in audience) if isinstance(audience, list) else (str(audience),)
    for number, piece in enumerate(_bounded(pieces), start=1):
        place = str(piece.metadata["place"])
        yield Passage(
            id=f"{name}#{number}", document=name, title=title, place=place, text=piece.page_content.strip(),
            audience=audiences, as_of=when, source=path.name, page=piece.metadata.get("page"), asks=_asks(head, place),
        )  # fmt: skip


def _screened(pieces: Iterable[Document], ends: re.Pattern[str]) -> tuple[list[Document], list[tuple[str, str]]]:
    """(the pieces without headings and lines that speak to a program, those with their places)"""
    kept: list[Document] = []
    spoken: dict[tuple[str, str], None] = {}
    for piece in pieces:
        labels = str(piece.metadata["place"]).split(" > ")
        away = [label for label in labels if addressed([label])]
        place = " > ".join(label for label in labels if label not in away)
        spoken |= dict.fromkeys(("", label) for label in away)
        lines = ends.split(piece.page_content)
        left = addressed(lines, labels[-1])
        spoken |= dict.fromkeys((place, one_line(lines[number])) for number in left)
        text = "\n".join(line for number, line in enumerate(lines) if number not in left)
        kept.append(Document(page_content=text, metadata={**piece.metadata, "place": place}))
    return kept, list(spoken)


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


def _text(path: Path) -> str:
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
    said = ""
    page: int | None = None

    def close() -> Document:
        if not text:  # an article of one paragraph: its words are no heading
            headings[_ARTICLE_LEVEL] = headings[_ARTICLE_LEVEL].partition(". ")[0]
        place = " > ".join(headings[level] for level in sorted(headings))
        return Document(page_content="\n".join(text or [said]), metadata={"place": place, "page": page})

    for line in lines:
        level, label = _level(line, in_law=any(v.startswith("Điều") for v in headings.values()))
        if level and (text or (said and level <= _ARTICLE_LEVEL)):
            yield close()
            text.clear()
        if level:
            headings = {k: v for k, v in headings.items() if k < level} | {level: label}
            said = _words_of(line) if level == _ARTICLE_LEVEL else ""
        if not text:
            page = line.page
        if not level or level >= _CLAUSE_LEVEL:
            text.append(line.text)
    if text or said:
        yield close()


def _words_of(line: Line) -> str:
    """What stands behind "Điều N." on its own line; nothing for an entry of a table of contents."""
    article = ARTICLE.match(line.text)
    return "" if article is None or _CONTENTS.search(article[2]) else article[2]


_ARTICLE_LEVEL, _CLAUSE_LEVEL, _POINT_LEVEL = 6, 7, 8


def _level(line: Line, *, in_law: bool) -> tuple[int, str]:
    """Depth and label of a line that opens a place; (0, "") for body text."""
    if article := ARTICLE.match(line.text):
        kind = article[1].split()[0]
        return ({"Chương": 4, "Mục": 5}.get(kind, _ARTICLE_LEVEL)), one_line(f"{article[1]}. {article[2]}".rstrip(". "))
    if line.heading:
        return line.heading, line.text
    if in_law and (clause := CLAUSE.match(line.text)):
        return _CLAUSE_LEVEL, f"Khoản {clause[1]}"
    if in_law and (point := POINT.match(line.text)):
        return _POINT_LEVEL, f"Điểm {point[1]}"
    return 0, ""
