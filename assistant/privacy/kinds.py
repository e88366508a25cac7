"""Where personal data stands in a text: one pass for each way it can be known, the surest first."""

from __future__ import annotations

import re

from assistant.privacy import lists, shapes
from assistant.privacy.numbers import numbers
from assistant.privacy.people import names
from assistant.privacy.places import places
from assistant.privacy.seen import Seen, see
from assistant.privacy.span import Kind, Span, apart

__all__ = ["Kind", "Span", "find"]


def find(text: str) -> list[Span]:
    """Personal data of a text, in its order, no span over another; placeholders are none.

    What was found is unreadable for what is looked for next: digits of a health card are no account.
    """
    seen = see(text)
    seen = seen.without(_stretches(lists.placeholder(), seen.case))
    found = apart([*shapes.births(seen), *shapes.coded(seen)])
    found += numbers(_without_look_alikes(seen.without((s.start, s.end) for s in found)))
    rest = seen.without((s.start, s.end) for s in found)
    called = list(names(rest))
    return [seen.span(span) for span in apart([*found, *called, *places(rest, called)])]


def _without_look_alikes(seen: Seen) -> Seen:
    """Without codes of procedures, numbers of laws, dates, lines of offices and amounts of money."""
    seen = seen.without(_stretches(lists.never(), seen.bare))
    return seen.without(_stretches(lists.money().sure, seen.plain))


def _stretches(pattern: re.Pattern[str], form: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(form)]
