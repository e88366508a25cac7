"""Lines, doubts and the source line put together into the Reply that goes out."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.facets import EVERYWHERE, FACETS
from assistant.answering.overview import overview
from assistant.answering.relevant import detailed
from assistant.answering.source import Answer, Source
from assistant.dialogue import Choice, Facet
from assistant.types import Citation, ProcedureRef, Reply, Status
from assistant.wording import Wording
from knowledge.facts import is_local
from knowledge.text import shorten
from knowledge.types import Procedure

NEXT = (Facet.STEPS, Facet.DOCUMENTS, Facet.WHERE, Facet.FEE, Facet.DURATION, Facet.ONLINE)
"""Buttons under an answer, in this order, less the facet shown."""
OVERVIEW_LINES = 8
"""Heading and source line counted."""
LINES_SHOWN = 14
SECOND_LINES = 6
LINE_CHARS = 700
BESIDE_DETAIL = 3
"""Lines about conditions shown under what the record says of a detail."""
BRIEF_LINES = 3
BRIEF_CHARS = 200
"""Lines, and characters of a line, of an answer asked for in few words."""


def answer_for(source: Source, facet: Facet) -> Answer:
    """The answer to one facet."""
    return overview(source) if facet is Facet.OVERVIEW else FACETS[facet](source)


def _with_second(source: Source, answer: Answer, also: tuple[Facet, ...]) -> Answer:
    """A second facet below the first, shorter, under its own heading."""
    answer.lines = answer.lines[:LINES_SHOWN]
    for facet in also:
        second = answer_for(source, facet)
        answer.lines += [f"{source.words(f'facet.{facet.value}')}:", *second.lines[:SECOND_LINES]]
        for fact in second.facts:
            answer.fact(fact.kind, fact.text, fact.section)
        for section, quote in second.quotes:
            answer.quote(section, quote)
        answer.doubts += [flag for flag in second.doubts if flag not in answer.doubts]
    return answer


def _with_details(source: Source, answer: Answer, facet: Facet) -> None:
    """What the record says of the details the question asks for: in front where nothing else is asked for."""
    if not source.details:
        return
    lines = []
    for section, quote in detailed(source.record, source.query, EVERYWHERE, source.details):
        answer.fact("detail", quote, section)
        answer.quote(section, quote)
        lines.append(f"• {source.words('duration.also', who=source.who, text=quote)}")
    if source.facet_named and facet is not Facet.CONDITIONS:
        answer.lines += lines
    else:  # "được không" names no side of the procedure beside the detail
        beside = answer.lines[:BESIDE_DETAIL] if lines else answer.lines
        answer.lines = [*(lines or [source.words("detail.missing")]), *beside]


def reply_for(source: Source, facet: Facet, also: tuple[Facet, ...] = ()) -> Reply:
    """The whole reply about one procedure: heading, facts, doubts, source; citations; next steps as buttons."""
    answer = _with_second(source, answer_for(source, facet), also)
    if facet is not Facet.OVERVIEW:
        _with_details(source, answer, facet)
    words, record = source.words, source.record
    name = shorten(source.name, 150)
    heading = name if facet is Facet.OVERVIEW else f"{words(f'facet.{facet.value}')}: {name}"
    doubts = [f"⚠ {words(f'doubt.{flag.value}')}" for flag in answer.doubts]
    lines = [shorten(line, LINE_CHARS) for line in _unique(answer.lines)]
    local = [f"⚠ {words('source.local')}"] if is_local(record.decision) else []
    if facet is Facet.OVERVIEW and not also:
        lines = lines[: OVERVIEW_LINES - 2 - len(doubts) - len(local)]
    text = "\n".join([heading, *lines, *doubts, *local, source_line(words, record)])
    return Reply(
        status=Status.ANSWERED,
        text=text,
        procedure=ProcedureRef(record.code, record.title, record.as_of),
        facet=facet,
        facts=tuple(answer.facts),
        citations=tuple(citation(words, record, section, quote) for section, quote in answer.quotes),
        choices=next_steps(words, record.code, facet),
    )


def shortened(reply: Reply) -> Reply:
    """The same answer in few words: heading, the first lines, the doubts, the source."""
    lines = reply.text.splitlines()
    heading, *told, source = lines if len(lines) > 2 else ("", *lines)
    doubts = [line for line in told if line.startswith("⚠")]
    kept = [shorten(line, BRIEF_CHARS) for line in told if line not in doubts][:BRIEF_LINES]
    return replace(reply, text="\n".join(line for line in (heading, *kept, *doubts, source) if line))


def _unique(lines: list[str]) -> list[str]:
    return list(dict.fromkeys(line for line in lines if line.strip()))


def source_line(words: Wording, record: Procedure) -> str:
    """Code, decision and date of the record an answer rests on."""
    day = f"{record.as_of:%d/%m/%Y}"
    if not record.decision:
        return words("source.line_undecided", code=record.code, as_of=day)
    decision = words("source.decision", number=record.decision)
    return words("source.line", code=record.code, decision=decision, as_of=day)


def citation(words: Wording, record: Procedure, section: str, quote: str) -> Citation:
    """A citation of the record, with the words it rests on."""
    return Citation(
        record.code, record.title, words(f"section.{section}"), shorten(quote, 900), record.source_url, record.as_of
    )


def next_steps(words: Wording, code: str, shown: Facet) -> tuple[Choice, ...]:
    """Buttons to the other facets of the same procedure."""
    return tuple(Choice(words(f"button.{f.value}"), code, f) for f in NEXT if f is not shown)
