"""Does the message itself point back? A tap, the number or words of an open choice, "tiếp", "đọc lại", "quay lại"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.dialogue import Dialogue, topic, woken
from assistant.rules import facets_of, pointing, screening
from assistant.types import Choice, Facet, Reply, Status, Turn, Understanding
from assistant.wording import Wording
from knowledge.index.search import Index
from knowledge.text import folded_words

_NUMBER = re.compile(
    r"^\W*(?:(?:cai|viec|chon|lua|so|y|muc|thu|lay|dong|bam|theo|la|chac|da|minh|em|toi|tui|cho) )*"
    r"(\d|mot|hai|ba|bon|nhat|nhi|tu|dau tien|dau|cuoi cung|cuoi)"
    r"(?: (?:a|nhe|di|do|ay|em|ban|ad|oi|kia|nha|day|nghe|nghen|nhen|nua|thoi|vay))*\W*$"
)
_SPOKEN = {"mot": 1, "nhat": 1, "hai": 2, "nhi": 2, "ba": 3, "bon": 4, "tu": 4, "dau tien": 1, "dau": 1,
           "cuoi cung": -1, "cuoi": -1, "sau cung": -1, "sau chot": -1}  # fmt: skip
_STEP = re.compile(r"^(?:\w+ ){0,3}buoc (?:so |thu )?(\d{1,2}|mot|hai|ba|bon|nam|sau)\b(?! nua)(?: \w+){0,7}$")
_STEPS_SPOKEN = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6}
_PLACE = re.compile(
    r"\b(?:cai|viec|chuyen|thu tuc|vu|mon|giay|loai|dieu) "
    r"(?:(?:\w+ )?thu (nhat|nhi|hai|ba|tu|bon|\d)|(dau tien|dau|cuoi cung|cuoi|sau cung|sau chot))\b(?! (?:nam|thang))"
)
"""A procedure named by its place in the conversation."""
LAST_STEP = 99
"""Stands for the last step, however many there are."""
MANY = 2
"""Procedures talked about from which one is named by its place."""
LEAST_SHARED = 0.6
"""Share of a choice's own words that a typed answer must hold."""
BACK_WORDS = frozenset(
    "quay tro lai ve luc hoi ban nay dau tien viec truoc kia thu nhat vua noi cu vu chuyen quen con".split()  # noqa: SIM905  a page of single words is no easier to read
)
"""Folded words that only say that something was talked about earlier."""
RETURN_WORDS = 14
"""A message with more words than this tells a case of its own, whatever it points back to."""


