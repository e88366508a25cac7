"""Import, import again, import killed in the middle, start, ask: seconds and memory.

    python -m eval.benchmarks.speed [CATALOGUE.jsonl.gz]

Without a catalogue the bundled guides are measured. Everything happens in a temporary home.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil
from rich.console import Console
from rich.table import Table

from eval.questions import SHARED, default_files, read
from eval.report import machine

MOCUA = [sys.executable, "-m", "assistant"]
MB = 1024 * 1024
KILL_AFTER_S = 12.0
REPEAT = 3
"""How often the questions are asked for the percentiles."""


def timed(arguments: list[str], home: Path) -> tuple[float, float, str]:
    """(seconds, peak memory in MB, output) of one `mocua` command; raises when it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [*MOCUA, *arguments], env={**os.environ, "MOCUA_HOME": str(home)}, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    watched, peak = psutil.Process(process.pid), 0
    while process.poll() is None:
        try:
            peak = max(peak, watched.memory_info().rss)
        except psutil.NoSuchProcess:
            break
        time.sleep(0.02)
    output = process.communicate()[0]
    if process.returncode:
        raise SystemExit(f"mocua {' '.join(arguments)} ended with {process.returncode}\n{output}")
    return time.perf_counter() - started, peak / MB, output


def killed(arguments: list[str], home: Path) -> None:
    """Start a command and kill it hard in the middle."""
    process = subprocess.Popen(
        [*MOCUA, *arguments], env={**os.environ, "MOCUA_HOME": str(home)}, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(KILL_AFTER_S)
    process.send_signal(signal.SIGKILL)
    process.wait()


def batch(home: Path, folder: Path) -> tuple[list[float], float, float]:
    """Milliseconds of each question of a batch, seconds and memory of the whole command."""
    items = [i for path in default_files("own") for i in read(path)]
    shared = SHARED / "everyday_dev.jsonl"
    items += list(read(shared)) if shared.is_file() else []
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    rows = [json.dumps({"id": f"{i.id}-{n}", "question": i.question}) for n in range(REPEAT) for i in items]
    source.write_text("\n".join(rows), "utf-8")
    seconds, peak, _ = timed(["ask", "--batch", str(source), "--out", str(target)], home)
    replies = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    return [1000 * r["seconds"] for r in replies[len(items) :]], seconds, peak


def main() -> None:
    """Measure and print a table."""
    given = [str(Path(a).absolute()) for a in sys.argv[1:]]
    arguments = ["kb", "import", "--bundled", *(given or [str(Path(__file__).parents[2] / "knowledge" / "guides")])]
    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seconds, peak, output = timed(arguments, folder / "a")
        rows.append(("import", f"{seconds:.1f} s, {peak:.0f} MB ({output.splitlines()[0]})"))
        seconds, peak, output = timed(arguments, folder / "a")
        rows.append(("import again, unchanged", f"{seconds:.1f} s, {peak:.0f} MB ({output.splitlines()[0]})"))
        if given:
            killed(arguments, folder / "b")
            seconds, _, output = timed(arguments, folder / "b")
            rows.append(
                (f"killed after {KILL_AFTER_S:.0f} s, run again", f"{seconds:.1f} s ({output.splitlines()[0]})")
            )
        seconds, peak, _ = timed(["ask", "bố tôi mất hôm qua giờ làm giấy gì"], folder / "a")
        rows.append(("command start to first answer", f"{seconds:.2f} s, {peak:.0f} MB"))
        times, seconds, peak = batch(folder / "a", folder)
        p50, p95, p99 = np.percentile(times, [50, 95, 99])
        rows.append(
            (
                f"ask --batch, {len(times)} questions warm",
                f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms, {peak:.0f} MB",
            )
        )
    table = Table("what", "measured", title=", ".join(machine().values()))
    for row in rows:
        table.add_row(*row)
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
