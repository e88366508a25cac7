"""A provider's errors in our two: by HTTP status and kind, never by their text, which may hold what a person wrote."""

from __future__ import annotations

from assistant.errors import ModelError, ModelGaveNonsense, ModelUnavailable

_REFUSED_KEY = frozenset({401, 403})
_BY_STATUS = {
    400: ("the model does not take the request", "Try another MOCUA_LLM__METHOD, or leave MOCUA_LLM__TEMPERATURE out."),
    404: ("the server does not know this model or address", "Check MOCUA_LLM__MODEL and MOCUA_LLM__BASE_URL."),
    413: ("the model does not take prompts of this length", "Use a model with a longer context."),
    429: ("the provider takes no more requests now", "Wait, or raise the limit of the account."),
}


def named(error: Exception) -> ModelError:
    """The error of ours that says what happened and what the operator can do."""
    if isinstance(error, ModelError):
        return error
    status = getattr(error, "status_code", None)
    if status in _REFUSED_KEY:
        return ModelUnavailable("the provider refused the key", advice="Check MOCUA_LLM__API_KEY.")
    if status in _BY_STATUS:
        return ModelUnavailable(_BY_STATUS[status][0], advice=_BY_STATUS[status][1])
    if isinstance(status, int):
        return ModelUnavailable(f"the server answered with HTTP {status}", advice="Look into the server's own log.")
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if any("Timeout" in kind for kind in kinds):
        return ModelUnavailable("the model did not answer in time", advice="Set a longer MOCUA_LLM__TIMEOUT.")
    if any("Connect" in kind or kind == "OSError" for kind in kinds):
        return ModelUnavailable("the server cannot be reached", advice="Check MOCUA_LLM__BASE_URL and that it runs.")
    return ModelGaveNonsense(
        f"the server's answer could not be read ({type(error).__name__})",
        advice="Check that MOCUA_LLM__BASE_URL is the address of an OpenAI-compatible server (it mostly ends in /v1).",
    )
