"""Learn the scope sorter (`assistant.rules.scope`) on messages written for it and on phrasings of procedures.

    pip install scikit-learn
    python -m eval.train_scope          (needs the imported national catalogue)

Nothing of `eval/suites/held` and nothing shared is read. Prints a cross-validated table (neighbouring messages, which
share their words, stay in one part), then writes `assistant/rules/scope.npz`.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import track

from assistant.rules.scope import ANSWER, fit, tokens
from assistant.settings import load_settings
from assistant.store.engine import open_engine
from assistant.wiring import open_library
from eval import details, dialogues, questions
from eval.phrasings import split
from knowledge import phrasebook
from knowledge.index.build import search_title
from knowledge.index.search import Index
from knowledge.text import fold

TRAIN = Path(__file__).parent / "suites" / "train"
PHRASINGS = 8000
"""Honest phrasings beside the messages."""
TITLES = 1500
"""Titles asked for in few words beside them."""
OPENINGS = tuple(line.strip() for line in (TRAIN / "openings.txt").read_text("utf-8").splitlines() if line.strip())
"""How a vague question begins; {} stands for what it names."""
PHRASING_COUNTS, FOLDED_COUNTS, IN_TALK_COUNTS = 0.3, 0.7, 0.4
"""What a phrasing, a message without its accents, and one as if in a conversation count beside a message."""
FIRST_COUNTS = 0.5
"""What a message that opens a conversation or was written for the ranker counts beside them."""
DETAIL_COUNTS = 0.7
"""What a question about a detail counts beside them."""
FREEDOM = 20.0
"""Inverse ridge of the regression."""
PARTS, BLOCK = 5, 10
"""Cross-validation: parts, and messages in a row that stay together."""
SEED = 7
HUMAN = {"handoff", "emergency"}
"""Either brings a human."""


@dataclass(frozen=True, slots=True)
class Message:
    """One training example."""

    terms: tuple[str, ...]
    """See `assistant.rules.scope.tokens`."""
    fit: tuple[float, float, float]
    """See `assistant.rules.scope.fit`."""
    label: str
    counts: float
    block: int
    """Messages of a block stay in one part of the cross-validation; -1: always trained on."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A text that becomes a training example; see `Message`."""

    text: str
    label: str
    counts: float
    block: int
    talking: bool = False
    """In the middle of a conversation."""


