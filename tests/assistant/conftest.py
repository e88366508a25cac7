"""An installation of its own for tests that write; property tests without a clock."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from assistant.wiring import Assistant

settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")  # a busy machine is no failure


@pytest.fixture
def home(bundled: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of an installation with the bundled knowledge."""
    target = tmp_path / "home"
    shutil.copytree(bundled.settings.home, target)
    monkeypatch.setenv("MOCUA_HOME", str(target))
    return target
