"""The words people use and the words of the catalogue: expansion, fillers, variants, provinces (data in lexicon/)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

from knowledge.text import fold, folded_words, has_accents, modern_tone, pairs, words

ENGLISH_WORDS = 4
"""Words of the longest English phrase."""
Mend = Callable[[list[str]], list[str]]
"""Words as typed -> words as meant."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A special form of a procedure (re-issue, foreign element ...); wins only when asked for."""

    name: str
    title: re.Pattern[str]
    asked: re.Pattern[str]
    penalty: float
    bonus: float


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready for the index."""

    text: str
    folded: str
    """Whole text without accents, chat spellings written out, blanks single."""
    spoken: str
    """The words as typed, chat spellings written out."""
    accented: tuple[str, ...]
    """Content words with accents; empty when the question was typed without."""
    plain: tuple[str, ...]
    """Content words without accents."""
    plain_pairs: tuple[str, ...]
    accented_pairs: tuple[str, ...]
    official: tuple[str, ...]
    """Words of the official language that the lexicon adds, without accents."""
    asked: frozenset[str]
    """Names of the variants the question asks for."""
    provinces: frozenset[str]
    """Today's provinces named in the question."""
    ages: frozenset[int]
    """Ages in years named in the question."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word data; load once with `load()`."""

    chat: dict[str, str]
    idioms: tuple[tuple[re.Pattern[str], str], ...]
    """Regional words in a context where they mean one thing alone -> the standard words."""
    english: dict[tuple[str, ...], list[str]]
    """English words in a row -> Vietnamese words."""
    phrases: tuple[tuple[str, str, str], ...]
    """(phrase with its blanks, folded phrase with its blanks, official words); the first "" when it has no accents"""
    fillers: frozenset[str]
    folded_fillers: frozenset[str]
    variants: tuple[Variant, ...]
    provinces: dict[str, str]
    """Folded name, old or new -> today's name."""
    generic: frozenset[str]
    """Words that fit any procedure ("hồ", "sơ", "nộp", "phí"), with accents and, in mixed typing, without."""
    folded_generic: frozenset[str]
    common: tuple[str, ...]
    """Codes of the ordinary cases that most people need, those of the first days of life first."""
    needed: frozenset[str]
    """Codes of the three hundred that people need most."""

    def query(self, text: str, mend: Mend = list) -> Query:
        """Normalise a question and add the official words for what it names; `mend` undoes slips of the fingers."""
        said = words(text)
        typed = self._mended(self._translated(said, accents=has_accents(" ".join(said))), mend)
        accents = has_accents(" ".join(typed))
        spoken = self._standard(" ".join(self.chat.get(w, w) for w in typed), accents=accents)
        folded = " ".join(folded_words(spoken))
        as_typed = " ".join(typed)  # an abbreviation names its paper, though it is written out below
        typed_text, plain_text = f" {spoken} | {as_typed} ", f" {folded} | {fold(as_typed)} "
        met = (
            target for phrase, plain, target in self.phrases
            if (phrase in typed_text if accents and phrase else plain in plain_text)
        )  # fmt: skip
        official = [word for target in met for word in folded_words(target)]
        accented = words(spoken) if accents else []
        plain = folded_words(spoken)
        return Query(
            text=text,
            folded=folded,
            spoken=spoken,
            accented=tuple(w for w in accented if w not in self.fillers),
            plain=self._content(accented, plain),
            plain_pairs=tuple(pairs(plain)),
            accented_pairs=tuple(pairs(accented)),
            official=tuple(dict.fromkeys(official)),
            asked=frozenset(v.name for v in self.variants if v.asked.search(folded)),
            provinces=frozenset(self.provinces_in(folded)),
            ages=ages_in(spoken if accents else folded),
        )

    def _standard(self, spoken: str, *, accents: bool) -> str:
        """The text with its regional idioms in standard words, accents as typed."""
        for pattern, means in self.idioms:
            spoken = pattern.sub(means if accents else fold(means), spoken)
        return spoken

    def _translated(self, said: list[str], *, accents: bool) -> list[str]:
        """The words with the English ones among them in Vietnamese: the longest phrase first, accents as typed."""
        done: list[str] = []
        place = 0
        while place < len(said):
            lengths = range(min(ENGLISH_WORDS, len(said) - place), 0, -1)
            found = next((n for n in lengths if tuple(said[place : place + n]) in self.english), 0)
            target = self.english[tuple(said[place : place + found])] if found else [said[place]]
            done += target if accents or not found else [fold(word) for word in target]
            place += found or 1
        return done

    def _mended(self, said: list[str], mend: Mend) -> list[str]:
        """Runs of words between chat spellings, mended: a chat spelling is no slip."""
        mended: list[str] = []
        for chat, group in groupby(said, key=self.chat.__contains__):
            run = list(group)
            mended += run if chat else mend(run)
        return mended

    def _content(self, accented: list[str], plain: list[str]) -> tuple[str, ...]:
        """Folded content words; with accents at hand "có" is a filler and "cỏ" is not."""
        if accented:
            return tuple(fold(w) for w in accented if w not in self.fillers)
        return tuple(w for w in plain if w not in self.folded_fillers)

    def provinces_in(self, folded: str) -> Iterable[str]:
        """Today's provinces that a folded text names."""
        padded = f" {folded} "
        return {today for name, today in self.provinces.items() if f" {name} " in padded}

    def variants_of(self, title: str) -> frozenset[str]:
        """Names of the variants that a title (with its code and decision) is."""
        folded = fold(title)
        return frozenset(v.name for v in self.variants if v.title.search(folded))


