"""The guides and materials that come with the program."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def bundled_paths() -> list[Path]:
    """Folders to import on a fresh machine."""
    return [FOLDER / "guides", FOLDER / "materials"]
