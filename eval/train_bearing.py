"""Learn which sentence of a record answers a question about a detail of it (`assistant.answering.bearing`).

    python -m eval.train_bearing          (needs the imported national catalogue)

Reads `eval/suites/train/details.jsonl`, and of the conversations in `eval/suites/train` the turns that leave a
procedure for another: of these the record left behind is silent. Nothing of `eval/suites/held` and nothing shared.
Prints a cross-validated table (all questions of a procedure stay in one part), then writes `bearing.toml` and
`bearing.npz`.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from scipy.sparse import csr_matrix

from assistant.answering.bearing import Asked, features
from assistant.answering.pieces import Piece, pieces, said_by
from assistant.rules import details_of
from assistant.settings import load_settings
from assistant.wiring import Assistant, build
from eval import details, dialogues
from eval.logit import Choice, learn, shares

TRAIN = Path(__file__).parent / "suites" / "train"
LEFT_COUNTS = 0.3
"""What a turn that leaves a procedure counts beside a question about a detail."""
ASKED_LEAST, SAID_LEAST = 8, 30
"""How often a word must be asked, and said, to be learned in pairs."""
RIDGE, PAIR_RIDGE = 5e-3, 1e-2
STEPS = 120
FAINT = 0.004
"""Weight of a pair below which it is left out of the file."""
PARTS, SEED = 5, 11
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One question with the pieces of its record; the last row is silence."""

    code: str
    asked: Asked
    found: tuple[Piece, ...]
    right: NDArray[np.bool_]
    fine: NDArray[np.bool_]
    """Right, or of help."""
    counts: float


def case(assistant: Assistant, code: str, question: str, marks: frozenset[str], also: frozenset[str] = frozenset(),
         counts: float = 1.0) -> Case | None:  # fmt: skip
    """A question put beside its record; None where the catalogue has no such record."""
    index = assistant.library.index()
    record = assistant.library.catalogue.procedure(code, index.generation)
    if record is None:
        return None
    query = index.query(question)
    found = tuple(pieces(record))
    signs = [details.mark(piece.text) for piece in found]
    right = np.array([*(sign in marks for sign in signs), not marks])
    fine = right | np.array([*(bool(marks) and sign in also for sign in signs), False])
    asked = Asked(query, record.title, details_of(query.folded), index.rarity)
    return Case(code, asked, found, right, fine, counts) if right.any() else None


def cases(assistant: Assistant) -> Iterator[Case]:
    """Questions about details, and turns that leave a procedure."""
    for one in track(details.read(TRAIN / "details.jsonl"), "details"):
        if (one.marks or one.silent) and (made := case(assistant, one.code, one.question, one.marks, one.also)):
            yield made
    for file in sorted(TRAIN.glob("dialogue-*.jsonl")):
        for talk in dialogues.read(file):
            for before, turn in zip(talk.turns, talk.turns[1:], strict=False):
                left = sorted(before.right - turn.right)
                if turn.right and left and not before.right & turn.right:
                    made = case(assistant, left[0], turn.said, frozenset(), counts=LEFT_COUNTS)
                    if made:
                        yield made


