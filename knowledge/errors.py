"""Errors of loading and importing.

KnowledgeError
├── SourceUnreadable    the file cannot be opened, is empty, or its compression is broken
├── RecordRefused       one record is unusable; carries its line and the reason; the others go on
├── NothingPublished    asked for knowledge before any import
└── BackendMissing      an optional library for a format or embedder is not installed
"""

from __future__ import annotations


class KnowledgeError(Exception):
    """Base; `advice` tells the operator what to do."""

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice


class SourceUnreadable(KnowledgeError):
    """The source as a whole cannot be read."""


class RecordRefused(KnowledgeError):
    """One record cannot be used."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


class NothingPublished(KnowledgeError):
    """There is no published generation yet."""


class BackendMissing(KnowledgeError):
    """An optional library is not installed."""
