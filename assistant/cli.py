"""The `mocua` command."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from assistant.errors import MocuaError
from assistant.loading import undisturbed
from assistant.settings import load_settings
from assistant.types import Inbound, Role
from knowledge.errors import KnowledgeError

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Mở Cửa: answers on public services from dated records."
)
kb = typer.Typer(no_args_is_help=True, help="The knowledge: import, look, rebuild.")
app.add_typer(kb, name="kb")
screen = Console(stderr=True)
INTERRUPTED = 130
"""Exit code after ctrl-C (128 + SIGINT), as typer sets it."""


@kb.command("import")
def kb_import(
    paths: list[Path] = typer.Argument(
        ..., help="Catalogue (.jsonl, .jsonl.gz), folders of guides, .md .html .pdf .docx"
    ),
    as_of: str = typer.Option("", help="Date of the snapshot, YYYY-MM-DD, for files that carry none"),
    bundled: bool = typer.Option(False, help="Import the bundled guides and materials as well"),
) -> None:
    """Import records, guides and documents; resumable, atomic, unchanged records cost nothing."""
    from assistant.store.engine import open_engine
    from assistant.wiring import open_library
    from knowledge.bundled import bundled_paths

    settings = load_settings()
    library = open_library(settings, open_engine(settings.database))
    chosen = [*paths, *(bundled_paths() if bundled else [])]
    with _progress() as bar:
        report = library.import_paths(chosen, _shown_on(bar), _day(as_of))
    _print_report(report.as_dict())
    if not report.accepted:
        raise typer.Exit(1)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise typer.BadParameter("a date looks like 2026-07-19") from error


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=screen,
    )  # fmt: skip


def _shown_on(bar: Progress) -> Callable[[str, int, int], None]:
    """A progress callback that draws one bar a kind of work."""
    tasks: dict[str, TaskID] = {}

    def show(what: str, done: int, total: int) -> None:
        if what not in tasks:
            tasks[what] = bar.add_task(what, total=total or None)
        bar.update(tasks[what], completed=done, total=total or None)

    return show


def _print_report(report: dict[str, Any]) -> None:
    counts = "new: {new} · changed: {changed} · unchanged: {unchanged}".format(**report)
    typer.echo(f"{counts} · refused: {len(report['refused'])} · {report['seconds']:.1f} s")
    for name, rows in (("refused", report["refused"]), ("contradictions", report["contradictions"])):
        for row in rows[:40]:
            typer.echo(f"  {name}: {row}")
        if len(rows) > 40:
            typer.echo(f"  ... and {len(rows) - 40} more")
    for note in report["notes"]:
        typer.echo(f"  note: {note}")
    for flag, count in sorted(report["flags"].items(), key=lambda pair: -pair[1]):
        typer.echo(f"  flag {flag}: {count}")


@kb.command("status")
def kb_status() -> None:
    """What is published: the report of the import that made it."""
    from assistant.store.engine import open_engine
    from knowledge.catalogue import Catalogue

    _print_report(dict(Catalogue(open_engine(load_settings().database)).last_report()))


@kb.command("reindex")
def kb_reindex() -> None:
    """Build the index of the published knowledge anew."""
    from assistant.store.engine import open_engine
    from assistant.wiring import open_library

    settings = load_settings()
    library = open_library(settings, open_engine(settings.database))
    with _progress() as bar:
        library.reindex(_shown_on(bar))


@kb.command("phrase")
def kb_phrase(
    model: str = typer.Option("", help="Model that drafts, e.g. openai:NAME; default: MOCUA_LLM__MODEL"),
    limit: int = typer.Option(50, min=1, help="Procedures to draft for in this run"),
    fields: list[str] = typer.Option([], help="Only these fields of administration; may be given several times"),
    accept: Path = typer.Option(None, help="Take a reviewed file of drafts into the phrasebook"),
) -> None:
    """Draft how people ask for procedures without phrasings; drafts count only after review and --accept."""
    from assistant import phrasing
    from knowledge.phrasebook import draft

    settings = load_settings()
    if accept is not None:
        moved = phrasing.accept(settings, accept)
        typer.echo(f"{moved} procedures taken into {settings.home / 'phrasebook'}. Now run: mocua kb reindex")
        return
    with _progress() as bar:
        report = phrasing.phrase(settings, model, limit, fields, _shown_on(bar))
    typer.echo(f"drafted: {report.drafted} · refused: {report.refused} · lacking before: {report.lacking}")
    if report.drafted:
        typer.echo(f"Review {draft.folder(settings.home)}, then: mocua kb phrase --accept FILE")


@app.command()
def ask(
    question: str = typer.Argument("", help="The question; left out with --batch"),
    as_json: bool = typer.Option(False, "--json", help="Print the reply as JSON"),
    role: Role = typer.Option(Role.CITIZEN, help="Who asks"),
    language: str = typer.Option("vi", help="Language of the answer"),
    batch: Path = typer.Option(None, help="JSON lines with id and question, or id and turns"),
    out: Path = typer.Option(None, help="Where the replies of a batch go"),
    trace: bool = typer.Option(False, "--trace", help="Tell on stderr which steps ran, how long, what they noted"),
) -> None:
    """Ask one question, or many with --batch IN.jsonl --out OUT.jsonl."""
    with undisturbed():
        from assistant.wire import reply_json
        from assistant.wiring import build

    settings = load_settings().model_copy(update={"language": language})
    assistant = build(settings)
    if batch is not None:
        if out is None:
            raise typer.BadParameter("--batch needs --out")
        _batch(assistant, batch, out, role)
        return
    if not as_json:
        typer.echo(assistant.words("disclosure.first") + "\n")
    import time

    started = time.perf_counter()
    answered = assistant.answer(Inbound("cli", question, channel="console", role=role, language=language))
    for one in answered.reply.trace if trace else ():
        screen.print(escape(f"{one.step:<12}{1000 * one.seconds:7.1f} ms  {'; '.join(one.notes)}"), highlight=False)
    if as_json:
        typer.echo(json.dumps(reply_json(answered.reply, "cli", time.perf_counter() - started), ensure_ascii=False))
        return
    typer.echo(answered.reply.text)
    if answered.reply.choices:
        typer.echo("\n" + " · ".join(f"[{choice.label}]" for choice in answered.reply.choices))


def _batch(assistant: Any, source: Path, target: Path, role: Role) -> None:
    from assistant.batch import run

    try:
        with source.open("rb") as lines, target.open("w", encoding="utf-8") as sink, _progress() as bar:
            task = bar.add_task("ask", total=None)
            for row in run(assistant, lines, role):
                sink.write(json.dumps(row, ensure_ascii=False) + "\n")
                bar.advance(task)
    except OSError as error:
        raise KnowledgeError(f"{error.filename}: {error.strerror}", advice="Check the path.") from error


@app.command()
def serve(
    host: str = typer.Option("127.0.0.1", help="Address to listen on"),
    port: int = typer.Option(8000, help="Port to listen on"),
) -> None:
    """Serve the web page and the API; imports the bundled guides when nothing is published yet."""
    import uvicorn

    from channels.server import create_app

    assistant = _ready()
    uvicorn.run(create_app(assistant), host=host, port=port, log_level="warning", server_header=False)


def _ready() -> Any:
    from assistant.wiring import build
    from knowledge.bundled import bundled_paths
    from knowledge.catalogue import Kind

    assistant = build(load_settings())
    catalogue = assistant.library.catalogue
    if not catalogue.digests(Kind.GUIDE, catalogue.live_generation()):
        screen.print("First start: importing the bundled guides …")
        assistant.library.import_paths(bundled_paths(), lambda *_: None)
    assistant.tidy()
    assistant.library.index()
    return assistant


@app.command("eval")
def evaluate(
    suites: list[str] = typer.Argument(
        ..., help="retrieval roundabout facts materials scope border bad_inputs noise with_model dialogue details"
    ),
    out: Path = typer.Option(Path("runs"), help="Folder for the JSON and Markdown reports"),
    questions: list[Path] = typer.Option([], help="Question files; default: our own suites, and ../shared when there"),
    baseline: Path = typer.Option(None, help="JSON report of an earlier run to compare with"),
) -> None:
    """Measure answer quality; reports with confidence intervals."""
    try:
        from eval.run import run_suites
    except ImportError as error:
        raise MocuaError(f"{error.name} is not installed", advice="pip install mocua[eval]") from error

    from assistant.wiring import build

    with _progress() as bar:
        written = run_suites(build(load_settings()), suites, out, questions, baseline, bar)
    for path in written:
        typer.echo(str(path))


@app.command()
def doctor() -> None:
    """Check settings, database, knowledge and index; say in plain words what to mend."""
    from assistant.doctor import checks

    failed = False
    for check in checks(load_settings()):
        failed |= not check.good
        typer.echo(f"{'ok ' if check.good else 'BAD'} {check.name}: {check.found}")
        if not check.good:
            typer.echo(f"    → {check.advice}")
    raise typer.Exit(int(failed))


def main() -> None:
    """Entry point: every foreseen error is one sentence and an exit code, never a traceback."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        app(standalone_mode=True)
    except (MocuaError, KnowledgeError) as error:
        screen.print(f"[red]{escape(str(error))}[/red]")
        if error.advice:
            screen.print(escape(error.advice))
        sys.exit(1)
    except SystemExit as end:
        if end.code == INTERRUPTED:
            screen.print("Interrupted. What is done is kept; run the same command again to go on.")
        raise
