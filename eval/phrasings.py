"""Which phrasings a training run may not see: chosen by hash, so that every program leaves out the same ones."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from knowledge.phrasebook import Phrases

Phrased = Mapping[str, Sequence[str]]


def left_out(code: str, ask: str, share: float) -> bool:
    """Whether a phrasing belongs to the share that is left out (0 to 1)."""
    number = int.from_bytes(hashlib.sha256(f"{code} {ask}".encode()).digest()[:4])
    return number < share * 2**32


def split(phrases: Phrases, share: float) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """(phrasings that may be seen by code, (phrasing, code) that may not)."""
    seen: dict[str, list[str]] = {}
    unseen: list[tuple[str, str]] = []
    for code, asks in phrases.items():
        for ask in asks:
            if left_out(code, ask, share):
                unseen.append((ask, code))
            else:
                seen.setdefault(code, []).append(ask)
    return seen, unseen
