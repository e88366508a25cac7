"""Sentences of a record that bear on the question: chosen by shared words, quoted as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from assistant.answering.pieces import Piece, pieces_of, said_by
from knowledge.facts import ended
from knowledge.index.lexicon import Query
from knowledge.text import fold, folded_words, pairs, sentences, shorten
from knowledge.types import Procedure

TIME = re.compile(r"\d+\s*(?:\([^)]*\)\s*)?(?:ngày|giờ|tháng|năm|tuần|phút|buổi)|ngay (?:sau|khi|trong)", re.IGNORECASE)
MONEY = re.compile(r"\d[\d.,]*\s*(?:đồng|đ\b|vnđ|%)|\bphí\b|lệ phí|miễn|giảm", re.IGNORECASE)
PLACE = re.compile(
    r"(?:nộp|gửi|đến|tại|qua|tiếp nhận|trình báo).{0,120}?"
    r"(?:Ủy ban|Uỷ ban|UBND|Công an|Sở|Trung tâm|cơ quan|Cơ quan|Bộ phận|Phòng|Chi cục|Cục|nhà trường|trường|cấp xã"
    r"|Hội|Văn phòng|Tòa|Toà|Ban )"
)
ONLINE = re.compile(
    r"trực tuyến|cổng dịch vụ công|vneid|https?://|\.vn\b|thư điện tử|điện thoại|trang thông tin|ứng dụng",
    re.IGNORECASE,
)
FORM = re.compile(r"[Mm]ẫu|tờ khai|đơn ", re.IGNORECASE)
LIMIT = 320
ALIKE = 120
"""Sentences that begin with the same characters are one: sections repeat each other."""


def relevant(
    record: Procedure, query: Query, names: Iterable[str], *, bearing: re.Pattern[str] | None = None,
    count: int = 2, least: float = 1.5, about: frozenset[str] | None = None,
) -> list[tuple[str, str]]:  # fmt: skip
    """Up to `count` (section, quote), in the record's order, best by shared words with the question.

    `bearing`: a pattern a sentence must hold (a time, a place ...). `least`: words in common to count at all. `about`:
    the folded words that count, where not all of the question's do.
    """
    named = folded_words(record.title)
    title = set(named)
    asked = set(query.plain) | set(folded_words(query.text))
    telling = {w for w in asked if len(w) > 1} - title if about is None else about
    asked_pairs = set(query.plain_pairs) - set(pairs(named))
    scored: list[tuple[float, int, str, str]] = []
    met: set[str] = set()
    for name in names:
        for sentence in pieces_of(record.sections.get(name, "")):
            if bearing is not None and not bearing.search(sentence):
                continue
            said = said_by(Piece(name, sentence))
            shared = len(telling & said.words - _COMMON) + 0.7 * len(asked_pairs & said.pairs)
            score = shared / (1.0 + said.length / 60)
            beginning = fold(sentence[:ALIKE])
            if shared >= least and beginning not in met:
                met.add(beginning)
                scored.append((score, len(scored), name, sentence))
    best = sorted(sorted(scored, key=lambda row: -row[0])[:count], key=lambda row: row[1])
    return [
        (name, excerpt(sentence, LIMIT, bearing) if bearing else window(sentence, telling, LIMIT))
        for _, _, name, sentence in best
    ]


_COMMON = frozenset({
    "thi", "la", "cua", "va", "cho", "duoc", "co", "khong", "trong", "tai", "den", "nguoi", "cac", "nay", "theo", "khi",
    "hoac", "voi", "thu", "tuc", "ho", "so", "ngay", "nop", "giay", "to", "lam", "phai", "tu", "de", "bao", "o",
})  # fmt: skip
"""Words that almost every sentence of a record shares with any question."""


def excerpt(text: str, limit: int, bearing: re.Pattern[str] | None = None) -> str:
    """At most about `limit` characters: the beginning, and the clause of the last bearing part if it lies beyond."""
    if len(text) <= limit:
        return text
    last = max((m.end() for m in bearing.finditer(text)), default=0) if bearing else 0
    if last <= limit - 20:
        return shorten(text, limit)
    start = max(text.rfind(mark, 0, last - 12) + len(mark) for mark in (", ", ". ", ": ", "; "))
    if last - start > limit // 2:
        start = text.rfind(" ", 0, last - limit // 2) + 1
    return f"{shorten(text[:start], limit // 2)} {shorten(text[start:], limit // 2)}"


_CLAUSE = re.compile(r"(?<=[,;:.])\s+")


def window(text: str, asked: Iterable[str], limit: int) -> str:
    """At most about `limit` characters, whole clauses, from where most of the asked words (folded) stand."""
    if len(text) <= limit:
        return text
    clauses = _CLAUSE.split(text)
    wanted = set(asked) - _COMMON
    best, best_shared = "", -1
    for start in range(len(clauses)):
        run = clauses[start]
        for clause in clauses[start + 1 :]:
            if len(run) + 1 + len(clause) > limit:
                break
            run = f"{run} {clause}"
        shared = len(wanted & set(folded_words(run)))
        if shared > best_shared:
            best, best_shared = (f"… {run}" if start else run), shared
    return shorten(best, limit + 2)


def telling(text: str, query: Query, today: date, limit: int = LIMIT) -> str:
    """The sentences of a fee's words that matter: money, exemptions, what the question names; in order.

    A reduction that ended before `today` (the record's date) is left out where other sentences remain.
    """
    valid = [s for s in sentences(text) if not ended(s, today)]
    if valid and len(valid) < len(sentences(text)):
        text = " ".join(s if s[-1] in ".;" else f"{s}." for s in valid)
    if len(text) <= limit:
        return text.strip(" -+•")
    asked = set(query.plain) - _COMMON
    rows = []
    for number, sentence in enumerate(sentences(text)):
        weight = 2.0 * bool(re.search(r"\d[\d.]*\s*(?:đồng|đ\b|%)|[Mm]iễn|[Gg]iảm", sentence))
        rows.append((weight + len(asked & set(folded_words(sentence))), number, sentence))
    kept: list[tuple[int, str]] = []
    room = limit
    for _, number, sentence in sorted(rows, key=lambda row: (-row[0], row[1])):
        if len(sentence) <= room or not kept:
            piece = excerpt(sentence, limit, MONEY)
            kept.append((number, piece))
            room -= len(piece)
    return " ".join(piece if piece[-1] in ".;…" else f"{piece}." for _, piece in sorted(kept))
