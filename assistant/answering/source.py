"""What an answer is made from and what it is made into."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.types import Fact
from assistant.wording import Wording
from knowledge.index.lexicon import Query
from knowledge.text import folded_words
from knowledge.types import Flag, Guide, Procedure


@dataclass(frozen=True, slots=True)
class Source:
    """One procedure: the record gives the facts, the guide (when there is one) the words."""

    record: Procedure
    guide: Guide | None
    query: Query
    words: Wording
    details: tuple[re.Pattern[str], ...] = ()
    """For each detail asked for, what a sentence about it holds (`assistant.rules.details_of`)."""
    own: tuple[str, ...] = ()
    """Folded words of the question beside fillers and the cue that named the facet."""
    rarity: Callable[[str], float] = len
    """How much a folded word tells."""
    facet_named: bool = True
    """Whether the question names the facet; else a detail is all that it asks for."""
    case: frozenset[str] = frozenset()
    """Folded words that the person said earlier about the same procedure (`Dialogue.case`)."""

    @property
    def telling(self) -> frozenset[str]:
        """Words of the question that neither name the procedure nor the facet: a detail is asked for."""
        return frozenset(self.own) - frozenset(folded_words(f"{self.record.title} {self.name}"))

    @property
    def meant(self) -> frozenset[str]:
        """Folded words of the question and of the person's case: which of a record's cases is theirs."""
        return frozenset(self.query.plain) | self.case

    @property
    def name(self) -> str:
        """The everyday name where there is one, else the official title."""
        return self.guide.title if self.guide else self.record.title

    @property
    def who(self) -> str:
        """Whose words a quotation holds: the record's, or the guide's where no record is imported."""
        alone = self.guide is not None and self.record is self.guide.record
        return self.words("teller.guide") if alone else self.words("teller.record")

    def told(self, part: str) -> str:
        """A part of the guide, "" without one."""
        return self.guide.parts[part] if self.guide else ""


@dataclass(slots=True)
class Answer:
    """Lines to show, the facts behind them, and the quotes they stand on."""

    lines: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    quotes: list[tuple[str, str]] = field(default_factory=list)
    """(section, quoted text)"""
    doubts: list[Flag] = field(default_factory=list)

    def fact(self, kind: str, text: str, section: str) -> None:
        """Note a fact in the record's words, once."""
        fact = Fact(kind, text, section)
        if text and fact not in self.facts:
            self.facts.append(fact)

    def quote(self, section: str, text: str) -> None:
        """Note a passage of the record, once."""
        if text and (section, text) not in self.quotes:
            self.quotes.append((section, text))

    def doubt(self, record: Procedure, *flags: Flag) -> None:
        """Show those of the flags that the record carries."""
        self.doubts += [flag for flag in flags if flag in record.flags and flag not in self.doubts]


def bullets(text: str) -> list[str]:
    """A guide part's lines; list marks and step numbers become "• ", sentences stay lines."""
    lines = []
    for line in text.splitlines():
        line = line.strip()
        head, _, rest = line.partition(" ")
        if head in ("-", "*") or (head.endswith(".") and head[:-1].isdigit()):
            line = f"• {rest}"
        if line:
            lines.append(line)
    return lines
