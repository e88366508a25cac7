"""Run suites against an assistant and write the reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from rich.progress import Progress

from assistant import pipeline
from assistant.types import Choice, Facet, Inbound, Reply, Role, Status, Turn
from assistant.wiring import Assistant
from eval import details, dialogues
from eval.asked import noise, with_model
from eval.metrics import grounding, ranking
from eval.questions import default_files, read
from eval.report import write
from eval.types import Item, Outcome
from knowledge.contradictions import ALLOWED_FIGURES
from knowledge.errors import KnowledgeError
from knowledge.library import Library

EXACT_FACETS = frozenset({"fee", "duration", "where", "documents"})
"""Facets whose exact fact must be shown (at least 95%)."""
Advance = Callable[[], None]


def run_suites(
    assistant: Assistant, suites: Sequence[str], out: Path, files: Sequence[Path], baseline: Path | None, bar: Progress
) -> list[Path]:
    """Every suite over its questions; the paths of the reports."""
    unknown = [s for s in suites if s not in (*SUITES, *APART)]
    if unknown:
        raise KnowledgeError(f"unknown suite {unknown[0]!r}", advice=f"Suites: {', '.join((*SUITES, *APART))}")
    outcomes = []
    for suite in suites:
        chosen = files or default_files(suite)
        if suite == "dialogue":
            talks = [talk for path in chosen for talk in dialogues.read(path)]
            task = bar.add_task(suite, total=sum(len(talk.turns) for talk in talks))
            outcomes.append(dialogues.run(assistant, talks, partial(bar.advance, task)))
            continue
        if suite == "details":
            asked = [one for path in chosen for one in details.read(path)]
            task = bar.add_task(suite, total=len(asked))
            outcomes.append(details.run(assistant, asked, partial(bar.advance, task)))
            continue
        items = [item for path in chosen for item in read(path)]
        task = bar.add_task(suite, total=len(items) * PASSES.get(suite, 1))
        outcomes.append(SUITES[suite](assistant, items, partial(bar.advance, task)))
    return write(outcomes, out, assistant.library.index(), baseline)


def _ask(assistant: Assistant, item: Item) -> Reply:
    return assistant.ask(Inbound(item.id, item.question, channel="eval", role=Role(item.role)))


def retrieval(assistant: Assistant, items: list[Item], advance: Advance, name: str = "retrieval") -> Outcome:
    """Is the right procedure among the candidates, and first?"""
    outcome = Outcome(name)
    known = [i for i in items if any(assistant.known(code) for code in i.right)]
    rankings: dict[str, list[str]] = {}
    for item in items:
        if item in known:
            reply = _ask(assistant, item)
            rankings[item.id] = [c.code for c in reply.candidates]
            outcome.note("clarified", item, float(reply.status is Status.CLARIFY))
            if reply.status is Status.CLARIFY:
                offered = {choice.code for choice in reply.choices}
                outcome.note("asked back: right one offered", item, float(bool(offered & item.right)))
            outcome.note("unanswered", item, float(reply.status not in (Status.ANSWERED, Status.CLARIFY)))
            if rankings[item.id][:1] and rankings[item.id][0] not in item.right:
                outcome.misses.append({"id": item.id, "question": item.question, "gold": item.gold,
                                       "found": rankings[item.id][:3], "status": reply.status.value})  # fmt: skip
        advance()
    ranking.measure(outcome, known, rankings)
    return outcome


def forced(assistant: Assistant, item: Item, code: str) -> Reply:
    """The reply when the right record is given: measures the answering alone."""
    turn = Turn(Inbound(item.id, item.question, channel="eval"), chosen=code)
    return pipeline.run(assistant.steps(), turn, lambda *_: Reply(Status.ERROR, ""))


def facts(assistant: Assistant, items: list[Item], advance: Advance) -> Outcome:
    """From the right record: is the exact fact shown, and does every figure of every answer stand in it?"""
    outcome = Outcome("facts")
    library = assistant.library
    for item in items:
        codes = [code for code in (*item.gold, *item.also_ok) if assistant.known(code)]
        if codes:
            replies = [forced(assistant, item, code) for code in (codes[: len(item.gold)] or codes[:1])]
            if item.facts and item.facet in EXACT_FACETS:
                best = max(replies, key=lambda r: sum(grounding.holds(r, f) for f in item.facts))
                shown = float(all(grounding.holds(best, f) for f in item.facts))
                outcome.note("exact fact shown", item, shown)
                outcome.note("fact in text or facts", item, float(all(grounding.lists(best, f) for f in item.facts)))
                outcome.note("facet understood", item, float(best.facet is not None and best.facet.value == item.facet))
                if not shown:
                    outcome.misses.append({"id": item.id, "question": item.question, "facts": item.facts,
                                           "facet": best.facet, "text": best.text})  # fmt: skip
            _grounded(
                outcome, item, [*replies, _ask(assistant, item), *_every_facet(assistant, item, codes[0])], library
            )
        advance()
    return outcome


def _every_facet(assistant: Assistant, item: Item, code: str) -> list[Reply]:
    """What each button of the answer would show."""
    return [assistant.ask(Inbound(item.id, "", channel="eval", choice=Choice("", code, facet))) for facet in Facet]


def _grounded(outcome: Outcome, item: Item, replies: list[Reply], library: Library) -> None:
    extra: set[str] = set()
    for reply in replies:
        if reply.procedure is not None:
            record = library.catalogue.procedure(reply.procedure.code, library.index().generation)
            guide = library.catalogue.guide(reply.procedure.code, library.index().generation)
            source = record or (guide.record if guide else None)
            if source is not None:
                extra |= grounding.ungrounded(reply, source, ALLOWED_FIGURES)
    outcome.note("answers without ungrounded figure", item, float(not extra))
    if extra:
        outcome.misses.append({"id": item.id, "ungrounded": sorted(extra)})


def materials(assistant: Assistant, items: list[Item], advance: Advance) -> Outcome:
    """Are questions about training texts answered by quotation with the right place?"""
    outcome = Outcome("materials")
    for item in items:
        reply = _ask(assistant, item)
        place = reply.citations[0].section if reply.citations and reply.procedure is None else ""
        document = reply.citations[0].code.split("#")[0] if place else ""
        quoted = bool(reply.citations) and item.quote in reply.citations[0].quote
        outcome.note("right text", item, float(document in item.gold))
        outcome.note("right place quoted", item, float(quoted and item.heading in place))
        if not quoted:
            outcome.misses.append({"id": item.id, "question": item.question, "heading": item.heading, "place": place,
                                   "status": reply.status.value})  # fmt: skip
        advance()
    return outcome


SORTING = ("scope", "border")
"""Suites of what is a question for us; in the second every message stands near the line, on either side."""


def statuses(name: str) -> Callable[[Assistant, list[Item], Advance], Outcome]:
    """A suite that checks the status alone, by what is expected."""

    def suite(assistant: Assistant, items: list[Item], advance: Advance) -> Outcome:
        outcome = Outcome(name)
        for item in items:
            reply = _ask(assistant, item)
            good = reply.status.value in item.expect
            if item.emergency:
                number = reply.handoff.emergency if reply.handoff else None
                good = number == item.emergency and item.emergency in reply.text.splitlines()[0]
            kind = "emergency" if item.emergency else ("clear outcome" if name == "bad_inputs" else item.expect[0])
            outcome.note(kind, item, float(good))
            if name in SORTING and reply.status is Status.HANDOFF:
                outcome.note("handed over: rightly", item, float("handoff" in item.expect))
            if name in SORTING and "answered" in item.expect:
                declined = reply.status is Status.DECLINED
                outcome.note("honest but declined", item, float(declined))
                outcome.note("and nothing offered", item, float(declined and not reply.choices))
            if not good:
                outcome.misses.append({"id": item.id, "question": item.question[:200], "expect": item.expect,
                                       "status": reply.status.value})  # fmt: skip
            advance()
        return outcome

    return suite


APART = ("dialogue", "details")
"""Suites whose files hold something else than single questions."""
PASSES = {"with_model": 2}
"""How often a suite asks each question."""
SUITES: dict[str, Callable[[Assistant, list[Item], Advance], Outcome]] = {
    "retrieval": retrieval, "facts": facts, "materials": materials, "scope": statuses("scope"),
    "border": statuses("border"), "roundabout": partial(retrieval, name="roundabout"),
    "bad_inputs": statuses("bad_inputs"), "noise": noise, "with_model": with_model,
}  # fmt: skip
