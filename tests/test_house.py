"""The house rules of design/house.md that a machine can check."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.wiring import Assistant

ROOT = Path(__file__).parents[1]
PACKAGES = ("assistant", "knowledge", "channels", "eval")
TESTS = Path(__file__).parent
LONGEST_FILE = 400
VIETNAMESE = re.compile(r"[À-ỹĐđ]")
PRODUCT = "Mở Cửa"
"""The product's name is the same in every language."""

NOT_SHOWN = {
    "assistant/answering/figures.py": {"đồng"},  # looked for in a fee's words
    "assistant/answering/pieces.py": {"Số lượng:", "Hình thức nộp:", "Phí, lệ phí:"},  # keys of the record
    "assistant/llm/prompts.py": {"[số]"},  # stands for a number in what a model reads
    "assistant/doctor.py": {"đăng ký khai sinh cần giấy tờ gì"},  # a question asked, not an answer
    "channels/api.py": {"bố tôi mất hôm qua giờ làm giấy gì"},  # the example in the API's description
    "channels/web/blocks.py": {"Nguồn: "},  # a prefix of the reply's text, read
    "eval/train_scope.py": {"ở", "từ quê về"},  # put before a place in training messages
    "eval/benchmarks/speed.py": {"bố tôi mất hôm qua giờ làm giấy gì"},  # a question asked
}
"""Literals with Vietnamese letters that say nothing to a person, each with its reason."""


def modules(folder: str) -> list[Path]:
    return sorted(p for p in (ROOT / folder).glob("*.py") if p.stem != "__init__")


def sources(*folders: str) -> list[Path]:
    return sorted(p for folder in folders for p in (ROOT / folder).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", modules("knowledge/loaders"), ids=lambda p: p.stem)
def test_a_loader_says_what_it_reads(path: Path) -> None:
    module = importlib.import_module(f"knowledge.loaders.{path.stem}")
    assert module.__doc__
    assert isinstance(module.SUFFIXES, tuple)
    assert module.SUFFIXES
    assert all(re.fullmatch(r"(\.[a-z]+)+", suffix) for suffix in module.SUFFIXES)
    assert callable(module.digest), "an unchanged source costs nothing"


@pytest.mark.parametrize("path", modules("assistant/steps"), ids=lambda p: p.stem)
def test_a_step_is_one_frozen_dataclass_named_like_its_file(path: Path) -> None:
    module = importlib.import_module(f"assistant.steps.{path.stem}")
    assert module.__doc__
    own = [c for _, c in inspect.getmembers(module, inspect.isclass) if c.__module__ == module.__name__]
    steps = [c for c in own if "__call__" in vars(c)]
    assert [c.__name__ for c in steps] == [path.stem.capitalize()]
    (step,) = steps
    assert dataclasses.is_dataclass(step)
    assert step.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert hasattr(step, "__slots__")
    assert step.__doc__
    assert list(inspect.signature(step.__call__).parameters) == ["self", "turn"]


@pytest.mark.parametrize("path", modules("eval/metrics"), ids=lambda p: p.stem)
def test_a_metric_module_says_what_it_measures(path: Path) -> None:
    assert importlib.import_module(f"eval.metrics.{path.stem}").__doc__


def test_every_step_is_in_the_list_once(bundled: Assistant) -> None:
    listed = sorted(type(step).__name__ for step in bundled.steps())
    assert listed == sorted(path.stem.capitalize() for path in modules("assistant/steps"))


def test_files_stay_short_and_have_a_docstring() -> None:
    found = sources(*PACKAGES, "tests")
    assert len(found) > 80
    assert {name(p): n for p in found if (n := len(p.read_text("utf-8").splitlines())) >= LONGEST_FILE} == {}
    empty = [name(p) for p in found if p.stat().st_size and not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert [p for p in empty if "migrations" not in p] == []


def literals(path: Path) -> Iterator[str]:
    """String literals of a module that are neither documentation nor a pattern."""
    tree = ast.parse(path.read_text("utf-8"))
    skipped: set[int] = set()
    for node in ast.walk(tree):
        documentation = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if documentation or _is_pattern(node):
            skipped |= {id(child) for child in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) not in skipped and isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _is_pattern(node: ast.AST) -> bool:
    """A call of the `re` module: its strings look for text, they do not say any."""
    call = node.func if isinstance(node, ast.Call) else None
    return isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name) and call.value.id == "re"


@pytest.mark.parametrize("path", sources("assistant", "channels", "eval"), ids=name)
def test_wording_lives_in_prompts(path: Path) -> None:
    said = {text for text in literals(path) if VIETNAMESE.search(text) and not text.startswith(PRODUCT)}
    assert said == NOT_SHOWN.get(name(path), set()), "put it into prompts/, or name it above with the reason"


def test_exceptions_are_of_files_that_exist() -> None:
    assert [path for path in NOT_SHOWN if not (ROOT / path).is_file()] == []


def test_no_rubbish_names() -> None:
    banned = {"utils", "util", "helpers", "service", "manager", "common", "misc"}
    assert [name(p) for p in sources(*PACKAGES) if p.stem in banned] == []


def test_nobody_writes_import_eval() -> None:
    guilty = [
        name(p) for p in sources(*PACKAGES, "tests") if re.search(r"^\s*import eval\b", p.read_text("utf-8"), re.M)
    ]
    assert guilty == []


def test_settings_are_read_in_few_places() -> None:
    below = [*sources("knowledge"), *sources("assistant/steps", "assistant/answering", "assistant/store")]
    assert [name(p) for p in below if re.search(r"assistant\.settings|os\.environ", p.read_text("utf-8"))] == []


def test_the_layers_hold() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "Contracts: 2 kept, 0 broken." in ended.stdout
