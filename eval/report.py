"""JSON and Markdown reports of a run: by source, style and facet, with intervals; comparison with a baseline."""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.metrics.intervals import difference, interval
from eval.types import Interval, Item, Outcome
from knowledge.errors import SourceUnreadable
from knowledge.index.search import Index

MISSES_SHOWN = 60


def machine() -> dict[str, str]:
    """Name of the machine, Python and commit: every figure says where it was measured."""
    commit = subprocess.run(  # noqa: S603  fixed arguments
        ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short", "HEAD"],  # noqa: S607  git of the path
        capture_output=True, text=True, check=False,
    ).stdout.strip()  # fmt: skip
    return {
        "machine": f"{platform.machine()}, {platform.system()}, {_processor()}",
        "python": platform.python_version(),
        "commit": commit or "unknown",
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(models)} x {models[0]}" if models else "unknown processor"


def groups(outcome: Outcome) -> dict[str, dict[str, dict[str, Interval]]]:
    """Metric -> group ("all", "source: x", "style: y", "facet: z") -> interval."""
    found: dict[str, dict[str, dict[str, Interval]]] = {}
    for metric, values in outcome.scores.items():
        rows: dict[str, list[float]] = {"all": []}
        for identity, value in values.items():
            for group in _groups_of(outcome.items[identity]):
                rows.setdefault(group, []).append(value)
        found[metric] = {group: {"value": interval(v)} for group, v in sorted(rows.items())}
    return found


def _groups_of(item: Item) -> tuple[str, ...]:
    name = "shared development" if item.source.endswith("_dev") else "own"
    name = "held out" if item.source.startswith("held") else name
    return "all", f"set: {name}", f"{name}, style: {item.style}", f"{name}, facet: {item.facet}"


def write(outcomes: Iterable[Outcome], folder: Path, index: Index, baseline: Path | None) -> list[Path]:
    """One JSON and one Markdown file for the run; their paths."""
    outcomes = list(outcomes)
    about = {**machine(), "at": datetime.now(UTC).isoformat(timespec="seconds"), "procedures": len(index)}
    old = _baseline(baseline)
    body: dict[str, Any] = {"about": about, "suites": {}}
    pages = [f"# Evaluation\n\n{', '.join(f'{k}: {v}' for k, v in about.items())}\n"]
    for outcome in outcomes:
        tables = groups(outcome)
        body["suites"][outcome.suite] = {
            "metrics": {m: {g: asdict(row["value"]) for g, row in rows.items()} for m, rows in tables.items()},
            "scores": outcome.scores, "misses": outcome.misses,
        }  # fmt: skip
        pages.append(_page(outcome, tables, old.get(outcome.suite, {})))
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{'-'.join(o.suite for o in outcomes)}"
    as_json, as_page = folder / f"{stem}.json", folder / f"{stem}.md"
    as_json.write_text(json.dumps(body, ensure_ascii=False, indent=1), "utf-8")
    as_page.write_text("\n".join(pages), "utf-8")
    return [as_json, as_page]


def _baseline(path: Path | None) -> dict[str, dict[str, dict[str, float]]]:
    if path is None:
        return {}
    try:
        suites = json.loads(path.read_text("utf-8"))["suites"]
    except (OSError, ValueError, KeyError) as error:
        raise SourceUnreadable(f"{path} is not a report", advice="Give the JSON file of an earlier run.") from error
    return {name: suite["scores"] for name, suite in suites.items()}


def _page(
    outcome: Outcome, tables: Mapping[str, Mapping[str, Mapping[str, Interval]]], old: Mapping[str, Mapping[str, float]]
) -> str:
    metrics = list(tables)
    names = sorted(
        {g for rows in tables.values() for g in rows}, key=lambda g: (g != "all", not g.startswith("set"), g)
    )
    lines = [f"## {outcome.suite}\n", f"| | n | {' | '.join(metrics)} |", f"|---|---|{'---|' * len(metrics)}"]
    for name in names:
        cells = [_cell(tables[m][name]["value"]) if name in tables[m] else "" for m in metrics]
        count = max(tables[m][name]["value"].count for m in metrics if name in tables[m])
        lines.append(f"| {name} | {count} | {' | '.join(cells)} |")
    changes = {m: difference(outcome.scores[m], old[m]) for m in metrics if m in old}
    lines += [
        f"\nAgainst the baseline, {m}: {c.mean:+.3f} [{c.low:+.3f}, {c.high:+.3f}] (n={c.count})"
        for m, c in changes.items()
        if c is not None
    ]
    if outcome.misses:
        lines.append(f"\n### Misses ({len(outcome.misses)}, first {MISSES_SHOWN})\n")
        lines += [
            f"- `{json.dumps(row, ensure_ascii=False, default=str)[:700]}`" for row in outcome.misses[:MISSES_SHOWN]
        ]
    return "\n".join(lines) + "\n"


def _cell(value: Interval) -> str:
    return f"{value.mean:.3f} [{value.low:.3f}, {value.high:.3f}]"
