"""Two writers by hand: a good one, of whom nothing should fall, and a fluent liar, of whom nothing should go out.

    python -m eval.writers [--show] [--pairs 10]          (needs the imported catalogue)

`eval/suites/writers`: what somebody wrote in a model's place about questions of `eval/suites/held`. "dev" may be read
when the rules are changed, "held" only measured. Of the statements that a row rests on it holds short hashes, no text:
where one has changed, or a mark is gone, the row is skipped; where it only moved, numbers and marks follow.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant import wiring
from assistant.settings import load_settings
from assistant.steps.verify import Verify
from assistant.steps.write import Write
from assistant.types import Draft, Inbound, Reply, Told, Turn
from assistant.wiring import Assistant, build
from assistant.wording import Wording
from assistant.writing.statements import slotted
from eval.actors import Actor, well
from eval.metrics.intervals import share
from eval.questions import HELD, read
from eval.report import machine

SUITES = Path(__file__).parent / "suites" / "writers"
WRITERS, PARTS = ("good", "lies"), ("dev", "held")
OUTCOMES = ("whole", "mended", "dropped")
_MARK = re.compile(r"\{(\d+)([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class Row:
    """One answer somebody wrote."""

    id: str
    """The question's."""
    statements: dict[int, str]
    """Number when it was written -> hash of the statement's text."""
    told: tuple[Told, ...]
    lies: tuple[str, ...]
    """Beside each sentence why it is a lie; "" where it is none."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one answer."""

    id: str
    outcome: str
    faults: tuple[tuple[str, str], ...]
    """(sentence as a reader would see it, its first fault or "")"""
    lies: int
    through: tuple[str, ...]
    """Lies in the reply, each with why it is one."""
    pair: tuple[str, str]
    """(the record's own answer, what goes out)"""


@dataclass
class Part:
    """One file, judged."""

    judged: list[Judged]
    skipped: int