class Design:
    """Columns: the named features, then pairs of a word asked and a word said."""

    def __init__(self, made: Sequence[Case]) -> None:
        rows = {id(one): features(one.asked, one.found) for one in made}
        said = {id(one): [said_by(piece).tokens for piece in one.found] for one in made}
        records = {one.code: said[id(one)] for one in made}
        asked_often = Counter(word for one in made for word in one.asked.words)
        said_often = Counter(token for found in records.values() for held in found for token in held)
        self.asked = sorted(word for word, n in asked_often.items() if n >= ASKED_LEAST)
        self.said = sorted(token for token, n in said_often.items() if n >= SAID_LEAST)
        self.names = sorted({name for found in rows.values() for row in found for name in row})
        self.matrices = [self._matrix(one, rows[id(one)], said[id(one)]) for one in track(made, "words")]

    @property
    def width(self) -> int:
        """How many columns."""
        return len(self.names) + len(self.asked) * len(self.said)

    def _matrix(self, one: Case, rows: list[dict[str, float]], said: list[frozenset[str]]) -> csr_matrix:
        column = {name: n for n, name in enumerate(self.names)}
        asked_at = {word: n for n, word in enumerate(self.asked)}
        said_at = {token: n for n, token in enumerate(self.said)}
        cells = [(n, column[name], value) for n, row in enumerate(rows) for name, value in row.items()]
        words = [word for word in one.asked.words if word in asked_at]
        for n, held in enumerate(said):
            for token in held & said_at.keys():
                place = len(self.names) + said_at[token]
                cells += [(n, place + asked_at[word] * len(self.said), 1.0) for word in words if word != token]
        at, columns, values = zip(*cells, strict=True)
        return csr_matrix((values, (at, columns)), shape=(len(rows), self.width))

    def choices(self, made: Sequence[Case]) -> list[Choice]:
        """The cases as they are learned from."""
        return [Choice(m, one.right, one.counts) for m, one in zip(self.matrices, made, strict=True)]

    @property
    def ridge(self) -> Numbers:
        """By column."""
        pairs = np.full(self.width - len(self.names), PAIR_RIDGE)
        return np.concatenate([np.full(len(self.names), RIDGE), pairs]) * len(self.matrices)


def validate(design: Design, made: Sequence[Case]) -> str:
    """In words: the right piece first and among two, silence told from an answer, on procedures not learned from."""
    codes = sorted({one.code for one in made})
    random.Random(SEED).shuffle(codes)  # noqa: S311  no secret
    part = {code: n % PARTS for n, code in enumerate(codes)}
    first: list[bool] = []
    second: list[bool] = []
    silent: list[float] = []
    answered: list[float] = []
    choices = design.choices(made)
    for held in range(PARTS):
        seen = [choice for one, choice in zip(made, choices, strict=True) if part[one.code] != held]
        weights = learn(seen, design.ridge, STEPS)
        for one, choice in zip(made, choices, strict=True):
            if part[one.code] == held and one.counts == 1.0:
                chances = shares(choice, weights)
                best = np.argsort(-chances[:-1])
                (silent if one.right[-1] else answered).append(float(chances[-1]))
                if not one.right[-1]:
                    first.append(bool(one.fine[best[0]]))
                    second.append(bool(one.fine[best[:2]].any()))
    told = np.mean([[a > b for b in answered] for a in silent])
    return f"first {np.mean(first):.3f}, among two {np.mean(second):.3f}, silence above an answer {told:.3f}"


def save(design: Design, weights: Numbers, folder: Path) -> None:
    """The features as a table; the pairs that count, one byte each."""
    named = zip(design.names, weights, strict=False)
    lines = ["# Learned by eval.train_bearing; one weight a feature (assistant.answering.bearing).", "", "[weights]"]
    lines += [f"{name} = {round(float(value), 3)}" for name, value in named]
    (folder / "bearing.toml").write_text("\n".join(lines) + "\n", "utf-8")
    table = weights[len(design.names) :].reshape(len(design.asked), len(design.said))
    kept = np.abs(table) >= FAINT
    scale = float(np.abs(table).max(initial=FAINT)) / 127
    np.savez_compressed(
        folder / "bearing.npz", asked=np.frombuffer("\n".join(design.asked).encode(), np.uint8),
        said=np.frombuffer("\n".join(design.said).encode(), np.uint8), counts=kept.sum(axis=1).astype(np.uint16),
        places=np.nonzero(kept)[1].astype(np.uint16), weights=np.round(table[kept] / scale).astype(np.int8),
        scale=np.float32(scale),
    )  # fmt: skip


def main() -> None:
    """Validate, learn from all, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("assistant/answering"))
    given = parser.parse_args()
    made = list(cases(build(load_settings())))
    design = Design(made)
    show = Console()
    show.print(f"{len(made)} questions, {design.width} weights: {validate(design, made)}")
    save(design, learn(design.choices(made), design.ridge, STEPS), given.out)


if __name__ == "__main__":
    main()
