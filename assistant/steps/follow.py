"""Does the message point back? A tap, the number or words of an open choice, a bare "phí bao nhiêu"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.types import Choice, Reply, Turn, Understanding
from knowledge.index.lexicon import Lexicon
from knowledge.index.search import Index
from knowledge.text import folded_words

_NUMBER = re.compile(r"^\W*(?:so |viec |cai |y |muc |thu )?(\d|mot|hai|ba|bon|nhat|nhi|tu)\W*(?:a|nhe|di|do)?\W*$")
_SPOKEN = {"mot": 1, "nhat": 1, "hai": 2, "nhi": 2, "ba": 3, "bon": 4, "tu": 4}
LEAST_SHARED = 0.6
"""Share of a choice's own words that a typed answer must hold."""


@dataclass(frozen=True, slots=True)
class Follow:
    """Fixes the procedure when the message itself, with the conversation's memory, says which."""

    lexicon: Lexicon
    index: Index

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The turn with `chosen` set when it points back."""
        choice = turn.inbound.choice or self._answered(turn)
        if choice is not None and self.index.title(choice.code):
            query = self.lexicon.query(self.index.title(choice.code) or "")
            understood = Understanding(choice.label, query, choice.facet, facet_named=True, topical=False)
            return replace(turn, understanding=understood, chosen=choice.code)
        return turn

    def _answered(self, turn: Turn) -> Choice | None:
        """The open choice that a typed message picks, by number or by its words."""
        options = turn.dialogue.open_choices
        if not options:
            return None
        said = folded_words(turn.inbound.text)
        if match := _NUMBER.match(" ".join(said)):
            number = _SPOKEN.get(match[1]) or int(match[1])
            return options[number - 1] if 1 <= number <= len(options) else None
        scored = [(self._share(option, options, said), option) for option in options]
        best = max(scored, key=lambda pair: pair[0])
        return best[1] if best[0] >= LEAST_SHARED and sum(s >= best[0] for s, _ in scored) == 1 else None

    @staticmethod
    def _share(option: Choice, options: tuple[Choice, ...], said: list[str]) -> float:
        """Share of what sets an option apart from the others that was said."""
        others = {w for o in options if o is not option for w in folded_words(o.label)}
        own = set(folded_words(option.label)) - others
        return len(own & set(said)) / len(own) if own and len(said) <= 12 else 0.0
