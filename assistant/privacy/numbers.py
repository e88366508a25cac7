"""Numbers of people: what was announced before them says what they are, then their own form, then their length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.privacy.chains import BRANCH, Chain, chains, index
from assistant.privacy.lists import GAP, Cue, cues, letters, money
from assistant.privacy.seen import GONE, Seen
from assistant.privacy.span import Kind, Span

_FORMS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    # Thông tư 59/2021/TT-BCA: the first three digits are the province's code, 001 to 096
    (Kind.CCCD, re.compile(r"(?=(0(?:0[1-9]|[1-8][0-9]|9[0-6])[0-9]{9}))")),
    # mobile numbers; area codes 02x(x) of eleven digits, and mobiles of eleven as they were until 2018
    (Kind.PHONE, re.compile(r"(?=((?:(?:00)?840?|0)[35789][0-9]{8}|(?:(?:00)?840?|0)2[0-9]{9}))")),
    (Kind.PHONE, re.compile(r"(?=(01[2689][0-9]{8}|02[0-9]{8}))")),
)
"""Forms that need no cue; Luhn's numbers are found by `_card`."""
_SENTENCE_ENDS = re.compile(rf"[?!;\n{GONE}]|\. ?[^\W\d_]")
_HELD = 6
"""Digits that make a chain the number a cue was for."""
_AFTER = 8
"""Least digits of a number that is explained behind it."""


_REACH = GAP + 30
"""Characters before a number in which a cue for it may start."""


def _before(seen: Seen, chain: Chain, free: int) -> Cue | None:
    """The nearest cue before a chain that no other number took; `free`: end of that number."""
    # one more than up to the chain: a cue may want to see that a number follows
    met = list(cues().pattern.finditer(seen.bare, max(free, chain.start - _REACH), chain.start + 1))
    last = met[-1] if met else None
    cue = _near(seen, last, last.end(), chain.start) if last else None
    return cue if last and cue and chain.start - last.end() <= cue.gap else None


