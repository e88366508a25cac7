"""Addresses: behind words that announce them, behind a name, or where a house or hamlet has its number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from assistant.privacy.lists import Pattern, either, load, spelled, starting
from assistant.privacy.seen import Seen
from assistant.privacy.span import Kind, Span
from knowledge.text import fold

_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"(?:so )?[0-9]{1,5}[a-z]?(?:[/-][0-9]{1,4}[a-z]?){0,4}(?![0-9a-z])(?![.,/][0-9])")
_APART = re.compile(r" ?[,;-] ?| ")
LONGEST = 12
"""Parts of an address at most."""


@dataclass(frozen=True, slots=True)
class _Places:
    """The lists of places.toml as patterns over the folded text."""

    sure: Pattern
    soft: Pattern
    joined: Pattern
    numbered: Pattern
    counted: Pattern
    sheet: Pattern
    unit: Pattern
    house: frozenset[str]
    accented: frozenset[str]
    bare_ambiguous: frozenset[str]
    stops: frozenset[str]
    bare_stops: frozenset[str]


@cache
def _places() -> _Places:
    data = load("places")
    cue, unit = data["cue"], data["unit"]
    units = [*unit["house"], *unit["area"]]
    return _Places(
        sure=starting(spelled(cue["sure"])),
        soft=starting(spelled(cue["soft"])),
        joined=re.compile(spelled(cue["joined"])),
        numbered=starting(spelled(unit["numbered"])),
        counted=re.compile(f"[a-z ]*{unit['counted']}"),
        sheet=re.compile(unit["sheet"]),
        unit=re.compile(rf"(?:{either(map(fold, units))})(?![a-z])"),
        house=frozenset(map(fold, unit["house"])),
        accented=frozenset(units),
        bare_ambiguous=frozenset(map(fold, unit["ambiguous"])) - frozenset(unit["ambiguous"]),
        stops=frozenset(unit["stops"]),
        bare_stops=frozenset(map(fold, unit["stops"])),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of an address: where it ends and what it tells."""

    end: int
    house: bool
    """It says more than the commune."""
    surely: bool
    """With a number or capitals."""


def places(seen: Seen, names: Iterable[Span]) -> Iterator[Span]:
    """Addresses; `names`: people's, behind whom an address may follow."""
    lists, done = _places(), 0
    starts = [(m.end(), "sure") for m in lists.sure.finditer(seen.plain)]
    starts += [(m.end(), "soft") for m in lists.soft.finditer(seen.plain)]
    starts += [(m.end(), "name") for span in names if (m := lists.joined.match(seen.plain, span.end))]
    starts += [(m.start(), "number") for m in lists.numbered.finditer(seen.plain) if _meant(seen, m)]
    for at, cue in sorted(starts):
        if at >= done and (end := _address(seen, at, cue)):
            yield Span(at, end, Kind.ADDRESS)
            done = end


def _meant(seen: Seen, match: re.Match[str]) -> bool:
    """Whether a unit with a number is a place: not "tổ 3 người", and not "tờ 45"."""
    before = seen.bare[max(0, match.start() - 30) : match.start()]
    if _places().counted.match(seen.bare, match.start()) or _places().sheet.search(before):
        return False
    return _unit_at(seen, match.start()) is not None


def _address(seen: Seen, at: int, cue: str) -> int:
    """Where the address ends that starts here; 0 where none does."""
    parts: list[_Part] = []
    following: _Part | None = _part(seen, at, first=True)
    while following and len(parts) < LONGEST:
        parts.append(following)
        gap = _APART.match(seen.bare, following.end)
        following = _part(seen, gap.end(), first=False) if gap else None
    if not parts:
        return 0
    house = any(part.house and part.surely for part in parts)
    enough = {
        "number": house,
        "soft": house or (len(parts) > 1 and parts[0].house),
        "sure": any(part.surely for part in parts) or len(parts) > 1,
        "name": any(part.surely for part in parts) or len(parts) > 1,
    }
    if cue == "number" and len(parts) == 1 and not seen.accented and _short(seen.bare[at : parts[0].end]):
        return 0
    return parts[-1].end if enough[cue] else 0


def _short(part: str) -> bool:
    """Without accents "to 5" may be a sheet of paper, when nothing follows."""
    return part.startswith(("to ", "ap "))


def _part(seen: Seen, at: int, first: bool) -> _Part | None:
    """A unit and its name or number; a bare house number and a street's name may be the first."""
    unit = _unit_at(seen, at)
    if unit is None:
        return _housed(seen, at) if first else None
    begin = unit.end() + (seen.bare[unit.end() : unit.end() + 1] in (" ", ".", ":"))
    begin += seen.bare[begin : begin + 1] == " "
    house = unit[0] in _places().house
    if figure := _FIGURE.match(seen.bare, begin):
        return _Part(figure.end(), house, True)
    return _called(seen, begin, house)


def _unit_at(seen: Seen, at: int) -> re.Match[str] | None:
    """The unit that stands here, in its own accents or without any."""
    match = _places().unit.match(seen.bare, at)
    if match is None:
        return None
    plain = seen.plain[match.start() : match.end()]
    known = plain in _places().accented
    unaccented = plain == match[0] and not (seen.accented and plain in _places().bare_ambiguous)
    return match if known or unaccented else None


def _housed(seen: Seen, at: int) -> _Part | None:
    """The number of a house with its street: "12/7 Lê Lợi", or "12/7" alone before a street."""
    figure = _FIGURE.match(seen.bare, at)
    if figure is None or seen.bare[figure.end() : figure.end() + 1] != " ":
        return None
    if _unit_at(seen, figure.end() + 1):
        return _Part(figure.end(), True, True)
    street = _called(seen, figure.end() + 1, True)
    return street if street and street.surely else None


def _breaks(seen: Seen, at: int) -> bool:
    """Whether the next part starts here; a word that is a unit with other accents does not ("xa doi thong")."""
    unit = _unit_at(seen, at)
    return unit is not None and unit[0] not in _places().bare_ambiguous


def _called(seen: Seen, at: int, house: bool) -> _Part | None:
    """A place's name: capitalised words, or up to two that are no stop words."""
    capitals = end = 0
    match = _WORD.match(seen.case, at)
    while match and capitals < 4 and match[0][0].isupper() and not seen.case.isupper():
        if capitals and _unit_at(seen, match.start()):
            break
        capitals, end = capitals + 1, match.end()
        match = _WORD.match(seen.case, end + 1) if seen.case[end : end + 1] == " " else None
    if capitals:
        return _Part(end, house, True)
    stops = _places().stops if seen.accented else _places().bare_stops
    for _ in range(2):
        if match is None or match[0].lower() in stops or _breaks(seen, match.start()):
            break
        end = match.end()
        match = _WORD.match(seen.case, end + 1) if seen.case[end : end + 1] == " " else None
    return _Part(end, house, False) if end else None
