"""Does an answer send a person to an office that the record does not name? Names with capitals, by a list of heads of
its own: nothing of `assistant.writing` judges here.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from knowledge.text import fold, one_line


@cache
def _named() -> re.Pattern[str]:
    """A head and the words with capitals behind it."""
    lists = tomllib.loads((files("eval") / "offices.toml").read_text("utf-8"))
    heads = "|".join(f"[{head[0].upper()}{head[0]}]{head[1:]}" for head in lists["heads"])
    between = "|".join(lists["between"])
    return re.compile(rf"(?<!\w)(?:{heads})(?: (?:{between}))*(?: [A-ZĐÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯẠ-Ỹ]\w*)+")


def offices(text: str) -> frozenset[str]:
    """Names of offices and places in a text, folded."""
    return frozenset(fold(match[0]) for line in text.splitlines() for match in _named().finditer(one_line(line)))


def foreign(text: str, *known: str) -> frozenset[str]:
    """Names of offices in a text that none of the known texts holds."""
    held = [fold(one_line(one)) for one in known]
    return frozenset(name for name in offices(text) if not any(name in one for one in held))