def _after(seen: Seen, chain: Chain, taken: int) -> Cue | None:
    """The next cue behind a chain; `taken`: start of the next number, whose own it may be."""
    found = cues().pattern.search(seen.bare, chain.end, chain.end + money().gap + GAP // 2)
    if found is None or found.start() > chain.end + money().gap or taken - found.end() <= GAP // 2:
        return None
    return _near(seen, found, chain.end, found.start())


def _near(seen: Seen, match: re.Match[str], start: int, end: int) -> Cue | None:
    """The row of a cue, where no sentence ends and no other number stands between it and its number."""
    assert match.lastindex
    return None if _SENTENCE_ENDS.search(seen.bare[start:end]) else cues().rows[match.lastindex - 1]


def numbers(seen: Seen) -> Iterator[Span]:
    """The numbers of people in a text whose look-alikes are gone."""
    free = 0
    for chain, following in pairwise([*chains(seen), None]):
        assert chain
        if chain.said or len(chain.digits) >= _HELD:
            taken = following.start if following else len(seen.bare) + GAP
            yield from _explained(seen, chain, _before(seen, chain, free), taken)
            free = chain.end


def _explained(seen: Seen, chain: Chain, cue: Cue | None, taken: int) -> Iterator[Span]:
    """What a chain holds, the cue before it heard first; nothing where the cue says it is nobody's own."""
    if cue and cue.kind is None:
        return
    rest: Chain | None = chain
    if cue and cue.kind and (last := _taken(seen, chain, cue)):
        start = _with_letters(seen, chain) if cue.kind in _LETTERED else chain.start
        yield Span(start, chain.groups[last - 1].end, cue.kind)
        rest = chain.part(last, len(chain.groups))
    if rest:
        yield from _by_form(seen, rest, taken)


_LETTERED = frozenset({Kind.PASSPORT, Kind.BHYT})


def _with_letters(seen: Seen, chain: Chain) -> int:
    """Where a code starts whose letters were said before its digits ("pê không không ...")."""
    named = letters().search(seen.plain[max(0, chain.start - 12) : chain.start]) if chain.said else None
    return chain.start - len(named[0]) if named else chain.start


def _taken(seen: Seen, chain: Chain, cue: Cue) -> int:
    """How many groups are the number a cue is for; 0: none, or their form says something surer."""
    counts = {count: last for last, count in enumerate(chain.edges()[:40]) if last and chain.one_number(0, last)}
    size = next((n for n in cue.digits if n in counts), None)
    if size is None or _grouped(seen, chain):
        return 0
    # of accounts every length is likely, but a cue that says little ("chuyển khoản") also stands before amounts
    likely = size == cue.digits[0] if cue.kind is not Kind.BANK else cue.digits[-1] < _AFTER
    if not likely and _amount(seen, chain):
        return 0
    formed = cue.kind is not Kind.BANK and not likely and any(first == 0 for first, _, _ in _formed(chain))
    return 0 if formed else counts[size]


def _formed(chain: Chain) -> Iterator[tuple[int, int, Kind]]:
    """(first group, group behind the last, kind) of what has a form of its own; they may overlap."""
    digits, edges = chain.digits, chain.edges()
    for kind, form in _FORMS:
        for match in form.finditer(digits):
            first, last = index(edges, match.start()), index(edges, match.end(1))
            if first is not None and last is not None and chain.one_number(first, last):
                yield first, last, kind
    yield from _cards(chain)


_CARD_GROUPS = ([4, 4, 4, 4, 3], [4, 4, 4, 4], [16], [19])


def _cards(chain: Chain) -> Iterator[tuple[int, int, Kind]]:
    """Card numbers: as they are printed, with Luhn's check digit (ISO/IEC 7812)."""
    sizes = [len(g.digits) for g in chain.groups]
    for first in range(len(sizes)):
        for groups in _CARD_GROUPS:
            last = first + len(groups)
            if sizes[first:last] == groups and luhn("".join(g.digits for g in chain.groups[first:last])):
                yield first, last, Kind.CARD


def luhn(digits: str) -> bool:
    """Whether the check digit of a card number is right; no card starts with 0 or 1."""
    doubled = (sum(divmod(2 * int(d), 10)) for d in digits[-2::-2])
    return digits[0] not in "01" and (sum(map(int, digits[::-2])) + sum(doubled)) % 10 == 0


def _by_form(seen: Seen, chain: Chain, taken: int) -> Iterator[Span]:
    """What has a form of its own, and what is left between."""
    at = 0
    for first, last, kind in sorted(_formed(chain), key=lambda piece: (piece[0], -piece[1])):
        if first >= at:
            yield from _by_length(seen, chain.part(at, first), taken)
            yield Span(chain.begin(first), chain.groups[last - 1].end, kind)
            at = last
    yield from _by_length(seen, chain.part(at, len(chain.groups)), taken)


def _by_length(seen: Seen, chain: Chain | None, taken: int) -> Iterator[Span]:
    """Numbers without cue and form: by what follows, then old identity cards, tax codes of branches, long ones."""
    if chain is None or chain.said or len(chain.digits) < _AFTER or _amount(seen, chain):
        return
    cue = _after(seen, chain, taken)
    if cue and cue.kind and (last := _taken(seen, chain, cue)):
        yield Span(chain.start, chain.groups[last - 1].end, cue.kind)
        return
    if cue and cue.kind is None:
        return
    sizes = [len(g.digits) for g in chain.groups]
    at = 0
    while at < len(sizes):
        width, kind = _weak(sizes, at)
        if kind:
            yield Span(chain.begin(at), chain.groups[at + width - 1].end, kind)
        at += width


def _weak(sizes: list[int], at: int) -> tuple[int, Kind | None]:
    if sizes[at : at + 3] == [3, 3, 3] and len(sizes) == 3:
        return 3, Kind.CMND
    if sizes[at : at + 2] == BRANCH:
        return 2, Kind.MST
    if sizes[at] == 9:
        return 1, Kind.CMND
    return 1, Kind.NUMBER if 10 <= sizes[at] <= 19 else None


_ROUND = "00000"


def _amount(seen: Seen, chain: Chain) -> bool:
    """Whether a number may be money: no amount starts with 0."""
    digits = chain.digits
    if digits.startswith("0"):
        return False
    if digits.endswith(_ROUND) or _grouped(seen, chain):
        return True
    ahead = seen.bare[max(0, chain.start - money().gap) : chain.start]
    return bool(money().perhaps.match(seen.bare, chain.end) or money().before.search(ahead))


def _grouped(seen: Seen, chain: Chain) -> bool:
    """Whether a number is written in thousands: "900.000.000"."""
    sizes = [len(g.digits) for g in chain.groups]
    dotted = len(sizes) > 1 and seen.plain[chain.groups[0].end] in ".,"
    thousands = dotted and sizes[0] <= 3 and all(size == 3 for size in sizes[1:])
    return thousands and chain.digits.endswith("000") and not chain.digits.startswith("0")
