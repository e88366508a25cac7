"""Chat models of any provider that LangChain knows by name. The only module that imports LangChain for models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from assistant.errors import ModelGaveNonsense, SettingsInvalid
from assistant.llm.failures import named
from assistant.llm.lanes import Lanes
from assistant.llm.prompts import Prompt
from assistant.llm.protocol import Answer
from assistant.llm.reading import fitting, objects

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

NO_KEY = "none"
"""Sent to a server of one's own that has no keys: never the key of somebody else from the environment."""


@dataclass(frozen=True, slots=True)
class LangchainModel:
    """One chat model behind the protocol."""

    chat: BaseChatModel
    method: str
    lanes: Lanes

    def ask(self, prompt: Prompt, schema: type[Answer], seconds: float) -> Answer:
        """One request, never repeated; late, refused or unreadable answers raise one of the two model errors."""
        return self.lanes.run(lambda: self._call(prompt, schema), seconds)

    def _call(self, prompt: Prompt, schema: type[Answer]) -> Answer:
        from langsmith import tracing_context

        try:
            # Tracing of LangSmith is switched on by the environment alone; prompts must not go there by accident.
            with tracing_context(enabled=False):
                asked = self.chat.with_structured_output(_form(schema), method=self.method, include_raw=True)
                told: Any = asked.invoke(prompt.text)
        except Exception as error:  # noqa: BLE001  each provider has errors of its own; all end in one of ours
            raise named(error) from None
        answer = fitting(_candidates(told["parsed"], told["raw"]), schema)
        if answer is None:
            advice = "Try another MOCUA_LLM__METHOD, or a model that can give JSON."
            raise ModelGaveNonsense("the model's answer is not the JSON that was asked for", advice=advice)
        return answer


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
    model: str, *, base_url: str, api_key: str, timeout: float, temperature: float | None, method: str
) -> LangchainModel:
    """A model by its name ("openai:NAME"); raises SettingsInvalid where it cannot be set up. `timeout` in seconds."""
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"timeout": timeout, "max_retries": 0}
    if temperature is not None:
        options["temperature"] = temperature
    if base_url:
        options["base_url"] = base_url
    if api_key or base_url:
        options["api_key"] = api_key or NO_KEY
    try:
        chat = init_chat_model(model, **options)
    except ImportError as error:
        advice = f"pip install {(error.name or 'langchain-PROVIDER').replace('_', '-')}"
        raise SettingsInvalid(f"MOCUA_LLM__MODEL: {model} needs a package that is missing", advice=advice) from error
    except Exception as error:  # each provider checks its settings in its own way
        advice = 'Write it as "openai:NAME", and set MOCUA_LLM__API_KEY or MOCUA_LLM__BASE_URL.'
        raise SettingsInvalid(f"MOCUA_LLM__MODEL: {model} cannot be set up", advice=advice) from error
    return LangchainModel(chat, method, Lanes())
