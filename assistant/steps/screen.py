"""What must not wait for a search: emergencies, wishes for a human, complaints, small talk, out of scope."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.rules import Rule, screening
from assistant.types import Handoff, Reply, Status, Turn
from assistant.wording import Wording

URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Screen:
    """Rules over the folded question, in a fixed order; honest questions pass."""

    words: Wording
    hotline: str

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The turn unchanged, or the Reply of the first rule that applies."""
        if turn.chosen is not None or turn.understanding is None:
            return turn
        folded = turn.understanding.query.folded
        reply = self._emergency(folded) or self._human(folded) or self._outside(folded)
        if reply is None:
            return turn
        return Reply(reply.status, reply.text, handoff=reply.handoff, dialogue=turn.dialogue)

    def _first(self, group: str, folded: str) -> Rule | None:
        return next((rule for rule in screening()[group] if rule.matches(folded)), None)

    def _emergency(self, folded: str) -> Reply | None:
        rule = self._first("emergency", folded)
        if rule is None:
            return None
        handoff = Handoff("emergency", URGENT, rule.label)
        return Reply(Status.HANDOFF, self.words(f"handoff.emergency_{rule.label}"), handoff=handoff)

    def _human(self, folded: str) -> Reply | None:
        for group in ("human", "stuck", "complaint"):
            if rule := self._first(group, folded):
                said = self.words(f"handoff.{rule.label}", hotline=self.hotline)
                priority = "high" if rule.label == "complaint" else "normal"
                return Reply(Status.HANDOFF, said, handoff=Handoff(rule.label, priority))
        return None

    def _outside(self, folded: str) -> Reply | None:
        if rule := self._first("smalltalk", folded):
            return Reply(Status.SMALLTALK, self.words(f"smalltalk.{rule.label}"))
        if rule := self._first("decline", folded):
            return Reply(Status.DECLINED, self.words(f"declined.{rule.label}"))
        return None
