"""What a text claims that a record must bear: figures, money, times, offices, addresses, exemptions, cases, names.

Rules alone, read from `claims.toml`: a model checked by another model would only be two guesses. The lists are wide on
purpose: what is no claim and is taken for one costs a sentence its warmth, the other way round a person loses money.
Everything is compared with its accents: "mất" is not "mặt", and whoever writes without them is not believed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from knowledge.text import figures, modern_tone

WAYS = 3
"""So many of the cases, the first ones, are ways to hand in."""
KEPT = 4096
"""Texts kept ready: the parts of a record are compared with each clause of each sentence."""
_WORD = re.compile(r"[^\W_]+")
_NOT_SPACES = re.compile(r"\s+")
_CODED = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|info|io|gov|xyz|site|online|me|ly|app)\b\S*"
    r"|\b[^\W\d_]*\d[\w./\-]*[^\W_]\b|\b\d\b",
    re.IGNORECASE,
)
"""Addresses, and every word that holds a digit: amounts, dates, law numbers, forms, phones, codes."""
_TOKEN = re.compile(r"[^\W_]+|[.!?:…\n•“]")
_ONE = re.compile(r"một (?:người|bước|chữ|mét|cái|việc)")
"""Here "một" is an article."""
_COUNTED = re.compile(r"(?<!\w)\w*\d\w*(?: (?:đồng|đ|ngày làm việc|ngày|giờ|tháng|năm|phút|tuần|lần|bản))?(?!\w)")
_NEGATED = re.compile(r"(?<!\w)((?:không|chưa|chẳng|khỏi|đừng|cấm) (?!(?:bạn|ạ|đâu|anh|chị|cô|bác|nhé)\b)\w+)")


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists of `claims.toml`."""

    office: re.Pattern[str]
    """An office's first words and what may go with them."""
    between: re.Pattern[str]
    """What may stand between the words of an office's name."""
    place: re.Pattern[str]
    """An office with the word that leads there."""
    soft: dict[str, re.Pattern[str]]
    """Claims without a figure, by kind ("free", "soon", ...)."""
    bears: dict[str, re.Pattern[str]]
    """What the support of a kind must hold; kinds that are not named here need the same words."""
    ways: re.Pattern[str]
    """A way to hand in, with what joins it to another."""
    cases: tuple[re.Pattern[str], ...]
    """Words that name a case; each pattern one case."""
    case: re.Pattern[str]
    """Words that name any of them."""
    topics: dict[str, re.Pattern[str]]
    """What a clause or a label is about."""
    alike: tuple[re.Pattern[str], dict[str, str]]
    """Words of one sense, a group each; group -> the one they are compared as."""
    denials: frozenset[str]
    """Words that deny what follows."""
    exempts: frozenset[str]
    """What denies in a clause as well."""
    bare: frozenset[str]
    """Words that say nothing of a value."""
    places: frozenset[str]
    """Words before the number of an article or a step."""
    placing: frozenset[str]
    """Words of relation that only place a value in a short clause."""
    pointing: re.Pattern[str]
    """Words that point at the answer itself ("danh sách bên dưới") or join sentences ("sau đó")."""
    start: re.Pattern[str]
    """What a time is counted from stands behind it."""
    owned: re.Pattern[str]
    """Stands before an office where nobody goes."""
    goes: re.Pattern[str]
    """Stands before an office where one goes."""
    deadline: re.Pattern[str]
    """A time that a person must keep."""
    keeps: re.Pattern[str]
    """What the part with that time must hold."""
    wish: re.Pattern[str]
    """How a wish begins."""
    kinds: dict[str, re.Pattern[str]]
    """A number and the unit that says what kind of value it is."""
    number: dict[str, int]
    spoken: re.Pattern[str]
    """Number words in a row before a unit."""


