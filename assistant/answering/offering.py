"""Procedures offered as choices: different matters, in plain words that tell them apart."""

from __future__ import annotations

from functools import lru_cache

from assistant.types import Candidate, Choice, Facet
from assistant.wording import Wording
from knowledge.index.search import Hit
from knowledge.text import fold, shorten

LABEL_CHARS = 90


def choices(words: Wording, hits: list[Hit], facet: Facet = Facet.OVERVIEW) -> tuple[Choice, ...]:
    """One choice a hit, labelled by how it differs from the others."""
    return tuple(_choice(words, hit, hits, facet) for hit in hits)


def _choice(words: Wording, hit: Hit, among: list[Hit], facet: Facet) -> Choice:
    name = shorten(hit.plain or hit.title, LABEL_CHARS)
    common = frozenset.intersection(*(h.variants for h in among))
    hints = [words(f"variant.{v}") for v in sorted(hit.variants - common) if words.has(f"variant.{v}")]
    if len({h.level for h in among}) > 1 and words(f"level.{hit.level}"):
        hints.append(words(f"level.{hit.level}"))
    hints = [hint for hint in hints if fold(hint) not in fold(name)][:2]
    return Choice(f"{name} ({', '.join(hints)})" if hints else name, hit.code, facet)


def different(hits: tuple[Hit, ...], most: int) -> list[Hit]:
    """The first hits that are different matters."""
    return [hit for n, hit in enumerate(hits) if not any(twins(hit, h) for h in hits[:n])][:most]


def twins(one: Hit, other: Hit) -> bool:
    """The same matter twice: equal titles, or a province's own version of the other."""
    a, b = _matter(one.title), _matter(other.title)
    return a == b or ((one.own or other.own) and (a.startswith(b[:60]) or b.startswith(a[:60])))


@lru_cache(maxsize=8192)
def _matter(title: str) -> str:
    return fold(title).removeprefix("thu tuc ").split(" (")[0].rstrip(". ")


def candidates(hits: tuple[Hit, ...]) -> tuple[Candidate, ...]:
    """The nearest procedures, as the contract tells them beside every reply."""
    return tuple(Candidate(h.code, round(h.chance, 4)) for h in hits)
