"""Loading without the cycle collector: what is loaded stays, so walking it again and again finds nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Load in it: the collector waits, and what was loaded is never walked again.

    A sixth of the time to the first answer went into it, and whole passes over the index into the slowest questions.
    Whoever is inside another `undisturbed`, or has the collector off, finds it as it was.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.freeze()
            gc.enable()
