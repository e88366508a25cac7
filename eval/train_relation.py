"""Learn which procedure a message in a conversation means (`assistant.rules.relation`).

    python -m eval.train_relation          (needs the imported national catalogue)

Reads the conversations in `eval/suites/train` and our own; nothing of `eval/suites/held` and nothing shared. Each
conversation is played through the assistant; after a wrong answer the memory is put right, so that every turn is
learned in its proper place. `stays.jsonl` holds questions about details that stay with their procedure whatever they
name; `eval.train_bearing` does not read them, so what a sentence bears on a question is weighed here as it will be.
Prints the cross-validated share of right choices (a conversation stays in one part), then writes
`assistant/rules/relation.toml`.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track
from scipy.sparse import csr_matrix

from assistant.dialogue import Dialogue, Facet, told, topic
from assistant.rules.relation import features
from assistant.settings import load_settings
from assistant.steps.relate import Relate
from assistant.types import Inbound, Reply, Turn
from assistant.wiring import Assistant, build
from eval import details, dialogues
from eval.logit import Choice, learn, shares
from knowledge import phrasebook
from knowledge.index.beside import contenders

SUITES = Path(__file__).parent / "suites"
NAMED = SUITES / "train" / "named.txt"
"""How a procedure is named in few words; {} stands for its name."""
BEGIN = datetime(2026, 7, 20, 8, tzinfo=UTC)
BEFORE = ("Check", "Follow", "Read", "Retrieve")
"""The steps whose outcome Relate reads; Screen lets what is a question pass."""
LIKELY = 0.5
"""Chance from which the procedure that a paper's name brings up is taken for the right one."""
BEGUN_COUNTS = 0.15
"""What a new topic made up here counts beside a turn of a conversation."""
STAYS_COUNTS = 0.4
"""What a question about a detail counts beside a turn of a conversation."""
RIDGE, SAID_RIDGE = 3.0, 10.0
SAID = ":="
"""In the name of a feature that is what a message says."""
LEAST = 4
"""How often something must be said in conversations to be learned."""
FAINT = 0.02
"""Weight of something said below which it is left out of the file."""
PARTS = 5
SEED = 11
FIGURES = 3


@dataclass(frozen=True, slots=True)
class Example:
    """One turn that had to be related."""

    talk: str
    rows: tuple[dict[str, float], ...]
    """Features by contender."""
    right: tuple[bool, ...]
    counts: float = 1.0
    """What it counts beside a turn of a conversation."""

    @property
    def named(self) -> frozenset[str]:
        """The features of any contender."""
        return frozenset(name for row in self.rows for name in row)


def examples(assistant: Assistant, talk: dialogues.Talk) -> Iterator[Example]:
    """The turns of one conversation that reach the choice."""
    relate = next(step for step in assistant.steps() if isinstance(step, Relate))
    memory, now = Dialogue(), BEGIN
    for number, expected in enumerate(talk.turns, start=1):
        now += dialogues.PAUSE + expected.silence
        inbound = Inbound(f"{talk.id}.{number}", expected.said, channel="eval", received_at=now)
        wanted = bool(expected.right) and "answered" in expected.statuses
        if wanted and (example := _example(assistant, relate, Turn(inbound, memory), talk.id, expected.right)):
            yield example
        memory = _memory(assistant, assistant.ask(inbound, memory), memory, expected if wanted else None)


def begun_anew(assistant: Assistant, talks: Sequence[dialogues.Talk]) -> Iterator[Example]:
    """New topics: after one conversation the first message of another, and procedures by their names in few words."""
    chance = random.Random(SEED)  # noqa: S311  no secret
    relate = next(step for step in assistant.steps() if isinstance(step, Relate))
    begun = [(talk.turns[0].said, talk.turns[0].right) for talk in talks if talk.turns[0].right]
    frames = NAMED.read_text("utf-8").splitlines()
    names = _names(relate)
    named = [*names, *_papers(relate)]
    begun += [(frame.format(name), frozenset({code})) for name, code in named for frame in chance.sample(frames, 2)]
    for said, right in begun:
        focus = chance.choice(names)[1]
        if focus in right:
            continue
        memory = told(Dialogue(), focus, chance.choice(list(Facet)))
        turn = Turn(Inbound("new", said, channel="eval", received_at=BEGIN), replace(memory, at=BEGIN))
        if example := _example(assistant, relate, turn, f"new {len(said)}", right):
            yield replace(example, counts=BEGUN_COUNTS)


def stays(assistant: Assistant, asked: Sequence[details.Asked]) -> Iterator[Example]:
    """Questions about details of the procedure that was talked about."""
    relate = next(step for step in assistant.steps() if isinstance(step, Relate))
    for one in track(asked, "details"):
        if relate.index.title(one.code):
            inbound = Inbound(one.id, one.question, channel="eval", received_at=details.WHEN)
            turn = Turn(inbound, told(Dialogue(at=details.WHEN), one.code, Facet.OVERVIEW))
            if example := _example(assistant, relate, turn, f"stays {one.code}", frozenset({one.code})):
                yield replace(example, counts=STAYS_COUNTS)


