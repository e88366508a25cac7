"""Check the phrasebook: shape, codes, copies of official titles, the same words for neighbours, spelling.

    python -m knowledge.phrasebook.check [--titles CATALOGUE.jsonl.gz]

Each finding is a line; the exit code says whether there was one. What cannot be decided by rule (is it true? would
people say so?) is a reviewer's work.
"""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.loaders.catalogue import titles as titles_of
from knowledge.phrasebook import BUNDLED, Phrases, load, matter
from knowledge.text import fold, folded_words, has_accents, in_order, one_line, words

SHORTEST, LONGEST = 2, 45
"""Words of a phrasing."""
COPIED = 0.9
"""Share of a long title's words, in its order, that makes a phrasing a copy of it."""
LONG_TITLE = 7
RARE = 2
"""A syllable met so seldom in the whole phrasebook is looked at as a possible slip."""
LATIN = set("fjwz")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend."""

    kind: str
    """shape | unknown_code | copied_title | shared | spelling | accents"""
    code: str
    ask: str
    note: str = ""

    def __str__(self) -> str:
        return " · ".join(part for part in (self.kind, self.code, self.ask, self.note) if part)


def findings(phrases: Phrases, titles: Mapping[str, str] | None = None) -> Iterator[Finding]:
    """All findings; `titles` (code -> official title) where a catalogue is at hand."""
    yield from _shapes(phrases)
    yield from _shared(phrases, titles or {})
    if titles:
        for code, asks in phrases.items():
            if code not in titles:
                yield Finding("unknown_code", code, "", "not in the catalogue")
            else:
                yield from (Finding("copied_title", code, ask) for ask in asks if _copied(ask, titles[code]))


def _shapes(phrases: Phrases) -> Iterator[Finding]:
    for code, asks in phrases.items():
        for ask in asks:
            if one_line(ask) != ask or unicodedata.normalize("NFC", ask) != ask:
                yield Finding("shape", code, ask, "not NFC, or blanks to clean")
            if not SHORTEST <= len(words(ask)) <= LONGEST:
                yield Finding("shape", code, ask, f"{len(words(ask))} words")
            if not has_accents(ask):
                yield Finding("accents", code, ask, "written without accents")


def _shared(phrases: Phrases, titles: Mapping[str, str]) -> Iterator[Finding]:
    """The same words for two procedures that are not the same matter: they would pull at each other."""
    owners: dict[str, set[str]] = defaultdict(set)
    for code, asks in phrases.items():
        for ask in asks:
            owners[" ".join(folded_words(ask))].add(code)
    for said, codes in owners.items():
        if len({matter(titles[c]) if c in titles else c for c in codes}) > 1:
            first, *others = sorted(codes)
            yield Finding("shared", first, said, f"also {', '.join(others)}")


def _copied(ask: str, title: str) -> bool:
    official = matter(title).split()
    if len(official) < LONG_TITLE:
        return fold(ask).strip(" .?") == matter(title)
    return in_order(official, folded_words(ask)) >= COPIED * len(official)


def odd_spellings(phrases: Phrases) -> Iterator[Finding]:
    """Syllables that hardly occur elsewhere: slips, names of goods, foreign words. To be read, not counted as wrong."""
    counts = Counter(w for asks in phrases.values() for ask in asks for w in words(ask))
    for code, asks in phrases.items():
        for ask in asks:
            for word in words(ask):
                if counts[word] <= RARE and word.isalpha() and has_accents(word) and not LATIN & set(fold(word)):
                    yield Finding("spelling", code, ask, word)


def main() -> None:
    """Print the findings; exit 1 when there are any but odd spellings."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--titles", type=Path, help="the national catalogue, .jsonl or .jsonl.gz")
    parser.add_argument("--spelling", action="store_true", help="list syllables that hardly occur elsewhere as well")
    given = parser.parse_args()
    phrases = load(sorted(BUNDLED.glob("*.jsonl")))
    found = list(findings(phrases, dict(titles_of(given.titles)) if given.titles else None))
    for finding in [*found, *(odd_spellings(phrases) if given.spelling else ())]:
        print(finding)
    asks = sum(len(a) for a in phrases.values())
    print(f"{len(phrases)} procedures, {asks} phrasings, {len(found)} findings", file=sys.stderr)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
