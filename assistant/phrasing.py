"""`mocua kb phrase`: a model drafts how people ask for procedures that have no phrasings; a person reviews them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import ModelGaveNonsense, ModelUnavailable, SettingsInvalid
from assistant.llm import prompts
from assistant.llm.build import open_model
from assistant.llm.prompts import Prompt
from assistant.llm.protocol import Model
from assistant.llm.replies import Phrased
from assistant.settings import Llm, Settings
from assistant.store.engine import open_engine
from assistant.wiring import open_library
from knowledge import phrasebook
from knowledge.catalogue import Kind
from knowledge.phrasebook import Phrases, draft
from knowledge.phrasebook.draft import Draft
from knowledge.text import one_line
from knowledge.types import Procedure

SECONDS = 60.0
"""For one call: nobody waits for a draft, and eight questions are long to write."""
SAMPLES = 2
GIVEN_UP = 5
"""Calls without an answer, one after the other, after which the run ends."""
Progress = Callable[[str, int, int], None]
"""(what, done, total)"""


@dataclass(slots=True)
class Report:
    """What a run did."""

    drafted: int = 0
    refused: int = 0
    """Answers that were no eight usable phrasings; the next run asks again."""
    lacking: int = 0
    """Procedures that had neither phrasings nor a draft when the run began."""


def phrase(settings: Settings, model: str, limit: int, fields: list[str], progress: Progress) -> Report:
    """Draft phrasings for up to `limit` procedures; what is done is kept whenever it ends."""
    # A run has its own end after failures; a breaker that opens would turn waiting into skipping.
    changed = {"model": model or settings.llm.model, "timeout": SECONDS, "failures": limit + 1, "fallbacks": ()}
    llm = settings.llm.model_copy(update=changed)
    asked = _opened(llm)
    library = open_library(settings, open_engine(settings.database))
    records = list(library.catalogue.records(Kind.PROCEDURE, library.index().generation))
    phrases = phrasebook.load(phrasebook.files(settings.home))
    done = draft.drafted(settings.home)
    todo = [one for one in draft.lacking(records, phrases, fields) if one.code not in done]
    report, silent = Report(lacking=len(todo)), 0
    for number, one in enumerate(todo[:limit]):
        progress("phrase", number, min(limit, len(todo)))
        try:
            asks = _asks(asked, _prompt(one, records, phrases))
        except ModelGaveNonsense:
            report.refused += 1
            continue
        except ModelUnavailable:
            silent += 1
            if silent >= GIVEN_UP:
                raise
            continue
        silent = 0
        if draft.fault(one.title, asks):
            report.refused += 1
            continue
        draft.append(settings.home, one.field, Draft(one.code, one.title, asks, llm.model, datetime.now(UTC)))
        report.drafted += 1
    progress("phrase", min(limit, len(todo)), min(limit, len(todo)))
    return report


def accept(settings: Settings, file: Path) -> int:
    """Move reviewed drafts into the phrasebook; how many procedures."""
    return draft.accept(settings.home, file)


def _opened(llm: Llm) -> Model:
    model = open_model(llm)
    if model is None:
        raise SettingsInvalid("no model is named", advice="Name one: mocua kb phrase --model openai:NAME")
    return model


def _asks(model: Model, prompt: Prompt) -> list[str]:
    return [one_line(ask) for ask in model.ask(prompt, Phrased, SECONDS).asks if ask.strip()]


def _prompt(one: Procedure, records: list[Procedure], phrases: Phrases) -> Prompt:
    return prompts.load("phrase").render(
        title=one.title, level=one.level, applicants=", ".join(one.applicants),
        conditions=one.sections.get("conditions", ""), samples="\n\n".join(_samples(one, records, phrases)),
    )  # fmt: skip


def _samples(one: Procedure, records: list[Procedure], phrases: Phrases) -> Iterator[str]:
    """Two procedures that have phrasings, of the same field where there are such."""
    with_phrases = [other for other in records if other.code in phrases]
    near = sorted(with_phrases, key=lambda other: (other.field != one.field, other.level != one.level, other.code))
    for other in near[:SAMPLES]:
        yield "\n".join([other.title, *(f"- {ask}" for ask in phrases[other.code][: draft.WANTED])])
