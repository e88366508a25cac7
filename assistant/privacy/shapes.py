"""What tells itself by its letters: e-mail addresses, health cards, passports, plates; and dates of birth by a cue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.privacy.lists import Pattern, either, load, spoken, starting
from assistant.privacy.seen import Seen
from assistant.privacy.span import Kind, Span
from knowledge.text import fold


@dataclass(frozen=True, slots=True)
class _Lettered:
    """A code of letters and digits: looked for by its digits, which are fewer than letters."""

    kind: Kind
    digits: Pattern
    letters: Pattern
    """Right before them."""


HEAD = 5
"""Characters that the letters of a code may take, with what stands before them."""


@dataclass(frozen=True, slots=True)
class _Shapes:
    """Patterns over the folded text; the group "it" is what is personal."""

    coded: tuple[tuple[Kind, Pattern], ...]
    lettered: tuple[_Lettered, ...]
    spelled: Pattern
    """E-mail addresses said as words."""
    public: tuple[str, ...]


@cache
def _shapes() -> _Shapes:
    data = load("cues")
    return _Shapes((*_passports(), *_plates()), tuple(_lettered()), _spelled(), tuple(data["email"]["public"]))


def _lettered() -> Iterator[_Lettered]:
    """Health cards: two letters of a known group and 13 digits in any grouping, or any two letters and 13 at once.
    Passports (ICAO 9303; here B1234567, C1234567, P00123456): one or two letters and seven or eight digits at once.
    """
    data = load("cues")
    glued = data["shape"]["glued"]
    groups = either(group for group in data["bhyt"]["groups"] if group not in glued)
    first = "[0-9](?<![0-9][0-9])"
    for digits, letters in (("(?:[ .-]?[0-9]){12}", rf"(?:{groups})[ .-]?"), ("[0-9]{12}", "[a-z]{2}")):
        yield _Lettered(Kind.BHYT, re.compile(rf"{first}{digits}(?![0-9])"), re.compile(rf"(?<![^\W_]){letters}$"))
    for digits, letters in (("[0-9]{6}", rf"(?:[a-z]|(?!{either(glued)})[a-z]{{2}})"), ("[0-9]{7}", "[a-z]")):
        yield _Lettered(Kind.PASSPORT, re.compile(rf"{first}{digits}(?![\w/])"), re.compile(rf"(?<![\w./-]){letters}$"))


def _passports() -> Iterator[tuple[Kind, Pattern]]:
    """With a cue, letters and digits may be apart."""
    cue = load("cues")["shape"]["passport"]
    cued = rf"{cue}(?!\w)[^0-9?!;\n\0]{{0,40}}?(?<!\w)(?P<it>[a-z]{{1,2}}(?:[ .-]?[0-9]){{6,8}})(?![\w/])"
    yield Kind.PASSPORT, starting(cued)


def _plates() -> Iterator[tuple[Kind, Pattern]]:
    """Thông tư 79/2024/TT-BCA: province, series, five digits (four on old ones, which want a dash or a cue)."""
    cue = load("cues")["shape"]["plate"]
    series = r"(?:[a-hj-np-z][0-9]?|ld|da|nn|ng|qt|hc|mk|md|td|kt|aa|ab|rm|cd|lb)"
    province = r"[1-9][0-9]"
    five, four = r"[0-9]{3}[ .]?[0-9]{2}", "[0-9]{4}"
    plain = rf"[0-9][ -]?{series}(?:[ .-]{{1,3}}{five}|(?<![0-9]){five}|-{four})"
    yield Kind.PLATE, re.compile(rf"(?P<it>[1-9](?<![\w./-].){plain})(?![0-9a-z/])(?!\.[0-9])")
    yield Kind.PLATE, re.compile(rf"(?P<it>[1-9](?<![\w./-].)[0-9]-?[a-z][1-9]{five})(?![0-9a-z/])(?!\.[0-9])")
    any_form = rf"{province}[ .-]?{series}[ .-]{{0,3}}(?:{five}|{four})"
    cued = rf"{cue}(?!\w)[^0-9?!;\n\0]{{0,30}}(?<!\w)(?P<it>{any_form})(?![0-9a-z/])"
    yield Kind.PLATE, starting(cued)


def _spelled() -> Pattern:
    """An address said as words: "hoa chấm lan a còng gmail chấm com"."""
    data = load("cues")["email"]
    digit = rf"(?:{either(fold(w) for w in spoken()[0])})"
    local = rf"[a-z0-9_]{{1,30}}(?:(?: {data['joined']} [a-z0-9_]{{1,30}}| {digit}(?!\w)| [0-9]{{1,4}}(?!\w))){{0,12}}"
    host = rf"[a-z0-9-]{{1,30}}(?: ?(?:{data['dot']}|\.) ?[a-z]{{2,12}}(?!\w)){{1,3}}"
    return re.compile(rf"(?<!\w)(?P<it>{local} {data['at']} {host})")


def coded(seen: Seen) -> Iterator[Span]:
    """Codes with letters, addresses of e-mail."""
    yield from _addresses(seen)
    if not _DIGIT.search(seen.bare):
        return
    for code in _shapes().lettered:
        for match in code.digits.finditer(seen.bare):
            if head := code.letters.search(seen.bare, max(0, match.start() - HEAD), match.start()):
                yield Span(head.start(), match.end(), code.kind)
    for kind, pattern in _shapes().coded:
        for match in pattern.finditer(seen.bare):
            yield Span(*match.span("it"), kind)


_DIGIT = re.compile("[0-9]")
_LOCAL = re.compile(r"[\w.+-]{1,64} ?$")
_HOST = re.compile(r" ?[\w-]{2,63}(?:\.[\w-]{2,63}){0,4}")


def _addresses(seen: Seen) -> Iterator[Span]:
    """E-mail addresses: around each "@", so that no long text is searched twice."""
    at = seen.plain.find("@")
    while at >= 0:
        local = _LOCAL.search(seen.plain[max(0, at - 65) : at])
        host = _HOST.match(seen.plain, at + 1)
        # "họp @ nhà": blanks are let in only where the host has a dot
        tight = local and host and not (local[0].endswith(" ") or host[0].startswith(" "))
        if local and host and (tight or "." in host[0]) and not host[0].strip().endswith(_shapes().public):
            yield Span(at - len(local[0]), host.end(), Kind.EMAIL)
        at = seen.plain.find("@", at + 1)
    if "cham" in seen.bare or "dot" in seen.bare or " a " in seen.bare:
        yield from (Span(*m.span("it"), Kind.EMAIL) for m in _shapes().spelled.finditer(seen.bare))


@cache
def _birth() -> Pattern:
    """A cue and a date behind it, over the folded text."""
    data = load("cues")["birth"]
    year = "(?:[0-9]{4}|[0-9]{2})"
    figures = rf"[0-9]{{1,2}} ?[/.-] ?[0-9]{{1,2}} ?[/.-] ?{year}|[0-9]{{8}}|[0-9]{{1,2}} [0-9]{{1,2}} [0-9]{{4}}"
    words = rf"(?:(?:mung|mong) )?[0-9]{{1,2}} ?(?:thang|/|-) ?[0-9]{{1,2}},? ?(?:nam )?{year}"
    return starting(rf"{data['said']}(?!\w){data['between']}(?P<it>(?:(?:mung|mong) )?(?:{figures}|{words}))(?![0-9/])")


def births(seen: Seen) -> Iterator[Span]:
    """Dates of birth, where a cue says so."""
    for match in _birth().finditer(seen.bare):
        yield Span(*match.span("it"), Kind.BIRTH)
