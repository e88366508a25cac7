"""Everything people read, by language, from prompts/languages/*.toml (replies) and prompts/pages/*.toml (pages)."""

from __future__ import annotations

import string
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.errors import WordingMissing


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one language, by dotted name."""

    language: str
    texts: dict[str, str]

    def __call__(self, name: str, /, **values: object) -> str:
        """A text with its variables filled in; a missing text or variable, or one too many, raises."""
        try:
            template = self.texts[name]
        except KeyError as error:
            raise WordingMissing(f"{self.language}: no text named {name!r}") from error
        wanted = {field for _, field, _, _ in string.Formatter().parse(template) if field}
        if wanted != set(values):
            raise WordingMissing(f"{self.language}.{name} wants {sorted(wanted)}, was given {sorted(values)}")
        return template.format(**values)

    def has(self, name: str) -> bool:
        """Whether a text exists."""
        return name in self.texts

    def group(self, name: str) -> dict[str, str]:
        """All texts below a name, by their last part."""
        return {key.removeprefix(f"{name}."): text for key, text in self.texts.items() if key.startswith(f"{name}.")}


@cache
def load(language: str, folder: str = "languages") -> Wording:
    """The wording of a language from one folder of prompts/; cached for the process."""
    source = files("prompts") / folder / f"{language}.toml"
    if not source.is_file():
        raise WordingMissing(f"no wording for language {language!r}", advice=f"Add prompts/{folder}/{language}.toml")
    return Wording(language, dict(_flat("", tomllib.loads(source.read_text("utf-8")))))


def _flat(prefix: str, table: dict[str, Any]) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in table.items():
        name = f"{prefix}.{key}" if prefix else key
        rows += _flat(name, value) if isinstance(value, dict) else [(name, str(value))]
    return rows
