"""Learn the ranker's weights: listwise softmax over explainable features, on questions the index has not seen.

    python -m eval.train_static FOLDER --leave-out 0.1
    python -m eval.train_ranker --static FOLDER --leave-out 0.1

The phrasings left out are the questions: as written, without accents, with some accents. An index is built in a scratch
folder with the others alone. Our own questions (`eval/suites/own`), first messages written as people come to a desk,
and what opens the conversations (`eval/suites/train`) are added; `eval/suites/held` and all that is shared are not.
These, and a phrasing of a procedure that people need, count three times: the phrasebook asks for each procedure alike,
people do not. What a title holds and a question does not say (`knowledge.index.unsaid`) is learned too. The weights
go to `knowledge/index/ranking.toml` and `unsaid.toml`.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from assistant.settings import load_settings
from assistant.wiring import build as build_assistant
from eval import dialogues
from eval.phrasings import split
from eval.questions import OWN, default_files, read
from eval.train_static import noisy, said
from knowledge import phrasebook
from knowledge.index import dense as vectors
from knowledge.index.build import build, search_title
from knowledge.index.ranking import MATCHED, PRIORS
from knowledge.index.search import Index
from knowledge.index.unsaid import said_in, tokens, vocabulary
from knowledge.library import Library
from knowledge.phrasebook import matter
from knowledge.text import folded_words

Matrix = NDArray[np.float32]
TRAIN = OWN.parent / "train"
BY_HAND = {
    "own_version": -2.0,
    "other_province": -4.0,
    "named_province": 3.0,
    "reissue": 1.0,
    "age": 2.0,
    "unsaid": 0.5,
}
"""Not learned: hardly any phrasing names a province, an age or a loss outright, and another province's own version must
never win."""
NEEDED_COUNTS = 3.0
PENALTY, UNSAID_PENALTY = 1e-3, 3e-3
"""Ridge of the features, and of the words and pairs left unsaid."""
LEAST_WEIGHT = 0.02
"""Smaller weights of tokens unsaid are left out."""
NEAREST = 80
"""Records by a first guess between which the ranker learns to choose."""
FIRST_GUESS = {"title": 1.0, "everyday": 2.0, "everyday_pairs": 1.0, "body": 0.5, "dense": 2.0}
SEED = 7


class Case:
    """One question: feature x record for its nearest records, which of them are right, what it counts.

    `unsaid`: token x record, 1 where the title holds a token that the question does not say.
    """

    __slots__ = ("counts", "right", "unsaid", "values")

    def __init__(self, values: Matrix, right: NDArray[np.bool_], counts: float, unsaid: csr_matrix) -> None:
        self.values, self.right, self.counts, self.unsaid = values, right, counts, unsaid


def scratch_index(library: Library, static: Path | None, leave_out: float, folder: Path) -> Index:
    """The live generation indexed without the phrasings left out."""
    seen, _ = split(phrasebook.load(library.phrases), leave_out)
    file = folder / "seen.jsonl"
    file.write_text("".join(json.dumps({"code": c, "asks": a}) + "\n" for c, a in seen.items()), "utf-8")
    generation = library.index().generation
    dense = None
    if static is not None:
        embeddings = vectors.StaticEmbeddings(str(static))
        dense = vectors.DenseIndex(vectors.client("", folder / "chroma"), "scratch", embeddings)
    build(library.catalogue, generation, folder / "index", dense, [file], lambda *_: None)
    return Index(folder / "index", dense)


def questions(library: Library, leave_out: float, index: Index) -> list[tuple[str, frozenset[str], float]]:
    """(text, right codes, what it counts): phrasings left out in three spellings, and our own questions."""
    chance = random.Random(SEED)  # noqa: S311  no secret
    same: dict[str, set[str]] = {}
    for code in index.codes():
        same.setdefault(matter(index.title(code) or ""), set()).add(code)
    _, unseen = split(phrasebook.load(library.phrases), leave_out)
    found = []
    for ask, code in unseen:
        if title := index.title(code):
            counts = NEEDED_COUNTS if code in index.lexicon.needed else 1.0
            found.append((" ".join(noisy(said(ask), chance)), frozenset(same[matter(title)]), counts))
    files = [*default_files("own"), *sorted(TRAIN.glob("first-*.jsonl"))]
    asked = [(item.question, frozenset(item.right)) for path in files for item in read(path)]
    opening = (talk.turns[0] for path in sorted(TRAIN.glob("dialogue-*.jsonl")) for talk in dialogues.read(path))
    asked += [(turn.said, turn.right) for turn in opening if turn.right and "answered" in turn.statuses]
    return found + [(text, right, NEEDED_COUNTS) for text, right in asked]


def cases(
    index: Index, asked: Sequence[tuple[str, frozenset[str], float]], names: Sequence[str], words: Sequence[str]
) -> list[Case]:
    """Features of every question's nearest records."""
    made = []
    places = {token: n for n, token in enumerate(words)}
    held = [tokens(folded_words(search_title(index.title(code) or ""))) & places.keys() for code in index.codes()]
    for text, right, counts in track(asked, "features"):
        query = index.query(text)
        found, said = index.features(query), said_in(query)
        guess = sum(found[name] * value for name, value in FIRST_GUESS.items() if name in found)
        positions = [n for code in right if (n := index.position(code)) is not None]
        if positions:
            near = np.union1d(np.argpartition(-np.asarray(guess), NEAREST)[:NEAREST], positions)
            values = np.stack([found[name][near] for name in names]).astype(np.float32)
            rows = [(places[token], column) for column, n in enumerate(near) for token in held[n] - said]
            at = tuple(zip(*rows, strict=True)) or ((), ())
            unsaid = csr_matrix((np.ones(len(rows), dtype=np.float32), at), shape=(len(places), len(near)))
            made.append(Case(values, np.isin(near, positions), counts, unsaid))
    return made


