"""Turns replies into HTML: one set of templates for the whole page and for the fragment that scripts insert."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.types import Reply
from assistant.wording import Wording
from channels.web import blocks

HERE = Path(__file__).parent
STATIC = HERE / "static"
"""Mounted by the server at /static; every address carries a hash of the content, so it may be cached for a year."""

STARTERS = ("birth", "death", "marriage", "card", "land", "shop")
"""Situations on the first view, in the order shown; texts and icons go by these names."""


class Answered(Protocol):
    """A reply, with the id that feedback on it refers to."""

    @property
    def reply(self) -> Reply:
        """What was answered."""

    @property
    def id(self) -> str:
        """What a thumb up or down refers to."""


@dataclass(frozen=True, slots=True)
class View:
    """What one page shows."""

    question: str = ""
    """What the person asked or tapped."""
    answered: Answered | None = None
    title: str = ""
    """Title of the browser's tab; empty for the site's own. Never the question: it would stay in the history."""
    draft: str = ""
    """Text standing in the box."""
    error: str = ""
    """Shown at the box."""
    notice: str = ""
    """Shown above everything: thanks, or what went wrong."""
    heading: str = ""
    """Replaces the heading of the start page."""


class Renderer:
    """Renders pages and fragments; every value is escaped."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self._env = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.globals.update(t=wording, asset=asset, starters=STARTERS, read=blocks.read, web_address=web_address)
        self._env.filters["day"] = day

    def page(self, view: View) -> str:
        """A whole page."""
        return self._env.get_template("page.html").render(view=view)

    def fragment(self, answered: Answered) -> str:
        """One answer, exactly as the page shows it."""
        return self._env.get_template("answer.html").render(answered=answered)


def asset(name: str) -> str:
    """Address of a static file with a hash of its content."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def day(value: date) -> str:
    """A date as people write it here: 19/07/2026."""
    return value.strftime("%d/%m/%Y")


def web_address(url: str) -> str:
    """The address if a link may lead there; empty for anything that is not plain http(s)."""
    parts = urlsplit(url)
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""
