"""Chat models of any provider that LangChain knows by name. The only module that imports LangChain for models."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from assistant.errors import ModelGaveNonsense, SettingsInvalid
from assistant.llm.called import Called, OnCall, Outcome, unheard
from assistant.llm.failures import Failure, Reason, named
from assistant.llm.lanes import Lanes
from assistant.llm.links import Link
from assistant.llm.prompts import Prompt
from assistant.llm.protocol import Answer
from assistant.llm.reading import fitting, objects

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

NO_KEY = "none"
"""Sent to a server of one's own that has no keys: never the key of somebody else from the environment."""


@dataclass(slots=True)
class Usage:
    """Tokens of one request, as the provider counts them; filled in the lane, read by who waits for it."""

    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(frozen=True, slots=True)
class LangchainModel:
    """One chat model behind the protocol."""

    chat: BaseChatModel
    method: str
    lanes: Lanes
    name: str = ""
    on_call: OnCall = unheard
    clock: Callable[[], float] = time.monotonic
    _asking: dict[type[BaseModel], Any] = field(default_factory=dict, repr=False, compare=False)
    """What asks for an answer of a schema: made once, which takes longer than using it."""

    def ask(self, prompt: Prompt, schema: type[Answer], seconds: float) -> Answer:
        """One request, never repeated; late, refused or unreadable answers raise one of the two model errors."""
        started, usage, outcome = self.clock(), Usage(), Outcome.UNAVAILABLE
        try:
            answer = self.lanes.run(lambda: self._call(prompt, schema, usage), seconds)
            outcome = Outcome.ANSWERED
        except ModelGaveNonsense:
            outcome = Outcome.NONSENSE
            raise
        except Failure as error:
            if error.reason is Reason.FULL:
                outcome = Outcome.SKIPPED
            raise
        finally:
            took = self.clock() - started
            spent = usage.tokens_in, usage.tokens_out
            self.on_call(Called(prompt.name, prompt.version, self.name, took, outcome, *spent))
        return answer

    def _call(self, prompt: Prompt, schema: type[Answer], usage: Usage) -> Answer:
        from langsmith import tracing_context

        try:
            # Tracing of LangSmith is switched on by the environment alone; prompts must not go there by accident.
            with tracing_context(enabled=False):
                told = _told(self._asked_for(schema).invoke(prompt.text))
        except Exception as error:  # noqa: BLE001  each provider has errors of its own; all end in one of ours
            raise named(error) from None
        counted = getattr(told["raw"], "usage_metadata", None) or {}
        usage.tokens_in, usage.tokens_out = counted.get("input_tokens", 0), counted.get("output_tokens", 0)
        answer = fitting(_candidates(told["parsed"], told["raw"]), schema)
        if answer is None:
            advice = "Try another MOCUA_LLM__METHOD, or a model that can give JSON."
            raise ModelGaveNonsense("the model's answer is not the JSON that was asked for", advice=advice)
        return answer

    def _asked_for(self, schema: type[BaseModel]) -> Any:
        if schema not in self._asking:
            form = _form(schema)
            asking = self.chat.with_structured_output(form, method=self.method, include_raw=True)
            self._asking[schema] = _unparsed(asking) or asking
        return self._asking[schema]


def _unparsed(asking: Any) -> Any:
    """The model with the schema bound to it, without the parsing that LangChain puts behind it in threads of its own,
    which takes as long as a local call; answers are read here anyway. None where LangChain has built it otherwise.
    """
    return getattr(getattr(asking, "first", None), "steps__", {}).get("raw")


def _told(answer: Any) -> dict[str, Any]:
    """What was answered, parsed or not."""
    return answer if isinstance(answer, dict) else {"raw": answer, "parsed": None}


@cache
def _form(schema: type[BaseModel]) -> dict[str, Any]:
    """JSON Schema: given a class, some providers' own clients check the answer and lose one between fences."""
    return schema.model_json_schema()


def _candidates(parsed: Any, message: Any) -> Iterator[Any]:
    """Where an answer may stand: where it should, in a tool call by another name, in the text."""
    yield parsed
    for call in getattr(message, "tool_calls", ()):
        yield call["args"]
    for call in getattr(message, "invalid_tool_calls", ()):
        yield from objects(call["args"] or "")
    yield from objects(message.text)


def open_langchain(
    link: Link, *, timeout: float, temperature: float | None, lanes: Lanes, on_call: OnCall
) -> LangchainModel:
    """A model by its name ("openai:NAME"); raises SettingsInvalid where it cannot be set up. `timeout` in seconds."""
    from langchain.chat_models import init_chat_model

    # Its own retries would come on top of ours, without a look at the time left.
    options: dict[str, Any] = {"timeout": timeout, "max_retries": 0}
    if temperature is not None:
        options["temperature"] = temperature
    if link.base_url:
        options["base_url"] = link.base_url
    key = link.api_key.get_secret_value()
    if key or link.base_url:
        options["api_key"] = key or NO_KEY
    try:
        chat = init_chat_model(link.model, **options)
    except Exception as error:  # each provider checks its settings in its own way
        raise _unfit(link, error) from error
    return LangchainModel(chat, link.method, lanes, link.name, on_call)


def _unfit(link: Link, error: Exception) -> SettingsInvalid:
    """What is wrong with the settings of a model: a package, its name, its key, or else."""
    where = f"{link.setting('model')}: {link.model}"
    if isinstance(error, ImportError):
        package = error.name or f"langchain-{link.model.partition(':')[0]}"
        advice = f"pip install {package.replace('_', '-')}"
        return SettingsInvalid(f"{where} needs a package that is missing", advice=advice)
    key, address = link.setting("api_key"), link.setting("base_url")
    # LangChain says ValueError for a provider it does not know; pydantic's, which is one too, comes from the provider.
    known = not isinstance(error, ValueError) or isinstance(error, ValidationError)
    if known and not link.api_key.get_secret_value() and not link.base_url:
        advice = f"Set {key} to the key of your account, or {address} to a server of your own."
        return SettingsInvalid(f"{where} cannot be set up without a key", advice=advice)
    return SettingsInvalid(
        f"{where} cannot be set up", advice=f'Write it as "openai:NAME", and set {key} or {address}.'
    )  # fmt: skip