@dataclass(frozen=True, slots=True)
class Support:
    """What a sentence may rest on: words of the record, ready to be compared."""

    text: str
    """Words in a row, blanks on both ends."""
    words: frozenset[str]
    figures: frozenset[str]
    squeezed: str
    """Lower case without blanks: law numbers and addresses are compared by it."""

    @classmethod
    def of(cls, text: str) -> Support:
        """A text made ready."""
        said = plain(text)
        numbers = figures(text) | frozenset(str(value) for _, value in spoken_numbers(said))
        return cls(f" {said} ", frozenset(said.split()), numbers, _squeezed(text))


@lru_cache(maxsize=KEPT)
def plain(text: str) -> str:
    """Words in a row, lower case, one tone spelling, every mark between them a blank."""
    return " ".join(_WORD.findall(modern_tone(text).lower()))


@cache
def lists() -> Lists:
    """The word lists, read once."""
    data = tomllib.loads((files("assistant.writing") / "claims.toml").read_text("utf-8"))
    number: dict[str, int] = data["number"]
    words = "|".join(sorted((re.escape(word) for word in number), key=len, reverse=True))
    unit = "|".join(data["unit"]["words"])
    office = f"(?:{'|'.join(data['office']['heads'])})(?: (?:{'|'.join(data['office']['parts'])}))*"
    return Lists(
        office=_whole(office),
        place=_whole(f"(?:(?:{'|'.join(data['office']['to'])}) )?{office}"),
        between=re.compile(f" (?:{data['office']['between']}) "),
        soft={row["kind"]: _whole(row["said"]) for row in data["soft"]},
        bears={row["kind"]: _whole(row["bears"]) for row in data["soft"] if "bears" in row},
        ways=_whole(f"(?:{data['cases']['beside']})(?:{'|'.join(data['cases']['groups'][:WAYS])})"),
        cases=tuple(_whole(group) for group in data["cases"]["groups"]),
        case=_whole("|".join(data["cases"]["groups"])),
        topics={name: _whole(pattern) for name, pattern in data["topic"].items()},
        alike=_grouped(data["alike"]["words"]),
        denials=frozenset(data["denial"]["words"]),
        exempts=frozenset(data["denial"]["exempts"]),
        bare=frozenset(data["bare"]["words"]),
        places=frozenset(data["bare"]["places"]),
        placing=frozenset(data["placing"]["words"]),
        pointing=_whole("|".join(data["pointing"]["words"])),
        start=_whole(data["start"]["from"]),
        owned=re.compile(rf"(?<!\w)(?:{data['owner']['words']}) $"),
        goes=re.compile(rf"(?<!\w)(?:{data['owner']['goes']}) $"),
        deadline=_whole(data["deadline"]["said"]),
        keeps=_whole(data["deadline"]["bears"]),
        wish=_whole(data["wish"]["opens"]),
        kinds={name: re.compile(rf"(?:\d|\w) ?(?:{units})(?!\w)") for name, units in data["kind"].items()},
        number=number,
        spoken=re.compile(rf"(?<!\w)((?:{words})(?: (?:{words}|lẻ|linh|rưỡi|phẩy))*) ({unit})(?!\w)"),
    )


def _grouped(rows: list[tuple[str, str]]) -> tuple[re.Pattern[str], dict[str, str]]:
    """(one pattern of all, what each of its groups stands for)"""
    pattern = "|".join(f"(?P<g{n}>{said})" for n, (said, _) in enumerate(rows))
    return _whole(pattern), {f"g{n}": means for n, (_, means) in enumerate(rows)}


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


def spoken_numbers(said: str) -> Iterator[tuple[str, int]]:
    """(words with their unit, value) of the numbers in words: "hai trăm nghìn đồng", "mười lăm ngày"."""
    for match in lists().spoken.finditer(said):
        if not _ONE.match(said, match.start()):
            yield f"{match[1]} {match[2]}", _value(match[1].split())


