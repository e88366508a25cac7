"""A long answer in messages that a channel takes: cut between lines, else sentences, else words; never inside a number.

Zalo takes 2,000 characters a message, Telegram 4,096 UTF-16 code units (https://core.telegram.org/bots/api#sendmessage).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Size = Callable[[str], int]
_BREAKS = (
    re.compile(r"\n+"),
    re.compile(r"(?<=[.!?…;])\s+(?!\d)"),
    re.compile(r"(?<=[,:])\s+(?!\d)"),
    re.compile(r"(?<!\d)\s+|\s+(?!\d)"),
)
"""Where a text may be cut, the best first; between two numbers ("200 000") a blank is none of them."""


def utf16_units(text: str) -> int:
    """Size as Telegram counts it: most letters 1, emoji 2."""
    return len(text.encode("utf-16-le")) // 2


def split(text: str, limit: int, size: Size = len) -> list[str]:
    """The text in parts of at most `limit`, in order; one part where it fits, none for an empty text.

    A single word longer than a part is cut where it must be: between two letters, and if it is one number, there.
    """
    return list(_parts(text.strip(), limit, size))


def _parts(text: str, limit: int, size: Size) -> Iterator[str]:
    while size(text) > limit:
        head = _fitting(text, limit, size)
        end = _end(text, head)
        if part := text[:end].rstrip():
            yield part
        text = text[end:].lstrip()
    if text:
        yield text


def _end(text: str, head: int) -> int:
    """Where to cut: at the last best break within the first `head` characters, not before a third of them."""
    for pattern in _BREAKS:
        ends = [match.start() for match in pattern.finditer(text, 0, head + 1) if match.start() > head // 3]
        if ends:
            return ends[-1]
    ends = [match.start() for match in _BREAKS[-1].finditer(text, 0, head + 1) if match.start()]
    return ends[-1] if ends else _outside_number(text, head)


def _outside_number(text: str, head: int) -> int:
    """The last place before `head` that is not between two digits; `head` itself where all is one number."""
    place = head
    while place > 1 and text[place - 1 : place + 1].isdigit():
        place -= 1
    return place if place > 1 else head


def _fitting(text: str, limit: int, size: Size) -> int:
    """How many characters fit, at least one."""
    low, high = 1, min(len(text), limit)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[:middle]) <= limit else (low, middle - 1)
    return low
