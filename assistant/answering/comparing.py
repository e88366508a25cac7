"""Two procedures side by side: when each is needed, and what differs; what is the same is said once."""

from __future__ import annotations

from assistant.answering.assemble import answer_for, citation, source_line
from assistant.answering.offering import LABEL_CHARS
from assistant.answering.overview import rows, when
from assistant.answering.source import Answer, Source
from assistant.dialogue import Choice, Facet
from assistant.types import ProcedureRef, Reply, Status
from knowledge.facts import is_local
from knowledge.text import shorten

LINES_EACH = 5
"""Lines of a facet shown of each."""
LINE_CHARS = 300


def compared(one: Source, other: Source, facet: Facet) -> Reply:
    """Both records' own lines about the facet (the overview: when, papers, place, time, money), with both sources."""
    words, both = one.words, (one, other)
    answers = [Answer(), Answer()]
    told = [_lines(source, answer, facet) for source, answer in zip(both, answers, strict=True)]
    same = [line for line in told[0] if line in told[1]]
    differ = [[line for line in lines if line not in same] for lines in told]
    names = [shorten(source.name, LABEL_CHARS) for source in both]
    text = [words("compare.heading" if any(differ) else "compare.same")]
    for number, (source, lines) in enumerate(zip(both, differ, strict=True), start=1):
        local = [f"⚠ {words('source.local')}"] if is_local(source.record.decision) else []
        text += [f"{number}. {names[number - 1]}", *(f"• {line}" for line in lines), *local]
    if same:
        text += [words("compare.both"), *(f"• {line}" for line in same)]
    text += [source_line(words, source.record) for source in both]
    record = one.record
    return Reply(
        Status.ANSWERED, "\n".join(text), procedure=ProcedureRef(record.code, record.title, record.as_of),
        facet=facet,
        facts=tuple(fact for answer in answers for fact in answer.facts),
        citations=tuple(
            citation(words, source.record, section, quote)
            for source, answer in zip(both, answers, strict=True) for section, quote in answer.quotes
        ),
        choices=tuple(Choice(name, s.record.code, facet) for name, s in zip(names, both, strict=True)),
    )  # fmt: skip


def _lines(source: Source, answer: Answer, facet: Facet) -> list[str]:
    """What one of them says, without bullets."""
    if facet is Facet.OVERVIEW:
        about = when(source)
        return [line for line in (about, *rows(source, answer).values()) if line]
    found = answer_for(source, facet)
    answer.facts, answer.quotes = found.facts, found.quotes
    return [shorten(line.removeprefix("• "), LINE_CHARS) for line in found.lines[:LINES_EACH]]
