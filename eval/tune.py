"""Choose the ranking weights by random search on our own questions; a held-out part says whether it helped.

    python -m eval.tune --seconds 300 [--phrasings FILE.jsonl]

Questions: `eval/suites/own` (every second one held out) and, where given, phrasings as JSON lines
`{"code", "asks"}` of which one per procedure is used. The shared development questions are never read here.
The weights are printed; whoever accepts them writes them into `knowledge.index.ranking.Weights`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from assistant.settings import load_settings
from assistant.wiring import build
from eval.questions import default_files, read
from knowledge.index.lexical import Scores
from knowledge.index.lexicon import Query
from knowledge.index.ranking import Weights
from knowledge.index.search import Index

SEED = 7
SAMPLE = 400
"""Phrasings used beside our own questions, and as many held out."""
FROZEN = ("dense", "other_province")
"""Not searched: dense is off by default; a foreign province's own version must never win."""
Case = tuple[NDArray[np.float32], list[int]]
"""(feature x record matrix, positions of the right records)"""


def features(index: Index, query: Query, names: Sequence[str]) -> NDArray[np.float32]:
    """What each weight multiplies, for every record: the parts of the score one weight at a time."""
    none = replace(Weights(), **dict.fromkeys((f.name for f in fields(Weights)), 0.0))
    rows: list[Scores] = []
    for name in names:
        index.weights = replace(none, **{name: 1.0})
        rows.append(np.stack(list(index.parts(query).values())).sum(axis=0))
    return np.stack(rows).astype(np.float32)


def cases(index: Index, questions: Iterable[tuple[str, frozenset[str]]], names: Sequence[str]) -> list[Case]:
    """Feature matrices of all questions whose right record is in the index."""
    found = []
    for text, right in questions:
        positions = [n for code in right if (n := index.position(code)) is not None]
        if positions:
            found.append((features(index, index.query(text), names), positions))
    return found


def quality(weights: NDArray[np.float32], items: Sequence[Case]) -> tuple[float, float]:
    """(recall@1, mean reciprocal rank)."""
    ranks = []
    for matrix, right in items:
        scores = weights @ matrix
        ranks.append(int((scores > max(scores[n] for n in right)).sum()) + 1)
    return sum(r == 1 for r in ranks) / len(ranks), sum(1 / r for r in ranks) / len(ranks)


def search(start: NDArray[np.float32], items: Sequence[Case], seconds: float, locked: set[int]) -> NDArray[np.float32]:
    """Random coordinate search that keeps every improvement of the mean reciprocal rank."""
    rng = np.random.default_rng(SEED)
    free = [n for n in range(len(start)) if n not in locked]
    best, value = start.copy(), quality(start, items)[1]
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        tried = best.copy()
        chosen = rng.choice(free, rng.integers(1, 4), replace=False)
        tried[chosen] = tried[chosen] * np.exp(rng.normal(0, 0.35, len(chosen))) + rng.normal(0, 0.01, len(chosen))
        if (reached := quality(tried, items)[1]) > value:
            best, value = tried, reached
    return best


def phrased(path: Path, index: Index) -> list[tuple[str, frozenset[str]]]:
    """One phrasing a procedure, in random order; records with the same title are equally right."""
    chance = np.random.default_rng(SEED)
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    chance.shuffle(rows)
    same: dict[str, set[str]] = {}
    for code in index.codes():
        same.setdefault(index.title(code) or "", set()).add(code)
    known = [row for row in rows if index.title(row["code"])]
    return [(str(chance.choice(row["asks"])), frozenset(same[index.title(row["code"]) or ""])) for row in known]


def main() -> None:
    """Search and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--phrasings", type=Path)
    given = parser.parse_args()
    index = build(load_settings()).library.index()
    names = [f.name for f in fields(Weights)]
    own = [(item.question, item.right) for path in default_files("own") for item in read(path)]
    more = phrased(given.phrasings, index) if given.phrasings else []
    start = index.weights
    train = cases(index, [*own[::2], *own[::2], *more[:SAMPLE]], names)
    held = {
        "own, held out": cases(index, own[1::2], names),
        "phrasings, held out": cases(index, more[SAMPLE : 2 * SAMPLE], names),
    }
    before = np.array([asdict(start)[n] for n in names], dtype=np.float32)
    after = search(before, train, given.seconds, {names.index(n) for n in FROZEN})
    show = Console()
    for name, items in {"training": train, **held}.items():
        if items:
            (r1, m1), (r2, m2) = quality(before, items), quality(after, items)
            show.print(f"{name} (n={len(items)}): recall@1 {r1:.3f} -> {r2:.3f}, MRR {m1:.3f} -> {m2:.3f}")
    show.print({name: round(float(value), 3) for name, value in zip(names, after, strict=True)})


if __name__ == "__main__":
    main()
