"""The same question as fingers, phones and recognisers spoil it: pure functions of a text and a random source.

Keys, chat spellings and fillers lie in noise.toml.
"""

from __future__ import annotations

import random
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files

from knowledge.text import fold

SHARE = 0.15
"""Share of words that a slip touches."""


@dataclass(frozen=True, slots=True)
class Spoiling:
    """What noise.toml holds."""

    tones: dict[str, tuple[str, str]]
    """Combining mark -> its key in Telex and in VNI."""
    letters: dict[str, tuple[str, str]]
    """Letter -> its keys in Telex and in VNI."""
    chat: dict[str, str]
    fillers: tuple[str, ...]


@cache
def spoiling() -> Spoiling:
    """The data of noise.toml."""
    data = tomllib.loads((files("eval") / "noise.toml").read_text("utf-8"))
    tones, letters = ({char: (t, v) for char, (t, v) in data[name].items()} for name in ("tones", "letters"))
    return Spoiling(tones, letters, data["chat"], tuple(data["fillers"]))


def folded(text: str, _chance: random.Random) -> str:
    """No accents at all."""
    return fold(text)


def partly_folded(text: str, chance: random.Random) -> str:
    """Half of the words without accents."""
    return " ".join(fold(w) if chance.random() < 0.5 else w for w in text.split())


def wrong_tones(text: str, chance: random.Random) -> str:
    """Some words with another tone mark."""
    return _some(text, chance, _retoned)


def _retoned(word: str, chance: random.Random) -> str:
    tones, parts = spoiling().tones, unicodedata.normalize("NFD", word)
    marks = [c for c in parts if c in tones]
    if not marks:
        return word
    other = chance.choice([t for t in tones if t != marks[0]])
    return unicodedata.normalize("NFC", parts.replace(marks[0], other, 1))


def keyed(text: str, _chance: random.Random, method: int) -> str:
    """As the keys were typed, the input method being off: Telex (0) or VNI (1)."""
    return " ".join(_keys(word, method) for word in text.lower().split())


def _keys(word: str, method: int) -> str:
    tones, letters = spoiling().tones, spoiling().letters
    tone, out = "", []
    for char in unicodedata.normalize("NFC", word):
        parts = unicodedata.normalize("NFD", char)
        marks = [c for c in parts if c in tones]
        tone = tones[marks[0]][method] if marks else tone
        plain = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
        out.append(letters.get(plain, (plain, plain))[method])
    typed = "".join(out)
    end = len(typed) - len(typed.rstrip(".,?!:;"))
    return typed[: len(typed) - end] + tone + typed[len(typed) - end :] if tone else typed


def chat(text: str, chance: random.Random) -> str:
    """Chat spellings for most words that have one."""
    for long, short in spoiling().chat.items():
        if chance.random() < 0.8:
            text = text.replace(f" {long} ", f" {short} ")
    return text


def run_together(text: str, chance: random.Random) -> str:
    """Some blanks left out."""
    said = text.split()
    return "".join(w + ("" if chance.random() < SHARE else " ") for w in said).strip()


def slips(text: str, chance: random.Random) -> str:
    """Letters changed about, doubled or left out in some words of four letters or more."""
    return _some(text, chance, _slipped)


def _slipped(word: str, chance: random.Random) -> str:
    if len(word) < 4 or not word.isalpha():
        return word
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(3)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :] if kind == 1 else word[:at] + word[at] * 3 + word[at + 1 :]


def spoken(text: str, chance: random.Random) -> str:
    """As a recogniser writes: no capitals, no marks, fillers in between."""
    said = "".join(c for c in text.lower() if c.isalnum() or c.isspace()).split()
    out: list[str] = []
    for word in said:
        if chance.random() < 0.08:
            out.append(chance.choice(spoiling().fillers))
        out.append(word)
    return " ".join(out)


def _some(text: str, chance: random.Random, change: Callable[[str, random.Random], str]) -> str:
    return " ".join(change(w, chance) if chance.random() < 2 * SHARE else w for w in text.split())


NOISES: dict[str, Callable[[str, random.Random], str]] = {
    "as written": lambda text, _chance: text, "no accents": folded, "half the accents": partly_folded,
    "wrong tones": wrong_tones, "telex keys": partial(keyed, method=0), "vni keys": partial(keyed, method=1),
    "chat": chat, "run together": run_together, "slips": slips, "spoken": spoken,
}  # fmt: skip
