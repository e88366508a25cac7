"""Prompts from prompts/<name>.md: what they need is declared, and what people wrote stays inside marks.

Front matter of a file: `purpose`, `version`, `inputs` (name: most characters), `output` (field names). The text below
it names each input once or more as ${name}. Every input is data: it goes in between two marks that it cannot hold
itself, without control and invisible characters, cut at its length.
"""

from __future__ import annotations

import hashlib
import re
import string
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from assistant.errors import WordingMissing
from knowledge.text import clean

OPENING, CLOSING = "⟦", "⟧"
"""The marks around an input; both are taken out of what people wrote."""
_HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
"""Unicode categories that a reader does not see."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt, ready to be sent."""

    name: str
    version: int
    text: str

    @property
    def hash(self) -> str:
        """SHA-256 (hex) of name, version and text: the same prompt has the same hash on every machine."""
        return hashlib.sha256("\0".join((self.name, str(self.version), self.text)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PromptFile:
    """A file of prompts/, read."""

    name: str
    purpose: str
    version: int
    inputs: dict[str, int]
    """Name of an input -> its most characters."""
    output: tuple[str, ...]
    """Fields of the answer."""
    body: string.Template

    def render(self, **values: str) -> Prompt:
        """The prompt with exactly its inputs; one too few or too many raises WordingMissing."""
        if set(values) != set(self.inputs):
            raise WordingMissing(f"prompts/{self.name}.md wants {sorted(self.inputs)}, was given {sorted(values)}")
        marked = {name: _marked(name, value, self.inputs[name]) for name, value in values.items()}
        return Prompt(self.name, self.version, self.body.substitute(marked))


@cache
def load(name: str) -> PromptFile:
    """A prompt by name; raises WordingMissing where the file is missing or its parts do not agree."""
    source = files("prompts") / f"{name}.md"
    if not source.is_file():
        raise WordingMissing(f"no prompt {name!r}", advice=f"Add prompts/{name}.md")
    _, _, rest = source.read_text("utf-8").partition("---\n")
    front, _, body = rest.partition("\n---\n")
    head = yaml.safe_load(front)
    template = string.Template(body.strip())
    if not template.is_valid() or set(template.get_identifiers()) != set(head["inputs"]):
        raise WordingMissing(f"prompts/{name}.md: its text and its `inputs` do not name the same")
    return PromptFile(name, head["purpose"], head["version"], head["inputs"], tuple(head["output"]), template)


def _marked(name: str, value: str, limit: int) -> str:
    return f"{OPENING}{name}\n{masked(visible(value))[:limit]}\n{name}{CLOSING}"


_LONG_NUMBER = re.compile(r"(?<![\d/])\d(?:[ .-]?\d){8,}(?![\d/])")
"""Nine digits and more: identity cards, phones, accounts. A procedure's code has seven."""
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.][\w.+@-]*")
"""Begun only where a word begins: a long word without @ takes no longer. Addresses joined by + or - are one."""


def masked(text: str) -> str:
    """The text without long numbers and e-mail addresses: no personal number reaches a model."""
    return _ADDRESS.sub("[e-mail]", _LONG_NUMBER.sub("[số]", text))


_PLAIN = re.compile(r"[\n\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u1e00-\u1eff\u2013-\u2026]*")
"""Letters and marks that are seen and are no marks of a prompt: nearly every text is made of them alone."""


def visible(text: str) -> str:
    """What a reader of the text sees, on its lines, without the marks of a prompt."""
    text = clean(text)
    if _PLAIN.fullmatch(text):
        return text
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in _HIDDEN)
    return "".join(c for c in kept if c not in OPENING + CLOSING)
