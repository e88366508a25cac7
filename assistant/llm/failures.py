"""A provider's errors in our two: by HTTP status and kind, never by their text, which may hold what a person wrote."""

from __future__ import annotations

import math
import socket
import ssl
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

from assistant.errors import ModelError, ModelGaveNonsense, ModelUnavailable


class Reason(StrEnum):
    """Why there is no answer; each with one way to mend it."""

    KEY = "key"
    MODEL = "model"
    ADDRESS = "address"
    REQUEST = "request"
    LENGTH = "length"
    LIMIT = "limit"
    DOWN = "down"
    """HTTP 502, 503, 504: what stands behind the address is away for a moment."""
    SERVER = "server"
    SLOW = "slow"
    REFUSED = "refused"
    HOST = "host"
    TLS = "tls"
    DROPPED = "dropped"
    """The line broke before an answer began."""
    TORN = "torn"
    """The line broke in the middle of an answer."""
    AWAY = "away"
    FULL = "full"
    """Not sent: all lanes were taken. Says nothing about the provider."""
    RESTING = "resting"
    """Not sent: the breaker is open."""
    SPENT = "spent"
    """Not sent: the turn's time is used up."""


SAID: dict[Reason, tuple[str, str]] = {
    Reason.KEY: ("the provider refused the key", "Check MOCUA_LLM__API_KEY."),
    Reason.MODEL: ("the server does not know this model", "Check MOCUA_LLM__MODEL and MOCUA_LLM__BASE_URL."),
    Reason.ADDRESS: ("the server has nothing at this address", "Check MOCUA_LLM__BASE_URL: it mostly ends in /v1."),
    Reason.REQUEST: (
        "the model does not take the request",
        "Try another MOCUA_LLM__METHOD, or leave MOCUA_LLM__TEMPERATURE out.",
    ),
    Reason.LENGTH: ("the model does not take prompts of this length", "Use a model with a longer context."),
    Reason.LIMIT: ("the provider takes no more requests now", "Wait, or raise the limit of the account."),
    Reason.DOWN: ("the server is away for the moment", "Wait, or look into the server's own log."),
    Reason.SERVER: ("the server failed", "Look into the server's own log."),
    Reason.SLOW: ("the model did not answer in time", "Set a longer MOCUA_LLM__TIMEOUT, or a faster model."),
    Reason.REFUSED: (
        "the server cannot be reached: nothing listens there",
        "Start the server, or check host and port of MOCUA_LLM__BASE_URL.",
    ),
    Reason.HOST: (
        "the server cannot be reached: its name is not known",
        "Check the host of MOCUA_LLM__BASE_URL, and that this machine is on the network.",
    ),
    Reason.TLS: (
        "the server cannot be reached safely",
        "A server of your own mostly speaks http://, not https://; for https:// its certificate must be trusted here.",
    ),
    Reason.DROPPED: ("the server hung up without an answer", "Look into the server's own log."),
    Reason.TORN: ("the answer broke off in the middle", "Look into the log of the server and of any proxy before it."),
    Reason.AWAY: ("the server cannot be reached", "Check MOCUA_LLM__BASE_URL and that it runs."),
    Reason.FULL: ("too many questions wait for the model", "Raise MOCUA_LLM__CALLS, or use a faster model."),
    Reason.RESTING: ("the model failed several times and is left alone for a while", "mocua doctor says why it fails."),
    Reason.SPENT: ("the time of the turn is used up", "Raise MOCUA_LLM__BUDGET, or use a faster model."),
}
"""What happened, and what the operator can do; the settings are named as those of the first model."""
_BY_STATUS = {
    400: Reason.REQUEST, 401: Reason.KEY, 403: Reason.KEY, 404: Reason.ADDRESS, 413: Reason.LENGTH, 422: Reason.REQUEST,
    429: Reason.LIMIT, 502: Reason.DOWN, 503: Reason.DOWN, 504: Reason.DOWN,
}  # fmt: skip


class Failure(ModelUnavailable):
    """No answer, and why. `retry_after`: seconds after which the provider wants to be asked again, where it said so."""

    def __init__(self, reason: Reason, *, message: str = "", retry_after: float | None = None) -> None:
        said, advice = SAID[reason]
        super().__init__(message or said, advice=advice)
        self.reason = reason
        self.retry_after = retry_after


class Unreadable(ModelGaveNonsense):
    """What came is no answer of an OpenAI-compatible server at all."""


def named(error: Exception) -> ModelError:
    """The error of ours that says what happened and what the operator can do."""
    if isinstance(error, ModelError):
        return error
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return _of_status(status, error)
    reason = _of_line(list(_causes(error)))
    if reason is not None:
        return Failure(reason)
    return Unreadable(
        f"the server's answer could not be read ({type(error).__name__})",
        advice="Check that MOCUA_LLM__BASE_URL is the address of an OpenAI-compatible server (it mostly ends in /v1).",
    )


def _of_status(status: int, error: Exception) -> Failure:
    reason = _BY_STATUS.get(status, Reason.SERVER)
    if reason is Reason.ADDRESS and _speaks_the_language(error):
        reason = Reason.MODEL
    said = f"the server answered with HTTP {status}" if reason in (Reason.SERVER, Reason.DOWN) else ""
    return Failure(reason, message=said, retry_after=retry_after(error))


def _speaks_the_language(error: Exception) -> bool:
    """Whether the body is an error as OpenAI writes it: then the address is right. A web server's 404 is not."""
    body = getattr(error, "body", None)
    return isinstance(body, Mapping) and "message" in body


def _of_line(causes: list[BaseException]) -> Reason | None:
    """Clients wrap what the system said; the class at the bottom tells one broken line from another."""
    kinds = {kind.__name__ for cause in causes for kind in type(cause).__mro__}
    if any("Timeout" in kind for kind in kinds):
        return Reason.SLOW
    for kind, reason in (
        (ssl.SSLError, Reason.TLS), (socket.gaierror, Reason.HOST), (ConnectionRefusedError, Reason.REFUSED),
        # It may also come in the middle of an answer, rarely; a question asked twice costs tokens and nothing else.
        (ConnectionError, Reason.DROPPED),
    ):  # fmt: skip
        if any(isinstance(cause, kind) for cause in causes):
            return reason
    if "RemoteProtocolError" in kinds:
        # h11 reads the answer: it complains itself only once one has begun.
        begun = any(type(cause).__module__.partition(".")[0] == "h11" for cause in causes)
        return Reason.TORN if begun else Reason.DROPPED
    return Reason.AWAY if any("Connect" in kind or kind == "OSError" for kind in kinds) else None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it came from, outermost first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def retry_after(error: Exception) -> float | None:
    """Seconds of the header Retry-After (a number or a date), 0 when it lies in the past; None: no usable one."""
    value = getattr(getattr(error, "response", None), "headers", {}).get("retry-after")
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            then = parsedate_to_datetime(value)
        except ValueError:
            return None
        seconds = (then.replace(tzinfo=then.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return max(seconds, 0.0) if math.isfinite(seconds) else None