def _names(relate: Relate) -> list[tuple[str, str]]:
    """(the shortest phrasing, code) of the procedures that people need most."""
    asks: dict[str, list[str]] = {}
    for code, said in phrasebook.load(phrasebook.files()).items():
        asks.setdefault(code, []).extend(said)
    needed = [code for code in sorted(relate.index.lexicon.needed) if relate.index.title(code) and asks.get(code)]
    return [(min(asks[code], key=lambda ask: (len(ask.split()), ask)).rstrip("?. "), code) for code in needed]


def _papers(relate: Relate) -> list[tuple[str, str]]:
    """(a paper's or an event's everyday name, the procedure it brings up) where that is likely the right one."""
    found = []
    for phrase, plain, _ in relate.index.lexicon.phrases:
        name = (phrase or plain).strip()
        best = relate.index.procedures(relate.index.query(name), 1)[0]
        if best.chance >= LIKELY:
            found.append((name, best.code))
    return found


def _example(
    assistant: Assistant, relate: Relate, turn: Turn, talk: str, right: frozenset[str]
) -> Example | None:  # fmt: skip
    for step in assistant.steps():
        if type(step).__name__ in BEFORE:
            outcome = step(turn)
            if isinstance(outcome, Reply):
                return None
            turn = outcome
    memory, understood = turn.dialogue, turn.understanding
    focus = topic(memory)
    if turn.chosen or understood is None or not turn.hits or focus is None:
        return None
    earlier = tuple(code for code in memory.before if code != focus)
    found = contenders(relate.index, relate.meant(understood), focus, earlier)
    scene = relate.scene(understood, found, focus, earlier)
    rows = tuple(features(scene, focus, earlier, one) for one in found)
    truth = tuple(one.hit.code in right for one in found)
    return Example(talk, rows, truth) if any(truth) else None


def _memory(assistant: Assistant, reply: Reply, memory: Dialogue, wanted: dialogues.Expected | None) -> Dialogue:
    """The memory after a turn; after a wrong answer as if it had been the right one."""
    code = reply.procedure.code if reply.procedure else None
    known = [code for code in sorted(wanted.right) if assistant.known(code)] if wanted else []
    if wanted is None or code in wanted.right or not known:
        return reply.dialogue
    facet = Facet(wanted.facet) if wanted.facet in list(Facet) else Facet.OVERVIEW
    return replace(told(replace(memory, at=reply.dialogue.at), known[0], facet), turns=reply.dialogue.turns)


class Design:
    """One column a feature; what a message says is learned where it is said often enough."""

    def __init__(self, made: Sequence[Example]) -> None:
        said = Counter(name for one in made if one.counts == 1.0 for name in one.named if SAID in name)
        known = dict.fromkeys(name for one in made for name in one.named if SAID not in name or said[name] >= LEAST)
        self.names = list(known)
        self.ridge = np.array([SAID_RIDGE if SAID in name else RIDGE for name in self.names])
        column = {name: n for n, name in enumerate(self.names)}
        self.choices = [Choice(_matrix(one, column), np.array(one.right), one.counts) for one in made]


def _matrix(one: Example, column: Mapping[str, int]) -> csr_matrix:
    cells = [
        (n, column[name], value) for n, row in enumerate(one.rows) for name, value in row.items() if name in column
    ]
    at, columns, values = zip(*cells, strict=True)
    return csr_matrix((values, (at, columns)), shape=(len(one.rows), len(column)))


def validate(made: Sequence[Example], design: Design) -> tuple[float, float]:
    """Shares of right choices on conversations, and on questions about details, not learned from."""
    talks = sorted({one.talk for one in made})
    random.Random(SEED).shuffle(talks)  # noqa: S311  no secret
    part = {talk: n % PARTS for n, talk in enumerate(talks)}
    right: dict[float, list[bool]] = {1.0: [], STAYS_COUNTS: []}
    for held in range(PARTS):
        seen = [c for one, c in zip(made, design.choices, strict=True) if part[one.talk] != held]
        weights = learn(seen, design.ridge)
        for one, choice in zip(made, design.choices, strict=True):
            if part[one.talk] == held and one.counts in right:
                right[one.counts].append(one.right[int(np.argmax(shares(choice, weights)))])
    talks_right, stays_right = (float(np.mean(found)) for found in right.values())
    return talks_right, stays_right


def main() -> None:
    """Validate, learn from all, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("assistant/rules/relation.toml"))
    given = parser.parse_args()
    assistant = build(load_settings())
    files = [*sorted((SUITES / "train").glob("dialogue-*.jsonl")), SUITES / "own" / "dialogue.jsonl"]
    talks = [talk for file in files for talk in dialogues.read(file)]
    made = [example for talk in track(talks, "playing") for example in examples(assistant, talk)]
    made += begun_anew(assistant, talks)
    made += stays(assistant, details.read(SUITES / "train" / "stays.jsonl"))
    design = Design(made)
    show = Console()
    on_talks, on_stays = validate(made, design)
    show.print(f"{len(talks)} conversations, {len(made)} turns, right {on_talks:.3f}, on details {on_stays:.3f}")
    weights = zip(design.names, learn(design.choices, design.ridge), strict=True)
    kept = [(name, float(value)) for name, value in weights if SAID not in name or abs(value) >= FAINT]
    lines = [f"{json.dumps(name)} = {round(value, FIGURES)}" for name, value in kept]
    head = "# Learned by eval.train_relation; one weight a feature (assistant.rules.relation).\n\n[weights]\n"
    given.out.write_text(head + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