def fit(items: Sequence[Case], size: int, words: int) -> Matrix:
    """Weights, of features and of tokens unsaid, that make the right records likeliest, with a little ridge."""
    total = sum(case.counts for case in items)
    ridge = np.concatenate((np.full(size, PENALTY), np.full(words, UNSAID_PENALTY)))

    def loss(weights: Matrix) -> tuple[float, NDArray[np.float64]]:
        value, slope = 0.0, np.zeros(size + words)
        for case in items:
            scores = scored(weights, case)
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            right = chances * case.right
            mass = float(right.sum()) + 1e-12
            value -= case.counts * np.log(mass)
            off = chances - right / mass
            slope[:size] += case.counts * (case.values @ off)
            slope[size:] += case.counts * (case.unsaid @ off)
        return value / total + float(ridge @ weights**2) / 2, slope / total + ridge * weights

    start = np.concatenate((np.ones(size), np.zeros(words)))
    found: Matrix = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return found


def scored(weights: Matrix, case: Case) -> Matrix:
    """The score of each of a question's nearest records."""
    size = len(case.values)
    total: Matrix = weights[:size] @ case.values + case.unsaid.T @ weights[size:]
    return total


def quality(weights: Matrix, items: Sequence[Case]) -> str:
    """Recall at 1, 5, 10 of the nearest records, in words."""
    ranks = []
    for case in items:
        scores = scored(weights, case)
        ranks.append(int((scores > scores[case.right].max()).sum()))
    return " / ".join(f"{np.mean([r < k for r in ranks]):.3f}" for k in (1, 5, 10))


def main() -> None:
    """Learn both rankers, with dense vectors and without, and write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--static", type=Path, required=True)
    parser.add_argument("--leave-out", type=float, default=0.1)
    parser.add_argument("--out", type=Path, default=Path("knowledge/index/ranking.toml"))
    parser.add_argument("--unsaid", type=Path, default=Path("knowledge/index/unsaid.toml"))
    given = parser.parse_args()
    library = build_assistant(load_settings()).library
    show = Console()
    tables: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        index = scratch_index(library, given.static, given.leave_out, Path(scratch))
        names = [n for n in (*MATCHED, *PRIORS) if n not in BY_HAND]
        words = vocabulary([search_title(index.title(code) or "") for code in index.codes()])
        items = cases(index, questions(library, given.leave_out, index), names, words)
    half = len(items) // 2
    order = np.random.default_rng(SEED).permutation(len(items))
    train, held = [items[n] for n in order[:half]], [items[n] for n in order[half:]]
    for table, unused in (("dense", ()), ("lexical", ("dense",))):
        keep = np.array([name not in unused for name in names], dtype=np.float32)
        masked = [
            [Case(c.values * keep[:, None], c.right, c.counts, c.unsaid) for c in part] for part in (train, held, items)
        ]
        half_learned = fit(masked[0], len(names), len(words))
        show.print(f"{table}: other half recall@1/5/10 {quality(half_learned, masked[1])}")
        weights = fit(masked[2], len(names), len(words))
        tables[table] = {n: round(float(w), 3) for n, w in zip(names, weights, strict=False) if n not in unused}
        if not unused:
            silent = {token: round(float(w), 3) for token, w in zip(words, weights[len(names) :], strict=True)}
    tables["by_hand"] = BY_HAND
    rows = [f'"{token}" = {weight}' for token, weight in silent.items() if abs(weight) >= LEAST_WEIGHT]
    head = "# Learned by eval.train_ranker: what a word or pair of a title counts that a question does not say."
    given.unsaid.write_text("\n".join([head, "", "[weights]", *rows]) + "\n", "utf-8")
    lines = ["# Learned by eval.train_ranker; one weight a feature (knowledge.index.ranking)."]
    for table, row in tables.items():
        lines += ["", f"[{table}]", *(f"{name} = {value}" for name, value in row.items())]
    given.out.write_text("\n".join(lines) + "\n", "utf-8")
    show.print(tables)


if __name__ == "__main__":
    main()
