"""Where the `mocua` command begins."""

from __future__ import annotations

from assistant.loading import undisturbed


def main() -> None:
    """Load the commands, then run the one that was asked for."""
    with undisturbed():
        from assistant import cli
    cli.main()


if __name__ == "__main__":
    main()
