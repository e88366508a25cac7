"""How well personal data is masked: generated, hand-written and development messages.

`python -m eval.pii` measures 3,000 messages of a fixed seed; `--file` a set of lines {"id", "text", "pii":
[{"kind", "value"}]}. A value is found when all its letters and digits are masked; a masked stretch that touches no
value of the set is wrong.
"""

from __future__ import annotations

import json
import random
import re
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.privacy.kinds import Kind, find
from eval.metrics.intervals import interval
from eval.noise import chat
from eval.pii_alike import ALIKE
from eval.pii_values import PERSONAL, frames
from eval.types import Interval
from knowledge.text import fold

SEED = 20260719
MESSAGES = 3000
STRUCTURED = frozenset(k.value for k in Kind) - {Kind.NAME, Kind.ADDRESS, Kind.NUMBER}
"""Kinds with a form; the other sets' "name_address" is none."""
_SLOT = re.compile(r"\{(like:)?(\w+)\}")


@dataclass(frozen=True, slots=True)
class Gold:
    """Personal data that stands in a message."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A message and all personal data in it."""

    id: str
    text: str
    gold: tuple[Gold, ...]


def generate(count: int = MESSAGES, seed: int = SEED) -> list[Row]:
    """Messages from the frames, half with personal data: as written, without accents, in small letters, in chat."""
    chance = random.Random(seed)  # noqa: S311 - a measurement must repeat
    rows = []
    for i in range(count):
        group = frames()["personal" if i % 2 == 0 else "alike"]
        rows.append(_made(f"gen-{i:04d}", str(group[(i // 2) % len(group)]), chance))
    return rows


def _made(ident: str, frame: str, chance: random.Random) -> Row:
    """A frame with its slots filled; accents, capitals and chat spellings as one person writes."""
    plain, small = chance.random() < 0.35, chance.random() < 0.25
    if chance.random() < 0.2:
        frame = chat(frame, chance)

    def written(text: str) -> str:
        text = fold(text) if plain and small else _bare(text) if plain else text
        return text.lower() if small else text

    parts, gold, last, length = [], [], 0, 0
    for slot in _SLOT.finditer(frame):
        kind, maker = ("", ALIKE[slot[2]]) if slot[1] else PERSONAL[slot[2]]
        before, value = written(frame[last : slot.start()]), written(maker(chance))
        start = length + len(before)
        if kind:
            gold.append(Gold(kind, start, start + len(value)))
        parts += [before, value]
        length, last = start + len(value), slot.end()
    return Row(ident, "".join([*parts, written(frame[last:])]), tuple(gold))


def _bare(text: str) -> str:
    """Without accents, with its capitals."""
    return "".join(fold(c).upper() if c.isupper() else fold(c) for c in text)


def read(path: Path) -> list[Row]:
    """A set from a file; a value that stands twice counts once for each time it is listed."""
    rows = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        free: dict[str, int] = {}
        gold = []
        for one in row["pii"]:
            start = row["text"].index(one["value"], free.get(one["value"], 0))
            free[one["value"]] = start + len(one["value"])
            gold.append(Gold(one["kind"], start, start + len(one["value"])))
        rows.append(Row(row["id"], row["text"], tuple(gold)))
    return rows


@dataclass(frozen=True, slots=True)
class Judged:
    """One message, judged."""

    row: Row
    found: tuple[tuple[str, bool], ...]
    """(kind, found whole) of each value."""
    touched: tuple[tuple[str, bool], ...]
    """(kind, found at least in part) of each value."""
    masked: tuple[tuple[str, bool], ...]
    """(kind, touches a value) of each masked stretch."""


def judge(row: Row) -> Judged:
    """What is masked of a message against what should be."""
    spans = find(row.text)
    covered = {i for s in spans for i in range(s.start, s.end)}
    letters = [[i for i in range(g.start, g.end) if row.text[i].isalnum()] for g in row.gold]
    return Judged(
        row,
        tuple((g.kind, covered.issuperset(at)) for g, at in zip(row.gold, letters, strict=True)),
        tuple((g.kind, not covered.isdisjoint(at)) for g, at in zip(row.gold, letters, strict=True)),
        tuple((s.kind.value, any(s.start < g.end and g.start < s.end for g in row.gold)) for s in spans),
    )


def measure(rows: Iterable[Row]) -> dict[str, Interval]:
    """Figure -> its mean and interval.

    "recall <kind>", "recall structured", "recall all"; "touched <kind>" of names and addresses; "precision"; and
    "untouched": messages without personal data that stay as they are.
    """
    judged = [judge(row) for row in rows]
    found = [one for j in judged for one in j.found]
    kinds = sorted({kind for kind, _ in found})
    out = {f"recall {kind}": _mean(ok for k, ok in found if k == kind) for kind in kinds}
    loose = [kind for kind in kinds if kind not in STRUCTURED]
    out |= {f"touched {kind}": _mean(ok for j in judged for k, ok in j.touched if k == kind) for kind in loose}
    out["recall structured"] = _mean(ok for kind, ok in found if kind in STRUCTURED)
    out["recall all"] = _mean(ok for _, ok in found)
    out["precision"] = _mean(ok for j in judged for _, ok in j.masked)
    out["untouched"] = _mean(not j.masked for j in judged if not j.row.gold)
    return out


def _mean(hits: Iterable[bool]) -> Interval:
    return interval([float(hit) for hit in hits])


def table(title: str, figures: dict[str, Interval]) -> Table:
    """The figures, to be read."""
    shown = Table("figure", "value", "95% interval", "n", title=title)
    for name, at in figures.items():
        shown.add_row(name, f"{at.mean:.1%}", f"{at.low:.1%} to {at.high:.1%}", str(at.count))
    return shown


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print; --wrong shows the messages that are not right."""
    parser = ArgumentParser(prog="python -m eval.pii", description=__doc__)
    parser.add_argument("--file", type=Path, help="a set of messages; without it they are made")
    parser.add_argument("--wrong", action="store_true", help="print what was missed or masked in vain")
    args = parser.parse_args(argv)
    rows = read(args.file) if args.file else generate()
    console = Console()
    if args.wrong:
        for judged in map(judge, rows):
            if not all(ok for _, ok in (*judged.found, *judged.masked)):
                console.print(judged.row.text, judged.found, judged.masked, markup=False)
    console.print(table(args.file.name if args.file else f"{len(rows)} made, seed {SEED}", measure(rows)))


if __name__ == "__main__":
    main()
