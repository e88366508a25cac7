"""Keep a model's answers and give them again without it: evaluations repeat to the letter, offline, at no cost.

A line of `replies.jsonl`: `{"hash", "name", "version", "reply"}`, `hash` being that of the prompt. Neither the prompt
nor what an answer repeats of it is kept: the file holds no words of the person who asked.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.errors import ModelGaveNonsense, ModelUnavailable, SettingsInvalid
from assistant.llm.prompts import Prompt
from assistant.llm.protocol import Answer, Model

ECHOES = frozenset({"question"})
"""Fields of an answer that say again what the person wrote; "" in an answer given again."""
FILE = "replies.jsonl"


class Recording:
    """Passes calls on and keeps each answer."""

    def __init__(self, model: Model, folder: Path) -> None:
        self._model = model
        self._file = folder / FILE
        self._lock = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _end_line(self._file)
        except OSError as error:
            advice = "Set it to a folder you may write."
            raise SettingsInvalid(f"MOCUA_LLM__RECORD: {folder}: {error.strerror}", advice=advice) from error

    def ask(self, prompt: Prompt, schema: type[Answer], seconds: float) -> Answer:
        """The model's answer."""
        answer = self._model.ask(prompt, schema, seconds)
        reply = answer.model_dump(mode="json", exclude=set(ECHOES))
        row = line(prompt.hash, prompt.name, prompt.version, reply)
        with self._lock, self._file.open("ab", buffering=0) as sink:
            sink.write(row)
            os.fsync(sink.fileno())
        return answer


class Replay:
    """Answers from what was kept, and only from that."""

    def __init__(self, path: Path) -> None:
        self._replies = dict(_kept(path))

    def __len__(self) -> int:
        return len(self._replies)

    def ask(self, prompt: Prompt, schema: type[Answer], seconds: float) -> Answer:
        """The answer kept for this prompt; ModelUnavailable when none was. Takes no time."""
        reply = self._replies.get(prompt.hash)
        if reply is None:
            raise ModelUnavailable("no answer was recorded for this prompt")
        try:
            return schema.model_validate(dict.fromkeys(ECHOES & set(schema.model_fields), "") | reply)
        except ValidationError as error:
            raise ModelGaveNonsense("the recorded answer has another form") from error


def line(digest: str, name: str, version: int, reply: dict[str, Any]) -> bytes:
    """One line of the file; written in one piece, so that a crash leaves whole lines and at most one torn end."""
    row = {"hash": digest, "name": name, "version": version, "reply": reply}
    return (json.dumps(row, ensure_ascii=False) + "\n").encode()


def _end_line(file: Path) -> None:
    """Close the torn last line of a crash, so that the next one begins afresh."""
    if file.is_file() and (held := file.read_bytes()) and not held.endswith(b"\n"):
        with file.open("ab") as sink:
            sink.write(b"\n")


def _kept(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(hash, reply) of a file, or of all .jsonl files of a folder; torn lines are passed over."""
    found = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not found or not all(file.is_file() for file in found):
        advice = "Set it to a folder or file that MOCUA_LLM__RECORD made."
        raise SettingsInvalid(f"MOCUA_LLM__REPLAY: {path} holds no recorded answers", advice=advice)
    for file in found:
        for row in file.read_bytes().splitlines():
            try:
                kept = json.loads(row)
                yield kept["hash"], dict(kept["reply"])
            except (ValueError, KeyError, TypeError):
                continue
