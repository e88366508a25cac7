"""Names of people, behind words that announce them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from assistant.privacy.lists import Pattern, load, spelled, starting
from assistant.privacy.seen import Seen
from assistant.privacy.span import Kind, Span
from knowledge.text import fold

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
SURE = 3
"""Words of a name without capitals that a person's word announces: family, middle and given name."""


class _Cue(IntEnum):
    """What words before a name tell, the surest first."""

    NAMED = 0
    BEING = 1
    CALLED = 2
    DOUBTFUL = 3


@dataclass(frozen=True, slots=True)
class _People:
    """The lists of people.toml; families and middle names with and without accents."""

    cues: tuple[tuple[Pattern, _Cue], ...]
    """Over the text with its capitals."""
    doubtful: frozenset[str]
    more: Pattern
    longest: int
    family: frozenset[str]
    bare_family: frozenset[str]
    families: frozenset[str]
    """With accents and without."""
    middle: frozenset[str]
    bare_middle: frozenset[str]
    plainest: frozenset[str]
    surest: frozenset[str]
    places: frozenset[str]
    others: frozenset[str]
    stops: frozenset[str]
    given: frozenset[str]


@cache
def _people() -> _People:
    data = load("people")
    cue, names = data["cue"], data["names"]
    rows = (("named", _Cue.NAMED), ("being", _Cue.BEING), ("called", _Cue.CALLED))
    every = {name: frozenset(names[name]) for name in names}
    bare = {name: frozenset(map(fold, words)) for name, words in every.items()}
    return _People(
        cues=tuple((starting(spelled(cue[name])), level) for name, level in rows),
        doubtful=frozenset(cue["doubtful"]),
        more=re.compile(cue["more"]),
        longest=cue["longest"],
        family=every["family"],
        bare_family=bare["family"],
        families=every["family"] | bare["family"],
        middle=every["middle"],
        bare_middle=bare["middle"],
        places=every["places"] | bare["places"],
        **{name: every[name] for name in ("plainest", "surest", "others", "stops", "given")},
    )


def names(seen: Seen) -> Iterator[Span]:
    """Names behind a cue, and those joined to them ("... và Đỗ Thị Lành")."""
    people, done = _people(), 0
    for at, cue in sorted(_cues(seen)):
        if at < done:
            continue
        end = _name(seen, at, cue)
        while end:
            yield Span(at, end, Kind.NAME)
            done = end
            joined = people.more.match(seen.bare, end)
            at = joined.end() if joined else end
            end = _name(seen, at, _Cue.DOUBTFUL) if joined else 0


def _cues(seen: Seen) -> Iterator[tuple[int, _Cue]]:
    """Where a name may start, and how sure that is."""
    shown = seen.plain if seen.case.isupper() else seen.case
    for pattern, cue in _people().cues:
        for match in pattern.finditer(shown):
            said = seen.plain[match.start() : match.end()].split(" ", 1)
            doubtful = cue is _Cue.CALLED and said[0] in _people().doubtful
            yield match.end(), _Cue.DOUBTFUL if doubtful else cue


def _name(seen: Seen, at: int, cue: _Cue) -> int:
    """Where the name ends that starts here; 0 where none does."""
    first = _WORD.match(seen.case, at)
    if first is None or not (first[0][0].isupper() or first[0].lower() in _people().families):
        return 0
    words = _words(seen, at)
    if len(words) < 2 or " ".join(word[0].lower() for word in words[:2]) in _people().places:
        return 0
    if words[0][0][0].isupper() and not seen.case.isupper():
        return _with_capitals(words, cue)
    if words[1][0][0].isupper() and not seen.case.isupper():
        return 0  # "tên đường Nguyễn Trãi"
    return _without(seen, words, cue)


def _words(seen: Seen, at: int) -> list[re.Match[str]]:
    """The words from here on with nothing but a blank between, as many as a name may have."""
    words: list[re.Match[str]] = []
    match = _WORD.match(seen.case, at)
    while match and len(words) < _people().longest:
        words.append(match)
        match = _WORD.match(seen.case, match.end() + 1) if seen.case[match.end() : match.end() + 1] == " " else None
    return words


def _with_capitals(words: list[re.Match[str]], cue: _Cue) -> int:
    people = _people()
    count = next((i for i, word in enumerate(words) if not word[0][0].isupper()), len(words))
    first = words[0][0].lower()
    family = first in people.family or (first.isascii() and first in people.bare_family)
    named = cue <= _Cue.BEING and fold(first) not in people.others
    return words[count - 1].end() if count > 1 and (family or named) else 0


def _without(seen: Seen, words: list[re.Match[str]], cue: _Cue) -> int:
    """A name written without capitals: a known family name, and a middle name where the cue says little."""
    people = _people()
    lower = [word[0].lower() for word in words]
    family, middle = (people.family, people.middle) if seen.accented else (people.bare_family, people.bare_middle)
    sure = seen.accented or cue is _Cue.NAMED or lower[0] in people.surest
    telling = middle if sure else people.plainest
    if lower[0] not in family or (cue is _Cue.DOUBTFUL and not seen.accented):
        return 0
    if lower[1] not in telling:
        return words[1].end() if cue is _Cue.NAMED and fold(lower[1]) not in people.stops else 0
    kept = min(SURE, len(lower))  # what follows a middle name is a name, whatever else it may mean
    if len(lower) > SURE and (
        fold(lower[SURE]) not in people.stops or (lower[2] in middle and fold(lower[SURE]) in people.given)
    ):
        kept = SURE + 1
    return words[kept - 1].end() if kept >= SURE else 0
