"""The composition root: the only place that reads settings and chooses implementations. THE LIST of steps is here."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Engine

from assistant import pipeline, tracing, wording
from assistant.errors import MocuaError, NotReady
from assistant.llm import budget
from assistant.llm.build import open_model, wordings
from assistant.llm.protocol import Model
from assistant.loading import undisturbed
from assistant.pipeline import Step
from assistant.privacy.masking import unmask
from assistant.rules import scope
from assistant.settings import Settings
from assistant.steps.check import Check
from assistant.steps.choose import Choose
from assistant.steps.clarify import Clarify
from assistant.steps.compare import Compare
from assistant.steps.compose import Compose
from assistant.steps.follow import Follow
from assistant.steps.quote import Quote
from assistant.steps.read import Read
from assistant.steps.relate import Relate
from assistant.steps.retrieve import Retrieve
from assistant.steps.screen import Screen
from assistant.steps.understand import Understand
from assistant.steps.verify import Noted, Verify, unnoted
from assistant.steps.write import Write
from assistant.store.conversations import Conversations
from assistant.store.engine import open_engine
from assistant.types import Candidate, Dialogue, Handoff, Inbound, Reply, Status, Turn
from assistant.wording import Wording
from knowledge.catalogue import Catalogue
from knowledge.errors import KnowledgeError
from knowledge.index.search import Index
from knowledge.library import Library

Found = Callable[[str], None]
"""Told the everyday name of the procedure that was found, while its answer is still being worded."""


def unfound(name: str) -> None:
    """For callers who wait for the reply alone."""


def _telling(found: Found) -> pipeline.Seen:
    """Tells of a draft once."""
    told: list[str] = []

    def seen(turn: Turn) -> None:
        if turn.draft is not None and not told:
            told.append(turn.draft.name)
            found(turn.draft.name)

    return seen


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply with the id it was stored under (for feedback)."""

    reply: Reply
    id: str


def steps(
    settings: Settings,
    words: Wording,
    catalogue: Catalogue,
    index: Index,
    model: Model | None = None,
    noted: Noted = unnoted,
) -> tuple[Step, ...]:
    """The pipeline, in order."""
    limits, llm = settings.limits, settings.llm
    quote = Quote(words, limits.passage)
    return (
        Check(words, settings.hotline, limits.question_chars),
        Follow(words, index, settings.hotline),
        Read(index),
        Retrieve(index, catalogue),
        Screen(words, settings.hotline, scope.load(), quote, limits.in_scope),
        Relate(index, catalogue),
        Compare(words, catalogue, index),
        Understand(model, index, llm.skip_above, llm.to_understand),
        Choose(model if llm.choose else None, index, llm.skip_above, llm.to_choose),
        quote,
        Clarify(words, index.popular, limits.found, limits.sure, settings.hotline),
        Compose(words, catalogue, index, drafting=model is not None and llm.write),
        Write(model, words, llm.timeout),
        Verify(words, settings.hotline, noted),
    )


class Assistant:
    """Answers turns; follows the library to each newly published generation. Thread-safe."""

    def __init__(self, settings: Settings, engine: Engine, library: Library) -> None:
        self.settings = settings
        self.library = library
        self._engine = engine
        self.words = wording.load(settings.language)
        self._conversations = Conversations(engine)
        self._model = open_model(settings.llm, tracing.called)
        self._noted = wordings(settings.llm) or unnoted
        self._built: tuple[int, tuple[Step, ...]] | None = None

    def ask(self, inbound: Inbound, dialogue: Dialogue | None = None) -> Reply:
        """One turn, nothing stored: for batches, evaluation, tests."""
        return _given_back(self._turn(inbound, dialogue or Dialogue()))

    def _turn(self, inbound: Inbound, dialogue: Dialogue, found: Found = unfound) -> Reply:
        """The reply as it may be stored: personal data that the person wrote is masked in it."""
        turn = Turn(inbound, dialogue)
        try:
            prepared = self._steps()
        except KnowledgeError as error:
            return self._apologise(turn, NotReady(str(error), advice=error.advice))
        with budget.turn(self.settings.llm.budget):
            reply = pipeline.run(prepared, turn, self._apologise, _telling(found))
        reply = self._with_candidates(reply, inbound)
        if inbound.first:
            reply = replace(reply, text=f"{self.words('disclosure.first')}\n\n{reply.text}")
        return replace(reply, language=self.words.language)

    def answer(self, inbound: Inbound, conversation: str | None = None, found: Found = unfound) -> Answered:
        """One turn of a conversation: recalled, answered, stored. `found` hears of a record before a model words it."""
        started = time.perf_counter()
        reply = self._turn(inbound, self._conversations.recall(conversation), found)
        kept = self._conversations.record(inbound, conversation, reply, time.perf_counter() - started)
        return Answered(_given_back(reply), kept)

    def feedback(self, answer: str, value: str) -> bool:
        """Note a thumb up or down; False when the answer is unknown."""
        return self._conversations.feedback(answer, value)

    def known(self, code: str) -> bool:
        """Whether a procedure code can be shown."""
        try:
            return self.library.index().title(code) is not None
        except KnowledgeError:
            return False

    def tidy(self) -> None:
        """Drop memories nobody came back to; called when a server starts."""
        self._conversations.forget(datetime.now(UTC))

    def _with_candidates(self, reply: Reply, inbound: Inbound) -> Reply:
        """The contract: the nearest procedures whatever the status, also where no step had to search."""
        if reply.candidates:
            return reply
        index = self.library.index()
        text = inbound.text[: self.settings.limits.question_chars]
        hits = index.procedures(index.query(text))
        return replace(reply, candidates=tuple(Candidate(h.code, round(h.chance, 4)) for h in hits))

    def close(self) -> None:
        """Give the database's connections back."""
        self._engine.dispose()

    def steps(self) -> tuple[Step, ...]:
        """The pipeline on the live generation; an evaluation may run a part of it."""
        return self._steps()

    def _steps(self) -> tuple[Step, ...]:
        if self._built is None:
            with undisturbed():
                return self._follow()
        return self._follow()

    def _follow(self) -> tuple[Step, ...]:
        """The pipeline on whatever generation is live now."""
        index = self.library.index()
        if self._built is None or self._built[0] != index.generation:
            built = steps(self.settings, self.words, self.library.catalogue, index, self._model, self._noted)
            self._built = (index.generation, built)
        return self._built[1]

    def _apologise(self, turn: Turn, error: MocuaError | None) -> Reply:
        name = "problem.not_ready" if isinstance(error, NotReady) else "problem.broken"
        said = self.words(name, hotline=self.settings.hotline)
        return Reply(Status.ERROR, said, handoff=Handoff("error"), dialogue=turn.dialogue)


def open_library(settings: Settings, engine: Engine) -> Library:
    """The knowledge of this installation."""
    return Library(
        Catalogue(engine), settings.home, embedder=settings.embedder, chroma_url=settings.chroma_url
    )  # fmt: skip


def build(settings: Settings) -> Assistant:
    """The whole assistant from settings."""
    engine = open_engine(settings.database)
    return Assistant(settings, engine, open_library(settings, engine))


def _given_back(reply: Reply) -> Reply:
    """The reply for the person who wrote: what was masked stands in it again."""
    return replace(reply, text=unmask(reply.text, reply.held), held=())
