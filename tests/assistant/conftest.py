"""An installation of its own for tests that write."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.wiring import Assistant


@pytest.fixture
def home(bundled: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of an installation with the bundled knowledge."""
    target = tmp_path / "home"
    shutil.copytree(bundled.settings.home, target)
    monkeypatch.setenv("MOCUA_HOME", str(target))
    return target
