"""What people's fingers and phones do to Vietnamese, undone before the search: rules, counts, no model.

Telex and VNI keys left in ("giaays", "gia6y1"), letters drawn out ("khônggg"), syllables run together
("khaisinh"), wrong tone marks ("giáy") and small slips ("kahi sinh"). A word that the knowledge holds, be it once, is
never touched; what a slip is mended to must be met more often.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge.text import fold, modern_tone, pairs

LEAST_COUNT = 3
"""Words and pairs met less often in the knowledge are known, but no slip is mended to them."""
SHORTEST_SLIP = 4
"""Letters a word must have to be mended by a changed letter: among shorter ones nearly all are words."""
LONGEST = 24
"""Letters beyond which nothing is tried."""
_TELEX_LETTERS = (("quaw", "quă"), ("uaw", "ưa"), ("aa", "â"), ("aw", "ă"), ("ee", "ê"), ("oo", "ô"), ("uow", "ươ"),
                  ("ow", "ơ"), ("uw", "ư"), ("w", "ư"))  # fmt: skip
_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_LETTERS = {"a6": "â", "e6": "ê", "o6": "ô", "a8": "ă", "o7": "ơ", "u7": "ư", "d9": "đ"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_DRAWN = re.compile(r"([^\W\d_])\1{2,}")
_VOWELS = "aăâeêioôơuưy"
_ALPHABET = "abcdeghiklmnopqrstuvxy"


@dataclass(frozen=True, slots=True)
class Counts:
    """How often words without accents and pairs of them occur, and which words with accents do."""

    words: Counter[str]
    accented: frozenset[str]
    couples: Counter[str]

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]]) -> Counts:
        """Count texts in words (with accents)."""
        words: Counter[str] = Counter()
        couples: Counter[str] = Counter()
        accented: set[str] = set()
        for text in texts:
            plain = [fold(w) for w in text]
            words.update(plain)
            accented.update(text)
            couples.update(pairs(plain))
        return cls(words, frozenset(accented), couples)


@dataclass(frozen=True)
class Spelling:
    """The words the knowledge holds, with how often; immutable."""

    words: Mapping[str, int]
    """Folded word -> how often."""
    accented: frozenset[str]
    """Words with accents as they occur."""
    couples: Mapping[str, int]
    """Folded pair "a_b" -> how often."""
    _total: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_total", max(sum(self.words.values()), 1))

    @classmethod
    def learn(cls, *counted: Counts) -> Spelling:
        """From the counts of all the knowledge."""
        words: Counter[str] = Counter()
        couples: Counter[str] = Counter()
        for counts in counted:
            words.update(counts.words)
            couples.update(counts.couples)
        seen = frozenset(word for counts in counted for word in counts.accented if word.isprintable())
        return cls(_met(words), seen, _met(couples, LEAST_COUNT))

    def dump(self) -> dict[str, Any]:
        """As JSON."""
        return {"words": dict(self.words), "accented": sorted(self.accented), "couples": dict(self.couples)}

    @classmethod
    def restore(cls, data: Mapping[str, Any]) -> Spelling:
        """From `dump`."""
        return cls(data["words"], frozenset(data["accented"]), data["couples"])

    def mend(self, said: Sequence[str]) -> list[str]:
        """The words with what can be read in them; at most four for one."""
        mended: list[str] = []
        for place, word in enumerate(said):
            after = fold(said[place + 1]) if place + 1 < len(said) else ""
            mended += self._word(word, fold(mended[-1]) if mended else "", after)
        return mended

    def _word(self, word: str, before: str, after: str) -> list[str]:
        if word in self.accented or not word.isalnum() or len(word) > LONGEST or word.isdigit():
            return [word]
        plain = fold(word)
        if plain in self.words:
            return [plain if word != plain else word]  # a tone mark that no known word has tells nothing
        if (typed := self._typed(word)) is not None:
            return [typed]
        drawn = _DRAWN.sub(r"\1", word)
        if drawn != word and fold(drawn) in self.words:
            return [drawn if drawn in self.accented else fold(drawn)]
        if any(c.isdigit() for c in plain):
            return [word]
        if (parts := self._parted(plain)) is not None:
            return parts
        return [self._slip(plain, before, after) or word]

    def _typed(self, word: str) -> str | None:
        """The word that Telex or VNI keys were meant to write."""
        for read in (telex(word), vni(word)):
            if read is not None and read in self.accented:
                return read
        return None

    def _parted(self, plain: str) -> list[str] | None:
        """Known words run together, at most four, each of two letters or more: the likeliest way to part them."""
        return _best_parts(self, plain)

    def _slip(self, plain: str, before: str, after: str) -> str | None:
        """The known word one slip away that fits its neighbours best."""
        if len(plain) < SHORTEST_SLIP:
            return None
        near = {w for w in _one_slip_away(plain) if self.common(w)}
        return max(near, key=lambda w: (self._fit(w, before, after), w), default=None)

    def _fit(self, word: str, before: str, after: str) -> float:
        beside = self.couples.get(f"{before}_{word}", 0) + self.couples.get(f"{word}_{after}", 0)
        return math.log(1 + self.words[word]) + 2 * math.log(1 + beside)

    def common(self, word: str) -> bool:
        """Whether a word is met often enough to serve as a correction."""
        return self.words.get(word, 0) >= LEAST_COUNT

    def cost(self, word: str) -> float:
        """How unlikely a word is (natural log)."""
        return math.log(self._total / self.words[word])


def _met(counts: Counter[str], least: int = 1) -> dict[str, int]:
    return {word: n for word, n in counts.items() if n >= least and word.isprintable()}


def _one_slip_away(plain: str) -> tuple[str, ...]:
    """Two letters changed about, one too many, one missing, one wrong."""
    cuts = [(plain[:n], plain[n:]) for n in range(len(plain) + 1)]
    swapped = [a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1]
    dropped = [a + b[1:] for a, b in cuts if b]
    wrong = [a + c + b[1:] for a, b in cuts if b for c in _ALPHABET]
    missing = [a + c + b for a, b in cuts for c in _ALPHABET]
    return tuple(dict.fromkeys((*swapped, *dropped, *wrong, *missing)))


def _best_parts(spelling: Spelling, plain: str) -> list[str] | None:
    best: list[tuple[float, list[str]] | None] = [(0.0, []), *([None] * len(plain))]
    for end in range(2, len(plain) + 1):
        for start in range(max(0, end - 7), end - 1):
            known, part = best[start], plain[start:end]
            if known is None or not spelling.common(part) or len(known[1]) > 3 or not _spoken(part):
                continue
            price = known[0] + spelling.cost(part) + 1.0
            if known[1] and f"{known[1][-1]}_{part}" in spelling.couples:
                price -= 3.0
            held = best[end]
            if held is None or price < held[0]:
                best[end] = (price, [*known[1], part])
    found = best[-1]
    return found[1] if found is not None and len(found[1]) > 1 else None


def _spoken(part: str) -> bool:
    return any(c in "aeiouy" for c in part)


def telex(word: str) -> str | None:
    """The word as Telex keys meant it: "giaays" gives "giấy"; None when no key is left in it."""
    text, tone = word, ""
    if len(text) > 2 and (mark := _TELEX_TONES.get(text[-1])) and text.isascii():
        text, tone = text[:-1], mark
    elif match := re.search(r"(?<=([aeiouywăâêôơư]))[sfrxj](?!\1)(?=[a-z]{1,3}$)", text):  # "hoso" is "hồ sơ"
        text, tone = text[: match.start()] + text[match.end() :], _TELEX_TONES[match[0]]
    text = text.replace("dd", "đ")
    if text.startswith("d") and "d" in text[1:]:
        text = "đ" + text[1:].replace("d", "", 1)  # the second d typed later: "duocwd"
    if match := re.search(r"(uo|[uoa])([bcdghklmnpqtvx]{1,2}|[iu])w$", text):  # the w typed last: "duocw"
        text = text[: match.end(1)] + "w" + text[match.end(1) : -1]
    for keys, letter in _TELEX_LETTERS:
        text = text.replace(keys, letter)
    return None if text == word else _toned(text, tone)


def vni(word: str) -> str | None:
    """The word as VNI keys meant it: "gia6y1" gives "giấy"; None when no key is left in it."""
    if not any(c.isdigit() for c in word) or not word[0].isalpha():
        return None
    marks = [c for c in word if c in _VNI_TONES]
    if marks and not any(c in _VOWELS for c in word[: word.index(marks[0])]):
        return None  # "b1" is a class of driving licence: no vowel bears the tone
    text = "".join(c for c in word if c not in _VNI_TONES)
    while found := re.search("[6789]", text):
        if (placed := _placed(text, found[0])) is None:
            return None
        text = placed
    return _toned(text, _VNI_TONES[marks[0]] if marks else "") if text.isalpha() else None


def _placed(text: str, key: str) -> str | None:
    """Put a VNI letter mark on the last letter before it that bears it; None when none does ("q7")."""
    at = text.index(key)
    head, tail = text[:at], text[at + 1 :]
    for n in range(len(head) - 1, -1, -1):
        if (letter := _VNI_LETTERS.get(head[n] + key)) is not None:
            head = head[:n] + letter + head[n + 1 :]
            if key == "7" and n and head[n - 1] == "u" and letter == "ơ":
                head = head[: n - 1] + "ư" + head[n:]
            return head + tail
    return None


def _toned(text: str, tone: str) -> str:
    """The word with a tone mark on the vowel that bears it."""
    if not tone:
        return modern_tone(text)
    start = 2 if text.startswith(("gi", "qu")) and any(c in _VOWELS for c in text[2:]) else 0
    places = [n for n in range(start, len(text)) if text[n] in _VOWELS]
    if not places:
        return text
    marked = [n for n in places if text[n] in "ăâêôơư"]
    last_is_vowel = places[-1] == len(text) - 1
    at = marked[-1] if marked else places[-2] if len(places) > 1 and last_is_vowel else places[-1]
    if not marked and len(places) == 3:
        at = places[1]
    return modern_tone(unicodedata.normalize("NFC", text[: at + 1] + tone + text[at + 1 :]))
