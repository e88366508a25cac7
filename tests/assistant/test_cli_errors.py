"""How the command says that something is wrong: one sentence, what to do, an exit code, never a traceback."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assistant.cli import INTERRUPTED, main
from knowledge.library import Library
from tests.assistant.command import failing, mocua


def test_doctor_tells_the_truth(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    healthy = mocua("doctor")
    assert healthy.exit_code == 0
    assert [line[:3] for line in healthy.stdout.splitlines()] == ["ok "] * 5
    monkeypatch.setenv("MOCUA_HOME", str(tmp_path / "empty"))
    empty = mocua("doctor")
    assert empty.exit_code == 1
    assert "BAD knowledge: nothing has been imported yet" in empty.stdout
    assert "mocua kb import" in empty.stdout
    monkeypatch.setenv("MOCUA_HOME", str(home / "mocua.db"))
    assert "BAD home: not writable" in mocua("doctor").stdout
    monkeypatch.delenv("MOCUA_HOME")
    monkeypatch.setenv("MOCUA_DATABASE_URL", "nonsense")
    assert "BAD database: MOCUA_DATABASE_URL" in mocua("doctor").stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MOCUA_LIMITS__FOUND", "many"),
        ("MOCUA_LIMITS__QUESTION_CHARS", "3"),
        ("MOCUA_LIMITS__TYPO", "1"),
        ("MOCUA_LIMITS", "none"),
        ("MOCUA_DATABASE_URL", "nonsense"),
        ("MOCUA_DATABASE_URL", "mysql://localhost/x"),
    ],
)
def test_a_bad_setting_is_named(
    name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MOCUA_HOME", str(tmp_path))
    monkeypatch.setenv(name, value)
    assert failing(monkeypatch, capsys, "kb", "status").startswith(name)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("kb", "status"), "nothing has been imported yet Run: mocua kb import PATH"),
        (("kb", "import", "/no/such/file.jsonl"), "/no/such/file.jsonl does not exist Check the path."),
        (("ask", "xin chào", "--language", "xx"), "no wording for language 'xx' Add prompts/languages/xx.toml"),
        (("eval", "everything"), "unknown suite 'everything' Suites: retrieval"),
    ],
)
def test_foreseen_errors_are_one_sentence(
    words: tuple[str, ...],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MOCUA_HOME", str(tmp_path))
    assert failing(monkeypatch, capsys, *words).startswith(said)


def test_a_settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mocua.toml"
    monkeypatch.setenv("MOCUA_CONFIG", str(file))
    file.write_text("home = = 1\n", "utf-8")
    assert "is not TOML" in failing(monkeypatch, capsys, "kb", "status")
    file.write_text(f'home = "{tmp_path / "there"}"\n', "utf-8")
    failing(monkeypatch, capsys, "kb", "status")
    assert (tmp_path / "there" / "mocua.db").is_file()


def test_advice_in_brackets_is_printed_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MOCUA_HOME", str(tmp_path))
    monkeypatch.setenv("MOCUA_DATABASE_URL", "mysql://localhost/x")
    assert "pip install mocua[postgres]" in failing(monkeypatch, capsys, "kb", "status")


def test_ctrl_c_says_that_nothing_is_lost(
    home: Path, catalogue_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The import is interrupted in the middle, as by ctrl-C; the same command then goes on to the end."""

    def interrupted(*_: object) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(Library, "import_paths", interrupted)
        during.setattr(sys, "argv", ["mocua", "kb", "import", str(catalogue_file)])
        with pytest.raises(SystemExit) as end:
            main()
    assert end.value.code == INTERRUPTED
    assert "run the same command again" in capsys.readouterr().err
    assert "new: 4" in mocua("kb", "import", str(catalogue_file)).output
