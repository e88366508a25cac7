"""Runs the command in this process."""

from __future__ import annotations

import sys

import pytest
from typer.testing import CliRunner, Result

from assistant.cli import app, main, screen


def mocua(*words: str) -> Result:
    """Run the command in this process; an error that escapes fails the test."""
    result = CliRunner().invoke(app, list(words))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def failing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What the command prints when it ends with a foreseen error."""
    monkeypatch.setattr(sys, "argv", ["mocua", *words])
    monkeypatch.setattr(screen, "width", 500)  # long paths stay on one line
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    said = " ".join(capsys.readouterr().err.split())
    assert "Traceback" not in said
    return said