@dataclass(frozen=True, slots=True)
class Follow:
    """Fixes the procedure when the message itself, with the conversation's memory, says which."""

    words: Wording
    index: Index
    hotline: str

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The turn with `chosen` set when it points back."""
        turn = replace(turn, dialogue=woken(turn.dialogue, turn.inbound.received_at))
        folded = _folded(turn)
        if turn.inbound.choice is None and any(rule.matches(folded) for rule in screening()["emergency"]):
            return turn  # a call for help is no command and no choice, whatever words it ends in
        choice = turn.inbound.choice or self._answered(turn)
        if choice is None and turn.dialogue.open_choices and pointing().cue("none", folded):
            return self._none_of_them(turn)
        if choice is not None and self.index.title(choice.code):
            return replace(self._about(turn, choice.code, choice.facet, choice.label), step=choice.step)
        if turn.inbound.choice is not None:
            return turn
        return self._commanded(turn, folded) or self._returned(turn, folded) or turn

    def _none_of_them(self, turn: Turn) -> Reply:
        """None of the choices offered: told to say more, with nothing to pick from."""
        memory = replace(turn.dialogue, open_choices=())
        return Reply(Status.CLARIFY, self.words("clarify.tell_more", hotline=self.hotline), dialogue=memory)

    def _about(self, turn: Turn, code: str, facet: Facet, said: str = "") -> Turn:
        query = self.index.query(self.index.title(code) or "")
        understood = Understanding(said or turn.inbound.text, query, facet, facet_named=True, topical=False)
        return replace(turn, understanding=understood, chosen=code)

    def _commanded(self, turn: Turn, folded: str) -> Turn | None:
        """A command to go on reading, to repeat, to be short: about what was said last."""
        memory = turn.dialogue
        code = topic(memory)
        if code is None or self.index.title(code) is None:
            return None
        command = pointing().command(folded)
        if numbered := _STEP.match(folded):
            wanted = numbered[1]
            step = _STEPS_SPOKEN.get(wanted) or int(wanted)
            return replace(self._about(turn, code, Facet.STEPS), step=step)
        if command is None:
            return None
        if command in ("repeat", "short"):  # "nhắc lại lệ phí" names what is to be said again
            named = facets_of(folded)
            facet = named[0] if named and named[0] is not Facet.STEPS else memory.facet or Facet.OVERVIEW
            step = memory.step if facet is memory.facet else 0
            return replace(self._about(turn, code, facet), step=step, brief=command == "short")
        step = {"next": memory.step + 1, "back": max(memory.step - 1, 1), "first": 1, "last": LAST_STEP}[command]
        return replace(self._about(turn, code, Facet.STEPS), step=step)

    def _returned(self, turn: Turn, folded: str) -> Turn | None:
        """Back to a procedure talked about earlier, by its words or by its place."""
        memory, cues = turn.dialogue, pointing()
        if placed := _placed(memory, folded):
            return self._back_to(turn, placed)
        remembered = tuple(c for c in (memory.focus, *memory.before) if c and self.index.title(c))
        if not remembered or not cues.cue("back", folded) or len(folded.split()) > RETURN_WORDS:
            return None
        query = self.index.query(turn.inbound.text)
        words = self.index.lexicon
        own = set(query.plain) - words.folded_generic - words.folded_fillers - BACK_WORDS
        named = self.index.best_of(query, remembered) if own else None
        if named is None:
            named = remembered[-1] if cues.cue("oldest", folded) else remembered[min(1, len(remembered) - 1)]
        return self._back_to(turn, named)

    def _back_to(self, turn: Turn, code: str) -> Turn | None:
        if self.index.title(code) is None:
            return None
        query = self.index.query(turn.inbound.text)
        facets = facets_of(query.folded)
        facet = facets[0] if facets else Facet.OVERVIEW
        understood = Understanding(turn.inbound.text, query, facet, bool(facets), topical=False, also=facets[1:])
        return replace(turn, understanding=understood, chosen=code)

    def _answered(self, turn: Turn) -> Choice | None:
        """The open choice that a typed message picks, by number or by its words."""
        options = turn.dialogue.open_choices
        if not options:
            return None
        said = folded_words(turn.inbound.text)
        if match := _NUMBER.match(" ".join(said)):
            number = _SPOKEN.get(match[1]) or int(match[1])
            number = len(options) if number < 0 else number
            return options[number - 1] if 1 <= number <= len(options) else None
        scored = [(_share(option, options, said), option) for option in options]
        best = max(scored, key=lambda pair: pair[0])
        return best[1] if best[0] >= LEAST_SHARED and sum(s >= best[0] for s, _ in scored) == 1 else None


def _placed(memory: Dialogue, folded: str) -> str | None:
    """The procedure that a short message names by its place ("việc thứ hai"); with choices open it means a choice."""
    place = _PLACE.search(folded)
    if place is None or memory.open_choices or len(memory.met) < MANY or len(folded.split()) > RETURN_WORDS:
        return None
    said = place[1] or place[2]
    number = _SPOKEN.get(said) or int(said)
    number = len(memory.met) if number < 0 else number
    return memory.met[number - 1] if 1 <= number <= len(memory.met) else None


def _folded(turn: Turn) -> str:
    return " ".join(folded_words(turn.inbound.text))


def _share(option: Choice, options: tuple[Choice, ...], said: list[str]) -> float:
    """Share of what sets an option apart from the others that was said."""
    others = {w for o in options if o is not option for w in folded_words(o.label)}
    own = set(folded_words(option.label)) - others
    return len(own & set(said)) / len(own) if own and len(said) <= 12 else 0.0