def messages(index: Index) -> list[Message]:
    """All examples: messages as written, without accents, and phrasings."""
    rows = [json.loads(line) for file in sorted(TRAIN.glob("scope-*.jsonl")) for line in file.open(encoding="utf-8")]
    plans = [Plan(row["question"], label(row), 1.0, n // BLOCK, "about" in row) for n, row in enumerate(rows)]
    plans += [replace(plan, counts=IN_TALK_COUNTS, talking=True) for plan in plans if not plan.talking]
    plans += [*said_in_talks(), *said_first()]
    plans += [replace(p, text=fold(p.text), counts=p.counts * FOLDED_COUNTS) for p in plans if fold(p.text) != p.text]
    _, asks = split(phrasebook.load(phrasebook.files()), 1.0)
    chosen = random.Random(SEED).sample(asks, min(PHRASINGS, len(asks)))  # noqa: S311  no secret
    honest = [*(ask for ask, code in chosen if index.title(code)), *vague(index)]
    placed = zip(honest, cycle(sorted(set(index.lexicon.provinces.values()))), range(len(honest)), strict=False)
    plans += [Plan(_somewhere(ask, place, n), ANSWER, PHRASING_COUNTS, -1) for ask, place, n in placed]
    fits = {
        text: fit(tuple(index.procedures(index.query(text), 3))) for text in track({p.text for p in plans}, "reading")
    }
    return [_message(index, plan, fits[plan.text]) for plan in plans]


def _somewhere(ask: str, place: str, n: int) -> str:
    """An honest question: two of five without accents, one with a place, which makes it no talk of travels."""
    if n % 5 < 2:
        return fold(ask)
    return f"{ask} {'ở' if n % 2 else 'từ quê về'} {place}" if n % 5 == 2 else ask


def said_in_talks() -> Iterator[Plan]:
    """What follows in conversations, where it is a question for us; so is every detail of a procedure."""
    for file in ("details.jsonl", "stays.jsonl"):
        for number, one in enumerate(details.read(TRAIN / file)):
            yield Plan(one.question, ANSWER, DETAIL_COUNTS, number // BLOCK, talking=True)
    for number, talk in enumerate(talks()):
        for turn in talk.turns[1:]:
            if "answered" in turn.statuses:
                yield Plan(turn.said, ANSWER, 1.0, number, talking=True)


def said_first() -> Iterator[Plan]:
    """How conversations begin: whatever the ranker learns to find is a question for us."""
    for file in sorted(TRAIN.glob("first-*.jsonl")):
        for number, one in enumerate(questions.read(file)):
            yield Plan(one.question, ANSWER, FIRST_COUNTS, number // BLOCK)
    for number, talk in enumerate(talks()):
        if "answered" in talk.turns[0].statuses:
            yield Plan(talk.turns[0].said, ANSWER, FIRST_COUNTS, number)


def talks() -> list[dialogues.Talk]:
    """The conversations to learn from."""
    return [talk for file in sorted(TRAIN.glob("dialogue-*.jsonl")) for talk in dialogues.read(file)]


def vague(index: Index) -> Iterator[str]:
    """Short questions that name a paper, an event of life or a title and say little else: as many begin."""
    openings = cycle(OPENINGS)
    for phrase, plain, _ in index.lexicon.phrases:
        yield next(openings).format((phrase or plain).strip())
    chance = random.Random(SEED)  # noqa: S311  no secret
    for code in chance.sample(index.codes(), min(TITLES, len(index))):
        yield next(openings).format(search_title(index.title(code) or "")[:70].lower())


def _message(index: Index, plan: Plan, fitting: tuple[float, float, float]) -> Message:
    terms = tokens(index.query(plan.text), talking=plan.talking)
    return Message(tuple(terms), fitting, plan.label, plan.counts, plan.block)


def label(row: dict[str, str]) -> str:
    """The kind, and its reason where it has one: answer, decline:illegal, emergency:114."""
    if row["expect"] == ANSWER:
        return ANSWER
    if row.get("emergency"):
        return f"emergency:{row['emergency']}"
    return f"{row['expect']}:{row['reason']}"


class Sorter:
    """TF-IDF and regression together, as scikit-learn has them."""

    def __init__(self) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        self.terms = TfidfVectorizer(analyzer=lambda terms: terms, sublinear_tf=True, min_df=2)
        self.regression = LogisticRegression(C=FREEDOM, max_iter=200)

    def train(self, chosen: Sequence[Message]) -> None:
        """Learn from these examples."""
        self.terms.fit([m.terms for m in chosen])
        self.regression.fit(self._matrix(chosen), [m.label for m in chosen], [m.counts for m in chosen])

    def guess(self, chosen: Sequence[Message]) -> np.ndarray:
        """Probabilities, one row a message."""
        return np.asarray(self.regression.predict_proba(self._matrix(chosen)))

    def _matrix(self, chosen: Sequence[Message]) -> Any:
        from scipy.sparse import csr_matrix, hstack

        fitting = csr_matrix(np.array([m.fit for m in chosen], dtype=np.float32))
        return hstack([self.terms.transform([m.terms for m in chosen]), fitting]).tocsr()


def validate(made: list[Message], show: Console, parts: int) -> None:
    """Print recall and mistakes by kind at several thresholds."""
    rows = []
    for part in range(parts):
        sorter = Sorter()
        sorter.train([m for m in made if m.block < 0 or m.block % PARTS != part])
        tested = [m for m in made if m.block >= 0 and m.block % PARTS == part and m.counts == 1.0]
        labels = list(sorter.regression.classes_)
        for message, chances in zip(tested, sorter.guess(tested), strict=True):
            kinds: dict[str, float] = {}
            for name, chance in zip(labels, chances, strict=True):
                kinds[name.partition(":")[0]] = kinds.get(name.partition(":")[0], 0.0) + float(chance)
            answer = kinds.pop(ANSWER)
            rows.append((message.label.partition(":")[0], answer, max(kinds, key=lambda kind: kinds[kind])))
    for least in (0.3, 0.4, 0.5, 0.6, 0.7):
        told: list[str] = []
        for kind in ("decline", "handoff", "emergency", "smalltalk"):
            right = [a < least and (g == kind or {g, kind} == HUMAN) for k, a, g in rows if k == kind]
            told.append(f"{kind} {np.mean(right):.3f}")
        honest = [(a, g) for k, a, g in rows if k == ANSWER]
        told.append(f"honest stopped {np.mean([a < least for a, _ in honest]):.3f}")
        show.print(f"stop when answer < {least}: {', '.join(told)}")


def main() -> None:
    """Validate, learn from all, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("assistant/rules/scope.npz"))
    parser.add_argument("--validate", type=int, default=0, help="cross-validate first, with so many of five parts")
    given = parser.parse_args()
    settings = load_settings()
    index = open_library(settings, open_engine(settings.database)).index()
    made = messages(index)
    if given.validate:
        validate(made, Console(), given.validate)
    sorter = Sorter()
    sorter.train(made)
    weights = sorter.regression.coef_.T
    scale = float(np.abs(weights).max()) / 127
    np.savez_compressed(
        given.out, terms=np.frombuffer("\n".join(sorter.terms.get_feature_names_out()).encode(), dtype=np.uint8),
        labels=np.frombuffer("\n".join(sorter.regression.classes_).encode(), dtype=np.uint8),
        idf=sorter.terms.idf_.astype(np.float16), weights=np.round(weights / scale).astype(np.int8),
        scale=np.float32(scale), bias=sorter.regression.intercept_.astype(np.float32),
    )  # fmt: skip


if __name__ == "__main__":
    main()
