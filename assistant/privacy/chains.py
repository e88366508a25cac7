"""Digits that stand together: written in groups, with letters for digits, or said as words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.privacy.lists import spoken
from assistant.privacy.seen import Seen

LIKE = str.maketrans("oil", "011")
"""Letters typed for digits."""
_GROUP = r"(?:(?:(?<!\w)[oil]{1,3})?[0-9][0-9oil]*|(?<!\w)oo+(?!\w))"
# The first character is a plain set, so that the engine skips all others; what may follow it stands behind.
_FIRST = (
    r"[0-9+(oil](?:(?<=[0-9])(?<![0-9][0-9])[0-9oil]*|(?<=[+(])[+(]?(?:(?<!\w)[oil]{1,3})?[0-9][0-9oil]*"
    r"|(?<=[oil])(?<!\w[oil])(?:[oil]{0,2}[0-9][0-9oil]*|(?<=o)o+(?!\w)))"
)
_WRITTEN = re.compile(rf"{_FIRST}(?:[ .()/-]{{1,3}}{_GROUP})*")
_PART = re.compile(_GROUP)
ALONE = 8
"""Digits written in one that are a number by themselves: nothing that follows belongs to them."""


@dataclass(frozen=True, slots=True)
class Group:
    """Digits without a blank; a digit said as a word is a group of one."""

    start: int
    end: int
    digits: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Groups that follow each other."""

    start: int
    """Of a sign before the first group, too."""
    groups: tuple[Group, ...]
    said: bool
    """Said as words."""

    @property
    def end(self) -> int:
        """End of the last group."""
        return self.groups[-1].end

    @property
    def digits(self) -> str:
        """All digits."""
        return "".join(g.digits for g in self.groups)

    def begin(self, first: int) -> int:
        """Where a number starts whose first group this is."""
        return self.groups[first].start if first else self.start

    def part(self, first: int, last: int) -> Chain | None:
        """The groups from `first` to `last` (excluded), if there are any."""
        groups = self.groups[first:last]
        return Chain(self.begin(first), groups, self.said) if groups else None

    def edges(self) -> list[int]:
        """How many digits stand before each group, and in all."""
        counts = [0]
        for group in self.groups:
            counts.append(counts[-1] + len(group.digits))
        return counts

    def one_number(self, first: int, last: int) -> bool:
        """Whether the groups may be one number: of several, only the last may be long by itself."""
        sizes = [len(g.digits) for g in self.groups[first:last]]
        return all(size < ALONE for size in sizes[:-1]) or sizes == BRANCH


BRANCH = [10, 3]
"""A tax code with its branch: 0101234567-001."""


def chains(seen: Seen) -> list[Chain]:
    """All chains of a text, written and said, in order."""
    return sorted([*_written(seen.plain), *_said(seen.plain)], key=lambda c: c.start)


def _written(plain: str) -> Iterator[Chain]:
    for match in _WRITTEN.finditer(plain):
        parts = _PART.finditer(plain, match.start(), match.end())
        yield Chain(match.start(), tuple(Group(p.start(), p.end(), p[0].translate(LIKE)) for p in parts), said=False)


def _said(plain: str) -> Iterator[Chain]:
    digits, several, one = spoken()
    for match in several.finditer(plain):
        words = one.finditer(plain, match.start(), match.end())
        yield Chain(match.start(), tuple(Group(w.start(), w.end(), digits[w[0]]) for w in words), said=True)


def index(edges: list[int], count: int) -> int | None:
    """The group that `count` digits stand before; None inside of a group."""
    at = bisect_right(edges, count) - 1
    return at if edges[at] == count else None
