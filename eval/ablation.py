"""What each part brings: recall with and without it, with intervals; written to docs/ablation.md.

    python -m eval.ablation          (needs the imported national catalogue)

Asked: the held-out questions and, where it lies beside the checkout, the shared development share. Nothing is chosen
here: the thresholds and weights were fixed before, on other questions.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.progress import track

from assistant import wiring
from assistant.settings import load_settings
from assistant.wiring import Assistant
from eval.asked import Recorded, codes_of
from eval.metrics.intervals import difference, interval
from eval.questions import HELD, SHARED, read
from eval.report import machine
from eval.types import Item
from knowledge.index import ranking
from knowledge.index.ranking import MATCHED, PRIORS, Weights
from knowledge.index.search import Index

DEPTHS = (1, 5, 10)
THRESHOLDS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.1)
"""Chances of the best record from which no model is asked; 1.1: it is always asked."""
PHRASES = tuple(name for name in MATCHED if name.startswith("everyday"))
DENSE_BY_HAND = 2.0
"""What the vectors count in the rows without learned weights, where every other feature counts 1."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: ranks (0 is first, 99 not among ten) by question id."""

    name: str
    ranks: dict[str, int]


def rank(codes: Sequence[str], right: frozenset[str]) -> int:
    """Place of the first right code; 99 when there is none."""
    return next((n for n, code in enumerate(codes) if code in right), 99)


def equal(*names: str) -> Weights:
    """Every named feature counts one; the vectors two."""
    return dict.fromkeys(names, 1.0) | ({"dense": DENSE_BY_HAND} if "dense" in names else {})


def without(weights: Weights, *names: str) -> Weights:
    """The weights less some features."""
    return {name: value for name, value in weights.items() if name not in names}


def settings_of(index: Index) -> Iterator[tuple[str, Weights]]:
    """(row, weights), first what is added part by part, then what is left out of the whole."""
    words = tuple(n for n in MATCHED if n not in PHRASES and n not in ("dense", "official"))
    whole, lexical = index.weights, ranking.load(dense=False)
    yield "titles and bodies, all features alike", equal(*words)
    yield "+ phrasebook", equal(*words, *PHRASES)
    yield "+ learned weights, lexicon, priors (no vectors)", lexical
    yield "phrasebook and static embedding, features alike", equal(*words, *PHRASES, "dense")
    yield "**the whole, learned**", whole
    yield "the whole less the phrasebook fields", without(whole, *PHRASES)
    yield "the whole less titles and bodies", without(whole, *words)
    yield "the whole less the lexicon of paper names", without(whole, "official")
    yield "the whole less level, applicant, popularity, variant, the unsaid", without(whole, *PRIORS)


def by_weights(index: Index, items: Sequence[Item], weights: Weights, name: str) -> Row:
    """Ranks with these weights."""
    kept, index.weights = index.weights, weights
    try:
        found = {i.id: rank([h.code for h in index.procedures(index.query(i.question))], i.right) for i in items}
    finally:
        index.weights = kept
    return Row(name, found)


def unmended(index: Index, items: Sequence[Item]) -> Row:
    """Ranks when nothing is done about spelling."""
    ranks = {}
    for item in items:
        hits = index.procedures(index.lexicon.query(item.question))
        ranks[item.id] = rank([h.code for h in hits], item.right)
    return Row("the whole less the mending of spelling", ranks)


def with_model(assistant: Assistant, items: Sequence[Item], skip: float, *, choose: bool) -> tuple[Row, float]:
    """(ranks with the recorded model, calls a question)"""
    model = Recorded(items)
    llm = assistant.settings.llm.model_copy(update={"skip_above": skip, "choose": choose})
    settings = assistant.settings.model_copy(update={"llm": llm})
    steps = wiring.steps(settings, assistant.words, assistant.library.catalogue, assistant.library.index(), model)
    ranks = {item.id: rank(codes_of(steps, item), item.right) for item in items}
    name = "titles and choice" if choose else "titles"
    return Row(f"+ recorded model: {name}, not asked from {skip}", ranks), model.calls / max(len(items), 1)


def line(row: Row, base: Row | None = None) -> str:
    """A table row: recalls with intervals, and the gain at 1 over a base row."""
    cells = []
    for depth in DEPTHS:
        value = interval([float(r < depth) for r in row.ranks.values()])
        cells.append(f"{value.mean:.3f} [{value.low:.3f}, {value.high:.3f}]")
    if base is not None:
        one, other = ({k: float(r < 1) for k, r in each.ranks.items()} for each in (row, base))
        change = difference(one, other)
        cells.append(f"{change.mean:+.3f} [{change.low:+.3f}, {change.high:+.3f}]" if change else "")
    else:
        cells.append("")
    return f"| {row.name} | {' | '.join(cells)} |"


def section(assistant: Assistant, title: str, items: list[Item], show: Callable[[str], None]) -> list[str]:
    """The tables of one set of questions."""
    index = assistant.library.index()
    rows = [by_weights(index, items, weights, name) for name, weights in track(list(settings_of(index)), title)]
    whole = next(row for row in rows if "**" in row.name)
    rows.append(unmended(index, items))
    lines = [f"## {title} (n={len(items)})", "", "| | recall@1 | recall@5 | recall@10 | recall@1 against the whole |",
             "|---|---|---|---|---|"]  # fmt: skip
    usual = assistant.settings.llm.skip_above
    lines += [line(row, None if row is whole else whole) for row in rows]
    lines += [line(with_model(assistant, items, usual, choose=choose)[0], whole) for choose in (False, True)]
    lines += ["", "Recorded model, titles alone: cost against gain by the chance from which it is not asked.", "",
              "| not asked from | calls a question | recall@1 | recall@10 |", "|---|---|---|---|"]  # fmt: skip
    for skip in track(THRESHOLDS, "thresholds"):
        row, calls = with_model(assistant, items, skip, choose=False)
        shares = [sum(r < depth for r in row.ranks.values()) / len(items) for depth in (1, 10)]
        lines.append(f"| {skip if skip <= 1 else 'never skipped'} | {calls:.2f} | {shares[0]:.3f} | {shares[1]:.3f} |")
    show(title)
    return [*lines, ""]


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("docs/ablation.md"))
    given = parser.parse_args()
    assistant = wiring.build(load_settings())
    known = assistant.known
    about = ", ".join(f"{k}: {v}" for k, v in machine().items())
    body = ["# What each part brings", "", f"`python -m eval.ablation`; {about}; procedures: "
            f"{len(assistant.library.index())}. 95% bootstrap intervals.", ""]  # fmt: skip
    sets = {"Held-out questions": sorted(HELD.glob("everyday-*.jsonl")),
            "Shared development questions": [SHARED / "everyday_dev.jsonl"]}  # fmt: skip
    for title, files in sets.items():
        items = [i for f in files if f.is_file() for i in read(f) if any(known(c) for c in i.right)]
        if items:
            body += section(assistant, title, items, print)
    given.out.write_text("\n".join(body), "utf-8")


if __name__ == "__main__":
    main()
