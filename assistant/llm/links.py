"""The models of an installation in their order, each with all it needs: the first and its fall-backs are one kind."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import SecretStr

from assistant.settings import Llm, Method


@dataclass(frozen=True, slots=True)
class Link:
    """One model of the chain."""

    place: int
    """0: the first."""
    name: str
    """For people and metrics: the model, with its place where the same one stands twice ("openai:x #2")."""
    model: str
    base_url: str
    api_key: SecretStr
    method: Method
    price_in: float
    price_out: float

    def setting(self, field: str) -> str:
        """How a field of it is called where it is set, e.g. "MOCUA_LLM__MODEL"."""
        if self.place == 0:
            return f"MOCUA_LLM__{field.upper()}"
        return f"MOCUA_LLM__FALLBACKS, entry {self.place}: {field}"

    def advised(self, advice: str) -> str:
        """Advice that was written for the first model, with the settings of this one."""
        for field in ("model", "base_url", "api_key", "method") if self.place else ():
            advice = advice.replace(
                f"MOCUA_LLM__{field.upper()}", f"{field} (entry {self.place} of MOCUA_LLM__FALLBACKS)"
            )
        return advice


def links(llm: Llm) -> tuple[Link, ...]:
    """The chain by the settings; empty where no model is set."""
    if not llm.model:
        return ()
    found = [Link(0, llm.model, llm.model, llm.base_url, llm.api_key, llm.method, llm.price_in, llm.price_out)]
    for place, other in enumerate(llm.fallbacks, start=1):
        name = f"{other.model} #{place + 1}" if other.model in {link.model for link in found} else other.model
        # Its key is its own: that of the first model belongs to somebody else's server.
        found.append(
            Link(place, name, other.model, other.base_url, other.api_key, other.method or llm.method,
                 other.price_in, other.price_out)
        )  # fmt: skip
    return tuple(found)
