"""The short first answer: at most eight lines, the rest one tap away."""

from __future__ import annotations

from assistant.answering import figures as fig
from assistant.answering import implied
from assistant.answering.source import Answer, Source
from assistant.dialogue import Facet
from knowledge.text import one_line, sentences, shorten
from knowledge.types import Flag

LINES = 6
"""Beside the heading and the source line, a doubt counted: eight in all."""


def overview(source: Source) -> Answer:
    """When you need it, what to bring, where, how long, how much, what you get."""
    answer = Answer()
    if source.guide:
        answer.lines.append(when(source))
    answer.lines += [f"• {row}" for row in rows(source, answer).values()]
    record = source.record
    answer.doubts += fig.fee_doubts(source)
    answer.doubt(record, Flag.WITHDRAWN, Flag.TITLE_BODY_MISMATCH, Flag.DISTRICT_BODY)
    answer.doubts = answer.doubts[:1]
    result = one_line(record.sections.get("result", ""))
    if result and len(answer.lines) + len(answer.doubts) < LINES:
        answer.lines.append(f"• {source.words('overview.result', text=shorten(result, 160))}")
        answer.fact("result", result, "result")
        answer.quote("result", shorten(result, 300))
    return answer


def when(source: Source) -> str:
    """When one needs it, in the guide's words; "" without a guide."""
    return " ".join(sentences(source.told("when"))[:2])


def rows(source: Source, answer: Answer) -> dict[Facet, str]:
    """What to bring, where, how long, how much: a line each, by facet; facts and quotes go into `answer`."""
    words, record = source.words, source.record
    found = {}
    if papers := _papers(source, answer):
        found[Facet.DOCUMENTS] = words("overview.bring", papers=papers)
    where = _where(source, answer)
    found[Facet.WHERE] = words("overview.where", office=where) if where else _implied_place(source, answer)
    times = fig.time_lines(source, brief=True)
    if source.guide and not times:
        times = sentences(source.told("duration"))[:1]
    times = times or [words("duration.in_steps", text=quote) for _, quote in implied.times(record)[:1]]
    time_text = "; ".join(times[:3]) if times else words("duration.missing")
    found[Facet.DURATION] = words("overview.duration", text=shorten(_lower(time_text), 200))
    found[Facet.FEE] = words("overview.fee", text=_fee(source))
    for fee in record.fees:
        answer.fact("fee", fee.text or fig.fee_text(source, fee), "ways")
        answer.quote("ways", fee.raw)
    for limit in record.times:
        if text := fig.time_text(source, limit):
            answer.fact("duration", text, "ways")
            answer.quote("ways", limit.raw)
    return found


def _papers(source: Source, answer: Answer) -> str:
    """The first papers by name; the guide's ordinary ones where there is a guide."""
    record = source.record
    listed = source.guide.record.papers if source.guide else record.papers
    papers = [p for p in listed if not p.note and not (source.guide and p.case)] or [p for p in listed if not p.note]
    for paper in record.papers:
        if not paper.note:
            answer.fact("document", paper.name, "papers")
    answer.quote("papers", shorten("; ".join(p.name for p in record.papers if not p.note), 500))
    names = [shorten(p.name, 90).rstrip(".;") for p in papers[:3]]
    return "; ".join(names) + ("; …" if len(papers) > len(names) else "") if names else ""


def _where(source: Source, answer: Answer) -> str:
    offices = source.record.offices
    if offices.receives:
        answer.fact("where", offices.receives, "offices")
        answer.quote("offices", offices.receives)
    told = source.guide.record.offices.receives if source.guide else ""
    return shorten(told or offices.receives, 160).rstrip(".")


def _implied_place(source: Source, answer: Answer) -> str:
    section, quote = implied.place(source.record)
    answer.fact("where", quote, section)
    answer.quote(section, quote)
    return source.words("where.in_steps", text=quote) if quote else source.words("where.missing")


def _fee(source: Source) -> str:
    if source.guide:
        return shorten(" ".join(sentences(source.told("cost"))[:2]), 220)
    lines = fig.fee_lines(source, brief=True)
    return shorten("; ".join(_lower(line) for line in lines[:3]), 240) if lines else source.words("fee.missing")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[:2] != text[:2].upper() else text
