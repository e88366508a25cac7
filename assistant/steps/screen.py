"""What is no question for the records: emergencies, wishes for a human, complaints, small talk, out of scope.

Rules first, since they can be read and argued about; then the learned sorter (`assistant.rules.scope`), which also
knows how well any procedure fits. Docs: docs/adr/0007, 0010.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.answering import offering
from assistant.rules import Rule, screening
from assistant.rules.scope import EMERGENCY, HANDOFF, Scope, Sorted
from assistant.types import Handoff, Reply, Role, Status, Turn
from assistant.wording import Wording

URGENT = "urgent"
PRESSING = frozenset({"complaint", "distress"})
"""Reasons that a human should see soon."""
KNOWN = 0.5
"""Share of known words below which the sorter is not asked: of garbage it knows nothing."""
CHATTING = 0.6
"""Probability of small talk from which it is that, also in the middle of a conversation."""
ASIDE = 0.6
"""Probability of something out of scope from which it is that, whatever was talked about and whatever fits."""
ASIDE_IN_TALK = 0.8
"""The same, where a facet is named in a conversation: "lấy 3 bản thì mỗi bản bao tiền"."""
CLEAR = 0.6
"""Probability of a kind from which it is that, also where a text could be quoted."""
QUOTED = 1.0
"""Score of a text that answers very well."""
ALARM = 0.7
"""An emergency is taken for one from this share of the probability of a plain question: rather once too often."""
ALONE = 0.75
"""Chance of a procedure that fits alone by far: half of the words may be of another language."""
ALARM_IN_TALK = 0.8
"""Probability of an emergency from which a message that goes on with the conversation is taken for one."""
WANTED = 0.3
"""Probability that a human is wanted from which one is brought rather than a procedure: nobody is left alone."""
HONEST = 0.9
"""Probability of a question for us from which a rule that declines is not believed."""
DOUBT = 0.05
"""Probability of a question for us from which a message that is declined gets the nearest procedures offered."""
MISTAKEN = frozenset({"general", "homework", "opinion", "medical", "legal_tactics"})
"""Reasons to decline that an honest question may be mistaken for."""
NEAR, OFFERED = 0.15, 3
"""Match from which a procedure is near enough to be offered, and how many are."""
FITS = 0.5
"""Match and chance of a procedure from which a rule that declines is not believed, and the sorter half as soon."""


@dataclass(frozen=True, slots=True)
class Screen:
    """Rules over the folded question, in a fixed order, then the sorter; honest questions pass."""

    words: Wording
    hotline: str
    scope: Scope
    quote: Callable[[Turn], Turn | Reply]
    """What a text answers is a question for us."""
    sure: float
    """Probability of a question for us below which the sorter's other kind is taken."""

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The turn unchanged, or the Reply of the first rule that applies."""
        if turn.inbound.choice is not None or turn.understanding is None:
            return turn
        folded = turn.understanding.query.folded
        if turn.chosen is not None:
            call = self._emergency(folded)
            return turn if call is None else replace(call, dialogue=turn.dialogue)
        found = self.scope.sort(turn.understanding.query, turn.hits, talking=_talking(turn))
        reply = self._emergency(folded) or self._learned_emergency(found, turn) or self._human(folded)
        reply = reply or self._outside(folded, found, turn) or self._learned(found, self._least(turn), turn)
        if reply is None and self._wants_human(found, turn):
            reply = self._hand_over(found.human)
        if reply is None:
            return turn
        memory = turn.dialogue
        if reply.choices and not _talking(turn):  # of a conversation nothing is forgotten for a guess
            memory = replace(memory, open_choices=reply.choices)
        return replace(reply, candidates=offering.candidates(turn.hits), dialogue=memory)

    def _wants_human(self, found: Sorted, turn: Turn) -> bool:
        """Whether a human may be wanted and no text answers."""
        if not found.human or found.wanted < WANTED or found.known < KNOWN:
            return False
        return not (self._doubted(found, turn) and isinstance(self.quote(turn), Reply))

    def _first(self, group: str, folded: str) -> Rule | None:
        return next((rule for rule in screening()[group] if rule.matches(folded)), None)

    def _emergency(self, folded: str) -> Reply | None:
        rule = self._first("emergency", folded)
        return None if rule is None else self._call(rule.label)

    def _learned_emergency(self, found: Sorted, turn: Turn) -> Reply | None:
        least = ALARM_IN_TALK if self._least(turn) == 0.0 else ALARM * found.answer
        return self._call(found.reason) if found.kind == EMERGENCY and found.chance >= least else None

    def _call(self, number: str) -> Reply:
        handoff = Handoff("emergency", URGENT, number)
        return Reply(Status.HANDOFF, self.words(f"handoff.emergency_{number}"), handoff=handoff)

    def _human(self, folded: str) -> Reply | None:
        for group in ("human", "stuck", "complaint"):
            if rule := self._first(group, folded):
                return self._hand_over(rule.label)
        return None

    def _hand_over(self, reason: str) -> Reply:
        said = self.words(f"handoff.{reason}", hotline=self.hotline)
        priority = "high" if reason in PRESSING else "normal"
        return Reply(Status.HANDOFF, said, handoff=Handoff(reason, priority))

    def _outside(self, folded: str, found: Sorted, turn: Turn) -> Reply | None:
        needs_human = found.kind in (HANDOFF, EMERGENCY) and found.chance >= CLEAR
        if not needs_human and (rule := self._first("smalltalk", folded)):
            return Reply(Status.SMALLTALK, self.words(f"smalltalk.{rule.label}"))
        honest = _fits(turn) or found.answer >= HONEST or needs_human
        if not honest and (rule := self._first("decline", folded)):
            return Reply(Status.DECLINED, self.words(f"declined.{rule.label}"))
        return None

    def _least(self, turn: Turn) -> float:
        """Probability of a question for us from which the message passes.

        Less where a procedure fits, and still less in a conversation where a facet is named ("mỗi bản bao nhiêu tiền").
        """
        if turn.understanding is None or (_talking(turn) and not turn.understanding.topical):
            return 0.0
        if _talking(turn) and turn.understanding.facet_named:
            return self.sure / 5
        return self.sure / 2 if _fits(turn) else self.sure

    def _learned(self, found: Sorted, least: float, turn: Turn) -> Reply | None:
        chatting = found.kind == "smalltalk" and found.chance >= CHATTING
        going_on = _talking(turn) and turn.understanding is not None and turn.understanding.facet_named
        aside = found.kind == "decline" and found.chance >= max(ASIDE_IN_TALK if going_on else ASIDE, found.answer)
        if not (chatting or aside) and (found.answer >= least or found.chance <= found.answer):
            return None
        if found.known < KNOWN or (self._doubted(found, turn) and isinstance(self.quote(turn), Reply)):
            return None
        if found.kind == "handoff":
            return self._hand_over(found.reason)
        if found.kind == "smalltalk":
            return Reply(Status.SMALLTALK, self.words(f"smalltalk.{found.reason}"))
        return self._decline(found, turn) if found.kind == "decline" else None

    def _decline(self, found: Sorted, turn: Turn) -> Reply:
        """Out of scope, as far as the sorter tells; where it may be wrong, what comes nearest stays one press away."""
        said = self.words(f"declined.{found.reason}")
        nearest = offering.different(tuple(hit for hit in turn.hits if hit.match >= NEAR), OFFERED)
        if found.reason not in MISTAKEN or found.answer < DOUBT or not nearest:
            return Reply(Status.DECLINED, said)
        choices = offering.choices(self.words, nearest)
        lines = [said, self.words("declined.nearest"), *(f"• {choice.label}" for choice in choices)]
        return Reply(Status.DECLINED, "\n".join(lines), choices=choices)

    @staticmethod
    def _doubted(found: Sorted, turn: Turn) -> bool:
        """Whether a text that could be quoted counts more: the kind is not clear, or the text answers very well.

        Who helps others asks about what lies in the training texts; a citizen with the same words needs help.
        """
        if turn.inbound.role is not Role.CITIZEN:
            return True
        return found.chance < CLEAR or (bool(turn.passages) and turn.passages[0].score >= QUOTED)


def _fits(turn: Turn) -> bool:
    """Whether some procedure fits the message well and alone, or alone by far."""
    if not turn.hits:
        return False
    best = turn.hits[0]
    return best.chance >= FITS and (best.match >= FITS or best.chance >= ALONE)


def _talking(turn: Turn) -> bool:
    """Whether something was talked about before."""
    memory = turn.dialogue
    return memory.focus is not None or bool(memory.before or memory.open_choices)