_ACCENTED = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8,
             "chín": 9, "mốt": 1}  # fmt: skip
_ONES = _ACCENTED | {fold(word): number for word, number in _ACCENTED.items()}
_CLEAR = "|".join(word for word in _ONES if word not in {"tu", "ba", "sau", "nam", "lam"})
"""Spoken numbers that alone, without accents, are no other word: "ba tuoi" may be "bà tuổi"."""
_SPOKEN = "|".join(_ONES)
_AGE = re.compile(
    rf"\b(?:(\d{{1,3}}) ?(?:tuổi|tuoi|(?<=\d)t)\b"
    rf"|((?:(?:{_SPOKEN}) )?(?:mươi|mười|muoi)(?: (?:{_SPOKEN}))?|{_CLEAR}|(?<=lên )ba|(?<=len )ba) (?:tuổi|tuoi)\b)"
)


def ages_in(said: str) -> frozenset[int]:
    """Ages that a text, with its accents or without any, names: "15 tuổi", "muoi lam tuoi", "72t"."""
    return frozenset(int(digits) if digits else _number(spoken) for digits, spoken in _AGE.findall(said))


def _number(spoken: str) -> int:
    """Spoken number up to 99: bay muoi hai -> 72."""
    tens, ten, ones = re.sub("mươi|mười", "muoi", f" {spoken} ").partition(" muoi ")
    if not ten:
        return _ONES[spoken]
    return 10 * _ONES.get(tens.strip(), 1) + _ONES.get(ones.strip(), 0)


def _initials(text: str) -> str:
    """First letters of the words, folded: an abbreviation of just these is written out wherever it stands."""
    return "".join(word[0] for word in folded_words(text))


@cache
def load() -> Lexicon:
    """Read the data files; cached for the process."""
    folder = files("knowledge") / "lexicon"
    data = tomllib.loads((folder / "words.toml").read_text("utf-8"))
    variants = tomllib.loads((folder / "variants.toml").read_text("utf-8"))["variant"]
    provinces = tomllib.loads((folder / "provinces.toml").read_text("utf-8"))["provinces"]
    phrases = [pair for group in ("abbreviations", "papers", "life_events") for pair in data[group].items()]
    initials = {short: long for short, long in data["abbreviations"].items() if _initials(long) == fold(short)}
    english = tomllib.loads((folder / "english.toml").read_text("utf-8"))["words"]
    fillers = frozenset(data["fillers"]["words"])
    popular = tomllib.loads((folder / "common.toml").read_text("utf-8"))
    return Lexicon(
        chat={**initials, **data["chat"], **data["regional"]},
        idioms=tuple((re.compile(row["pattern"]), row["means"]) for row in data["idioms"]),
        english={tuple(words(phrase)): words(target) for phrase, target in english.items()},
        # Accents that are present count: "má" does not meet "mã"; a question without accents meets both.
        phrases=tuple(
            (f" {modern_tone(p)} " if has_accents(p) else "", f" {' '.join(folded_words(p))} ", t) for p, t in phrases
        ),
        fillers=fillers,
        folded_fillers=frozenset(fold(w) for w in fillers),
        generic=frozenset(data["generic"]["words"]),
        folded_generic=frozenset(fold(w) for w in data["generic"]["words"]),
        common=tuple(popular["codes"]),
        needed=frozenset(popular["needed"]),
        variants=tuple(
            Variant(v["name"], re.compile(v["title"]), re.compile(v["asked"]), v["penalty"], v["bonus"])
            for v in variants
        ),
        provinces={" ".join(folded_words(name)): today for today, old in provinces.items() for name in (today, *old)},
    )
