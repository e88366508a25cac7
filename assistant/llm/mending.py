"""What to do about a model that fails, said for the settings of that model: for `mocua doctor`."""

from __future__ import annotations

from urllib.parse import urlsplit

from assistant.errors import MocuaError
from assistant.llm.failures import Failure, Reason, Unreadable
from assistant.llm.links import Link

OLLAMA_PORT = 11434
VERSION = "/v1"
"""Part of the path of nearly all OpenAI-compatible servers, and what is forgotten most often."""


def mending(error: MocuaError, link: Link) -> str:
    """One or two sentences for the operator, with the names of the settings to change."""
    reason = error.reason if isinstance(error, Failure) else None
    address = urlsplit(link.base_url)
    server = f"{address.scheme}://{address.hostname}" + (f":{address.port}" if address.port else "")
    if link.base_url and VERSION not in address.path and _may_be_the_address(error, reason):
        return f"Set {link.setting('base_url')} to {server}{VERSION}. If it is right: {link.advised(error.advice)}"
    if address.port == OLLAMA_PORT or link.model.startswith("ollama:"):
        said = _of_ollama(reason, link)
        if said:
            return said
    if reason is Reason.MODEL and link.base_url:
        names = f"curl {server}{address.path.rstrip('/')}/models"
        return f"Set {link.setting('model')} to openai:NAME with a name that the server has: {names}"
    if reason is Reason.KEY and not link.api_key.get_secret_value():
        return f"None is set, and the server wants one: set {link.setting('api_key')}."
    if reason is Reason.SLOW and link.base_url:
        return f"A server that has just started may be loading the model: try again. {link.advised(error.advice)}"
    return link.advised(error.advice) or "Answers come without it until then."


def _may_be_the_address(error: MocuaError, reason: Reason | None) -> bool:
    return reason in (Reason.MODEL, Reason.ADDRESS) or isinstance(error, Unreadable)


def _of_ollama(reason: Reason | None, link: Link) -> str:
    if reason is Reason.MODEL:
        return f"Fetch it: ollama pull {link.model.partition(':')[2]} (ollama list shows what is there)."
    if reason is Reason.REFUSED:
        return f"Start it: ollama serve ({link.setting('base_url')}: http://localhost:{OLLAMA_PORT}{VERSION})."
    return ""
