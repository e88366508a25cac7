"""Fees, time limits, papers and offices of a record as short Vietnamese lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.relevant import MONEY, telling
from assistant.answering.source import Source
from knowledge.text import figures, fold, shorten
from knowledge.types import Channel, Fee, Flag, Paper, TimeLimit

PAPER_CHARS = 200
"""Longest paper line; longer names are cut where their conditions begin."""
PIECE_CHARS = 95
_HEAD = re.compile(
    r"^(.{15,}?),? (?:đối với|theo quy định|ban hành|trong trường hợp|trường hợp|do cơ|do Ủy|trừ trường hợp"
    r"|quy định tại|kèm theo)\b"
)
"""A paper's name up to where its conditions begin."""
_LEAD = re.compile(
    r"(?:\([ivx]+\) )?(?:Trường hợp|Đối với|Học sinh|Bản sao|Bản chụp|Một trong|Trẻ em|Người|Cung cấp|Đối tượng)"
)
REMARK = re.compile(r"\([ivx]+\) |Trường hợp|Đối với|Học sinh|Người|Đối tượng|Cá nhân")
"""What is left opens like this: a remark, not a paper's name."""
_NOUN = re.compile(
    r"\b(?:Đơn|Tờ khai|Giấy|Sổ|Văn bản|Phiếu|Quyết định|Chứng chỉ|Hợp đồng|Biên bản|Danh sách|Hộ chiếu|Thẻ|Bằng)\b"
)
"""A long item that opens with whom it concerns names its paper with a capital letter further on."""
SUM = re.compile(r"(\d[\d.,]*)\s*(?:đồng|đ\b|vnđ|%)", re.IGNORECASE)


def amount(number: int) -> str:
    """160000 -> "160.000"."""
    return f"{number:,}".replace(",", ".")


def number(value: float) -> str:
    """7.0 -> "7", 0.5 -> "0,5"."""
    return (str(int(value)) if value.is_integer() else f"{value:g}").replace(".", ",")


def channels(source: Source, among: Sequence[Channel], every: Sequence[Channel]) -> str:
    """Label of a group of ways: "" when it is all of them."""
    if set(among) >= set(every):
        return ""
    return ", ".join(source.words(f"channel.{c.value}") for c in dict.fromkeys(among))


def fee_text(source: Source, fee: Fee, *, brief: bool = False) -> str:
    """One fee in words; "" when the record gives neither figure nor words."""
    words = source.words
    limit = 140 if brief else 480
    told = telling(fee.text, source.query, source.record.as_of, limit)
    who = source.who.lower()
    if fee.amount is None:
        return words("fee.words", who=who, text=told) if told else words("fee.unknown_amount")
    if fee.amount == 0:
        return (
            words("fee.zero")
            if not told or brief
            else words("fee.with_words", who=who, amount=words("fee.zero"), text=told)
        )
    if fee.currency == "USD":
        figure = words("fee.amount_usd", amount=amount(fee.amount))
    elif fee.per:
        figure = words("fee.amount_per", amount=amount(fee.amount), per=fee.per)
    else:
        figure = words("fee.amount", amount=amount(fee.amount))
    return figure if brief or not told else words("fee.with_words", who=who, amount=figure, text=told)


def money(fees: Sequence[Fee]) -> frozenset[str]:
    """Every sum of money the fees name, digit separators folded."""
    named = {str(fee.amount) for fee in fees if fee.amount}
    return figures(" ".join(m for fee in fees for m in SUM.findall(fee.text))) | named


def fee_lines(source: Source, *, brief: bool = False) -> list[str]:
    """All fees, equal ones of several ways together, each with its way where ways differ."""
    every = [f.channel for f in source.record.fees]
    groups: dict[tuple[object, ...], list[Fee]] = {}
    for fee in source.record.fees:
        groups.setdefault((fee.amount, fee.currency, fee.text, fee.per), []).append(fee)
    lines: list[str] = []
    for fees in groups.values():
        label = channels(source, [f.channel for f in fees], every)
        text = fee_text(source, fees[0], brief=brief)
        line = f"{label}: {text}" if label else text[:1].upper() + text[1:]
        if line not in lines:
            lines.append(line)
    return lines


def time_text(source: Source, limit: TimeLimit, *, brief: bool = False) -> str:
    """One time limit in words; "" when the record gives none."""
    if limit.number is not None:
        return source.words(f"unit.{limit.unit.value}", number=number(limit.number))
    if not limit.text:
        return ""
    text = shorten(limit.text, 110 if brief else 320)
    return source.words("duration.words", who=source.who.lower(), text=text)


def time_lines(source: Source, *, brief: bool = False) -> list[str]:
    """All time limits, equal ones of several ways together."""
    every = [t.channel for t in source.record.times]
    groups: dict[tuple[object, ...], list[TimeLimit]] = {}
    for limit in source.record.times:
        groups.setdefault((limit.number, limit.unit, limit.text), []).append(limit)
    lines: list[str] = []
    for limits in groups.values():
        text = time_text(source, limits[0], brief=brief)
        label = channels(source, [t.channel for t in limits], every)
        line = f"{label}: {text}" if label else text[:1].upper() + text[1:]
        if text and line not in lines:
            lines.append(line)
    return lines


def paper_name(name: str, limit: int = PAPER_CHARS) -> str:
    """The name cut to a line; an item that is really a list keeps the head of each paper."""
    pieces = [p.strip() for p in re.split(r"(?:^|[:;.])\s*[-+–]\s+", name) if p.strip()]
    if len(name) > limit and len(pieces) > 1:
        return "; ".join(shorten(piece, PIECE_CHARS).rstrip(".;") for piece in pieces[:4])
    if len(name) <= limit:
        return name.rstrip(".;,")
    if _LEAD.match(name) and (noun := _NOUN.search(name, 1)):
        name = name[noun.start() :]
    head = _HEAD.match(name)
    return shorten(head[1] if head else name, limit).rstrip(".;,")


def paper_line(source: Source, paper: Paper) -> str:
    """One paper with how many originals and copies."""
    name = paper_name(paper.name)
    if paper.case and source.guide and paper.case.lower() not in name.lower():
        name = f"{name} ({paper.case})"
    if paper.originals and paper.copies:
        return source.words("documents.count_both", name=name, originals=paper.originals, copies=paper.copies)
    if paper.originals:
        return source.words("documents.count_original", name=name, originals=paper.originals)
    if paper.copies:
        return source.words("documents.count_copy", name=name, copies=paper.copies)
    return name


_SAYS_FREE = re.compile(r"mien (?:le )?phi|khong (?:thu|mat|phai nop) (?:le )?phi")
FEE_DOUBTS = (Flag.FEE_UNCLEAR, Flag.FEE_ZERO_WITH_TEXT, Flag.FEE_MENTIONED_ELSEWHERE, Flag.FEE_REDUCTION_ENDED)


def fee_doubts(source: Source) -> list[Flag]:
    """Doubts about fees worth showing: a 0 whose words name the real figures needs no warning."""
    found = []
    for flag in FEE_DOUBTS:
        fees = [f for f in source.record.fees if flag in f.flags]
        spoken = all(any(c.isdigit() for c in f.text) and MONEY.search(f.text) and "đồng" in f.text for f in fees)
        spoken = spoken or all(_SAYS_FREE.search(fold(f.text)) for f in fees)
        if fees and not (flag is Flag.FEE_ZERO_WITH_TEXT and spoken):
            found.append(flag)
    return found
