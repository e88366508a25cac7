"""From settings to a model: recorded answers, or a provider behind a breaker, or none."""

from __future__ import annotations

from pathlib import Path

from assistant.llm.breaker import Limits
from assistant.llm.guarded import Guarded
from assistant.llm.langchain_model import open_langchain
from assistant.llm.protocol import Model
from assistant.llm.recorder import Recording, Replay
from assistant.settings import Llm


def open_model(llm: Llm) -> Model | None:
    """The model of an installation, None when none is set; raises SettingsInvalid where it cannot be set up."""
    if llm.replay:
        return Replay(Path(llm.replay))
    if not llm.model:
        return None
    provider = open_langchain(
        llm.model, base_url=llm.base_url, api_key=llm.api_key.get_secret_value(), timeout=llm.timeout,
        temperature=llm.temperature, method=llm.method,
    )  # fmt: skip
    guarded = Guarded(provider, Limits(llm.failures, llm.rest))
    return Recording(guarded, Path(llm.record)) if llm.record else guarded
