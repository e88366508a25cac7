"""Train the static embedding that comes with the program: CPU, minutes, from nothing.

    pip install torch==2.13.0
    python -m eval.train_static knowledge/index/static          (needs the imported national catalogue)

Every word and every pair of neighbouring words has a vector; a text is their mean. Multiple-negatives ranking
(Henderson et al. 2017) pulls together phrasing and title, two phrasings of one procedure, and body and title, against
all other procedures of a batch; records with the same title are no negatives of each other. Most texts are seen
without accents, or with some accents dropped, as people type. Saved in Model2Vec's format, one byte a number.
Nothing of `eval/suites` and nothing shared is read.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rich.progress import track

from assistant.settings import load_settings
from assistant.wiring import build
from eval.phrasings import split
from knowledge import phrasebook
from knowledge.catalogue import Catalogue, Kind
from knowledge.phrasebook import matter
from knowledge.text import fold, pairs, words

if TYPE_CHECKING:
    import torch

DIMENSIONS = 256
LARGEST_VOCABULARY = 40_000
LEAST_COUNT = {"word": 2, "pair": 3}
EPOCHS = 6
LONGEST = 300
"""Characters of a text that are read."""
BATCH = 512
RATE = 0.02
TEMPERATURE = 0.06
SEED = 7


Said = tuple[tuple[str, ...], tuple[str, ...]]
"""The words of a text, with accents and without."""


@dataclass(slots=True)
class Texts:
    """What is known of one matter (records with the same title)."""

    title: Said
    asks: list[Said]
    body: list[Said]


def texts(catalogue: Catalogue, generation: int, phrases: dict[str, list[str]]) -> list[Texts]:
    """Title, phrasings and parts of the body by matter; words only."""
    found: dict[str, Texts] = {}
    guides = {g.code: g for g in catalogue.records(Kind.GUIDE, generation)}
    for record in catalogue.records(Kind.PROCEDURE, generation):
        entry = found.setdefault(matter(record.title), Texts(said(record.title), [], []))
        entry.asks += [said(ask) for ask in phrases.get(record.code, ())]
        if guide := guides.get(record.code):
            entry.asks += [said(ask) for ask in (guide.title, *guide.asks)]
        sections = (record.sections.get(name, "") for name in ("steps", "conditions", "result", "papers"))
        entry.body += [said(section) for section in sections if section]
    return list(found.values())


def said(text: str) -> Said:
    """The words of a text."""
    accented = tuple(words(text[:LONGEST]))
    return accented, tuple(fold(w) for w in accented)


def vocabulary(known: Iterable[Texts]) -> dict[str, int]:
    """Words and pairs that occur often enough, with accents and without."""
    counts: Counter[str] = Counter()
    for entry in known:
        for spellings in (entry.title, *entry.asks, *entry.body):
            for spelled in spellings:
                counts.update(spelled)
                counts.update(pairs(spelled))
    chosen = [w for w, n in counts.most_common() if n >= LEAST_COUNT["pair" if "_" in w else "word"]]
    return {"[UNK]": 0} | {w: n for n, w in enumerate(chosen[: LARGEST_VOCABULARY - 1], start=1)}


def noisy(said: Said, chance: random.Random) -> tuple[str, ...]:
    """As people type: without accents, or with some of them."""
    accented, plain = said
    drawn = chance.random()
    if drawn < 0.45:
        return plain
    if drawn < 0.6:
        return tuple(p if chance.random() < 0.4 else a for a, p in zip(accented, plain, strict=True))
    return accented


Example = tuple[Said, Said, int]
"""Two texts that mean the same, and the number of their matter."""


def examples(known: Sequence[Texts], chance: random.Random) -> list[Example]:
    """Pairs of texts that mean the same, with the number of their matter, in random order."""
    made: list[Example] = []
    for number, entry in enumerate(known):
        for ask in entry.asks:
            other = chance.choice(entry.asks)
            made += [(ask, entry.title, number), (ask, other if other != ask else entry.title, number)]
        if entry.body:
            made.append((chance.choice(entry.body), entry.title, number))
        made.append((entry.title, entry.title, number))
    chance.shuffle(made)
    return made


class Trainer:
    """An embedding bag and its optimiser."""

    def __init__(self, known: Sequence[Texts], tokens: dict[str, int]) -> None:
        import torch

        torch.manual_seed(SEED)
        self._known, self._tokens, self._chance = known, tokens, random.Random(SEED)  # noqa: S311  no secret
        self.bag = torch.nn.EmbeddingBag(len(tokens), DIMENSIONS, mode="mean")
        torch.nn.init.normal_(self.bag.weight, std=0.1)
        self._optimiser = torch.optim.Adam(self.bag.parameters(), lr=RATE)

    def train(self, epochs: int) -> None:
        """All epochs, the rate falling to nearly nothing."""
        for epoch in range(epochs):
            made = examples(self._known, self._chance)
            starts = range(0, len(made) - BATCH + 1, BATCH)
            for start in track(starts, f"epoch {epoch + 1} of {epochs}"):
                done = (epoch + start / len(made)) / epochs
                self._optimiser.param_groups[0]["lr"] = RATE * (1 - done) + 1e-4
                self._step(made[start : start + BATCH])

    def _step(self, batch: list[Example]) -> None:
        import torch
        from torch.nn.functional import cross_entropy

        asked = self._encode([noisy(one, self._chance) for one, _, _ in batch])
        meant = self._encode([noisy(other, self._chance) for _, other, _ in batch])
        numbers = torch.tensor([number for _, _, number in batch])
        same = (numbers[:, None] == numbers[None, :]) & ~torch.eye(len(batch), dtype=torch.bool)
        scores = (asked @ meant.T / TEMPERATURE).masked_fill(same, -1e4)
        right = torch.arange(len(batch))
        loss = (cross_entropy(scores, right) + cross_entropy(scores.T, right)) / 2
        self._optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call, unused-ignore]  # torch need not be there
        self._optimiser.step()

    def _encode(self, spoken: list[tuple[str, ...]]) -> torch.Tensor:
        import torch

        known = self._tokens
        ids = [[known[t] for t in (*text, *pairs(text)) if t in known] or [0] for text in spoken]
        starts = torch.tensor([0, *np.cumsum([len(row) for row in ids])[:-1]])
        flat = torch.tensor([token for row in ids for token in row])
        return torch.nn.functional.normalize(self.bag(flat, starts), dim=-1)


def save(vectors: np.ndarray, tokens: dict[str, int], folder: Path) -> None:
    """One byte a number: a shared scale, since only directions count."""
    from model2vec import StaticModel
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import WhitespaceSplit

    vectors[0] = 0.0
    widest = np.quantile(np.abs(vectors), 0.9999)
    small = np.clip(np.round(vectors / widest * 127), -127, 127).astype(np.int8)
    tokenizer = Tokenizer(WordLevel(tokens, unk_token="[UNK]"))  # noqa: S106  the unknown word, no password
    tokenizer.pre_tokenizer = WhitespaceSplit()
    StaticModel(small, tokenizer, normalize=True).save_pretrained(str(folder))
    (folder / "README.md").unlink(missing_ok=True)


def main() -> None:
    """Train on the live generation and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument(
        "--leave-out", type=float, default=0.0, help="share of phrasings not to see (eval.train_ranker)"
    )
    given = parser.parse_args()
    settings = load_settings()
    catalogue = build(settings).library.catalogue
    seen, _ = split(phrasebook.load(phrasebook.files(settings.home)), given.leave_out)
    known = texts(catalogue, catalogue.live_generation() or 0, seen)
    tokens = vocabulary(known)
    trainer = Trainer(known, tokens)
    trainer.train(given.epochs)
    save(trainer.bag.weight.detach().numpy().copy(), tokens, given.folder)


if __name__ == "__main__":
    main()
