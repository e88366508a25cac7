"""What personal data there is, and where in a text it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A kind of personal data; its words for people stand in cues.toml under `labels`."""

    CCCD = "cccd"
    CMND = "cmnd"
    PHONE = "phone"
    BANK = "bank"
    CARD = "card"
    BHXH = "bhxh"
    BHYT = "bhyt"
    MST = "mst"
    PASSPORT = "passport"
    PLATE = "plate"
    EMAIL = "email"
    BIRTH = "birth"
    NAME = "name"
    ADDRESS = "address"
    NUMBER = "number"
    """A long number that nothing explains: somebody's, most likely."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (excluded) of a text are of a kind."""

    start: int
    end: int
    kind: Kind


def apart(spans: Iterable[Span]) -> list[Span]:
    """Spans in the order of the text, none over another: of two that meet, the one that starts first stays."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