def _value(said: list[str]) -> int:
    """Value of number words; unknown orders are read as they come, since only equality counts."""
    total = part = 0
    for word in said:
        size = lists().number.get(word, 0)
        if size >= 1000:
            total, part = (total + max(part, 1)) * size if not total else total + max(part, 1) * size, 0
        elif size == 100:
            part = max(part, 1) * 100
        elif size == 10:
            part = part - part % 10 + max(part % 10, 1) * 10 if part % 10 else part + 10
        else:
            part += size
    return total + part


def unborne(text: str, support: Support, cases: Support | None = None) -> list[str]:
    """Claims in a text that its support does not bear, in the order they are looked for; empty: none.

    `cases`: what may name a case beside the support (the person's own words).
    """
    said = f" {plain(text)} "
    faults = [f"figure {n}" for n in sorted(figures(text) - support.figures)]
    faults += [f"code {c}" for c in _codes(text) if c not in support.squeezed]
    faults += [
        f"number {words}" for words, value in spoken_numbers(said)
        if str(value) not in support.figures and f" {words} " not in support.text
    ]  # fmt: skip
    faults += [f"office {office}" for office in offices(said) if not stands(office, support)]
    faults += soft(text, support)
    named = support.text + (cases.text if cases else "")
    faults += [f"case {met}" for met in cases_in(said) if not _same_case(met, named)]
    faults += [f"name {name}" for name in _names(text) if not stands(name, support)]
    return faults


def offices(said: str) -> list[str]:
    """Names of offices in a row of words."""
    return [match[0] for match in lists().office.finditer(said)]


def without_offices(said: str) -> str:
    """A row of words without the names of offices: "xã" of "Công an xã" is no case."""
    return lists().office.sub(" ", said)


@lru_cache(maxsize=KEPT)
def cases_in(said: str) -> tuple[str, ...]:
    """The words that name a case, one a case."""
    if not lists().case.search(said):
        return ()
    return tuple(met[0] for case in lists().cases if (met := case.search(said)))


def _same_case(words: str, text: str) -> bool:
    return f" {words} " in text or any(case.search(f" {words} ") and case.search(text) for case in lists().cases)


@lru_cache(maxsize=KEPT)
def topics_in(said: str) -> frozenset[str]:
    """What a row of words says it is about: "money", "time", "place" ..."""
    return frozenset(name for name, about in lists().topics.items() if about.search(said))


@lru_cache(maxsize=KEPT)
def kinds_in(said: str) -> frozenset[str]:
    """The kinds of values in a row of words, named as topics are: "money", "time", "place"."""
    held = frozenset(name for name, unit in lists().kinds.items() if unit.search(said))
    return held | {"place"} if offices(said) else held


def soft(text: str, support: Support) -> list[str]:
    """Claims without a figure ("miễn phí", "ngay hôm nay") that the support does not bear."""
    said = f" {plain(text)} "
    return [
        f"{kind} {match[0]}" for kind, claim in lists().soft.items() for match in claim.finditer(said)
        if not _soft_stands(kind, match[0], support)
    ]  # fmt: skip


def begins(said: str) -> list[list[str]]:
    """The words behind each "kể từ", as far as the clause goes."""
    return [said[found.end() :].split() for found in lists().start.finditer(said)]


def only_owned(said: str, parts: Iterable[str]) -> bool:
    """Whether a clause sends to an office that the record names only as the owner of another ("thuộc", "của")."""
    for met in lists().office.finditer(said):
        if lists().goes.search(said[: met.start()]):
            places = [(part, at.start()) for part in parts for at in re.finditer(re.escape(f" {met[0]} "), part)]
            if places and all(lists().owned.search(part[: at + 1]) for part, at in places):
                return True
    return False


def bare(clause: str, parts: Iterable[str]) -> bool:
    """Whether a clause gives a value and says not what of it, though each part that holds it says that."""
    said = f" {plain(clause)} "
    sends = any(lists().goes.search(said[: met.start()]) for met in lists().office.finditer(said))
    if sends or not _says_nothing(clause):
        return False
    return not any(kinds_in(said) & topics_in(part) or _says_nothing(part) for part in parts)


