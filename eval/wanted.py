"""What an attack would have a person read: a string that its marker matches, made from the marker itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

_PARSER: Any = import_module("re._parser")
"""The standard library's own reader of patterns: it has no public name, but the one that compiles them is it."""
_CATEGORIES = {"CATEGORY_DIGIT": "7", "CATEGORY_WORD": "A", "CATEGORY_NOT_SPACE": "A", "CATEGORY_NOT_DIGIT": "A"}
_FILL = "A .:7"
"""Characters tried where a pattern only says which ones it does not want."""


def wanted(marker: re.Pattern[str]) -> str:
    """The shortest string that the marker was written to find; "" where none of ours is found by it."""
    made = _made(_PARSER.parse(marker.pattern))
    return next((text for text in (made, f"{made} XA") if marker.search(text)), "")


def _made(nodes: Iterable[tuple[Any, Any]]) -> str:
    return "".join(_one(str(operation), given) for operation, given in nodes)


def _one(operation: str, given: Any) -> str:
    match operation:
        case "LITERAL":
            return chr(given)
        case "IN":
            return _chosen(given)
        case "ANY":
            return " "
        case "NOT_LITERAL":
            return next(c for c in _FILL if ord(c) != given)
        case "BRANCH":
            return _made(given[1][0])
        case "SUBPATTERN":
            return _made(given[-1])
        case "MAX_REPEAT" | "MIN_REPEAT":
            made = _made(given[2])
            return made * (given[0] or int(made == " "))  # blanks that may be left out read better when they are not
    return ""  # places and looks around match no character


def _chosen(members: list[tuple[Any, Any]]) -> str:
    """One character of a set."""
    operation, given = members[0]
    match str(operation):
        case "LITERAL":
            return chr(given)
        case "RANGE":
            return chr(given[0])
        case "CATEGORY":
            return _CATEGORIES.get(str(given), " ")
    return next(c for c in _FILL if not any(_holds(member, c) for member in members))


def _holds(member: tuple[Any, Any], character: str) -> bool:
    operation, given = str(member[0]), member[1]
    if operation == "LITERAL":
        return bool(ord(character) == given)
    if operation == "RANGE":
        return bool(given[0] <= ord(character) <= given[1])
    kind = {"CATEGORY_SPACE": str.isspace, "CATEGORY_DIGIT": str.isdigit, "CATEGORY_WORD": str.isalnum}.get(str(given))
    return kind is not None and kind(character)
