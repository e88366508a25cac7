"""Is there something to answer? Clean the text, bound its length, mask personal data, turn away what holds no words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from assistant.privacy.masking import mask
from assistant.types import Handoff, Reply, Status, Turn
from assistant.wording import Wording
from knowledge.text import clean

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
"""Latin letters with and without marks; a range from À to ỹ would take in Cyrillic, Arabic, Lao and Khmer."""
_EMOJI = re.compile(r"[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")
MARKS_IN_A_ROW = re.compile(r"[\u0300-\u036f]{3,}")
"""Floods of combining marks; Vietnamese needs two at most."""
LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class Check:
    """Empty, unreadable or foreign-script messages end here with a clear reply."""

    words: Wording
    hotline: str
    question_chars: int

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The turn with cleaned text, or the Reply that says what is wrong with it."""
        if turn.inbound.choice is not None:
            return turn
        raw = turn.inbound.text[: self.question_chars * 4]
        text = clean(MARKS_IN_A_ROW.sub("", raw))[: self.question_chars]
        if not text:
            return Reply(Status.ERROR, self.words("problem.empty"), dialogue=turn.dialogue)
        if not _LATIN.search(text):
            return self._wordless(turn, text)
        if all(len(word) > LONGEST_WORD for word in text.split()):
            return Reply(Status.ERROR, self.words("problem.unreadable"), dialogue=turn.dialogue)
        masked = mask(text)
        return replace(turn, inbound=replace(turn.inbound, text=masked.text), held=masked.held)

    def _wordless(self, turn: Turn, text: str) -> Turn | Reply:
        if turn.dialogue.open_choices and text.strip(" .)").isdigit():
            return replace(turn, inbound=replace(turn.inbound, text=text))
        if any(unicodedata.category(c).startswith("L") for c in text):
            said = self.words("handoff.language", hotline=self.hotline)
            return Reply(Status.HANDOFF, said, handoff=Handoff("language"), dialogue=turn.dialogue)
        if _EMOJI.search(text):
            return Reply(Status.SMALLTALK, self.words("smalltalk.emoji"), dialogue=turn.dialogue)
        return Reply(Status.ERROR, self.words("problem.unreadable"), dialogue=turn.dialogue)