def hashed(text: str) -> str:
    """A statement as the files name it."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def rows(path: Path) -> Iterator[Row]:
    """The answers of a file."""
    for line in filter(str.strip, path.read_text("utf-8").split("\n")):
        row = json.loads(line)
        told = tuple(Told(s["text"], tuple(s["rests_on"])) for s in row["sentences"])
        lies = tuple(s.get("lie", "") for s in row["sentences"])
        yield Row(row["id"], {int(n): h for n, h in row["statements"].items()}, told, lies)


def renumbered(row: Row, draft: Draft) -> tuple[Told, ...] | None:
    """The sentences with the numbers of a draft; None: a statement or a mark is not there."""
    now = {hashed(statement.text): statement.number for statement in reversed(draft.statements)}
    if not set(row.statements.values()) <= set(now):
        return None
    number = {old: now[known] for old, known in row.statements.items()}
    marks = {mark for statement in draft.statements for mark, _ in slotted(statement).values}
    told = tuple(_moved(one, number) for one in row.told)
    return told if all(mark[0] in marks for one in told for mark in _MARK.finditer(one.text)) else None


def _moved(told: Told, number: dict[int, int]) -> Told:
    text = _MARK.sub(lambda m: f"{{{number[int(m[1])]}{m[2]}}}", told.text)
    return Told(text, tuple(number[n] for n in told.rests_on))


def judge(row: Row, turn: Turn, words: Wording, hotline: str) -> Judged | None:
    """What `Write` and `Verify` make of an answer; None: it does not apply to this draft."""
    told = renumbered(row, turn.draft) if turn.draft else None
    if told is None:
        return None
    noted: list[str] = []
    verify = Verify(words, hotline, lambda outcome, _: noted.append(outcome))
    actor = Actor(lambda *_: [{"text": one.text, "rests_on": list(one.rests_on)} for one in told])
    written = Write(actor, words, 60.0)(turn)
    assert isinstance(written, Turn), "Write never ends a turn"
    assert written.draft is not None, "it had one"
    out = verify(written)
    assert isinstance(out, Reply), "Verify ends a turn"
    read_out = [verify.judged(one, written) for one in written.draft.told]
    shown, own = out.text if out.worded else "", written.draft.reply.text
    told_lies = [(text, why) for (text, _), why in zip(read_out, row.lies, strict=True) if why]
    through = tuple(f"{text} ({why})" for text, why in told_lies if text in shown and text not in own)
    faults = tuple((text, found[0] if found else "") for text, found in read_out)
    return Judged(row.id, noted[0], faults, len(told_lies), through, (own, out.text))


def drafted(assistant: Assistant, question: str) -> Turn:
    """The turn of a question as `Write` gets it; without a draft where no record answers."""
    llm = assistant.settings.llm.model_copy(update={"write": True})
    settings, index = assistant.settings.model_copy(update={"llm": llm}), assistant.library.index()
    steps = wiring.steps(settings, assistant.words, assistant.library.catalogue, index, Actor(well))
    turn = Turn(Inbound("writers", question, channel="eval"))
    for step in takewhile(lambda one: not isinstance(one, Write), steps):
        outcome = step(turn)
        if isinstance(outcome, Reply):
            break
        turn = outcome
    return turn


def measured(assistant: Assistant, path: Path) -> Part:
    """One file through the pipeline."""
    asked = {item.id: item.question for file in sorted(HELD.glob("everyday-*.jsonl")) for item in read(file)}
    words, hotline = assistant.words, assistant.settings.hotline
    found = [judge(row, drafted(assistant, asked[row.id]), words, hotline) for row in track([*rows(path)], path.stem)]
    return Part([one for one in found if one], found.count(None))


def kind_of(fault: str) -> str:
    """A fault without the words it was found in."""
    return " ".join(fault.split()[: 2 if fault.startswith("mixed") else 1])


def figures(good: Part, lies: Part) -> list[tuple[str, str]]:
    """(what, measured) of one part."""
    answers = [1] * len(good.judged)
    faults = [[kind_of(fault) for _, fault in one.faults if fault] for one in good.judged]
    kinds = Counter(kind for found in faults for kind in found)
    told, through = [one.lies for one in lies.judged], [len(one.through) for one in lies.judged]
    return [
        ("good answers, skipped", f"{len(answers)}, {good.skipped}"),
        *((name, _of([one.outcome == name for one in good.judged], answers)) for name in OUTCOMES),
        ("good sentences that fall", _of(list(map(len, faults)), [len(one.faults) for one in good.judged])),
        ("by first fault", ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())),
        ("answers of the liar, skipped", f"{len(told)}, {lies.skipped}"),
        ("lies told", str(sum(told))),
        ("lies through", _of(through, told)),
    ]


def _of(parts: Sequence[int], wholes: Sequence[int]) -> str:
    found = share(parts, wholes)
    return f"{sum(parts)} of {sum(wholes)}: {found.mean:.1%} [{found.low:.1%}, {found.high:.1%}]"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="of dev, what fell of the good writer and what got through")
    parser.add_argument("--pairs", type=int, default=0, help="of held, so many answers drawn at random: own, worded")
    given = parser.parse_args()
    assistant = build(load_settings())
    good, lies = ({part: measured(assistant, SUITES / f"{who}-{part}.jsonl") for part in PARTS} for who in WRITERS)
    table = Table("what, 95% by answer", *PARTS, title=", ".join(machine().values()))
    for dev, held in zip(*(figures(good[part], lies[part]) for part in PARTS), strict=True):
        table.add_row(*dev, held[1])
    Console(width=150).print(table)
    drawn = random.Random(1).sample(good["held"].judged, given.pairs)  # noqa: S311  a draw, no secret
    print("\n\n".join(f"--- {one.id}, {one.outcome}\n{one.pair[0]}\n>>>\n{one.pair[1]}" for one in drawn))
    if given.show:
        fell = [(one, *said) for one in good["dev"].judged for said in one.faults if said[1]]
        print("\n".join(f"fell | {one.id} | {one.outcome} | {text} | {fault}" for one, text, fault in fell))
        print("\n".join(f"through | {one.id} | {lie}" for one in lies["dev"].judged for lie in one.through))


if __name__ == "__main__":
    main()
