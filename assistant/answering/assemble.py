"""Lines, doubts and the source line put together into the Reply that goes out."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.bearing import Asked, chances
from assistant.answering.facets import FACETS
from assistant.answering.overview import overview
from assistant.answering.pieces import Piece, pieces, said_by, tells
from assistant.answering.relevant import LIMIT, window
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
DETAILS_SHOWN = 2
NEAR, LIKELY = 0.05, 0.3
"""Chance from which a sentence is quoted where nothing else is asked, and beside a facet that was named."""
SILENT, TOLD_OF = 0.6, 0.12
"""Chance of silence from which it is said, unless a sentence answers with this chance."""
LISTS = frozenset({Facet.DOCUMENTS, Facet.STEPS})
"""Long lists: the sentence that answers stands before them."""
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
    """The sentences that answer what is asked beside, or instead of, the facet; where none does, that is said.

    A detail is all that is asked for where no facet is named: then the sentences stand in front.
    """
    found = pieces(source.record)
    if not found or not source.telling:
        return
    named = f"{source.record.title} {source.name}"
    *each, silence = chances(Asked(source.query, named, source.details, source.rarity), found)
    alone = not source.facet_named or facet is Facet.CONDITIONS
    best = sorted(range(len(found)), key=lambda n: -each[n])[:DETAILS_SHOWN]
    chosen = [found[n] for n in best if each[n] >= (NEAR if alone else LIKELY)]
    missing = alone and silence >= SILENT and each[best[0]] < TOLD_OF
    if missing:  # what is nearest has at least a word of the question
        chosen = [piece for piece in chosen if source.telling & said_by(piece).words]
    if not alone:
        chosen = [piece for piece in chosen if not any(tells(line, piece) for line in answer.lines)]
    quotes = [_quoted(source, answer, piece) for piece in chosen]
    lines = [
        source.words("detail.nearest", text=quote)
        if missing
        else f"• {source.words('duration.also', who=source.who, text=quote)}"
        for quote in quotes
    ]
    lines = [source.words("detail.missing"), *lines] if missing else lines
    if alone and lines:
        answer.lines = [*lines, *_beside(source, answer, chosen)]
    else:
        answer.lines = [*lines, *answer.lines] if facet in LISTS else [*answer.lines, *lines]


def _beside(source: Source, answer: Answer, chosen: list[Piece]) -> list[str]:
    """The first lines about conditions that do not say the same again."""
    none = source.words("conditions.none")
    again = [line for line in answer.lines if line == none or any(tells(line, piece) for piece in chosen)]
    return [line for line in answer.lines if line not in again][:BESIDE_DETAIL]


def _quoted(source: Source, answer: Answer, piece: Piece) -> str:
    quote = window(piece.text, source.query.plain, LIMIT)
    answer.fact("detail", quote, piece.section)
    answer.quote(piece.section, quote)
    return quote


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
