"""Vietnamese text: one normal form, folding, words.

TCVN 6909:2001 asks for Unicode; everything that enters is brought to NFC here, once, at the boundary.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

# Private-use and zero-width characters come in with copied portal text; they never carry meaning there.
# Lone surrogates come in with broken JSON escapes; nothing could write them out again.
# Tags and variation selectors of plane 14 can hold a whole message that no reader sees.
_INVISIBLE = re.compile(
    r"[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ue000-\uf8ff\ufeff"
    r"\uffa0\ufff9-\ufffd\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_WORD = re.compile(r"[^\W_]+(?:[./-][^\W_]+)*")

KEPT_WORDS = 32768
"""Folded words kept at hand."""
_COMBINING = re.compile(r"[\u0300-\u036f]")
_BASE_LETTER = {
    ord(c): unicodedata.normalize("NFD", c)[0]
    for c in map(chr, range(0xC0, 0x1F00))
    if unicodedata.normalize("NFD", c) != c
} | {ord("đ"): "d", ord("Đ"): "d"}

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OLD_TONE = re.compile(
    rf"(?<![qQ])([oO])([aAeE])([{_TONES}])(?![a-zA-Z\u0300-\u036f])|(?<![qQ])([uU])([yY])([{_TONES}])(?![a-zA-Z\u0300-\u036f])"
)

_OPEN = re.compile("[oO][àáãảạèéẽẻẹÀÁÃẢẠÈÉẼẺẸ]|[uU][ỳýỹỷỵỲÝỸỶỴ]")
"""Where `_OLD_TONE` may apply: most texts are spared the two normalisations."""


def clean(text: str) -> str:
    """NFC, without control, invisible and private-use characters; runs of blanks become one."""
    text = _INVISIBLE.sub("", _CONTROL.sub(" ", text))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def one_line(text: str) -> str:
    """`clean`, with line breaks turned into single spaces."""
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """Lower case without accents: "Đăng ký" -> "dang ky". Length may differ from the input."""
    text = text.lower()
    if text.isascii():
        return text
    return " ".join([part if part.isascii() else _folded(part) for part in text.split(" ")])


@lru_cache(maxsize=KEPT_WORDS)
def _folded(part: str) -> str:
    """A piece of lower-case text without accents: Vietnamese has some thousand syllables, met again and again."""
    return _COMBINING.sub("", part.translate(_BASE_LETTER))


def modern_tone(text: str) -> str:
    """Put the tone of open oa, oe, uy on the first vowel: hoà -> hòa, Uỷ -> Ủy. NFC in, NFC out.

    Both spellings are in daily use and in the catalogue; one is chosen so that they meet in the index.
    """
    if not _OPEN.search(text):
        return text
    decomposed = unicodedata.normalize("NFD", text)

    def move(match: re.Match[str]) -> str:
        first, second, tone = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
        return first + tone + second

    return unicodedata.normalize("NFC", _OLD_TONE.sub(move, decomposed))


def words(text: str) -> list[str]:
    """Lower-case words in the modern tone spelling; codes such as 1.001193 and 123/2015/nđ-cp stay whole."""
    return _WORD.findall(modern_tone(unicodedata.normalize("NFC", text)).lower())


def folded_words(text: str) -> list[str]:
    """Words without accents."""
    return _WORD.findall(fold(text))


def pairs(tokens: Iterable[str]) -> list[str]:
    """Neighbouring words joined by "_": Vietnamese words are mostly two syllables."""
    return [f"{a}_{b}" for a, b in pairwise(tokens)]


def in_order(said: Sequence[str], held: Sequence[str]) -> int:
    """How many words of the one list the other holds in the same order (the longest common subsequence)."""
    of_said, of_held = set(said), set(held)
    said, held = [word for word in said if word in of_held], [word for word in held if word in of_said]
    best = [0] * (len(held) + 1)
    for word in said:
        before = 0
        for n, other in enumerate(held, start=1):
            before, best[n] = best[n], before + 1 if word == other else max(best[n], best[n - 1])
    return best[-1]


def has_accents(text: str) -> bool:
    """Whether any Vietnamese letter carries a mark (a question typed without accents has none)."""
    return any(unicodedata.combining(c) for c in unicodedata.normalize("NFD", text)) or "đ" in text.lower()


def letters(text: str) -> int:
    """Characters that are no blanks."""
    return sum(map(len, text.split()))


_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-ZÀ-ỸĐ(+\-•*])|\n+|(?<=[.;])\s+(?=[-+*•] )|\s(?=[-+•] [A-ZÀ-ỸĐ])")


def sentences(text: str) -> list[str]:
    """Sentences and list items of a record's text, trimmed, in order; never cut inside a number."""
    parts = (p.strip(" \t-+*•") for p in _SENTENCE.split(text))
    return [p for p in parts if p]


_GROUPED = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_DIGITS = re.compile(r"\d+")


def figures(text: str) -> frozenset[str]:
    """The numbers of a text with digit separators and leading zeros folded: "03 ngày, 8.000đ" -> {"3", "8000"}."""
    return frozenset(n.lstrip("0") or "0" for n in _DIGITS.findall(_GROUPED.sub("", text)))


_NUMBER_END = re.compile(r"\d[\d.,/]*$")


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a clause or word end and marked with "…"; never inside a number."""
    if len(text) <= limit:
        return text
    room = limit - len(" …")
    head = text[: room + 1]
    for mark in ("; ", ". ", ", "):
        at = head.rfind(mark)
        if at > limit * 0.5:
            return head[:at].rstrip(" ,;.") + " …"
    at = head.rfind(" ")
    kept = head[:at] if at > 0 else _NUMBER_END.sub("", head[:room])
    return (kept.rstrip(" ,;.") + " …").lstrip()