def _says_nothing(text: str) -> bool:
    """Whether a text holds values and words that introduce them, no more."""
    return all(word in lists().bare for word in without_claims(text).split())


def misplaced(number: str, said: str, parts: Iterable[str]) -> bool:
    """Whether a number is that of an article or a step wherever the record has it, and of something else here."""

    def before(text: str) -> set[str]:
        return {one for one, other in pairwise(text.split()) if other == number}

    held = [before(part) for part in parts]
    return all(one and one <= lists().places for one in held) and not before(said) <= lists().places


def undenied(said: str, record: str) -> list[str]:
    """Words that the record only denies ("chưa có biển số") and a clause without a denial says."""
    told = said.split()
    if any(word in lists().denials | lists().exempts for word in told):
        return []
    held, denials = record.split(), lists().denials
    denied = {tuple(held[n + 1 : n + 3]) for n, word in enumerate(held[:-2]) if word in denials}
    plainly = {tuple(held[n + 1 : n + 3]) for n, word in enumerate(held[:-2]) if word not in denials}
    return [" ".join(pair) for pair in pairwise(told) if pair in denied - plainly]


@lru_cache(maxsize=KEPT)
def alike(said: str) -> str:
    """A row of words with those of one sense written as one ("hay" as "hoặc")."""
    pattern, means = lists().alike
    return pattern.sub(lambda match: means[match.lastgroup or ""], said)


@lru_cache(maxsize=KEPT)
def without_claims(text: str) -> str:
    """What is left of a text without its figures, offices, cases, and what `soft` knows: its own words."""
    said = f" {plain(text)} "
    patterns = (
        lists().pointing,
        lists().soft["free"],
        lists().soft["silent"],
        lists().place,
        lists().ways,
        lists().case,
        _COUNTED,
    )
    for pattern in patterns:
        said = pattern.sub(" ", said)
    return said


def softly_said(text: str) -> bool:
    """Whether a text makes any claim without a figure."""
    return any(claim.search(f" {plain(text)} ") for claim in lists().soft.values())


def _soft_stands(kind: str, words: str, support: Support) -> bool:
    bears = lists().bears.get(kind)
    return bool(bears.search(support.text)) if bears else stands(words, support)


def negations(text: str) -> frozenset[str]:
    """Negated words of a text, with their negation: "không cần", "chưa phải"; what `soft` knows is left to it."""
    said = f" {plain(text)} "
    for kind in ("free", "silent"):
        said = lists().soft[kind].sub(" ", said)
    return frozenset(_NEGATED.findall(said))


def stands(words: str, support: Support) -> bool:
    """Whether words stand in a row in the support; a word such as "cấp" may stand between them there or here."""
    said, between = f" {plain(words)} ", lists().between
    return said in support.text or between.sub(" ", said) in between.sub(" ", support.text)


def _names(text: str) -> Iterator[str]:
    """Runs of words with a capital; a single one that begins a sentence is none."""
    run: list[str] = []
    opening = begins = True
    for token in (*_TOKEN.findall(text), "."):
        if token[0].isupper() and token.isalpha():
            begins = begins if run else opening
            run.append(token)
        elif run:
            if not (begins and len(run) == 1):
                yield " ".join(run)
            run = []
        opening = not token[0].isalnum()


def _codes(text: str) -> Iterator[str]:
    """Words that hold digits and letters or marks, and addresses, squeezed."""
    for match in _CODED.finditer(text):
        found = match[0].rstrip('.,;:!?)"”')
        if not found.replace(".", "").replace(",", "").isdigit():
            yield _squeezed(found)


def _squeezed(text: str) -> str:
    return _NOT_SPACES.sub("", modern_tone(text)).lower()
