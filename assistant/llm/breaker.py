"""When to leave a failing model alone: pure functions over a small state; times in seconds of any steady clock.

Closed (all calls go through) -> open after `failures` calls that failed one after the other (none goes through) ->
after `rest` seconds one probe goes through -> closed when it succeeds, open again for `rest` seconds when it fails.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Limits:
    """When it opens and for how long."""

    failures: int
    """Failures one after the other; at least 1."""
    rest: float
    """Seconds."""


@dataclass(frozen=True, slots=True)
class State:
    """What the breaker remembers."""

    failed: int = 0
    """Failures since the last success."""
    opened: float | None = None
    """When it opened, or the last probe failed; None: closed."""
    probing: bool = False
    """Whether a probe is under way."""


def asked(state: State, limits: Limits, now: float) -> tuple[bool, State]:
    """(whether a call may go through now, the state from then on)"""
    if state.opened is None:
        return True, state
    if state.probing or now - state.opened < limits.rest:
        return False, state
    return True, replace(state, probing=True)


def succeeded(state: State) -> State:
    """After a call that succeeded: closed, whatever was before."""
    return State()


def unsent(state: State) -> State:
    """After a probe that was let through but never sent: the next call may be the probe."""
    return replace(state, probing=False)


def failed(state: State, limits: Limits, now: float) -> State:
    """After a call that failed; a call that began before it opened does not make the rest longer."""
    count = state.failed + 1
    if state.opened is not None and not state.probing:
        return replace(state, failed=count)
    return State(count, now if count >= limits.failures else None)
